"""What the formula cells of one sheet hold now, and which of them the file does not say yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from operator import is_not, ne

from psscore.engines.engine import Fault, Place
from psscore.model.text import Text
from psscore.workbook.cells import agrees, stored
from psscore.workbook.formulas import SheetState
from psscore.workbook.package import Packed
from psscore.workbook.refusal import Refused
from psscore.workbook.sheet import RawCell, Scan
from psscore.workbook.values import Cell


@dataclass(slots=True)
class SheetResult:
    """One sheet after a calculation; `written` and `packed` are what has been made of it for the file.

    `differing`, `own` and `faults` are positions among the formula cells: those the file does not say yet, those of
    them that call our functions, those that are no cell values.
    """

    scan: Scan
    values: list[Cell | Fault]
    kinds: list[type]
    differing: list[int]
    own: list[int]
    faults: list[int]
    kept: frozenset[Place] | None = None
    written: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict)
    packed: Packed | None = None


def sheet_result(state: SheetState, scan: Scan, values: list[Cell | Fault], strings: list[str]) -> SheetResult:
    """Compare the results of a sheet with what its cells say; the last one again when nothing has changed since.

    Raises `Refused` when a cell says something that is no cell value.
    """
    # TRUE and 1 are equal to Python but not the same result.
    kinds = list(map(type, values))
    known = state.outcome
    if isinstance(known, SheetResult) and known.scan is scan and known.values == values and known.kinds == kinds:
        return known
    found = SheetResult(scan, values, kinds, [], [], [])
    found.differing = _differing(state, found, known, strings)
    found.own = [at for at in found.differing if at in state.own]
    found.faults = [at for at in found.differing if kinds[at] is Fault]
    return found


def _differing(state: SheetState, new: SheetResult, known: object, strings: list[str]) -> list[int]:
    """Which formula cells do not hold their result; what the last workbook settled is not asked again."""
    sheet, formulas, values, skip = state.sheet.name, new.scan.formulas, new.values, set(state.kept)
    asked: Sequence[int] = range(len(formulas))
    settled = set[int]()
    if isinstance(known, SheetResult):
        asked = _changed(new, known)
        settled = set(known.differing).difference(asked)
    found = [at for at in asked if at not in skip and _differs(sheet, formulas[at], values[at], strings)]
    return sorted(settled.union(found))


def _changed(new: SheetResult, known: SheetResult) -> Sequence[int]:
    """Which formula cells hold something else in the file, or have another result."""
    if new.scan.formulas == known.scan.formulas:
        return _unlike(new.values, known.values, new.kinds, known.kinds)
    rows = zip(new.scan.formulas, known.scan.formulas, new.values, known.values, new.kinds, known.kinds, strict=True)
    return [
        at
        for at, (raw, old_raw, value, old, kind, old_kind) in enumerate(rows)
        if kind is not old_kind or value != old or raw != old_raw
    ]


def _unlike(values: list[Cell | Fault], old: list[Cell | Fault], kinds: list[type], old_kinds: list[type]) -> list[int]:
    """Where two lists of results differ."""
    unlike = set(compress(count(), map(ne, values, old))).union(compress(count(), map(is_not, kinds, old_kinds)))
    return sorted(unlike)


def _differs(sheet: str, raw: RawCell, value: Cell | Fault, strings: list[str]) -> bool:
    try:
        if not isinstance(value, Fault) and agrees(raw, value):
            return False
        kind = type(value)
        # A plain number, or a text, has just been read.
        if not (b't="' not in raw[2] if kind is float else kind is str and b't="str"' in raw[2]):
            stored(raw, strings)
        return True
    except (ValueError, LookupError):
        at = f"{sheet}!{(raw[0] + raw[1]).decode()}"
        raise Refused(
            "package_refused",
            Text(f"单元格 {at} 保存的结果已损坏", f"the result stored in the cell {at} is not a cell value"),
        ) from None
