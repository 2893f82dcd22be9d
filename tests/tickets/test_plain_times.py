"""Times taken for such by the reader of the engine: the same as read from text, or read from text."""

from __future__ import annotations

import contextlib
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from psscore.tickets import ingest, sources
from psscore.tickets.mapping import Mapping, read_mapping
from psscore.tickets.plain_times import PlainTimes

FORM = "%Y-%m-%d %H:%M:%S"
HEADER = "工单编号,受理时间,签收时间,办理时限\n"
MAP = """
time_formats = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "excel"]
[columns]
ticket_id = ["工单编号"]
created = ["受理时间"]
accepted = ["签收时间"]
due = ["办理时限"]
"""


def mapping(before: str = "", after: str = "") -> Mapping:
    return read_mapping((before + MAP + after).encode(), "MAP.toml")


def line(
    number: int, created: str = "2025-03-04 10:00:00", accepted: str = "", due: str = "2025-03-06 00:00:00"
) -> str:
    return f"GD{number:06d},{created},{accepted},{due}\n"


def read(tmp_path: Path, lines: list[str], rules: Mapping) -> tuple[Any, ...]:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "".join(lines), "utf-8")
    with ingest(path, rules, max_rejects=Fraction(1)) as result:
        rows = duckdb.sql(f"SELECT * FROM '{result.glob}' ORDER BY version_tie").fetchall()
        values = (result.folder / "rejects" / "values.csv").read_text("utf-8")
        return rows, dict(result.rejects), dict(result.doubts), values, result.read


@pytest.mark.parametrize("late", [False, True], ids=["as they are", "due at the end of the day"])
@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("", "nothing out of the way"),
        (line(7, "待定"), "no time"),
        (line(7, "2025/03/04 10:00"), "another form of the mapping"),
        (line(7, "45720.5"), "a serial number"),
        (line(7, "２０２５-03-04 10:00:00"), "full width"),
        (line(7, " 2025-03-04 10:00:00　"), "blanks around a time"),
        (line(7, "2025-03-04T10:00:00"), "what the engine would take unasked"),
        (line(7, "0025-03-04 10:00:00"), "before all tickets"),
        (line(7, "2199-03-04 10:00:00"), "after all tickets"),
        (line(7, "2100-01-01 00:00:00"), "the last moment taken"),
        (line(7, "2100-01-01 00:00:01"), "a second more"),
        (line(7, due="2100-01-01 00:00:00"), "the last moment taken, perhaps at the end of its day"),
        (line(7, "1990-01-01 00:00:00"), "the first moment taken"),
        (line(7, "1989-12-31 23:59:59"), "a second less"),
        (line(7, "infinity"), "no moment"),
        (line(7, "2025-02-29 10:00:00"), "no day"),
        (line(7, ""), "no time of creation"),
        (line(7, '""'), "the same in quotes"),
        (line(7, '" "'), "the same with a blank"),
        (line(7, '"2025-03-04 10:00:00"'), "a time in quotes"),
        (line(7, accepted="2025-03-03 10:00:00"), "earlier than the time of creation"),
        (line(7, accepted="13812345678"), "a telephone number for a time"),
        (",,,\n", "a blank row"),
        (", ,,\n", "a row of blanks"),
        (",2025-03-04 10:00:00,,\n", "no number"),
        (HEADER, "the header repeated"),
        ("GD000007,2025-03-04 10:00:00\n", "columns too few"),
    ],
)
def test_the_same_as_from_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, why: str, late: bool
) -> None:
    monkeypatch.setattr(sources, "BLOCK", 512)
    monkeypatch.setattr(sources, "SEGMENT", 512)
    monkeypatch.setattr("psscore.tickets.reading.WORKERS", 1)
    rules = mapping("due_end_of_day = true\n" if late else "")
    lines = [line(n, accepted="" if n % 3 else "2025-03-04 10:00:09") for n in range(80)]
    for place in (40, 41, 78):
        lines.insert(place, fault)
    tried = []
    types = PlainTimes.types

    def spied(self: PlainTimes, fields: list[str]) -> dict[str, str]:
        tried.append(types(self, fields))
        return tried[-1]

    monkeypatch.setattr(PlainTimes, "types", spied)
    found = read(tmp_path, lines, rules)
    assert {"created": "TIMESTAMP", "accepted": "TIMESTAMP", "due": "TIMESTAMP"} in tried, why
    monkeypatch.setattr(PlainTimes, "types", lambda *_: {})
    assert found == read(tmp_path, lines, rules), why
    assert found[-1] == len([one for one in lines if one]), why


@pytest.mark.parametrize("form", [FORM, "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y %I:%M %p"])
def test_the_reader_takes_nothing_that_the_format_does_not(tmp_path: Path, form: str) -> None:
    with contextlib.closing(duckdb.connect()) as connection:
        (sound,) = connection.execute("SELECT strftime(TIMESTAMP '2025-03-14 10:25:39', $1)", [form]).fetchall()[0]
        chance = random.Random(form)
        values = {sound, "infinity", "epoch", "2025-03-04T10:05:09", "2025-03-04 10:05:09+08", "20250304"}
        for _ in range(400):
            cells = list(sound)
            for _ in range(chance.choice([1, 1, 2])):
                place = chance.randrange(len(cells))
                cells[place : place + chance.choice([0, 1])] = chance.choice(["", *"0159 -/:.TZ+PMapm\t　０年"])
            values.add("".join(cells))
        listed = sorted(values - {""})
        path = tmp_path / "a.csv"
        path.write_text("".join(f'{n},"{value}"\n' for n, value in enumerate(listed)), "utf-8")
        taken = connection.execute(
            "SELECT n, moment, try_strptime(text, [$1]) FROM read_csv($2, auto_detect = false, header = false, "
            "columns = {'n': 'BIGINT', 'moment': 'TIMESTAMP'}, timestampformat = $1, ignore_errors = true) "
            "JOIN (SELECT unnest($3) AS text, unnest(range(len($3))) AS n) USING (n)",
            [form, str(path), listed],
        ).fetchall()
    assert len(taken) > 1
    assert [one for one in taken if one[1] is None or one[1] != one[2]] == []


@pytest.mark.parametrize(
    ("before", "after", "plain", "why"),
    [
        ("", "", {"created", "due"}, "those all of whose cells are of the first format"),
        ("", '[times]\ndue = "%Y/%m/%d"\n', {"created"}, "another first format"),
        ("", '[times]\ncreated = "excel"\ndue = "excel"\naccepted = "excel"\n', set(), "no format of text"),
        ("", f'[times]\ncreated = "{FORM}%z"\ndue = "{FORM}%z"\naccepted = "{FORM}%z"\n', set(), "an offset"),
    ],
)
def test_which_columns(before: str, after: str, plain: set[str], why: str) -> None:
    times = PlainTimes(mapping(before, after))
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute("CREATE TABLE t (c1 VARCHAR, c2 VARCHAR, c3 VARCHAR)")
        rows = [["2025-03-04 10:00:00", "2025-03-04 10:00:00", "2025-03-04 10:00:00"], ["", "待定", None]]
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        times.learn(connection, "t", {"created": "c1", "accepted": "c2", "due": "c3"})
        assert set(times.types(["created", "accepted", "due"])) == plain, why
        connection.execute("INSERT INTO t VALUES ('2025-3-4', '', '')")
        times.learn(connection, "t", {"created": "c1", "accepted": "c2", "due": "c3"}, failed=True)
        assert set(times.types(["created", "accepted", "due"])) == plain - {"created"}, why
