"""The tables of the workbooks of other standards, and of their sheets in the standard workbook."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.workbook.template.tables import Table

VETOES = Table(
    "ps_vetoes",
    {
        "code": Text("编号", "Code"),
        "title": Text("否决事项", "Veto"),
        "quote": Text("依据", "Words of the source"),
        "occurred": Text("是否发生", "Occurred"),
        "counted": Text("计入", "Counted"),
    },
)

CAUSES = Table(
    "ps_causes",
    {
        "indicator": Text("指标", "Indicator"),
        "code": Text("编号", "Code"),
        "title": Text("扣分事项", "Cause"),
        "each": Text("每次扣分", "Off each"),
        "cap": Text("最多扣分", "At most"),
        "count": Text("发生次数", "Occurrences"),
    },
)

BRANCHES = Table(
    "ps_branches",
    {
        "code": Text("编号", "Code"),
        "level": Text("级别", "Level"),
        "name": Text("指标", "Indicator"),
        "points": Text("满分", "Full marks"),
        "score": Text("得分", "Score"),
        "share": Text("得分率", "Attained"),
        "lost": Text("失分", "Lost"),
    },
)

CHECKLIST = Table(
    "ps_checklist",
    {
        "code": Text("编号", "Code"),
        "group": Text("维度", "Dimension"),
        "item": Text("核对项目", "Item"),
        "quote": Text("来源原文", "Words of the source"),
        "answer": Text("是否具备", "In place"),
        "evidence": Text("依据材料", "Evidence"),
        "comment": Text("评语", "Comment"),
    },
)

RATES = Table(
    "ps_rates",
    {
        "code": Text("编号", "Code"),
        "name": Text("比率", "Rate"),
        "method": Text("计算方法（分子/分母）", "Method (part / whole)"),
        "part": Text("分子", "Part"),
        "whole": Text("分母", "Whole"),
        "rate": Text("结果", "Result"),
    },
)

SYSTEM_SCORES = Table(
    "ps_points_scores",
    {
        "indicator": Text("编号", "Code"),
        "level_1": Text("维度", "Dimension"),
        "name": Text("指标（单位）", "Indicator (unit)"),
        "points": Text("分值", "Points"),
        "value": Text("数值", "Value"),
        "base": Text("基数", "Base"),
        "score": Text("得分", "Score"),
        "explanation": Text("得分说明", "Explanation"),
        "rule": Text("评分规则", "Rule"),
    },
)

SYSTEM_READINGS = Table(
    "ps_points_readings",
    {
        "value": Text("取值", "Value"),
        "choices": Text("可选项", "Choices"),
        "name": Text("代码", "Name"),
    },
)

RANKING = Table(
    "ps_ranking",
    {
        "unit": Text("单位", "Unit"),
        "score": Text("本期总分", "This run"),
        "before": Text("上期总分", "Last run"),
        "place": Text("名次", "Place"),
        "place_before": Text("上期名次", "Last place"),
        "change": Text("升降", "Change"),
        "order": Text("序", "Order"),
    },
)

COMPARISON = Table(
    "ps_comparison",
    {
        "code": Text("编号", "Code"),
        "name": Text("指标", "Indicator"),
        "points": Text("分值", "Points"),
        "remark": Text("差异说明", "Explanation of the difference"),
        "mine": Text("本表得分", "This workbook"),
        "other": Text("另一方得分", "Other evaluator"),
        "difference": Text("差异", "Difference"),
    },
)

SYSTEM_TABLES: tuple[Table, ...] = (SYSTEM_SCORES, SYSTEM_READINGS, CHECKLIST, RATES, COMPARISON)
"""Those in the standard workbook."""
