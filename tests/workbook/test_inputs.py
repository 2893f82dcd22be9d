"""Values are written into input cells, and nothing else changes."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from hosts.excel.package_check import check
from psscore.workbook.address import a1
from psscore.workbook.inputs import InputsRefused, write_inputs
from psscore.workbook.package import Package
from psscore.workbook.refusal import Refused
from psscore.workbook.template import EXAMPLE, build
from workbook.books import MAIN, book, codes, part, run, sheet, table

RICH = Path(__file__).parents[1] / "data/rich.xlsm"

PLAIN = (
    '<row r="2" spans="1:3" ht="20" customHeight="1"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2" s="2"/>'
    '<c r="C2"><f>B2*2</f><v>0</v></c></row><row r="5"><c r="A5" t="d"><v>2026-01-01</v></c></row>'
)


def written(rows: str, changes: dict[str, Any], **options: Any) -> str:
    """The rows of a sheet `S` after a change."""
    data = book({"S": rows}, strings=["old"], **options)
    text = part(write_inputs(data, {("S", at): value for at, value in changes.items()}))
    return re.search(r"<sheetData>(.*)</sheetData>|<sheetData/>", text, re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "expected", "why"),
    [
        ({"B2": 5}, ('<c r="B2" s="2"/>', '<c r="B2" s="2"><v>5</v></c>'), "a blank cell"),
        ({"B2": 0.1}, ('<c r="B2" s="2"/>', '<c r="B2" s="2"><v>0.1</v></c>'), "a fraction"),
        ({"A2": 7}, ('s="1" t="s"><v>0</v>', 's="1"><v>7</v>'), "a text becomes a number"),
        ({"A2": True}, ('t="s"><v>0</v>', 't="b"><v>1</v>'), "a logical value"),
        ({"A2": None}, ("<c r=\"A2\" s=\"1\" t=\"s\"><v>0</v></c>", '<c r="A2" s="1"></c>'), "made blank"),
        ({"A2": ""}, ("<c r=\"A2\" s=\"1\" t=\"s\"><v>0</v></c>", '<c r="A2" s="1"></c>'), "an empty text is blank"),
        ({"A2": "old"}, ("", ""), "it says so already"),
        ({"A2": "=1+1"}, ('t="s"><v>0</v>', 't="inlineStr"><is><t>=1+1</t></is>'), "a text stays a text"),
        ({"A2": " x\n"}, ('t="s"><v>0</v>', 't="inlineStr"><is><t xml:space="preserve"> x\n</t></is>'), "blanks kept"),
        ({"A2": "a<&\x01_x0041_"},
         ('t="s"><v>0</v>', 't="inlineStr"><is><t>a&lt;&amp;_x0001__x005F_x0041_</t></is>'), "escaped"),
        ({"A5": 1}, ('<c r="A5" t="d"><v>2026-01-01</v>', '<c r="A5"><v>1</v>'), "a date cell"),
        ({"D2": 4}, ('spans="1:3" ht="20" customHeight="1">', 'ht="20" customHeight="1">',
                     "</f><v>0</v></c>", '</f><v>0</v></c><c r="D2"><v>4</v></c>'), "a new cell at the end"),
        ({"B5": 4, "C5": 3}, ("</c></row>$", '</c><c r="B5"><v>4</v></c><c r="C5"><v>3</v></c></row>'), "two in a row"),
        ({"A3": 1, "A4": 2, "A2": 3},
         ('s="1" t="s"><v>0</v>', 's="1"><v>3</v>', '<row r="5">',
          '<row r="3"><c r="A3"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c></row><row r="5">'), "new rows"),
        ({"A1": 1}, ('<row r="2"', '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"'), "a row before the first"),
        ({"B9": 1}, ("</row>$", '</row><row r="9"><c r="B9"><v>1</v></c></row>'), "a row after the last"),
        ({"F9": None}, ("", ""), "what is not there is blank already"),
    ],
)  # fmt: skip
def test_a_value_is_written(changes: dict[str, Any], expected: tuple[str, ...], why: str) -> None:
    wanted = PLAIN
    for old, new in zip(expected[::2], expected[1::2], strict=True):
        wanted = wanted[: -len(old) + 1] + new if old.endswith("$") else wanted.replace(old, new, 1)
    assert written(PLAIN, changes) == wanted, why


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("", '<row r="3"><c r="B3"><v>1</v></c></row>'),
        ('<row r="3" ht="9"/>', '<row r="3" ht="9"><c r="B3"><v>1</v></c></row>'),
        ('<row r="3"></row>', '<row r="3"><c r="B3"><v>1</v></c></row>'),
        ('<row r="3" s="4" customFormat="1"/>',
         '<row r="3" s="4" customFormat="1"><c r="B3" s="4"><v>1</v></c></row>'),
        ('<row r="3"><c r="A3"/><c r="AA3"/></row>',
         '<row r="3"><c r="A3"/><c r="B3"><v>1</v></c><c r="AA3"/></row>'),
    ],
)  # fmt: skip
def test_rows_and_cells_the_file_lacks_are_made(rows: str, expected: str) -> None:
    assert written(rows, {"B3": 1}) == expected


def test_an_empty_sheet_written_as_one_tag() -> None:
    data = book({"S": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'}, raw=True)
    assert '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>' in part(
        write_inputs(data, {("s", "$A$1"): 1})
    )


def test_the_used_area_grows_and_a_new_cell_takes_the_style_of_its_column() -> None:
    rows = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B2"/><cols><col min="3" max="4" style="6"/></cols><sheetData>'
        '<row r="1"><c r="A1" s="3"><v>1</v></c></row></sheetData></worksheet>'
    )
    text = part(write_inputs(book({"S": rows}, raw=True), {("S", "D4"): 1}))
    assert '<dimension ref="A1:D4"/>' in text
    assert '<row r="4"><c r="D4" s="6"><v>1</v></c></row>' in text


def test_prefixes_quotes_and_utf_16_are_kept() -> None:
    text = (
        f"<?xml version='1.0' encoding='UTF-16'?><x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1'>"
        "<x:c r='A1' s='2' t='str'><x:v>old</x:v></x:c><!-- note --></x:row></x:sheetData></x:worksheet>"
    )
    data = book({"S": ("\ufeff" + text).encode("utf-16-le")}, raw=True)  # type: ignore[dict-item]
    new = Package(write_inputs(data, {("S", "A1"): "新", ("S", "B1"): 2})).read("xl/worksheets/sheet1.xml")
    assert new.decode("utf-16") == text.replace(
        "<x:c r='A1' s='2' t='str'><x:v>old</x:v></x:c><!-- note -->",
        "<x:c r='A1' s='2' t=\"inlineStr\"><x:is><x:t>新</x:t></x:is></x:c><!-- note -->"
        '<x:c r="B1"><x:v>2</x:v></x:c>',
    )


GUARDED = sheet(
    '<row r="1"><c r="A1" t="str"><v>Key</v></c><c r="B1" t="str"><v>Value</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2</f><v>1</v></c></row><row r="3"><c r="A3"/></row>'
    '<row r="4"><c r="D4"><f t="array" ref="D4:D5">A1:A2</f><v>1</v></c></row><row r="5"><c r="D5"><v>2</v></c></row>',
    '<mergeCells count="1"><mergeCell ref="F1:G2"/></mergeCells>',
)


@pytest.mark.parametrize(
    ("at", "value", "code", "en"),
    [
        ("B2", 1, "not_an_input", "holds a formula, which is not overwritten"),
        ("A1", "x", "not_an_input", "is a heading of the table t"),
        ("A3", 1, "not_an_input", "is in the totals row of the table t"),
        ("D5", 1, "not_an_input", "is part of an array formula's result"),
        ("G2", 1, "not_an_input", "is inside merged cells: the value belongs in F1"),
        ("A0", 1, "no_such_input", "is not the address of one cell"),
        ("A1:A2", 1, "no_such_input", "is not the address of one cell"),
        ("H1", float("nan"), "not_a_value", "is not a finite number"),
        ("H1", "x" * 32_768, "not_a_value", "is a text of more than 32,767 characters"),
        ("H1", 1234567890123456789, "not_a_value",
         "1234567890123456789 has more than 15 digits and Excel would change it: write an identifier as text"),
        ("H1", [1], "not_a_value", "list is not a number, a text or a blank"),
    ],
)  # fmt: skip
def test_what_is_no_input_cell_is_refused(at: str, value: Any, code: str, en: str) -> None:
    data = book({"S": GUARDED}, raw=True, tables={"S": [table("t", "A1:B3", ["Key", "Value"], totals=True)]})
    with pytest.raises(InputsRefused) as refused:
        write_inputs(data, {("S", at): value})
    assert [(f.sheet, f.cell, f.code, f.text.en) for f in refused.value.findings] == [("S", at, code, en)]
    assert refused.value.code == code


def test_every_refusal_at_once_and_nothing_is_written() -> None:
    data = book({"S": GUARDED, "T": sheet("")}, raw=True)
    with pytest.raises(InputsRefused) as refused:
        write_inputs(data, {("S", "B2"): 1, ("T", "A1"): 1, ("U", "A1"): 1, ("S", "D5"): 2})
    assert {(f.sheet, f.cell) for f in refused.value.findings} == {("S", "B2"), ("S", "D5"), ("U", "A1")}
    assert "there are: S、T" in refused.value.text.en


@pytest.mark.parametrize(
    ("value", "fits"),
    [("x" * 32_767, True), ("😀" * 16_384, False), (10**15 - 1, True), (10**15, True), (10**16 + 1, False)],
)
def test_the_limits_of_a_cell(value: Any, fits: bool) -> None:
    data = book(PLAIN)
    if fits:
        assert write_inputs(data, {("S", "B2"): value}) != data
    else:
        with pytest.raises(InputsRefused):
            write_inputs(data, {("S", "B2"): value})


def test_locked_cells_of_a_protected_sheet() -> None:
    data = build("zh", None)
    with pytest.raises(InputsRefused) as refused:
        write_inputs(data, {("封面", "C10"): "某区", ("封面", "B10"): "单位"})
    assert [(f.cell, f.text.en) for f in refused.value.findings] == [("B10", "is locked and its sheet is protected")]
    assert write_inputs(data, {("封面", "B10"): "单位"}, even_locked=True) != data
    assert write_inputs(data, {("封面", "C10"): "某区"}) != data


def test_nothing_to_write_gives_the_very_bytes() -> None:
    data = book(PLAIN, strings=["old"])
    assert write_inputs(data, {}) is data
    assert write_inputs(data, {("S", "A2"): "old", ("S", "B2"): None}) is data


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("name", ["rich", "template"])
def test_only_the_sheet_part_differs_and_excel_would_open_it(name: str) -> None:
    data = RICH.read_bytes() if name == "rich" else build("zh", EXAMPLE)
    first = openpyxl.load_workbook(io.BytesIO(data), keep_vba=True).worksheets[0].title
    at = "Z99"
    new = write_inputs(data, {(first, at): "=不是公式"}, even_locked=True)
    before, after = parts(data), parts(new)
    assert list(before) == list(after)
    assert [part for part in before if before[part] != after[part]] == ["xl/worksheets/sheet1.xml"]
    assert set(check(new, "xlsm")) <= set(check(data, "xlsm"))
    cell = openpyxl.load_workbook(io.BytesIO(new), keep_vba=True)[first][at]
    assert (cell.value, cell.data_type) == ("=不是公式", "s")


def by_openpyxl() -> bytes:
    workbook, stream = openpyxl.Workbook(), io.BytesIO()
    for row in range(1, 12):
        workbook.active.append([f"r{row}", row, row / 7, None, True])
    workbook.active["H3"] = "=B3*2"
    workbook.save(stream)
    return stream.getvalue()


def by_xlsxwriter() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Sheet")
        bold = workbook.add_format({"bold": True})
        for row in range(11):
            sheet.write_row(row, 0, [f"r{row}", row, row / 7, "", True], bold)
        sheet.write_formula("H3", "=B3*2", bold, 4)
    return stream.getvalue()


SAVED = {"openpyxl": by_openpyxl(), "xlsxwriter": by_xlsxwriter()}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12),
)


def shown(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values and styles of every cell by openpyxl."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    return {c.coordinate: c.value for c in cells if c.value is not None}, {c.coordinate: c.font.b for c in cells}


@example(saved="xlsxwriter", changes={"B1": ""})
@example(saved="xlsxwriter", changes={"B1": None})
@example(saved="xlsxwriter", changes={"D1": 0})
@given(
    saved=st.sampled_from(sorted(SAVED)),
    changes=st.dictionaries(st.tuples(st.integers(1, 14), st.integers(1, 7)).map(lambda at: a1(*at)), VALUES),
)
def test_what_is_written_is_what_others_read(saved: str, changes: dict[str, Any]) -> None:
    data = SAVED[saved]
    new = write_inputs(data, {("Sheet", at): value for at, value in changes.items()})
    (before, fonts), (after, fonts_after) = shown(data), shown(new)
    wanted = {at: value for at, value in (before | changes).items() if value is not None and value != ""}
    assert after.keys() == wanted.keys()
    for at, value in wanted.items():
        said = after[at]
        if isinstance(value, str):
            # openpyxl leaves Excel's escapes as they are.
            said = re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), said) if "_x" in said else said
            assert said == value or value == before.get(at)
        else:
            assert (said, isinstance(said, bool)) == (value, isinstance(value, bool))
    same = fonts.keys() & fonts_after.keys()
    assert {at: fonts_after[at] for at in same} == {at: fonts[at] for at in same}
    assert [name for name, content in parts(data).items() if parts(new)[name] != content] in (
        [],
        ["xl/worksheets/sheet1.xml"],
    )


def by_libreoffice(soffice: str, data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it."""
    (folder / "in").mkdir(exist_ok=True)
    source = folder / "in/book.xlsx"
    source.write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=300)
    return (folder / "book.xlsx").read_bytes()


def test_a_file_saved_by_libreoffice_takes_values_and_libreoffice_reads_them(soffice: str, tmp_path: Path) -> None:
    saved = by_libreoffice(soffice, SAVED["xlsxwriter"], tmp_path)
    changes = {("Sheet", "A1"): "=新", ("Sheet", "B3"): 5, ("Sheet", "C3"): None, ("Sheet", "F20"): 0.25}
    values, _ = shown(by_libreoffice(soffice, write_inputs(saved, changes), tmp_path))
    before, _ = shown(saved)
    assert values == {at: value for at, value in before.items() if at != "C3"} | {"A1": "=新", "B3": 5, "F20": 0.25}
    assert "C3" in before


def test_the_workbook_is_scored_with_the_new_input() -> None:
    data = book('<row r="2"><c r="B2"/><c r="C2"><f>B2*2</f><v>0</v></c></row>')
    new = write_inputs(data, {("S", "B2"): 5})
    assert ">10<" in part(run(new, inputs_written=True).data or b"")
    # The stored result looks like a wrong one of the engine to a run that is not told.
    assert codes(run(new)) == [("C2", "trust_mismatch")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        write_inputs(data, {("S", "A1"): 1})
