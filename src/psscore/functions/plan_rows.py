"""The rows of the registry for plans: indicators with dated targets, tasks, lights."""

from __future__ import annotations

from psscore.functions import lights, register
from psscore.functions.function import Function, Parameter
from psscore.model.text import Text

_KPI = Parameter("kpi", Text("指标或任务编号，如 K1.1", "code of an indicator or task, such as K1.1"), lifts=True)
_ACTUAL = Parameter("actual", Text("实际值，占比写成 0.8", "actual value; a share as 0.8"), lifts=True)
_ON = Parameter("on", Text("统计日期", "date of the report"), lifts=True)
_CHOICE = Parameter(
    "choice",
    Text(
        "选定的目标编号，如 2、1+3、4@2025-12-31；目标互相矛盾时必填",
        "number of the chosen target, such as 2, 1+3, 4@2025-12-31; needed where targets contradict each other",
    ),
    optional=True,
    lifts=True,
)
_BASELINE = Parameter(
    "baseline",
    Text("操作人填写的基线，如 0.3 或 0.3@2024-03-31", "the operator's baseline, such as 0.3 or 0.3@2024-03-31"),
    optional=True,
    lifts=True,
)
_STANDARD = Parameter(
    "standard",
    Text("方案标准单元格；省略为 city-services-plan/2024", "the plan's standard; city-services-plan/2024 if left out"),
    optional=True,
)

PLAN_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "PS_KPI",
        Text("方案中某指标或任务的一项内容", "one field of what a plan says of an indicator or task"),
        (
            _KPI,
            Parameter(
                "field",
                Text(
                    "名称：name、unit、department、note、baseline、targets、findings、severity、baseline_conflict、"
                    "target、deadline",
                    "name, unit, department, note, baseline, targets, findings, severity, baseline_conflict, "
                    "target or deadline",
                ),
                lifts=True,
            ),
            Parameter(
                "on",
                Text(
                    "统计日期，决定 target、deadline 取哪一期", "date of the report: which target and deadline are next"
                ),
                optional=True,
                lifts=True,
            ),
            _CHOICE,
            _STANDARD,
        ),
        register.ps_kpi,
        'PS_KPI("K1.1","findings")',
    ),
    Function(
        "PS_EXPECTED",
        Text("按方案路径某日应达到的值", "the value a plan's path expects on a day"),
        (_KPI, _ON, _CHOICE, _BASELINE, _STANDARD),
        register.ps_expected,
        'PS_EXPECTED("K17.1","2025-06-30")',
    ),
    Function(
        "PS_ATTAINMENT",
        Text("从基线到下一目标已走的比例", "share of the way from the baseline to the next target"),
        (_KPI, _ACTUAL, _ON, _CHOICE, _BASELINE, _STANDARD),
        register.ps_attainment,
        'PS_ATTAINMENT("K17.1",0.71,"2025-06-30")',
    ),
    Function(
        "PS_LAG",
        Text("落后于路径多少，按所选亮灯规则的量", "how far behind the path, by the measure of the chosen lights"),
        (_KPI, _ACTUAL, _ON, _CHOICE, _BASELINE, _STANDARD),
        register.ps_lag,
        'PS_LAG("K17.1",0.6,"2025-06-30","","","city-services-plan/2024?lights=sanya_2022")',
    ),
    Function(
        "PS_OVERDUE",
        Text("超期天数，负数为剩余天数", "days overdue; negative: days left"),
        (
            Parameter("deadline", Text("期限", "deadline"), lifts=True),
            _ON,
            Parameter(
                "done", Text("完成日期，未完成留空", "date finished; blank while open"), optional=True, lifts=True
            ),
        ),
        lights.ps_overdue,
        'PS_OVERDUE("2024-12-31","2025-01-15")',
    ),
    Function(
        "PS_LIGHT",
        Text("按规定区间亮灯，连续多期可升级", "the light of the band a value reaches; it may escalate"),
        (
            Parameter("value", Text("落后值或其他数值", "the lag, or another value"), lifts=True),
            Parameter(
                "bands",
                Text(
                    "区域：下限、灯色（可加 连续期数、升级为）；或读法名 lights、task_lights",
                    "range: at least, light (and after, becomes); or the reading lights or task_lights",
                ),
            ),
            Parameter(
                "running",
                Text("同一灯色已连续的期数，含本期", "periods the light has stood, this one included"),
                optional=True,
                lifts=True,
            ),
            _STANDARD,
        ),
        lights.ps_light,
        "PS_LIGHT(0.72,A1:B3)",
    ),
)
