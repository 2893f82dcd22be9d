"""Formula text cut into tokens: enough to move references, resolve tables and recognise calls, no more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from psscore.workbook.address import column_letters, column_number

_IDENT = r"[A-Za-z_\\\u0080-\uffff][\w.\\?\u0080-\uffff]*"
# Excel's last column is XFD: YTD2024 is a name.
COLUMN = "(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx][A-Ea-e][A-Za-z]|[Xx][Ff][A-Da-d])"
_TOKEN = re.compile(
    rf"""(?P<string>"(?:[^"]|"")*")
    |(?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA))
    |(?P<prefix>'(?:[^']|'')*'!|\[\d+\][^\s\[\]'"!(),:;+*/^&=<>-]*!|(?:{_IDENT}:)?{_IDENT}!)
    |(?P<rows>\$?\d+:\$?\d+)
    |(?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(\[]))
    |(?P<cell>\$?{COLUMN}\$?[1-9]\d{{0,6}}(?![\w.(\[]))
    |(?P<call>{_IDENT}\()
    |(?P<struct>(?:{_IDENT})?\[)
    |(?P<name>{_IDENT})
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    |(?P<space>\s+)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_STRING = re.compile(r'"(?:[^"]|"")*"')
_CALL = re.compile(rf"({_IDENT})\(")
_STORED = re.compile(r"^(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)
# Every form in which a host stores the name of a function of ours: XLL, Office.js, unknown, programmatic.
_OURS = re.compile(r"^(?:_xll\.|_xlfn\.|_xlws\.|_xludf\.|_xldudf_|org\.[\w.]*\.psaddin\.)+", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a formula and what kind of piece it is (the names of the groups above)."""

    kind: str
    text: str


def tokenize(formula: str) -> list[Token]:
    """The tokens of a formula without its `=`; joined they give it back. ValueError on an unbalanced bracket."""
    tokens = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        assert match is not None
        assert match.lastgroup is not None
        end = match.end()
        if match.lastgroup == "struct":
            end = _bracket_end(formula, end - 1)
        tokens.append(Token(match.lastgroup, formula[at:end]))
        at = end
    return tokens


def _bracket_end(formula: str, at: int) -> int:
    depth = 0
    while at < len(formula):
        letter = formula[at]
        if letter == "'":
            at += 1
        elif letter == "[":
            depth += 1
        elif letter == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    raise ValueError("unbalanced bracket")


def called_names(formula: str) -> set[str]:
    """The plain upper-case names of the functions a formula calls, by a quick look."""
    if '"' in formula:
        formula = _STRING.sub('""', formula)
    return {plain_name(name) for name in _CALL.findall(formula)}


def plain_name(name: str) -> str:
    """`RANK.EQ` for `_xlfn.RANK.EQ`."""
    return (_STORED.sub("", name) if name[:1] == "_" else name).upper()


def own_name(name: str, functions: Mapping[str, object]) -> str | None:
    """Which of our functions a called name means, in whatever form a host has stored it; None for any other."""
    plain = _OURS.sub("", name).upper().replace(".", "_")
    if plain in functions:
        return plain
    # LibreOffice before 24.8 stores PSSCORE for PS_SCORE.
    if plain.startswith("PS") and plain[:3] != "PS_" and "PS_" + plain[2:] in functions and "." in name:
        return "PS_" + plain[2:]
    return None


def shift(tokens: list[Token], rows: int, columns: int) -> list[Token]:
    """A shared formula's tokens as they read `rows` further down and `columns` to the right."""
    return [
        Token(token.kind, _REFERENCE[token.kind](token.text, rows, columns)) if token.kind in _REFERENCE else token
        for token in tokens
    ]


def moved(cell: str, rows: int, columns: int) -> str:
    """A cell reference as it reads in a cell so many rows down and columns to the right."""
    match = _CELL_PARTS.fullmatch(cell)
    assert match is not None
    fixed_column, letters, fixed_row, row = match.groups()
    return fixed_column + _move_column(fixed_column, letters, columns) + fixed_row + _move_row(fixed_row, row, rows)


def stays(cell: str, rows: int, columns: int) -> bool:
    """True when the reference is still on the sheet so many rows down and columns to the right."""
    match = _CELL_PARTS.fullmatch(cell)
    assert match is not None
    fixed_column, letters, fixed_row, row = match.groups()
    below = not fixed_row and int(row) + rows > _ROWS
    return not below and (bool(fixed_column) or column_number(letters) + columns <= _COLUMNS)


_ROWS, _COLUMNS = 1_048_576, 16_384
_CELL_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
_COLUMN_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})")
_ROW_PARTS = re.compile(r"(\$?)(\d+)")


def _move_row(fixed: str, row: str, by: int) -> str:
    # Excel wraps around the edge of the sheet.
    return row if fixed else str((int(row) - 1 + by) % _ROWS + 1)


def _move_column(fixed: str, letters: str, by: int) -> str:
    return letters if fixed else column_letters((column_number(letters) - 1 + by) % _COLUMNS + 1)


def _move_rows(text: str, rows: int, _: int) -> str:
    return _ROW_PARTS.sub(lambda m: m[1] + _move_row(m[1], m[2], rows), text)


def _move_columns(text: str, _: int, columns: int) -> str:
    return _COLUMN_PARTS.sub(lambda m: m[1] + _move_column(m[1], m[2], columns), text)


_REFERENCE = {"cell": moved, "rows": _move_rows, "columns": _move_columns}
