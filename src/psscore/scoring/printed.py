"""Targets and actual values as forms print them: "≥9.00(人)", "=100(百分比)", "≤187.92(万元)", "187. 6 3"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction

from psscore.model.rules import Operator
from psscore.model.text import Text

_SIGNS = {">=": Operator.AT_LEAST, "<=": Operator.AT_MOST, "==": Operator.EQUAL} | {o.value: o for o in Operator}
_WORDS = {
    "不低于": Operator.AT_LEAST,
    "不少于": Operator.AT_LEAST,
    "不小于": Operator.AT_LEAST,
    "大于等于": Operator.AT_LEAST,
    "大于或等于": Operator.AT_LEAST,
    "大于或者等于": Operator.AT_LEAST,
    "至少": Operator.AT_LEAST,
    "达到": Operator.AT_LEAST,
    "不高于": Operator.AT_MOST,
    "不超过": Operator.AT_MOST,
    "不多于": Operator.AT_MOST,
    "不大于": Operator.AT_MOST,
    "小于等于": Operator.AT_MOST,
    "小于或等于": Operator.AT_MOST,
    "小于或者等于": Operator.AT_MOST,
    "至多": Operator.AT_MOST,
    "大于": Operator.ABOVE,
    "超过": Operator.ABOVE,
    "高于": Operator.ABOVE,
    "小于": Operator.BELOW,
    "低于": Operator.BELOW,
    "少于": Operator.BELOW,
    "等于": Operator.EQUAL,
}
_TRAILING = {
    "及以上": Operator.AT_LEAST,
    "以上": Operator.AT_LEAST,
    "及以下": Operator.AT_MOST,
    "以下": Operator.AT_MOST,
    "以内": Operator.AT_MOST,
    "之内": Operator.AT_MOST,
}
_LONGEST = 80
_VARIANTS = str.maketrans({"﹥": ">", "﹤": "<", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "≮": "≥", "≯": "≤", "−": "-"})
_UNIT_NAMES = {"百分比": "%", "％": "%", "百分点": "个百分点", "﹪": "%"}
_INCLUSIVE = re.compile(r"\((?:含|含本数|包含)\)")
# "5天内" is a limit, "室内" is not: only a span of time may drop the 以.
_WITHIN = re.compile(r"(?P<unit>天|日|个?工作日|小时|分钟|个?月|年)内$")
# "100余件", "9人左右": a number that says it is not exact.
_ABOUT = re.compile(r"^[余多几来]|(?:左右|上下)$")
_POWER_UNIT = re.compile(r"^[kchd]?m[23]$")
# A blank inside a number is a printing or scanning split only next to the decimal point; "3 4" could be two numbers.
_SPLIT = re.compile(r"(?<=\d)\s+(?=\.)|(?<=\.)\s+(?=\d)")
_SPLIT_DECIMALS = re.compile(r"(\.\d+)\s+(?=\d+(?:\s|\D|$))")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed; `operator` None when no comparison stands with it, `unit` "" when none is given.

    `places` counts the decimals as printed, zeros included; it says how, not what, so it takes no part in equality.
    """

    operator: Operator | None
    number: Fraction
    unit: str
    places: int = field(default=0, compare=False)

    @property
    def percent(self) -> bool:
        return self.unit == "%"


def read_printed(text: str) -> Printed | Text:
    """The number, comparison and unit of a printed target or actual value, or the sentence why it cannot be read.

    Full-width forms, an unclosed bracket and blanks around the decimal point are read; two numbers, ranges,
    approximations and anything else left over are not.
    """
    if len(text) > _LONGEST:
        return _unreadable(f"{text[:20]}…")
    plain = unicodedata.normalize("NFKC", text).strip().translate(_VARIANTS).rstrip("。;,、")
    if not plain:
        return Text("空白", "blank")
    limited = plain.startswith("控制在")
    operator, rest = _leading(plain.removeprefix("控制在"))
    rest = _SPLIT.sub("", rest)
    while (joined := _SPLIT_DECIMALS.sub(r"\1", rest)) != rest:
        rest = joined
    match = _NUMBER.match(rest)
    if not match:
        return _unreadable(text)
    trailing, unit = _trailing("".join(rest[match.end() :].split()))
    if operator and trailing:
        return _unreadable(text)
    operator = operator or trailing
    unit = unit.removeprefix("(").removesuffix(")")
    unit = _UNIT_NAMES.get(unit, unit)
    if limited and operator is not Operator.AT_MOST:
        return _unreadable(text)
    if not _POWER_UNIT.match(unit) and (_ABOUT.search(unit) or re.search(r"[\d<>=≥≤~±+()]|至|到", unit)):
        return _unreadable(text)
    return Printed(operator, Fraction(match.group().replace(",", "")), unit, len(match["decimals"] or ""))


# Signs before words, the longer before those they begin with.
_LEADING = [item for table in (_SIGNS, _WORDS) for item in sorted(table.items(), key=lambda item: -len(item[0]))]


def _leading(plain: str) -> tuple[Operator | None, str]:
    for words, operator in _LEADING:
        if plain.startswith(words):
            return operator, plain[len(words) :].lstrip()
    return None, plain


def _trailing(unit: str) -> tuple[Operator | None, str]:
    """The comparison after a number, "%(含)以上" or "天内", and the unit without it."""
    bare = _INCLUSIVE.sub("", unit)
    for words, operator in _TRAILING.items():
        if bare.endswith(words):
            return operator, bare.removesuffix(words)
    if match := _WITHIN.search(unit):
        return Operator.AT_MOST, unit[: match.start()] + match["unit"]
    return None, unit


def _unreadable(text: str) -> Text:
    return Text(
        f"“{text}”无法读成一个数值，请写成如 ≥9.00(人) 的形式",
        f'"{text}" cannot be read as one number; write it like ≥9.00(人)',
    )
