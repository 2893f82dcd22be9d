"""One filled evaluation of a district that does not exist: what `psscore demo` scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one group of people surveyed about one item."""

    name: Text
    satisfied: int
    basically_satisfied: int
    surveyed: int


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the self-evaluation form, as an evaluator writes it."""

    level_1: Text
    level_2: Text
    level_3: Text
    target: Text
    actual: Text
    points: float
    score: float
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Everything an evaluator types into the workbook."""

    unit: Text
    period: Text
    mode: str
    evaluator: Text
    filled_on: date
    readings: Mapping[str, str]
    form_readings: Mapping[str, str]
    requests: Mapping[str, tuple[int, int, int]]
    counts: Mapping[str, int]
    this_year: tuple[int, int]
    last_year: tuple[int, int]
    months: tuple[tuple[str, int, int, int], ...]
    survey: Mapping[str, tuple[Group, ...]]
    remarks: Mapping[str, Text]
    project: Text
    department: Text
    project_unit: Text
    funds: tuple[tuple[float, float, float], ...]
    goal: Text
    result: Text
    form: tuple[FormRow, ...]


_RESIDENTS = Text("户籍居民", "Registered residents")
_NEWCOMERS = Text("来本地居住半年以上的居民", "Residents from elsewhere")
_TRADERS = Text("沿街商户", "Street traders")
_STATE = Text("国有企业", "State-owned firms")
_PRIVATE = Text("民营企业", "Private firms")
_SMALL = Text("个体工商户", "Sole traders")


def _people(*answers: tuple[int, int, int]) -> tuple[Group, ...]:
    names = (_RESIDENTS, _NEWCOMERS, _TRADERS)
    return tuple(Group(name, *answer) for name, answer in zip(names, answers, strict=True))


def _firms(*answers: tuple[int, int, int]) -> tuple[Group, ...]:
    names = (_STATE, _PRIVATE, _SMALL)
    return tuple(Group(name, *answer) for name, answer in zip(names, answers, strict=True))


_OUTPUT = Text("产出指标", "Output")
_BENEFIT = Text("效益指标", "Benefit")
_SATISFACTION = Text("满意度指标", "Satisfaction")
_QUANTITY = Text("数量指标", "Quantity")
_QUALITY = Text("质量指标", "Quality")
_TIME = Text("时效指标", "Timeliness")
_COST = Text("成本指标", "Cost")
_SOCIAL = Text("社会效益指标", "Social benefit")
_LASTING = Text("可持续影响指标", "Lasting effect")
_SERVED = Text("服务对象满意度指标", "People served")

_FORM = (
    FormRow(_OUTPUT, _QUANTITY, Text("热线受理席位", "Hotline seats"),
            Text("≥12.00(席)", "≥12.00"), Text("12.00(席)", "12.00"), 8, 8),
    FormRow(_OUTPUT, _QUANTITY, Text("受理诉求工单", "Requests taken"),
            Text("≥45000.00(件)", "≥45000.00"), Text("48216.00(件)", "48216.00"), 8, 8),
    FormRow(_OUTPUT, _QUANTITY, Text("办结工单回访", "Follow-up calls on completed requests"),
            Text("≥12000.00(件)", "≥12000.00"), Text("11360.00(件)", "11360.00"), 8, 7.5,
            Text("四季度回访人员轮岗，回访量略低于目标；已补充两名回访员并按月通报进度。",
                 "Staff rotated in the fourth quarter; two callers were added and progress is reported monthly.")),
    FormRow(_OUTPUT, _QUALITY, Text("工单派遣准确率", "Tickets sent to the right agency"),
            Text("≥95.00(%)", "≥95.00(%)"), Text("97.20(%)", "97.20(%)"), 8, 8),
    FormRow(_OUTPUT, _QUALITY, Text("督办工单办结合格率", "Supervised tickets closed in order"),
            Text("≥98.00(%)", "≥98.00(%)"), Text("98.40(%)", "98.40(%)"), 8, 8),
    FormRow(_OUTPUT, _TIME, Text("紧急诉求首次响应时长", "First response to urgent requests"),
            Text("≤30.00(分钟)", "≤30.00"), Text("22.00(分钟)", "22.00"), 5, 5),
    FormRow(_OUTPUT, _TIME, Text("热线值守时长", "Hours of service a day"),
            Text("=24.00(小时)", "=24.00"), Text("24.00(小时)", "24.00"), 5, 5),
    FormRow(_OUTPUT, _COST, Text("热线服务经费成本控制", "Cost of the hotline service"),
            Text("≤152.40(万元)", "≤152.40"), Text("149.73(万元)", "149.73"), 5, 5),
    FormRow(_BENEFIT, _SOCIAL, Text("对诉求处置的保障作用", "Support given to handling requests"),
            Text("有效保障", "effective support"), Text("达成指标", "achieved"), 8, 8),
    FormRow(_BENEFIT, _SOCIAL, Text("有责投诉率", "Complaints upheld"),
            Text("≤2.00(%)", "≤2.00(%)"), Text("0.60(%)", "0.60(%)"), 7, 7),
    FormRow(_BENEFIT, _LASTING, Text("长效管理机制健全性", "Lasting management arrangements"),
            Text("健全", "sound"), Text("部分达成指标并具有一定效果", "partly achieved"), 10, 7.5,
            Text("夜间联动机制尚未覆盖全部街道；下一年度完成剩余三个街道的值守对接。",
                 "Night duty does not reach every subdistrict yet; the remaining three follow next year.")),
    FormRow(_SATISFACTION, _SERVED, Text("市民满意度", "Citizen satisfaction"),
            Text("≥90.00(%)", "≥90.00(%)"), Text("91.30(%)", "91.30(%)"), 10, 9,
            Text("施工扰民类诉求的回访评价偏低，处置质量仍有提升空间。",
                 "Follow-up ratings on construction nuisance are low; handling can still improve.")),
)  # fmt: skip

EXAMPLE = Example(
    unit=Text("示例市城东区", "Chengdong District, Sample City"),
    period=Text("2025年度", "2025"),
    mode="third_party",
    evaluator=Text("示例市城市管理评价中心", "Sample City Evaluation Centre"),
    filled_on=date(2026, 1, 15),
    readings={"no_cases": "full", "no_last_year": "zero", "grades": "fiscal_2020"},
    form_readings={"reverse": "ratio"},
    requests={
        "T01": (4826, 4811, 4702),
        "T02": (612, 610, 589),
        "T03": (1938, 1936, 1917),
        "T04": (743, 743, 738),
        "T05": (1127, 1127, 1121),
        "T06": (1586, 1584, 1561),
        "T07": (874, 874, 869),
        "T08": (395, 395, 391),
        "T09": (1264, 1251, 1198),
        "T10": (982, 981, 964),
        "T11": (2713, 2689, 2574),
        "T12": (458, 449, 452),
        "T13": (1049, 1046, 1033),
        "T14": (687, 687, 681),
        "T15": (0, 0, 0),
        "T16": (3892, 3890, 3886),
    },
    counts={"33": 3260, "34": 46, "35": 218, "36": 57},
    this_year=(48216, 1286400),
    last_year=(51973, 1271800),
    months=(
        ("2025-01", 1712, 1707, 1676),
        ("2025-02", 1405, 1402, 1378),
        ("2025-03", 1838, 1832, 1800),
        ("2025-04", 1876, 1871, 1841),
        ("2025-05", 1994, 1988, 1953),
        ("2025-06", 2183, 2176, 2138),
        ("2025-07", 2341, 2332, 2289),
        ("2025-08", 2308, 2300, 2258),
        ("2025-09", 2047, 2040, 2008),
        ("2025-10", 1902, 1896, 1864),
        ("2025-11", 1761, 1755, 1727),
        ("2025-12", 1779, 1774, 1744),
    ),
    survey={
        "37": _people((231, 9, 240), (154, 5, 160), (95, 4, 100)),
        "38": _people((235, 5, 240), (157, 3, 160), (98, 2, 100)),
        "39": _people((234, 6, 240), (155, 4, 160), (98, 1, 100)),
        "40": _people((237, 3, 240), (158, 2, 160), (99, 1, 100)),
        "41": _people((226, 10, 240), (149, 8, 160), (94, 5, 100)),
        "42": _people((222, 12, 240), (150, 7, 160), (91, 6, 100)),
        "43": _people((236, 4, 240), (157, 3, 160), (98, 2, 100)),
        "44": _firms((58, 2, 60), (176, 3, 180), (117, 2, 120)),
        "46": _people((236, 3, 240), (156, 4, 160), (98, 2, 100)),
        "47": _people((233, 5, 240), (155, 4, 160), (97, 2, 100)),
    },
    remarks={
        "24": Text("夜间巡查当场处置的未经平台签收，已请补报台账。",
                   "Cleared by night patrols before they were signed for; records requested."),
        "29": Text("本年度无此类诉求，已与热线平台核对。",
                   "No such request this year; checked with the hotline."),
    },
    project=Text("城市运行管理服务热线运行经费", "Running the city service hotline"),
    department=Text("示例市城市管理局", "Sample City Urban Management Bureau"),
    project_unit=Text("示例市城市运行管理中心", "Sample City Operations Centre"),
    funds=((156.00, 152.40, 149.73), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    goal=Text(
        "保障城市运行管理服务热线全年不间断受理群众诉求；工单派遣准确、督办到位、回访有记录；"
        "健全夜间联动机制，提升诉求办理质量和群众满意度。",
        "Keep the city service hotline open all year; send tickets to the right agency, follow them up and record it; "
        "extend night duty, and raise the quality of handling and citizen satisfaction.",
    ),
    result=Text(
        "全年受理诉求48216件，值守未中断；派遣准确率97.20%，督办工单办结合格率98.40%；"
        "回访量略低于目标，夜间联动机制尚有三个街道未接入。",
        "48,216 requests taken without interruption; 97.20 % sent right first time, 98.40 % of supervised tickets in "
        "order; follow-up calls slightly below target, night duty still missing in three subdistricts.",
    ),
    form=_FORM,
)  # fmt: skip
