"""Writing an import into a workbook: all of it or nothing, its record with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psscore.model.text import Text
from psscore.workbook.filling.change import Change, Plan
from psscore.workbook.filling.record import Record, known_values, plan_record
from psscore.workbook.input_tables import Address, InputTables
from psscore.workbook.input_text import Input
from psscore.workbook.inputs import InputsRefused, write_inputs
from psscore.workbook.refusal import Refused
from psscore.workbook.template.tables import PROVENANCE

_NAMED = 6
_YEAR = re.compile(r"\d{4}")


class WouldOverwrite(Refused):
    """Cells hold other values that no import wrote; nothing was written. `changes` are those of these cells only."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        self.changes = changes
        count = len(changes)
        places = [f"{one.sheet}!{one.cell}" for one in changes[:_NAMED]]
        zh, en = "、".join(places), ", ".join(places)
        more = Text(f"等 {count} 处", f" and {count - _NAMED} more") if count > _NAMED else Text("", "")
        super().__init__(
            "would_overwrite",
            Text(
                f"未写入：{zh}{more.zh} 已有不同的手工录入值；核对后加 --force 覆盖",
                f"nothing was written: {en}{more.en} hold other values typed by hand: check, then add --force",
            ),
        )

    def __reduce__(self) -> tuple[type[WouldOverwrite], tuple[tuple[Change, ...]]]:  # type: ignore[override]
        return WouldOverwrite, (self.changes,)


@dataclass(frozen=True, slots=True)
class Filled:
    """The workbook with the import in it: `data` is the object given when nothing differs."""

    data: bytes
    changes: tuple[Change, ...]
    record: tuple[Change, ...]
    notes: tuple[Text, ...]

    @property
    def written(self) -> tuple[Change, ...]:
        """The cells that were changed, those of the record left out."""
        return tuple(one for one in self.changes if one.differs)


def fill(
    package: bytes, tables: InputTables, plan: Plan, record: Record, *, now: datetime, force: bool = False
) -> Filled:
    """Write the plan and its record into input cells, values only. `now` is the time the record tells.

    Raises `InputsRefused` with every problem, `WouldOverwrite` when cells hold other values than an import wrote there
    and `force` is not given. Values an earlier import wrote, and nobody changed since, are replaced without `force`;
    those that this import does not count are cleared where they are of another period, or of a row it gives other
    numbers: a resolved count beside the total of another count would be a rate of nothing. Others are named.
    """
    lang = "en" if _is_english(tables) else "zh"
    known = known_values(tables)
    filled = [one for one in plan.others if not one.is_blank]
    periods = {one: known.periods_of(one, record.kind) for one in filled}
    moved = {(one.table, one.row) for one in plan.changes if one.differs and not one.is_blank}
    of_row = tuple(one for one in filled if periods[one] and (one.table, one.row) in moved)
    of_period = tuple(one for one in filled if periods[one] and record.period not in periods[one] and one not in of_row)
    stale = (*of_row, *of_period)
    rows, problems = plan_record(tables, record, plan.changes, now, lang, more=bool(stale))
    if problems := [*plan.problems, *problems]:
        raise InputsRefused(tuple(problems))
    if not force and (lost := known.lost(plan.changes)):
        raise WouldOverwrite(lost)
    changes = (*plan.changes, *stale)
    data = write_inputs(package, _values([*changes, *rows]))
    notes = [*plan.notes, *_other_period(tables, record)]
    if of_row:
        notes.append(_said(_UNCOUNTED, of_row))
    if of_period:
        notes.append(_said(_CLEARED, of_period))
    if kept := [one for one in filled if periods[one] and one not in stale]:
        notes.append(_said(_KEPT, kept))
    if typed := [one for one in filled if not periods[one]]:
        notes.append(_said(_STANDS, typed))
    if not tables.has(PROVENANCE.name):
        notes.append(_NO_RECORD)
    return Filled(data, changes, tuple(rows), tuple(notes))


_CLEARED = Text(
    "以前导入的其他周期的值已清空，这次没有计到：",
    "values an earlier import of another period wrote, and this one does not count, are cleared: ",
)
_UNCOUNTED = Text(
    "同一行的其他数变了，以前导入而这次没有计到的值已清空：",
    "other numbers of the same rows have changed, and values an earlier import wrote there, which this one does not "
    "count, are cleared: ",
)
_KEPT = Text(
    "以前同一周期的导入写入、这次没有计到的值保持原值，请核对是否仍然有效：",
    "values an earlier import of the same period wrote, and this one does not count, stay as they stood: check that "
    "they still hold: ",
)
_STANDS = Text(
    "这次导入不涉及、保持原值（手工录入或来源未登记），请核对是否属于本周期：",
    "not part of this import and left as they stood (typed, or of no recorded source), check that they are of this "
    "period: ",
)


def _said(what: Text, cells: Sequence[Change]) -> Text:
    places = [f"{one.sheet}!{one.cell}" for one in cells]
    more = Text(f"等 {len(places)} 处", f" and {len(places) - _NAMED} more") if len(places) > _NAMED else Text("", "")
    return what + Text("、".join(places[:_NAMED]), ", ".join(places[:_NAMED])) + more


_NO_RECORD = Text(
    "该工作簿没有数据来源记录表（ps_provenance），来源没有登记：可改用新版模板",
    "the workbook has no table ps_provenance: the sources are not recorded; newer templates have it",
)


def _other_period(tables: InputTables, record: Record) -> list[Text]:
    """A note when the cover names other years than the counts are of."""
    cover = tables.value("ps_period")
    told, counted = set(_YEAR.findall(str(cover or ""))), set(_YEAR.findall(record.period))
    if not told or not counted or told & counted:
        return []
    zh = f"封面的评价周期是“{cover}”，写入的是 {record.period}：请核对"
    return [Text(zh, f'the cover is about "{cover}" and these counts are of {record.period}: please check')]


def _values(changes: Sequence[Change]) -> dict[Address, Input]:
    return {(one.sheet, one.cell): one.new for one in changes if one.differs}


def _is_english(tables: InputTables) -> bool:
    return tables.has(PROVENANCE.name) and tables.table(PROVENANCE.name).has_column(PROVENANCE.columns["at"].en)
