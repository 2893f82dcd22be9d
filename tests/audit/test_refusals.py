"""Files that are no readable table: one sentence, nothing guessed, no traceback."""

from __future__ import annotations

import datetime
import os
import pickle
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook

from audit.forms import Cells, codes, filled, plain, row, write_csv, write_xlsx
from psscore.audit import AuditRefused, audit_file
from psscore.audit.grid import MAX_LINES


def refusal(path: Path) -> AuditRefused:
    with pytest.raises(AuditRefused) as caught:
        audit_file(path)
    assert "\n" not in caught.value.message.zh
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b" \n \n", "empty"),
        ("a.csv", b"one", "no header"),
        ("a.csv", "总分,100\n".encode(), "no header"),
        ("a.csv", b"\x00\x01\x02,\xff", "not UTF-8"),
        ("a.csv", b"PK\x03\x04rest", "name it .xlsx"),
        ("a.csv", ("三级指标,年度指标值,实际完成值,分值,得分\n").encode(), "no rows"),
        ("a.csv", b'a,"' + b"x" * 200_000, "not readable CSV"),
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"not a zip", "not a readable workbook"),
        ("a.xlsx", b"PK\x03\x04 cut off", "not a readable workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xls is not supported"),
        ("a.xlsb", b"PK", ".xlsb is not supported"),
        ("a.pdf", b"%PDF", ".pdf is not supported"),
        ("a", b"x", "without extension"),
    ],
)
def test_bytes(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert words in refusal(tmp_path / name).message.en


def test_places(tmp_path: Path) -> None:
    assert "no such file" in str(refusal(tmp_path / "gone.csv"))
    (tmp_path / "folder.csv").mkdir()
    assert "folder" in str(refusal(tmp_path / "folder.csv"))


@contextmanager
def ordinary_user() -> Iterator[None]:
    """The superuser may read everything, so give that up for a moment."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="file modes do not forbid reading here")
def test_no_permission(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", filled(total=100))
    path.chmod(0)
    with ordinary_user():
        assert "permission" in str(refusal(path))


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/") + ".xml", data)
    return path


def test_packages(tmp_path: Path) -> None:
    assert "not a readable workbook" in str(refusal(zipped(tmp_path / "a.xlsx", word__document=b"<a/>")))
    assert "DTD" in str(refusal(zipped(tmp_path / "b.xlsx", xl__workbook=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>')))
    assert "unpacks" in str(refusal(zipped(tmp_path / "c.xlsx", xl__workbook=b" " * (257 * 2**20))))


def test_a_truncated_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", filled(total=100))
    for size in (100, 1000, path.stat().st_size - 50):
        cut = tmp_path / f"{size}.xlsx"
        cut.write_bytes(path.read_bytes()[:size])
        assert "not a readable workbook" in str(refusal(cut))


def test_a_broken_sheet(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", filled(total=100))
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    assert "not a readable workbook" in str(refusal(broken))


def test_workbooks_without_a_form(tmp_path: Path) -> None:
    assert "no header" in str(refusal(write_xlsx(tmp_path / "empty.xlsx", [])))
    assert "no header" in str(refusal(write_xlsx(tmp_path / "one.xlsx", [["得分"]])))


def test_a_sheet_far_too_long(tmp_path: Path) -> None:
    cells = plain([row("≥1", "1", 1, 1)] * (MAX_LINES + 1))
    assert "too long" in str(refusal(write_csv(tmp_path / "long.csv", cells)))
    long_list: Cells = [["流水"]] * (MAX_LINES + 10)
    assert audit_file(write_xlsx(tmp_path / "beside.xlsx", filled(total=100), long_list)).clean


def test_a_hidden_sheet_is_not_published(tmp_path: Path) -> None:
    book = Workbook()
    for values in filled(total=100):
        book.active.append(values)
    book.copy_worksheet(book.active).sheet_state = "hidden"
    book.save(tmp_path / "form.xlsx")
    assert audit_file(tmp_path / "form.xlsx").clean


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("=1+4", "recalculate"),
        ("=PS_TARGET(D4,E4,F4)", "recalculate"),
        ("#REF!", "error #REF!"),
        (datetime.date(2023, 9, 5), "a date"),
        (True, "logical"),
        ("得 5 分", "cannot be read"),
        ("5/6", "cannot be read"),
        ("5 6", "cannot be read"),
        ("≥5", "comparison"),
        ("5人", "not in points"),
    ],
)
def test_cells_that_hold_no_score(tmp_path: Path, value: object, words: str) -> None:
    audit = audit_file(write_xlsx(tmp_path / "form.xlsx", filled(row("≥1", "1", 5, value), total=100)))
    assert codes(audit) == ["unreadable"]
    assert audit.findings[0].where.zh == "表1!G4 某指标"
    assert words in audit.findings[0].message.en
    assert audit.recomputed_total is None
    assert audit.to_json()["rows"][0]["classification"] == "unreadable"


def test_every_problem_of_a_row_at_once(tmp_path: Path) -> None:
    cells = filled(row("#N/A", datetime.date(2023, 1, 2), 5, "", "x"), total=95)
    found = audit_file(write_xlsx(tmp_path / "form.xlsx", cells)).findings
    assert [one.where.en.split()[0] for one in found] == ["表1!G4", "表1!D4", "表1!E4"]


def test_refusals_travel_between_processes() -> None:
    from psscore.model.text import Text

    copy = pickle.loads(pickle.dumps(AuditRefused(Text("坏", "bad"))))
    assert copy.message == Text("坏", "bad")


def test_nothing_is_written(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", filled(total=100))
    before = path.read_bytes(), path.stat().st_mtime_ns
    audit_file(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [one.name for one in tmp_path.iterdir()] == ["form.xlsx"]


def test_bytes_that_do_not_unpack(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", filled(total=100))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[start : start + 40] = bytes(40)
    path.write_bytes(data)
    assert "not a readable workbook" in str(refusal(path))
