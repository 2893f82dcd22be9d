"""The workbook of the city services plan: its board, tasks, departments and choices."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from hosts.excel.package_check import check
from psscore.rulebook import load_standard
from psscore.workbook.input_text import Input
from psscore.workbook.inputs import write_inputs
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.register.build import build_register
from psscore.workbook.template.register.example import read_example
from psscore.workbook.template.register.tables import BOARD, SHEETS
from workbook.template.opened import Opened

PLAN = load_standard("city-services-plan/2024")
EXAMPLE = read_example(PLAN)
LANGS = ("zh", "en")
REGISTER = PLAN.register
assert REGISTER is not None
ROWS = {kpi.code: row for row, kpi in enumerate(REGISTER.kpis, 6)}


@functools.cache
def built(lang: str, filled: bool) -> bytes:
    return build_register(PLAN, lang, EXAMPLE if filled else None)


def board(data: bytes, key: str, lang: str = "zh") -> dict[str, str | None]:
    opened = Opened(data)
    codes = opened.column("ps_register", BOARD.columns["code"](lang))
    values = opened.column("ps_register", BOARD.columns[key](lang))
    return {str(code): value for code, value in zip(codes, values, strict=True)}


def changed(changes: dict[tuple[str, str], Input], filled: bool = True) -> bytes:
    """The filled workbook with other inputs, scored again."""
    data = write_inputs(built("zh", filled), changes)
    outcome = recalculate(data, Options(inputs_written=True), name="plan.xlsm")
    assert outcome.data is not None
    return outcome.data


@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("lang", LANGS)
def test_it_is_sound_and_carries_the_values_of_its_formulas(lang: str, filled: bool) -> None:
    data = built(lang, filled)
    assert check(data, "xlsm") == []
    assert recalculate(data, Options(lang=lang), name="plan.xlsm").status == "unchanged"
    assert Opened(data).sheets == [title(lang) for title in SHEETS.values()]


def test_the_same_bytes_every_time() -> None:
    assert build_register(PLAN, "zh", EXAMPLE) == built("zh", True)


@pytest.mark.parametrize(
    ("code", "light", "why"),
    [
        ("K1.1", "黄", "the chosen 70 % in 2025: 9.1 points behind, where the example chose amber"),
        ("K2.1", "绿", "ahead on the chosen path from 50 % to 80 %"),
        ("K2.2", "待选定", "contradictory, nothing chosen"),
        ("K3.2", "未填", "no actual value"),
        ("K8.1", "绿", "met: 2.8 documents, 3 at most"),
        ("K8.2", "无期限", "no deadline"),
        ("K9.2", "无目标", "a baseline and no target"),
        ("K17.1", "黄", "21 points behind, two months running"),
        ("K24.1", "红", "23 points behind, three months running"),
        ("K27.1", "蓝", "41 of 50 on the day they are due"),
        ("K28.1", "绿", "34 % of 30 %"),
        ("K45.2", "红", "due half a year ago: 52 % less, 60 % wanted"),
    ],
)
def test_light(code: str, light: str, why: str) -> None:
    assert board(built("zh", True), "light")[code] == light, why


def test_lights_in_english() -> None:
    zh, en = board(built("zh", True), "light"), board(built("en", True), "light", "en")
    words = {"红": "red", "黄": "amber", "蓝": "blue", "绿": "green", "待选定": "choose", "未填": "blank"}
    words |= {"无期限": "no date", "无目标": "no target", "未定": "open"}
    assert {code: words[str(light)] for code, light in zh.items()} == en


def test_an_empty_workbook_has_no_lights() -> None:
    """Without a date every target that waits for one is still open."""
    assert set(board(built("zh", False), "light").values()) & set("红黄蓝绿") == set()


def test_exactly_the_contradictory_indicators_are_to_be_chosen() -> None:
    states = board(built("zh", False), "state")
    marked = {code for code, state in states.items() if state == "矛盾"}
    assert {code.partition(".")[0] for code in marked} == {
        f"K{n}" for n in (1, 2, 3, 4, 10, 15, 22, 24, 27, 31, 32, 37, 43)
    }
    assert card(built("zh", False), "E6") == str(len(marked)) == "15"
    for page in ("zh", "en"):
        text = Path(__file__).parents[3].joinpath(f"docs/systems/city-services-plan.{page}.md").read_text("utf-8")
        assert ("15 个指标（13 组）" if page == "zh" else "15 indicators (13 groups)") in text


def test_a_choice_needs_who_and_why() -> None:
    opened = Opened(built("zh", True))
    codes = opened.column("ps_plan_targets", "编号")
    row = codes.index("K1.1") + 5
    without_why = changed({("目标与矛盾", f"H{row}"): None})
    assert board(without_why, "light")["K1.1"] == "待选定"
    other = changed({("目标与矛盾", f"F{row}"): "1"})
    assert board(other, "target")["K1.1"] == "0.8"
    assert board(built("zh", True), "target")["K1.1"] == "0.7"


def fields(data: bytes, code: str) -> dict[str, str | None]:
    return {key: board(data, key)[code] for key in ("light", "met", "check", "attainment", "days")}


def card(data: bytes, cell: str) -> str | None:
    return Opened(data).by_place[f"封面!{cell}"].value


def at_target(code: str, **cells: str | None) -> dict[tuple[str, str], Input]:
    row = Opened(built("zh", True)).column("ps_plan_targets", "编号").index(code) + 5
    return {("目标与矛盾", f"{letter}{row}"): value for letter, value in cells.items()}


FAULTY_ACTUALS: list[tuple[str, Input, str, str]] = [
    ("K7.1", "待统计", "实际值：“待统计”是文本，不是数字", "text is above every number"),
    ("K12.1", "无", "实际值：“无”是文本，不是数字", "text"),
    ("K9.1", "约40%", "实际值：“约40%”是文本，不是数字", "text"),
    ("K14.1", "80%", "实际值：“80%”是文本格式的数字，请改录为数字 80%", "a number as text"),
    ("K28.1", 80, "实际值：占比 80 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）", "percent as a number"),
    ("K27.3", 1.2, "实际值：占比 1.2 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）", "more than all"),
    ("K6.1", -5, "实际值：数值 -5 为负", "no hours are negative, though fewer are better"),
    ("K45.2", -52, "实际值：变化率 -52 不在 -1 至 10 之间（减少 52% 应录入 -0.52 或 -52%）", "percent as a number"),
]


assert EXAMPLE is not None
EXAMPLE_ACTUAL = EXAMPLE.actual


@functools.cache
def faulty() -> bytes:
    return changed({("督办总表", f"J{ROWS[code]}"): value for code, value, _, _ in FAULTY_ACTUALS})


@pytest.mark.parametrize(("code", "typed", "says", "why"), FAULTY_ACTUALS)
def test_what_is_no_figure_has_no_light(code: str, typed: Input, says: str, why: str) -> None:
    found = fields(faulty(), code)
    assert typed != EXAMPLE_ACTUAL.get(code)
    assert (found["light"], found["met"], found["check"]) == ("有误", "0", says), why
    assert str(found["attainment"]).startswith("#"), why


def test_faulty_figures_are_counted_apart() -> None:
    opened = Opened(faulty())
    unlit = sum(light not in ("红", "黄", "蓝", "绿", "有误") for light in board(faulty(), "light").values())
    assert card(faulty(), "B7") == f"有误 8　未亮灯 {unlit}　共 108 个（灯色以字为准）"
    counts = [int(value) for value in opened.column("ps_departments", "有误") if value]
    assert sum(counts) == 8
    worst = dict(
        zip(opened.column("ps_departments", "责任部门"), opened.column("ps_departments", "最重的灯"), strict=True)
    )
    assert worst["科技部门"] == "有误"
    assert worst["政务服务管理局"] == "有误", "three green and one faulty is not green"
    assert str(card(built("zh", True), "B7")).startswith("有误 0　")


def test_a_share_of_another_quantity_may_exceed_the_whole() -> None:
    found = fields(changed({("督办总表", f"J{ROWS['K20.1']}"): 1.2}), "K20.1")
    assert (found["light"], found["met"], found["check"]) == ("绿", "1", "✓")


@pytest.mark.parametrize(("code", "actual"), [("K1.2", 0.5), ("K3.2", 0.9), ("K28.1", 0.29)])
def test_a_deadline_missed_is_red_though_a_loose_one_is_still_open(code: str, actual: float) -> None:
    data = changed({("督办总表", f"J{ROWS[code]}"): actual})
    assert board(data, "deadline")[code] == "45657"
    found = fields(data, code)
    assert (found["light"], found["days"]) == ("红", "181")
    assert board(data, "day_light")[code] == "红"


def test_departments_without_figures_are_not_green() -> None:
    opened = Opened(built("zh", True))
    worst = dict(
        zip(opened.column("ps_departments", "责任部门"), opened.column("ps_departments", "最重的灯"), strict=True)
    )
    assert worst["外事部门"] == "未填", "two indicators without a figure; its one task is green"
    assert worst["发改委"] == "绿", "tasks only"


@pytest.mark.parametrize(
    ("changes", "open_rows", "why"),
    [
        ({}, 9, "fifteen, six of them chosen"),
        (at_target("K4.1", F="1", G="某人", H="理由"), 8, "all three"),
        (at_target("K4.1", F="1", G="某人"), 9, "no reason"),
        (at_target("K4.1", G="某人", H="理由"), 9, "no target"),
        (at_target("K4.1", F="9", G="某人", H="理由"), 9, "no such target"),
        (at_target("K4.1", F="xx", G="某人", H="理由"), 9, "no number"),
        (at_target("K2.1", F="2+5", G="某人", H="理由"), 10, "a target without a deadline"),
        (at_target("K10.1", F="1", G="某人", H="理由"), 9, "the baseline contradicts itself, not the targets"),
        ({("督办总表", f"F{ROWS['K10.1']}"): 5}, 9, "a baseline nobody answers for"),
        ({("督办总表", f"F{ROWS['K10.1']}"): 5} | at_target("K10.1", G="某人", H="理由"), 8, "answered for"),
        ({("督办总表", f"F{ROWS['K10.1']}"): -5} | at_target("K10.1", G="某人", H="理由"), 9, "no such baseline"),
    ],
)
def test_only_choices_in_force_resolve_a_contradiction(
    changes: dict[tuple[str, str], Input], open_rows: int, why: str
) -> None:
    assert card(changed(changes), "E6") == str(open_rows), why


def test_a_contradictory_baseline_needs_who_and_why() -> None:
    typed: dict[tuple[str, str], Input] = {
        ("督办总表", f"F{ROWS['K10.1']}"): 5,
        ("督办总表", f"J{ROWS['K10.1']}"): 4,
    }
    nobody, somebody = changed(typed), changed(typed | at_target("K10.1", G="某人", H="理由"))
    assert board(nobody, "expected")["K10.1"] == "#N/A"
    assert board(nobody, "check")["K10.1"] == "自填基线未生效：须在“目标与矛盾”写明由谁、为何"
    assert board(nobody, "light")["K10.1"] == "未定"
    assert float(str(board(somebody, "expected")["K10.1"])) == pytest.approx(5 - 3 * 547 / 1096)
    assert board(somebody, "light")["K10.1"] == "黄"


def test_a_choice_that_does_not_hold_is_named() -> None:
    data = changed(at_target("K17.1", F="xx", G="某人", H="理由"))
    assert board(data, "light")["K17.1"] == "有误"
    assert board(data, "check")["K17.1"] == "选定目标“xx”不成立，见方案中的编号和期限"


@pytest.mark.parametrize("lang", LANGS)
def test_the_cover_speaks_of_lights_and_not_of_scores(lang: str) -> None:
    note = str(Opened(built(lang, False)).by_place[f"{SHEETS['cover'](lang)}!B21"].value)
    assert not any(word in note for word in ("得分", "总分", "score", "total"))
    assert ("灯" if lang == "zh" else "light") in note


def test_an_own_baseline_starts_a_path() -> None:
    assert float(str(board(built("zh", True), "expected")["K18.1"])) == pytest.approx(0.55 + 0.3 * 547 / 1096)
    without = changed({("督办总表", f"F{ROWS['K18.1']}"): None})
    assert board(without, "expected")["K18.1"] == "#N/A"
    assert board(without, "light")["K18.1"] == "未定"


def test_without_a_reading_there_is_no_light() -> None:
    opened = Opened(built("zh", True))
    names = opened.column("ps_readings", "代码")
    row = names.index("lights") + 23
    assert opened.by_place[f"封面!C{row}"].value == "银川 2025：落后百分点"
    open_lights = board(changed({("封面", f"C{row}"): None}), "light")
    assert open_lights["K17.1"] == "未定"
    assert open_lights["K8.1"] == "绿"  # met, whatever the lights


def test_own_bands_of_the_user() -> None:
    opened = Opened(built("zh", True))
    row = opened.column("ps_readings", "代码").index("lights") + 23
    sheet, area = opened.names["ps_own_bands"].split("!")
    first = int(area.split("$")[2].rstrip(":"))
    bands: dict[tuple[str, str], Input] = {("封面", f"C{row}"): "自定，按落后百分点"}
    for at, (limit, light) in enumerate([("其余", "绿"), (0.2, "黄"), (">0.22", "红")], first):
        bands[sheet.strip("'"), f"C{at}"] = limit
        bands[sheet.strip("'"), f"D{at}"] = light
    lights = board(changed(bands), "light")
    assert (lights["K1.1"], lights["K17.1"], lights["K24.1"]) == ("绿", "黄", "红")


def test_tasks() -> None:
    opened = Opened(built("zh", True))
    tasks = dict(zip(opened.column("ps_tasks", "编号"), opened.column("ps_tasks", "灯"), strict=True))
    assert tasks["T01"] == "完成"
    assert tasks["T02"] == "逾期完成"
    assert tasks["T06"] == "无期限"
    assert tasks["T07"] == "红"
    assert tasks["T16"] == "绿"
    days = dict(zip(opened.column("ps_tasks", "编号"), opened.column("ps_tasks", "超期天数"), strict=True))
    assert (days["T02"], days["T07"]) == ("12", "181")


def test_departments_count_every_row_once() -> None:
    opened = Opened(built("zh", True))

    def total(column: str) -> int:
        return sum(int(value) for value in opened.column("ps_departments", column) if value)

    assert total("指标数") == 108
    assert total("任务数") == 16
    lights = board(built("zh", True), "light")
    for word in "红黄蓝绿":
        assert total(word) == sum(light == word for light in lights.values())
    assert total("超期任务") == 1
    worst = dict(
        zip(opened.column("ps_departments", "责任部门"), opened.column("ps_departments", "最重的灯"), strict=True)
    )
    assert worst["市场监管部门"] == "红"
    assert worst["住建部门"] == "蓝"


def test_the_board_prints_on_one_width_of_a3() -> None:
    opened = Opened(built("zh", True))
    root = opened.sheet_xml(2)
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    setup = root.find(f"{ns}pageSetup")
    assert setup is not None
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("8", "landscape", "0")
    pane = root.find(f"{ns}sheetViews/{ns}sheetView/{ns}pane")
    assert pane is not None
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("3", "5", "frozen")
