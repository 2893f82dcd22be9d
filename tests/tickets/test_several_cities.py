"""One number in two cities is two tickets, and is told: on reading, on counting, in the workbook."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from psscore.tickets import accounts, ingest
from psscore.tickets.engines.dbapi import DbApi
from psscore.tickets.ingested import open_ingested
from psscore.tickets.opening import opened
from psscore.tickets.several_cities import SeveralCities, in_several_cities, several_told

HEADER = "工单编号,城市,受理时间\n"


def row(number: str, city: str) -> str:
    return f"{number},{city},2025-03-04 10:00:00\n"


CASES = [
    ("A甲 A甲 B乙", 1, 0, None, "versions of one ticket"),
    ("A甲 A乙 B乙", 0, 1, "A", "one number, two cities: two tickets"),
    ("A甲 A乙 A甲 A丙 C甲 C丙", 1, 2, "A", "three cities and two, one further version"),
    ("A甲 A", 0, 1, "A", "a blank city is none of the others"),
    ("A A B", 1, 0, None, "no city at all"),
    ("A甲 B乙 C丙 D甲", 0, 0, None, "every number once"),
    ("A甲 A甲 B甲 B甲 B甲 C甲 D甲 E乙 E甲", 3, 1, "E", "most numbers several times"),
]


@pytest.mark.parametrize("hashed", ["hash(ticket_id)", "length(ticket_id)"], ids=["apart", "one hash for all"])
@pytest.mark.parametrize("shares", [1, 3])
@pytest.mark.parametrize(("tickets", "duplicates", "numbers", "example", "why"), CASES)
def test_numbers_in_several_cities_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shares: int,
    hashed: str,
    tickets: str,
    duplicates: int,
    numbers: int,
    example: str | None,
    why: str,
) -> None:
    if shares > 1:
        monkeypatch.setattr(accounts, "_HASHES", 2)
        monkeypatch.setattr(accounts, "_NUMBERS", 1)
    monkeypatch.setattr(accounts, "_HASH", hashed)
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "".join(row(one[0], one[1:]) for one in tickets.split()), "utf-8")
    result = ingest(path, into=tmp_path / "read")
    assert (result.duplicates, result.several_cities) == (duplicates, SeveralCities(numbers, example)), why
    assert open_ingested(tmp_path / "read").several_cities == result.several_cities, why
    with opened([tmp_path / "read"]) as (engine, records):
        assert records["several_cities"] == {"numbers": numbers, "example": example}, why
        assert in_several_cities(engine) == SeveralCities(numbers, example), why
    told = several_told(records["several_cities"])
    assert (told is not None) == bool(numbers), why
    assert told is None or (str(numbers) in told.zh and str(example) in told.en), why


def test_a_database_is_asked_with_the_same_text() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE tickets (ticket_id TEXT, city TEXT)")
    connection.executemany(
        "INSERT INTO tickets VALUES (?, ?)", [("A", "甲"), ("A", "乙"), ("B", "甲"), ("B", None), ("C", None)]
    )
    assert in_several_cities(DbApi(connection)) == SeveralCities(2, "A")


@pytest.mark.parametrize("inside", [False, True])
def test_numbers_in_several_readings_are_told(tmp_path: Path, inside: bool) -> None:
    folders = [tmp_path / "all" / name for name in "ab"]
    (tmp_path / "all").mkdir()
    for folder in folders:
        export = tmp_path / f"{folder.name}.csv"
        export.write_text(HEADER + row("A", folder.name) + row(folder.name, folder.name), "utf-8")
        ingest(export, into=folder)
    with opened([tmp_path / "all"] if inside else folders) as (_, records):
        assert records["several_cities"] == {"numbers": 1, "example": "A"}
    with opened(folders[:1]) as (_, records):
        assert records["several_cities"] == {"numbers": 0, "example": None}
    assert several_told(None) is None
