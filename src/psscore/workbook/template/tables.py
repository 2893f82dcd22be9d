"""The tables and names of the workbook: its interface to formulas, macros and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psscore.model.text import Text

SOUND = "✓"
"""What a checked row shows. An empty text would be recalculated on opening by programs without the PS_ functions."""

UNUSED = "—"
"""What the results of a form show that nobody has begun."""


def first_of(problems: Iterable[tuple[str, str]]) -> str:
    """A formula that shows the text of the first condition that holds, or nothing."""
    formula = '""'
    for condition, text in reversed(tuple(problems)):
        formula = f'IF({condition},"{text}",{formula})'
    return formula


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table: its name and its columns, by a key that is the same in both editions."""

    name: str
    columns: Mapping[str, Text]

    def headers(self, lang: str) -> list[str]:
        return [title(lang) for title in self.columns.values()]

    def column(self, key: str, lang: str) -> str:
        """A reference to the whole column, as Excel stores it."""
        return f"{self.name}[{self.columns[key](lang)}]"

    def this_row(self, key: str, lang: str) -> str:
        """A reference to the cell of the same row, as Excel stores `[@...]`."""
        return f"{self.name}[[#This Row],[{self.columns[key](lang)}]]"

    def header(self, key: str, lang: str) -> str:
        return f"{self.name}[[#Headers],[{self.columns[key](lang)}]]"


_CODE = Text("编号", "Code")
_LEVEL_1 = Text("一级指标", "Level 1")
_LEVEL_2 = Text("二级指标", "Level 2")
_LEVEL_3 = Text("三级指标", "Level 3")
_POINTS = Text("分值", "Points")
_SCORE = Text("得分", "Score")
_FINDING = Text("核查", "Finding")
_FINDING_ROW = Text("问题行", "Finding row")
_READING = {
    "title": Text("评分口径", "Reading"),
    "choice": Text("选择", "Choice"),
    "meaning": Text("说明", "Note"),
    "name": Text("代码", "Name"),
    "value": Text("取值", "Value"),
}

READINGS = Table("ps_readings", _READING)
FORM_READINGS = Table("ps_form_readings", _READING)
CHOICES = Table(
    "ps_choices",
    {
        "title": Text("评分口径", "Reading"),
        "choice": Text("可选项", "Choice"),
        "default": Text("默认", "Default"),
        "value": Text("取值", "Value"),
        "key": Text("键", "Key"),
    },
)
REQUESTS = Table(
    "ps_requests",
    {
        "code": _CODE,
        "level_2": _LEVEL_2,
        "topic": Text("诉求类别", "Topic"),
        "total": Text("总诉求量", "Total"),
        "signed": Text("立即签收数", "Signed"),
        "resolved": Text("已解决数", "Resolved"),
        "signed_rate": Text("响应率", "Response rate"),
        "resolved_rate": Text("解决率", "Resolution rate"),
        "finding": _FINDING,
        "finding_row": _FINDING_ROW,
    },
)
PROACTIVE = Table(
    "ps_proactive",
    {
        "code": _CODE,
        "level_2": _LEVEL_2,
        "matter": Text("治理事项", "Matter"),
        "count": Text("数量", "Count"),
        "unit": Text("计量单位", "Unit"),
    },
)
POPULATION = Table(
    "ps_population",
    {
        "code": _CODE,
        "year": Text("年度", "Year"),
        "meaning": Text("说明", "Note"),
        "requests": Text("诉求总量", "Requests"),
        "population": Text("人口数", "Population"),
        "per_10000": Text("万人诉求量", "Per 10,000"),
    },
)
MONTHLY = Table(
    "ps_monthly",
    {
        "month": Text("月份", "Month"),
        "total": Text("总量", "Total"),
        "signed": Text("立即签收", "Signed"),
        "resolved": Text("已解决", "Resolved"),
    },
)
SURVEY = Table(
    "ps_survey",
    {
        "code": _CODE,
        "item": Text("调查项目", "Item"),
        "group": Text("调查群体", "Group"),
        "satisfied": Text("满意", "Satisfied"),
        "basically": Text("基本满意", "Basically satisfied"),
        "surveyed": Text("调查数", "Surveyed"),
        "weight": Text("权重", "Weight"),
        "finding": _FINDING,
        "counted": Text("计入编号", "Counted as"),
    },
)
SCORES = Table(
    "ps_scores",
    {
        "indicator": Text("编号", "Indicator"),
        "level_1": _LEVEL_1,
        "level_2": _LEVEL_2,
        "level_3": _LEVEL_3,
        "points": _POINTS,
        "value": Text("数值", "Value"),
        "base": Text("基数", "Base"),
        "rate": Text("比率", "Rate"),
        "score": _SCORE,
        "explanation": Text("得分说明", "Explanation"),
        "finding": _FINDING,
        "rule": Text("评分规则", "Rule"),
        "source": Text("数据来源", "Source"),
        "remark": Text("备注", "Remark"),
        "finding_row": _FINDING_ROW,
    },
)
LEVEL_2 = Table(
    "ps_level2",
    {
        "code": _CODE,
        "level_1": _LEVEL_1,
        "level_2": _LEVEL_2,
        "points": Text("满分", "Full marks"),
        "score": _SCORE,
        "share": Text("得分率", "Attained"),
        "lost": Text("失分", "Lost"),
    },
)
LEVEL_1 = Table(
    "ps_level1",
    {
        "code": _CODE,
        "level_1": _LEVEL_1,
        "rows": Text("指标数", "Rows"),
        "points": Text("满分", "Full marks"),
        "score": _SCORE,
        "share": Text("得分率", "Attained"),
        "lost": Text("失分", "Lost"),
    },
)
BUDGET = Table(
    "ps_budget",
    {
        "source": Text("资金来源", "Source of funds"),
        "initial": Text("年初预算数", "Initial budget"),
        "adjusted": Text("全年预算数", "Adjusted budget"),
        "executed": Text("全年执行数", "Executed"),
        "points": _POINTS,
        "rate": Text("执行率", "Rate"),
        "score": _SCORE,
    },
)
FORM = Table(
    "ps_form",
    {
        "level_1": _LEVEL_1,
        "level_2": _LEVEL_2,
        "level_3": _LEVEL_3,
        "target": Text("年度指标值", "Annual target"),
        "actual": Text("实际完成值", "Actual"),
        "points": _POINTS,
        "rule_score": Text("规则得分", "Rule score"),
        "score": _SCORE,
        "reason": Text("偏差原因分析", "Reason for variance"),
        "finding": _FINDING,
        "finding_row": _FINDING_ROW,
    },
)
FINDINGS = Table(
    "ps_findings",
    {
        "number": Text("序号", "No."),
        "place": Text("所在表", "Sheet"),
        "code": _CODE,
        "indicator": Text("指标", "Indicator"),
        "points": _POINTS,
        "score": _SCORE,
        "finding": Text("问题", "Finding"),
        "remark": Text("备注或原因", "Remark or reason"),
        "source": Text("来源", "Source"),
        "row": Text("所在行", "Row"),
    },
)
PROVENANCE = Table(
    "ps_provenance",
    {
        "at": Text("写入时间", "Written at"),
        "kind": Text("数据", "Data"),
        "target": Text("写入位置", "Written to"),
        "file": Text("来源文件", "Source file"),
        "sha256": Text("文件摘要 SHA-256", "SHA-256 of the file"),
        "read": Text("读取行数", "Rows read"),
        "used": Text("采用", "Used"),
        "excluded": Text("排除", "Excluded"),
        "rejected": Text("拒绝", "Rejected"),
        "duplicate": Text("重复", "Duplicate"),
        "period": Text("周期", "Period"),
        "engine": Text("工具", "Engine"),
        "mapping": Text("映射摘要", "Digest of the mapping"),
        "values": Text("写入值摘要", "Digest of the values"),
    },
)

TABLES: tuple[Table, ...] = (
    READINGS,
    FORM_READINGS,
    CHOICES,
    REQUESTS,
    PROACTIVE,
    POPULATION,
    MONTHLY,
    SURVEY,
    SCORES,
    LEVEL_2,
    LEVEL_1,
    BUDGET,
    FORM,
    FINDINGS,
    PROVENANCE,
)
NAMES: tuple[str, ...] = (
    "ps_unit",
    "ps_period",
    "ps_evaluator",
    "ps_mode",
    "ps_standard_id",
    "ps_standard_edition",
    "ps_standard_reference",
    "ps_form_standard",
    "ps_result_total",
    "ps_max_points",
    "ps_result_grade",
    "ps_result_progress",
    "ps_scored_at",
    "ps_scored_by",
    "ps_scored_with",
    "ps_scored_digest",
    "ps_form_total",
    "ps_form_points",
    "ps_form_grade",
    "ps_findings_all",
    "ps_findings_before",
    "ps_points_standard",
    "ps_plan_on",
)
