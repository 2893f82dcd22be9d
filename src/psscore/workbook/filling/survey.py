"""The answers of a survey as values of the table ps_survey: one row for each item and group."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.workbook.filling.change import Change, Plan, change, value_at
from psscore.workbook.input_tables import Address, InputTables
from psscore.workbook.input_text import Input
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.template.tables import SURVEY

_COLUMNS = ("group", "satisfied", "basically", "surveyed", "weight")


@dataclass(frozen=True, slots=True)
class SurveyCounts:
    """The answers of one group to one item, as whole numbers; `surveyed` includes the dissatisfied."""

    item: str
    group: str
    satisfied: int
    basically: int
    surveyed: int
    weight: Fraction | None = None

    def values(self) -> tuple[Input, ...]:
        """What the row gets, in the order of the columns."""
        weight = None if self.weight is None else number_out(self.weight)
        return self.group, self.satisfied, self.basically, self.surveyed, weight


def plan_survey(tables: InputTables, counts: Iterable[SurveyCounts]) -> Plan:
    """The cells for these counts. An item's rows then hold the groups given and no others.

    A group keeps the row that has its name already, else takes a blank one, else one of a group that is not among
    those given. Raises `Refused` for a workbook without the table, and when there is nothing to write; too few rows, or
    none, are problems of the plan.
    """
    counts = list(counts)
    if not counts:
        raise Refused(
            "nothing_to_write",
            Text("没有一项调查有可以写入的数", "there is not a single surveyed item with numbers to write"),
        )
    table = tables.table(SURVEY.name)
    columns = {key: SURVEY.columns[key] for key in ("code", *_COLUMNS)}
    changes: list[Change] = []
    problems: list[Finding] = []
    given_items: set[str] = set()
    for item, given in groupby(sorted(counts, key=lambda one: _order(one.item)), key=lambda one: one.item):
        groups = list(given)
        given_items.add(item)
        rows = list(zip(*(table.cells(columns["code"], item, columns[key]) for key in _COLUMNS), strict=True))
        problem = _too_few(item, groups, rows)
        if problem is not None:
            problems.append(problem)
            continue
        names = [_name(value_at(tables, row[0])) for row in rows]
        filled = [any(value_at(tables, cell) not in (None, "") for cell in row) for row in rows]
        places = _places([_name(one.group) for one in groups], names, filled)
        wanted = {place: one.values() for place, one in zip(places, groups, strict=True)}
        for place, row in enumerate(rows):
            values = wanted.get(place, (None,) * len(_COLUMNS))
            for key, cell, value in zip(_COLUMNS, row, values, strict=True):
                changes.append(change(tables, SURVEY.name, f"{item} #{place + 1}", columns[key], cell, value))
    absent = [item for item in dict.fromkeys(table.keys(columns["code"])) if item not in given_items]
    others = [
        change(tables, SURVEY.name, f"{item} #{place + 1}", columns[key], cell, None)
        for item in absent
        for key in _COLUMNS
        for place, cell in enumerate(table.cells(columns["code"], item, columns[key]))
    ]
    return Plan(tuple(changes), tuple(problems), others=tuple(others))


def _too_few(item: str, groups: Sequence[SurveyCounts], rows: Sequence[tuple[Address, ...]]) -> Finding | None:
    if not rows:
        text = Text(
            f"表 {SURVEY.name} 没有编号为 {item} 的行：该工作簿不调查这一项",
            f"the table {SURVEY.name} has no row with the code {item}: this workbook does not ask about it",
        )
        return Finding("", "", "no_such_input", text)
    if len(rows) >= len(groups):
        return None
    missing = len(groups) - len(rows)
    names = "、".join(one.group or "—" for one in groups)
    sheet, cell = rows[-1][0]
    text = Text(
        f"编号 {item} 有 {len(rows)} 行，调查群体有 {len(groups)} 个（{names}）：请撤销工作表保护（无密码），"
        f"在此行下插入 {missing} 行，编号列填 {item}，再重新保护并导入；或先合并群体（映射文件 [groups]）",
        f"code {item} has {len(rows)} rows for {len(groups)} groups ({names}): unprotect the sheet (no password), "
        f"insert {missing} table rows below this one with {item} as their code, protect it and import again; or merge "
        f"groups in the mapping file under [groups]",
    )
    return Finding(sheet, cell, "too_few_rows", text)


def _places(wanted: Sequence[str], names: Sequence[str], filled: Sequence[bool]) -> list[int]:
    """A row for each group."""
    places: list[int | None] = []
    free = set(range(len(names)))
    for name in wanted:
        same = next((at for at in sorted(free) if filled[at] and names[at] == name), None)
        places.append(same)
        free.discard(-1 if same is None else same)
    order = sorted(free, key=lambda at: (filled[at], at))
    return [order.pop(0) if place is None else place for place in places]


def _name(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value or "")).strip()


def _order(item: str) -> tuple[int, str]:
    return (int(item), "") if item.isdecimal() else (10**9, item)
