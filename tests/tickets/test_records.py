"""The law of conservation: whatever bytes come, accepted and rejected records are the physical ones."""

from __future__ import annotations

import csv
import itertools
from fractions import Fraction
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exports_of_tickets import HEADER, row
from psscore.tickets import TicketsRefused, ingest, records, sources
from psscore.tickets.records import LONGEST_RECORD, Shape, Sorter, Unclosed, _is_stray, _stray, whole_records
from psscore.tickets.writing import Written

CELLS = st.text(alphabet='ab,"\n 路0', max_size=6)


def written(rows: list[list[str]], newline: str) -> str:
    out = StringIO()
    csv.writer(out, lineterminator=newline).writerows(rows)
    return out.getvalue()


def blocks(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12), st.integers(1, 40))
def test_sound_tables_are_cut_at_records_only(rows: list[list[str]], size: int) -> None:
    data = written(rows, "\n").encode()
    pieces = list(whole_records(blocks(data, size), '"'))
    assert b"".join(piece for piece, _ in pieces) == data
    assert sum(count for _, count in pieces) == len(rows)
    for piece, count in pieces:
        assert len(list(csv.reader(StringIO(piece.decode(), newline="")))) == count


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_sorting_keeps_every_sound_record(rows: list[list[str]], newline: str) -> None:
    data = written(rows, newline).encode()
    pieces = list(Sorter(Shape(",", '"', 3)).pieces(blocks(data, 7)))
    read = list(csv.reader(StringIO(b"".join(piece for piece, _ in pieces).decode(), newline="")))
    # The writer leaves a space before a quote unquoted: which is the quote then is not known, and it is a mark.
    sound = [record for record in read if not record[0].startswith("\x01")]
    expected = [[cell.replace("\r\n", "\n") for cell in record] for record in rows]
    assert sum(count for _, count in pieces) >= len(sound)
    assert all(record in expected for record in sound)
    if not any("\x01" in record[0] for record in read):
        assert read == expected


@given(st.binary(max_size=200), st.integers(1, 50))
def test_no_bytes_make_the_sorter_lose_count(data: bytes, size: int) -> None:
    pieces = list(Sorter(Shape(",", '"', 3)).pieces(blocks(data, size)))
    again = list(Sorter(Shape(",", '"', 3)).pieces([data]))
    assert sum(count for _, count in pieces) == sum(count for _, count in again)
    for piece, count in pieces:
        assert count >= 1
        assert piece.endswith(b"\n")


@pytest.mark.parametrize("block", [1 << 17, 1 << 18, 1 << 20])
@pytest.mark.parametrize("before", [0, 100_000, 900_000])
@pytest.mark.parametrize(("more", "marks"), [(-1, 1), (0, 1), (1, 2)])
def test_a_long_record_of_many_lines_is_sound_wherever_blocks_end(
    block: int, before: int, more: int, marks: int
) -> None:
    """Up to the longest the engine takes, whatever stands before it and however many bytes are read at a time."""
    cell = b'"' + b'{""k"":1}\n' * (LONGEST_RECORD // 10 - 1)
    cell += b"x" * (LONGEST_RECORD + more - len(cell) - len('1,2,"\n')) + b'"'
    long = b"1,2," + cell + b"\n"
    assert len(long) == LONGEST_RECORD + more
    data = b'a,"b"c,d\n' + b"1,2,3\n" * (before // 6) + long + b"1,2,3\n" * 100
    pieces = list(Sorter(Shape(",", '"', 3)).pieces(blocks(data, block)))
    assert sum(piece.startswith(b"\x01") for piece, _ in pieces) == marks
    assert sum(count for _, count in pieces) == before // 6 + 102


def test_a_quote_that_never_closes_is_told() -> None:
    with pytest.raises(Unclosed):
        list(whole_records([b'a,"b\n'], '"'))
    assert list(whole_records([b'a,"b\n'], "")) == [(b'a,"b\n', 1)]


ACCEPTED = (
    row(1),
    row(2, '"甲\n乙,""丙"""'),
    row(3, 'a"b'),
    row(4).replace("\n", "\r\n"),
    row(5, created="x"),
    row(6, "\ufffd"),
    "GD7,2025-01-01 00:00:00,,,,,,\n",
)
REJECTED = (
    row(8, '"a"b'),
    "GD9,2025-01-01 00:00:00\n",
    "GD9,2025-01-01 00:00:00,,,,,x\n",
    "\n",
    ",,,,\n",
    HEADER,
    "合计,,,,\n",
    "1.2E+12,2025-01-01 00:00:00,,,\n",
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([row(3, 'a"b'), row(3, 'a"b'), "\n"], (200, 64))
@given(st.lists(st.sampled_from(ACCEPTED + REJECTED), max_size=30), st.sampled_from([(200, 64), (1 << 26, 1 << 22)]))
def test_accepted_and_rejected_are_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], sizes: tuple[int, int]
) -> None:
    monkeypatch.setattr(sources, "SEGMENT", sizes[0])
    monkeypatch.setattr(sources, "BLOCK", sizes[1])
    path = tmp_path / "a.csv"
    path.write_bytes((HEADER + "".join(lines)).encode())
    with ingest(path, max_rejects=Fraction(1)) as result:
        assert result.read == len(lines)
        assert result.accepted == sum(line in ACCEPTED for line in lines)
        assert result.rejected == sum(line in REJECTED for line in lines)


@pytest.mark.parametrize(("segment", "records"), [(300, 1000), (5000, 1000), (1 << 26, 1000), (1 << 26, 7)])
@pytest.mark.parametrize("fault", ["", row(9, '"open')])
def test_segments_do_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: int, records: int, fault: str
) -> None:
    monkeypatch.setattr(sources, "SEGMENT", segment)
    monkeypatch.setattr(sources, "RECORDS", records)
    monkeypatch.setattr(sources, "BLOCK", 128)
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "".join(row(n) for n in range(60)) + fault + row(60), "utf-8")
    with ingest(path, max_rejects=Fraction(1)) as result:
        places = duckdb.sql(f"SELECT ticket_id, source_line FROM '{result.glob}' ORDER BY version_tie").fetchall()
        last = 62 + bool(fault)
        assert places == [(f"GD{n:06d}", n + 2) for n in range(60)] + [("GD000060", last)]


def test_a_table_that_the_engine_reads_otherwise_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psscore.tickets.writing.write_parts", lambda *_, **__: Written())
    path = tmp_path / "a.csv"
    path.write_text(HEADER + row(1), "utf-8")
    with pytest.raises(TicketsRefused) as refused:
        ingest(path, into=tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"], "nothing is left"
    assert "as many records" in refused.value.sentences[0].en


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_quotes_inside_a_field_are_found_wherever_they_stand(delimiter: str) -> None:
    """Every text of some letters: taken apart by hand, a quote with a letter on both sides is one inside a field."""
    letters = 'a"' + delimiter + "\n"
    for length in range(1, 7):
        for drawn in itertools.product(letters, repeat=length):
            text = "".join(drawn)
            found = any(
                text[at] == '"' and text[at - 1] == "a" and text[at + 1] == "a" for at in range(1, len(text) - 1)
            )
            stray = _stray(b'"', delimiter.encode())
            assert bool(stray.search(text.encode())) is found, text
            places = [at for at, letter in enumerate(text) if letter == '"']
            assert _is_stray(text.encode(), places, f'{delimiter}"\r\n'.encode()) is found, text


@pytest.mark.parametrize("sparse", [1, 1 << 30], ids=["quote by quote", "all quotes at once"])
def test_records_are_counted_the_same_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch, sparse: int) -> None:
    """The count over a block equals a count taken letter by letter, whether its quotes are few or many."""
    monkeypatch.setattr(records, "_SPARSE", sparse)
    for drawn in itertools.product('a"\n', repeat=7):
        text = "".join(drawn) + "\n"
        if text.count('"') % 2:
            continue
        inside, ends = False, 0
        for letter in text:
            inside ^= letter == '"'
            ends += letter == "\n" and not inside
        for size in (1, 3, 8):
            blocks = [text[at : at + size].encode() for at in range(0, len(text), size)]
            try:
                pieces = list(whole_records(blocks, '"'))
            except Unclosed:
                assert 'a"a' in text
                continue
            assert 'a"a' not in text or size < 8, "a quote inside a field is told"
            assert sum(count for _, count in pieces) == ends, (text, size)
            assert b"".join(data for data, _ in pieces) == text.encode()
