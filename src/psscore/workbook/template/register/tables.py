"""The tables and names of a register's workbook."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.workbook.template.tables import Table

SHEETS: dict[str, Text] = {
    "cover": Text("封面", "Cover"),
    "board": Text("督办总表", "Board"),
    "tasks": Text("任务督办", "Tasks"),
    "departments": Text("部门汇总", "Departments"),
    "targets": Text("目标与矛盾", "Targets"),
    "lights": Text("亮灯规则", "Lights"),
    "guide": Text("使用说明", "Guide"),
}
_CODE = Text("编号", "Code")
_DEPARTMENT = Text("责任部门", "Department")
_LIGHT = Text("灯", "Light")
_DEADLINE = Text("期限", "Deadline")
_DAYS = Text("超期天数", "Days overdue")

BOARD = Table(
    "ps_register",
    {
        "code": _CODE,
        "department": _DEPARTMENT,
        "name": Text("指标", "Indicator"),
        "unit": Text("单位", "Unit"),
        "baseline": Text("方案基线", "Baseline of the plan"),
        "own": Text("自填基线", "Own baseline"),
        "operator": Text("比较", "Is"),
        "target": Text("目标", "Target"),
        "deadline": _DEADLINE,
        "actual": Text("实际值", "Actual"),
        "expected": Text("应达值", "Expected"),
        "attainment": Text("完成率", "Attained"),
        "lag": Text("落后", "Behind"),
        "running": Text("连续期数", "Running"),
        "light": _LIGHT,
        "days": _DAYS,
        "check": Text("核查", "Finding"),
        "state": Text("矛盾", "Contradiction"),
        "choice": Text("选定", "Choice"),
        "own_counted": Text("生效基线", "Baseline in force"),
        "fault": Text("录入", "Input"),
        "lag_light": Text("进度灯", "Lag light"),
        "day_light": Text("期限灯", "Deadline light"),
        "met": Text("已达到", "Met"),
    },
)
TASKS = Table(
    "ps_tasks",
    {
        "code": _CODE,
        "department": _DEPARTMENT,
        "name": Text("任务", "Task"),
        "deadline": _DEADLINE,
        "done": Text("完成日期", "Finished on"),
        "days": _DAYS,
        "light": _LIGHT,
        "stated": Text("方案中的期限（章节）", "Deadlines in the plan"),
        "finding": Text("核查", "Finding"),
        "remark": Text("备注", "Remark"),
    },
)
DEPARTMENTS = Table(
    "ps_departments",
    {
        "department": _DEPARTMENT,
        "worst": Text("最重的灯", "Worst light"),
        "red": Text("红", "Red"),
        "amber": Text("黄", "Amber"),
        "blue": Text("蓝", "Blue"),
        "green": Text("绿", "Green"),
        "faulty": Text("有误", "Faulty"),
        "open": Text("未定未填", "Open"),
        "indicators": Text("指标数", "Indicators"),
        "tasks": Text("任务数", "Tasks"),
        "finished": Text("已完成", "Finished"),
        "overdue": Text("超期任务", "Tasks overdue"),
        "longest": Text("最长超期天数", "Longest overdue"),
    },
)
TARGETS = Table(
    "ps_plan_targets",
    {
        "code": _CODE,
        "name": Text("指标", "Indicator"),
        "targets": Text("方案中的目标（章节）", "Targets of the plan"),
        "severity": Text("级别", "Level"),
        "finding": Text("核查", "Finding"),
        "choice": Text("选定目标", "Chosen target"),
        "who": Text("由谁选定", "Chosen by"),
        "why": Text("理由", "Reason"),
        "day": Text("选定日期", "On"),
        "counted": Text("生效", "In force"),
        "signed": Text("署名", "Signed"),
        "open": Text("待选定", "Open"),
    },
)

OVERVIEW = Table(
    "ps_plan",
    {
        "code": Text("编号", "Code"),
        "name": Text("指标", "Indicator"),
        "unit": Text("单位", "Unit"),
        "baseline": Text("方案基线", "Baseline"),
        "targets": Text("方案目标（章节）", "Targets (section)"),
        "severity": Text("矛盾", "Contradiction"),
        "choice": Text("选定目标", "Target chosen"),
        "actual": Text("实际值", "Actual"),
        "expected": Text("应达值", "Expected"),
        "attainment": Text("完成比例", "Attained"),
    },
)
