"""Shell words as cell values, the way Excel reads what is typed into a cell."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from psscore.functions.call import OMITTED
from psscore.functions.cells import number_out
from psscore.model.cell_error import CellError

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(%?)")
_ERRORS = {error.value: error for error in CellError}


def cell_of(word: str) -> Any:
    """A number, a percentage (97.35% is 0.9735), an error value, a JSON list (a column or rows), or text.

    "" is a blank cell, "-" an argument left out, and a word after an apostrophe is text, as in Excel.
    """
    if word == "":
        return None
    if word == "-":
        return OMITTED
    if word.startswith("'"):
        return word[1:]
    if word in _ERRORS:
        return _ERRORS[word]
    if match := _NUMBER.fullmatch(word):
        number = Fraction(Decimal(word.removesuffix("%"))) / (100 if match[2] else 1)
        return int(number) if number.denominator == 1 else number_out(number)
    if word.startswith("["):
        return _range(word)
    return word


def _range(word: str) -> Any:
    try:
        rows = json.loads(word)
    except ValueError:
        return word
    return [row if isinstance(row, list) else [row] for row in rows]
