"""The sentence behind the last error value a cell got, for the "last error" button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlwings import Range

from psscore.functions.called import Called
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook.address import a1


@dataclass(frozen=True, slots=True)
class LastError:
    """What went wrong last: the function, the cell that called it ("": VBA code), the value and why."""

    function: str
    place: str
    value: CellError
    reason: Text

    def text(self, lang: str) -> str:
        """One sentence, with the address the cell had."""
        if lang == "en":
            where = f" in {self.place}" if self.place else ""
            return f"{self.function}{where}: {self.value}, {self.reason.en}"
        where = f"{self.place} 的 " if self.place else ""
        return f"{where}{self.function}：{self.value}，{self.reason.zh}"

    def settled_by(self, function: str, place: str) -> bool:
        """True when a result of this function in this cell takes the place of the error.

        Excel calls a function whose cells are not calculated yet, sees to those, and calls it again.
        """
        return bool(place) and (function, place) == (self.function, self.place)


def place_of(caller: Any) -> str:
    """The calling cell for a sentence: the text VBA gives, or the address of a range; empty when no cell calls."""
    if isinstance(caller, str):
        return caller
    if not isinstance(caller, Range):
        return ""
    return f"[{caller.sheet.book.name}]{caller.sheet.name}!{a1(caller.row, caller.column)}"


def error_behind(function: str, caller: Any, called: Called, odd: Sequence[str]) -> LastError | None:
    """What a call's result says went wrong; None when it holds no error value."""
    rows = called.value if isinstance(called.value, list) else [[called.value]]
    error = next((cell for row in rows for cell in row if isinstance(cell, CellError)), None)
    if error is None:
        return None
    reason = called.reason or Text(f"引用的单元格是 {error}", f"it refers to {error}")
    if odd:
        names = ", ".join(sorted(set(odd)))
        reason += Text(f"（引用的单元格含 {names}）", f" (a cell it refers to is {names})")
    return LastError(function, place_of(caller), error, reason)
