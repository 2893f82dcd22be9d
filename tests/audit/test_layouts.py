"""Tables of other places: other words, other columns, other files."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from audit.forms import BUDGET, BUDGET_HEADER, HEADER, Cells, audited, codes, filled, plain, row, write_csv, write_xlsx
from psscore.audit import AuditRefused, audit_file, audit_forms

HUBEI: Cells = [
    ["2022年度某某项目自评表"],
    ["单位名称：某某局", "", "", "填报日期：2023年3月1日"],
    ["项目名称", "环卫作业经费"],
    ["主管部门", "某市城管局", "", "项目实施单位", "某市环卫处"],
    ["预算执行情况（万元）（20分）", "", "预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执行率）"],
    ["", "年度财政资金总额", "1,200.00", "1,150.00", "95.83%", "19.17"],
    ["一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分", "分值"],
    ["产出指标", "数量指标", "清扫面积", "≥1200m²", "1250m²", "20分", "20分"],
    ["", "", "转运垃圾", "不少于3.5万吨", "3.2万吨", "18.29分", "20分"],
    ["", "时效指标", "清运及时率", "100%", "100%", "10", "10"],
    ["效益指标", "社会效益指标", "环境改善", "有效改善", "达成指标", "17", "20"],
    ["满意度指标", "", "居民满意度", "95%以上", "96.2%", "10", "10"],
    ["总  分", "", "", "", "", "94.46", "100"],
    ["偏差大或目标未完成原因分析", "转运量因人口减少未达预期"],
    ["备注：1.预算执行情况口径为本年度。"],
]


def official(banner: str, repeated: bool) -> Cells:
    """The official form with a label down its left edge, printed once, or in every line as unmerged cells have it."""
    down = banner if repeated else ""
    return [
        ["项目资金（万元）", "", "", *BUDGET_HEADER],
        ["", "年度资金总额", "", *BUDGET],
        ["年度总体目标", "预期目标", "", "", "", "实际完成情况"],
        ["", "保障运转", "", "", "", "已完成"],
        [banner, *HEADER],
        [down, "产出指标", "数量指标", "培训人数", "≥100人", "120人", 50, 50],
        [down, "", "质量指标", "合格率", "≥95%", "85.5%", 20, 18, "有因"],
        [down, "效益指标", "社会效益指标", "制度", "健全", "达成预期指标", 20, 17, "待修订"],
        ["总分", "", "", "", "", "", 100, 95],
    ]


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize(
    "banner",
    [
        "绩效指标",
        "绩\n效\n指\n标",
        "绩\r\n效\r\n指\r\n标",
        "绩 效 指 标",
        "年度\n绩效\n指标",
        "绩效目标",
        "年度绩效指标",
        "绩效指标完成情况",
    ],
)
def test_the_label_down_the_left_edge_is_no_column(tmp_path: Path, banner: str, repeated: bool) -> None:
    cells = official(banner, repeated)
    two_levels = [[*line[:3], *line[4:]] if len(line) > 4 else line for line in cells[4:-1]]
    total = ["总分", "", "", "", "", 90, 85]
    for path in (write_csv(tmp_path / "a.csv", cells), write_xlsx(tmp_path / "a.xlsx", cells)):
        audit = audit_file(path)
        assert audit.clean
        assert [one.row.name for one in audit.rows] == ["培训人数", "合格率", "制度"]
    short = audited(tmp_path, [*two_levels, total])
    assert [one.row.name for one in short.rows] == ["数量指标", "质量指标", "社会效益指标"]


def test_a_merged_label_down_the_left_edge(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", official("绩\n效\n指\n标", repeated=False))
    book = load_workbook(path)
    book["表1"].merge_cells("A5:A8")
    book["表1"].merge_cells("B6:B7")
    book.save(path)
    assert audit_file(path).clean


def test_words_down_a_column_print_in_one_line(tmp_path: Path) -> None:
    cells: Cells = [[*HEADER, "评\n分"], [*row("≥2", "2", 100, 100), 90], ["总分", "", "", "", "", 100, 100]]
    with pytest.raises(AuditRefused) as refused:
        audited(tmp_path, cells)
    assert "得分、评分" in refused.value.message.zh
    audit = audited(tmp_path, filled(row("≥3", "约\n三", 5, 5, name="接\n听\n率"), total=100))
    assert [found.where.zh for found in audit.findings] == ["第 4 行第 5 列 接听率"]
    assert not any("\n" in text for found in audit.findings for text in (found.message.zh, found.message.en))


def test_hubei_with_twenty_budget_points_in_the_header(tmp_path: Path) -> None:
    audit = audited(tmp_path, HUBEI)
    found = audit.to_json()
    assert found["project"] == "环卫作业经费"
    assert found["budget"]["points"] == "20"
    assert found["budget"]["rounding"] == "half_up"
    assert (found["printed_total"], found["recomputed_total"], found["recomputed_points"]) == ("94.46", "94.46", "100")
    classes = [one["classification"] for one in found["rows"]]
    assert classes == ["follows", "follows", "follows", "inside_tier", "follows"]
    assert found["rows"][1]["rounding"] == ["half_up"]
    # The one reason stands below the table, not beside its rows.
    assert codes(audit) == ["reason_missing", "reason_missing"]


def test_a_header_of_two_lines_and_a_target_in_three_cells(tmp_path: Path) -> None:
    cells: Cells = [
        ["序号", "绩效指标", "", "", "年度\n指标值", "", "", "全年\n实际值", "分值\n(权重)", "自评\n得分", "原因"],
        ["", "一级指标", "二级指标", "三级指标"],
        ["", "产出指标(50分)"],
        ["1", "", "数量指标", "巡查次数", "≥", "52", "次", "60次", "90", "90", ""],
        ["", "", "小计", "", "", "", "", "", "90", "90"],
        ["2", "效益指标", "社会效益", "诉求下降", "≤", "10", "%", "5%", "10", "10", ""],
        ["合计", "", "", "", "", "", "", "", "100", "100"],
    ]  # fmt: skip
    audit = audited(tmp_path, cells)
    assert audit.clean
    first, second = audit.to_json()["rows"]
    assert (first["target"], first["level1"], first["level2"]) == ("≥52次", "产出指标(50分)", "数量指标")
    assert (second["target"], second["level1"]) == ("≤10%", "效益指标")


SICHUAN: Cells = [
    ["预算执行情况（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["", "总额", "100", "100", "95.83", "95.83%"],
    ["", "其中：财政拨款", "100", "100", "95.83", "95.83%"],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "全年完成值", "得分", "未完成原因"],
    ["项目完成", "数量指标", "培训人数", "≥", "100", "人次", "20", "120", "20", ""],
    ["", "质量指标", "制度", "定性", "健全", "", "20", "达成指标", "16", "待修订"],
    ["效益", "社会效益", "覆盖率", "＝", "100", "%", "40", "98", "39.2", "少2家"],
    ["", "", "投诉", "小于等于", "5", "起", "10", "3起", "10", ""],
    ["预算执行", "预算执行率", "预算执行率", "", "100%", "", "10", "95.83%", "9.58", ""],
    ["合计", "", "", "", "", "", "100", "", "94.78", ""],
]


def test_comparison_and_unit_in_their_own_columns_and_execution_as_a_row(tmp_path: Path) -> None:
    audit = audited(tmp_path, SICHUAN)
    assert audit.clean
    found = audit.to_json()
    assert [one["target"] for one in found["rows"]] == ["≥100人次", "健全", "＝100%", "小于等于5起"]
    assert (found["budget"]["points"], found["budget"]["score"], found["budget"]["rounding"]) == (
        "10",
        "9.58",
        "half_up",
    )


def test_an_execution_row_with_a_target_of_its_own_is_a_target_row(tmp_path: Path) -> None:
    cells = [[*line] for line in SICHUAN]
    cells[8][3:9] = ["≥", "95", "%", "10", "95.83%", "10"]
    cells[9][8] = "95.2"
    audit = audited(tmp_path, cells)
    assert audit.clean
    assert audit.rows[-1].row.name == "预算执行率"
    assert audit.to_json()["budget"]["points"] is None


def test_a_number_in_two_cells_is_not_joined(tmp_path: Path) -> None:
    cells: Cells = [
        ["三级指标", "年度指标值", "", "实际完成值", "分值", "得分"],
        ["巡查", "≥5", "2(次)", "60(次)", "100", "100"],
        ["总分", "", "", "", "100", "100"],
    ]
    assert codes(audited(tmp_path, cells)) == ["unreadable"]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (["一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "评分", "偏差原因及改进措施"], "synonyms"),
        (["一级指标", "二级指标", "指标名称", "年度 指标值", "完成情况", "分 值（100分）", "得 分", "原因"], "blanks"),
        (["一级", "二级", "三级", "年初目标值(A)", "全年实际值(B)", "标准分", "自评得分", "原因分析"], "letters"),
        (["一级指标", "二级指标", "三级指标*", "指标值：", "实际值", "指标分值", "实际得分", "偏差分析"], "marks"),
    ],
)  # fmt: skip
def test_header_synonyms(tmp_path: Path, header: list[str], why: str) -> None:
    cells = [header if one == HEADER else one for one in filled(row("≥2", "1", 10, 5, "人手不足"), total=95)]
    assert audited(tmp_path, cells).clean, why


def test_levels_are_carried_down_and_a_page_break_repeats_the_header(tmp_path: Path) -> None:
    cells: Cells = [
        HEADER,
        ["产出指标", "数量指标", "甲", "≥2(次)", "1(次)", 40, 20, "前半句，"],
        ["", "", "", "", "", "", "", "后半句"],
        HEADER,
        ["", "质量指标", "乙", "≥1(次)", "1(次)", 40, 40],
        ["效益指标", "", "丙", "≥1(次)", "1(次)", 20, 20],
        ["", "", "", "", "", 100, 80],
        ["评价等级", "", "", "良好"],
    ]
    audit = audited(tmp_path, cells)
    assert audit.clean
    levels = [(one["level1"], one["level2"]) for one in audit.to_json()["rows"]]
    assert levels == [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "")]
    assert audit.rows[0].row.reason.text == "前半句，后半句"


def test_bare_numbers_before_the_end_are_a_row_that_lost_its_name(tmp_path: Path) -> None:
    cells = [
        HEADER,
        row("≥1", "1", 50, 50),
        ["", "", "", "", "", 40, 40],
        row("≥1", "1", 10, 10),
        ["", "", "", "", "", 100, 100],
    ]
    audit = audited(tmp_path, cells)
    assert codes(audit) == ["unreadable"]
    assert audit.to_json()["recomputed_total"] == "100"


PAIRS: Cells = [["年初预算数", "50"], ["全年预算数", "50"], ["全年执行数", "50"], ["分值", "10"], ["得分", "10"]]
TWO_LINES: Cells = [["年初预算数", "50", "全年预算数", "50", "全年执行数", "50"], ["分值", "10", "得分", "10"]]
PARTS: Cells = [["项目资金", *BUDGET_HEADER], ["年度资金总额", *BUDGET], ["其中：拨款", "50", "50", "50", "-", "", "-"]]
SECOND: Cells = [["", "", *BUDGET_HEADER], ["资金", "合计：", *BUDGET], ["", "其他", "0", "0", "0", "", "", ""]]


@pytest.mark.parametrize(
    ("budget", "why"),
    [
        (PAIRS, "pairs"),
        (TWO_LINES, "pairs in two lines"),
        (PARTS, "a table"),
        (SECOND, "labels in the second column"),
        ([["年初预算", "调整后预算数", "实际支出数", "分值", "预算执行率", "得分"], BUDGET], "synonyms"),
        ([["全年预算数", "得分", "执行率(%)", "分数", "全年执行"], ["50", "10", "100", "10", "50"]], "another order"),
    ],
)
@pytest.mark.parametrize("after", [False, True])
def test_budget_layouts(tmp_path: Path, budget: Cells, why: str, after: bool) -> None:
    rows = plain([row("≥1(项)", "1(项)", 90, 90)], 100, budget=None)
    audit = audited(tmp_path, rows + budget if after else budget + rows)
    assert audit.clean, why
    found = audit.to_json()["budget"]
    assert (found["adjusted"], found["executed"], found["points"], found["score"]) == ("50", "50", "10", "10")


def test_budget_lines_that_do_not_say_which_is_the_whole(tmp_path: Path) -> None:
    budget = [BUDGET_HEADER, ["50", "50", "50", "5", "100", "5"], ["40", "40", "40", "5", "100", "5"]]
    audit = audited(tmp_path, budget + plain([row("≥1(项)", "1(项)", 90, 90)], 100, budget=None))
    assert set(codes(audit)) == {"unreadable"}
    assert audit.recomputed_total is None


@pytest.mark.parametrize(
    ("line", "expected", "why"),
    [
        (["总分", "100"], [], "the score beside its label"),
        (["总得分：100分"], [], "in one cell"),
        (["", "", "自评总分", "", "", "100", "100", "评价等级：优"], [], "with the grade on the same line"),
        (["总分", "100", "100"], ["unreadable"], "points and score, or two scores?"),
        (["总分", "", "", "", "", "100", ""], ["total_missing"], "a label without its number"),
    ],
)
def test_total_lines(tmp_path: Path, line: list[str], expected: list[str], why: str) -> None:
    assert codes(audited(tmp_path, [*filled(total=None), line])) == expected, why


def test_totals_that_contradict_each_other(tmp_path: Path) -> None:
    cells = [["自评得分", "99"], *filled(total=100)]
    audit = audited(tmp_path, cells)
    assert codes(audit) == ["unreadable"]
    assert "99 | 100" in audit.findings[0].message.zh


def test_names_that_look_like_labels_stay_rows(tmp_path: Path) -> None:
    names = ("合计完成率", "等级评定通过率", "小计算机更新", "备注填写率", "日期准确率", "总分变动")
    cells = plain([row("≥1", "1", 15, 15, name=name) for name in names], 100)
    audit = audited(tmp_path, cells)
    assert [one.row.name for one in audit.rows] == list(names)
    assert audit.clean


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    cells = filled(row("≥1,000(件)", "500(件)", 10, 5, "原因一；原因二，原因三", name="甲,乙"), total=95, grade="优")
    audit = audit_file(write_csv(tmp_path / "form.csv", cells, encoding=encoding, delimiter=delimiter))
    assert audit.clean
    assert audit.rows[0].row.name == "甲,乙"


def test_where_counts_the_lines_of_the_file(tmp_path: Path) -> None:
    cells = [["第一行\n第二行"], [], *filled(row("≥3", "3", 5, 4, "有因"), total=99)]
    assert audited(tmp_path, cells).findings[0].where.zh == "第 7 行第 7 列 某指标"


def test_a_weight_is_points_of_a_hundred(tmp_path: Path) -> None:
    header = [*HEADER[:5], "权重", *HEADER[6:]]
    cells = [header, row("≥2", "2", "60%", 60), row("≥2", "2", "40%", 40), ["合计", "", "", "", "", "100%", 100]]
    assert audited(tmp_path, cells).clean
    both: Cells = [["权重", *HEADER], ["6", *row("≥2", "2", 100, 100)], ["", "总分", "", "", "", "", 100, 100]]
    assert audited(tmp_path, both).clean


@pytest.mark.parametrize(
    ("header", "values", "expected", "why"),
    [
        ([*HEADER, "改进措施"], [*row("≥2", "1", 90, 45, "缺员"), "补员"], [], "reason and measures side by side"),
        ([*HEADER, "改进措施"], [*row("≥2", "1", 90, 45, ""), ""], ["reason_missing"], "neither"),
        ([*HEADER, "完成情况"], [*row("≥2", "1", 90, 45, "缺员"), "做了一半"], [], "a description besides the value"),
        (["完成情况", *HEADER], ["做了一半", *row("≥2", "1", 90, 45, "缺员")], [], "in front"),
        ([*HEADER, "得分率"], [*row("≥2", "1", 90, 45, "缺员"), "50%"], [], "another word"),
    ],
)
def test_columns_beside_the_known_ones(
    tmp_path: Path, header: list[str], values: list[str], expected: list[str], why: str
) -> None:
    total = ["总分" if name == "三级指标" else "" for name in header]
    total[header.index("分值")], total[header.index("得分")] = "100", "55"
    audit = audited(tmp_path, [BUDGET_HEADER, BUDGET, header, values, total])
    assert codes(audit) == expected, why


def test_a_title_repeated_on_a_new_page_is_the_same_form(tmp_path: Path) -> None:
    page = [["项目名称", "甲"], HEADER]
    cells = [*page, row("≥2", "2", 60, 60), *page, row("≥2", "2", 40, 40), ["总分", "", "", "", "", 100, 100]]
    assert audited(tmp_path, cells).clean


def test_two_score_columns_are_refused(tmp_path: Path) -> None:
    cells: Cells = [[*HEADER, "评分"], [*row("≥2", "2", 100, 100), 90], ["总分", "", "", "", "", 100, 100]]
    with pytest.raises(AuditRefused, match="keep one"):
        audited(tmp_path, cells)


def test_several_forms_are_told_apart(tmp_path: Path) -> None:
    good, bad = filled(total=100, grade="优"), filled(total=99, grade="优")
    stacked = [["项目名称", "甲"], *good, ["项目名称", "乙"], *bad]
    for path in (
        write_csv(tmp_path / "stacked.csv", stacked),
        write_xlsx(tmp_path / "sheets.xlsx", good, [["封面"]], bad),
        write_csv(tmp_path / "nameless.csv", [*good, *bad]),
    ):
        with pytest.raises(AuditRefused, match="2 forms"):
            audit_file(path)
        assert [codes(audit) for audit in audit_forms(path)] == [[], ["score_total_mismatch"]]
    assert audit_forms(tmp_path / "sheets.xlsx")[1].to_json()["sheet"] == "表3"


def test_the_english_form(tmp_path: Path) -> None:
    cells: Cells = [
        ["Project", "Hotline"],
        ["Funds", "Source", "Initial budget", "Adjusted budget", "Executed", "Points", "Rate", "Score"],
        ["", "Total of the year", "60", "60", "57", "10", "95%", "9.5"],
        ["", "of which: grant", "60", "60", "57", "—", "95%", "—"],
        ["Level 1", "Level 2", "Level 3", "Annual target", "Actual", "Points", "Rule score", "Score", "Reason"],
        ["Output", "Quantity", "Seats", "≥12", "12", "50", "50", "50", ""],
        ["Effect", "Lasting", "Rules", "sound", "partly achieved", "40", "[24, 32)", "30", "drafts"],
        ["Total (with budget execution)", "", "", "", "", "100", "", "89.5", ""],
        ["Grade", "", "", "", "", "Good"],
    ]  # fmt: skip
    audit = audited(tmp_path, cells)
    assert audit.clean
    assert audit.to_json()["project"] == "Hotline"
    assert audit.to_json()["printed_grade"] == "良"


def test_a_label_with_more_words_is_no_label(tmp_path: Path) -> None:
    names = ("项目名称规范率", "Projects delivered", "Totally new", "Grade crossings")
    cells = plain([[name, "", name, "≥1", "1", 22.5, 22.5] for name in names], 100)
    assert [one.row.name for one in audited(tmp_path, cells).rows] == list(names)


NUMBERINGS = [
    ([str(n) for n in range(1, 9)], ["1", "2", "3", "4", "5=3/2", "6"], "1, 2, 3"),
    ([f"({n})" for n in range(1, 9)], ["（1）", "（2）", "（3）", "（4）", "(5)=(3)/(2)", "(6)"], "in brackets"),
    (["", "", "", "1", "2", "3", "4", ""], ["7", "8", "9", "10", "11", "12"], "some columns, or counted on"),
]


@pytest.mark.parametrize(("below", "budget", "why"), NUMBERINGS, ids=[one[2] for one in NUMBERINGS])
@pytest.mark.parametrize("two_lines", [False, True])
def test_a_line_that_numbers_the_columns_is_no_row(
    tmp_path: Path, below: list[str], budget: list[str], why: str, two_lines: bool
) -> None:
    header = [HEADER]
    if two_lines:
        header = [["绩效指标", "", "", *HEADER[3:]], HEADER[:3]]
    cells: Cells = [BUDGET_HEADER, budget, BUDGET, *header, below, row("≥1(项)", "1(项)", 90, 90)]
    audit = audited(tmp_path, [*cells, ["总分", "", "", "", "", 100, 100]])
    assert (codes(audit), len(audit.rows), audit.budget is not None) == ([], 1, True), why


def test_numbers_further_down_are_a_row(tmp_path: Path) -> None:
    cells = plain([row("≥1(项)", "1(项)", 90, 90), [str(n) for n in range(1, 9)]], 100)
    assert len(audited(tmp_path, cells).rows) == 2
