# ruff: noqa: E501 - XML is compared on one line
"""Worksheets as other programs and other hands write them: read exactly, patched without touching anything else."""

from __future__ import annotations

import pytest

from psscore.workbook.package import Package
from psscore.workbook.sheet import scan
from workbook.books import HEAD, MAIN, book, pack, part, parts, run, sheet

SHAPES = [
    # the part before, what the cell becomes, why
    (sheet('<row r="1"><c s="1" r="A1"><f>1+1</f></c></row>'), ("<f>1+1</f></c>", "<f>1+1</f><v>2</v></c>"), "s first"),
    (sheet('<row r="1">\n <c r="A1">\n  <f>1+1</f>\n </c>\n</row>'), ("</f>", "</f><v>2</v>"), "laid out in lines"),
    (sheet("<row><c><f>1+1</f></c></row>"), ("</f>", "</f><v>2</v>"), "no addresses at all"),
    (sheet("<row r='1'><c r='A1' t='str'><f>1+1</f><v>x</v></c></row>"), (" t='str'><f>1+1</f><v>x</v>", "><f>1+1</f><v>2</v>"), "single quotes"),
    (sheet('<row r="1"><!-- c --><c r="A1"><f>1+1</f><!-- v --><v>9</v></c></row>'), ("<!-- v --><v>9</v>", "<v>2</v><!-- v -->"), "comments stay"),
    (sheet('<row r="1"><c r="A1"><f><![CDATA[1+1]]></f><v><![CDATA[9]]></v></c></row>'), ("<v><![CDATA[9]]></v>", "<v>2</v>"), "CDATA"),
    (sheet('<row r="1"><c r="A1"><f>1+1</f><v>9</v><extLst><ext uri="u"><v>7</v></ext></extLst></c></row>'), ("<v>9</v>", "<v>2</v>"), "an extension inside the cell"),
    (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:f>1+1</x:f><x:v>a</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        (' t="str"><x:f>1+1</x:f><x:v>a</x:v>', "><x:f>1+1</x:f><x:v>2</x:v>"),
        "a prefix on everything",
    ),
    (sheet("""<row r="1"><c r="A1" t='str'><f>1+1</f><v>x</v></c></row>"""), (" t='str'><f>1+1</f><v>x</v>", "><f>1+1</f><v>2</v>"), "one single-quoted attribute"),
    (sheet('<row r="1"><!-- --><c r="A1"><f>1+1</f><v /></c></row>'), ("<v />", "<v>2</v>"), "an empty value as openpyxl writes it"),
    (sheet('<row r="1"><c r="A1"><f>1+1</f><v/><!-- --></c></row>'), ("<v/><!-- -->", "<v>2</v><!-- -->"), "an empty value and more behind it"),
    (sheet('<row r="1"><c r="A1" t = "str"><f>1+1</f><v>x</v></c></row>'), (' t = "str"><f>1+1</f><v>x</v>', "><f>1+1</f><v>2</v>"), "blanks around ="),
    (sheet('<row r="1"><c r="A1"><f>1+COUNT(B1:C1)</f></c><?x <c r="B1"><v>9</v></c> ?></row>').removeprefix(HEAD), ("</f>", "</f><v>1</v>"), "a processing instruction, and no declaration"),
    (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData><row r="1"><c r="A1"><f>B1*2</f></c><x:c r="B1"><x:v>4</x:v></x:c></row></sheetData></worksheet>',
        ("</f>", "</f><v>8</v>"),
        "a second name for the main namespace",
    ),
    (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>B1*2</f></c><x:c xmlns:x="{MAIN}" r="B1"><x:v>4</x:v></x:c></row></sheetData></worksheet>',
        ("</f>", "</f><v>8</v>"),
        "a name declared at a cell",
    ),
    (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:e="urn:e"><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData><extLst><ext uri="u"><c r="A1"><f>9</f></c></ext></extLst></worksheet>',
        ("<f>1+1</f></c>", "<f>1+1</f><v>2</v></c>"),
        "something like a cell outside the data",
    ),
]  # fmt: skip


def with_sheet(content: str | bytes) -> bytes:
    found = parts({"S": ""}, calc='<calcPr fullCalcOnLoad="1"/>')
    found["xl/worksheets/sheet1.xml"] = content
    return pack(found)


@pytest.mark.parametrize(("before", "change", "why"), SHAPES, ids=[row[2] for row in SHAPES])
def test_an_unusual_part_is_patched_in_place(before: str, change: tuple[str, str], why: str) -> None:
    data = with_sheet(before)
    assert not scan(before.encode(), "x").plain, "it must take the exact reader"
    result = run(data)
    assert result.status == "written", result.findings
    assert before.count(change[0]) == 1
    assert part(result.data) == before.replace(*change), why


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_other_encodings_are_kept(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    text = sheet('<row r="1"><c r="A1"><f>"甲"</f></c></row>').replace(
        "UTF-8", encoding.removesuffix("-sig").removesuffix("-be")
    )
    result = run(with_sheet(mark + text.encode(encoding)))
    wanted = text.replace('<c r="A1"><f>"甲"</f>', '<c r="A1" t="str"><f>"甲"</f><v>甲</v>')
    assert Package(result.data).read("xl/worksheets/sheet1.xml") == mark + wanted.encode(encoding)


def test_openpyxl_writes_plain_sheets() -> None:
    text = sheet('<row r="1"><c r="A1" s="1" t="n"><f>1+1</f><v /></c><c r="B1" s="1" /></row>')
    assert scan(text.encode(), "x").plain


def test_both_readers_see_the_same() -> None:
    text = sheet(
        '<row r="1"><c r="A1" s="4" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><r><t>&amp;b</t></r><rPh sb="0" eb="1"><t>X</t></rPh></is></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1"/><c r="F1"><v>1.5</v></c></row>'
        '<row r="7" hidden="1"><c r="G7"><f t="shared" ref="G7:G8" si="0">A1&gt;1</f><v>2</v></c></row>'
    )
    from psscore.workbook.cells import formula, literal, place

    plain, exact = scan(text.encode(), "x"), scan(text.replace("<row r=", "<!-- --><row r=").encode(), "x")
    assert (plain.plain, exact.plain, plain.hidden_rows, exact.hidden_rows) == (True, False, True, True)
    for one, other in ((plain.literals, exact.literals), (plain.formulas, exact.formulas)):
        assert [place(cell) for cell in one] == [place(cell) for cell in other]
    values = [literal(cell, ["first"], False) for cell in plain.literals]
    assert values == ["first", "a&b", True, values[3], 1.5]
    assert [literal(cell, ["first"], False) for cell in exact.literals] == values
    assert [formula(cell) for cell in plain.formulas] == [formula(cell) for cell in exact.formulas]


def test_a_date_cell_is_a_serial_number() -> None:
    data = book('<row r="1"><c r="A1" t="d"><v>2026-11-21T12:00:00Z</v></c><c r="B1"><f>A1*2</f></c></row>')
    assert "<v>92695</v>" in part(run(data).data)


def test_far_cells_and_a_false_dimension_cost_nothing() -> None:
    cells = '<row r="1"><c r="A1"><f>XFD1048576+1</f></c></row><row r="1048576"><c r="XFD1048576"><v>41</v></c></row>'
    data = with_sheet(sheet(cells).replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>'))
    result = run(data)
    assert "<f>XFD1048576+1</f><v>42</v>" in part(result.data)
    assert '<dimension ref="A1:B2"/>' in part(result.data)


def test_shared_strings_with_runs_and_phonetic_guides() -> None:
    found = parts(
        {"S": '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1&amp;LEN(A1)</f></c></row>'}, strings=["x"]
    )
    item = '<si><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></si>'
    found["xl/sharedStrings.xml"] = str(found["xl/sharedStrings.xml"]).replace("<si><t>x</t></si>", item)
    for change in (("", ""), ("<si>", "<si><!-- -->")):
        found["xl/sharedStrings.xml"] = (
            str(found["xl/sharedStrings.xml"]).replace(*change) if change[0] else found["xl/sharedStrings.xml"]
        )
        assert "<v>甲 乙3</v>" in part(run(pack(found)).data)


def test_chart_sheets_are_skipped_and_hidden_sheets_are_not() -> None:
    found = parts(
        {
            "S": '<row r="1"><c r="A1"><f>1+1</f></c></row>',
            "Chart": "",
            "H": '<row r="1"><c r="A1"><f>S!A1*2</f></c></row>',
        }
    )
    found["xl/worksheets/sheet2.xml"] = f'{HEAD}<chartsheet xmlns="{MAIN}"/>'
    rels = str(found["xl/_rels/workbook.xml.rels"])
    second = rels.index('Id="rId2"')
    found["xl/_rels/workbook.xml.rels"] = rels[:second] + rels[second:].replace('/worksheet"', '/chartsheet"', 1)
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace('name="H"', 'name="H" state="veryHidden"')
    result = run(pack(found))
    assert result.status == "written", result.findings
    assert "<v>4</v>" in part(result.data, 3)
    assert Package(result.data).read("xl/workbook.xml") == Package(pack(found)).read("xl/workbook.xml")


@pytest.mark.parametrize("written", ["t='s'", 't = "s"', "t\n=\n's'", 't="&#115;"'])
def test_a_shared_string_is_one_however_its_type_is_written(written: str) -> None:
    cells = f'<row r="1"><c r="A1" {written}><v>1</v></c><c r="B1"><f>A1&amp;"!"</f></c></row>'
    assert '<c r="B1" t="str"><f>A1&amp;"!"</f><v>乙!</v></c>' in part(run(book(cells, strings=["甲", "乙"])).data)


def test_a_character_in_two_halves() -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>_xD83D__xDE00_</v></c><c r="B1"><f>A1&amp;"!"</f></c></row>'
    assert "<v>😀!</v>" in part(run(book(cells)).data)


CALCULATED = '<row r="1"><c r="A1"><v>93</v></c><c r="B1"><f>A1*2</f></c></row>'
DAMAGED = [
    # the sheet, the shared strings, why
    (sheet(CALCULATED.replace('<c r="A1"><v>93<', '<c r="A1" t="s"><v>-1<')), "甲", "a negative index"),
    (sheet(CALCULATED.replace('<c r="A1"><v>93<', '<c r="A1" t="s"><v>1<')), "甲", "an index behind the last string"),
    (sheet(CALCULATED.replace("93", "1_0")), "甲", "a number as only Python writes it"),
    (sheet(CALCULATED.replace("93", "NaN")), "甲", "NaN"),
    (sheet(CALCULATED.replace("93", "inf")), "甲", "infinity"),
    (sheet(CALCULATED.replace("93", "1e999")), "甲", "more than a number can be"),
    (sheet(CALCULATED.replace('<c r="A1">', '<c r="A1" t="b">')), "甲", "neither true nor false"),
    (sheet(CALCULATED.replace('<c r="A1">', '<c r="A1" t="x">')), "甲", "an unknown type"),
    (sheet(CALCULATED.replace("</row>", '<c r="A1"><v>9</v></c></row>')), "甲", "one address twice"),
    (sheet(CALCULATED.replace("</row>", '<c r="B1"><f>A1*3</f></c></row>')), "甲", "one formula cell twice"),
    (sheet(CALCULATED.replace('"A1"><v>93', '"A1" t="str"><v>&nbsp;')), "甲", "an entity that is not declared"),
    (sheet(CALCULATED.replace('"A1"><v>93', '"A1" t="str"><v>a & b')), "甲", "a bare ampersand"),
    (sheet(CALCULATED.replace("</row>", "")), "甲", "a row that does not end"),
    (sheet(CALCULATED).replace("</worksheet>", ""), "甲", "a sheet that does not end"),
    (sheet(CALCULATED.replace('"A1"><v>93', '"A1" t="str"><v>_xD800_')), "甲", "half a character"),
    (sheet(CALCULATED.replace('"A1"><v>93', '"A1" t="str"><v>&#xD800;')), "甲", "half a character, by its number"),
    (sheet(CALCULATED).encode().replace(b"A1*2", b'"\xff"'), "甲", "a byte that is no UTF-8 in a formula"),
    (sheet(CALCULATED), "\udcff", "a byte that is no UTF-8 in the shared strings"),
    (sheet(CALCULATED), "&#x110000;", "a character that does not exist in the shared strings"),
    (sheet(CALCULATED), "_xD800_", "half a character in the shared strings"),
    (sheet(CALCULATED).encode("utf-16-le"), "甲", "UTF-16 without its mark"),
]


@pytest.mark.parametrize(("content", "text", "why"), DAMAGED, ids=[row[2] for row in DAMAGED])
def test_what_is_damaged_is_refused(content: str | bytes, text: str, why: str) -> None:
    found = parts({"S": ""}, strings=["*"])
    found["xl/worksheets/sheet1.xml"] = content
    found["xl/sharedStrings.xml"] = (
        str(found["xl/sharedStrings.xml"]).replace("*", text).encode("utf-8", "surrogateescape")
    )
    result = run(pack(found))
    assert (result.status, [finding.code for finding in result.findings]) == ("refused", ["package_refused"]), why
    assert "utf-8" not in result.findings[0].text("en")
