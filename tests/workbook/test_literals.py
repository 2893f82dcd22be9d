"""The values of many cells are those of each, and what is malformed in one is malformed in many."""

from __future__ import annotations

import pytest

from psscore.workbook.cells import literal, literals
from psscore.workbook.sheet import RawCell
from psscore.workbook.values import Cell

STRINGS = ["零", "一", "二"]
TYPES = ["", ' t="s"', ' t="n"', ' t="b"', ' t="e"', ' t="str"', ' t="d"', ' s="3"', ' s="3" t="s"', ' t="inlineStr"']
TEXTS = [
    "",
    "1",
    "2",
    "0",
    "-1.5E-7",
    "1E400",
    "inf",
    "nan",
    "1_0",
    " 5 ",
    "9",
    "-1",
    "1.0",
    "#N/A",
    "2026-03-01",
    "x",
    "٣",
]


def cell(kind: str, text: str) -> RawCell:
    return b"A", b"1", kind.encode(), b"", text.encode(), b""


def one(raw: RawCell) -> Cell | type[Exception] | None:
    try:
        return literal(raw, STRINGS, False)
    except (ValueError, LookupError):
        return ValueError


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("text", TEXTS)
def test_many_are_as_each(kind: str, text: str) -> None:
    raw = cell(kind, text)
    around = [cell("", "7"), cell(' t="s"', "1"), raw, cell("", "")]
    expected = one(raw)
    found = literals(around, STRINGS, False)
    if expected is ValueError:
        assert found is None
    else:
        assert found == [7.0, "一", expected, None]
        assert type(found[2]) is type(expected)


def test_none_at_all() -> None:
    assert literals([], STRINGS, False) == []
