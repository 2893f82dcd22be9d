"""Formulas with their cell references set apart: the rows of a sheet have few shapes, and each is rewritten once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from psscore.workbook.tokens import COLUMN, Token, moved

# A reference by number. No sheet has this row, so no formula can mean it.
_MARK = "XFD9{:06d}"
_MARKED = re.compile(r"XFD9(\d{6})")

_LETTER = r"\w.\\?\u0080-\uffff"
# What may look like a cell and is none comes first: texts, quoted sheets, brackets.
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"|'
    r"'(?:[^']|'')*'|"
    r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]|"
    rf"(?<![{_LETTER}])(\$?{COLUMN}\$?[1-9]\d{{0,6}})(?![{_LETTER}(\[!])"
)
# Rows, columns, and sheets from one to another.
_OTHER_RANGES = re.compile(r"\d:\$?\d|[A-Za-z]:\$?[A-Za-z]|:[\w.']*!")
# Texts, sheets and words; what looks like a cell.
_WORD = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'|[^\W\d][\w.\\?]*!?""")
_LIKE_A_CELL = re.compile(r"[A-Za-z]\$?\d")


# The rows of a table have one and the same formula.
@lru_cache(maxsize=1024)
def cut(formula: str) -> tuple[str, tuple[str, ...]]:
    """The shape of a formula, its references numbered, and the references in that order."""
    if _MARKED.search(formula):
        return formula, ()
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        text = match[1]
        return match[0] if text is None else _MARK.format(numbers.setdefault(text, len(numbers)))

    shape = _REFERENCE.sub(number, formula)
    return shape, tuple(numbers)


def filled(shape: str, references: Sequence[str]) -> str:
    """A shape with references in the places of the numbers."""
    if not references:
        return shape
    pieces, numbers = _pieces(shape)
    pieces[1::2] = [references[number] for number in numbers]
    return "".join(pieces)


def _pieces(shape: str) -> tuple[list[str], Sequence[int]]:
    """A list of one's own with every other item to be a reference, and the numbers of the references."""
    pieces, numbers = _cut_at_marks(shape)
    return list(pieces), numbers


@lru_cache(maxsize=1024)
def _cut_at_marks(shape: str) -> tuple[Sequence[str], Sequence[int]]:
    pieces = _MARKED.split(shape)
    return pieces, [int(number) for number in pieces[1::2]]


def is_shape_of(tokens: Iterable[Token], references: Sequence[str]) -> bool:
    """True when the tokens of a shape have the references, and no other cells, where the formula had them."""
    cells = {token.text for token in tokens if token.kind == "cell"}
    return cells == {_MARK.format(at) for at in range(len(references))}


def shifted(references: Sequence[str], rows: int, columns: int) -> tuple[str, ...]:
    """References as they read in a cell so many rows down and columns to the right."""
    return tuple(moved(text, rows, columns) for text in references)


@lru_cache(maxsize=1024)
def can_shift(shape: str) -> bool:
    """True when the numbered references are all that moves with the cell."""
    return _OTHER_RANGES.search(shape) is None


@lru_cache(maxsize=1024)
def looks_like_more(shape: str) -> bool:
    """True when a sheet or a name in the shape has something like a cell in it, such as `Q1!A1`, or a quotation mark.

    The engine, where it shifts a formula itself, shifts that as well, and takes what follows the mark for a text.
    """
    # In a plain word of ASCII letters, such as LOG10, it does not.
    return any(
        '"' in word
        or (
            _LIKE_A_CELL.search(word)
            and (word[0] == "'" or word[-1] == "!" or not word.isascii() or "\\" in word or "?" in word)
        )
        for word in _WORD.findall(shape)
        if word[0] != '"'
    )
