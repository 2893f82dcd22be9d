"""Whether the statements taken for one rule speak of one thing, and count what they seem to count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from psscore.rulebook.sentences.parts import MINUS, Contradiction
from psscore.rulebook.sentences.statements import UNITS, Statement, measure_of
from psscore.rulebook.sentences.words import plain_cause, without_last_year

_LEADING = re.compile(
    r"^(?:(?:评分标准|计分方式|评分细则|计分方法|评分办法|得分)[::]|每年|全年|年度内?|当年|本年度?|年内|其中|若|如|对|凡)"
)
_TRAILING = re.compile(r"(?:的|为|在|是|均|都|每年|全年|年度内?|当年|(?:综合|考核|评价|最终|总)?得?分)$")
_REST = re.compile(r"(?:未|不)(?:完成|达到|达标|足|满|达|合格)[^,;]{0,4}|其余|其他|其它|剩余|余下")
_GROWTH = re.compile(
    "增长|增加|增幅|增速|增收|递增|提升|提高|上升|涨幅|下降|降低|减少|降幅|跌幅|缩短|缩减|压减|压缩|压降|削减|精简|节约|"
    "节省|变化|变动|同比|环比|[较比](?:上|去)(?:年|月|季|期|一年)"
)
_GROWTH_NOUN = re.compile(r"(?:率|幅度?|速度?|比例|百分比|比率|量|额|数|值|程度|情况|水平)*(?:的|为|在|均)?")
_OTHER_RATE = re.compile(
    r"(?:完成|达标|达成|实现|执行|落实|办结|合格|覆盖|响应|及时|满意|整改|兑现|到位|知晓|参与|建成|竣工|开工|通过)(?:率|度|比例)"
    r"(?:的|为|在|均)?$"
)
CHANGE = re.compile(r"(?:变化率|增长率|增速|增幅)(?:的|为|在|均)?$")
"""What is a change whose rise is a rise: the sign of 降幅 or 压减率 is the other way."""
_ACT = r"(?:的)?,?(?:扣减|扣除|扣|减|加|得)[\d.]+分$"
_LIMIT = re.compile(
    r"最高|最多|至多|最低|至少|上限|封顶|(?:满|达到?|在|不少于|不低于|不超过|不足|不到|(?<=.)(?:少于|多于|大于|小于|超过))\d"
)
_WITHIN = re.compile(rf"(?:\d|^)(?:{UNITS})(?:以?内|之内|以上|以下|之前|之后|以前|以后|前|后)")
_TWO_UNITS = re.compile(rf"(?P<first>{UNITS})\D*\d[\d.]*(?P<second>{UNITS})")
_JOINED = re.compile("并|且|和|及|、|或|同时")


def check(cut: Sequence[Statement]) -> None:
    """Raise `Contradiction` where statements do not go together in one rule, naming the words."""
    _one_subject(cut)
    for one in cut:
        if one.kind in ("award", "range", "mean", "step"):
            _no_growth(one, cut)
        if one.kind == "case":
            _case(one)
        if one.kind == "no" and not plain_cause(one.subject):
            raise Contradiction(f"“{one.words}”另有条件", f'"{one.words}" has a condition of its own')
    _negation(cut)


def _one_subject(cut: Sequence[Statement]) -> None:
    if not any(one.kind in ("award", "mean", "range", "ratio", "place") for one in cut):
        return
    named: list[tuple[str, str]] = []
    for one in cut:
        if one.kind not in ("award", "mean", "range", "grade", "ratio", "place", "step"):
            continue
        subject, last_year = without_last_year(one.subject)
        if one.kind == "step" and last_year and one.act in MINUS:
            raise Contradiction(
                f"“{one.words}”与上期相比，满分线不是", f'"{one.words}" compares with last time, full marks do not'
            )
        subject = _bare(subject)
        if not subject:
            continue
        for known, words in named:
            # A step may call 群众满意率 just 满意率.
            if subject != known and not (one.kind == "step" and known.endswith(subject)):
                raise Contradiction(
                    f"“{words}”与“{one.words}”说的不是同一项（{known}、{subject}），请分成几个指标",
                    f'"{words}" and "{one.words}" are about different things: split them over several indicators',
                )
        named.append((subject, one.words))


def _bare(subject: str) -> str:
    before = None
    while before != subject:
        before = subject
        subject = _TRAILING.sub("", _LEADING.sub("", subject)).strip(":、")
    return "" if _REST.fullmatch(subject) else subject


def _no_growth(one: Statement, cut: Sequence[Statement]) -> None:
    """A growth of 10 % is no rate of 10 %; only steps from a change of 0 are read as one."""
    if one.kind == "step":
        subject = without_last_year(one.subject)[0]
    else:
        subject = one.subject
    found = list(_GROWTH.finditer(subject))
    if not found:
        return
    rest = subject[found[-1].end() :]
    if not _GROWTH_NOUN.fullmatch(rest) and _OTHER_RATE.search(rest):
        return
    if CHANGE.search(subject) and _steps_of_change(cut):
        return
    raise Contradiction(
        f"“{one.words}”说的是变化的幅度，不是比率，未作规则",
        f'"{one.words}" is about a change, not about a rate: no rule was made',
    )


def _steps_of_change(cut: Sequence[Statement]) -> bool:
    steps = [one for one in cut if one.kind == "step"]
    awards = [one for one in cut if one.kind == "award"]
    return len(steps) == 1 and steps[0].act not in MINUS and len(awards) == 1 and awards[0].points == 0


def _case(one: Statement) -> None:
    """ "每件" must be what is counted: not 每件…1日内, 每件最高扣2分, 每次不少于1小时."""
    for said in _counted(one.words):
        found = _LIMIT.search(said) or _WITHIN.search(said)
        if found is not None:
            raise Contradiction(
                f"“{one.words}”中的“{found[0]}”是条件或上限，不是计数",
                f'"{found[0]}" in "{one.words}" is a condition or a cap, not a count',
            )
        two = _TWO_UNITS.match(said)
        if two is not None and (one.act not in MINUS or measure_of(two["second"]) == "amount"):
            raise Contradiction(
                f"“{one.words}”按“{two['first']}”计还是按“{two['second']}”计不清楚",
                f'it is not clear what "{one.words}" counts: {two["first"]} or {two["second"]}',
            )
    if one.words.count("每") > 1:
        raise Contradiction(f"“{one.words}”有两个“每”", f'"{one.words}" says "each" twice')


def _counted(words: str) -> Iterator[str]:
    begin = words.find("每")
    if begin >= 0:
        yield re.sub(_ACT, "", words[begin + 1 :])


def _negation(cut: Sequence[Statement]) -> None:
    """What earns nothing must be that what earns is not there: 建立制度, 未建立."""
    for no in cut:
        if no.kind not in ("no", "else"):
            continue
        for yes in cut:
            if yes.kind == "yes" and not _opposite(yes.subject, no):
                raise Contradiction(
                    f"“{yes.words}”与“{no.words}”不是正反两面", f'"{no.words}" is not the contrary of "{yes.words}"'
                )


def _opposite(yes: str, no: Statement) -> bool:
    yes = re.sub(r"^(?:已经?|有|能够?|按?(?:规定|要求)(?=建立|制定))", "", yes)
    if no.kind == "else":
        said = re.match(r"(?:否则|其余|其他|其它|反之|(?:未|不)达(?:标|到)?)", no.words)
        return said is not None and (said[0][0] not in "未不" or "达" in yes)
    core = re.sub(r"(?:没有|未能|未|无|不)", "", no.subject, count=1).removesuffix("的")
    if not core:
        return False
    if core == yes:
        return True
    if _JOINED.search(yes):
        return False
    return yes.startswith(core) or (len(core) > 3 and yes.startswith(core[:2]) and yes.endswith(core[2:]))
