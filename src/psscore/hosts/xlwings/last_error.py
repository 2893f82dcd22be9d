"""The sentence behind the last error value a cell got, for the "last error" button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlwings import Range

from psscore.functions.called import Called
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook.address import a1


@dataclass(frozen=True, slots=True)
class LastError:
    """What went wrong last: the function, the cell that called it (None: VBA code), the value and why."""

    function: str
    caller: Range | None
    value: CellError
    reason: Text

    def text(self, lang: str) -> str:
        """One sentence with the cell's address as it is now."""
        place = self._place()
        if lang == "en":
            where = f" in {place}" if place else ""
            return f"{self.function}{where}: {self.value}, {self.reason.en}"
        where = f"{place} 的 " if place else ""
        return f"{where}{self.function}：{self.value}，{self.reason.zh}"

    def settled_by(self, function: str, caller: Range | None) -> bool:
        """True when a result of this function in this cell takes the place of the error.

        Excel calls a function whose cells are not calculated yet, sees to those, and calls it again.
        """
        if self.caller is None or caller is None or function != self.function:
            return False
        if (self.caller.row, self.caller.column) != (caller.row, caller.column):
            return False
        return bool(self._place()) and self._place() == LastError(function, caller, self.value, self.reason)._place()

    def _place(self) -> str:
        if self.caller is None:
            return ""
        try:
            sheet = self.caller.sheet
            return f"[{sheet.book.name}]{sheet.name}!{a1(self.caller.row, self.caller.column)}"
        except Exception:
            # Its workbook has been closed or its row deleted since.
            return ""


def error_behind(function: str, caller: Range | None, called: Called, odd: Sequence[str]) -> LastError | None:
    """What a call's result says went wrong; None when it holds no error value."""
    rows = called.value if isinstance(called.value, list) else [[called.value]]
    error = next((cell for row in rows for cell in row if isinstance(cell, CellError)), None)
    if error is None:
        return None
    reason = called.reason or Text(f"引用的单元格是 {error}", f"it refers to {error}")
    if odd:
        names = ", ".join(sorted(set(odd)))
        reason += Text(f"（引用的单元格含 {names}）", f" (a cell it refers to is {names})")
    return LastError(function, caller, error, reason)
