"""Sentences as cities print them, each with the rule it must be read as, or refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from psscore.model.faults import Fault
from psscore.rulebook.catalogue import raw_standard
from psscore.rulebook.rules import rule_entry
from psscore.rulebook.sentences import Proposal, Unread, parse_sentence, sentence_of
from psscore.rulebook.table import Table

# Kind, then the numbers that matter; full marks as the sentence states them.
UNDERSTOOD: list[tuple[str, str, dict[str, Any], str | None, str]] = [
    # step down
    (
        "≥70%得1分;每降低10%,扣0.2分,扣完为止",
        "step_down",
        {"full_at": "0.7", "step": "0.1", "deduction": "0.2"},
        "1",
        "2020 trial standard",
    ),
    (
        "≥95%得1分；每降低5%，扣0.2分，扣完为止。",
        "step_down",
        {"full_at": "0.95", "step": "0.05"},
        "1",
        "full-width marks",
    ),
    (
        "＞＝９５％得１分；每降低５％，扣０．２分，扣完为止",
        "step_down",
        {"full_at": "0.95", "deduction": "0.2"},
        "1",
        "full-width digits",
    ),
    (
        "≥70%以上(含)得50分,每少一个百分点扣1分",
        "step_down",
        {"full_at": "0.7", "step": "0.01", "deduction": 1},
        "50",
        "金华",
    ),
    (
        "70%以上（含70%）得50分，每少一个百分点扣1分，扣完为止",
        "step_down",
        {"full_at": "0.7"},
        "50",
        "the limit named again",
    ),
    (
        "响应率等于100%的, 得2分; 每降低1%, 扣0.2分, 扣完为止",
        "step_down",
        {"full_at": 1, "step": "0.01"},
        "2",
        "等于 the top of a rate",
    ),
    (
        "满意率达到90%得5分，每降低1个百分点扣0.5分，扣完为止",
        "step_down",
        {"full_at": "0.9", "deduction": "0.5"},
        "5",
        "达到",
    ),
    (
        "满意率不低于90%得5分，每低0.5个百分点扣0.1分，扣完为止",
        "step_down",
        {"step": "0.005"},
        "5",
        "不低于, half a point",
    ),
    (
        "不少于12次得5分，每少1次扣0.5分，扣完为止",
        "step_down",
        {"full_at": 12, "step": 1, "measure": "count"},
        "5",
        "a count",
    ),
    (
        "达到百分之九十得3分，每下降百分之一扣0.1分，扣完该项分为止",
        "step_down",
        {"full_at": "0.9", "step": "0.01"},
        "3",
        "百分之",
    ),
    (
        "达到95%得5分，每降低1%扣0.5分，不足1%的按1%计，扣完为止",
        "step_down",
        {"step_mode": "ceil"},
        "5",
        "a started step",
    ),
    (
        "达到95%得5分，每降低1个百分点扣0.5分，不足一个百分点的按一个百分点计算",
        "step_down",
        {"step_mode": "ceil"},
        "5",
        "the same in words",
    ),
    (
        "达到95%得5分，每降低1%扣0.5分，不足1%的不扣分，扣完为止",
        "step_down",
        {"step_mode": "whole"},
        "5",
        "completed steps",
    ),
    (
        "达到95%得5分，每降低1%扣0.5分，按插入法计算，扣完为止",
        "step_down",
        {"step_mode": "proportional"},
        "5",
        "插入法",
    ),
    (
        "达到95%得5分，每降低1%扣0.5分，最多扣5分",
        "step_down",
        {"deduction": "0.5"},
        "5",
        "a cap of all points is the floor",
    ),
    ("达到95%以上得满分，每低1个百分点扣0.5分", "step_down", {"full_at": "0.95"}, None, "满分 states no number"),
    (
        "返工率不超过5%得3分，每超过1个百分点扣0.5分，扣完为止",
        "step_down",
        {"full_at": "0.05", "better": "lower"},
        "3",
        "less is better",
    ),
    (
        "≤3天得4分，每增加1天扣1分，扣完为止",
        "step_down",
        {"full_at": 3, "measure": "amount", "better": "lower"},
        "4",
        "days",
    ),
    (
        "控制在2%以内得2分，每增加0.5%扣0.2分，扣完为止",
        "step_down",
        {"full_at": "0.02", "step": "0.005"},
        "2",
        "控制在…以内",
    ),
    (
        "不低于平均值得2分;每低1%扣0.1分",
        "step_down",
        {"full_at": 0, "cohort": "mean", "measure": "difference"},
        "2",
        "from the group mean",
    ),
    (
        "不低于全市平均水平的得2分；每低1个百分点扣0.1分，扣完为止",
        "step_down",
        {"cohort": "mean"},
        "2",
        "the city's mean",
    ),
    (
        "不高于平均值得2分；每高1个百分点扣0.1分，扣完为止",
        "step_down",
        {"cohort": "mean", "better": "lower"},
        "2",
        "less is better",
    ),
    (
        "12345热线响应率达到100%得5分，每降低1%扣0.5分，扣完为止",
        "step_down",
        {"full_at": 1},
        "5",
        "the hotline's number is a name",
    ),
    (
        "评分标准：办结率达到98%得4分，每降低1%扣0.4分，扣完为止",
        "step_down",
        {"full_at": "0.98"},
        "4",
        "a label before it",
    ),
    ("达到98‰得4分，每降低1‰扣0.4分，扣完为止", "step_down", {"full_at": "0.098", "step": "0.001"}, "4", "per mille"),
    # step up
    (
        "万人诉求年度变化率≥0,不得分;每降低1%,得0.1分,最高得2分",
        "step_up",
        {"zero_at": 0, "measure": "change"},
        "2",
        "table 1, row 45",
    ),
    (
        "每提高1个百分点加0.5分,最多加2分",
        "step_up",
        {"award": "0.5", "better": "higher", "measure": "difference"},
        "2",
        "from last time",
    ),
    ("较上年每提高1个百分点得0.2分，最高得1分", "step_up", {"step": "0.01", "award": "0.2"}, "1", "较上年"),
    ("投诉率同比每下降1个百分点加0.5分，最多加3分", "step_up", {"award": "0.5"}, "3", "同比"),
    ("增长率≤0,不得分;每提高1%,得0.1分,最高得3分", "step_up", {"better": "higher", "measure": "change"}, "3", "growth"),
    # tiers
    (
        "10次以上得1分,30次以上得2分",
        "tiers",
        {"tiers": [{"at_least": 10, "points": 1}, {"at_least": 30, "points": 2}]},
        "2",
        "two tiers",
    ),
    (
        "软管更换的户数1000户以上得1分,2000户以上得2分,3000户以上得3分",
        "tiers",
        {"measure": "count"},
        "3",
        "table 1, row 33",
    ),
    ("达到1000户得1分", "tiers", {"tiers": [{"at_least": 1000, "points": 1}]}, "1", "one tier"),
    (
        "达到一千户得1分，达到两千户得2分",
        "tiers",
        {"tiers": [{"at_least": 1000, "points": 1}, {"at_least": 2000, "points": 2}]},
        "2",
        "numerals",
    ),
    ("90%以上得3分，80%以上得2分，60%以上得1分，其余不得分", "tiers", {"measure": "rate"}, "3", "best first"),
    (
        "90%以上得3分，80%(含)-90%得2分，低于80%不得分",
        "tiers",
        {"tiers": [{"at_least": "0.8", "points": 2}, {"at_least": "0.9", "points": 3}]},
        "3",
        "bands",
    ),
    ("60%(含)-80%得1分，80%(含)-100%得2分，低于60%不得分", "tiers", {"measure": "rate"}, "2", "bands to 100 %"),
    (
        "不超过3天得3分，不超过5天得2分，超过5天不得分",
        "tiers",
        {"better": "lower", "measure": "amount"},
        "3",
        "less is better",
    ),
    ("达到100%得2分，95%(含)以上得1分，95%以下不得分", "tiers", {"measure": "rate"}, "2", "(含) settles whose 95 is"),
    ("覆盖率60%（含）以上得1分", "tiers", {"tiers": [{"at_least": "0.6", "points": 1}]}, "1", "含 before 以上"),
    ("≥50公里得2分；≥100公里得4分", "tiers", {"measure": "amount"}, "4", "a length"),
    # all or nothing
    ("达到90%的得2分,否则不得分", "all_or_nothing", {"operator": "≥", "threshold": "0.9"}, "2", "否则"),
    ("达到90%的得2分,否则0分", "all_or_nothing", {"threshold": "0.9"}, "2", "否则0分"),
    (
        "超过90%得2分，否则不得分",
        "all_or_nothing",
        {"operator": ">", "threshold": "0.9"},
        "2",
        "超过 excludes the limit",
    ),
    ("低于3%得2分，否则不得分", "all_or_nothing", {"operator": "<", "threshold": "0.03"}, "2", "低于 excludes it"),
    ("3%以下得2分，否则不得分", "all_or_nothing", {"operator": "≤", "threshold": "0.03"}, "2", "以下 includes it"),
    ("未达到90%不得分", "all_or_nothing", {"operator": "≥", "threshold": "0.9"}, None, "what falls short"),
    ("建立制度的得2分,否则不得分", "all_or_nothing", {"operator": "≥", "threshold": 1}, "2", "yes or no"),
    ("制定实施方案的，得3分，否则不得分", "all_or_nothing", {"threshold": 1}, "3", "yes or no"),
    ("未建立制度的不得分", "all_or_nothing", {"threshold": 1}, None, "no"),
    ("建立长效机制的得1分，未建立的不得分", "all_or_nothing", {"threshold": 1}, "1", "yes and no"),
    ("100%得5分，否则不得分", "all_or_nothing", {"threshold": 1, "measure": "rate"}, "5", "the whole rate"),
    # ratio and linear
    ("按完成比例得分", "ratio", {"full_at": 1}, None, "in proportion"),
    ("按完成率得分", "ratio", {"full_at": 1}, None, "by the rate"),
    ("按实际完成比例计算得分", "ratio", {"full_at": 1}, None, "in words"),
    ("完成率100%得10分，未完成的按比例得分", "ratio", {"full_at": 1}, "10", "full marks named"),
    ("完成率达到95%得10分，其余按与95%的比例得分", "ratio", {"full_at": "0.95"}, "10", "full marks below 100 %"),
    (
        "投诉总量较上年每下降1%得0.5分，最高得5分",
        "step_up",
        {"measure": "change", "zero_at": 0, "step": "0.01", "award": "0.5", "better": None},
        "5",
        "a fall of a volume is relative",
    ),
    (
        "营业收入较上年每增长1%得0.5分，最高得5分",
        "step_up",
        {"measure": "change", "zero_at": 0, "better": "higher"},
        "5",
        "a rise of a volume is relative",
    ),
    (
        "群众满意率较上年每提高1%得0.5分，最高得5分",
        "step_up",
        {"measure": "difference", "better": "higher"},
        "5",
        "a rate rises by points",
    ),
    (
        "群众满意率达到95%得5分，满意率每降低1%扣0.5分，扣完为止",
        "step_down",
        {"full_at": "0.95", "deduction": "0.5"},
        "5",
        "the same rate by a shorter name",
    ),
    ("增长目标完成率达到100%得5分，否则不得分", "all_or_nothing", {"measure": "rate"}, "5", "a rate, no growth"),
    ("有专人负责得2分，没有专人负责不得分", "all_or_nothing", {"threshold": 1}, "2", "the contrary in full"),
    ("每缺席1次扣0.5分，最高扣2分", "deductions", {"items": [("0.5", 2)]}, None, "one unit"),
    ("第一名得6分,其余按第1名的比例得分", "ratio", {"cohort": "best", "measure": "relation"}, "6", "to the best"),
    ("低于60%不得分,100%得10分,其间按插入法计算", "linear", {"zero_at": "0.6", "full_at": 1}, "10", "two goalposts"),
    ("60%得0分，100%得10分，中间按内插法计算得分", "linear", {"zero_at": "0.6", "full_at": 1}, "10", "内插法"),
    (
        "超过10天不得分，3天以内得5分，其间按线性插值法计算",
        "linear",
        {"zero_at": 10, "full_at": 3},
        "5",
        "the other way round",
    ),
    # places
    (
        "第1–5名依次60、57、54、51、48分",
        "rank_points",
        {"points": [60, 57, 54, 51, 48], "beyond": 0},
        "60",
        "five places",
    ),
    ("第一名得10分，第二名得8分，第三名得6分，其余不得分", "rank_points", {"points": [10, 8, 6]}, "10", "one by one"),
    (
        "排序第1至3名分别得5、4、3分，其余得1分",
        "rank_points",
        {"points": [5, 4, 3], "beyond": 1},
        "5",
        "the rest earn some",
    ),
    # deductions
    ("每少一次扣1分", "deductions", {"floor": {"reading": "floor"}}, None, "no floor stated"),
    ("每发现一处扣0.5分,最高扣3分", "deductions", {"items": [("0.5", 3)]}, None, "a cap of its own"),
    (
        "每发现一处暴露垃圾扣0.5分，最高扣3分；每发现一处乱堆放扣1分，最高扣2分",
        "deductions",
        {"items": [("0.5", 3), (1, 2)]},
        None,
        "two caps",
    ),
    (
        "每发现一处暴露垃圾扣0.5分，每发现一处乱堆放扣1分，扣完为止",
        "deductions",
        {"items": [("0.5", None), (1, None)], "floor": "zero"},
        None,
        "one floor",
    ),
    (
        "①每发现一处暴露垃圾扣0.5分；②每发现一处乱堆放扣1分；扣完为止",
        "deductions",
        {"items": [("0.5", None), (1, None)]},
        None,
        "circled numbers",
    ),
    (
        "1.每缺一项扣1分；2.每迟报一次扣0.5分。扣完为止",
        "deductions",
        {"items": [(1, None), ("0.5", None)]},
        None,
        "numbered",
    ),
    ("未及时处置的每件扣0.5分", "deductions", {"items": [("0.5", None)]}, None, "per case"),
    ("每逾期1天扣0.5分，扣完为止", "deductions", {"items": [("0.5", None)]}, None, "per day"),
    ("每有一项不符合要求扣0.5分，扣完为止", "deductions", {"items": [("0.5", None)]}, None, "per item"),
    ("发生责任事故每起扣2分，最多扣6分", "deductions", {"items": [(2, 6)]}, None, "per accident"),
    ("每出现一次扣两分", "deductions", {"items": [(2, None)]}, None, "两分"),
    ("每漏报一件扣半分，扣完为止", "deductions", {"items": [("0.5", None)]}, None, "半分"),
    ("满分10分，每发现一处问题扣1分，扣完为止", "deductions", {"items": [(1, None)]}, "10", "full marks first"),
    ("每超期一天扣0.1分，最高不超过2分", "deductions", {"items": [("0.1", 2)]}, None, "a cap with 不超过"),
    (
        "未按要求整改的，每件扣1分；造成不良影响的，每件扣3分",
        "deductions",
        {"items": [(1, None), (3, None)]},
        None,
        "a cause before the comma",
    ),
    ("每发现一处扣零点五分", "unread", {}, None, "a decimal in numerals is not read"),
    ("缺一次扣2.5分", "deductions", {"items": [("2.5", None)]}, None, "each without 每"),
    ("每缺一次扣2.5分，直至扣完", "deductions", {"items": [("2.5", None)], "floor": "zero"}, None, "直至扣完"),
    ("乱堆乱放每处扣0.5分，扣完即止", "deductions", {"floor": "zero"}, None, "扣完即止"),
    (
        "不低于4次得10分，每缺1次扣2.5分，扣完为止",
        "step_down",
        {"full_at": 4, "deduction": "2.5"},
        "10",
        "缺 as a step",
    ),
    ("不低于平均值得满分，每低1个百分点扣0.5分", "step_down", {"cohort": "mean"}, None, "the mean for all points"),
    (
        "≥95%得10分，每降低1%扣1分，扣完为止，低于85%不得分",
        "step_down",
        {"full_at": "0.95", "deduction": 1},
        "10",
        "a gate where the steps have taken all",
    ),
    (
        "90%以上得10分；85%（含）～90%得6分；85%以下得0分",
        "tiers",
        {"tiers": [{"at_least": "0.85", "points": 6}, {"at_least": "0.9", "points": 10}]},
        "10",
        "(含) settles whose 85 is",
    ),
    ("制定规划的得4分", "all_or_nothing", {"threshold": 1}, "4", "done or not"),
    ("每增加一个示范点加2分，上限10分", "bonus", {"each": 2}, "10", "each one added, 上限"),
    # bonus and checklist
    ("每获市级表彰一次加1分,最多5分", "bonus", {"each": 1}, "5", "a bonus"),
    ("每获得一次加0.5分，最多加2分", "bonus", {"each": "0.5"}, "2", "加…最多加"),
    ("每有一篇信息被采用加0.2分，加满1分为止", "bonus", {"each": "0.2"}, "1", "加满…为止"),
    ("每建成一个得1分，最高5分", "checklist", {"each": 1}, "5", "a checklist"),
    ("每具备一项得0.5分，最高得3分", "checklist", {"each": "0.5"}, "3", "a checklist"),
    # veto, grades
    ("发生重大安全事故的，一票否决", "veto", {}, None, "veto"),
    ("弄虚作假的实行一票否优", "veto", {}, None, "veto of the best grade"),
    ("90(含)-100分为优,80(含)-90分为良,60(含)-80分为中,60分以下为差", "grades", {}, None, "four grades"),
    (
        "90分(含)以上为优秀，80分(含)至90分为良好，60分(含)至80分为合格，60分以下为不合格",
        "grades",
        {},
        None,
        "with 以上",
    ),
    ("≥90分为优；80(含)-90分为良；低于80分为差", "grades", {}, None, "signs"),
]

REFUSED: list[tuple[str, str]] = [
    ("≥95%得10分，每降低1%扣1分，扣完为止，低于85.1%不得分", "a gate just above where the steps end"),
    ("≥95%得10分，每降低1%扣3分，扣完为止，低于92%不得分", "completed steps have not taken all at 92 %"),
    ("不低于平均值得10分，每低1%扣1分，低于50%不得分", "a gate beside a mean"),
    ("85%（含）～90%得6分；85%以下得0分", "nothing is said of 90 % and above"),
    ("90%以上得10分；85%～90%得6分；85%以下得0分", "whose is 85?"),
    ("减少1次扣1分", "减少 is no 少"),
    ("至少1次扣1分", "至少 is no 少"),
    ("缺两次扣5分", "a part of two"),
    ("每季度报送一次，缺一次扣2.5分", "a condition beside it"),
    ("认真制定规划的得4分", "how well"),
    ("表现积极得4分", "no thing that is done or not"),
    ("每增加一个加2分，减少的不计，上限10分", "words left over"),
    ("酌情扣分", "discretion"),
    ("由考核组综合评定", "discretion"),
    ("每发现一处扣0.5分，情节严重的酌情扣分", "half exact, half discretion"),
    ("", "nothing"),
    ("认真履行职责", "no rule"),
    ("超过10次得1分", "tiers include their limit, 超过 does not"),
    ("60-80(含)得1分", "the limit belongs to the lower band"),
    ("达到90%以上得3分，80%-90%得2分，80%以下不得分", "80 % is in two bands"),
    ("90-100分为优,80-90分为良,60-80分为中,60分以下为差", "whose is 90?"),
    ("90分以上为优，80-89分为良，60-79分为合格，60分以下为不合格", "89.5 is in no band"),
    ("响应率达到98%得5分，每降低0.5个百分点扣0.2分，最多扣3分", "a cap below the points"),
    ("每月开展2次检查得1分", "a condition, no count"),
    ("每年开展1次演练得2分", "每年 is no 'each case'"),
    ("每季度组织一次活动得1分", "每季度 is no 'each case'"),
    ("每年检查50处以上得1分", "a condition of every year"),
    ("每增加10件加1分，最多加5分", "from which number?"),
    ("每两次扣1分", "a part of two"),
    ("5个工作日内办结得3分，每超1个工作日扣1分", "words between limit and points"),
    ("≥70%得1分;每降低10%,扣0.2分,扣完为止;连续两年不达标不得分", "a number left over"),
    ("得分=完成率×10", "a formula"),
    ("1,000户以上得1分", "a comma that may be a separator"),
    ("10次以上得2分，30次以上得1分", "more earns less"),
    ("10次以上得1分，30户以上得2分", "two units"),
    ("≥70%得1分;每提高10%,扣0.2分", "deducts on the better side"),
    ("建立制度得1分；有记录得1分", "two conditions in one"),
    ("达到95%得5分，每降低1%扣0.5分，不足5%的按5%计", "the part is not of the step"),
    ("第1-5名依次得60、57、54分", "five places, three numbers"),
    ("第1名得5分，第3名得3分", "the second place is missing"),
    ("每发现一处A扣1分，每发现一处B扣2分，最高扣3分", "the cap of which?"),
    ("发现1处扣0.5分", "not said to be each"),
    ("半年内完成得2分", "half a year"),
    ("达到90%得2分，但发生事故不得分", "an exception"),
    ("每季度考核一次，平均90分以上得5分", "an average"),
    ("发生事故一票否决，每起扣5分", "a veto and a deduction"),
    ("95%得3分", "a limit without a side"),
    ("每查实一起投诉扣2分，同一问题重复投诉的每起加倍扣4分", "a doubling"),
    ("连续三个月不达标的，每次扣1分", "a condition with a number"),
    ("达到95%得5分，每降低1个百分点扣0.5分，低于90%的不得分", "steps and a gate"),
    ("全市排名前3名得5分，4-6名得3分", "groups of places"),
    ("每户补贴500元得1分", "an amount that is no limit"),
    ("每个街道建设1个口袋公园得1分", "for each of what?"),
    ("绿化覆盖率≥40%得2分，否则得1分", "what falls short earns some"),
    ("≥90%得2分，≥90%得3分", "one limit, two points"),
    ("投诉处理及时率100%且满意率90%以上得5分", "two quantities"),
    ("不超过5%以上得3分", "contradicts itself"),
    ("每降低1%扣0.2分", "from which number?"),
    ("较上年提高5%得2分", "a single limit on a change"),
    ("每" * 700, "too long"),
]


def numbers_of(read: Proposal) -> dict[str, Any]:
    """The rule with deductions as (each, cap)."""
    rule = dict(read.rule)
    if read.kind == "deductions":
        rule["items"] = [(item["each"], item.get("cap")) for item in rule["items"]]
    return rule


@pytest.mark.parametrize(
    ("sentence", "kind", "numbers", "points", "why"), UNDERSTOOD, ids=[row[0][:40] for row in UNDERSTOOD]
)
def test_understood(sentence: str, kind: str, numbers: dict[str, Any], points: str | None, why: str) -> None:
    read = parse_sentence(sentence)
    if kind == "unread":
        assert isinstance(read, Unread), why
        return
    assert isinstance(read, Proposal), f"{why}: {read}"
    assert read.kind == kind, why
    rule = numbers_of(read)
    assert {key: rule.get(key) for key in numbers} == numbers, why
    assert read.points == (None if points is None else Fraction(points)), why
    assert read.words, why


@pytest.mark.parametrize(("sentence", "why"), REFUSED, ids=[row[1] for row in REFUSED])
def test_refused(sentence: str, why: str) -> None:
    read = parse_sentence(sentence)
    assert isinstance(read, Unread), f"{why}: {read}"
    assert read.reason.zh
    assert read.reason.en


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(UNDERSTOOD) + len(REFUSED) >= 120
    assert len(REFUSED) >= 30


@pytest.mark.parametrize(
    "item",
    [item for item in raw_standard("public-service/2026")["indicator"] if "quote" in item],
    ids=lambda item: item["code"],
)
def test_the_quotations_of_table_1_give_its_rules(item: dict[str, Any]) -> None:
    """47 sentences and the rules that were written from them by hand."""
    read, rule = parse_sentence(item["quote"]), raw_standard("public-service/2026")["rules"][item["rule"]]
    assert isinstance(read, Proposal)
    beside = {"base", "no_cases", "rate_places"}
    assert {key: value for key, value in read.rule.items() if key not in beside} == {
        key: value for key, value in rule.items() if key not in beside
    }
    assert read.points == item["points"]


@pytest.mark.parametrize("sentence", [row[0] for row in UNDERSTOOD if row[1] not in ("veto", "grades", "unread")])
def test_what_was_understood_says_itself_back(sentence: str) -> None:
    """The sentence the author confirms means the same rule."""
    read = parse_sentence(sentence)
    assert isinstance(read, Proposal)
    again = parse_sentence(sentence_of(read.rule, read.points))
    assert isinstance(again, Proposal), sentence_of(read.rule, read.points)
    assert (again.kind, numbers_of(again)) == (read.kind, numbers_of(read))
    assert again.points == read.points


@pytest.mark.parametrize("sentence", [row[0] for row in UNDERSTOOD if row[1] not in ("veto", "grades", "unread")])
def test_what_was_understood_is_a_rule_a_standard_can_hold(sentence: str) -> None:
    read = parse_sentence(sentence)
    assert isinstance(read, Proposal)
    faults: list[Fault] = []
    chosen: dict[str, str | None] = {"step": "whole", "no_cases": "full", "floor": "zero"}
    rule_entry(Table(read.rule, file="", where="", faults=faults, chosen=chosen))
    assert [fault.line("en") for fault in faults] == []


@pytest.mark.parametrize(
    ("sentence", "named", "why"),
    [
        ("达到95%得5分；情节严重的扣双倍", ["“情节严重的扣双倍”"], "the clause that is left over"),
        ("每季度报送一次，缺一次扣2.5分", ["“每季度报送1次”"], "the first clause"),
        ("≥70%得1分;每降低10%,扣0.2分;连续两年不达标不得分", ["“连续2年不达标不得分”"], "the last clause"),
        ("达到90%得2分，遇9月份加3分，雨天减4分", ["“遇9月份加3分”", "“雨天减4分”"], "two clauses"),
        ("≥95%得10分，每降低1%扣0.5分，扣完为止，低于80%不得分", ["低于80%不得分", "门槛"], "what a rule lacks"),
    ],
)
def test_what_was_not_understood_is_named(sentence: str, named: list[str], why: str) -> None:
    read = parse_sentence(sentence)
    assert isinstance(read, Unread), why
    assert all(words in read.reason.zh for words in named), (why, read.reason.zh)
    assert "95%" not in read.reason.zh
    assert "达到90%" not in read.reason.zh


@pytest.mark.parametrize(
    ("sentence", "title", "why"),
    [
        ("每发现1处不合格扣0.5分", "发现不合格", "每…1处 counts"),
        ("乱堆乱放每处扣0.5分", "乱堆乱放", "每处 counts"),
        ("未按要求整改的，每件扣1分", "未按要求整改", "a cause before the comma"),
        ("每有一项不符合要求扣0.5分", "不符合要求", "有 says nothing"),
        ("每少一次扣1分", "少1次", "nothing but the count"),
        ("每个社区发现一处垃圾扣1分", "每个社区发现1处垃圾", "for each of two things: left whole"),
    ],
)
def test_what_is_deducted_for_has_a_short_title(sentence: str, title: str, why: str) -> None:
    read = parse_sentence(sentence)
    assert isinstance(read, Proposal), why
    assert read.rule["items"][0]["title"]["zh"] == title, why


def test_a_unit_is_kept_in_the_sentence_to_confirm() -> None:
    read = parse_sentence("不超过24小时得8分；每增加2小时扣1分")
    assert isinstance(read, Proposal)
    assert sentence_of(read.rule, read.points, "小时") == "≤24小时得8分;每增加2小时,扣1分,扣完为止"


def test_what_stays_open_is_said() -> None:
    read = parse_sentence("≥70%得1分;每降低10%扣0.2分")
    assert isinstance(read, Proposal)
    said = " ".join(text.zh for text in read.open)
    for words in ("step", "no_cases", "扣完为止", "百分点"):
        assert words in said
    clear = parse_sentence("≥10次得1分;每少1次扣0.2分,扣完为止")
    assert isinstance(clear, Proposal)
    assert clear.open == ()
