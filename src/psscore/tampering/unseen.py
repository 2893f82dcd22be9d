"""Cells with a value that nobody can see: letters of the colour behind them, or too small to read."""

from __future__ import annotations

from collections.abc import Container, Iterator

from psscore.model.text import Text
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.looks import Look, is_tiny
from psscore.tampering.masks import read_cells
from psscore.tampering.sheet_view import Box, Place, inside
from psscore.workbook.address import a1
from psscore.workbook.values import ERRORS, Cell

_ERRORS = tuple(ERRORS.values())


def check_unseen(found: Comparison) -> Iterator[Finding]:
    """Cells of our tables, and named cells, that were readable when the workbook was handed out and are not now."""
    styles, before = found.mine.styles, found.wanted.opened
    known = {(look.text, look.behind) for look in before.styles.conditional}
    hiding: dict[str, dict[Look, list[Box]]] = {sheet: {} for sheet in found.mine.sheets}
    for sheet, view in found.mine.sheets.items():
        for where, number in view.conditional:
            if (over := _new(found, number, known)) is not None:
                hiding[sheet].setdefault(over, []).extend(where)
    for sheet, at, there in read_cells(found):
        held, value = found.mine.cell(sheet, at), found.value(sheet, at)
        if held is None or value in (None, "") or value in _ERRORS:
            continue
        look = styles.look(held.style)
        old = None if there is None else before.cell(*there)
        if look.unseen:
            if old is None or not before.styles.look(old.style).unseen:
                yield _finding(found, there, sheet, at, value, look)
            continue
        for over, boxes in hiding[sheet].items():
            made = over.over(look)
            if made.unseen and any(inside(at, box) for box in boxes):
                yield _finding(found, there, sheet, at, value, made, conditional=True)
                break


def _new(found: Comparison, number: int, known: Container[object]) -> Look | None:
    """A conditional format that sets colours as none of those handed out does."""
    looks = found.mine.styles.conditional
    look = looks[number] if number < len(looks) else None
    return None if look is None or look.text is look.behind is None or (look.text, look.behind) in known else look


def _finding(
    found: Comparison,
    there: tuple[str, Place] | None,
    sheet: str,
    at: Place,
    value: Cell,
    look: Look,
    *,
    conditional: bool = False,
) -> Finding:
    severity = found.severity(there) if there is not None else Severity.WARNING
    if is_tiny(look.size):
        why = Text(f"字号只有 {look.size:g} 磅", f"the font has {look.size:g} points")
    elif conditional:
        why = Text("条件格式可使文字与底色相同", "a conditional format can give the letters the colour behind them")
    else:
        why = Text("文字与底色相同", "the letters have the colour behind them")
    text = Text(f"值是 {shown(value)}，{why.zh}，看不见", f"the value is {shown(value)}, unseen: {why.en}")
    return Finding("unseen_value", severity, sheet, a1(*at), text)
