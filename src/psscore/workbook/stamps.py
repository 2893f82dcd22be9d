"""The cells that say when a workbook was scored, by whom, by which rules and with what."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Mapping

import psscore
from psscore.model.text import Text
from psscore.workbook.address import a1
from psscore.workbook.cells import literal, place
from psscore.workbook.package import Package
from psscore.workbook.parts import Book
from psscore.workbook.refusal import Finding
from psscore.workbook.sheet import Scan, has_cell
from psscore.workbook.values import Cell, encode, serial

Written = dict[str, dict[bytes, tuple[bytes, bytes]]]
"""New values by sheet and cell, see `values.encode`."""


def login_name() -> str:
    """The name of the user of this machine; empty where there is none, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def stamps(now: datetime.datetime, operator: str, digest: str | None) -> dict[str, datetime.datetime | str]:
    """What the stamp cells get, by their defined names; a workbook may lack some of them."""
    return {
        "ps_scored_at": now.replace(microsecond=0, tzinfo=None),
        "ps_scored_by": operator,
        "ps_scored_digest": digest or "",
        "ps_scored_with": f"psscore {psscore.__version__}",
    }


def is_stamped(
    book: Book, scans: Mapping[str, Scan], strings: list[str], values: Mapping[str, datetime.datetime | str]
) -> bool:
    """True when the stamp cells a workbook has say the same already, whenever that was."""
    parts = {sheet.name: sheet.part for sheet in book.sheets}
    for name, value in values.items():
        cell = book.cell(name)
        if cell is None:
            continue
        sheet, *at = cell
        raw = next((raw for raw in scans[parts[sheet]].literals if place(raw) == tuple(at)), None)
        said = literal(raw, strings, book.date1904) if raw is not None else None
        if said in (None, "") if not isinstance(value, str) else (said or "") != value:
            return False
    return True


def stamped(
    book: Book,
    package: Package,
    scans: Mapping[str, Scan],
    values: Mapping[str, datetime.datetime | str],
) -> tuple[Written, list[Finding]]:
    """The stamp cells a workbook has with their new values, and a finding for each that cannot take one."""
    written: Written = {}
    findings: list[Finding] = []
    parts = {sheet.name: sheet.part for sheet in book.sheets}
    for name, value in values.items():
        cell = book.cell(name)
        if cell is None:
            continue
        sheet, row, column = cell
        at, part = a1(row, column).encode(), parts[sheet]
        formulas = {cell[0] + cell[1] for cell in scans[part].formulas}
        if at in formulas or not has_cell(package.read(part), part, at):
            text = Text(f"{name} 所指的单元格不能写入", f"the cell named {name} cannot take a value")
            findings.append(Finding(sheet, at.decode(), "not_stamped", text))
        else:
            written.setdefault(sheet, {})[at] = encode(_cell(value, book.date1904))
    return written, findings


def _cell(value: datetime.datetime | str, date1904: bool) -> Cell:
    return value if isinstance(value, str) else round(serial(value.isoformat(), date1904), 10)
