"""Why a workbook, or one cell of it, is not calculated."""

from __future__ import annotations

from typing import NamedTuple

from psscore.model.text import Text


class Refused(Exception):
    """A workbook that is refused whole: nothing is written, the sentence says why and what to do."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text

    def __reduce__(self) -> tuple[type[Refused], tuple[str, Text]]:
        return Refused, (self.code, self.text)


class Finding(NamedTuple):
    """One thing worth knowing about a workbook: where it is, its code, one sentence.

    `sheet` and `cell` are empty for findings about the file itself; `dependents` are the cells ("Sheet!A1") that
    keep their old value because of this one.
    """

    sheet: str
    cell: str
    code: str
    text: Text
    dependents: tuple[str, ...] = ()
