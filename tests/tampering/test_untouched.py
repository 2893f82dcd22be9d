"""No false alarms: what units, and the programs they use, do to a workbook without touching its rules."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest

from psscore.rulebook import standard_ids
from psscore.tampering import Expectations, Severity
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.any_standard import NoWorkbook
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE
from tampering.tampered import (
    COVER,
    FORM,
    PLATFORM,
    SCORES,
    STANDARD,
    SURVEY,
    blank,
    checked,
    edited,
    example,
    found,
    grave,
    handed_out,
    moved,
    part_of,
    table_part,
)

FILTERS = {".xlsx": "xlsx", ".xlsm": "xlsm:Calc MS Excel 2007 VBA XML"}
PLAN = "city-services-plan/2024"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("standard", standard_ids())
def test_every_workbook_as_it_is_built(standard: str, lang: str) -> None:
    report = checked(blank(lang, standard))
    assert (report.compared, report.findings) == (True, ())
    try:
        filled = example(lang, standard)
    except NoWorkbook:
        return
    assert checked(filled).findings == ()
    if lang == "zh":
        given = checked(filled, Expectations(handed_out(lang, standard)))
        # The example chooses a scale of grades where the workbook as built has none.
        assert {one.expected for one in given.findings} <= {"grades=none"}


def test_it_may_be_built_again_for_its_readings() -> None:
    report = checked(example())
    assert report.unit == "示例市城东区"
    assert report.reference.startswith(f"{STANDARD}?step=proportional")


@pytest.mark.parametrize(
    ("standard", "suffix"),
    [
        (STANDARD, ".xlsm"),
        (PLAN, ".xlsx"),
        ("public-service-points/2023", ".xlsx"),
        ("project-self-evaluation/2020", ".xlsm"),
    ],
)
def test_saved_by_openpyxl(standard: str, suffix: str) -> None:
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(example("zh", standard)), keep_vba=suffix == ".xlsm").save(out)
    report = checked(out.getvalue())
    assert grave(report) == []
    assert [one.code for one in report.findings] == ["not_calculated"]
    scored = recalculate(out.getvalue(), Options()).data
    assert scored is not None
    assert grave(checked(scored)) == []


@pytest.mark.parametrize(("standard", "lang", "suffix"), [
    (STANDARD, "zh", ".xlsx"), (STANDARD, "en", ".xlsm"), (PLAN, "zh", ".xlsx"),
    ("public-service-points/2023", "en", ".xlsx"), ("project-self-evaluation/2020", "zh", ".xlsm"),
])  # fmt: skip
def test_saved_by_libreoffice(tmp_path: Path, soffice: str, standard: str, lang: str, suffix: str) -> None:
    source = tmp_path / "评价.xlsm"
    source.write_bytes(example(lang, standard))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = tmp_path / "out"
    words = [soffice, profile, "--headless", "--convert-to", FILTERS[suffix], "--outdir", str(target), str(source)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    assert checked((target / f"评价{suffix}").read_bytes()).findings == ()


def test_never_calculated_is_its_own_code() -> None:
    report = checked(draft("zh", EXAMPLE))
    assert [(one.code, one.severity) for one in report.findings] == [("not_calculated", Severity.NOTE)]
    assert report.status == "sound"


@pytest.mark.parametrize("sheet", [COVER, PLATFORM, SURVEY, SCORES, FORM])
@pytest.mark.parametrize(("down", "right"), [(2, 0), (0, 1), (3, 2)])
def test_rows_and_columns_inserted(sheet: str, down: int, right: int) -> None:
    data = moved(example(), sheet, down, right)
    assert grave(checked(data)) == []


def test_a_sheet_renamed() -> None:
    data = edited(example(), "xl/workbook.xml", lambda text: text.replace(SCORES, "打分"))
    for sheet in read_book(Package(data)).sheets:
        text = Package(data).read(sheet.part).decode()
        if f"'{SCORES}'!" in text:
            data = edited(data, sheet.part, lambda text: text.replace(f"'{SCORES}'!", "'打分'!"))
    assert grave(checked(data)) == []


def test_columns_of_the_score_table_exchanged() -> None:
    """The remarks in front of the sources, as dragging a column does."""
    part = part_of(example(), SCORES)

    def exchange(text: str) -> str:
        cells = re.sub(r'<c r="M(\d+)"', r'<c r="?\1"', text)
        cells = re.sub(r'<c r="N(\d+)"', r'<c r="M\1"', cells)
        cells = cells.replace('<c r="?', '<c r="N')
        return re.sub(
            r'(<c r="N(?:[4-9]|[1-4]\d|5[01])"[^>]*?(?:/>|>.*?</c>))(<c r="M\d+"[^>]*?(?:/>|>.*?</c>))', r"\2\1", cells
        )

    def headings(text: str) -> str:
        source, remark = re.findall(r"<tableColumn [^>/]*(?:/>|>.*?</tableColumn>)", text)[12:14]
        return text.replace(source + remark, remark + source)

    data = edited(edited(example(), part, exchange), table_part(example(), "ps_scores"), headings)
    assert grave(checked(data)) == []


def test_more_rows_for_an_item() -> None:
    """One more group of people for an item: a row below the last, with a code that is there already."""

    def one_more(text: str) -> str:
        last, first = (re.search(rf'<row r="{row}".*?</row>', text, re.DOTALL) for row in (34, 5))
        assert last is not None
        assert first is not None
        code = re.search(r'<c r="A5"[^>]*>.*?</c>', first[0])
        assert code is not None
        row = re.sub(r'<c r="A34"[^>]*>.*?</c>', code[0].replace("A5", "A35"), last[0])
        row = re.sub(r'<c r="([A-Z]+)34"', r'<c r="\g<1>35"', row).replace('<row r="34"', '<row r="35"')
        return text.replace(last[0], last[0] + row)

    data = edited(example(), part_of(example(), SURVEY), one_more)
    data = edited(data, table_part(example(), "ps_survey"), lambda text: text.replace("A4:I34", "A4:I35"))
    scored = recalculate(data, Options())
    assert scored.status == "written"
    assert scored.data is not None
    assert grave(checked(scored.data)) == []


def test_inputs_are_free() -> None:
    tables = InputTables(example())
    requests, readings = tables.table("ps_requests"), tables.table("ps_readings")
    cells = {
        requests.cell("编号", "T01", "已解决数"): 4000,
        tables.named("ps_unit"): "=别处的单位",
        tables.named("ps_evaluator"): "",
        readings.cell("代码", "step", "选择"): None,
    }
    data = write_inputs(example(), {cell: value for cell, value in cells.items() if cell})
    scored = recalculate(data, Options(stamp=True, operator="甲")).data
    assert scored is not None
    assert grave(checked(scored)) == []
    assert grave(checked(scored, Expectations(standard=STANDARD))) == []


def test_a_sheet_of_the_users_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(example()))
    own = book.create_sheet("测算")
    own["A1"], own["A2"] = "=SUM(ps_scores[得分])", '=PS_SCORE("1",93,100,ps_standard_reference)'
    own.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    report = checked(out.getvalue())
    assert grave(report) == []
    assert [one.severity for one in found(report, "hidden_sheet")] == [Severity.NOTE]


def test_packages_stay_readable() -> None:
    """The edits of these tests make sound workbooks: what is found is not damage."""
    assert Package(moved(example(), FORM, 2, 1)).read("xl/workbook.xml")
    assert recalculate(moved(example(), FORM, 2, 1), Options()).status == "unchanged"


@pytest.mark.parametrize("sheet", ["积分制", "规划目标", "数字城管清单"])
def test_a_system_nobody_asked_for_taken_out(sheet: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(example()))
    del book[sheet]
    for name in [name for name, defined in book.defined_names.items() if sheet in defined.attr_text]:
        del book.defined_names[name]
    out = io.BytesIO()
    book.save(out)
    report = checked(out.getvalue())
    assert grave(report) == []
    assert found(report, "table_missing") != []


def test_the_score_sheet_taken_out_is_no_trifle() -> None:
    book = openpyxl.load_workbook(io.BytesIO(example()))
    del book[SCORES]
    out = io.BytesIO()
    book.save(out)
    assert Severity.CRITICAL in {one.severity for one in found(checked(out.getvalue()), "table_missing")}


def test_unused_rows_and_explaining_columns_hidden() -> None:
    def hide(text: str) -> str:
        return text.replace('<row r="6"', '<row r="6" hidden="1"')

    report = checked(edited(blank(), part_of(blank(), SURVEY), hide))
    assert grave(report) == []

    def narrow(text: str) -> str:
        return text.replace('<col min="13" max="13"', '<col min="13" max="13" hidden="1"')

    report = checked(edited(example(), part_of(example(), SCORES), narrow))
    assert [(one.code, one.severity) for one in report.findings] == [("hidden_column", Severity.NOTE)]
