"""Folders of read tickets: of versions that share a moment that of the folder named last counts, and this is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psscore.tickets import ingest
from psscore.tickets.counting import Counts, Settings, Ties, count
from psscore.tickets.folders import readings
from psscore.tickets.opening import opened
from psscore.tickets.report import to_json
from psscore.tickets.tied_versions import tied_told
from tickets.servers import spark_over

HEADER = "工单编号,城市,受理时间,更新时间,是否解决\n"


def read(folder: Path, *rows: str, files: int = 1) -> Path:
    """A reading; its last file holds the rows, those before other tickets."""
    paths = []
    for number in range(files):
        path = folder.parent / f"{folder.name}{number}.csv"
        others = [f"其他{folder.name}{number},甲市,2025-01-01 10:00,2025-01-01 10:00,是"]
        path.write_text(HEADER + "\n".join(rows if number == files - 1 else others) + "\n", "utf-8")
        paths.append(path)
    ingest(paths, into=folder)
    for path in paths:
        path.unlink()
    return folder


def counted(*folders: Path) -> Counts:
    with opened(folders) as (engine, records):
        return count(engine, Settings(), delivered=records.get("delivered", ()))


def version(resolved: str, number: str = "T1", moment: str = "2025-03-05 10:00") -> str:
    return f"{number},甲市,2025-03-04 10:00,{moment},{resolved}"


@pytest.mark.parametrize("files", [1, 3])
def test_the_folder_named_last_decides(tmp_path: Path, files: int) -> None:
    # Were the order of reading compared as it stands, the folder with more records before the ticket would win.
    yes = read(tmp_path / "a", version("是"), files=files)
    no = read(tmp_path / "b", version("否"))
    first, second = counted(yes, no), counted(no, yes)
    others = files - 1
    assert (first.totals["resolved"], second.totals["resolved"]) == (others, others + 1)
    assert first.ties == second.ties == Ties(1, 0, "T1", 1)
    assert first.totals["total"] == 1 + others


def test_a_later_change_counts_whatever_the_order(tmp_path: Path) -> None:
    newer = read(tmp_path / "a", version("是", moment="2025-03-06 10:00"))
    older = read(tmp_path / "b", version("否"))
    for folders in ((newer, older), (older, newer)):
        counts = counted(*folders)
        assert (counts.totals["resolved"], counts.ties.tied) == (1, 0)


def test_the_same_version_in_two_folders_is_no_tie(tmp_path: Path) -> None:
    counts = counted(read(tmp_path / "a", version("是")), read(tmp_path / "b", version("是")))
    assert (counts.totals["total"], counts.totals["resolved"], counts.ties.tied) == (1, 1, 0)
    assert tied_told(counts.ties) is None


def test_ties_within_a_reading_are_not_across(tmp_path: Path) -> None:
    counts = counted(read(tmp_path / "a", version("是"), version("否")), read(tmp_path / "b", version("是", "T2")))
    assert counts.ties == Ties(1, 0, "T1", 0)
    assert counts.totals["resolved"] == 1


def test_a_folder_of_readings_takes_them_by_name(tmp_path: Path) -> None:
    inside = tmp_path / "全部"
    inside.mkdir()
    read(inside / "2", version("是"))
    read(inside / "1", version("否"), files=3)
    # What a reading that was killed has left is no data.
    left = inside / ".3.psscore-x" / "parts" / "tickets"
    left.mkdir(parents=True)
    (left / "x.parquet").write_bytes(next((inside / "1").rglob("*.parquet")).read_bytes())
    (left.parent.parent / "ingest.json").write_text("{}")
    counts = counted(inside)
    assert counts.ties == Ties(1, 0, "T1", 1)
    assert (counts.totals["resolved"], counts.totals["total"], counts.versions) == (3, 3, 4)


def test_a_folder_of_readings_knows_what_they_knew(tmp_path: Path) -> None:
    inside = tmp_path / "全部"
    inside.mkdir()
    named = [read(inside / "1", version("是"), ",,,,", files=2), read(inside / "2", version("否"))]
    with opened(named) as (_, one_by_one):
        assert (one_by_one["read"], one_by_one["rejected"], len(one_by_one["sources"])) == (4, 1, 3)
    with opened([inside]) as (_, together):
        assert together == one_by_one
    with opened([inside, inside / "1"]) as (_, twice):
        assert twice == one_by_one
    # Of a table of somebody else's nothing is known but its rows.
    other = tmp_path / "别家"
    other.mkdir()
    (other / "x.parquet").write_bytes(next((inside / "1").rglob("*.parquet")).read_bytes())
    with opened([inside, other]) as (_, records):
        assert "read" not in records
    (inside / "x.parquet").write_bytes((other / "x.parquet").read_bytes())
    with opened([inside]) as (_, records):
        assert "read" not in records


def test_the_warning_names_the_tickets_and_the_rule(tmp_path: Path) -> None:
    counts = counted(read(tmp_path / "a", version("是")), read(tmp_path / "b", version("否")))
    told = to_json(counts, records={})["ties"]
    assert (told["tied"], told["across"]) == (1, 1)
    assert "1 件" in told["reason"]
    assert "后给出的算数" in told["reason"]
    assert json.dumps(told)


def test_starts_leave_room_for_every_record(tmp_path: Path) -> None:
    one, two, three = (
        read(tmp_path / name, version("是"), files=files) for name, files in (("a", 3), ("b", 1), ("c", 2))
    )
    starts = [part.start for part in readings([one, two, three])]
    assert starts == sorted(set(starts))
    assert (starts[0], starts[1] > 2 << 40) == (0, True)
    assert [part.start for part in readings([one])] == [0]


def test_spark_takes_the_same_order(tmp_path: Path) -> None:
    yes, no = read(tmp_path / "a", version("是"), files=3), read(tmp_path / "b", version("否"))
    with spark_over([yes, no]) as engine:
        counts = count(engine, Settings())
    assert (counts.totals["resolved"], counts.ties) == (2, Ties(1, 0, "T1", 1))
