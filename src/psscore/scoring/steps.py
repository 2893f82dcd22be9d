"""Steps between a rate and a threshold."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rounding import RoundingMode
from psscore.model.rules import StepMode
from psscore.model.text import Text
from psscore.scoring.numbers import hundredfold_text, short_text
from psscore.scoring.rounding import rounded

_MODES = {
    StepMode.PROPORTIONAL: ("按比例", "in proportion"),
    StepMode.WHOLE: ("满一档才计", "completed steps only"),
    StepMode.CEIL: ("不足一档按一档计", "a started step counts"),
}


def by_steps(each: Fraction, distance: Fraction, step: Fraction, mode: StepMode) -> Fraction:
    """`each` times as many steps as lie in `distance` (not negative)."""
    # One fraction, put into lowest terms once.
    above, below = distance.numerator * step.denominator, distance.denominator * step.numerator
    match mode:
        case StepMode.PROPORTIONAL:
            return Fraction(each.numerator * above, each.denominator * below)
        case StepMode.WHOLE:
            return each * (above // below)
        case StepMode.CEIL:
            return each * -(-above // below)


def kept_rate(rate: Fraction, places: int | None) -> Fraction:
    """The rate steps are counted on: exact, or its percentage rounded half up to `places` decimals first."""
    return rate if places is None else rounded(rate * 100, places, RoundingMode.HALF_UP) / 100


def gap_text(gap: Fraction, percent: bool) -> Text:
    """A distance: "2.65 个百分点", or the plain number where the quantity is not a rate."""
    if not percent:
        return Text(short_text(gap), short_text(gap))
    number = hundredfold_text(gap)
    return Text(f"{number} 个百分点", f"{number} percentage points")


def step_text(step: Fraction, percent: bool) -> Text:
    """One step: "0.5 个百分点" and "0.5 percentage points"; a single one is "percentage point"."""
    text = gap_text(step, percent)
    return Text(text.zh, "percentage point") if percent and step.numerator * 100 == step.denominator else text


def mode_words(mode: StepMode, lang: str) -> str:
    return _MODES[mode][lang == "en"]
