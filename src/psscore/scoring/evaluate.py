"""One indicator, one result."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.observation import Hole, Observed, Unobserved
from psscore.model.rounding import Stage
from psscore.model.rules import IndicatorRule, Judgement, RankPoints, RateMinusDeduction
from psscore.model.scorecard import Result, Scored, Withheld
from psscore.model.standard import Indicator, Scoring, Standard
from psscore.model.text import Text
from psscore.scoring import rule
from psscore.scoring.numbers import short_text
from psscore.scoring.observe import Given, observe
from psscore.scoring.rounding import rounded


def evaluate(standard: Standard, item: Indicator, value: Given, base: Given | None) -> Result:
    """Points for an indicator, or why they are withheld. `item` must be a scored indicator of `standard`."""
    scoring = item.scoring
    if scoring is None:
        raise ValueError(f"{item.code} is not a scored indicator")
    seen = observe(scoring, value, base)
    if isinstance(seen, Observed):
        objection = _objection(scoring.rule, item.points, seen.value, base)
        if objection:
            return Withheld(item.code, objection.hole, objection.reason)
        exact = rule.points(scoring.rule, item.points, seen.value, missed(scoring.rule, value, base))
        return _scored(standard, item, value, base, seen.value, exact)
    if seen.hole is Hole.NO_CASES:
        return _no_cases(standard, item, scoring, value, base, seen.reason)
    return Withheld(item.code, seen.hole, seen.reason)


def missed(kind: IndicatorRule, value: Given, base: Given | None) -> Fraction | None:
    """The cases missed, for the rule that counts them; None for every other."""
    if isinstance(kind, RateMinusDeduction) and isinstance(value, Fraction) and isinstance(base, Fraction):
        return base - value
    return None


def _objection(kind: IndicatorRule, full: Fraction, seen: Fraction, base: Given | None) -> Unobserved | None:
    """Why a number that could be read cannot be scored by this rule."""
    if isinstance(kind, Judgement) and not 0 <= seen <= full:
        top = short_text(full)
        return Unobserved(
            Hole.OUT_OF_RANGE, Text(f"评定分须在 0 至 {top} 之间", f"the evaluator's points must lie in 0 to {top}")
        )
    if isinstance(kind, RateMinusDeduction) and not isinstance(base, Fraction):
        return Unobserved(
            Hole.MISSING,
            Text("该规则按件数扣分，须录入基数", "this rule counts the cases missed: the base is needed"),
        )
    if isinstance(kind, RankPoints) and seen < 1:
        return Unobserved(Hole.OUT_OF_RANGE, Text("名次须从 1 起", "places begin at 1"))
    return None


def _scored(
    standard: Standard, item: Indicator, value: Given, base: Given | None, observed: Fraction | None, exact: Fraction
) -> Scored:
    assert isinstance(value, Fraction)
    keep = standard.rounding
    score = rounded(exact, keep.places, keep.mode) if keep.stage is Stage.ITEM else exact
    return Scored(standard, item, value, base if isinstance(base, Fraction) else None, observed, exact, score)


def _no_cases(
    standard: Standard, item: Indicator, scoring: Scoring, value: Given, base: Given | None, reason: Text
) -> Result:
    name = scoring.no_cases_reading
    title = standard.reading_title(name)
    match scoring.no_cases:
        case "full":
            return _scored(standard, item, value, base, None, item.points)
        case "zero":
            return _scored(standard, item, value, base, None, Fraction(0))
        case "exclude":
            why = (
                Text(f"；按读法 {name}=exclude 不计入总分", f"; left out of the total by the reading {name}=exclude")
                if name
                else Text("；按标准规定不计入总分", "; left out of the total, as the standard says")
            )
            return Withheld(item.code, Hole.NO_CASES, reason + why, excluded=True)
        case _:
            todo = Text(
                f"；须先选定读法“{title.zh}”（{name}：full、zero 或 exclude）",
                f'; choose the reading "{title.en}" ({name}: full, zero or exclude) first',
            )
            return Withheld(item.code, Hole.UNDECIDED, reason + todo)
