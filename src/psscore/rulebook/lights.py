"""`[[register.light_sets]]`: bands of lights as various places declared them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from psscore.model.register import Escalation, LightBand, LightMeasure, LightSet
from psscore.rulebook.table import Table

LIGHTS = ("green", "blue", "amber", "red")
"""The lights, the best first."""

_LIGHTS = {name: name for name in LIGHTS}
_MEASURES = {measure.value: measure for measure in LightMeasure}


def read_light_sets(table: Table) -> dict[str, LightSet]:
    """Every set by its code; bands that wait for a reading are kept with the name of the reading."""
    sets: dict[str, LightSet] = {}
    for item in table.subs("light_sets", least=0):
        made = _light_set(item)
        if made.code in sets:
            item.fault("code", "编号重复", "this code is used twice")
        sets[made.code] = made
    return sets


def _light_set(item: Table) -> LightSet:
    code = item.text("code")
    item.named(f"light set {code}")
    undecided: list[str] = []
    bands = tuple(_band(row, index, undecided) for index, row in enumerate(item.subs("bands")))
    for lower, upper in pairwise(bands):
        if lower.limit is not None and upper.limit is not None and not _rises(lower, upper):
            item.fault("bands", "各档的下限须逐档升高", "limits must rise from band to band")
    escalation = None
    if item.has("escalation"):
        rule = item.sub("escalation")
        escalation = Escalation(rule.choice("light", _LIGHTS), rule.integer("after"), rule.choice("becomes", _LIGHTS))
        if escalation.after < 2:
            rule.fault("after", "须不小于 2", "must be 2 or more")
        rule.close()
    title, measure, source = item.both("title"), item.choice("measure", _MEASURES), item.both("source")
    item.close()
    return LightSet(code, title, measure, bands, escalation, source, tuple(dict.fromkeys(undecided)))


def _rises(lower: LightBand, upper: LightBand) -> bool:
    assert lower.limit is not None
    assert upper.limit is not None
    return (lower.limit, lower.exclusive) < (upper.limit, upper.exclusive)


def _band(row: Table, index: int, undecided: list[str]) -> LightBand:
    light = None
    if row.reading_of("light") and row.get("light") is None:
        undecided.append(row.reading_of("light"))
    else:
        light = row.choice("light", _LIGHTS)
    keys = [key for key in ("at_least", "above", "days_left") if row.has(key)]
    if len(keys) != min(index, 1):
        row.fault("at_least", "第一档没有下限，其余各有一个", "the first band has no limit, every other one has one")
    limit: Fraction | None = None
    for key in keys[:1]:
        if row.reading_of(key) and row.get(key) is None:
            undecided.append(row.reading_of(key))
        else:
            limit = -row.number(key) if key == "days_left" else row.number(key)
    row.close()
    return LightBand(light, limit, "above" in keys)
