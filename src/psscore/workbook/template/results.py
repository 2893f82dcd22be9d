"""The values the workbook's formulas give, from the headless engine."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.book import SHEETS, Value
from psscore.workbook.template.package import read_members

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def results(data: bytes, lang: str, sheets: Iterable[str] = SHEETS) -> dict[tuple[str, str], Value]:
    """The value of every formula of a draft, by sheet key and cell; `RuntimeError` when the engine left one out."""
    outcome = recalculate(data, Options(lang=lang), name="workbook_template.xlsm")
    if outcome.status not in ("written", "unchanged") or outcome.data is None:
        told = "; ".join(f"{found.sheet}!{found.cell} {found.text(lang)}" for found in outcome.findings)
        raise RuntimeError(f"the draft could not be calculated ({outcome.status}): {told}")
    members = read_members(outcome.data)
    found: dict[tuple[str, str], Value] = {}
    for number, key in enumerate(sheets, 1):
        root = ElementTree.fromstring(members[f"xl/worksheets/sheet{number}.xml"])
        for cell in root.iter(f"{_MAIN}c"):
            if cell.find(f"{_MAIN}f") is not None:
                found[key, cell.get("r", "")] = _value(cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or "")
    return found


def _value(kind: str, text: str) -> Value:
    if kind == "b":
        return text == "1"
    if kind != "n":
        return text
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
