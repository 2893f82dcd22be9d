"""Files of ours know whether somebody has worked in them."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from psscore.outputs.untouched import BLANK, mark_of, marked_page, marked_parts, marked_pdf, marked_workbook, untouched
from psscore.workbook.refusal import Refused

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n30\n%%EOF\n"


def workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.datetime(2026, 1, 1)})
        book.add_worksheet().write_column(0, 0, range(50_000))
    return marked_workbook(stream.getvalue())


def page() -> bytes:
    return marked_page(f'<meta content="{BLANK}"><p>{BLANK}</p>').encode()


def typed_into(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0]["B1"] = "my note"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS: tuple[tuple[Callable[[], bytes], Callable[[bytes], bytes], str], ...] = (
    (workbook, typed_into, "a note in a workbook"),
    (page, lambda data: data.replace(b"<p>", b"<p>checked "), "a word in a page"),
    (page, lambda data: data + b"\n", "a line behind a page"),
    (lambda: marked_pdf(PDF), lambda data: data + b"7 0 obj\n(signed)\nendobj\nstartxref\n9\n%%EOF\n", "a signature"),
    (lambda: marked_pdf(PDF), lambda data: data.replace(b"1 0 obj", b"1 0 OBJ"), "a PDF written anew"),
)


@pytest.mark.parametrize(("make", "work", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_work_is_seen(make: Callable[[], bytes], work: Callable[[bytes], bytes], why: str) -> None:
    data = make()
    assert untouched(data), why
    assert make() == data, "the same bytes every time"
    assert not untouched(work(data)), why


def test_a_marked_workbook_opens() -> None:
    assert openpyxl.load_workbook(io.BytesIO(workbook())).worksheets[0]["A3"].value == 2


def test_the_table_of_a_pdf_is_where_it_was() -> None:
    data = marked_pdf(PDF)
    assert data.startswith(PDF[: PDF.index(b"startxref")])
    assert data.endswith(PDF[PDF.index(b"startxref") :])
    assert marked_pdf(b"%PDF cut short") == b"%PDF cut short"


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("docProps/core.xml", f"<a>{BLANK}</a>" + " " * (300 << 20))
    return stream.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK", b"notes", BLANK.encode(), b"psscore-sha256-12"])
def test_files_of_another_hand_count_as_worked_in(data: bytes) -> None:
    assert not untouched(data)


def test_a_bomb_is_not_unpacked() -> None:
    data = bomb()
    assert not untouched(data)
    with pytest.raises(Refused):
        mark_of(data)


def test_parts_are_marked_once() -> None:
    parts = {"docProps/core.xml": f"<i>{BLANK} card</i>".encode(), "a": b"1"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in marked_parts(parts).items():
            package.writestr(name, data)
    assert untouched(stream.getvalue())
    assert mark_of(stream.getvalue()) == "card"
