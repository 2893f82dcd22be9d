"""Workbooks with records of the unit's own beside what was handed out."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from psscore.tampering import open_workbook, opened, sheet_view
from psscore.workbook.package import Package
from psscore.workbook.refusal import Refused
from psscore.workbook.xml import MAIN
from tampering.tampered import SCORES, checked, edited, example, grave, part_of, replaced
from workbook.books import book, rows

RAW = "原始记录"


def plain(cells: int) -> bytes:
    return book({"Sheet": rows("".join(f'<c r="{column}1"><v>1</v></c>' for column in "ABCDEFGH"[:cells]))})


@pytest.mark.parametrize(("cells", "refused"), [(6, False), (7, False), (8, True)])
def test_the_limit(monkeypatch: pytest.MonkeyPatch, cells: int, refused: bool) -> None:
    data = plain(cells)
    package = Package(data)
    texts = sum(package.read(name).count(b"<si>") for name in package.index if name.endswith("sharedStrings.xml"))
    monkeypatch.setattr(opened, "MAX_CELLS", 7 + texts)
    if not refused:
        assert open_workbook(data).sheets
        return
    with pytest.raises(Refused) as caught:
        open_workbook(data)
    assert caught.value.code == "too_large"
    report = checked(data)
    assert report.status == "unreadable"
    assert report.refusal is not None
    assert "太大，不能核查" in report.refusal.zh


def test_shared_strings_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MAX_CELLS", 100)
    with pytest.raises(Refused):
        open_workbook(example())


def with_records(data: bytes, count: int) -> bytes:
    """The workbook with another sheet of so many rows."""
    cells = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, count + 1))
    sheet = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData>{cells}</sheetData></worksheet>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    for part, old, new in (
        ("xl/workbook.xml", "</sheets>", f'<sheet name="{RAW}" sheetId="99" r:id="rId999"/></sheets>'),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId999" Type="{relation}" Target="worksheets/sheet99.xml"/></Relationships>',
        ),
        (
            "[Content_Types].xml",
            "</Types>",
            f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{kind}"/></Types>',
        ),
    ):
        data = replaced(data, part, old, new)
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet99.xml", sheet)
    return stream.getvalue()


def test_of_a_units_own_records_only_the_first_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_view, "_MOST", 50)
    mine = open_workbook(with_records(example(), 200))
    assert len(mine.sheets[RAW].cells) == 50
    assert len(mine.sheets[SCORES].cells) > 400, "what was handed out is kept whole"


def test_nothing_is_found_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_view, "_MOST", 50)
    assert grave(checked(with_records(example(), 200))) == []


@pytest.mark.parametrize("row", ['hidden="1"', "hidden='true'", 'ht="0" customHeight="1"'])
def test_rows_are_read_without_a_tree(row: str) -> None:
    data = edited(
        example(), part_of(example(), SCORES), lambda text: re.sub('<row r="9"[^>]*>', f'<row r="9" {row}>', text)
    )
    assert open_workbook(data).sheets[SCORES].hidden_rows == {9}
