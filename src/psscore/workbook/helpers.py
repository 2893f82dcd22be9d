"""The helper functions that rewritten formulas call where the engine alone would not do as Excel does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from psscore.workbook.arguments import LENGTH_FUNCTION, VALUE_FUNCTION
from psscore.workbook.comparing import COMPARED_FUNCTION, DIFFERENCE_FUNCTION, compared, difference
from psscore.workbook.exact import EXACT, length, plain_cells
from psscore.workbook.inquiries import INQUIRIES, PREFIX
from psscore.workbook.joining import TEXT_FUNCTION, as_text

HELPERS: Mapping[str, Callable[..., Any]] = {
    TEXT_FUNCTION: as_text,
    COMPARED_FUNCTION: compared,
    DIFFERENCE_FUNCTION: difference,
    VALUE_FUNCTION: plain_cells,
    LENGTH_FUNCTION: length,
    **{PREFIX + name: function for name, function in EXACT.items()},
    **{PREFIX + name: asked for name, asked in INQUIRIES.items()},
}
"""By the names the engine knows them by; all start with `PREFIX`."""


def without_helpers(formula: str) -> str:
    """A rewritten formula for a program that needs no help."""
    for name in (COMPARED_FUNCTION, DIFFERENCE_FUNCTION):
        # Only the first argument is the formula's own.
        formula = formula.replace(name + "(", "CHOOSE(1,")
    for name in (TEXT_FUNCTION, VALUE_FUNCTION):
        formula = formula.replace(name + "(", "(")
    return formula.replace(LENGTH_FUNCTION + "(", "LEN(").replace(PREFIX, "")
