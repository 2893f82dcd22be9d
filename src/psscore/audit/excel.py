"""Workbook sheets as printed cells. Read only: nothing is calculated, nothing is saved."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import zip_longest
from math import isfinite
from typing import Any

from psscore.audit.grid import MAX_COLUMNS, MAX_LINES, Cell, Grid, Line
from psscore.audit.refusal import AuditRefused
from psscore.model.text import Text
from psscore.scoring.printed import Printed, read_printed

_MAX_UNPACKED = 256 * 2**20
_FORMAT_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
# `0.0,` shows thousands and `0\.0000"万元"` ten thousands: what is printed is another number than the stored one.
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[0#?](?:\\\.|\"\.\")[0#?]")
_COMPARISONS = {"≥", "≤", ">", "<", "=", ">=", "<="}
_UNCALCULATED = Text(
    "公式没有缓存的计算结果，请先在 Excel 中重新计算并保存，或运行 psscore score",
    "a formula without a stored result: recalculate and save it in Excel, or run psscore score, first",
)


def workbook_grids(data: bytes) -> Iterator[Grid]:
    """Every visible worksheet; AuditRefused when the bytes are no sound workbook."""
    _admit(data)
    values, formulas = _load(data, data_only=True), _load(data, data_only=False)
    for shown, stored in zip(values.worksheets, formulas.worksheets, strict=True):
        if shown.sheet_state == "visible":
            try:
                grid = _grid(shown, stored)
            # As for loading: a damaged sheet fails in whatever way its damage suggests.
            except Exception as error:
                raise _damaged(error) from error
            yield grid


def _admit(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise AuditRefused(Text("文件已加密，请去除密码后再核", "the file is encrypted: remove the password"))
            if sum(member.file_size for member in members) > _MAX_UNPACKED:
                raise AuditRefused(Text("文件解压后过大，不像自评表", "the file unpacks to far more than a form holds"))
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with package.open(member) as part:
                        if b"<!DOCTYPE" in part.read(1024):
                            raise AuditRefused(
                                Text("文件含有 DTD 声明，不予读取", "the file declares a DTD and is not read")
                            )
    except AuditRefused:
        raise
    # zipfile, zlib and the codecs each have exceptions of their own for damage.
    except Exception as error:
        raise _damaged(error) from error


def _load(data: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook

    try:
        # openpyxl warns of, and prints, what it drops; standard output may be carrying the receipt.
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    # openpyxl raises whatever a broken part happens to trip over.
    except Exception as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> AuditRefused:
    reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
    return AuditRefused(
        Text(
            f"文件不是可读的 Excel 工作簿，请用 Excel 打开并另存为 .xlsx（{reason}）",
            f"the file is not a readable workbook: open it in Excel and save it as .xlsx ({reason})",
        )
    )


def _grid(shown: Any, stored: Any) -> Grid:
    for sheet in (shown, stored):
        sheet.reset_dimensions()
    lines: list[Line] = []
    rows = zip_longest(shown.iter_rows(max_row=MAX_LINES + 1), stored.iter_rows(max_row=MAX_LINES + 1), fillvalue=())
    for number, (values, formulas) in enumerate(rows, start=1):
        if number > MAX_LINES:
            return Grid(shown.title, lines, cut=True)
        pairs = zip_longest(values[:MAX_COLUMNS], formulas[:MAX_COLUMNS])
        cells = tuple(_cell(value, formula) for value, formula in pairs)
        if any(not cell.blank for cell in cells):
            lines.append(Line(number, cells))
    return Grid(shown.title, lines)


def _cell(shown: Any, stored: Any) -> Cell:
    value = None if shown is None else shown.value
    if value is None or shown.data_type == "e":
        if text := _target_in(stored):
            return Cell(text)
        if value is not None:
            return Cell(str(value), Text(f"单元格是错误值 {value}", f"the cell is the error {value}"))
        # A stored text result without text is a formula that shows nothing; it has been calculated.
        shows_nothing = shown is not None and shown.data_type == "str"
        formula = stored is not None and stored.data_type == "f"
        return Cell("", _UNCALCULATED) if formula and not shows_nothing else Cell()
    if isinstance(value, bool):
        name = str(value).upper()
        return Cell(name, Text(f"单元格是逻辑值 {name}，不是数字", f"the cell is the logical value {name}"))
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Cell(str(value), Text(f"单元格是日期或时间 {value}，不是数字", f"the cell is a date or time: {value}"))
    if isinstance(value, int | float):
        return _number(value, shown.number_format or "General")
    return Cell(str(value).strip())


def _target_in(stored: Any) -> str | None:
    """A target such as "=6.00(人)" that was stored as a formula, though it is none: it is read as it stands."""
    if stored is None or stored.data_type != "f":
        return None
    text = str(stored.value)
    return text if isinstance(read_printed(text), Printed) else None


def _number(value: int | float, number_format: str) -> Cell:
    """The number in full, with the zeros, percent sign, comparison and unit its format prints around it."""
    if not isfinite(value):
        return Cell(str(value), Text("单元格不是有限的数字", "the cell is not a finite number"))
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if number and _SCALED.search(number_format.split(";")[0]):
        shown = f"{number.normalize():f}"
        why = Text(
            f"数字格式 {number_format} 缩小了显示，印出的不是单元格中的 {shown}，请改用不缩放的格式",
            f"the number format {number_format} scales what is shown, which is not the cell's {shown}: use a plain one",
        )
        return Cell(shown, why)
    head, core, tail = _parts(number_format.split(";")[0])
    percent = "%" in core
    if percent:
        number *= 100
    places = len(match.group(1)) if (match := re.search(r"\.([0#?]+)", core)) else 0
    digits = f"{number.normalize():f}"
    missing = places - len(digits.partition(".")[2])
    if missing > 0:
        digits += ("" if "." in digits else ".") + "0" * missing
    return Cell(f"{head}{digits}{'%' if percent else ''}{tail}")


def _parts(section: str) -> tuple[str, str, str]:
    """A number format as comparison sign, digits, and unit; currency signs and padding say nothing of the number."""
    first = min((section.find(mark) for mark in "0#?" if mark in section), default=0)
    literals = [(match.start(), match[1] or match[2] or "") for match in _FORMAT_TOKEN.finditer(section)]
    head = "".join(text for start, text in literals if start < first).strip()
    tail = "".join(text for start, text in literals if start > first).strip()
    core = _FORMAT_TOKEN.sub("", section)
    return head if head in _COMPARISONS else "", core, tail
