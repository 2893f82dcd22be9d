"""One spelling for what people write in many: width, blanks, numerals, percentages."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_COUNTED = (
    "次|项|个|件|处|户|分|例|起|人|天|日|家|条|份|篇|宗|场|名|小时|年|月|季|级|档|倍|成|台|辆|座|栋|张|所|村|周|轮|批|类|"
    "种|等"
)
_WORDS = re.compile(r"一次性|一般|一致|一律|一定|一旦|一并|统一|唯一|一票|第一时间|一类|十分(?=[重满明显])")
_NUMERAL = re.compile(rf"[一二两三四五六七八九十半零][〇零一二两三四五六七八九十百千万]*(?={_COUNTED})")
_HOTLINE = re.compile(r"(?<!\d)(?:12345|12319)(?=热线|平台|政务|市民|工单|诉求)")
_ENUMERATOR = re.compile(r"(?:^|(?<=[;,:]))(?:\(\d{1,2}\)|\d{1,2}[.、)](?!\d))")


def normalise(text: str) -> str:
    """The sentence in one spelling: half-width, no blanks, digits for counted numerals, "%" for points of a rate."""
    text = re.sub(r"[①-⑳⑴-⒇⒈-⒛]", ";", text)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\n\r]+", ";", text)
    text = re.sub(r"\s+", "", text)
    for old, new in (("。", ";"), ("≧", "≥"), ("≦", "≤"), (">=", "≥"), ("<=", "≤"), ("﹪", "%"), ("，", ",")):
        text = text.replace(old, new)
    text = re.sub(r"(?<=[\d%)名])[~—–―−-]+(?=第?\d)|(?<=[\d%)名])[至到](?=第?\d)", "-", text)
    text = _HOTLINE.sub("热线", text)
    text = re.sub(r"百分之([零一二两三四五六七八九十百]+)", lambda match: f"{numeral(match[1])}%", text)
    text = re.sub(r"百分之(\d+(?:\.\d+)?)", r"\1%", text)
    text = re.sub(r"([一二两三四五六七八九十]+)个?百分点", lambda match: f"{numeral(match[1])}%", text)
    text = re.sub(r"(\d)%?个?百分点", r"\1%", text)
    text = re.sub(r"每个百分点", "每1%", text)
    text = _numerals(text)
    text = _ENUMERATOR.sub("", text)
    return re.sub(r"[;,]*;[;,]*", ";", text).strip(";,")


def numeral(text: str) -> str:
    """A Chinese numeral below a hundred million as digits; "半" is 0.5."""
    if text == "半":
        return "0.5"
    total = part = digit = 0
    for char in text:
        if char == "万":
            total, part, digit = (total + part + digit) * 10000, 0, 0
        elif char in _SCALES:
            part, digit = part + (digit or 1) * _SCALES[char], 0
        else:
            digit = _DIGITS.get(char, digit)
    return str(total + part + digit)


def _numerals(text: str) -> str:
    """Numerals that count something as digits; those in words such as 统一 and 一次性 stay."""
    kept = [match.span() for match in _WORDS.finditer(text)]

    def digits(match: re.Match[str]) -> str:
        if any(begin <= match.start() < end for begin, end in kept):
            return match[0]
        return numeral(match[0])

    return _NUMERAL.sub(digits, text)
