"""Columns written in different ways, each read by its own formats: one value, one reading."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pytest

from psscore.tickets import Ingested, ingest
from psscore.tickets.mapping import Mapping, read_mapping

COLUMNS = '[columns]\nticket_id = "工单编号"\ncreated = "受理时间"\nclosed = "办结时间"\n'
OWN = 'time_formats = ["%Y-%m-%d"]\n' + COLUMNS + '[times]\ncreated = ["%d/%m/%Y", "excel"]\nclosed = "%m/%d/%Y"\n'
OLD = COLUMNS + '[times]\ncreated = ["%d/%m/%Y", "excel1904"]\n'


def mapping(text: str) -> Mapping:
    return read_mapping(text.encode(), "m.toml")


def times(result: Ingested) -> list[tuple[str | None, str | None]]:
    rows = duckdb.execute(
        "SELECT created_s, closed_s FROM read_parquet(?, hive_partitioning = false) ORDER BY version_tie",
        [result.glob],
    ).fetchall()
    start = datetime.datetime(1970, 1, 1)
    return [
        tuple(None if s is None else str(start + datetime.timedelta(seconds=s))[:16] for s in row)  # type: ignore[misc]
        for row in rows
    ]


@pytest.mark.parametrize(
    ("text", "created", "closed", "expected", "why"),
    [
        (OWN, "03/04/2025", "05/04/2025", ("2025-04-03 00:00", "2025-05-04 00:00"), "day first beside month first"),
        (OWN, "45720.5", "03/15/2025", ("2025-03-04 12:00", "2025-03-15 00:00"), "serials mixed into one column"),
        (OWN, "45720", "45720.5", ("2025-03-04 00:00", None), "but not into the other"),
        (OWN, "2025-03-04", "2025-03-04", (None, None), "the common list is for columns without their own"),
        (OWN, "30/04/2025", "30/04/2025", ("2025-04-30 00:00", None), "there is no month 30"),
        (OLD, "44258.25", "2025-03-04 08:00:00", ("2025-03-04 06:00", "2025-03-04 08:00"), "the 1904 date system"),
        (OLD, "04/03/2025", "2025/3/4 8:00", ("2025-03-04 00:00", "2025-03-04 08:00"), "the common ones elsewhere"),
    ],
)
def test_each_column_has_its_formats(
    tmp_path: Path, text: str, created: str, closed: str, expected: tuple[str | None, str | None], why: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"工单编号,受理时间,办结时间\nGD1,{created},{closed}\n", "utf-8")
    with ingest(path, mapping(text), max_rejects=1) as result:
        assert times(result) == [expected], why
        assert result.doubtful == (None in expected), why


def test_date_cells_are_dates_whatever_text_cells_look_like(tmp_path: Path) -> None:
    """A column of a sheet holds text as it was typed, and cells Excel took for dates."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for cells in (
        ["工单编号", "受理时间", "办结时间"],
        ["GD1", "13/04/2025", "04/13/2025"],
        ["GD2", datetime.datetime(2025, 4, 3, 10, 30), datetime.date(2025, 4, 5)],
    ):
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    expected = [("2025-04-13 00:00", "2025-04-13 00:00"), ("2025-04-03 10:30", "2025-04-05 00:00")]
    with ingest(tmp_path / "a.xlsx", mapping(OWN)) as result:
        assert times(result) == expected
        assert result.doubts == {}


def test_times_of_a_frame_are_times() -> None:
    frame = pandas.DataFrame(
        {"工单编号": ["GD1"], "受理时间": pandas.to_datetime(["2025-04-03 10:30"]), "办结时间": ["04/13/2025"]}
    )
    with ingest(frame, mapping(OWN)) as result:
        assert times(result) == [("2025-04-03 10:30", "2025-04-13 00:00")]
