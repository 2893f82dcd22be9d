"""Lists of labels change nothing of what is read: only how fast."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from psscore.tickets import ingest, known_labels, sources
from psscore.tickets.known_labels import MOST, KnownLabels, cell_of, types_of
from psscore.tickets.mapping import Mapping, read_mapping

HEADER = "工单编号,受理时间,城市,区县,诉求类别,工单类型\n"
MAP = """
time_formats = ["%Y-%m-%d %H:%M:%S"]
[columns]
ticket_id = ["工单编号"]
created = ["受理时间"]
city = ["城市"]
district = ["区县"]
label = ["诉求类别"]
kind = ["工单类型"]
[values.kind]
"咨询类" = "consultation"
"""


def line(number: int, city: str = "甲市", district: str = "东区", label: str = "路灯", kind: str = "投诉") -> str:
    return f"GD{number:06d},2025-03-04 10:00:00,{city},{district},{label},{kind}\n"


def mapping(more: str = "") -> Mapping:
    return read_mapping((more + MAP).encode(), "MAP.toml")


def read(tmp_path: Path, lines: list[str], rules: Mapping) -> tuple[list[Any], dict[str, int], int]:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "".join(lines), "utf-8")
    with ingest(path, rules, max_rejects=Fraction(1)) as result:
        rows = duckdb.sql(f"SELECT * FROM '{result.glob}' ORDER BY version_tie").fetchall()
        return rows, dict(result.rejects), result.read


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of some ten rows, one after the other, so that later ones find lists."""
    monkeypatch.setattr(sources, "BLOCK", 512)
    monkeypatch.setattr(sources, "SEGMENT", 512)
    monkeypatch.setattr("psscore.tickets.reading.WORKERS", 1)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("", "nothing out of the way"),
        (line(7, district="南区"), "a label that comes late"),
        (line(7, district=" 东区　"), "blanks around a label"),
        (line(7, district='" 东区"'), "blanks within quotes"),
        (line(7, district='"东区"'), "a label in quotes"),
        (line(7, label='"路""灯"""'), "quotes within a label"),
        (line(7, label='"路\n灯"'), "a line end within a label"),
        (line(7, district=""), "a blank label"),
        (line(7, district='""'), "a blank label in quotes"),
        (line(7, city=""), "a blank city"),
        (line(7, city="乙市"), "another city"),
        (line(7, label="路\ufffd灯"), "damaged"),
        (line(7, label="合计"), "the word of a total as a label beside a number"),
        (",,合计,,,\n", "a total"),
        (",,甲市,东区,,\n", "no number, labels that are listed"),
        (HEADER, "the header repeated"),
        (",,,,,\n", "a blank row"),
        (line(7, kind="咨询类"), "a value that the mapping replaces"),
        ("GD000007,2025-03-04 10:00:00,甲市,东区,路灯\n", "a column too few"),
        ('GD000007,2025-03-04 10:00:00,甲市,"东"区,路灯,投诉\n', "text after a closing quote"),
        (line(7, label="'路灯'"), "what SQL would take for a quote"),
        (line(7, label='路"灯'), "a lone quote within a label"),
    ],
)
@pytest.mark.parametrize("compared", [0, 3], ids=["looked up", "compared"])
def test_the_same_with_lists_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compared: int, fault: str, why: str
) -> None:
    monkeypatch.setattr(known_labels, "_COMPARED", compared)
    lines = [line(n, district=f"{n % 3}区") for n in range(120)]
    for place in (60, 61, 118):
        lines.insert(place, fault)
    tried = []
    lists = KnownLabels.lists

    def spied(self: KnownLabels, fields: list[str]) -> dict[str, list[str]]:
        tried.append(lists(self, fields))
        return tried[-1]

    monkeypatch.setattr(KnownLabels, "lists", spied)
    found = read(tmp_path, lines, mapping())
    assert any(tried), why
    assert all("kind" not in one for one in tried), "the mapping replaces some: text has to be looked at"
    monkeypatch.setattr(KnownLabels, "lists", lambda *_: {})
    assert found == read(tmp_path, lines, mapping()), why
    assert found[2] == len([one for one in lines if one]), why


def learned(labels: KnownLabels, found: list[str | None], failed: tuple[str, ...] = ()) -> dict[str, list[str]]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE segment (district VARCHAR, reject VARCHAR)")
        connection.executemany("INSERT INTO segment VALUES (?, NULL)", [[one] for one in found])
        connection.execute("INSERT INTO segment VALUES ('被拒', 'columns:3')")
        labels.learn(connection, "segment", ["district"], failed)
    return labels.lists(["district", "label"])


@pytest.mark.parametrize(
    ("found", "listed", "why"),
    [
        (["乙区", "甲区", None], ["乙区", "甲区"], "those of accepted records"),
        (["甲'区"], ["甲'区"], "a quote"),
        (["甲区", "合计"], ["甲区"], "a word of totals is looked at where it stands"),
        ([None], [], "nothing to list"),
        (["x" * (n + 1) for n in range(MOST - 1)], ["x" * (n + 1) for n in range(MOST - 1)], "one less than may be"),
        (["x" * (n + 1) for n in range(MOST)], ["x" * (n + 1) for n in range(MOST)], "as many as may be"),
        (["x" * (n + 1) for n in range(MOST + 1)], [], "one too many"),
    ],
)
def test_what_is_listed(found: list[str | None], listed: list[str], why: str) -> None:
    assert learned(KnownLabels(mapping()), found) == ({"district": listed} if listed else {}), why


@pytest.mark.parametrize("number", [1, 6, 7])
def test_few_labels_are_compared_and_many_looked_up(number: int) -> None:
    labels = [f"'{n}区" for n in range(number)]
    kinds = types_of({"district": labels})
    assert bool(kinds) is (number > 6)
    with duckdb.connect() as connection:
        rows = [*labels, labels[0], None]
        connection.execute(f"CREATE TABLE cells (c1 {kinds.get('district', 'VARCHAR')})")
        connection.executemany("INSERT INTO cells VALUES (?)", [[row] for row in rows])
        told = f"SELECT {cell_of('c1', labels)} AS cell FROM cells"
        assert connection.execute(f"SELECT cell, typeof(cell) LIKE 'ENUM%' FROM ({told})").fetchall() == [
            (row, True) for row in rows
        ]
        if not kinds:
            connection.execute("INSERT INTO cells VALUES ('别区')")
            with pytest.raises(duckdb.ConversionException):
                connection.execute(told).fetchall()


@pytest.mark.parametrize(
    ("misses", "listed", "why"),
    [(0, True, "none"), (2, True, "as often as may be"), (3, False, "too often: the column has no end of labels")],
)
def test_a_list_that_proves_too_short(misses: int, listed: bool, why: str) -> None:
    labels = KnownLabels(mapping())
    learned(labels, ["甲区"])
    for n in range(50):
        labels.lists(["district"])
        if n < misses:
            learned(labels, [f"{n}区"], ("district",))
    assert bool(labels.lists(["district"])) is listed, why


def test_lists_are_given_up_where_most_segments_fail() -> None:
    labels = KnownLabels(mapping())
    learned(labels, ["甲区"])
    for _ in range(3):
        assert labels.lists(["district"])
        learned(labels, ["甲区"], ("district",))
    assert not labels.lists(["district"])


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('constants = { district = "东区" }', "a blank stands for something"),
        ('[codes.district]\n"01" = "东区"\n', "codes stand for labels"),
    ],
)
def test_columns_whose_cells_change_have_no_list(more: str, why: str) -> None:
    labels = KnownLabels(
        mapping(more + "\n") if more.startswith("constants") else read_mapping((MAP + more).encode(), "M")
    )
    assert not learned(labels, ["东区"]), why
    assert not labels.wants(["district"]), why
