"""Each kind of tampering is found, where it is and as grave as it is; what is just not tampering is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from psscore.tampering import Severity
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.tables import FORM
from tampering.tampered import (
    COVER,
    PLATFORM,
    SCORES,
    SURVEY,
    checked,
    edited,
    example,
    found,
    grave,
    part_of,
    replaced,
    table_part,
    uncalculated,
    with_cell,
    with_formula,
    with_text,
)
from tampering.tampered import (
    FORM as FORM_SHEET,
)

Tamper = Callable[[bytes], bytes]
CRITICAL, WARNING, NOTE = Severity.CRITICAL, Severity.WARNING, Severity.NOTE


def calculated(data: bytes) -> bytes:
    """As Excel saves it: every formula with its result."""
    return data


SAVED = [calculated, uncalculated]

FORMULAS: list[tuple[Tamper, str, Severity, str, str, str]] = [
    (lambda b: with_cell(b, SCORES, "I5", "<v>2</v>"), "formula_replaced", CRITICAL, SCORES, "I5", "a score typed in"),
    (lambda b: with_text(b, SCORES, "I5", "2"), "formula_replaced", CRITICAL, SCORES, "I5", "a score typed as text"),
    (lambda b: with_cell(b, SCORES, "I5", ""), "formula_removed", CRITICAL, SCORES, "I5", "a score deleted"),
    (lambda b: with_cell(b, SCORES, "E5", "<v>5</v>"), "formula_replaced", CRITICAL, SCORES, "E5", "points typed in"),
    (lambda b: with_cell(b, SCORES, "F5", "<v>4826</v>"), "formula_replaced", CRITICAL, SCORES, "F5", "a value"),
    (
        lambda b: with_cell(b, SCORES, "G46", "<v>9</v>"),
        "formula_replaced",
        CRITICAL,
        SCORES,
        "G46",
        "a base where none",
    ),
    (lambda b: with_text(b, SCORES, "J5", "满分"), "formula_replaced", WARNING, SCORES, "J5", "an explanation"),
    (lambda b: with_text(b, SCORES, "K5", "✓"), "formula_replaced", WARNING, SCORES, "K5", "a check"),
    (lambda b: with_text(b, SCORES, "L5", "有就得分"), "formula_replaced", WARNING, SCORES, "L5", "a rule"),
    (lambda b: with_cell(b, COVER, "B6", "<v>99</v>"), "formula_replaced", CRITICAL, COVER, "B6", "the total"),
    (lambda b: with_text(b, COVER, "D6", "优"), "formula_replaced", CRITICAL, COVER, "D6", "the grade"),
    (
        lambda b: with_text(b, COVER, "C15", "public-service/2026?step=whole"),
        "formula_replaced",
        CRITICAL,
        COVER,
        "C15",
        "the standard's reference",
    ),
    (lambda b: with_text(b, COVER, "F23", "whole"), "formula_replaced", CRITICAL, COVER, "F23", "a reading's value"),
    (lambda b: with_cell(b, SURVEY, "I5", "<v>1</v>"), "formula_replaced", CRITICAL, SURVEY, "I5", "a hidden helper"),
    (
        lambda b: with_cell(b, SCORES, "I2", "<v>99</v>"),
        "formula_replaced",
        WARNING,
        SCORES,
        "I2",
        "the total repeated",
    ),
    (
        lambda b: with_formula(b, SCORES, "I5", lambda f: f"MAX({f},2)"),
        "formula_changed",
        CRITICAL,
        SCORES,
        "I5",
        "MAX",
    ),
    (lambda b: with_formula(b, SCORES, "I5", lambda f: f"{f}+0.5"), "formula_changed", CRITICAL, SCORES, "I5", "+0.5"),
    (
        lambda b: with_formula(b, SCORES, "I5", lambda f: f.replace("[基数]", "[数值]")),
        "formula_changed",
        CRITICAL,
        SCORES,
        "I5",
        "another column",
    ),
    (
        lambda b: with_formula(b, SCORES, "F5", lambda f: f.replace("T01", "T02")),
        "formula_changed",
        CRITICAL,
        SCORES,
        "F5",
        "another topic",
    ),
    (lambda b: with_formula(b, SCORES, "I6", lambda _: "I5"), "formula_changed", CRITICAL, SCORES, "I6", "another row"),
    (
        lambda b: with_formula(b, SCORES, "I6", lambda _: "'[1]评分表'!I6"),
        "formula_changed",
        CRITICAL,
        SCORES,
        "I6",
        "another workbook",
    ),
]


@pytest.mark.parametrize(
    ("tamper", "code", "severity", "sheet", "cell", "why"), FORMULAS, ids=[r[-1] for r in FORMULAS]
)
@pytest.mark.parametrize("saved", SAVED)
def test_a_formula_overwritten(
    saved: Tamper, tamper: Tamper, code: str, severity: Severity, sheet: str, cell: str, why: str
) -> None:
    report = checked(saved(tamper(example())))
    finding = next(one for one in report.findings if (one.sheet, one.cell) == (sheet, cell) and one.code == code)
    assert finding.severity is severity, why
    assert finding.expected.startswith(("=", "…")), why
    assert report.status == "findings"


SPELLINGS: list[tuple[Callable[[str], str], str]] = [
    (lambda f: f.replace("PS_SCORE", "[1]!PS_SCORE"), "the add-in's function"),
    (lambda f: f.replace("PS_SCORE", "[0]!PS_SCORE"), "this workbook's function"),
    (lambda f: f.replace("PS_SCORE", "_xll.PS_SCORE"), "an XLL's"),
    (lambda f: f.replace("PS_SCORE", "ps_score"), "small letters"),
    (lambda f: f.replace("PS_SCORE", "PS.SCORE"), "an Office.js add-in's"),
    (lambda f: f.replace(",", " , "), "blanks"),
    (lambda f: f.replace("ps_scores[[#This Row],[编号]]", "A5"), "an address for a heading"),
    (lambda f: f.replace("ps_scores[[#This Row],[编号]]", "$A5"), "a fixed column"),
    (lambda f: f.replace("ps_scores[[#This Row],[编号]]", "[@编号]"), "short for the table"),
    (lambda f: f.replace("ps_standard_reference", "封面!$C$15"), "an address for a name"),
    (lambda f: f.replace("ps_standard_reference", "PS_Standard_Reference"), "a name in capitals"),
    (lambda f: f"@{f}", "an implicit intersection"),
    (lambda f: f"_xlfn.SINGLE({f})", "the same as newer programs store it"),
]


@pytest.mark.parametrize(("spell", "why"), SPELLINGS, ids=[row[-1] for row in SPELLINGS])
def test_the_same_formula_in_other_words(spell: Callable[[str], str], why: str) -> None:
    assert found(checked(with_formula(example(), SCORES, "I5", spell)), "formula_changed") == [], why


ROWS: list[tuple[Tamper, str, Severity, str, str]] = [
    (lambda b: with_text(b, SCORES, "A5", "2"), "row_missing", CRITICAL, "1", "a code changed into another"),
    (lambda b: with_text(b, SCORES, "A5", "2"), "row_repeated", CRITICAL, "A6", "and so twice there"),
    (lambda b: with_text(b, SCORES, "A5", "48"), "row_added", CRITICAL, "A5", "a code nobody knows"),
    (
        lambda b: replaced(b, table_part(b, "ps_scores"), 'ref="A4:O51"', 'ref="A4:O50"'),
        "row_missing",
        CRITICAL,
        "47",
        "the table cut off above its last row",
    ),
    (lambda b: with_text(b, PLATFORM, "A5", ""), "row_missing", CRITICAL, "T01", "a topic taken out"),
    (lambda b: with_text(b, SCORES, "D5", "别的指标"), "fixed_text_changed", WARNING, "D5", "a name typed over"),
    (
        lambda b: replaced(b, table_part(b, "ps_scores"), 'name="得分"', 'name="得分2"'),
        "column_missing",
        CRITICAL,
        "A4",
        "a heading changed",
    ),
    (
        lambda b: edited(b, table_part(b, "ps_scores"), lambda t: t.replace('ps_scores"', 'scores"')),
        "table_missing",
        CRITICAL,
        "",
        "a table renamed",
    ),
]


@pytest.mark.parametrize(("tamper", "code", "severity", "where", "why"), ROWS, ids=[row[-1] for row in ROWS])
@pytest.mark.parametrize("saved", SAVED)
def test_rows_and_headings(saved: Tamper, tamper: Tamper, code: str, severity: Severity, where: str, why: str) -> None:
    findings = found(checked(saved(tamper(example()))), code)
    assert any(where in (one.cell, one.expected) and one.severity is severity for one in findings), (why, findings)


WORKBOOK = "xl/workbook.xml"
TOTAL = "<definedName name=\"ps_result_total\">'封面'!$B$6</definedName>"
NAMES: list[tuple[str, str, Severity, str]] = [
    ("", "name_missing", CRITICAL, "deleted"),
    (TOTAL.replace("$B$6", "$C$11"), "name_elsewhere", CRITICAL, "on another cell"),
    (TOTAL.replace("'封面'!$B$6", "99"), "name_elsewhere", CRITICAL, "a number"),
    (TOTAL.replace("'封面'!$B$6", "[1]封面!$B$6"), "name_elsewhere", CRITICAL, "another workbook"),
    (TOTAL.replace("'封面'!$B$6", "#REF!"), "name_elsewhere", CRITICAL, "a cell that was deleted"),
    (
        TOTAL + TOTAL.replace('name="', 'localSheetId="3" name="').replace("$B$6", "$C$11"),
        "name_elsewhere",
        CRITICAL,
        "a sheet with a name of its own",
    ),
    (TOTAL + '<definedName name="PS_SCORE">2</definedName>', "name_elsewhere", CRITICAL, "a name for a function"),
]


@pytest.mark.parametrize(("new", "code", "severity", "why"), NAMES, ids=[row[-1] for row in NAMES])
@pytest.mark.parametrize("saved", SAVED)
def test_names(saved: Tamper, new: str, code: str, severity: Severity, why: str) -> None:
    report = checked(saved(replaced(example(), WORKBOOK, TOTAL, new)))
    assert [one.severity for one in found(report, code)] == [severity], why


def test_a_name_for_an_input_moved_to_another_label() -> None:
    data = replaced(
        example(), WORKBOOK, "<definedName name=\"ps_unit\">'封面'!$C$10", "<definedName name=\"ps_unit\">'封面'!$C$11"
    )
    assert [one.expected for one in found(checked(data), "name_elsewhere")] == ["封面!C10"]


HIDING: list[tuple[Tamper, str, Severity, str]] = [
    (
        lambda b: edited(b, part_of(b, SCORES), lambda t: t.replace('<row r="9"', '<row r="9" hidden="1"')),
        "hidden_row",
        CRITICAL,
        "a scored row",
    ),
    (
        lambda b: edited(
            b, part_of(b, SCORES), lambda t: t.replace('<col min="9" max="9"', '<col min="9" max="9" hidden="1"')
        ),
        "hidden_column",
        WARNING,
        "the scores",
    ),
    (
        lambda b: edited(b, part_of(b, COVER), lambda t: t.replace('<row r="6"', '<row r="6" hidden="1"')),
        "hidden_row",
        WARNING,
        "the total",
    ),
    (
        lambda b: replaced(b, WORKBOOK, f'name="{SCORES}"', f'name="{SCORES}" state="hidden"'),
        "hidden_sheet",
        WARNING,
        "a sheet",
    ),
    (
        lambda b: replaced(b, WORKBOOK, f'name="{SCORES}"', f'name="{SCORES}" state="veryHidden"'),
        "hidden_sheet",
        CRITICAL,
        "a sheet that no menu shows",
    ),
    (
        lambda b: edited(
            b, part_of(b, SCORES), lambda t: t.replace('<sheetProtection sheet="1"', '<sheetProtection sheet="0"')
        ),
        "protection_removed",
        NOTE,
        "protection off",
    ),
    (
        lambda b: edited(b, part_of(b, PLATFORM), lambda t: t.replace('type="whole"', 'type="none"')),
        "validation_removed",
        NOTE,
        "validations off",
    ),
]


@pytest.mark.parametrize(("tamper", "code", "severity", "why"), HIDING, ids=[row[-1] for row in HIDING])
@pytest.mark.parametrize("saved", SAVED)
def test_hiding(saved: Tamper, tamper: Tamper, code: str, severity: Severity, why: str) -> None:
    assert severity in {one.severity for one in found(checked(saved(tamper(example()))), code)}, why


def hidden(data: bytes, sheet: str, row: int) -> bytes:
    return edited(
        data, part_of(data, sheet), lambda text: text.replace(f'<row r="{row}"', f'<row r="{row}" hidden="1"')
    )


@pytest.mark.parametrize("tamper", [calculated, lambda b: with_cell(b, SCORES, "I10", "<v>2</v>")], ids=["", "typed"])
def test_a_hidden_score_in_a_file_without_results(tamper: Tamper) -> None:
    report = checked(uncalculated(hidden(tamper(example()), SCORES, 10)))
    assert [(one.cell, one.severity) for one in found(report, "hidden_row")] == [("A10", CRITICAL)]


def test_nothing_in_a_file_without_results() -> None:
    report = checked(uncalculated(example()))
    assert [(one.code, one.severity) for one in report.findings] == [("not_calculated", NOTE)]
    assert (report.totals.stored, report.totals.due) == ("", "83.69")
    unused = uncalculated(hidden(example(), FORM_SHEET, 32))
    assert grave(checked(unused)) == [], "a blank row of the form, its formulas without results"


def test_a_filter_is_a_note_and_a_blank_row_nothing() -> None:
    data = edited(
        example(), part_of(example(), SCORES), lambda text: text.replace('<row r="9"', '<row r="9" hidden="1"')
    )
    part = table_part(data, "ps_scores")
    column = '<filterColumn colId="8"><filters><filter val="2"/></filters></filterColumn>'
    data = edited(
        data,
        part,
        lambda text: text.replace('<autoFilter ref="A4:O51"/>', f'<autoFilter ref="A4:O51">{column}</autoFilter>'),
    )
    report = checked(data)
    assert [one.severity for one in found(report, "filtered_rows")] == [NOTE]
    assert report.status == "sound"
    unused = edited(
        example(), part_of(example(), FORM_SHEET), lambda text: text.replace('<row r="32"', '<row r="32" hidden="1"')
    )
    assert grave(checked(unused)) == []


def test_results_that_the_inputs_do_not_give() -> None:
    report = checked(with_formula(example(), COVER, "B6", lambda formula: formula, value="93.69"))
    assert [(one.sheet, one.cell, one.expected, one.severity) for one in found(report, "stored_differs")] == [
        (COVER, "B6", "83.69", CRITICAL)
    ]
    tables = InputTables(example())
    cell = tables.table("ps_requests").cell("编号", "T01", "已解决数")
    stale = write_inputs(example(), {cell: 4800})
    report = checked(stale)
    assert {one.cell for one in found(report, "stored_differs")} >= {"B6", "I6"}
    scored = recalculate(stale, Options()).data
    assert scored is not None
    assert grave(checked(scored)) == []


def test_a_score_above_the_rule_wants_a_reason() -> None:
    table = InputTables(example()).table("ps_form")

    def form(score: float, reason: str, actual: str = "8.00(人)") -> bytes:
        values = {
            "level_3": "在岗人数",
            "target": "≥9.00(人)",
            "actual": actual,
            "points": 9,
            "score": score,
            "reason": reason,
        }
        row = 15
        cells = {table.column(FORM.columns[key])[row]: value for key, value in values.items()}
        data = recalculate(write_inputs(example(), cells), Options()).data
        assert data is not None
        return data

    rows = [
        (9, "", "8.00(人)", [WARNING], "above the rule's 8"),
        (8, "", "8.00(人)", [], "the rule's own"),
        (9, "年内退休一人", "8.00(人)", [], "explained"),
        (9.5, "年内退休一人", "9.00(人)", [CRITICAL], "above the points, whatever the reason"),
    ]
    for score, reason, actual, severities, why in rows:
        report = checked(form(score, reason, actual))
        assert [one.severity for one in found(report, "score_above_rule")] == severities, why


def test_a_cell_beside_the_tables_with_another_result() -> None:
    report = checked(with_formula(example(), SCORES, "I2", lambda formula: formula, value="99"))
    assert [(one.cell, one.severity) for one in found(report, "stored_differs")] == [("I2", WARNING)]


def test_an_error_claims_nothing_but_a_score_beside_it_does() -> None:
    """As saved where the functions could not run: errors, and texts that say so. No score comes from them."""

    def failed(text: str) -> str:
        cell = r'(<c r="[FGI]\d+" s="\d+")(?: t="\w+")?(><f>PS_[^<]*</f><v>)[^<]*'
        return re.sub(cell, r'\1 t="e"\2#NAME?', text)

    data = edited(example(), part_of(example(), SCORES), failed)
    report = checked(data)
    assert found(report, "not_calculated") != []
    assert grave(report) == []
    claimed = with_formula(data, COVER, "B6", lambda formula: formula, value="99")
    assert {one.cell for one in found(checked(claimed), "stored_differs")} == {"B6"}
    # What other cells say of a total that is an error, by its name, is no claim either.
    honest = with_formula(data, COVER, "B6", lambda formula: formula, value="#NAME?")
    honest = edited(honest, part_of(honest, COVER), lambda text: re.sub(r'(<c r="B6" s="\d+")', r'\1 t="e"', text))
    honest = with_formula(honest, COVER, "D7", lambda formula: formula, value="总分暂缺：仍有指标未得分，见问题清单")
    assert grave(checked(honest)) == []
