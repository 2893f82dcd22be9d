"""Inboxes for batch tests: small workbooks, each with numbers of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbook.books import book, rows

COVER = "封面"
NAMES = {"ps_unit": f"{COVER}!$A$1", "ps_period": f"{COVER}!$B$1"}


def workbook(number: int = 93, *, unit: str = "", period: str = "2025", formula: str = "") -> bytes:
    """A workbook of one template; `number` is typed in, and `unit` on its cover."""
    cells = [f'<c r="A1"><v>{number}</v></c>', '<c r="B1"><f>PS_RATE(A1,100)</f></c>']
    if formula:
        cells.append(f'<c r="C1"><f>{formula}</f></c>')
    cover = f'<c r="A1" t="inlineStr"><is><t>{unit}</t></is></c><c r="B1"><v>{period}</v></c>'
    return book({"Sheet": rows("".join(cells)), COVER: rows(cover)}, names=NAMES)


def fill(inbox: Path, count: int, *, damaged: int = 0) -> list[str]:
    """Workbooks in folders, every `damaged`-th of them cut short; their names, sorted."""
    names = []
    for number in range(count):
        name = f"{'甲乙丙'[number % 3]}市/区{number:04}.xlsx"
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = workbook(number % 97 + 1, unit=f"区{number}")
        path.write_bytes(data[: len(data) // 2] if damaged and number % damaged == 0 else data)
        names.append(name)
    return sorted(names)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but for the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".psscore-batch.lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def receipts(folder: Path) -> list[dict[str, Any]]:
    """The lines of a folder of results."""
    return [json.loads(line) for line in (folder / "receipts.jsonl").read_text("utf-8").splitlines()]
