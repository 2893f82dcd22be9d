"""A workbook's formulas calculated afresh by LibreOffice, beside the values the workbook was written with."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

_VALUE = re.compile(rb"(</f>)<v>[^<]*</v>")
_TEXT = re.compile(rb'(<c [^>]*?) t="(?:str|b|e)"(?=[^>]*><f>)')


def without_values(data: bytes) -> bytes:
    """The workbook with no value in any formula cell."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _TEXT.sub(rb"\1", _VALUE.sub(rb"\1", part))
            new.writestr(name, part)
    return out.getvalue()


def calculated(soffice: str, books: Sequence[bytes], folder: Path) -> list[bytes]:
    """The workbooks as LibreOffice saves them after calculating everything."""
    inbox = folder / "in"
    inbox.mkdir(parents=True)
    names = [f"book{number}.xlsx" for number in range(len(books))]
    for name, data in zip(names, books, strict=True):
        (inbox / name).write_bytes(without_values(data))
    profile = (folder / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", folder]
    given = [inbox / name for name in names]
    subprocess.run([str(word) for word in (*command, *given)], check=True, capture_output=True, timeout=300)
    return [(folder / name).read_bytes() for name in names]


def differences(data: bytes, again: bytes) -> tuple[int, list[tuple[str, str, Any, Any]]]:
    """How many formulas there are, and those whose value is another: sheet, cell, written, calculated."""
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    written = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    fresh = openpyxl.load_workbook(io.BytesIO(again), data_only=True)
    count, found = 0, []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                old, new = written[sheet.title][cell.coordinate].value, fresh[sheet.title][cell.coordinate].value
                if not _same(old, new):
                    found.append((sheet.title, cell.coordinate, old, new))
    return count, found


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) < 1e-9
    return (old or "") == (new or "")
