"""Filled workbooks for asking what a reading changes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.template import EXAMPLE, build

NAME, CHOICE, CODE = "代码", "选择", "编号"


@functools.cache
def example(lang: str = "zh") -> bytes:
    """The demonstration workbook; 83.69 points."""
    return build(lang, EXAMPLE)


def changed(
    data: bytes, names: Mapping[str, Any] | None = None, readings: Mapping[str, str | None] | None = None
) -> bytes:
    """The workbook with other values in named cells and other readings."""
    tables = InputTables(data)
    cells = {tables.named(name): value for name, value in (names or {}).items()}
    table = tables.table("ps_readings")
    cells |= {table.cell(NAME, name, CHOICE): value for name, value in (readings or {}).items()}
    return write_inputs(data, {cell: value for cell, value in cells.items() if cell is not None})


def with_requests(data: bytes, counts: tuple[Any, Any, Any], topics: tuple[str, ...] = ()) -> bytes:
    """The workbook with (total, signed, resolved) for some topics, all of them when none is named."""
    table = InputTables(data).table("ps_requests")
    cells: dict[tuple[str, str], Any] = {}
    for topic in topics or tuple(table.keys(CODE)):
        for column, count in zip(("总诉求量", "立即签收数", "已解决数"), counts, strict=True):
            cells[table.cell(CODE, topic, column)] = count
    return write_inputs(data, cells)


def half_steps(change_on_a_step: bool) -> bytes:
    """All 32 rates half a step of 1 % below full marks or below, 10 satisfaction rates half a step of 0.5 %.

    Row 45 stands half a step above 0, or on a whole step.
    """
    data = with_requests(example(), (1000, 995, 985))
    tables = InputTables(data)
    survey, people = tables.table("ps_survey"), tables.table("ps_population")
    cells: dict[tuple[str, str], Any] = {}
    for item in dict.fromkeys(survey.keys(CODE)):
        for column, count in (("满意", 399), ("基本满意", 0), ("调查数", 400)):
            cells |= dict.fromkeys(survey.cells(CODE, item, column), count)
    this, last = (990 if change_on_a_step else 995), 1000
    for year, requests in (("THIS", this), ("LAST", last)):
        cells[people.cell(CODE, year, "诉求总量")] = requests
        cells[people.cell(CODE, year, "人口数")] = 100_000
    return write_inputs(data, cells)
