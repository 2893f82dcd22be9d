"""Sentences that were once read as a rule they do not state: each is refused, and the words are named."""

from __future__ import annotations

import pytest

from psscore.rulebook.sentences import Proposal, Unread, parse_sentence

# The sentence, words its refusal must name, why.
MISREAD: list[tuple[str, str, str]] = [
    # two subjects
    ("响应率≥95%得5分，满意率≥90%得3分", "满意率", "two rates"),
    ("响应时间30分钟以内得5分，处置时间60分钟以内得3分", "处置时间", "two times"),
    ("城区10件以上得3分，乡镇20件以上得5分", "乡镇", "two areas"),
    ("响应率≥95%得5分；满意率每降低1%扣0.5分", "满意率", "full marks for one, steps for the other"),
    ("响应率低于60%不得分，满意率100%得10分，其间按插入法计算", "满意率", "goalposts of two rates"),
    ("响应率10%（含）-20%得1分，满意率20%（含）以上得2分", "满意率", "a band of one, a limit of the other"),
    ("响应率达到100%得10分，满意率按完成比例得分", "满意率", "a ratio of something else"),
    ("满意率第1名得5分，响应率第2名得3分", "响应率", "places of two lists"),
    ("满意率95%以上得5分；同比每下降1%扣0.5分", "同比每下降1%", "from the limit, or from last year?"),
    # a volume is no rate
    ("投诉总量较上年每下降1个百分点得0.5分，最高得5分", "每下降1%", "a volume has no percentage points"),
    ("每提高1%得0.5分，最高得5分", "每提高1%", "points or a relative change?"),
    ("绿地较上年每增长1%得0.5分，最高得5分", "每增长1%", "not known to be a rate or a volume"),
    # growth is no rate
    ("增长率≥10%得5分，≥5%得3分", "增长率", "growth"),
    ("同比增长10%以上得5分，5%以上得3分", "同比增长10%", "growth against last year"),
    ("压减10%以上得5分，否则不得分", "压减10%", "a reduction"),
    ("办结时限缩短20%以上得5分，10%以上得3分", "缩短20%", "a shortening"),
    ("增速不低于5%得5分，否则不得分", "增速", "a speed of growth"),
    ("降幅达到10%得5分，否则不得分", "降幅", "a fall"),
    ("节约率达到10%得5分，否则不得分", "节约率", "savings"),
    ("提升率达到10%得5分，否则不得分", "提升率", "a rise"),
    ("增长率不低于10%得5分，每降低1%扣0.5分，扣完为止", "增长率", "steps down from growth"),
    ("增幅达到100%得10分，其余按比例得分", "增幅", "in proportion to growth"),
    ("降幅≤0，不得分；每提高1%，得0.1分，最高得3分", "降幅", "a fall rises the other way"),
    ("≥0，不得分；每降低1%，得0.1分，最高得2分", "≥0", "the change of what?"),
    # a cap is no cause
    ("每超期1天扣0.5分，每件最高扣2分", "最高", "a cap for each case"),
    ("每次最多扣1分，最高扣5分", "最多", "a cap for each time"),
    # yes and no
    ("建立制度的得2分，未公示的不得分", "未公示", "something else is missing"),
    ("无事故得5分，未上报不得分", "未上报", "something else is missing"),
    ("有制度得1分，没有制度但有方案的不得分", "没有制度但有方案", "an exception"),
    ("建立制度的得2分，不达标的不得分", "不达标", "built, but short of the mark?"),
    ("制定方案并组织实施的得2分，未制定的不得分", "未制定", "made, but not carried out?"),
    # conditions are no units
    ("每件提案在1日内答复加1分", "在1", "a deadline"),
    ("每次培训不少于1小时加1分", "不少于1", "a length of time"),
    ("每名志愿者服务满1小时加0.1分", "满1", "completed hours"),
    ("每1小时内办结加1分", "1小时内", "a deadline"),
    ("每件超期1天扣0.5分", "每件超期1天", "cases or days?"),
    # numerals before the unit
    ("每百件扣0.5分", "每百件", "by the hundred"),
    ("每万元扣0.1分", "每万元", "by ten thousand yuan"),
    ("每千户投诉1件扣1分", "每千户", "a rate"),
    ("每10万人投诉1件扣1分", "每10万", "a rate"),
    # numbers that are not what they seem
    ("超过三四次得2分，否则不得分", "三四次", "three or four"),
    ("超过十三四次得2分，否则不得分", "三四次", "thirteen or fourteen"),
    ("±5%以内得3分，否则不得分", "±5%", "both ways"),
    ("误差±5%以内得3分，否则不得分", "±5%", "both ways, named"),
    ("-5%以内得3分，否则不得分", "-5%", "below 0?"),
    ("误差－5%以内得3分，否则不得分", "-5%", "below 0, named"),
    ("达到95%得10分，其余按比例得分", "按比例", "to the whole, or to 95 %?"),
    ("85-95分为优秀，75(含)-85分为良好，75分以下为差", "85", "whose is 85?"),
    ("85(含)-95分为优秀，75(含)-85分为良好，75分以下为差", "95 分以上", "what is 96?"),
    ("后第1名得5分，第2名得3分", "后第1名", "from the last"),
    ("倒数第1名得0分，第2名得3分", "倒数第1名", "from the last"),
]


@pytest.mark.parametrize(("sentence", "words", "why"), MISREAD, ids=[row[0][:40] for row in MISREAD])
def test_it_is_refused_and_the_words_are_named(sentence: str, words: str, why: str) -> None:
    read = parse_sentence(sentence)
    assert isinstance(read, Unread), f"{why}: {read}"
    assert words in read.reason.zh, why
    assert read.reason.en


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("响应率≥95%得5分，≥90%得3分", "the second is not named"),
        ("响应率≥95%得5分，响应率≥90%得3分", "the same name twice"),
        ("建立制度的得2分，未建立的不得分", "the verb alone"),
        ("建立制度的得2分，未建立制度的不得分", "the same words"),
        ("90(含)-100分为优，80(含)-90分为良，80分以下为差", "up to the last point"),
        ("每有一篇信息被采用加0.2分，最多加1分", "a cause behind the unit"),
        ("每次会议缺席一人扣0.5分", "absences, whatever the meeting"),
    ],
)
def test_what_goes_together_is_still_read(sentence: str, why: str) -> None:
    assert isinstance(parse_sentence(sentence), Proposal), why
