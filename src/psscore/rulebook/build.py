"""A raw standard and the chosen readings to a `Standard`, with every fault found on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from psscore.model.faults import Fault
from psscore.model.rounding import Rounding, RoundingMode, Stage
from psscore.model.standard import Citation, Ranking, Standard, SurveyRules, Unscored
from psscore.rulebook.form import read_form
from psscore.rulebook.grades import read_grades, read_vetoes
from psscore.rulebook.indicators import read_indicators
from psscore.rulebook.readings import read_readings
from psscore.rulebook.register import read_register
from psscore.rulebook.table import Table

SCHEMA = "psscore.standard/1"
_UNROUNDED = Rounding(2, RoundingMode.HALF_UP, Stage.ITEM)
"""What a standard without points declares nothing about, and nothing asks for."""


def digest(raw: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form: the data, whatever the order of keys or the layout of the file."""
    canonical = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def build(
    raw: Mapping[str, Any], *, file: str, chosen: Mapping[str, str | None], reference: str = "", lang: str = "zh"
) -> tuple[Standard, list[Fault]]:
    """The standard under the chosen readings. When there are faults the standard must not be used."""
    faults: list[Fault] = []
    table = Table(raw, file=file, where="", faults=faults, chosen=chosen)
    if table.text("schema") != SCHEMA:
        table.fault("schema", f"须为 {SCHEMA}", f"must be {SCHEMA}")
    identity = table.text("id"), table.text("edition")
    revision, title, source = table.integer("revision"), table.both("title"), table.both("source")
    unscored = _unscored(table.sub("unscored")) if table.has("unscored") else None
    total = Fraction(0) if unscored else table.number("total_points", above=0)
    readings = read_readings(table)
    tree = read_indicators(table, total, unscored=unscored is not None)
    grades = read_grades(table.sub("grades"), total) if table.has("grades") else ()
    standard = Standard(
        identity[0],
        identity[1],
        revision,
        digest(raw),
        reference or "/".join(identity),
        lang,
        title,
        source,
        total,
        tree.indicators,
        read_form(table) if table.has("form") else None,
        _survey(table.sub("survey")) if table.has("survey") else None,
        _rounding(table.sub("rounding")) if unscored is None or table.has("rounding") else _UNROUNDED,
        grades,
        readings,
        MappingProxyType(dict(chosen)),
        MappingProxyType({item.code: item for item in tree.indicators}),
        read_vetoes(table, grades),
        unscored,
        tree.undecided,
        tree.deciding,
        table.number("total_cap", above=0) if table.has("total_cap") else None,
        table.both("points_given_by") if table.has("points_given_by") else None,
        *_effective(table),
        _ranking(table.sub("ranking")) if table.has("ranking") else None,
        read_register(table.sub("register")) if table.has("register") else None,
    )
    _check_places(table, standard)
    table.close()
    return standard, faults


def _check_places(table: Table, standard: Standard) -> None:
    """Points must survive their own rounding, or full marks would be more or less than they are."""
    keep = standard.rounding
    if keep.stage is not Stage.ITEM:
        return
    for item in standard.leaves:
        if (item.points * Fraction(10) ** keep.places).denominator != 1:
            table.fault(
                f"indicator {item.code} > points",
                f"分值 {item.points} 的小数多于取舍的 {keep.places} 位",
                f"{item.points} has more decimals than the {keep.places} that scores are rounded to",
            )


def _unscored(table: Table) -> Unscored:
    declared = tuple(int(number) for number in table.numbers("declared")) if table.has("declared") else ()
    made = Unscored(table.both("reason"), declared)
    table.close()
    return made


def _ranking(table: Table) -> Ranking:
    first, last = table.integer("first"), table.integer("last")
    if min(first, last) < 1:
        table.fault("first", "名次个数须从 1 起", "at least one place is published")
    made = Ranking(first, last, Citation(table.both("clause"), table.text("quote")))
    table.close()
    return made


def _effective(table: Table) -> tuple[date | None, date | None]:
    begins, ends = table.date("effective_from"), table.date("effective_to")
    if begins and ends and ends < begins:
        table.fault("effective_to", "早于 effective_from", "is before effective_from")
    return begins, ends


def _survey(table: Table) -> SurveyRules:
    shares = table.sub("shares")
    share_of = {name: shares.number(name) for name in shares.data}
    for name, share in share_of.items():
        if not 0 <= share <= 1:
            shares.fault(name, "须在 0 至 1 之间", "must lie in 0 to 1")
    made = SurveyRules(
        table.choice("counted", share_of or {"": Fraction(0)}),
        table.choice("groups", {"pooled": False, "weighted": True}),
    )
    table.close()
    return made


def _rounding(table: Table) -> Rounding:
    made = Rounding(
        table.integer("places"),
        table.choice("mode", {mode.value: mode for mode in RoundingMode}),
        table.choice("stage", {stage.value: stage for stage in Stage}),
    )
    if not 0 <= made.places <= 10:
        table.fault("places", "小数位数须在 0 至 10 之间", "must lie in 0 to 10")
    table.close()
    return made
