# ruff: noqa: E501 (tables as cities print them)
"""Tables of cities, merged, titled, subtotalled and wrong, read as drafts."""

from __future__ import annotations

import io
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from psscore.rulebook.catalogue import load_raw
from psscore.rulebooks.draft import Draft, Given, draft_findings, draft_of
from psscore.rulebooks.draft.points import points_in_name, read_points
from psscore.rulebooks.finding import Severity
from psscore.rulebooks.library import workbook_of
from psscore.rulebooks.read import open_workbook, sheets_of
from psscore.rulebooks.unfold import unfold

STEP = "≥95%得{}分，每降低1%扣0.5分，扣完为止"
HEADER = ["序号", "一级指标", "分值", "二级指标", "考核内容", "分　值", "评分标准", "数据来源"]


def table(rows: list[list[Any]], merged: tuple[str, ...] = (), title: str = "考核表") -> Any:
    """A workbook with one sheet, written and read again."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return open_workbook(out.getvalue())


def draft(rows: list[list[Any]], merged: tuple[str, ...] = (), **options: Any) -> Draft:
    return draft_of(table(rows, merged), "t.xlsx", "my/1", **options)


def said(made: Draft, *wanted: Severity) -> list[tuple[str, str]]:
    kinds = wanted or (Severity.FAULT, Severity.DIFFERENCE)
    return [(one.where, one.message.zh) for one in made.findings if one.severity in kinds]


CITY = [
    ["某市城市管理考核评分表（2025年度）"],
    ["填报单位："],
    HEADER,
    ["１", "市容环境", 30, "垃圾分类", "分类处理", "10分", STEP.format(10), "平台上报"],
    [
        "2",
        None,
        None,
        "道路清扫",
        "机械化清扫，发现率90%",
        "10",
        "每发现一处扣0.5分，最高扣3分；每少一次扣1分",
        "现场检查",
    ],
    ["3", None, None, "公厕", "公厕管理", "10（含加分2）", "由考核组酌情扣分", "现场检查"],
    [None, "小计", None, None, None, 31, None, None],
    HEADER,
    ["4", "群众满意", 70, "满意率", "满意率", "６０", "10次以上得5分,30次以上得60分", "问卷调查"],
    ["4", None, None, "表彰", "获得表彰", "10", "每获表彰一次加1分,最多10分", "材料"],
    ["9", None, None, "安全", "安全事故", None, "发生重大安全事故的，一票否决", "材料"],
    ["合计", None, None, None, None, "110（含加分15）", None, None],
    ["注：90(含)-100分为优,80(含)-90分为良,60(含)-80分为中,60分以下为差"],
]
MERGED = ("A1:H1", "B4:B6", "C4:C6", "B9:B11", "C9:C11", "A13:H13")


def test_a_citys_table_becomes_a_tree_with_proposed_rules() -> None:
    made = draft(CITY, MERGED)
    raw: Any = made.book.raw
    rows = [
        (one["code"], one.get("parent"), one["name"]["zh"], one["points"], one.get("rule")) for one in raw["indicator"]
    ]
    assert rows == [
        ("1", None, "市容环境", 30, None),
        ("1.1", "1", "垃圾分类", 10, "step_down_1"),
        ("1.2", "1", "道路清扫", 10, "deductions_1"),
        ("1.3", "1", "公厕", 10, "judged"),
        ("2", None, "群众满意", 70, None),
        ("2.1", "2", "满意率", 60, "tiers_1"),
        ("2.2", "2", "表彰", 10, "bonus_1"),
    ]
    assert [one["unit"]["zh"] for one in raw["indicator"] if "unit" in one] == ["%", "分", "分", "次", "次"]
    assert [one["code"] for one in raw["veto"]] == ["V1"]
    assert [band["grade"]["zh"] for band in raw["grades"]["bands"]] == ["优", "良", "中", "差"]
    assert raw["title"]["zh"] == "某市城市管理考核评分表（2025年度）"
    assert made.shown["1.1"]["(proposal)"] == "≥95%得10分;每降低1%,扣0.5分,扣完为止"
    assert "酌情" in made.shown["1.3"]["(open)"]


def test_what_the_table_gets_wrong_is_reported_with_its_cell() -> None:
    found = said(draft(CITY, MERGED))
    for where, words in (
        ("考核表!F7", "小计印为 31，各项相加为 30"),
        ("考核表!A9", "序号 4 重复"),
        ("考核表!F12", "总分印为 110，各项合计 100"),
        ("考核表!F12", "加分印为 15，各项加分合计 12"),
    ):
        assert any(place == where and words in text for place, text in found), (where, words, found)
    assert all("F11" not in place for place, _ in found), "a veto needs no points"


def test_promised_but_never_deducted() -> None:
    made = draft(CITY, MERGED)
    lines = [one.line() for one in draft_findings(made, "t.xlsx") if one.severity is Severity.DIFFERENCE]
    assert any("考核表!E5" in line and "发现率90%" in line for line in lines)


def test_a_merged_cell_off_by_a_row_is_suspected() -> None:
    rows = [
        ["一级指标", "分值", "二级指标", "分值", "评分标准"],
        ["甲", 20, "a", 10, STEP.format(10)],
        [None, None, "b", 10, STEP.format(10)],
        ["乙", 30, "c", 10, STEP.format(10)],
        [None, None, "d", 10, STEP.format(10)],
        [None, None, "e", 10, STEP.format(10)],
    ]
    assert said(draft(rows, ("A2:A3", "B2:B3", "A4:A6", "B4:B6"))) == []
    drifted = said(
        draft([*rows[:2], ["乙", 30, *rows[2][2:]], [None, None, *rows[3][2:]], *rows[4:]], ("A3:A6", "B3:B6"))
    )
    assert any("合并单元格可能错了一行" in text and "“b”" in text for _, text in drifted)


def test_an_accepted_draft_loads() -> None:
    made = draft([row for row in CITY if "一票否决" not in str(row)], ("A1:H1", "B4:B6", "C4:C6", "B9:B10", "C9:C10"))
    assert [one for one in draft_findings(made, "t.xlsx") if one.severity is Severity.FAULT] == []
    standard = load_raw(made.book.raw, "t")
    assert standard.total_points == 100
    assert len(standard.leaves) == 5


@pytest.mark.parametrize(
    ("answers", "faults", "why"),
    [
        ({}, 5, "nothing confirmed"),
        ({"1.1": "是", "1.2": "yes", "1.3": "√", "2.1": "是", "2.2": "是"}, 0, "everything confirmed"),
        ({"1.1": "是", "1.2": "是", "1.3": "是", "2.1": "是", "2.2": "否"}, 1, "one rejected"),
        ({"1.1": "是", "1.2": "是", "1.3": "是", "2.1": "是", "2.2": "也许"}, 1, "one unclear"),
    ],
)
def test_rules_wait_for_a_yes(answers: dict[str, str], faults: int, why: str) -> None:
    made = draft([row for row in CITY if "一票否决" not in str(row)], ("A1:H1", "B4:B6", "C4:C6", "B9:B10", "C9:C10"))
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(made.book, "zh", made.shown)))
    page = book["指标"]
    at = {page.cell(2, column).value: column for column in range(1, page.max_column + 1)}
    for row in range(3, page.max_row + 1):
        code = page.cell(row, at["code"]).value
        if code in answers:
            page.cell(row, at["(confirmed)"]).value = answers[code]
    out = io.BytesIO()
    book.save(out)
    sheets = sheets_of(open_workbook(out.getvalue()))
    found = unfold(sheets, "d.xlsx")
    assert len(found.faults) == faults, why
    assert all(fault.where.startswith("指标!") for fault in found.faults)
    assert unfold(sheets, "d.xlsx", accept=True).faults == []
    assert found.raw == made.book.raw


# fmt: off
LAYOUTS: list[tuple[str, list[list[Any]], tuple[str, ...], list[tuple[str, str]]]] = [
    ("no level but the content", [["序号", "考核内容", "分值", "评分标准"], [1, "甲", 60, STEP.format(60)], [2, "乙", 40, STEP.format(40)]],
     (), [("1", "甲"), ("2", "乙")]),
    ("sections over the whole width", [["考核内容", "标准分", "评分细则", "备注"], ["一、管理（60分）", None, None, None], ["甲", 60, STEP.format(60), None],
     ["二、服务（40分）", None, None, None], ["乙", 40, STEP.format(40), None]], ("A2:D2", "A4:D4"),
     [("1", "一、管理"), ("1.1", "甲"), ("2", "二、服务"), ("2.1", "乙")]),
    ("levels repeated, not merged", [["一级指标", "二级指标", "三级指标", "分值", "计分方式"], ["A", "a", "甲", 50, STEP.format(50)],
     ["A", "b", "乙", 50, STEP.format(50)]], (), [("1", "A"), ("1.1", "a"), ("1.1.1", "甲"), ("1.2", "b"), ("1.2.1", "乙")]),
    ("two lines of headers", [["指标", None, "分值", "评分标准"], ["一级指标", "二级指标", None, None], ["A", "甲", 100, STEP.format(100)]],
     ("A1:B1", "C1:C2", "D1:D2"), [("1", "A"), ("1.1", "甲")]),
    ("one indicator on two lines", [["二级指标", "分值", "评分标准"], ["甲", 100, "每发现一处扣1分"], [None, None, "每少一次扣2分，扣完为止"]],
     ("A2:A3", "B2:B3"), [("1", "甲")]),
    ("a name over lines with points of their own", [["二级指标", "考核内容", "分值", "评分标准"], ["甲", "子", 60, STEP.format(60)], [None, "丑", 40, STEP.format(40)]],
     ("A2:A3",), [("1", "甲"), ("1.1", "子"), ("1.2", "丑")]),
    ("a parent repeated, not merged", [["一级指标", "二级指标", "考核内容", "分值", "评分标准"], ["A", "甲", "甲率", 30, STEP.format(30)],
     ["A", "甲", "乙率", 30, STEP.format(30)], ["A", "处置质量", "返工率", 20, STEP.format(20)], ["A", "丁", "丁率达标，每月一次", 20, STEP.format(20)]], (),
     [("1", "A"), ("1.1", "甲"), ("1.1.1", "甲率"), ("1.1.2", "乙率"), ("1.2", "处置质量"), ("1.2.1", "返工率"), ("1.3", "丁")]),
    ("a parent left blank below", [["一级指标", "二级指标", "考核内容", "分值", "评分标准"], ["A", "甲", "甲率", 60, STEP.format(60)],
     [None, None, "乙率", 40, STEP.format(40)]], (), [("1", "A"), ("1.1", "甲"), ("1.1.1", "甲率"), ("1.1.2", "乙率")]),
    ("the same parent under two", [["一级指标", "二级指标", "考核内容", "分值", "评分标准"], ["A", "甲", "甲率", 60, STEP.format(60)],
     ["B", "甲", "乙率", 40, STEP.format(40)]], (), [("1", "A"), ("1.1", "甲"), ("2", "B"), ("2.1", "甲")]),
    ("a merged parent and an only child", [["一级指标", "二级指标", "考核内容", "分值", "评分标准"], ["A", "甲", "甲率", 30, STEP.format(30)],
     [None, None, "乙率", 50, STEP.format(50)], [None, "处置质量", "返工率", 20, STEP.format(20)]], ("A2:A4", "B2:B3"),
     [("1", "A"), ("1.1", "甲"), ("1.1.1", "甲率"), ("1.1.2", "乙率"), ("1.2", "处置质量"), ("1.2.1", "返工率")]),
    ("a line of column numbers", [["序号", "指标名称", "分值", "评分标准"], [1, 2, 3, 4], [7, "甲", 100, STEP.format(100)]], (), [("7", "甲")]),
]
# fmt: on


@pytest.mark.parametrize(("why", "rows", "merged", "expected"), LAYOUTS, ids=[row[0] for row in LAYOUTS])
def test_layouts(why: str, rows: list[list[Any]], merged: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    raw: Any = draft(rows, merged).book.raw
    got = [(one["code"], one["name"]["zh"]) for one in raw["indicator"]]
    if got[0][0] == "A":  # the printed numbers are the codes of the leaves
        got = [row for row in got if row[0] != "A"]
    assert got == expected or [code for code, _ in got] in (["1", "2"], ["7"]), (why, got)
    assert sum(Fraction(str(one["points"])) for one in raw["indicator"] if "parent" not in one) == 100, why


# fmt: off
POINTS = [
    ("10", "10", "0", "a number"), ("10分", "10", "0", "with its unit"), ("１０", "10", "0", "full-width"),
    ("10（含加分2）", "10", "2", "bonus inside"), ("10 (含加分 2 分)", "10", "2", "blanks"), ("10(另加分2)", "12", "2", "bonus beside"),
    ("23分+10分", "33", "10", "base and bonus"), ("0.5", "0.5", "0", "a decimal"), ("10%", "10", "0", "a weight"),
]
# fmt: on


@pytest.mark.parametrize(("text", "points", "bonus", "why"), POINTS)
def test_points_as_printed(text: str, points: str, bonus: str, why: str) -> None:
    read = read_points(text)
    assert read is not None, why
    assert (read.all, read.bonus) == (Fraction(points), Fraction(bonus)), why


@pytest.mark.parametrize("text", ["", "十分", "5-10", "10分左右", "A"])
def test_points_that_are_none(text: str) -> None:
    assert read_points(text) is None


def test_points_in_a_heading() -> None:
    assert points_in_name("基础管理（40分）")[0] == "基础管理"
    assert points_in_name("（40分）")[1] is None


def test_where_names_come_from_is_said() -> None:
    rows = [
        ["二级指标", "考核内容", "分值", "评分标准", "数据来源"],
        ["甲", "甲率", 50, STEP.format(50), "平台"],
        ["甲", "乙率", 50, STEP.format(50), "平台"],
    ]
    made = draft(rows)
    assert [(where, "取自“考核内容”" in text) for where, text in said(made, Severity.NOTE)] == [("考核表!B1", True)]
    raw: Any = made.book.raw
    assert all("definition" not in one for one in raw["indicator"]), "the content has become the name"


# fmt: off
COLLECTED = [
    ("第三方检测", "site_visit", "检测"), ("12345热线", "platform_report", "热线"), ("数字城管系统", "platform_report", "系统"),
    ("群众满意度", "survey", "满意度"), ("问卷", "survey", "问卷"), ("随机抽查", "site_visit", "抽查"), ("工作台账", "document_review", "台账"),
    ("印发文件", "document_review", "文件"), ("材料审核", "document_review", "its own name"), ("survey", "survey", "its code"),
    ("财政局", None, "an office"), ("平台、台账", None, "two at once"), (None, None, "nothing"),
]
# fmt: on


@pytest.mark.parametrize(("source", "way", "why"), COLLECTED)
def test_how_data_are_collected(source: str | None, way: str | None, why: str) -> None:
    made = draft([["指标名称", "分值", "评分标准", "数据来源"], ["甲", 10, STEP.format(10), source]])
    raw: Any = made.book.raw
    assert raw["indicator"][0].get("collection") == way, why
    asked = said(made, Severity.OPEN)
    assert [where for where, _ in asked] == ([] if way else ["考核表!D2"]), why
    assert all("平台上报、问卷调查、实地考察、材料审核" in text for _, text in asked)
    assert way is not None or "采集方式待定" in made.shown["1"]["(open)"]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(made.book, "zh", made.shown)))
    assert draft_findings(made, "t.xlsx") == made.findings, "said once, in the words of the table"
    assert unfold(sheets_of(open_workbook(workbook_of(made.book, "zh", made.shown))), "d", accept=True).raw == raw
    cells = {str(cell.value): cell.row for row in book["指标"].iter_rows() for cell in row}
    assert way is None or source == way or way not in cells, "in Chinese"


REMARK = (
    "1.90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差。"
    "2.发生重大安全事故的，一票否决；弄虚作假的，实行一票否优。"
)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["指标名称", "分值", "评分标准"], ["甲", 10, STEP.format(10)], ["备注", REMARK, None]], "a label and a cell"),
        ([["指标名称", "分值", "评分标准"], ["甲", 10, STEP.format(10)], ["备注：" + REMARK, None, None]], "one cell"),
        ([["指标名称", "分值", "评分标准", "备注"], ["甲", 10, STEP.format(10), REMARK]], "a column"),
        ([["指标名称", "分值", "评分标准", "得分", "备注"], ["甲", 10, STEP.format(10), None, REMARK]], "the second"),
    ],
)
def test_grades_and_vetoes_in_one_remark(rows: list[list[Any]], why: str) -> None:
    made = draft(rows)
    raw: Any = made.book.raw
    assert [band["grade"]["zh"] for band in raw["grades"]["bands"]] == ["优", "良", "中", "差"], why
    assert [(veto["title"]["zh"], veto.get("grade")) for veto in raw["veto"]] == [
        ("发生重大安全事故", None),
        ("弄虚作假", "良"),
    ], why
    chosen: Any = draft(rows, given=Given(veto_grade="差")).book.raw
    assert [veto["grade"] for veto in chosen["veto"]] == ["差", "良"], why
    asked = [text for _, text in said(made, Severity.OPEN) if "一票否决!D3" in text]
    assert len(asked) == 1, why
    assert "优、良、中、差" in asked[0], why


def test_a_thing_done_or_not_says_what_1_and_0_are() -> None:
    made = draft([["指标名称", "分值", "评分标准", "数据来源"], ["规划", 4, "制定规划的得4分", "文件"]])
    raw: Any = made.book.raw
    item = raw["indicator"][0]
    assert item["unit"] == {"zh": "是=1，否=0", "en": "yes=1, no=0"}
    assert "1（是）或 0（否）" in item["definition"]
    assert made.shown["1"]["(proposal)"] == "填 1（是）得4分，填 0（否）不得分"


def test_the_unit_of_a_limit_is_kept() -> None:
    sentence = "不超过24小时得8分；每增加2小时扣1分，扣完为止"
    made = draft([["指标名称", "分值", "评分标准", "数据来源"], ["时限", 8, sentence, "平台"]])
    assert made.shown["1"]["(proposal)"] == "≤24小时得8分;每增加2小时,扣1分,扣完为止"
    raw: Any = made.book.raw
    assert raw["indicator"][0]["unit"]["zh"] == "小时"


def test_unreadable_points_are_a_fault_with_a_cell() -> None:
    found = said(draft([["指标名称", "分值", "评分标准"], ["甲", "适量", STEP.format(10)]]))
    assert found == [("考核表!B2", "分值“适量”不能读成一个数")]


def test_a_sheet_without_a_table_is_refused() -> None:
    made = draft([["你好"], ["没有表"]])
    assert made.book.raw == {}
    assert "考核表" in made.findings[0].message.zh


def test_300_rows_take_less_than_a_second() -> None:
    rows = [HEADER] + [
        [str(i), f"甲{i // 30}", None, f"项{i}", "内容", 1, STEP.format(1), "平台"] for i in range(1, 301)
    ]
    book = table(rows)
    begin = time.process_time()
    made = draft_of(book, "t.xlsx", "my/1")
    assert time.process_time() - begin < 1
    assert len(made.shown) == 300


def test_the_example_in_the_repository_is_read(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "examples/rulebooks/考核评分表.xlsx"
    made = draft_of(open_workbook(path.read_bytes()), path.name, "my-city/2026")
    assert made.shown
    assert workbook_of(made.book, "zh", made.shown)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("row", "column", "cut"), [(50, 60, False), (51, 1, True), (1, 61, True)])
def test_what_lies_beyond_the_limits_is_said(row: int, column: int, cut: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psscore.rulebooks.draft.grid.MAX_ROWS", 50)
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "考核表"
    for line in (["三级指标", "分值", "评分标准"], ["响应率", 10, STEP.format(10)]):
        page.append(line)
    page.cell(row, column).value = "乙"
    out = io.BytesIO()
    book.save(out)
    made = draft_of(open_workbook(out.getvalue()), "t.xlsx", "my/1")
    beyond = [one.where for one in made.findings if one.severity is Severity.FAULT and "未读" in one.message.zh]
    assert beyond == ([f"考核表!{page.cell(row, column).coordinate}"] if cut else [])


def test_a_sentence_never_becomes_a_name_unsaid() -> None:
    made = draft([["三级指标", "分值", "评分标准"], ["响应率", 10, STEP.format(10)], [None, 5, "每发现一处扣0.5分"]])
    assert any(where.endswith("!A3") and "没有指标名称" in text for where, text in said(made))
