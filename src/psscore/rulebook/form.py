"""The rules of a self-evaluation form: targets, qualitative bands, budget execution, judgement."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from psscore.model.rules import Exceeded, Qualitative, QualitativeBand, Reverse, Target
from psscore.model.standard import FormRules
from psscore.rulebook import rules
from psscore.rulebook.table import Table


def read_form(table: Table) -> FormRules:
    """The `[form]` table of a standard."""
    form = table.sub("form")
    execution = form.sub("execution")
    points, ratio = execution.number("points", above=0), rules.ratio(execution)
    execution.close()
    qualitative = form.sub("qualitative")
    bands = _qualitative(qualitative, qualitative.text("scale"))
    qualitative.close()
    judged = form.sub("judgement")
    judgement = rules.judgement(judged)
    judged.close()
    made = FormRules(ratio, points, _target(form.sub("target")), bands, judgement)
    form.close()
    return made


def _target(table: Table) -> Target:
    """The rule of target rows."""
    reverses: Mapping[str | None, Reverse | None] = {None: None, "ratio": Reverse.RATIO, "linear": Reverse.LINEAR}
    shares = table.sub("gates")
    gates: dict[str | None, Fraction | None] = {"none": None}
    for name in shares.data:
        gates[name] = shares.number(name)
        if not 0 < shares.number(name) < 1:
            shares.fault(name, "须在 0 与 1 之间", "must lie between 0 and 1")
    rule = Target(
        table.choice("reverse", reverses),
        table.choice("exceeded", {item.value: item for item in Exceeded}),
        table.choice("gate", gates),
    )
    table.close()
    return rule


def _qualitative(table: Table, scale: str) -> Qualitative:
    """The bands of one scale, best first, with no gap and no overlap from 1 down to 0."""
    bands = []
    for item in table.subs("bands"):
        if item.text("scale") == scale:
            bands.append(
                QualitativeBand(
                    item.text("name"),
                    item.both("title"),
                    tuple(item.get("aliases") or ()),
                    item.number("low"),
                    item.number("high"),
                )
            )
        else:
            for key in ("name", "title", "aliases", "low", "high"):
                item.get(key)
        item.close()
    edges = [(band.high, band.low) for band in bands]
    if not bands:
        table.fault("bands", f"没有区间方案 {scale}", f"no bands for the scale {scale}")
    elif edges[0][0] != 1 or edges[-1][1] != 0 or any(low >= high for high, low in edges):
        table.fault("bands", f"{scale}：区间须从 1 到 0", f"{scale}: the bands must run from 1 down to 0")
    for upper, lower in pairwise(bands):
        if lower.high != upper.low:
            table.fault(
                "bands",
                f"{scale}：{upper.name} 止于 {upper.low}，{lower.name} 起于 {lower.high}，有空档或重叠",
                f"{scale}: {upper.name} ends at {upper.low} but {lower.name} begins at {lower.high}: a gap or overlap",
            )
    return Qualitative(tuple(bands))
