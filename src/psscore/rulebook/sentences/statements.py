"""The statements a scoring sentence is made of, each understood whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

NUM = r"(?:0|[1-9]\d{0,11})(?:\.\d{1,9})?(?![\d.])"
UNITS = (
    "人次|个工作日|工作日|平方米|平方公里|万元|公里|公顷|小时|分钟|小区|社区|个月|次|起|件|处|项|个|例|户|人|家|条|份|篇|宗|"
    "场|台|辆|座|栋|元|天|日|吨|张|所|村|名|米"
)
_AMOUNTS = frozenset(
    ("个工作日", "工作日", "平方米", "平方公里", "万元", "公里", "公顷", "小时", "分钟", "元", "天", "日", "吨", "米")
)
_GE = "≥|大于等于|大于或等于|高于或等于|不低于|不少于|不小于|不得低于|达到或超过|达到|达"
_GT = "超过|高于|大于|多于|>"
_LE = "≤|小于等于|小于或等于|低于或等于|不高于|不超过|不多于|不大于|不得超过|控制在"
_LT = "低于|小于|少于|不足|不满|未达到|达不到|未达|<"
_EQ = "等于|为|=|是"
_LOW = "降低|下降|减少|缺少|降|低|少|差|缺"
_HIGH = "增加|增长|提高|提升|上升|升高|超出|超过|增|升|高|多|超"
_SEPARATOR = r"(?=[,;]|$)"


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit: "ge", "gt", "le", "lt", or "at" when no word says which side."""

    side: str
    number: Fraction
    unit: str
    stated: bool = False  # whether the text says in so many words that the limit is in or out


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: what kind, where its words are, and its parts."""

    kind: str
    words: str
    subject: str = ""
    bound: Bound | None = None
    upper: Bound | None = None
    points: Fraction | None = None
    step: Bound | None = None
    act: str = ""
    places: tuple[Fraction, ...] = ()
    label: str = ""
    ends: str = ""  # the separator after it


def measure_of(unit: str) -> str:
    """What is counted or measured in a unit."""
    if unit in ("%", "‰"):
        return "rate"
    return "amount" if unit in _AMOUNTS or not unit else "count"


def counted_in(words: str) -> str:
    """The unit the first number of some words counts, "" when it counts none."""
    found = re.search(rf"\d({UNITS})", words)
    return found[1] if found else ""


def quantity(number: str, unit: str) -> Fraction:
    """The number in its own measure: 70 % is 0.7."""
    return Fraction(number) / {"%": 100, "‰": 1000}.get(unit, 1)


_BOUND = (
    rf"(?P<op>{_GE}|{_LE}|{_LT}|{_GT}|{_EQ})?(?P<n>{NUM})(?P<u>%|‰|{UNITS})?(?P<inc>\((?:不含|含)[^(),;]*\))?"
    r"(?P<ab>(?:及|或)?(?:以上|以下|以内)|之内|内)?(?P<inc2>\((?:不含|含)[^(),;]*\))?"
)
_SUBJECT = r"(?P<s>[^,;]*?)"
_GET = r"(?:的|时|者)?,?(?:可|应)?(?:得|计|给|赋|评)?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern + _SEPARATOR))
    for kind, pattern in (
        ("award", rf"{_SUBJECT}{_BOUND}{_GET}(?P<p>{NUM})分"),
        ("award", rf"{_SUBJECT}{_BOUND}(?:的|时|者)?,?(?:得|计|给|为)?(?P<full>满分)"),
        ("award", rf"{_SUBJECT}{_BOUND}(?:的|时|者)?,?(?P<none>不得分|不计分|不给分)"),
        ("yes", rf"(?P<s>[^,;\d%]+?)(?:的|者),?得(?P<p>{NUM})分"),
        ("yes", rf"(?P<s>[^,;\d%]+?),?得(?P<p>{NUM})分"),
        ("no", r"(?P<s>(?:未|没有|无|不)[^,;\d%]*?)(?:的|者)?,?(?:不得分|得0分|不计分|计0分)"),
        ("no", r"(?P<s>[^,;\d%]*?(?:未|没有)[^,;\d%]+?)(?:的|者)?,?(?:不得分|得0分|不计分|计0分)"),
        (
            "else",
            r"(?:否则|其余|其他|其它|反之|不达标的?|未达标的?|达不到的?|未达到的?|未达到要求的?)(?:情况|的)?,?"
            rf"(?:(?P<none>不得分|不计分|不给分)|(?:得|计|为)?(?P<p>{NUM})分)",
        ),
        (
            "step",
            rf"{_SUBJECT}每(?P<dir>{_LOW}|{_HIGH})(?:于)?(?P<n>{NUM})?(?P<u>%|‰|{UNITS})?(?:的)?,?"
            rf"(?P<act>扣减|扣除|扣|减|加|得|增加)(?P<p>{NUM})分",
        ),
        (
            "case",
            rf"(?P<s>(?:[^,;]*?的,)?[^,;]*?)每(?P<what>[^,;\d%‰]*?)(?P<n>{NUM})?(?P<u>{UNITS})(?P<more>[^,;\d%‰]*?)(?:的)?,?"
            rf"(?P<act>扣减|扣除|扣|减|加|得)(?P<p>{NUM})分",
        ),
        # "缺1次扣2.5分" without 每: not 减少, 至少 or 不少.
        (
            "case",
            rf"(?P<s>[^,;\d]*?)(?<![每减不至最缺多])(?P<what>缺少|缺报|漏报|迟报|缺席|缺|漏|少)(?P<n>1)(?P<u>{UNITS})"
            rf"(?P<more>[^,;\d%‰]*?)(?:的)?,?(?P<act>扣减|扣除|扣|减)(?P<p>{NUM})分",
        ),
        ("floor", r"直至扣(?:完|光)(?:该项|本项|此项|所有)?(?:分值|分数|分)?|扣完即止"),
        ("floor", r"(?:直至)?(?:分数?)?扣(?:完|光)(?:该项|本项|此项|所有)?(?:分值|分数|分)?为止"),
        ("full", rf"(?:满分|基础分|基本分|本项)(?:为|计)?(?P<p>{NUM})分"),
        (
            "cap",
            rf"(?:最高|最多|至多|封顶|(?:加分)?上限)(?:为|是)?(?:不超过)?(?P<act>扣减|扣除|扣|加|得|计)?(?P<p>{NUM})分(?:为止|封顶)?",
        ),
        ("cap", rf"(?P<act>扣|加|得)?满?(?P<p>{NUM})分(?:为止|封顶)"),
        ("cap", rf"(?P<act>加|得)至(?P<p>{NUM})分为止"),
        (
            "part",
            rf"不足(?P<n>{NUM})(?P<u>%|‰|{UNITS})的?,?(?:(?P<ceil>(?:均|也|都)?按(?P<n2>{NUM})(?P<u2>%|‰|{UNITS})"
            r"(?:计算|计分|计|扣分|扣))|(?P<whole>不扣分|不扣|不计|不予扣分|忽略不计))",
        ),
        (
            "linear",
            r"(?:其间|期间|中间|之间|两者之间|介于两者之间的?|其余|其他)?(?:得分)?(?:按照?|采用|用)"
            r"(?:线性|直线)?(?:内插|插入|插值|线性插值)法?(?:计算|计|得|折算)?(?:得分|分)?",
        ),
        (
            "ratio",
            rf"(?P<s>[^,;\d%]*?)(?:按照?|根据)(?:实际)?(?:(?:与|占)(?P<of>{NUM})%的)?"
            r"(?P<what>(?:完成|达标|达成|实现|办结|整改|覆盖|执行|落实|合格)?)"
            r"(?:情况)?(?:的)?(?P<by>比例|率)(?:相应)?(?:得|计|给|赋|折算|计算)(?:得)?分",
        ),
        (
            "ranks",
            rf"(?P<s>[^,;\d%]*?)第?1-(?:第)?(?P<k>{NUM})名(?:的|者)?,?(?:依次|分别|分别依次|依次分别)?(?:得|计|给|赋|为)?"
            rf"(?P<list>{NUM}分?(?:[、,]{NUM}分?)+)",
        ),
        ("place", rf"(?P<s>[^,;\d%]*?)第(?P<k>{NUM})名(?:的|者)?,?(?:得|计|给|赋)?(?P<p>{NUM})分"),
        (
            "best",
            r"(?:其余|其他|其它)(?:各|的)?(?:单位|名次|地区|部门|区县|街道|街镇)?(?:的)?,?(?:得分)?"
            r"按(?:照|其)?(?:与|占|同)?第1名的?(?:比例|比值)(?:相应)?(?:得|计|计算|折算)(?:得)?分",
        ),
        (
            "mean",
            r"(?P<s>[^,;\d%]*?)(?P<op>不低于|高于或等于|达到|不高于)(?:或超过)?(?:全市|全区|全县|全省|全体|各单位|各地|总体)?(?:的)?"
            rf"平均(?:值|分|数|水平)(?:的)?,?得(?:(?P<p>{NUM})分|(?P<full>满分))",
        ),
        (
            "range",
            rf"{_SUBJECT}(?:在|为|得分)?(?P<n>{NUM})(?P<u>%|‰|分|{UNITS})?(?P<inc>\((?:不含|含)\))?-"
            rf"(?P<n2>{NUM})(?P<u2>%|‰|分|{UNITS})?(?P<inc2>\((?:不含|含)\))?(?:分)?(?:之间|区间)?(?:的|者)?,?"
            rf"(?:(?:得|计|给|赋)?(?P<p>{NUM})分|(?P<none>不得分)|(?:为|评为|定为|是|,)?(?P<label>{{labels}}))",
        ),
        (
            "grade",
            rf"{_SUBJECT}(?P<op>{_GE}|{_LE}|{_LT}|{_GT})?(?P<n>{NUM})(?P<u>分|%)(?P<inc>\((?:不含|含)\))?"
            r"(?P<ab>(?:及|或)?(?:以上|以下))?(?P<inc2>\((?:不含|含)\))?(?:的|者)?,?(?:为|评为|定为|是)?(?P<label>{labels})",
        ),
    )
    for pattern in (pattern.replace("{labels}", "优秀|良好|中等|一般|合格|基本合格|不合格|较差|优|良|中|差"),)
)


def statements(text: str) -> Iterator[list[Statement]]:
    """The text of a normalised sentence cut into statements, in every way that uses all of it."""
    yield from _cut(text, 0, [])


def _cut(text: str, at: int, so_far: list[Statement]) -> Iterator[list[Statement]]:
    while at < len(text) and text[at] in ",;":
        at += 1
    if at >= len(text):
        yield list(so_far)
        return
    if len(so_far) > 30:
        return
    for made, end in beginning_at(text, at):
        yield from _cut(text, end, [*so_far, made])


def beginning_at(text: str, at: int) -> Iterator[tuple[Statement, int]]:
    """Every statement that can begin at a place of a normalised sentence, and where it ends."""
    for kind, pattern in _PATTERNS:
        match = pattern.match(text, at)
        made = _statement(kind, match) if match is not None else None
        if match is not None and made is not None:
            yield replace(made, ends=text[match.end() : match.end() + 1]), match.end()


def _statement(kind: str, match: re.Match[str]) -> Statement | None:
    found = {key: value or "" for key, value in match.groupdict().items()}
    points = Fraction(found["p"]) if found.get("p") else Fraction(0) if found.get("none") else None
    made = Statement(kind, match[0], found.get("s", ""))
    if kind in ("award", "grade"):
        bound = None if made.subject.endswith("第") else _bound(found)
        return None if bound is None else replace(made, bound=bound, points=points, label=found.get("label", ""))
    if kind in ("step", "case"):
        if not found["n"] and not found["u"]:
            return None
        step = Bound("at", quantity(found.get("n") or "1", found["u"]), found["u"])
        what = (
            found.get("what", "") + (found["n"] or "") + (found["u"] if kind == "case" else "") + found.get("more", "")
        )
        if kind == "case" and re.match(rf"(?:{_LOW}|{_HIGH})$", found["what"]) and found["u"] in ("%", "‰"):
            return None
        return replace(made, points=points, step=step, act=found["act"], label=found.get("dir") or what)
    if kind == "part":
        if found["ceil"] and (found["n"], found["u"]) != (found["n2"], found["u2"]):
            return None
        step = Bound("at", quantity(found["n"], found["u"]), found["u"])
        return replace(made, step=step, act="ceil" if found["ceil"] else "whole")
    if kind == "ratio" and found["of"]:
        made = replace(made, bound=Bound("at", quantity(found["of"], "%"), "%"))
    if kind == "ranks":
        places = tuple(Fraction(part) for part in re.findall(NUM, found["list"].replace("分", "")))
        return replace(made, places=places) if len(places) == int(Fraction(found["k"])) else None
    if kind == "place":
        return replace(made, points=points, places=(Fraction(found["k"]),))
    if kind == "range":
        return _range(made, found, points)
    return replace(made, points=points, act=found.get("act", "") or found.get("op", "") or found.get("by", ""))


def _range(made: Statement, found: dict[str, str], points: Fraction | None) -> Statement | None:
    unit, upper_unit = found["u"] or found["u2"], found["u2"] or found["u"]
    if unit != upper_unit:
        return None
    low, high = quantity(found["n"], unit), quantity(found["n2"], unit)
    sides = [_inclusion(found[key]) for key in ("inc", "inc2")]
    if low > high:
        (low, high), sides = (high, low), sides[::-1]
    bounds = (
        Bound("gt" if sides[0] == "out" else "ge", low, unit, bool(sides[0])),
        Bound("le" if sides[1] == "in" else "lt", high, unit, bool(sides[1])),
    )
    return replace(made, bound=bounds[0], upper=bounds[1], points=points, label=found["label"])


def _inclusion(text: str) -> str:
    return "" if not text else "out" if "不含" in text else "in"


def _bound(found: dict[str, str]) -> Bound | None:
    """The limit of a statement; None when its words contradict each other."""
    op, above = found.get("op", ""), found.get("ab", "")
    unit, number = found.get("u", ""), found["n"]
    named = [found.get(key, "") for key in ("inc", "inc2")]
    inclusion = {_inclusion(text) for text in named if text} or {""}
    for text in named:
        inside = re.findall(r"\d[\d.]*", text)
        if inside and inside != [number]:
            return None
        if text and not inside and text not in ("(含)", "(不含)", "(含本数)", "(不含本数)"):
            return None
    if len(inclusion) != 1:
        return None
    side = _side(op, above)
    if side is None:
        return None
    stated = inclusion.pop()
    if stated == "out":
        side = {"ge": "gt", "le": "lt"}.get(side, side)
    elif stated == "in" and side in ("gt", "lt"):
        return None
    return Bound(side, quantity(number, unit), unit, bool(stated))


def _side(op: str, above: str) -> str | None:
    by_op = {**dict.fromkeys(_GE.split("|"), "ge"), **dict.fromkeys(_GT.split("|"), "gt")}
    by_op |= {**dict.fromkeys(_LE.split("|"), "le"), **dict.fromkeys(_LT.split("|"), "lt")}
    first = by_op.get(op, "at")
    if not above:
        return None if op == "控制在" else first
    second = "ge" if above.endswith("以上") else "le"
    if first == "at":
        return second
    if op == "控制在":
        return "le" if second == "le" else None
    # "达到90%以上" says it twice; "超过90%以上" contradicts itself.
    return first if first == second else None
