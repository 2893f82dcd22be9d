"""Cell addresses: letters and numbers of columns, A1 texts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?")
_PLAIN_SHEET = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*")


@cache
def column_number(letters: str) -> int:
    """1 for `A`, 27 for `AA`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """`A` for 1, `AA` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """`B5` for row 5, column 2."""
    return f"{column_letters(column)}{row}"


def area(text: str) -> tuple[int, int, int, int] | None:
    """(first row, first column, last row, last column) of `B5` or `B5:C9`; None when it is no such address."""
    match = _A1.fullmatch(text)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    box = int(top), column_number(left), int(bottom or top), column_number(right or left)
    if box[2] > MAX_ROW or box[3] > MAX_COLUMN or box[0] > box[2] or box[1] > box[3]:
        return None
    return box


def quoted(sheet: str) -> str:
    """The sheet's name as a formula writes it, always in quotes."""
    return "'" + sheet.replace("'", "''") + "'"


@lru_cache(maxsize=4096)
def located(sheet: str, row: int, column: int) -> str:
    """`Sheet!A1`, quoted where a formula needs it, for messages."""
    name = sheet if _PLAIN_SHEET.fullmatch(sheet) else quoted(sheet)
    return f"{name}!{a1(row, column)}"
