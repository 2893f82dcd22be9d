"""An export with too many rejects is not read to its end; one that would have passed always is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from exports_of_tickets import HEADER, row
from psscore.tickets import TicketsRefused, ingest, limits, sources
from psscore.tickets.limits import is_hopeless
from psscore.tickets.writing import Written

BAD = ",2025-03-04 10:00:00,,是,路灯\n"  # no ticket number
DOUBTFUL = row(1, created="昨天")
ROWS = 20_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SEGMENT", 1 << 16)
    monkeypatch.setattr(sources, "BLOCK", 1 << 15)
    monkeypatch.setattr(limits, "SURE", 1000)


def export(path: Path, bad: range, fault: str = BAD, rows: int = ROWS) -> Path:
    """Sound rows but for those in the range."""
    path.write_text(HEADER + "".join(fault if n in bad else row(n) for n in range(rows)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("fault", "rows", "said", "why"),
    [
        (BAD, ROWS, "no ticket number", "rejected"),
        (DOUBTFUL, ROWS, "a time of no form", "doubtful"),
        (
            "GD1,2025-03-04 10:00:00,,是\n",
            5 * ROWS,
            "not as many columns",
            "sorted out with care, a megabyte at a time",
        ),
    ],
)
def test_a_hopeless_file_stops_early(tmp_path: Path, fault: str, rows: int, said: str, why: str) -> None:
    path = export(tmp_path / "a.csv", range(rows), fault, rows)
    read: list[int] = []
    with pytest.raises(TicketsRefused) as refused:
        ingest(path, into=tmp_path / "out", progress=read.append)
    first, *others = (sentence.en for sentence in refused.value.sentences)
    assert "not read to its end" in first, why
    assert any(said in line for line in others), why
    assert sum(read) < path.stat().st_size * 0.7, why
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"], "nothing is left"


@pytest.mark.parametrize(
    ("bad", "stopped", "why"),
    [
        (range(0), None, "nothing is wrong"),
        (range(200), None, "1 %, all of it at the top: the rest makes up for it"),
        (range(ROWS - 200, ROWS), None, "1 % at the end"),
        (range(201), False, "a little above: known at the end only"),
        (range(ROWS - 400, ROWS), False, "2 % at the end: read whole by then"),
        (range(4000), True, "20 % at the top"),
    ],
)
def test_what_would_pass_is_not_stopped(tmp_path: Path, bad: range, stopped: bool | None, why: str) -> None:
    path = export(tmp_path / "a.csv", bad)
    if stopped is None:
        with ingest(path) as result:
            assert (result.read, result.rejected) == (ROWS, len(bad)), why
        return
    with pytest.raises(TicketsRefused) as refused:
        ingest(path)
    assert ("not read to its end" in refused.value.sentences[0].en) is stopped, why
    assert refused.value.code == "too_many_rejects"


def test_the_share_is_that_of_all_files_together(tmp_path: Path) -> None:
    """A small file of rejects only, before a large sound one: the same limit as when all are read."""
    (tmp_path / "a.csv").write_text(HEADER + BAD * 1500, "utf-8")
    export(tmp_path / "b.csv", range(0))
    with ingest(tmp_path, max_rejects=Fraction(8, 100)) as result:
        assert (result.read, result.rejected) == (ROWS + 1500, 1500)
    with pytest.raises(TicketsRefused) as refused:
        ingest(tmp_path, max_rejects=Fraction(1, 100))
    assert refused.value.sentences[0].en.startswith("a.csv: more than all files together could lose")


@pytest.mark.parametrize(
    ("written", "done", "hopeless", "why"),
    [
        (Written(999, 999), 10, False, "too few records to say"),
        (Written(1000, 1000), 10, True, "all of them, a tenth read"),
        # A tenth read: up to 1000 + 1.5 * 9000 = 14500 records are expected, of which 1 % may be lost.
        (Written(1000, 145), 10, False, "just what may be lost"),
        (Written(1000, 146), 10, True, "one more"),
        (Written(1000, 0, 146), 10, True, "doubtful ones are limited alike"),
        (Written(1000, 1000), 100, False, "everything is read: nothing to stop"),
    ],
)
def test_when_there_is_no_hope(written: Written, done: int, hopeless: bool, why: str) -> None:
    assert is_hopeless(written, written.records, done, 100, Fraction(1, 100)) is hopeless, why
