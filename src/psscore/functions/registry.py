"""The functions, each described once: every host, help page and reference is made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from psscore.functions import cohort, deductions, describe, form, quantities, ranking, score, standard, totals
from psscore.functions.function import Function, Parameter
from psscore.functions.plan_rows import PLAN_FUNCTIONS
from psscore.model.text import Text

_INDICATOR = Parameter("indicator", Text("指标编号，如 1", "indicator code, such as 1"), lifts=True)
_VALUE = Parameter(
    "value", Text("数值：件数、数量，或现成的比率（0.9735）", "the count, or a ready rate such as 0.9735"), lifts=True
)
_BASE = Parameter(
    "base",
    Text("基数，如总诉求量；数值已是比率时省略", "the base, such as all requests; leave out for a ready rate"),
    optional=True,
    lifts=True,
)
_STANDARD = Parameter(
    "standard",
    Text(
        "评价标准单元格（PS_STANDARD 的结果）；省略为 public-service/2026",
        "the standard cell; public-service/2026 if left out",
    ),
    optional=True,
)
_FORM_STANDARD = Parameter(
    "standard",
    Text(
        "自评标准单元格；省略为 project-self-evaluation/2020",
        "the form's standard; project-self-evaluation/2020 if left out",
    ),
    optional=True,
)
_INDICATORS = Parameter("indicators", Text("指标编号列", "column of indicator codes"))
_SCORES = Parameter("scores", Text("得分列", "column of scores"))
_POINTS = Parameter("points", Text("分值", "points available"), lifts=True)


def _made() -> tuple[Function, ...]:
    def column(name: str, zh: str, en: str, *, optional: bool = False, lifts: bool = False) -> Parameter:
        return Parameter(name, Text(zh, en), optional, lifts)

    scored = (_INDICATOR, _VALUE, _BASE, _STANDARD)
    return (
        Function(
            "PS_STANDARD",
            Text(
                "评价标准及读法的引用，供其他函数使用",
                "reference to a standard and its readings, for the other functions",
            ),
            (
                column("id", "标准名称，如 public-service", "the standard, such as public-service"),
                column(
                    "edition", "版本；只有一个时可省略", "edition; may be left out when there is one", optional=True
                ),
                column(
                    "readings",
                    "读法：“名称=取值”，或两列区域（名称、取值）",
                    "readings: name=value texts or a two-column range",
                    optional=True,
                ),
            ),
            standard.ps_standard,
            'PS_STANDARD("public-service","2026","no_cases=full")',
            repeats_last=True,
        ),
        Function(
            "PS_SCORE",
            Text("指标得分；不带参数时为所在行的得分", "points earned; without arguments, those of its row"),
            scored,
            score.ps_score,
            'PS_SCORE("1",93,100)',
        ),
        Function(
            "PS_EXPLAIN",
            Text("得分的由来，一句话", "how the points came about, in one sentence"),
            scored,
            score.ps_explain,
            'PS_EXPLAIN("1",93,100)',
        ),
        Function(
            "PS_CHECK",
            Text("数据核查：无误为空，否则说明问题", "empty when the inputs are sound, else what is wrong"),
            scored,
            score.ps_check,
            'PS_CHECK("1",101,100)',
        ),
        Function(
            "PS_POINTS",
            Text("指标的分值", "full marks of an indicator"),
            (_INDICATOR, _STANDARD),
            describe.ps_points,
            'PS_POINTS("1")',
        ),
        Function(
            "PS_NAME",
            Text("指标的名称", "name of an indicator"),
            (_INDICATOR, _STANDARD),
            describe.ps_name,
            'PS_NAME("1")',
        ),
        Function(
            "PS_RULE",
            Text("评分规则，由参数生成的句子", "the rule as a sentence made from its parameters"),
            (_INDICATOR, _STANDARD),
            describe.ps_rule,
            'PS_RULE("1")',
        ),
        Function(
            "PS_RATE",
            Text("精确的比率；基数为 0 时为 #N/A", "exact rate; #N/A when the whole is 0"),
            (column("part", "数值", "part", lifts=True), column("whole", "基数", "whole", lifts=True)),
            quantities.ps_rate,
            "PS_RATE(93,100)",
        ),
        Function(
            "PS_CHANGE",
            Text("万人诉求年度变化率", "yearly change of requests per 10,000 inhabitants"),
            (
                column("this_count", "本年诉求量", "requests this year", lifts=True),
                column("this_population", "本年人口", "population this year", lifts=True),
                column("last_count", "上年诉求量", "requests last year", lifts=True),
                column("last_population", "上年人口", "population last year", lifts=True),
            ),
            quantities.ps_change,
            "PS_CHANGE(9000,100,10000,100)",
        ),
        Function(
            "PS_COUNT",
            Text("某编号各行数量之和；有空白时为 #N/A", "total of the counts of a key; #N/A while one is blank"),
            (
                column("key", "编号", "key", lifts=True),
                column("keys", "编号列", "column of keys"),
                column("values", "数量列", "column of counts"),
            ),
            quantities.ps_count,
            'PS_COUNT("T01",A2:A17,C2:C17)',
        ),
        Function(
            "PS_SATISFACTION",
            Text("某调查项目各群体合并的满意率", "satisfaction rate of a survey item over its groups"),
            (
                column("item", "调查项目编号", "survey item", lifts=True),
                column("items", "项目编号列", "column of items"),
                column("satisfied", "满意人数列", "column: satisfied"),
                column("basically_satisfied", "基本满意人数列", "column: basically satisfied"),
                column("surveyed", "调查人数列", "column: surveyed"),
                column("weights", "权重列", "column: group weights"),
                _STANDARD,
            ),
            quantities.ps_satisfaction,
            'PS_SATISFACTION("37",A2:A31,D2:D31,E2:E31,F2:F31,G2:G31)',
        ),
        Function(
            "PS_COHORT",
            Text("全体的平均值或最好值，作为基数", "mean or best of the group, the base of a rule about the group"),
            (
                _INDICATOR,
                column("values", "全体单位的数值列", "column: the values of all units"),
                _STANDARD,
            ),
            cohort.ps_cohort,
            'PS_COHORT("1",B2:B20,"my-standard/2026")',
        ),
        Function(
            "PS_DEDUCTIONS",
            Text("各扣分项应扣分数之和", "points off for the occurrences of each cause"),
            (
                _INDICATOR,
                column("items", "扣分项编号列", "column: codes of the causes"),
                column("values", "发生次数列", "column: occurrences"),
                _STANDARD,
            ),
            deductions.ps_deductions,
            'PS_DEDUCTIONS("1",A2:A5,B2:B5,"my-standard/2026")',
        ),
        Function(
            "PS_TOTAL",
            Text("总分；缺任何一项时为 #N/A", "the total; #N/A while a row is missing"),
            (_INDICATORS, _SCORES, _STANDARD),
            totals.ps_total,
            "PS_TOTAL(A5:A51,I5:I51)",
        ),
        Function(
            "PS_SUBTOTAL",
            Text("一个分支的小计", "points earned in a branch"),
            (
                column("node", "一级或二级指标编号，如 A1", "code of the branch, such as A1", lifts=True),
                _INDICATORS,
                _SCORES,
                _STANDARD,
            ),
            totals.ps_subtotal,
            'PS_SUBTOTAL("A1",A5:A51,I5:I51)',
        ),
        Function(
            "PS_PROGRESS",
            Text("完成进度，如 45/47", "progress, such as 45/47"),
            (_INDICATORS, _SCORES),
            totals.ps_progress,
            "PS_PROGRESS(A5:A51,I5:I51)",
        ),
        Function(
            "PS_GRADE",
            Text("总分对应的等级", "grade of a total"),
            (
                column("total", "总分", "the total", lifts=True),
                _STANDARD,
                column("vetoes", "发生的否决事项编号", "codes of the vetoes that occurred", optional=True),
            ),
            totals.ps_grade,
            'PS_GRADE(90,"project-self-evaluation/2020")',
        ),
        Function(
            "PS_EXECUTION",
            Text("预算执行得分", "budget-execution points"),
            (
                column("adjusted_budget", "全年预算数", "adjusted budget", lifts=True),
                column("executed", "全年执行数", "amount executed", lifts=True),
                Parameter(
                    "points", Text("分值，默认 10", "points available, 10 by default"), optional=True, lifts=True
                ),
                _FORM_STANDARD,
            ),
            form.ps_execution,
            "PS_EXECUTION(187.92,187.63)",
        ),
        Function(
            "PS_TARGET",
            Text("自评表一行按规则的得分", "rule points of a self-evaluation row"),
            (
                column("target", "年度指标值，如 ≥9.00(人)", "annual target as printed, such as ≥9.00(人)", lifts=True),
                column("actual", "实际完成值", "actual value", lifts=True),
                _POINTS,
                _FORM_STANDARD,
            ),
            form.ps_target,
            'PS_TARGET("≥9.00(人)","8.00(人)",6)',
        ),
        Function(
            "PS_TIER",
            Text("定性等次允许的得分区间", "interval of points a qualitative level allows"),
            (
                column("level", "完成等次，如 达成指标", "the level, such as 达成指标", lifts=True),
                _POINTS,
                _FORM_STANDARD,
            ),
            form.ps_tier,
            'PS_TIER("达成指标",8)',
        ),
        Function(
            "PS_REVIEW",
            Text("评价人得分的核查：无误为空", "empty when an evaluator's points may stand, else why not"),
            (
                column("target", "年度指标值", "annual target as printed", lifts=True),
                column("actual", "实际完成值或完成等次", "actual value or level", lifts=True),
                _POINTS,
                column("score", "评价人给的得分", "the evaluator's points", lifts=True),
                column("reason", "偏差原因", "explanation of variance", lifts=True),
                _FORM_STANDARD,
            ),
            form.ps_review,
            'PS_REVIEW("≥9.00(人)","8.00(人)",6,5,"补充人员")',
        ),
        Function(
            "PS_RANK",
            Text("组内名次，并列规则写明", "rank within the group, by a named tie rule"),
            (
                column("score", "得分", "score"),
                _SCORES,
                column("groups", "分组列", "column of groups", optional=True),
                column("ties", "并列规则：shared 或 dense", "tie rule: shared or dense", optional=True),
            ),
            ranking.ps_rank,
            "PS_RANK(B2,B2:B9)",
        ),
        *PLAN_FUNCTIONS,
    )


FUNCTIONS: Mapping[str, Function] = MappingProxyType({function.name: function for function in _made()})
"""Every function by its name."""
