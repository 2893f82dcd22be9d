"""Formulas outside the tables, and the names of cells."""

from __future__ import annotations

from collections.abc import Iterator

from psscore.functions.registry import FUNCTIONS
from psscore.model.text import Text, counted
from psscore.tampering.alignment import labels
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.opened import Opened
from psscore.tampering.sheet_view import Place
from psscore.workbook.address import a1, located
from psscore.workbook.parts import Name

_NAMED = 3


def check_loose(found: Comparison) -> Iterator[Finding]:
    """The formulas outside the rows of tables: each that was handed out must still be somewhere on its sheet."""
    for sheet in found.wanted.opened.sheets:
        yield from _sheet(found, sheet)


def _sheet(found: Comparison, sheet: str) -> Iterator[Finding]:
    wanted = [at for at in found.wanted.opened.sheets[sheet].cells if _is_loose(found, sheet, at)]
    other = found.alignment.sheets.get(sheet)
    if other is None:
        if wanted:
            decisive = any(found.wanted.is_decisive(sheet, at) for at in wanted)
            text = Text(f"工作表“{sheet}”不在了", f'the sheet "{sheet}" is gone')
            severity = found.if_gone(sheet, Severity.CRITICAL if decisive else Severity.WARNING)
            yield Finding("table_missing", severity, sheet, "", text)
        return
    missing: list[tuple[Place, Finding]] = []
    right: set[Place] = set()
    for at in wanted:
        here = found.alignment.to_mine(sheet, at)
        finding = found.formula_finding((sheet, at), here)
        if finding is None and here is not None:
            right.add(here[1])
        elif finding is not None:
            missing.append((at, finding))
    if not missing:
        return
    # Moved on its own, it still says the same.
    spare: dict[str, Place] = {}
    for at, held in found.mine.sheets[other].cells.items():
        if held.formula and at not in right:
            spare.setdefault(found.read(other, at).text, at)
    for at, finding in missing:
        if spare.pop(found.wanted.formulas[sheet, at].text, None) is None:
            yield finding


def _is_loose(found: Comparison, sheet: str, at: Place) -> bool:
    if (sheet, at) not in found.wanted.formulas:
        return False
    table = found.wanted.opened.table_at(sheet, at)
    return table is None or not table.first_row <= at[0] <= table.last_row


def check_names(found: Comparison) -> Iterator[Finding]:
    """Our names: there, and standing for the same cells; and no name in the way of a function of ours."""
    for name, old in found.wanted.opened.names.items():
        if name.startswith("ps_"):
            yield from _name(found, name, old)
    for own in found.mine.book.names:
        plain = own.name.upper()
        if plain in FUNCTIONS:
            text = Text(
                f"名称 {own.name} 与函数同名，公式会用它代替函数",
                f"the name {own.name} stands in the way of the function",
            )
            yield Finding("name_elsewhere", Severity.CRITICAL, own.sheet, "", text, "")
        elif own.sheet in found.alignment.sheets.values() and _shadows(found, own):
            text = Text(
                f"工作表“{own.sheet}”另有名称 {own.name}，指向 {own.formula}",
                f'the sheet "{own.sheet}" has a name {own.name} of its own for {own.formula}',
            )
            yield Finding("name_elsewhere", Severity.CRITICAL, own.sheet, "", text)


def _shadows(found: Comparison, own: Name) -> bool:
    """True of a sheet's own name that stands for another cell than the name of ours that it hides."""
    plain = own.name.casefold()
    if not plain.startswith("ps_") or plain not in found.wanted.opened.names:
        return False
    shared, box = found.mine.names.get(plain), found.mine.box_of(own)
    return box is None or shared is None or found.mine.box_of(shared) != box


def _name(found: Comparison, name: str, old: Name) -> Iterator[Finding]:
    decisive = name in found.wanted.decisive
    severity = Severity.CRITICAL if decisive else Severity.WARNING
    new = found.mine.names.get(name)
    if new is None:
        home = found.wanted.opened.book.cell(name)
        severity = found.if_gone(home[0], severity) if home else severity
        yield Finding("name_missing", severity, "", "", Text(f"名称 {name} 不在了", f"the name {name} is gone"))
        return
    box, old_box = found.mine.box_of(new), found.wanted.opened.box_of(old)
    if old_box is None:
        return
    severity = found.if_gone(old_box[0], severity)
    there = old_box[0], old_box[1][:2]
    expected = found.alignment.to_mine(*there)
    if box is not None and _stands(found, there, (box[0], box[1][:2]), expected):
        return
    wanted = located(expected[0], *expected[1]) if expected else located(there[0], *there[1])
    text = Text(f"名称 {name} 指向 {shown(new.formula)}", f"the name {name} stands for {shown(new.formula)}")
    where = (box[0], a1(*box[1][:2])) if box else ("", "")
    yield Finding("name_elsewhere", severity, *where, text, wanted)


def _stands(
    found: Comparison, there: tuple[str, Place], here: tuple[str, Place], expected: tuple[str, Place] | None
) -> bool:
    """True when a name stands for its cell: by place, by the formula it names, or by the text beside it."""
    if here == expected:
        return True
    held = found.mine.cell(*here)
    if there in found.wanted.formulas:
        return held is not None and bool(held.formula) and found.same_formula(there, held, *here)
    beside, own = (_text_beside(opened, *at) for opened, at in ((found.wanted.opened, there), (found.mine, here)))
    return bool(beside) and beside == own


def _text_beside(opened: Opened, sheet: str, at: Place) -> str:
    left = [(where[1], text) for text, where in labels(opened, sheet).items() if where[0] == at[0] and where[1] < at[1]]
    return max(left)[1] if left else ""


def check_labels(found: Comparison) -> Iterator[Finding]:
    """Headings and captions typed over, in one finding for a sheet."""
    # A sheet without tables explains; what it says may follow from the readings it was built for.
    working = {rows.table.sheet for rows in found.wanted.tables.values()}
    for sheet, other in found.alignment.sheets.items():
        if sheet not in working:
            continue
        old, new = labels(found.wanted.opened, sheet), labels(found.mine, other)
        cells, styles = found.wanted.opened.sheets[sheet].cells, found.wanted.opened.styles
        gone = [text for text, at in old.items() if text not in new and styles.is_locked(cells[at].style)]
        # A text that now stands there twice has no place of its own.
        everywhere = {" ".join(str(held.value).split()) for held in found.mine.sheets[other].cells.values()}
        gone = [text for text in gone if text not in everywhere]
        if gone:
            first = "、".join(shown(text) for text in gone[:_NAMED])
            said = Text(
                f"{len(gone)} 处固定文字被改，如：{first}",
                f"{counted(len(gone), 'fixed text was', 'fixed texts were')} changed, such as: {first}",
            )
            yield Finding("fixed_text_changed", Severity.NOTE, other, "", said)
