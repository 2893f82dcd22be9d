"""Sources, folders and frames; nothing half-written; no personal data anywhere."""

from __future__ import annotations

import datetime
import hashlib
import json
from fractions import Fraction
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from exports_of_tickets import HEADER, row
from psscore.tickets import TicketsRefused, ingest, open_ingested
from psscore.tickets.canonical import COLUMNS, NAMES
from psscore.tickets.mapping import read_mapping

MAP = """
time_formats = ["%Y-%m-%d %H:%M:%S", "excel"]
[columns]
ticket_id = ["工单编号"]
created = ["受理时间"]
closed = ["办结时间"]
due = ["办理时限"]
city = ["城市"]
"""
SECRETS = ("张三丰", "13812345678", "110101199003071234", "幸福路7号", "路灯坏了三天")


def sheet(path: Path, rows: list[list[object]], *, more: str | None = None) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for cells in rows:
        book.active.append(cells)
    if more is not None:
        book.create_sheet(more).append(["说明"])
    book.save(path)
    return path


def test_excel_cells(tmp_path: Path) -> None:
    when = datetime.datetime(2025, 3, 4, 10, 0)
    rows: list[list[object]] = [
        ["12345 工单明细"],
        ["工单编号", "受理时间", "办结时间", "备注"],
        ["GD1", when, "2025-03-05 00:00:00", "=1+1"],
        [20250001, when, None, None],
        [None, None, None, None],
        [1234567890123456789, when, None, None],
        ["合计", None, None, 3],
    ]
    path = sheet(tmp_path / "导出.xlsx", rows, more="说明")
    with ingest(path, max_rejects=Fraction(1)) as result:
        assert (result.read, result.accepted) == (5, 2)
        assert result.rejects == {"blank": 1, "id_scientific": 1, "total": 1}
        found = duckdb.sql(
            f"SELECT ticket_id, created_s, closed_s, source_file, source_line FROM '{result.glob}' ORDER BY source_line"
        ).fetchall()
        assert found == [
            ("GD1", 1741082400, 1741132800, "导出.xlsx!Sheet", 3),
            ("20250001", 1741082400, None, "导出.xlsx!Sheet", 4),
        ]


@pytest.mark.parametrize(
    ("serial", "seconds", "why"),
    [("45720.4166666667", 1741082400, "ten o'clock"), ("45720", 1741046400, "midnight"), ("4572", None, "four digits")],
)
def test_excel_serials_only_where_the_mapping_says_so(
    tmp_path: Path, serial: str, seconds: int | None, why: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"工单编号,受理时间\nGD1,{serial}\n", "utf-8")
    with ingest(path, read_mapping(MAP.encode(), "m.toml"), max_rejects=Fraction(1)) as result:
        assert duckdb.sql(f"SELECT created_s FROM '{result.glob}'").fetchall() == [(seconds,)], why


def test_a_due_date_can_last_until_the_evening(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("工单编号,受理时间,办理时限\nA,2025-01-01 00:00:00,2025-01-02 00:00:00\n", "utf-8")
    for setting, expected in (("", 1735776000), ("due_end_of_day = true\n", 1735776000 + 86399)):
        with ingest(path, read_mapping((setting + MAP).encode(), "m.toml")) as result:
            found = duckdb.sql(f"SELECT created_s, due_s FROM '{result.glob}'").fetchall()
            assert found == [(1735689600, expected)]


def test_the_folder_has_the_canonical_columns_by_city_and_year(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "工单编号,受理时间,城市\nA,2024-12-31 23:59:59,甲市\nB,2025-01-01 00:00:00,甲市\nC,2025-01-01 00:00:00,../乙\n"
        "D,2025-01-01 00:00:00,\n",
        "utf-8",
    )
    result = ingest(path, into=tmp_path / "out")
    parts = {p.parent.relative_to(result.folder).as_posix() for p in result.folder.rglob("*.parquet")}
    assert parts == {
        "tickets/city=%E7%94%B2%E5%B8%82/year=2024",
        "tickets/city=%E7%94%B2%E5%B8%82/year=2025",
        "tickets/city=..%2F%E4%B9%99/year=2025",
        "tickets/city=__HIVE_DEFAULT_PARTITION__/year=2025",
    }
    described = duckdb.sql(
        f"DESCRIBE SELECT * FROM read_parquet('{result.glob}', hive_partitioning = false)"
    ).fetchall()
    types = {name: kind for name, kind, *_ in described}
    assert [types[name] for name in NAMES] == [column.sql_type for column in COLUMNS]
    assert open_ingested(result.folder) == result
    receipt = json.loads((result.folder / "ingest.json").read_text("utf-8"))
    assert receipt["schema"] == "psscore.ingest/1"
    assert receipt["files"][0]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_many_files_in_the_order_named(tmp_path: Path) -> None:
    folder = tmp_path / "导出"
    (folder / "下").mkdir(parents=True)
    (folder / "b.csv").write_text(HEADER + row(1), "utf-8")
    (folder / "a.csv").write_bytes((HEADER + row(1) + row(2)).encode("gb18030"))
    (folder / "下" / "c.csv").write_text(HEADER, "utf-8")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    with ingest(folder) as result:
        assert [one.name for one in result.files] == ["a.csv", "b.csv", "下/c.csv"]
        assert (result.read, result.duplicates) == (3, 1)
        ties = duckdb.sql(f"SELECT source_file FROM '{result.glob}' ORDER BY version_tie").fetchall()
        assert ties == [("a.csv",), ("a.csv",), ("b.csv",)]
    with ingest([str(folder / "*.csv"), folder / "a.csv"]) as result:
        assert [one.name for one in result.files] == ["a.csv", "b.csv"]


def test_a_frame() -> None:
    frame = pd.DataFrame(
        {
            "工单编号": [1.0, 2.0, None, 1e18],
            "受理时间": pd.to_datetime(["2025-03-04 10:00:00", None, None, "2025-03-04 10:00:00"]),
            "是否解决": [True, False, None, True],
            "返工次数": [0, 1, 2, 3],
        }
    )
    with ingest(frame, max_rejects=Fraction(1)) as result:
        found = duckdb.sql(
            f"SELECT ticket_id, created_s, resolved, reworked, source_line FROM '{result.glob}' ORDER BY ALL"
        ).fetchall()
        assert found == [("1", 1741082400, 1, 0, 2), ("2", None, 0, 1, 3)]
        assert result.rejects == {"id_missing": 1, "id_scientific": 1}


def test_no_personal_data_leaves_the_reader(tmp_path: Path) -> None:
    name, phone, number, address, text = SECRETS
    path = tmp_path / "a.csv"
    path.write_text(
        "工单编号,受理时间,签收时间,是否解决,来电人姓名,联系电话,身份证号,地址,诉求内容\n"
        f"GD1,2025-03-04 10:00:00,,是,{name},{phone},{number},{address},{text}\n"
        f"GD2,{name},{phone},{text},,,,,\n"
        f"GD3,{phone},,{number},,,,,,\n",
        "utf-8",
    )
    result = ingest(path, into=tmp_path / "out", max_rejects=Fraction(1))
    kept = b"".join(p.read_bytes() for p in result.folder.rglob("*") if p.is_file() and p.suffix != ".parquet")
    table = repr(duckdb.sql(f"SELECT * FROM '{result.glob}'").fetchall())
    for secret in SECRETS:
        assert secret not in table
        assert secret.encode() not in kept
    shapes = (result.folder / "rejects/values.csv").read_text("utf-8-sig")
    assert "某某某" in shapes
    assert "99999999999" in shapes
    with pytest.raises(TicketsRefused) as refused:
        ingest(path)
    told = " ".join(sentence.zh + sentence.en for sentence in refused.value.sentences)
    assert not any(secret in told for secret in SECRETS)


@pytest.mark.parametrize("value", [SECRETS[1], f"身份证{SECRETS[2]}", "长" * 101])
def test_labels_that_are_no_labels_are_refused(tmp_path: Path, value: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"工单编号,受理时间,承办单位\nA,2025-03-04 10:00:00,{value}\n", "utf-8")
    with pytest.raises(TicketsRefused) as refused:
        ingest(path, into=tmp_path / "out")
    assert refused.value.code == "personal_data"
    assert not (tmp_path / "out").exists()


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out"
    path.write_text(HEADER + row(1), "utf-8")
    assert ingest(path, into=out).accepted == 1
    with pytest.raises(TicketsRefused, match="exists"):
        ingest(path, into=out)
    path.write_text(HEADER + row(1) + row(2), "utf-8")
    assert ingest(path, into=out, force=True).accepted == 2
    other = tmp_path / "mine"
    other.mkdir()
    (other / "notes.txt").write_text("keep", "utf-8")
    with pytest.raises(TicketsRefused, match="never anything else"):
        ingest(path, into=other, force=True)
    assert (other / "notes.txt").read_text("utf-8") == "keep"
    path.write_text("无关,表格\n1,2\n", "utf-8")
    with pytest.raises(TicketsRefused):
        ingest(path, into=out, force=True)
    assert open_ingested(out).accepted == 2, "a refusal leaves the folder as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "mine", "out"]


def test_a_temporary_folder_goes_when_it_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    path = tmp_path / "a.csv"
    path.write_text(HEADER + row(1), "utf-8")
    with ingest(path) as result:
        assert any((tmp_path / "temp").iterdir())
        assert result.folder.is_dir()
    assert not any((tmp_path / "temp").iterdir())
    with pytest.raises(TicketsRefused):
        ingest(path, read_mapping(MAP.replace("工单编号", "无").encode(), "m.toml"))
    assert not any((tmp_path / "temp").iterdir())


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + row(1), "utf-8")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(path, into=tmp_path / "out", progress=interrupt)
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "data", "said", "why"),
    [
        ("a.csv", "编号,时间\n1,2\n".encode(), "columns.ticket_id", "no required column: names what was found"),
        ("a.csv", b"", "no column for", "empty"),
        ("a.csv", (HEADER + row(1)).replace(",", "\t").encode(), 'delimiter = "\\t"', "another separator"),
        ("a.csv", b"PK\x03\x04", "not a text file", "a workbook by another name"),
        ("a.csv", b"<html>", "not a text file", "a web page"),
        ("a.csv", bytes(range(128, 256)) * 9, "neither UTF-8", "no text"),
        ("a.csv", "工单编号,受理时间,受理时间\nA,,\n".encode(), "names columns twice", "one name for two columns"),
        ("a.xlsx", b"PK\x03\x04", "not a readable workbook", "a damaged workbook"),
    ],
)
def test_refusals_say_what_to_do(tmp_path: Path, name: str, data: bytes, said: str, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TicketsRefused) as refused:
        ingest(tmp_path / name)
    assert said in str(refused.value), why


def test_all_files_that_cannot_be_read_are_told_together(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x,y\n", "utf-8")
    with pytest.raises(TicketsRefused) as refused:
        ingest(tmp_path)
    assert [sentence.en.partition(":")[0] for sentence in refused.value.sentences] == ["a.csv", "b.csv"]
    with pytest.raises(TicketsRefused, match="no such file"):
        ingest(tmp_path / "missing.csv")
