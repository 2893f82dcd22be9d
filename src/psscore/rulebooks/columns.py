"""The sheets of a rulebook workbook: which columns each has, what they are called, and what may stand in them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psscore.model.text import Text
from psscore.rulebooks.collection import WAYS


class Holds(enum.Enum):
    """What a column holds."""

    VALUE = "value"
    CODE = "code"  # a text, whatever it looks like
    NUMBERS = "numbers"  # a list of numbers
    TEXTS = "texts"  # a list of texts
    SHOWN = "shown"  # for people only, not read back


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key, such as `name.zh`; `tiers[].points` holds the rows below a record."""

    key: str
    label: Text
    width: int = 12
    holds: Holds = Holds.VALUE
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """What Chinese readers see and choose for `choices`, where it is not the word of the data."""

    def shown(self, value: Any) -> Any:
        """The name of a choice; anything else as it is."""
        return self.names[self.choices.index(value)] if self.names and value in self.choices else value

    def chosen(self, cell: Any) -> Any:
        """The choice a name stands for; anything else as it is."""
        return self.choices[self.names.index(cell)] if cell in self.names else cell


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sheet of records: where they stand in the data, and the column that tells them apart."""

    name: Text
    path: tuple[str, ...]
    identity: str
    columns: tuple[Column, ...]


def _column(key: str, zh: str, en: str, width: int = 12, holds: Holds = Holds.VALUE, choices: str = "") -> Column:
    return Column(key, Text(zh, en), width, holds, tuple(choices.split()))


COVER = Text("说明", "About")
CASES = Text("用例", "Cases")
NOTES = Text("备注", "Notes")
REST = Text("其他", "Other")

# fmt: off
COVER_ROWS: Mapping[str, Text] = {
    "schema": Text("数据格式", "Schema"),
    "id": Text("标准名称（id）", "Standard id"),
    "edition": Text("版本", "Edition"),
    "revision": Text("修订号", "Revision"),
    "title": Text("标题", "Title"),
    "source": Text("来源", "Source"),
    "effective_from": Text("施行日期", "Effective from"),
    "effective_to": Text("废止日期", "Effective to"),
    "total_points": Text("总分", "Total points"),
    "total_cap": Text("总分上限", "Cap on the total"),
    "points_given_by": Text("分值提供者（来源无分值时）", "Points supplied by (source has none)"),
    "unscored.reason": Text("不计分的原因（来源无分值时）", "Why there is no score (source has no points)"),
    "unscored.declared": Text("来源声明的各级指标数", "Indicators per level the source declares"),
    "rounding.places": Text("得分小数位数", "Decimals of points"),
    "rounding.mode": Text("取舍方式", "Rounding mode"),
    "rounding.stage": Text("取舍环节", "Rounding stage"),
    "grades.scale": Text("采用的等级方案", "Grade scale in use"),
}
PAIRS = frozenset(("title", "source", "points_given_by", "unscored.reason"))
COVER_HOLDS = {"id": Holds.CODE, "edition": Holds.CODE, "unscored.declared": Holds.NUMBERS, "grades.scale": Holds.CODE}
COVER_CHOICES = {
    "rounding.mode": ("half_up", "truncate"),
    "rounding.stage": ("item", "total"),
}

INDICATORS = SheetKind(Text("指标", "Indicators"), ("indicator",), "code", (
    _column("code", "编号", "Code", 8, Holds.CODE),
    _column("parent", "上级", "Parent", 8, Holds.CODE),
    _column("(level)", "级别", "Level", 6, Holds.SHOWN),
    _column("name.zh", "指标名称", "Indicator", 30),
    _column("points", "分值", "Points", 8),
    _column("definition", "指标解释", "Definition", 32),
    _column("method", "计算方法", "Calculation", 24),
    _column("data_source", "数据来源", "Data source", 16),
    _column("reference_value", "参考值", "Reference value", 14),
    _column("quote", "计分方式", "Scoring (words of the source)", 44),
    _column("rule", "规则", "Rule", 20, Holds.CODE),
    _column("(meaning)", "规则含义", "What the rule does", 44, Holds.SHOWN),
    _column("(proposal)", "识别结果", "Proposed rule", 44, Holds.SHOWN),
    _column("(basis)", "依据", "Words it rests on", 30, Holds.SHOWN),
    _column("(open)", "待定", "Left open", 30, Holds.SHOWN),
    _column("(confirmed)", "确认", "Confirmed", 8, Holds.SHOWN, "是 否"),
    _column("unit.zh", "单位", "Unit", 8),
    Column("collection", Text("采集方式", "Collection"), 16, choices=tuple(WAYS), names=tuple(WAYS.values())),
    _column("clause.zh", "条款", "Clause", 14),
    _column("name.en", "英文", "English", 24),
    _column("unit.en", "单位英文", "Unit (English)", 12),
    _column("clause.en", "条款英文", "Clause (English)", 16),
    _column("scale", "下级满分", "Children add to", 10),
    _column("combine", "合成方式", "Combine", 10, choices="sum product"),
    _column("when.reading", "适用读法", "Exists when reading", 12, Holds.CODE),
    _column("when.values", "适用取值", "has one of", 14, Holds.TEXTS),
))
RULES = SheetKind(Text("规则", "Rules"), ("rules",), "(name)", (
    _column("(name)", "规则名称", "Rule", 20, Holds.CODE),
    _column("kind", "类型", "Kind", 18, choices=(
        "step_down step_up tiers linear ratio all_or_nothing judgement checklist bonus deductions "
        "rate_minus_deduction rank_points")),
    _column("measure", "数值", "Measure", 12, choices="rate count change amount difference relation inverse"),
    _column("base", "基数", "Base", 10, choices="required optional none"),
    _column("cohort", "与全体比较", "Cohort", 11, choices="mean best lowest rank"),
    _column("no_cases", "基数为 0 时", "Base is 0", 16, choices="full zero exclude"),
    _column("better", "越…越好", "Better", 10, choices="higher lower"),
    _column("full_at", "满分线", "Full at", 9),
    _column("zero_at", "零分线", "Zero at", 9),
    _column("step", "每档", "Step", 9),
    _column("deduction", "每档扣分", "Deduction", 9),
    _column("award", "每档得分", "Award", 9),
    _column("step_mode", "不足一档", "Part of a step", 14, choices="proportional whole ceil"),
    _column("rate_places", "比率取舍", "Rate places", 16, choices="exact percent_0 percent_1 percent_2"),
    _column("operator", "比较", "Operator", 8, choices="≥ > ≤ < ="),
    _column("threshold", "界限", "Threshold", 9),
    _column("each", "每项分值", "Each", 9),
    _column("floor", "扣完为止", "Floor", 10, choices="zero none"),
    _column("points", "各名次得分", "Points by place", 20, Holds.NUMBERS),
    _column("beyond", "其后名次", "Later places", 9),
    _column("reason_below", "须说明理由", "Reason below", 11),
    _column("shown", "显示为", "Shown as", 9, choices="percent number"),
    _column("tiers[].at_least", "档：不少于", "Tier: at least", 11),
    _column("tiers[].at_most", "档：不多于", "Tier: at most", 11),
    _column("tiers[].points", "档：得分", "Tier: points", 9),
    _column("items[].code", "扣分项", "Deduction code", 9, Holds.CODE),
    _column("items[].title.zh", "扣分事由", "Cause (Chinese)", 24),
    _column("items[].title.en", "事由英文", "Cause", 16),
    _column("items[].each", "每次扣", "Off each", 9),
    _column("items[].cap", "最多扣", "At most", 9),
))
READINGS = SheetKind(Text("读法", "Readings"), ("reading",), "name", (
    _column("name", "读法", "Reading", 18, Holds.CODE),
    _column("title.zh", "含义", "Meaning (Chinese)", 28),
    _column("title.en", "含义英文", "Meaning", 28),
    _column("affects", "影响", "Affects", 9, choices="score input"),
    _column("default", "默认取值", "Default", 16, Holds.CODE),
    _column("note.zh", "说明", "Note (Chinese)", 44),
    _column("note.en", "说明英文", "Note", 44),
    _column("values[].name", "可选取值", "Value", 18, Holds.CODE),
    _column("values[].title.zh", "取值含义", "Value means (Chinese)", 30),
    _column("values[].title.en", "取值英文", "Value means", 30),
))
GRADES = SheetKind(Text("等级", "Grades"), ("grades", "bands"), "", (
    _column("scale", "方案", "Scale", 18, Holds.CODE),
    _column("grade.zh", "等级", "Grade (Chinese)", 12),
    _column("grade.en", "等级英文", "Grade", 14),
    _column("at_least", "不低于", "At least", 10),
    _column("below", "低于", "Below", 10),
))
VETOES = SheetKind(Text("一票否决", "Vetoes"), ("veto",), "code", (
    _column("code", "编号", "Code", 10, Holds.CODE),
    _column("title.zh", "否决事项", "Event (Chinese)", 36),
    _column("title.en", "事项英文", "Event", 28),
    _column("grade", "最高等级", "Best grade left", 12, Holds.CODE),
    _column("clause.zh", "条款", "Clause (Chinese)", 14),
    _column("clause.en", "条款英文", "Clause", 14),
    _column("quote", "原文", "Quotation", 44),
))
FLOORS = SheetKind(Text("权重下限", "Weight floors"), ("weight_floor",), "", (
    _column("codes", "指标", "Indicators", 24, Holds.TEXTS),
    _column("at_least", "合计不低于（%）", "At least (%)", 16),
    _column("clause.zh", "条款", "Clause (Chinese)", 20),
    _column("clause.en", "条款英文", "Clause", 20),
))
# fmt: on
KINDS = (INDICATORS, RULES, READINGS, GRADES, VETOES, FLOORS)
_FOLDED = """
method data_source reference_value clause.zh unit.zh cohort better zero_at award step_mode rate_places operator
threshold each floor beyond reason_below shown tiers[].at_least tiers[].at_most tiers[].points items[].code
items[].title.zh items[].title.en items[].each items[].cap scale combine when.reading when.values full_at step deduction
no_cases
"""
OPTIONAL = frozenset(_FOLDED.split())
"""Columns folded away while no row fills them; a click on the + above them brings them back."""
PROPOSED = ("(proposal)", "(basis)", "(open)", "(confirmed)")
PERCENT_KEYS = frozenset(("full_at", "zero_at", "step", "threshold", "tiers[].at_least", "tiers[].at_most"))
PERCENT_MEASURES = frozenset(("rate", "change", "difference", "relation", "inverse"))
