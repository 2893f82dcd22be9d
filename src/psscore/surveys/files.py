"""A file of responses as rows of text: Excel sheets, or CSV in the dialect the mapping states. Nothing is detected."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from psscore.model.text import Text
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.mapping import Mapping

EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
CSV = (".csv", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a CSV file: its rows that hold anything, each with its number in the file, counted from 1."""

    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ResponseFile:
    """A file as it was read: its name, its SHA-256, its sheets."""

    name: str
    sha256: str
    grids: tuple[Grid, ...]


def read_file(path: Path, mapping: Mapping) -> ResponseFile:
    """The rows of a file. Raises `SurveyFaults` when it cannot be read whole."""
    kind = path.suffix.lower()
    if kind not in (*EXCEL, *CSV):
        raise SurveyFaults(
            [Text(f"{path.name}：应为 Excel 或 CSV 文件", f"{path.name} is neither an Excel nor a CSV file")]
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or ""
        raise SurveyFaults([Text(f"{path} 无法读取：{why}", f"cannot read {path}: {why}")]) from None
    grids = _excel(path.name, data, mapping) if kind in EXCEL else (_csv(path.name, data, mapping),)
    return ResponseFile(path.name, hashlib.sha256(data).hexdigest(), grids)


def _excel(name: str, data: bytes, mapping: Mapping) -> tuple[Grid, ...]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        wanted = [sheet for sheet in book.sheet_names if mapping.sheet in (None, sheet)]
        if not wanted:
            known = "、".join(book.sheet_names)
            raise SurveyFaults(
                [Text(f"{name} 没有工作表“{mapping.sheet}”，有：{known}", f"{name} has no such sheet; it has: {known}")]
            )
        return tuple(Grid(sheet, tuple(_cells(book.get_sheet_by_name(sheet).to_python(False)))) for sheet in wanted)
    except CalamineError as error:
        raise SurveyFaults(
            [Text(f"{name} 不是可读的 Excel 文件（{error}）", f"{name} is no Excel file that can be read ({error})")]
        ) from None


def _cells(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(rows, 1):
        texts = tuple(_text(value) for value in row)
        if any(texts):
            yield number, texts


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()


def _csv(name: str, data: bytes, mapping: Mapping) -> Grid:
    encoding = "utf-8-sig" if mapping.encoding.lower() in ("utf-8", "utf8") else mapping.encoding
    try:
        text = data.decode(encoding)
    except LookupError:
        raise SurveyFaults(
            [Text(f"没有编码 {mapping.encoding}，可用 utf-8、gb18030", f"no encoding {mapping.encoding}; try gb18030")]
        ) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        zh = f"{name} 第 {line} 行不是 {mapping.encoding} 编码：中文 Windows 的 CSV 多用 --encoding gb18030"
        en = f"{name}, line {line}, is not in {mapping.encoding}: try --encoding gb18030 for a CSV from Chinese Windows"
        raise SurveyFaults([Text(zh, en)]) from None
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=mapping.delimiter, quotechar=mapping.quote, strict=True
    )
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, row in enumerate(reader, 1):
            texts = tuple(value.strip() for value in row)
            if any(texts):
                rows.append((number, texts))
    except csv.Error as error:
        zh = f"{name} 第 {reader.line_num} 行的引号或分隔符不成对（{error}）：请核对后重试，整份文件未计入"
        en = f"{name}, line {reader.line_num}: quotes that do not match ({error}); nothing of the file is counted"
        raise SurveyFaults([Text(zh, en)]) from None
    return Grid("", tuple(rows))
