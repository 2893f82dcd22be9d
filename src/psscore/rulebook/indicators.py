"""The tree of indicators: codes, points, rules, and what the source says of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from psscore.model.rules import RankPoints, Tiers
from psscore.model.standard import About, Citation, Combine, Indicator, Scoring
from psscore.rulebook.rules import RuleEntry, rule_entry
from psscore.rulebook.table import Table

_COLLECTIONS = {name: name for name in ("platform_report", "survey", "site_visit", "document_review")}
_LONGEST_CODE = 40
_COMBINE = {combine.value: combine for combine in Combine}


@dataclass(frozen=True, slots=True)
class Tree:
    """The indicators there are under the chosen readings, and the open readings it depends on."""

    indicators: tuple[Indicator, ...]
    undecided: tuple[str, ...]
    deciding: tuple[str, ...]


def read_indicators(table: Table, total: Fraction, *, unscored: bool) -> Tree:
    """The `[[indicator]]` tables. Without points in the source there are none here either."""
    entries = _entries(table)
    found: dict[str, Indicator] = {}
    left_out: set[str] = set()
    deciding: dict[str, None] = {}
    open_parents: set[str] = set()
    for item in table.subs("indicator", least=0):
        code, parent = item.text("code"), item.text("parent", default="")
        item.named(f"indicator {code}")
        applies = _applies(item, deciding)
        made = _indicator(item, code, parent, found, entries, unscored=unscored, known=left_out)
        if parent in left_out or applies is False or applies is None:
            left_out.add(code)
            if applies is None:
                open_parents.add(parent)
            continue
        if code != code.strip() or not code:
            item.fault("code", "编号不能为空，首尾不能有空格", "a code is not blank and has no blanks at its ends")
        if len(code) > _LONGEST_CODE:
            item.fault("code", f"编号不能超过 {_LONGEST_CODE} 个字", f"a code has at most {_LONGEST_CODE} characters")
        if code in found:
            item.fault("code", "指标编号重复", "this code is used twice")
        found[code] = made
    indicators = tuple(found.values())
    if indicators and not unscored:
        _check_points(table, indicators, total, open_parents)
    undecided = tuple(name for name in deciding if table.chosen[name] is None)
    _check_floors(table, found, total, checks=not unscored and not undecided)
    return Tree(indicators, undecided, tuple(deciding))


def _entries(table: Table) -> dict[str, RuleEntry]:
    if not table.has("rules"):
        return {}
    named = table.sub("rules")
    return {name: rule_entry(named.sub(name).named(f"rules.{name}")) for name in named.data}


def _applies(item: Table, deciding: dict[str, None]) -> bool | None:
    """Whether the indicator exists under the chosen reading; None while that reading is open."""
    if not item.has("when"):
        return True
    when = item.sub("when")
    name, values = when.text("reading"), when.texts("values")
    when.close()
    if name not in item.chosen:
        item.fault("when", f"读法 {name} 没有在 [[reading]] 中声明", f"reading {name} is not declared in [[reading]]")
        return True
    chosen = item.chosen[name]
    deciding[name] = None
    if chosen is None:
        return None
    return chosen in values


def _indicator(
    item: Table,
    code: str,
    parent: str,
    found: Mapping[str, Indicator],
    entries: Mapping[str, RuleEntry],
    *,
    unscored: bool,
    known: set[str],
) -> Indicator:
    if parent and parent not in found and parent not in known:
        item.fault("parent", f"上级指标 {parent} 不存在或排在后面", f"parent {parent} is unknown or comes later")
    level = _level(item, parent, found, unscored=unscored)
    points = Fraction(0) if unscored else item.number("points", above=0)
    scoring = None if unscored or not item.has("rule") else _scoring(item, entries)
    made = Indicator(code, level, parent, item.both("name"), points, scoring)
    if item.has("rule") or item.has("quote"):
        made = replace(made, about=_about(item))
    if item.has("scale"):
        made = replace(made, scale=item.number("scale", above=0))
    if item.has("combine"):
        made = replace(made, combine=item.choice("combine", _COMBINE))
    if scoring is not None:
        _check_top(item, scoring, points)
    item.close()
    return made


def _level(item: Table, parent: str, found: Mapping[str, Indicator], *, unscored: bool) -> int:
    """One below its parent. A source may name an indicator and its level without saying what it belongs to."""
    if not item.has("level"):
        return found[parent].level + 1 if parent in found else 1
    level = item.integer("level")
    if parent or not unscored or level < 1:
        item.fault(
            "level",
            "只用于无分值的标准中未说明上级的指标，且不小于 1",
            "only for an indicator of a standard without points whose parent the source does not name, from 1 up",
        )
    return max(level, 1)


def _about(item: Table) -> About:
    return About(
        item.text("definition", default=""),
        item.text("method", default=""),
        item.text("data_source", default=""),
        item.text("reference_value", default=""),
        item.choice("collection", _COLLECTIONS) if item.has("collection") or item.has("rule") else "",
        Citation(item.both("clause"), item.text("quote")),
    )


def _scoring(item: Table, entries: Mapping[str, RuleEntry]) -> Scoring | None:
    name, unit = item.text("rule"), item.both("unit")
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
        entry.cohort,
        entry.highest,
    )


def _check_top(item: Table, scoring: Scoring, points: Fraction) -> None:
    rule = scoring.rule
    if isinstance(rule, Tiers) and rule.tiers and rule.tiers[-1].points != points:
        top = rule.tiers[-1].points
        item.fault("points", f"最高一档 {top} 分与分值不符", f"the top tier gives {top}, not these points")
    if isinstance(rule, RankPoints) and rule.places[0] != points:
        top = rule.places[0]
        item.fault("points", f"第 1 名 {top} 分与分值不符", f"the first place gives {top}, not these points")


def _check_points(table: Table, indicators: tuple[Indicator, ...], total: Fraction, open_parents: set[str]) -> None:
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for item in indicators:
        sums[item.parent] += item.points
    parents = {item.parent for item in indicators} | open_parents
    for item in indicators:
        key = f"indicator {item.code}"
        if (item.scoring is None) != (item.code in parents):
            table.fault(key, "须有且仅有下级指标或规则之一", "needs either children or a rule, not both")
        full = item.points if item.scale is None else item.scale
        if item.scale is not None and item.code not in parents:
            table.fault(f"{key} > scale", "没有下级指标，不能有 scale", "has no children to scale")
        adds = item.combine is Combine.SUM and item.code in sums and item.code not in open_parents
        if adds and sums[item.code] != full:
            table.fault(
                f"{key} > {'points' if item.scale is None else 'scale'}",
                f"{'分值' if item.scale is None else '下级满分'} {full}，下级合计 {sums[item.code]}",
                f"{full} points, but its children add to {sums[item.code]}",
            )
    if sums[""] != total and "" not in open_parents:
        table.fault(
            "total_points", f"总分 {total}，一级指标合计 {sums['']}", f"{total}, but level 1 adds to {sums['']}"
        )


def _check_floors(table: Table, found: Mapping[str, Indicator], total: Fraction, *, checks: bool) -> None:
    """权重下限: indicators that must carry a share of the points together."""
    for item in table.subs("weight_floor", least=0):
        codes, least = item.texts("codes"), item.number("at_least", above=0)
        item.both("clause")
        item.close()
        if not checks:
            continue
        unknown = [code for code in codes if code not in found]
        if unknown:
            names = "、".join(unknown)
            item.fault("codes", f"没有指标 {names}", f"there is no indicator {names}")
            continue
        inside = [code for code in codes if set(_above(found, code)) & set(codes)]
        if len(set(codes)) < len(codes) or inside:
            item.fault(
                "codes",
                "同一指标不能计入两次（也不能同时列上级和下级）",
                "nothing counts twice, nor a part with its whole",
            )
            continue
        share = sum((_weight(found, code) for code in codes), Fraction(0)) / total * 100
        if share < least:
            item.fault(
                "at_least",
                f"{'、'.join(codes)} 合计占 {share} %，须不低于 {least} %",
                f"{', '.join(codes)} carry {share} %, at least {least} % is due",
            )


def _above(found: Mapping[str, Indicator], code: str) -> list[str]:
    """The branches an indicator lies in."""
    parents: list[str] = []
    while (code := found[code].parent) and code in found:
        parents.append(code)
    return parents


def _weight(found: Mapping[str, Indicator], code: str) -> Fraction:
    """The points an indicator carries in the total, sub-tables weighed."""
    weight = found[code].points
    for parent in _above(found, code):
        scale = found[parent].scale
        if scale is not None:
            weight *= found[parent].points / scale
    return weight
