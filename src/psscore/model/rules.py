"""The closed family of scoring rules. A rule holds numbers from a standard; the arithmetic is in `psscore.scoring`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.text import Text


class StepMode(enum.Enum):
    """How "每降低1%扣0.2分" treats a part of a step."""

    PROPORTIONAL = "proportional"
    WHOLE = "whole"  # only completed steps count
    CEIL = "ceil"  # a started step counts


class Better(enum.Enum):
    """Which way a quantity gets better."""

    HIGHER = "higher"
    LOWER = "lower"


class Floor(enum.Enum):
    """What happens when more is deducted than there is."""

    ZERO = "zero"  # 扣完为止
    NONE = "none"  # the source sets no floor: points may be negative


class Operator(enum.Enum):
    """How an actual value is compared with a target."""

    AT_LEAST = "≥"
    ABOVE = ">"
    AT_MOST = "≤"
    BELOW = "<"
    EQUAL = "="

    def holds(self, actual: Fraction, target: Fraction) -> bool:
        match self:
            case Operator.AT_LEAST:
                return actual >= target
            case Operator.ABOVE:
                return actual > target
            case Operator.AT_MOST:
                return actual <= target
            case Operator.BELOW:
                return actual < target
            case Operator.EQUAL:
                return actual == target


class Reverse(enum.Enum):
    """What an exceeded upper target still earns (domain practice, two forms in use)."""

    RATIO = "ratio"  # target / actual
    LINEAR = "linear"  # 1 - (actual - target) / target, nothing from twice the target


class Exceeded(enum.Enum):
    """What an "=" target earns when the actual value is above it."""

    FULL = "full"
    DEVIATION = "deviation"  # reduced by the relative deviation


@dataclass(frozen=True, slots=True)
class StepDown:
    """Full points from `full_at` on; `deduction` points off for each `step` on the worse side of it, floored at 0."""

    full_at: Fraction
    step: Fraction
    deduction: Fraction
    step_mode: StepMode
    rate_places: int | None = None  # decimals of the percentage kept before counting steps
    better: Better = Better.HIGHER
    percent: bool = True  # the quantity is a rate, and reads as one


@dataclass(frozen=True, slots=True)
class StepUp:
    """Nothing up to `zero_at`; `award` points for each `step` on the better side of it, capped at full points."""

    zero_at: Fraction
    step: Fraction
    award: Fraction
    step_mode: StepMode
    rate_places: int | None = None
    better: Better = Better.LOWER
    percent: bool = True


@dataclass(frozen=True, slots=True)
class Tier:
    """`points` from `limit` on, the number itself included."""

    limit: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Tiers:
    """The points of the best tier reached; short of the first tier nothing."""

    tiers: tuple[Tier, ...]
    better: Better = Better.HIGHER
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Linear:
    """Points in proportion between two goalposts, in either direction; none before the one, full beyond the other.

    Not `bounded`, the line goes on: below 0 and above full points, as a formula printed without limits does.
    """

    zero_at: Fraction
    full_at: Fraction
    percent: bool = True
    bounded: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """Full points when the target is met; when it is not, a share of them."""

    reverse: Reverse | None  # None: the source is silent and no reading was chosen
    exceeded: Exceeded
    gate: Fraction | None = None  # attainment below it earns nothing; above it (rate - gate) / (1 - gate)


@dataclass(frozen=True, slots=True)
class QualitativeBand:
    """A level of achievement and the share of points an evaluator may give: [low, high), the top band [low, 1]."""

    name: str
    title: Text
    aliases: tuple[str, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Qualitative:
    """Contiguous bands from 0 to 1, best first."""

    bands: tuple[QualitativeBand, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Points in proportion to value / `full_at`, capped at full points (budget execution, ratio to the best)."""

    full_at: Fraction
    percent: bool = True


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """Full points when the comparison holds, otherwise none."""

    operator: Operator
    threshold: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points given by an evaluator, between 0 and full points; a reason is due below `reason_below` of them."""

    reason_below: Fraction


@dataclass(frozen=True, slots=True)
class Checklist:
    """`each` points for every item that is fulfilled, capped at full points."""

    each: Fraction


@dataclass(frozen=True, slots=True)
class Bonus:
    """`each` extra points per achievement, capped at the points set aside; none earned where there was no task."""

    each: Fraction


@dataclass(frozen=True, slots=True)
class Deduction:
    """`each` points off per occurrence, at most `cap` for this cause."""

    code: str
    title: Text
    each: Fraction
    cap: Fraction | None


@dataclass(frozen=True, slots=True)
class Deductions:
    """Several causes of deduction, each with its own cap, under one floor."""

    items: tuple[Deduction, ...]
    floor: Floor


@dataclass(frozen=True, slots=True)
class RateMinusDeduction:
    """The rate times full points, less `deduction` for each case missed (基础分 - 扣分)."""

    deduction: Fraction
    floor: Floor


@dataclass(frozen=True, slots=True)
class RankPoints:
    """Points by place, the first place first; `beyond` for later places."""

    places: tuple[Fraction, ...]
    beyond: Fraction


IndicatorRule = (
    StepDown
    | StepUp
    | Tiers
    | Linear
    | Ratio
    | AllOrNothing
    | Judgement
    | Checklist
    | Bonus
    | Deductions
    | RateMinusDeduction
    | RankPoints
)
