"""The standard asked for, the stamp, macros, number formats, receipts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from psscore.batch.batch import score_folder
from psscore.hosts.excel.vba_project import standard_modules
from psscore.hosts.vba import Project, document, project_bytes, standard
from psscore.hosts.vba.module import Belongs
from psscore.results import open_results
from psscore.tampering import Expectations, HandedOut, Severity, open_workbook, to_json
from psscore.tampering.codes import ADVICE, TAMPERING
from psscore.tampering.macros import plain
from psscore.tampering.masks import masks, rounds_away
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.recalculate import Options, recalculate
from tampering.tampered import (
    COVER,
    SCORES,
    STANDARD,
    blank,
    checked,
    edited,
    example,
    found,
    grave,
    handed_out,
    part_of,
    replaced,
    uncalculated,
    with_cell,
    with_formula,
    with_text,
)

CRITICAL, WARNING, NOTE = Severity.CRITICAL, Severity.WARNING, Severity.NOTE


def chosen(**readings: str) -> bytes:
    """The example under other readings, scored and stamped."""
    table = InputTables(example()).table("ps_readings")
    cells = {table.cell("代码", name, "选择"): value for name, value in readings.items()}
    data = recalculate(write_inputs(example(), cells), Options(stamp=True)).data
    assert data is not None
    return data


@pytest.mark.parametrize(
    ("asked", "severities", "why"),
    [
        ("", [], "nothing was asked for"),
        (STANDARD, [], "any readings"),
        (f"{STANDARD}?step=proportional", [], "the reading chosen"),
        (f"{STANDARD}?step=whole", [CRITICAL], "another reading"),
        (f"{STANDARD}?step=whole&no_cases=zero", [CRITICAL, CRITICAL], "two others"),
        ("public-service-points/2023", [CRITICAL], "another standard"),
    ],
)
def test_the_standard_asked_for(asked: str, severities: list[Severity], why: str) -> None:
    report = checked(example(), Expectations(standard=asked))
    findings = [one for code in ("standard_differs", "reading_differs") for one in found(report, code)]
    assert [one.severity for one in findings] == severities, why


def test_readings_other_than_those_handed_out() -> None:
    given = Expectations(handed_out())
    assert {one.expected for one in found(checked(example(), given), "reading_differs")} == {"grades=none"}
    findings = found(checked(chosen(step="whole"), given), "reading_differs")
    assert {(one.expected, one.severity) for one in findings} == {
        ("grades=none", WARNING),
        ("step=proportional", WARNING),
    }
    step = next(one for one in findings if one.expected == "step=proportional")
    assert step.text.en == (
        'the reading "A part of a percentage point" is "completed steps only"; it was handed out as "in proportion"'
    )
    english = checked(example("en"), given)
    assert english.compared
    assert found(english, "formula_changed") == []


def test_the_readings_of_a_workbook_handed_out_without_results() -> None:
    table = InputTables(blank()).table("ps_readings")
    whole = write_inputs(blank(), {table.cell("代码", "step", "选择"): "whole"})
    for handed in (whole, uncalculated(whole)):
        given = Expectations(HandedOut(open_workbook(handed)))
        findings = found(checked(example(), given), "reading_differs")
        assert ("step=whole", CRITICAL) in {(one.expected, one.severity) for one in findings}


def test_a_standard_nobody_knows() -> None:
    given = Expectations(handed_out())
    report = checked(with_text(with_text(example(), COVER, "C13", "my-own"), COVER, "C15", "my-own/2026"))
    assert [one.severity for one in found(report, "standard_unknown")] == [CRITICAL]
    assert not report.compared
    assert found(report, "stored_differs") == [], "no result follows from rules nobody knows"
    handed = checked(with_text(with_text(example(), COVER, "C13", "my-own"), COVER, "C15", "my-own/2026"), given)
    assert [one.severity for one in found(handed, "standard_unknown")] == [WARNING]
    assert [one.severity for one in found(handed, "standard_differs")] == [CRITICAL]
    assert handed.compared
    known = with_text(example(), COVER, "C13", "my-own")
    stale = checked(known, given)
    assert found(stale, "standard_unknown") == []
    assert "B6" not in {one.cell for one in found(stale, "formula_changed")}
    assert found(stale, "stored_differs") != [], "the reference it was saved with no longer follows"


def test_the_stamp_of_other_rules() -> None:
    stamped = chosen(step="whole")
    assert found(checked(stamped), "digest_differs") == []
    table = InputTables(stamped).table("ps_readings")
    later = recalculate(write_inputs(stamped, {table.cell("代码", "step", "选择"): "按比例扣"}), Options()).data
    assert later is not None
    assert [one.severity for one in found(checked(later), "digest_differs")] == [WARNING]


@pytest.mark.parametrize(
    ("code", "value", "masked", "why"),
    [
        ("General", 1.49, False, "as it is"),
        ("0.00", 1.49, False, "two decimals"),
        ('0.00"分"', 1.49, False, "a unit"),
        ("#,##0.00_ ;[Red]-#,##0.00", 1.49, False, "thousands"),
        ("0.00%", 0.5, False, "a percentage"),
        ("yyyy-mm-dd", 45000, False, "a date"),
        ('"2.00"', 1.49, True, "digits in quotes"),
        ("\\9\\9", 1.49, True, "digits behind backslashes"),
        (";;;", 1.49, True, "nothing"),
        ('"优"', 1.49, True, "a word"),
        ("0.00,", 1490, True, "thousands left out"),
        ("#,##0", 1490, False, "thousands set apart"),
        ('[<2]"2.00";0.00', 1.49, True, "a condition that holds"),
        ('[<1]"2.00";0.00', 1.49, False, "a condition that does not"),
        ("0.00;;", 1.49, False, "negative ones and 0 left out"),
        ("0.00;;", 0, True, "0 left out, and it is 0"),
        ('0;0;0;"优"', "良", True, "another word for every text"),
        ("0;0;0;@", "良", False, "the text itself"),
        ('"优"', "良", False, "texts are left as they are"),
        ("# ??/16", 0.5, False, "a fraction"),
    ],
)
def test_number_formats(code: str, value: float | str, masked: bool, why: str) -> None:
    assert masks(code, value) is masked, why


def test_decimals_left_out() -> None:
    assert rounds_away("0", "0.00", 1.49)
    assert not rounds_away("0", "0.00", 2.0)
    assert not rounds_away("0.000", "0.00", 1.494)
    assert not rounds_away("0", "General", 1.49)


def masked(change: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(example()))
    sheet = book[SCORES]
    if change == "cell":
        sheet["I6"].number_format = '"2.00"'
    elif change == "decimals":
        sheet["I6"].number_format = "0"
    else:
        style = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=change))
        rule = FormulaRule(formula=["TRUE"])
        rule.dxf = style
        sheet.conditional_formatting.add("I6:I6", rule)
    out = io.BytesIO()
    book.save(out)
    data = recalculate(out.getvalue(), Options()).data
    assert data is not None
    return data


@pytest.mark.parametrize(
    ("change", "severities"), [("cell", [CRITICAL]), ("decimals", [NOTE]), ('"2.00"', [CRITICAL]), ("0.00", [])]
)
@pytest.mark.parametrize("saved", ["calculated", "uncalculated"])
def test_masked_values(saved: str, change: str, severities: list[Severity]) -> None:
    data = masked(change)
    findings = found(checked(data if saved == "calculated" else uncalculated(data)), "masked_value")
    assert [(one.cell, one.severity) for one in findings] == [("I6", severity) for severity in severities]


def with_macros(change: str = "", more: str = "", behind: str = "") -> bytes:
    """The example with its macros: the source of PsFunctions changed, a module added, code behind the workbook."""
    with zipfile.ZipFile(io.BytesIO(example())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    modules = [document("ThisWorkbook", Belongs.WORKBOOK, behind)]
    modules += [document(f"Sheet{number}", Belongs.SHEET) for number in range(1, 15)]
    for own in standard_modules("workbook"):
        text = own.source().decode()
        changed = text.replace("Option Explicit", f"Option Explicit\r\n{change}", 1) if change else text
        modules.append(standard(changed if own.name == "PsFunctions" else text))
    if more:
        modules.append(standard(f'Attribute VB_Name = "Extra"\n{more}'))
    members["xl/vbaProject.bin"] = project_bytes(Project("VBAProject", modules))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_macros() -> None:
    assert checked(with_macros()).findings == ()
    assert [one.severity for one in found(checked(with_macros("Dim Cheat")), "macro_changed")] == [CRITICAL]
    more = found(checked(with_macros(more="Sub Auto_Open()\nEnd Sub\n")), "macro_foreign")
    assert [(one.severity, "Extra" in one.text.en) for one in more] == [(WARNING, True)]
    behind = found(checked(with_macros(behind="Private Sub Workbook_Open()\nEnd Sub\n")), "macro_changed")
    behind += found(checked(with_macros(behind="Private Sub Workbook_Open()\nEnd Sub\n")), "macro_foreign")
    assert len(behind) == 1
    assert checked(with_macros(), Expectations(handed_out())).counts[CRITICAL] == 0
    assert plain('Attribute VB_Name = "X"\r\nOption Explicit\r\n\r\nSub A()\r\n') == plain("option explicit\nSub a( )")


def test_macros_of_the_other_runtime() -> None:
    from psscore.workbook.template.build import build

    try:
        data = build("zh", None, "xlwings")
    except ImportError:
        pytest.skip("xlwings is not installed")
    assert checked(data).findings == ()


def test_receipts(tmp_path: Path) -> None:
    inbox, results = tmp_path / "收件", tmp_path / "结果"
    inbox.mkdir()
    (inbox / "甲.xlsm").write_bytes(example())
    score_folder(inbox, results)
    evaluations = open_results([results]).evaluations
    given = Expectations(evaluations=evaluations)
    assert checked(example(), given, "甲.xlsm").findings == ()
    cell = InputTables(example()).table("ps_requests").cell("编号", "T01", "已解决数")
    later = recalculate(write_inputs(example(), {cell: 4800}), Options()).data
    assert later is not None
    findings = found(checked(later, given, "甲.xlsm"), "receipt_differs")
    assert [(one.cell, one.expected) for one in findings if one.cell] == [("I6", "4702"), ("I6", "1.49")]
    assert {one.severity for one in findings} == {CRITICAL}
    assert "the total was 83.69 when scored, is 84.09 now" in [one.text.en for one in findings]
    # Typed over, the total is no result; what the cell shows has changed all the same.
    typed = found(checked(with_cell(example(), COVER, "B6", "<v>66.6</v>"), given, "甲.xlsm"), "receipt_differs")
    assert [one.text.zh for one in typed] == ["总分计分时是 83.69，现在是 66.6"]
    typed = found(checked(with_cell(example(), SCORES, "I5", "<v>1.7</v>"), given, "甲.xlsm"), "receipt_differs")
    assert ("I5", "指标 1 的得分计分时是 1.94，现在是 1.7") in [(one.cell, one.text.zh) for one in typed]
    # Under another name it is known by its unit and period.
    assert found(checked(later, given, "乙.xlsm"), "receipt_differs") == findings
    saved = replaced(example(), "docProps/core.xml", "psscore", "甲")
    assert [one.severity for one in found(checked(saved, given, "甲.xlsm"), "receipt_differs")] == [NOTE]
    other = checked(blank(), given, "丙.xlsm")
    assert [one.severity for one in found(other, "no_receipt")] == [NOTE]


def test_what_is_no_workbook() -> None:
    report = checked(b"no workbook", file="坏.xlsx")
    assert report.status == "unreadable"
    told = to_json(report, "zh")
    assert told["reason"]
    assert told["findings"] == []


def test_every_code_has_a_name_and_advice() -> None:
    assert set(TAMPERING) == set(ADVICE)
    assert len({code.name.zh for code in TAMPERING.values()}) == len(TAMPERING)
    assert open_workbook(example()).built_with == open_workbook(blank()).built_with != ""
    assert grave(checked(example())) == []


DUE = [
    (lambda data: data, "83.69", "83.69", "untouched"),
    (lambda data: with_cell(data, SCORES, "I5", "<v>9</v>"), "83.69", "83.69", "a score typed in, not yet added up"),
    (lambda data: rescored(with_cell(data, SCORES, "I5", "<v>2</v>")), "83.75", "83.69", "a score typed in"),
    (
        lambda data: rescored(with_cell(data, SCORES, "E5", "<v>9</v>")),
        "83.69",
        "83.69",
        "points no total rests on",
    ),
    (lambda data: with_cell(data, COVER, "B6", "<v>99</v>"), "99", "83.69", "the total typed in"),
    (lambda data: with_formula(data, COVER, "B6", lambda f: f"{f}+10", "93.69"), "93.69", "83.69", "the total changed"),
    (lambda data: with_text(data, SCORES, "A5", "48"), "83.69", "", "a row that cannot be put back"),
    (lambda data: with_text(data, COVER, "C13", "unknown"), "83.69", "", "no standard to go by"),
]


@pytest.mark.parametrize(("tamper", "stored", "due", "why"), DUE, ids=[row[-1] for row in DUE])
def test_the_total_that_is_due(tamper: Callable[[bytes], bytes], stored: str, due: str, why: str) -> None:
    totals = checked(tamper(example())).totals
    assert (totals.stored, totals.due) == (stored, due), why


def rescored(data: bytes) -> bytes:
    scored = recalculate(data, Options(inputs_written=True)).data
    assert scored is not None
    return scored


def test_another_workbook_is_not_compared() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = '=PS_SCORE("1",93,100)'
    out = io.BytesIO()
    book.save(out)
    report = checked(out.getvalue())
    assert [one.code for one in grave(report)] == ["standard_unknown"]
    assert not report.compared


def test_whole_columns_that_differ_alike_may_be_another_version() -> None:
    def other(text: str) -> str:
        return text.replace("<f>PS_RULE(", "<f>&quot;&quot;&amp;PS_RULE(")

    data = edited(example(), part_of(example(), SCORES), other)
    report = checked(data)
    assert len(found(report, "formula_changed")) == 47
    assert len(found(report, "other_version")) == 1
    assert found(checked(data, Expectations(handed_out())), "other_version") == []
