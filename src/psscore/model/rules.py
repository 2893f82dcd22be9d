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
    """Full points at `full_at` and above; `deduction` points off for each `step` below it, floored at 0."""

    full_at: Fraction
    step: Fraction
    deduction: Fraction
    step_mode: StepMode
    rate_places: int | None = None  # decimals of the percentage kept before counting steps


@dataclass(frozen=True, slots=True)
class StepUp:
    """Nothing at `zero_at` and above; `award` points for each `step` below it, capped at full points."""

    zero_at: Fraction
    step: Fraction
    award: Fraction
    step_mode: StepMode
    rate_places: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """`points` from `at_least` upwards, the number itself included."""

    at_least: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Tiers:
    """The points of the highest tier reached; below the first tier nothing."""

    tiers: tuple[Tier, ...]


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
    """Points in proportion to value / `full_at`, capped at full points (budget execution)."""

    full_at: Fraction


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """Full points when the comparison holds, otherwise none."""

    operator: Operator
    threshold: Fraction


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points given by an evaluator, between 0 and full points; a reason is due below `reason_below` of them."""

    reason_below: Fraction


IndicatorRule = StepDown | StepUp | Tiers | Ratio | AllOrNothing | Judgement
