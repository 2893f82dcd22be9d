"""A raw standard and the chosen readings to a `Standard`, with every fault found on the way."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from psscore.model.faults import Fault
from psscore.model.rounding import Rounding, RoundingMode, Stage
from psscore.model.rules import Tiers
from psscore.model.standard import Citation, FormRules, GradeBand, Indicator, Scoring, Standard, SurveyRules
from psscore.rulebook import rules
from psscore.rulebook.readings import read_readings
from psscore.rulebook.rules import RuleEntry
from psscore.rulebook.table import Table

SCHEMA = "psscore.standard/1"
_COLLECTIONS = {name: name for name in ("platform_report", "survey", "site_visit", "document_review")}


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
    total = table.number("total_points", above=0)
    readings = read_readings(table)
    entries = _entries(table)
    indicators = _indicators(table, entries)
    form = _form(table) if table.has("form") else None
    survey = _survey(table.sub("survey")) if table.has("survey") else None
    rounding, grades = _rounding(table.sub("rounding")), _grades(table, total)
    table.close()
    _check_points(table, indicators, total)
    by_code = {item.code: item for item in indicators}
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
        indicators,
        form,
        survey,
        rounding,
        grades,
        readings,
        MappingProxyType(dict(chosen)),
        MappingProxyType(by_code),
    )
    return standard, faults


def _entries(table: Table) -> dict[str, RuleEntry]:
    if not table.has("rules"):
        return {}
    named = table.sub("rules")
    return {name: rules.rule_entry(named.sub(name).named(f"rules.{name}")) for name in named.data}


def _indicators(table: Table, entries: Mapping[str, RuleEntry]) -> tuple[Indicator, ...]:
    found: dict[str, Indicator] = {}
    for item in table.subs("indicator", least=0):
        code, parent = item.text("code"), item.text("parent", default="")
        item.named(f"indicator {code}")
        if code in found:
            item.fault("code", "指标编号重复", "this code is used twice")
        if parent and parent not in found:
            item.fault("parent", f"上级指标 {parent} 不存在或排在后面", f"parent {parent} is unknown or comes later")
        level = found[parent].level + 1 if parent in found else 1
        scoring = _scoring(item, entries) if item.has("rule") else None
        made = Indicator(code, level, parent, item.both("name"), item.number("points", above=0), scoring)
        if scoring is not None and isinstance(scoring.rule, Tiers) and scoring.rule.tiers:
            top = scoring.rule.tiers[-1].points
            if top != made.points:
                item.fault("points", f"最高一档 {top} 分与分值不符", f"the top tier gives {top}, not these points")
        item.close()
        found[code] = made
    return tuple(found.values())


def _scoring(item: Table, entries: Mapping[str, RuleEntry]) -> Scoring | None:
    name = item.text("rule")
    clause, quote, unit = item.both("clause"), item.text("quote"), item.both("unit")
    definition, collection = item.text("definition"), item.choice("collection", _COLLECTIONS)
    entry = entries.get(name)
    if entry is None:
        item.fault("rule", f"没有名为 {name} 的规则", f"there is no rule named {name}")
        return None
    return Scoring(
        entry.measure,
        entry.base,
        unit,
        entry.rule,
        entry.no_cases,
        entry.no_cases_reading,
        collection,
        definition,
        Citation(clause, quote),
    )


def _form(table: Table) -> FormRules:
    form = table.sub("form")
    execution = form.sub("execution")
    points, ratio = execution.number("points", above=0), rules.ratio(execution)
    execution.close()
    qualitative = form.sub("qualitative")
    bands = rules.qualitative(qualitative, qualitative.text("scale"))
    qualitative.close()
    judged = form.sub("judgement")
    judgement = rules.judgement(judged)
    judged.close()
    made = FormRules(ratio, points, rules.target(form.sub("target")), bands, judgement)
    form.close()
    return made


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


def _grades(table: Table, total: Any) -> tuple[GradeBand, ...]:
    grades = table.sub("grades")
    scale = grades.text("scale")
    bands: dict[str, list[GradeBand]] = {}
    for item in grades.subs("bands"):
        below = item.number("below") if item.has("below") else None
        bands.setdefault(item.text("scale"), []).append(GradeBand(item.both("grade"), item.number("at_least"), below))
        item.close()
    grades.close()
    for name, row in bands.items():
        if row[0].below is not None or row[-1].at_least != 0 or row[0].at_least >= total:
            grades.fault("bands", f"{name}：等级须覆盖 0 至满分", f"{name}: grades must cover 0 to full points")
        for upper, lower in pairwise(row):
            if lower.below != upper.at_least:
                grades.fault(
                    "bands",
                    f"{name}：{upper.grade.zh} 起于 {upper.at_least}，"
                    f"{lower.grade.zh} 止于 {lower.below}，有空档或重叠",
                    f"{name}: {upper.grade.en} begins at {upper.at_least} "
                    f"but {lower.grade.en} ends below {lower.below}: a gap or overlap",
                )
    if scale != "none" and scale not in bands:
        grades.fault("scale", f"没有等级方案 {scale}", f"there is no grade scale {scale}")
    return tuple(bands.get(scale, ()))


def _check_points(table: Table, indicators: tuple[Indicator, ...], total: Any) -> None:
    if not indicators:
        return
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for item in indicators:
        sums[item.parent] += item.points
    parents = {item.parent for item in indicators}
    for item in indicators:
        if (item.scoring is None) != (item.code in parents):
            table.fault(
                f"indicator {item.code}", "须有且仅有下级指标或规则之一", "needs either children or a rule, not both"
            )
        if item.code in sums and sums[item.code] != item.points:
            table.fault(
                f"indicator {item.code} > points",
                f"分值 {item.points}，下级合计 {sums[item.code]}",
                f"{item.points} points, but its children add to {sums[item.code]}",
            )
    if sums[""] != total:
        table.fault(
            "total_points", f"总分 {total}，一级指标合计 {sums['']}", f"{total}, but level 1 adds to {sums['']}"
        )
