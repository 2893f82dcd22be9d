"""The commands of the menu, dispatched in a running LibreOffice: what they say, change and leave alone."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import psscore
from hosts.libreoffice.office import Calc
from hosts.libreoffice.sheets import SHEET, workbook_of
from psscore.hosts.libreoffice.commands import typed_over
from psscore.hosts.libreoffice.commands.formulas import arguments, functions_in, repaired
from psscore.hosts.libreoffice.commands.repair import blocks
from psscore.workbook import overwritten
from psscore.workbook.address import a1
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE
from tampering.tampered import with_cell

CALL = '("1";93;100)'
# fmt: off
REPAIRS = [
    # as Calc keeps it, repaired (None: left alone), why
    (f"=[1]!ps_score{CALL}", f"=PS_SCORE{CALL}", "a function of another open workbook or add-in"),
    (f"=[12]!PS_SCORE{CALL}", f"=PS_SCORE{CALL}", "the same with its part in the file"),
    (f"=[1]Sheet1!ps_score{CALL}", f"=PS_SCORE{CALL}", "and with a sheet"),
    (f"='[1]'!ps_score{CALL}", f"=PS_SCORE{CALL}", "in quotes"),
    (f"='c:\\dir\\x.xlam'!ps_score{CALL}", f"=PS_SCORE{CALL}", "the path of an add-in"),
    (f"='d:\\it''s\\x y.xlsm'!ps_score{CALL}", f"=PS_SCORE{CALL}", "a path with an apostrophe"),
    (f"=psscore.xlam!ps_score{CALL}", f"=PS_SCORE{CALL}", "the name of an add-in"),
    (f"=_xll.ps_score{CALL}", f"=PS_SCORE{CALL}", "a function of an XLL"),
    (f"=_xlfn.ps_score{CALL}", f"=PS_SCORE{CALL}", "taken for one of a later Excel"),
    (f"=_xlfn._xlws.ps_score{CALL}", f"=PS_SCORE{CALL}", "both marks"),
    (f"=_xludf.ps_score{CALL}", f"=PS_SCORE{CALL}", "a user's function"),
    (f"=_xldudf_ps_score{CALL}", f"=PS_SCORE{CALL}", "of an Office add-in"),
    (f"=ps.score{CALL}", f"=PS_SCORE{CALL}", "with a point"),
    (f"=ps_score{CALL}", f"=PS_SCORE{CALL}", "lower case: not known to Calc"),
    (f"=@PS_SCORE{CALL}", f"=PS_SCORE{CALL}", "Excel's sign for one value"),
    (f"{{=_xlfn.single(PS_SCORE{CALL})}}", f"{{=PS_SCORE{CALL}}}", "the same as files have it"),
    (f"=org.psscore.functions.psscore{CALL}", f"=PS_SCORE{CALL}", "the long name, where Calc does not know it"),
    ("=[1]!ps_total(A1:A2;[1]!ps_score(1;2))+1", "=PS_TOTAL(A1:A2;PS_SCORE(1;2))+1", "calls in calls"),
    ('=IF(A1="[1]!ps_score(";[1]!ps_name("1");"")', '=IF(A1="[1]!ps_score(";PS_NAME("1");"")', "texts stay"),
    (f"=PS_SCORE{CALL}", None, "sound in 7.4"),
    (f"=ORG.PSSCORE.FUNCTIONS.PSSCORE{CALL}", None, "sound in 25.2"),
    ("=[1]!ps_nope(1)", None, "no function of ours"),
    ("=MYPS_SCORE(1)", None, "another's function"),
    ("=$'PS_SCORE('.A1", None, "a sheet's name"),
    ("=_xlfn.single(PS_RATE(1;2)+1)", None, "more than the call"),
    ('="[1]!ps_score("', None, "a text"),
]
# fmt: on


@pytest.mark.parametrize(("formula", "expected", "why"), REPAIRS)
def test_a_formula_is_repaired(formula: str, expected: str | None, why: str) -> None:
    assert repaired(formula) == (formula if expected is None else expected), why
    assert repaired(repaired(formula)) == repaired(formula)


# fmt: off
CALLS = [
    ("=PS_RATE(A1;$B$2)", ("PS_RATE", ["A1", "$B$2"]), "references"),
    ('=PS_NAME("a;)""b")', ("PS_NAME", ['"a;)""b"']), "a text with brackets"),
    ("=ORG.PSSCORE.FUNCTIONS.PSSCORE(t[[#This Row];[x]];;1)", ("PS_SCORE", ["t[[#This Row];[x]]", "", "1"]), "a table"),
    ("{=PS_RATE(A1;{1;2})}", ("PS_RATE", ["A1", "{1;2}"]), "an array"),
    ("=PS_SCORE()", ("PS_SCORE", []), "no arguments"),
    ("=PS_RATE(1;2)+PS_RATE(1;2)", None, "two calls"),
    ("=SUM(PS_RATE(1;2))", None, "inside another"),
]
# fmt: on


@pytest.mark.parametrize(("formula", "expected", "why"), CALLS)
def test_the_arguments_of_a_call(formula: str, expected: Any, why: str) -> None:
    assert arguments(formula) == expected, why
    assert functions_in(formula)


def test_changed_cells_are_written_in_rectangles() -> None:
    changed = dict.fromkeys([(0, 0), (1, 0), (0, 1), (1, 1), (3, 0), (0, 3)], "=")
    assert [(column, row, len(texts), len(texts[0])) for column, row, texts in blocks(changed)] == [
        (0, 0, 2, 2),
        (3, 0, 1, 1),
        (0, 3, 1, 1),
    ]


BROKEN = {
    "E1": '=[1]!PS_SCORE("1",93,100)',
    "E2": "='C:\\dir\\psscore.xlam'!PS_SCORE(\"1\",93,100)",
    "E3": '=_xll.PS_SCORE("1",93,100)',
    "G3": "=SUM([1]!PS_SCORE(A1,B1,C1),1)",
    "E5": '=_xlfn.SINGLE(PS_SCORE("1",93,100))',
    "H1:H2": '{=[1]!PS_SCORE({"1";"2"},{93;95},{100;100})}',
    "E6": "=PS_RATE(0,0)",
    "E7": '=[1]!PS_NOPE("1")',
}
CELLS = {"A1": "1", "B1": 93, "C1": 100, "F1": "007", "F2": "=1+1", "F3": 7.25}


@pytest.fixture(scope="module", params=["25.2", "7.4"])
def calcs(request: pytest.FixtureRequest) -> Calc:
    """Both versions of LibreOffice, each with its extension."""
    found: Calc = request.getfixturevalue({"25.2": "calc", "7.4": "calc_74"}[request.param])
    return found


def test_repair_is_one_step_and_touches_nothing_else(calcs: Calc, tmp_path: Path) -> None:
    saved = tmp_path / "saved.xlsx"
    steps: list[list[Any]] = [["state"], ["run", "check"], ["run", "repair"], ["state"], ["undo"], ["state"]]
    steps += [["run", "repair"], ["run", "repair"], ["save", saved.as_uri()]]
    data = workbook_of(CELLS, BROKEN)
    before, checked, said, after, _, undone, _, again, _ = calcs.command((data, "book.xlsx", steps))[0]
    assert "有 6 个公式的函数名 Calc 不认识" in checked or "有 7 个公式的函数名 Calc 不认识" in checked
    assert said.splitlines() == ["已修复 6 个公式。", f"{SHEET}：6 个"]
    assert after["undo"] == ["修复公式"]
    assert undone["sheets"][SHEET][0] == before["sheets"][SHEET][0], "undone in one step"
    (formulas, values), old = after["sheets"][SHEET], before["sheets"][SHEET]
    where = {"E1": 0.6, "E2": 0.6, "E3": 0.6, "G3": 1.6, "E5": 0.6, "H1": 0.6}
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            name = f"{'ABCDEFGH'[column]}{row + 1}"
            if name in where:
                assert value == pytest.approx(where[name], abs=1e-15), name
            elif name != "H2":
                assert (value, formulas[row][column]) == (old[1][row][column], old[0][row][column]), name
    assert again == "没有需要修复的公式。"
    with zipfile.ZipFile(saved) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert len(re.findall(r"<f[^>]*>(?:SUM\()?PS_", sheet)) == 7


def test_a_workbook_opened_read_only_is_not_changed(calc: Calc, tmp_path: Path) -> None:
    broken, ours = tmp_path / "broken.xlsx", tmp_path / "ours.xlsm"
    broken.write_bytes(workbook_of(CELLS, BROKEN))
    ours.write_bytes(build("zh", EXAMPLE))
    steps: list[list[Any]] = [["open", broken.as_uri(), True], ["run", "repair"], ["open", ours.as_uri(), True]]
    steps += [["run", "score"], ["show", "ps_scored_by"]]
    _, repaired_, _, scored, by = calc.command((workbook_of({}, {}), "book.xlsx", steps))[0]
    assert repaired_.startswith("未改动：工作簿以只读方式打开")
    assert "未记录计分时间：工作簿以只读方式打开" in scored
    assert by[1] == ""


def test_a_protected_sheet_is_not_repaired_and_named(calcs: Calc) -> None:
    steps: list[list[Any]] = [["protect", SHEET, True], ["state"], ["run", "repair"], ["state"]]
    _, before, said, after = calcs.command((workbook_of(CELLS, BROKEN), "book.xlsx", steps))[0]
    assert said.startswith("未能写入：")
    assert f"{SHEET}!E1" in said
    assert f"{SHEET}!H1" in said
    assert "取消工作表保护" in said
    assert after["sheets"] == before["sheets"]


def test_the_sentences_are_those_of_headless_scoring() -> None:
    ours = (typed_over.SCORE, typed_over.POINT, typed_over.SUBTOTAL, *typed_over.NAMES.values())
    assert set(ours) | {overwritten.ROW} == set(overwritten.SENTENCES)


def test_what_is_typed_over_is_named_as_by_headless_scoring(calc: Calc) -> None:
    data = build("zh", EXAMPLE)
    package, book = Package(data), read_book(Package(data))
    scores, level = book.tables["ps_scores"], book.tables["ps_level1"]
    places = [(scores.sheet, scores.first_row, scores.left + scores.columns.index(title)) for title in ("得分", "分值")]
    places.append((level.sheet, level.first_row, level.left + level.columns.index("得分")))
    for name in ("ps_result_total", "ps_result_grade", "ps_max_points", "ps_result_progress"):
        place = book.cell(name)
        assert place is not None
        places.append(place)
    for sheet, row, column in places:
        data = with_cell(data, sheet, a1(row, column), "<v>9</v>")
    assert package.index.keys() == Package(data).index.keys()
    told = calc.command((data, "book.xlsm", [["run", "check"]]))[0][0]
    found = recalculate(data, Options()).receipt["findings"]
    typed = [one for one in found if one["code"] == "overwritten"]
    assert len(typed) == len(places)
    shown = told.splitlines()
    assert sum(f"{one['sheet']}!{one['cell']} {one['message']}" in shown for one in typed) >= 6
    count = re.search(r"问题 (\d+) 条", told)
    assert count
    assert int(count[1]) >= len(places)


def test_a_total_that_refers_to_nothing_is_typed(calc: Calc) -> None:
    data = build("zh", EXAMPLE)
    place = read_book(Package(data)).cell("ps_result_total")
    assert place is not None
    data = with_cell(data, place[0], a1(*place[1:]), "<f>90+9</f><v>99</v>")
    told = calc.command((data, "book.xlsm", [["run", "check"]]))[0][0]
    assert f"{place[0]}!{a1(*place[1:])} {typed_over.TOTAL.zh}" in told


def test_score_stamps_as_the_button_in_excel_and_check_changes_nothing(calc: Calc) -> None:
    data = build("zh", EXAMPLE)
    steps: list[list[Any]] = [["run", "check"], ["state"], ["run", "score"], ["state"]]
    names = ("ps_scored_at", "ps_scored_by", "ps_scored_digest", "ps_scored_with")
    steps += [["show", name] for name in names]
    steps += [["undo"], ["show", "ps_scored_by"]]
    checked, untouched, scored, after, at, by, digest, tool, _, undone = calc.command((data, "book.xlsm", steps))[0]
    receipt = recalculate(data, Options()).receipt
    total = f"总分 {receipt['total']} / {receipt['max_points']}　等级 {receipt['grade']}　进度 {receipt['progress']}"
    for text in (checked, scored):
        assert text.splitlines()[0] == total
        count = len(receipt["findings"])
        assert text.splitlines()[1] == f"问题 {count} 条，已选中第一条："
        for finding in receipt["findings"]:
            assert f"{finding['sheet']}!{finding['cell']} " in text
    assert (untouched["modified"], list(untouched["undo"])) == (False, [])
    assert after["undo"] == ["评分"]
    first = receipt["findings"][0]
    assert after["selected"].replace("$", "") == f"{first['sheet']}.{first['cell']}"
    assert at[0] > 45_000
    assert [by[1], digest[1], tool[1]] == ["张三", receipt["standard"]["digest"], f"psscore {psscore.__version__}"]
    assert "已记录：" in scored
    assert "与命令行对照" in scored
    assert undone[1] == "", "the stamp is undone in one step"


def test_the_total_is_withheld_with_reasons(calcs: Calc) -> None:
    cells: dict[str, Any] = {"A1": "1", "B1": 93, "C1": 100, "A2": "2", "B2": "约 30", "C2": 100, "A3": "99", "B3": 1}
    formulas = {f"D{row}": f"=PS_SCORE(A{row},B{row},C{row})" for row in (1, 2, 3)}
    formulas |= {"D4": "=PS_TOTAL(A1:A3,D1:D3)", "E1": "=PS_RATE(0,0)+1", "E2": '=PS_CHECK("1",101,100)'}
    (said, scored) = calcs.command((workbook_of(cells, formulas), "book.xlsx", [["run", "check"], ["run", "score"]]))[0]
    lines = said.splitlines()
    assert lines[0] == "总分暂缺，已得分指标 1/3"
    assert lines[1] == "问题 5 条，已选中第一条："
    assert lines[2].startswith(f"{SHEET}!E1 PS_RATE #N/A：")
    assert lines[3].startswith(f"{SHEET}!D2 PS_SCORE #VALUE!：")
    assert "约 30" in lines[3]
    assert lines[4].startswith(f"{SHEET}!E2 ")
    assert "99" in lines[5]
    assert "PS_TOTAL" in lines[6]
    assert "已记录" not in scored, "this workbook has no cells for a stamp"


OTHERS = [
    (workbook_of({"A1": 1}, {"A2": "=A1"}), "score", "此工作簿中没有 PS_ 公式，无可评分。", "no workbook of ours"),
    (workbook_of({"A1": 1}, {"A2": "=A1"}), "check", "此工作簿中没有 PS_ 公式，无可评分。", "no workbook of ours"),
    (workbook_of({"A1": 1}, {"A2": "=A1"}), "repair", "没有需要修复的公式。", "nothing to repair"),
]


def test_other_workbooks_get_one_clear_sentence(calcs: Calc) -> None:
    found = calcs.command(*((data, "book.xlsx", [["run", command]]) for data, command, _, _ in OTHERS))
    for answer, (_, _, expected, why) in zip(found, OTHERS, strict=True):
        assert answer == [expected], why


def test_english_menus_speak_english(calc: Calc) -> None:
    found = calc.command((workbook_of({}, {"A1": "=PS_RATE(0,0)"}), "book.xlsx", [["run", "check"]]), lang="en")
    assert found[0][0].splitlines()[0] == "The total is withheld; scored: 0/0"


def test_a_stamp_cell_that_is_locked_takes_nothing(calc: Calc) -> None:
    data = _locked_stamps(build("zh", EXAMPLE))
    scored, by = calc.command((data, "book.xlsm", [["run", "score"], ["show", "ps_scored_by"]]))[0]
    assert "未记录计分时间：封面!" in scored
    assert "工作表保护" in scored
    assert by[1] == ""


def _locked_stamps(data: bytes) -> bytes:
    """The workbook with the stamp's first cell moved to one that is locked."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                changed = re.sub(rb'(name="ps_scored_at"[^>]*>[^<]*)\$C\$16', rb"\1$B$2", content)
                assert changed != content
                content = changed
            target.writestr(name, content)
    return out.getvalue()


def test_74_says_what_to_do_about_a_workbook_with_excel_macros(calc_74: Calc) -> None:
    said = calc_74.command((build("zh", EXAMPLE), "book.xlsm", [["run", "score"], ["state"]]))[0]
    assert "请另存为 .xlsx" in said[0]
    assert not said[1]["modified"]
