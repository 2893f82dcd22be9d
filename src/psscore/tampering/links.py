"""Formulas and names that read other workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psscore.model.text import Text, counted
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.workbook.address import a1

_LISTED = 20
_MAYBE = re.compile(r"\[\d+\]|\.xl", re.IGNORECASE)


def check_links(found: Comparison) -> Iterator[Finding]:
    """Every formula of the workbook that reads another; links to an add-in with our functions are none."""
    count = 0
    tables = {here.table.name.casefold() for _, here in found.alignment.tables.values()}
    for sheet, view in found.mine.sheets.items():
        for at, held in view.cells.items():
            if not held.formula or not _MAYBE.search(held.formula):
                continue
            if not found.read(sheet, at).foreign:
                continue
            count += 1
            if count > _LISTED:
                continue
            table = found.mine.table_at(sheet, at)
            ours = table is not None and table.name.casefold() in tables
            text = Text(f"公式引用其他工作簿：{shown(held.formula)}", f"reads another workbook: {shown(held.formula)}")
            yield Finding("external_link", Severity.WARNING if ours else Severity.NOTE, sheet, a1(*at), text)
    if count > _LISTED:
        text = Text(
            f"另有 {count - _LISTED} 个公式引用其他工作簿",
            f"{counted(count - _LISTED, 'more formula reads', 'more formulas read')} other workbooks",
        )
        yield Finding("external_link", Severity.NOTE, "", "", text)
    for name in found.mine.book.names:
        number = name.formula.lstrip("'=")
        if number.startswith("[") and number[1 : number.find("]")].isdigit() and not number.startswith("[0]"):
            text = Text(f"名称 {name.name} 引用其他工作簿", f"the name {name.name} reads another workbook")
            yield Finding("external_link", Severity.NOTE, name.sheet, "", text)
