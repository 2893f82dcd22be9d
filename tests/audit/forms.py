"""Filled forms to audit, as rows of cells, and the files they are written to."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from psscore.audit import Audit, audit_file

Cells = list[list[Any]]

DATA = Path(__file__).parent / "data"
HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
BUDGET_HEADER = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
BUDGET = ["50.00", "50.00", "50.00", "10", "100.00", "10.00"]


def row(target: Any, actual: Any, points: Any, score: Any, reason: str = "", name: str = "某指标") -> list[Any]:
    return ["产出指标", "数量指标", name, target, actual, points, score, reason]


def plain(
    rows: Sequence[list[Any]], total: Any = None, points: Any = 100, grade: Any = None, budget: Any = BUDGET
) -> Cells:
    """The plain table: budget, indicators, total; and a grade when one is given."""
    cells: Cells = [BUDGET_HEADER, list(budget)] if budget else []
    cells += [HEADER, *rows]
    if total is not None:
        cells.append(["总分", "", "", "", "", points, total])
    if grade is not None:
        cells.append(["评分等级", grade])
    return cells


def filled(*rows: list[Any], total: Any, **more: Any) -> Cells:
    """A plain table whose other rows are in order and bring the points to 100."""
    used = sum(float(str(one[5]).rstrip("分")) for one in rows)
    rest = row("≥1(项)", "1(项)", f"{90 - used:g}", f"{90 - used:g}", name="其余")
    return plain([*rows, rest], total, **more)


def write_csv(path: Path, cells: Cells, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(cells)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read_csv(name: str) -> Cells:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [list(one) for one in csv.reader(file)]


def write_xlsx(path: Path, *sheets: Cells, formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    book.remove(book.active)
    for number, cells in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for line, values in enumerate(cells, start=1):
            for column, value in enumerate(values, start=1):
                if value not in ("", None):
                    sheet.cell(line, column, value)
        for place, number_format in (formats or {}).items():
            sheet[place].number_format = number_format
    book.save(path)
    return path


def audited(folder: Path, cells: Cells) -> Audit:
    return audit_file(write_csv(folder / "form.csv", cells))


def codes(audit: Audit) -> list[str]:
    return [found.code for found in audit.findings]
