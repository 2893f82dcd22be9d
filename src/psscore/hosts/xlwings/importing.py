"""The Import buttons: files counted and written into the open workbook, the same counts as on the command line."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings

from psscore.hosts.xlwings.screen_copy import copy_of
from psscore.hosts.xlwings.stamping import put_back, write_cell
from psscore.model.text import Text
from psscore.workbook.filling import Change, Filled, Plan, Record, WouldOverwrite, fill
from psscore.workbook.input_tables import InputTables

ASKS = "\x01"
"""What a text begins with that asks whether to overwrite: the macro calls again with `force` when the answer is yes."""

_LISTED = 6
_YEAR = re.compile(r"\s*(\d{4})\s*(?:年度?)?\s*")
_ITEM_MAP = re.compile(rb"^(?:\xef\xbb\xbf)?(?:#[^\n]*\n|\s)*item,", re.IGNORECASE)


class NotImported(Exception):
    """Nothing was written; `text` says why and what to do."""

    def __init__(self, *texts: Text) -> None:
        super().__init__("; ".join(text.en for text in texts))
        self.text = Text("\n".join(text.zh for text in texts), "\n".join(text.en for text in texts))


@dataclass(frozen=True, slots=True)
class Import:
    """What an import wants written, and what it has to say."""

    plan: Plan
    record: Record
    lines: tuple[Text, ...]


Count = Callable[[Sequence[Path], InputTables], Import]


def imported(book: xlwings.Book, files: Sequence[Path], count: Count, lang: str, force: bool) -> str:
    """Count files and write the result into a workbook; gives a summary, or the question whether to overwrite.

    Raises `NotImported`, `Refused` and what `copy_of` raises.
    """
    data = copy_of(book)
    tables = InputTables(data)
    wanted = count(files, tables)
    try:
        done = fill(data, tables, wanted.plan, wanted.record, now=datetime.datetime.now(), force=force)
    except WouldOverwrite as would:
        return ASKS + _question(would.changes)(lang)
    if done.data is not data:
        _write(book, [one for one in (*done.changes, *done.record) if one.differs])
    return "\n".join(line(lang) for line in (_told(done), *wanted.lines, *done.notes))


def survey_of(files: Sequence[Path], tables: InputTables) -> Import:
    """Responses counted; a `.toml` among the files is their mapping."""
    from psscore.rulebook.catalogue import load_standard
    from psscore.surveys.faults import SurveyFaults
    from psscore.surveys.filling import plan_of, record_of
    from psscore.surveys.items import items_of
    from psscore.surveys.mapping import read_mapping
    from psscore.surveys.report import report_of
    from psscore.surveys.responses import count_responses
    from psscore.surveys.sample_size import Sample

    reference = tables.value("ps_standard_reference")
    mappings, responses = _split(files)
    try:
        standard = load_standard(str(reference or "public-service/2026"))
        mapping, items = read_mapping(_one(mappings)), items_of(standard)
        report = report_of(count_responses(responses, items, mapping), items, standard, mapping, Sample())
    except SurveyFaults as faults:
        raise NotImported(*faults.texts) from None
    period = str(tables.value("ps_period") or "")
    return Import(plan_of(report)(tables), record_of(report, mapping, period), report.findings[:_LISTED])


def tickets_of(files: Sequence[Path], tables: InputTables) -> Import:
    """Exports counted with the item map among the files, for the year and the time limit the cover states."""
    from psscore.model.faults import StandardFaults
    from psscore.tickets.counting import Settings, count
    from psscore.tickets.engines.engine import EngineProblem
    from psscore.tickets.filling import limit_of, taken
    from psscore.tickets.item_map import read_item_map
    from psscore.tickets.measures import Terms
    from psscore.tickets.opening import opened
    from psscore.tickets.periods import read_period
    from psscore.tickets.refusal import TicketsRefused
    from psscore.workbook.filling import plan_requests

    mappings, others = _split(files)
    maps = [path for path in others if _is_item_map(path)]
    exports = [path for path in others if path not in maps]
    items = _one(maps)
    if items is None or not exports:
        raise NotImported(_TOGETHER)
    year = _YEAR.fullmatch(str(tables.value("ps_period") or ""))
    if year is None:
        raise NotImported(_NO_YEAR)
    try:
        settings = Settings(("item",), read_item_map(items), Terms(limit_of(tables)), read_period(year[1]))
        with opened(exports, mapping=_one(mappings)) as (engine, records):
            counts = count(engine, settings, delivered=records.get("delivered", ()))
            names = [path.name for path in exports]
            numbers, record, notes = taken(engine, counts, records, tables, items=items, names=names)
    except TicketsRefused as refused:
        raise NotImported(*refused.sentences) from None
    except EngineProblem as problem:
        raise NotImported(problem.message) from None
    except StandardFaults as faults:
        raise NotImported(*(Text(fault.line("zh"), fault.line("en")) for fault in faults.faults)) from None
    found = counts.assignment
    left = sum(labels.versions for labels in found.unmapped) if found is not None else 0
    unmapped = (Text(f"未对应事项的工单 {left} 条", f"{left} tickets belong to no item"),) if left else ()
    return Import(plan_requests(tables, numbers).noted(notes), record, unmapped)


_TOGETHER = Text(
    "请同时选中工单导出文件和事项表 ITEMS.csv（平台列名不同时再加映射文件 .toml）；事项表见 psscore tickets 的说明",
    "Select the exports together with the item map ITEMS.csv (and a mapping .toml where columns are called otherwise); "
    "see psscore tickets",
)
_NO_YEAR = Text(
    "请先在封面填写评价周期，写成 2025 或 2025年度；其他周期用命令 psscore tickets count --into",
    "Write the period on the cover as a year, such as 2025; for other periods run psscore tickets count --into",
)


def _split(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    mappings = [path for path in files if path.suffix.lower() == ".toml"]
    return mappings, [path for path in files if path not in mappings]


def _one(paths: Sequence[Path]) -> Path | None:
    if len(paths) > 1:
        names = "、".join(path.name for path in paths)
        raise NotImported(Text(f"只能选一个：{names}", f"Select one of these only: {names}"))
    return paths[0] if paths else None


def _is_item_map(path: Path) -> bool:
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as file:
        return bool(_ITEM_MAP.match(file.read(4096)))


def _write(book: xlwings.Book, changes: Sequence[Change]) -> None:
    """Write all values or none."""
    if getattr(book.api, "ReadOnly", None) is True:
        raise NotImported(
            Text(
                "未写入：工作簿以只读方式打开，请另存后再导入",
                "Nothing was written: the workbook is open read-only; save it under another name and import again",
            )
        )
    before: list[tuple[xlwings.Range, Any]] = []
    for one in changes:
        try:
            cell = book.sheets[one.sheet].range(one.cell)
            old = cell.value
            write_cell(cell, one.new)
        except Exception as failure:
            put_back(before)
            place = f"{one.sheet}!{one.cell}"
            raise NotImported(
                Text(f"未写入：{place} 不能写入，请检查工作表保护", f"Nothing was written: is {place} locked?")
            ) from failure
        before.append((cell, old))


def _question(changes: Sequence[Change]) -> Text:
    lost = [one for one in changes if one.overwrites]
    lines = [f"{one.sheet}!{one.cell}: {_shown(one.old)} → {_shown(one.new)}" for one in lost[:_LISTED]]
    more = "\n…" if len(lost) > _LISTED else ""
    listed = "\n".join(lines) + more
    return Text(
        f"{len(lost)} 个单元格已有不同的值：\n{listed}\n覆盖吗？",
        f"{len(lost)} cells hold other values:\n{listed}\nOverwrite them?",
    )


def _shown(value: object) -> str:
    if value is None or value == "":
        return "—"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _told(done: Filled) -> Text:
    count = len(done.written)
    if not count and not done.record:
        return Text("工作簿已是这些值，未改动。", "The workbook holds these values already.")
    return Text(
        f"已写入 {count} 个单元格并登记来源。请按“评分”。",
        f'{count} cells written and the sources recorded. Now press "Score workbook".',
    )
