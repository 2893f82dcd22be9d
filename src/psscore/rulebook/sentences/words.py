"""Words around the numbers of a sentence that change nothing, and those that might."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"万人|万户|百姓|千家万户|三率|第三方|双随机|四好农村路|二次供水|一件事|一网通办|一网统管|三公|两违"
)
_NUMBERS = re.compile(r"[0-9%‰≥≤<>=＝+×÷*/]|[两二三四五六七八九十百千万半倍]")
_SCORING = re.compile(
    "酌情|视情|适当|除外|不含|另|但|例外|累计|连续|加倍|翻|减半|一半|其中|折算|超出|以内|以外|之内|不超过|低于|高于|以上|以下|"
    "不足|不满|至少|最多|最高|最低|平均|名次|第一|扣|加分|得分|满分|封顶|上限|下限|否则|不得|为止|比例|插入|内插|优秀|良好|"
    "合格|同时|并且|且|或|以及|均|任一|其一|之一|分别|依次|每|按|超过|达到|未达|等于|降低|提高|下降|上升|增加|减少|否决"
)
_CONDITIONS = re.compile(
    "得分|满分|计分|酌情|否则|加倍|翻|减半|累计|连续|平均|以上|以下|超过|不足|不满|至少|除外|不含|但|例外|另|封顶|同一|重复|首次"
)
_LAST_YEAR = re.compile(r"(?:较|比|与)(?:上年度?|去年|上一年度?)(?:同期)?(?:相比)?|同比")
_FILLER = re.compile(r"^(?:评分标准|计分方式|评分细则|计分方法|评分办法|得分)[::]|(?:的|为|在|每年|全年|年度内?|当年)$")


def harmless(text: str) -> bool:
    """Whether words that no statement accounts for are a mere name, such as 诉求问题响应率."""
    rest = _FILLER.sub("", _NAMES.sub("", text))
    return not _NUMBERS.search(rest) and not _SCORING.search(rest)


def plain_cause(text: str) -> bool:
    """Whether the words before "每件扣1分" merely name a cause, such as 未按要求整改的."""
    return not _NUMBERS.search(_NAMES.sub("", text)) and not _CONDITIONS.search(text)


def without_last_year(text: str) -> tuple[str, bool]:
    """The words without "较上年", and whether they were there."""
    rest, found = _LAST_YEAR.subn("", text)
    return rest, bool(found)


def judged(text: str) -> bool:
    """Whether the sentence leaves part of the points to someone's discretion."""
    return bool(re.search("酌情|视情|适当扣|适当加|综合评定|由.{1,8}评定", text))
