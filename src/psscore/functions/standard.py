"""PS_STANDARD, and finding the standard behind an argument."""

from __future__ import annotations

from psscore.functions.called import Called, failed
from psscore.functions.cells import OMITTED, Argument, blank, text_in
from psscore.model.cell_error import CellError
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook.catalogue import known_ids, load_standard
from psscore.rulebook.reference import DEFAULT_REFERENCE, make_reference

DEFAULT_FORM_REFERENCE = "project-self-evaluation/2020"


def standard_in(cell: Argument, default: str = DEFAULT_REFERENCE) -> Standard | Called:
    """The standard an argument names; left out, the default one. A blank cell is not an omission."""
    if cell is OMITTED:
        return load_standard(default)
    if isinstance(cell, CellError):
        return Called(cell)
    if blank(cell):
        return failed(CellError.NOT_AVAILABLE, "评价标准单元格为空", "the standard cell is blank")
    if isinstance(cell, list):
        return failed(CellError.VALUE, "评价标准须是一个单元格", "the standard must be one cell")
    try:
        return load_standard(str(cell).strip())
    except ReferenceFault as fault:
        return Called(CellError.VALUE, fault.message)
    except StandardFaults as broken:
        return _faulty(broken)


def _faulty(broken: StandardFaults) -> Called:
    """The first fault, and how many more `psscore standard check` lists."""
    first, more = broken.faults[0], len(broken.faults) - 1
    rest = Text(f"（另有 {more} 处，见 psscore standard check）", f" (and {more} more: psscore standard check)")
    if not more:
        rest = Text("", "")
    return failed(
        CellError.VALUE,
        f"标准有误：{first.line('zh')}{rest.zh}",
        f"the standard is faulty: {first.line('en')}{rest.en}",
    )


def ps_standard(name: Argument, edition: Argument, *readings: Argument) -> Called:
    """The reference string for a standard and its readings, checked.

    Readings are "name=value" texts, ranges of such texts, two-column ranges name | value, or two columns after each
    other, the names and their values; blanks are skipped.
    """
    for cell in (name, edition, *readings):
        if isinstance(cell, CellError):
            return Called(cell)
    if isinstance(name, list) or isinstance(edition, list):
        return failed(CellError.VALUE, "标准和版本须各是一个单元格", "standard and edition must be one cell each")
    if blank(name):
        return failed(CellError.NOT_AVAILABLE, "评价标准未填", "the standard is blank")
    known = [item.partition("/")[2] for item in known_ids() if item.partition("/")[0] == text_in(name)]
    if edition is OMITTED or blank(edition):
        if len(known) != 1:
            names = ", ".join(known) or ", ".join(known_ids())
            return failed(CellError.VALUE, f"请指明版本，可用：{names}", f"name the edition; known: {names}")
        edition = known[0]
    try:
        reference = make_reference(text_in(name), text_in(edition), _choices(readings))
        load_standard(str(reference))
    except ReferenceFault as fault:
        return Called(CellError.VALUE, fault.message)
    except StandardFaults as broken:
        return _faulty(broken)
    return Called(str(reference))


def _choices(readings: tuple[Argument, ...]) -> list[str]:
    choices = []
    for reading in _paired(readings):
        rows = reading if isinstance(reading, list) else [[reading]]
        for row in rows:
            cells = [cell for cell in row if cell is not OMITTED]
            if len(row) == 2:
                if not blank(row[0]) and not blank(row[1]):
                    choices.append(f"{text_in(row[0])}={text_in(row[1])}")
            else:
                choices += [text_in(cell) for cell in cells if not blank(cell)]
    return choices


def _paired(readings: tuple[Argument, ...]) -> list[Argument]:
    """A column of names followed by a column of values as one two-column range."""
    paired: list[Argument] = []
    for reading in readings:
        names: Argument = paired[-1] if paired else None
        if _is_column(names) and _is_column(reading) and len(names) == len(reading) and not _has_choices(names):
            paired[-1] = [[*name, *value] for name, value in zip(names, reading, strict=True)]
        else:
            paired.append(reading)
    return paired


def _is_column(argument: Argument) -> bool:
    return isinstance(argument, list) and all(len(row) == 1 for row in argument)


def _has_choices(column: Argument) -> bool:
    return any("=" in text_in(row[0]) for row in column if row[0] is not OMITTED)
