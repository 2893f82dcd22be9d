"""Sentences made from the same objects that carry the numbers."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.observation import Measure
from psscore.model.scorecard import Scored, Withheld
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.scoring import rule
from psscore.scoring.evaluate import missed
from psscore.scoring.numbers import percent_text, short_text
from psscore.scoring.once import once

_PLAIN = (Measure.COUNT, Measure.AMOUNT)
"""Quantities that are scored as they are, in their unit."""


def explanation(result: Scored) -> Text:
    """ "1 停车秩序问题响应率 0.6 / 2：93 / 100 = 93 %，低于满分线 …" and the same in English."""
    item, scoring = result.item, result.item.scoring
    if scoring is None or item.about is None:
        raise ValueError(f"{item.code} is not a scored indicator")
    head = _head(item, short_text(result.score, 10))
    if result.observed is None:
        name = scoring.no_cases_reading
        return head + Text(
            f"基数为 0，{_by(name, scoring.no_cases).zh}计；{item.about.source.clause.zh}",
            f"the base is 0, {_by(name, scoring.no_cases).en}; {item.about.source.clause.en}",
        )
    seen = _seen(scoring.measure, result.value, result.base, result.observed)
    cases = missed(scoring.rule, result.value, result.base)
    working = rule.working(scoring.rule, item.points, result.observed, cases)
    tail = item.about.source.clause
    kept = Text("", "")
    if result.score != result.exact:
        how = {"half_up": ("四舍五入", "rounded half up"), "truncate": ("截尾", "truncated")}[
            result.standard.rounding.mode.value
        ]
        kept = Text(f"；{short_text(result.exact, 6)} {how[0]}", f"; {short_text(result.exact, 6)} {how[1]}")
    unit_zh = scoring.unit.zh if scoring.measure in _PLAIN else ""
    unit_en = f" {scoring.unit.en}" if unit_zh else ""
    return head + Text(
        f"{seen}{unit_zh}，{working.zh}{kept.zh}；{tail.zh}", f"{seen}{unit_en}, {working.en}{kept.en}; {tail.en}"
    )


def withheld_explanation(standard: Standard, result: Withheld) -> Text:
    """Why an indicator has no points."""
    return _head(standard.by_code[result.indicator], "—") + result.reason


def _head(item: Indicator, score: str) -> Text:
    name, top = _named(item)
    return Text(f"{name.zh}{score}{top.zh}", f"{name.en}{score}{top.en}")


@once
def _named(item: Indicator) -> tuple[Text, Text]:
    """What stands before and behind the score of an indicator."""
    top = short_text(item.points)
    return Text(f"{item.code} {item.name.zh} ", f"{item.code} {item.name.en} "), Text(f" / {top}：", f" / {top}: ")


def _by(name: str, no_cases: str | None) -> Text:
    """The reading that decides a base of 0, or the standard itself where it does."""
    if name:
        return Text(f"按读法 {name}={no_cases} ", f"by the reading {name}={no_cases}")
    return Text("按标准规定", "as the standard says")


def _seen(measure: Measure, value: Fraction, base: Fraction | None, observed: Fraction) -> str:
    if measure in _PLAIN:
        return short_text(value)
    if measure is Measure.DIFFERENCE:
        return (
            short_text(value) if base is None else f"{short_text(value)} - {short_text(base)} = {short_text(observed)}"
        )
    if base is None:
        return percent_text(observed)
    if measure is Measure.INVERSE:
        value, base = base, value
    change = " - 1" if measure is Measure.CHANGE else ""
    shown = percent_text(observed)
    sign = "" if shown.startswith("≈") else "= "
    return f"{short_text(value)} / {short_text(base)}{change} {sign}{shown}"
