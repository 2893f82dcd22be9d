"""Dirty data as it comes: every physical record is accepted or rejected with its reason, on every path."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from exports_of_tickets import HEADER, export, row
from psscore.tickets import Ingested, TicketsRefused, ingest
from psscore.tickets.records import LONGEST_RECORD

N, BAD = 200, 10
OK = "2025-03-04 10:00:00"


def read(tmp_path: Path, data: str | bytes, encoding: str = "utf-8", share: Fraction = Fraction(1)) -> Ingested:
    path = tmp_path / "导出.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    result = ingest(path, max_rejects=share)
    assert result.read == result.accepted + result.rejected
    return result


@pytest.mark.parametrize(
    ("fault", "reason", "careful", "why"),
    [
        ("GD{},2025-03-04 10:00:00,,是\n", "columns", True, "a column too few"),
        ("GD{},2025-03-04 10:00:00,,是,a,b\n", "columns", True, "a column too many"),
        ('GD{},2025-03-04 10:00:00,,是,"路"灯"\n', "quote", True, "text after a closing quote"),
        ('GD{},2025-03-04 10:00:00,,是,"路灯\n', "quote", True, "a quote that never closes loses its own line only"),
        ("GD{},2025-03-04 10:00:00,,是,路\r灯\n", "line_end", True, "a lone carriage return"),
        (f"GD{{}},2025-03-04 10:00:00,,是,{'a' * 3_000_000}\n", "long", True, "more than the engine takes"),
        (HEADER, "header", False, "the header repeated"),
        ("合计,,,,200\n", "total", False, "totals in the column of numbers"),
        ("总计：200 件,,,,\n", "total", False, "totals with a number in the text"),
        ("\n", "blank", True, "an empty line"),
        ("  \t \n", "blank", True, "a line of spaces"),
        (",,,,\n", "blank", False, "an empty row as Excel writes it"),
        (",\u3000, ,,\n", "blank", False, "full-width spaces are blank too"),
        ("1.23E+15,2025-03-04 10:00:00,,是,\n", "id_scientific", False, "digits are lost: never guessed"),
        ("1.2e15,2025-03-04 10:00:00,,是,\n", "id_scientific", False, "the same without a sign"),
        (",2025-03-04 10:00:00,,是,路灯\n", "id_missing", False, "no number"),
    ],
)
def test_a_fault_costs_its_own_record(tmp_path: Path, fault: str, reason: str, careful: bool, why: str) -> None:
    with read(tmp_path, export(BAD, fault)) as result:
        assert (result.read, result.accepted, result.rejects) == (N, N - BAD, {reason: BAD}), why
        assert result.files[0].careful is careful, why
        assert result.doubts == {}, why


@pytest.mark.parametrize(
    ("length", "newline", "rejects", "why"),
    [
        (LONGEST_RECORD, "\n", {}, "the longest record the engine takes"),
        (LONGEST_RECORD + 2, "\n", {"long": 1}, "a byte more, and one for the first of a segment"),
        (5_000_000, "\n", {"long": 1}, "more than the buffer of the engine"),
        (5_000_000, "\r\n", {"long": 1}, "the other line end"),
        (20_000_000, "\n", {"long": 1}, "more than is held of a line"),
        (20_000_000, "", {"long": 1}, "the same without an end"),
    ],
)
@pytest.mark.parametrize("fault", ["", "GD8,x\n"], ids=["sound", "sorted"])
def test_a_long_record(
    tmp_path: Path, length: int, newline: str, rejects: dict[str, int], why: str, fault: str
) -> None:
    start = "GD7,2025-03-04 10:00:00,,是,"
    line = start + "a" * (length - len(start.encode()) - len(newline)) + newline
    after = row(9) + row(10) if newline else ""
    with read(tmp_path, HEADER + row(6) + fault + line + after) as result:
        assert result.rejects == rejects | ({"columns": 1} if fault else {}), why
        found = duckdb.sql(f"SELECT ticket_id, source_line FROM '{result.glob}' ORDER BY source_line").fetchall()
        first = 3 + bool(fault)
        kept = [("GD000006", 2)] + [("GD7", first)] * (not rejects)
        assert found == kept + [("GD000009", first + 1), ("GD000010", first + 2)] * bool(newline), why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (row(7, '"第一行\n第二行，""引""\n\n"'), "line ends and doubled quotes within quotes"),
        (row(7, 'a"b'), "a quote within a cell that is not quoted is text"),
        (row(7, "=1+1"), "a formula is text"),
        (row(7).replace("\n", "\r\n"), "one line end of the other kind"),
        (row(7, "a\0b"), "a NUL in a column that is not read"),
        (" " + row(7), "a space before the number"),
    ],
)
def test_odd_but_sound(tmp_path: Path, line: str, why: str) -> None:
    with read(tmp_path, export(BAD, line)) as result:
        assert (result.accepted, result.rejected, result.doubts) == (N, 0, {}), why


@pytest.mark.parametrize(
    ("encoding", "newline", "why"),
    [
        ("utf-8", "\n", "plain"),
        ("utf-8-sig", "\r\n", "as Excel saves CSV UTF-8"),
        ("gb18030", "\r\n", "as Excel saves CSV in China"),
        ("gbk", "\n", "GBK is within GB18030"),
        ("utf-16", "\r\n", "Unicode text of Excel"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, newline: str, why: str) -> None:
    with read(tmp_path, export().replace("\n", newline), encoding) as result:
        assert (result.accepted, result.rejected) == (N, 0), why
        found = duckdb.sql(
            f"SELECT count(resolved), min(source_line), max(source_line) FROM '{result.glob}'"
        ).fetchall()
        assert found == [(N, 2, N + 1)], why


def test_damaged_characters_matter_only_where_they_are_read(tmp_path: Path) -> None:
    free = export(BAD, row(7, "XX")).encode().replace(b"XX", b"\xff\xfe")
    with read(tmp_path, free) as result:
        assert (result.accepted, result.rejected) == (N, 0)
    number = export(BAD, "XX" + row(7)).encode().replace(b"XX", b"\xff\xfe")
    with read(tmp_path, number) as result:
        assert result.rejects == {"damaged": BAD}
    both = number.replace(b"\xe8\xb7\xaf\xe7\x81\xaf", b"\xff\xff\xff\xff\xff\xff", 1)
    with read(tmp_path, both) as result:
        assert result.rejects == {"damaged": BAD}


@pytest.mark.parametrize(
    ("created", "seconds", "why"),
    [
        (OK, 1741082400, "ISO; local seconds, not UTC"),
        ("2025/3/4 10:00", 1741082400, "no leading zeros"),
        ("２０２５－０３－０４　１０：００：００", 1741082400, "full-width"),
        ("2025年3月4日 10:00:00", 1741082400, "Chinese"),
        ("2025-03-04T02:00:00Z", 1741082400, "UTC becomes the stated zone"),
        ("2025-03-04T10:00:00+0800", 1741082400, "an offset equal to the zone"),
        ("2025-03-04 10:00:00.9", 1741082400, "fractions are cut"),
        ("2025-03-04 23:59:60", None, "a leap second is no time of a ticket"),
        ("2025-02-30 10:00:00", None, "no such day"),
        ("2025-03-04 24:00:00", None, "no such hour"),
        ("2025-03-04", None, "a bare date is listed in no mapping"),
        ("45720.41667", None, "a serial number, unless the mapping says so"),
        ("infinity", None, "a word the engine would take for a time"),
        ("epoch", None, "another"),
        ("25-3-4 10:00", None, "a year of two digits"),
        ("1989-12-31 23:59:59", None, "before any such platform"),
        ("1990-01-01 00:00:00", 631152000, "the first moment"),
        ("2100-01-01 00:00:00", 4102444800, "the last"),
        ("2100-01-01 00:00:01", None, "after it"),
    ],
)
def test_times(tmp_path: Path, created: str, seconds: int | None, why: str) -> None:
    with read(tmp_path, HEADER + row(1, created=created).replace("2025-03-05 10:20:00", "")) as result:
        found = duckdb.sql(f"SELECT created_s, bad_time FROM '{result.glob}'").fetchall()
        assert found == [(seconds, int(seconds is None))], why
        assert result.doubts == ({} if seconds is not None else {"created:unreadable": 1}), why


@pytest.mark.parametrize(
    ("line", "doubts", "bad_time", "why"),
    [
        (row(1, created=""), {"created:blank": 1}, 1, "no time of creation"),
        (row(1, created=" "), {"created:blank": 1}, 1, "a space is blank"),
        (row(1, created="2025-03-05 10:20:01"), {"accepted:backwards": 1}, 1, "signed for before created"),
        (row(1, created="2025-03-05 10:20:00"), {}, 0, "at the same second"),
        (row(1, resolved="部分"), {"resolved:unlisted": 1}, 0, "a value not listed is unknown, and told"),
        (row(1, resolved=""), {}, 0, "blank is unknown"),
    ],
)
def test_doubts(tmp_path: Path, line: str, doubts: dict[str, int], bad_time: int, why: str) -> None:
    with read(tmp_path, HEADER + line) as result:
        assert (dict(result.doubts), result.doubtful) == (doubts, len(doubts)), why
        assert duckdb.sql(f"SELECT bad_time FROM '{result.glob}'").fetchall() == [(bad_time,)], why


@pytest.mark.parametrize(
    ("rejected", "stops", "why"),
    [(1, False, "below 1 %"), (2, False, "on the limit"), (3, True, "above")],
)
def test_the_share_that_stops(tmp_path: Path, rejected: int, stops: bool, why: str) -> None:
    for line in (",2025-03-04 10:00:00,,是,\n", row(1, created="2025-13-01 10:00:00")):
        data = HEADER + line * rejected + "".join(row(n) for n in range(200 - rejected))
        if stops:
            with pytest.raises(TicketsRefused) as refused:
                read(tmp_path, data, share=Fraction(1, 100))
            assert refused.value.code == "too_many_rejects", why
        else:
            with read(tmp_path, data, share=Fraction(1, 100)) as result:
                assert result.read == 200, why


def test_rows_that_are_no_tickets_do_not_stop(tmp_path: Path) -> None:
    with read(tmp_path, HEADER + row(1) + "\n" * 5 + "合计,,,,1\n", share=Fraction(1, 100)) as result:
        assert (result.accepted, result.rejects) == (1, {"blank": 5, "total": 1})


def test_a_title_above_the_header(tmp_path: Path) -> None:
    with read(tmp_path, "12345 工单明细表\n\n" + HEADER + row(1)) as result:
        assert (result.read, result.accepted) == (1, 1)
        assert duckdb.sql(f"SELECT source_line FROM '{result.glob}'").fetchall() == [(4,)]


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("导出单位\r\r\n", "carriage returns before the line end"),
        ('导出单位, "市\n局"\n', "a quoted cell over two lines, with a blank before it"),
        (' "市\n局"\n', "the same at the start of a line"),
    ],
)
def test_a_title_costs_no_ticket(tmp_path: Path, title: str, why: str) -> None:
    with read(tmp_path, title + HEADER + row(1) + row(2)) as result:
        assert (result.read, result.accepted) == (2, 2), why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("标题\r副标题\n" + HEADER + row(1) + row(2), "a lone carriage return above the header"),
        (HEADER.replace("\n", "\r") + row(1) + row(2), "the header ended by a lone carriage return"),
        ((HEADER + row(1) + row(2)).replace("\n", "\r"), "no line feed at all, as old CSV for Macintosh"),
    ],
)
def test_lone_carriage_returns_up_to_the_header_are_refused(tmp_path: Path, data: str, why: str) -> None:
    with pytest.raises(TicketsRefused) as refused:
        read(tmp_path, data)
    assert "工单编号" in refused.value.sentences[0].zh, why


def test_versions_of_a_ticket_are_counted(tmp_path: Path) -> None:
    with read(tmp_path, HEADER + row(1) + row(2) + row(1) + row(1)) as result:
        assert (result.accepted, result.duplicates) == (4, 2)
