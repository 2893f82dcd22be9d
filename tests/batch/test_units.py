"""Workbooks that should be looked at together."""

from __future__ import annotations

import pytest

from psscore.batch.journal import Entry
from psscore.batch.units import alike


def entry(
    unit: str, period: str = "2025", reference: str = "public-service/2026?step=whole", digest: str = ""
) -> Entry:
    return Entry(0, 0, "written", "", "", unit, period, reference, None, digest or None, "x", "c")


ROWS = [
    ({"a.xlsx": entry("甲"), "b.xlsx": entry("甲")}, ["same_unit"], "two workbooks of one unit in one folder"),
    ({"a/x.xlsx": entry("甲"), "b/x.xlsx": entry("甲")}, ["same_name"], "in two folders they may be two units"),
    ({"a.xlsx": entry("甲"), "b.xlsx": entry(" 甲\u3000")}, ["same_unit"], "blanks do not make another unit"),
    ({"a.xlsx": entry("A区"), "b.xlsx": entry("Ａ区")}, ["same_unit"], "nor does full width"),
    ({"a.xlsx": entry("甲"), "b.xlsx": entry("甲", "2024")}, [], "another period"),
    (
        {"a.xlsx": entry("甲"), "b.xlsx": entry("甲", reference="public-service-points/2023")},
        [],
        "another standard",
    ),
    (
        {"a.xlsx": entry("甲"), "b.xlsx": entry("甲", reference="public-service/2026?step=ceil")},
        ["same_unit"],
        "other readings of the same standard",
    ),
    ({"a.xlsx": entry(""), "b.xlsx": entry("")}, [], "no unit filled in says nothing"),
    ({"a.xlsx": entry("", digest="d"), "b.xlsx": entry("", digest="d")}, ["same_file"], "the same bytes twice"),
    (
        {"a.xlsx": entry("甲", digest="d"), "b.xlsx": entry("甲", digest="d")},
        ["same_file"],
        "the same bytes are listed once",
    ),
    (
        {"a.xlsx": entry("甲", digest="d"), "b.xlsx": entry("甲", digest="d"), "c.xlsx": entry("甲", digest="e")},
        ["same_file", "same_unit"],
        "a third workbook of the unit is another matter",
    ),
]


@pytest.mark.parametrize(("entries", "kinds", "why"), ROWS)
def test_alike(entries: dict[str, Entry], kinds: list[str], why: str) -> None:
    assert [item.kind for item in alike(entries)] == kinds, why
