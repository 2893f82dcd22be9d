"""A proposed rule as a sentence made from its parameters, for the author to confirm; it parses back to the rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from psscore.rulebook.sentences.proposal import raw_number
from psscore.rulebook.sentences.statements import UNITS

_PLAIN = ("count", "amount")


def sentence_of(rule: Mapping[str, Any], points: Fraction | None, unit: str = "") -> str:
    """The rule in one Chinese sentence. `unit` is what is counted, where it is a count."""
    writers = {
        "step_down": _step_down,
        "step_up": _step_up,
        "tiers": _tiers,
        "all_or_nothing": _all_or_nothing,
        "linear": _linear,
        "ratio": _ratio,
        "rank_points": _rank_points,
        "deductions": _deductions,
        "bonus": _bonus,
        "checklist": _checklist,
    }
    writer = writers.get(str(rule.get("kind")))
    if writer is None:
        return "由评价人评定"
    counted = unit or ("次" if rule.get("measure") == "count" else "")
    return writer(rule, "满" if points is None else str(raw_number(points)), counted)


def _quantity(value: Any, rule: Mapping[str, Any], unit: str) -> str:
    number = Fraction(str(value))
    if rule.get("measure") in _PLAIN or rule.get("shown") == "number":
        return f"{raw_number(number)}{unit}"
    return f"{raw_number(number * 100)}%"


def _mode(rule: Mapping[str, Any], step: str) -> str:
    said = {"ceil": f",不足{step}的按{step}计", "whole": f",不足{step}的不扣分", "proportional": ",按插入法计算"}
    mode = rule.get("step_mode")
    return said.get(mode, "") if isinstance(mode, str) else ""


def _step_down(rule: Mapping[str, Any], points: str, unit: str) -> str:
    step = _quantity(rule["step"], rule, unit if unit or rule.get("measure") != "difference" else "个")
    lower = rule.get("better") == "lower"
    if rule.get("cohort") == "mean":
        top = f"{'不高于' if lower else '不低于'}平均值得{points}分"
    else:
        top = f"{'≤' if lower else '≥'}{_quantity(rule['full_at'], rule, unit)}得{points}分"
    way = "增加" if lower else "降低"
    return f"{top};每{way}{step},扣{rule['deduction']}分{_mode(rule, step)},扣完为止"


def _step_up(rule: Mapping[str, Any], points: str, unit: str) -> str:
    step = _quantity(rule["step"], rule, unit)
    if rule.get("measure") == "difference" and rule.get("shown") != "number":
        step = step.replace("%", "个百分点")
    higher = rule.get("better") == "higher"
    zero = _quantity(rule["zero_at"], rule, unit)
    way = "提高" if higher else "降低"
    head = ""
    if rule.get("measure") == "change":
        head = f"变化率{'≤' if higher else '≥'}{zero},不得分;"
    elif rule.get("measure") == "difference":
        head = "较上年"
    else:
        head = f"{'≤' if higher else '≥'}{zero},不得分;"
    return f"{head}每{way}{step},得{rule['award']}分{_mode(rule, step)},最高得{points}分"


def _tiers(rule: Mapping[str, Any], points: str, unit: str) -> str:  # noqa: ARG001
    lower = rule.get("better") == "lower"
    key, sign = ("at_most", "≤") if lower else ("at_least", "≥")
    return ";".join(f"{sign}{_quantity(tier[key], rule, unit)}得{tier['points']}分" for tier in rule["tiers"])


def _all_or_nothing(rule: Mapping[str, Any], points: str, unit: str) -> str:
    return f"{rule['operator']}{_quantity(rule['threshold'], rule, unit)}得{points}分,否则不得分"


def _linear(rule: Mapping[str, Any], points: str, unit: str) -> str:
    low, high = _quantity(rule["zero_at"], rule, unit), _quantity(rule["full_at"], rule, unit)
    return f"{low}不得分,{high}得{points}分,其间按插入法计算"


def _ratio(rule: Mapping[str, Any], points: str, unit: str) -> str:
    if rule.get("cohort") == "best":
        return f"第1名得{points}分,其余按第1名的比例得分"
    full = _quantity(rule["full_at"], rule, unit)
    way = "完成" if full == "100%" else f"与{full}的"
    return f"≥{full}得{points}分,其余的按{way}比例得分"


def _rank_points(rule: Mapping[str, Any], points: str, unit: str) -> str:  # noqa: ARG001
    places = rule["points"]
    beyond = f"其余得{rule['beyond']}分"
    if len(places) == 1:
        return f"第1名得{places[0]}分,{beyond}"
    return f"第1-{len(places)}名依次得{'、'.join(map(str, places))}分,{beyond}"


def _deductions(rule: Mapping[str, Any], points: str, unit: str) -> str:  # noqa: ARG001
    items: Sequence[Mapping[str, Any]] = rule["items"]
    said = [
        f"{_cause(item['title']['zh'])}扣{item['each']}分" + (f",最高扣{item['cap']}分" if "cap" in item else "")
        for item in items
    ]
    head = "" if points == "满" else f"满分{points}分;"
    return head + ";".join(said) + (",扣完为止" if rule.get("floor") == "zero" else "")


def _cause(title: str) -> str:
    """A title with the words that say it counts each time."""
    if "每" in title:
        return title
    return f"每{title}" if re.search(rf"1(?:{UNITS})$", title) else f"{title}每次"


def _bonus(rule: Mapping[str, Any], points: str, unit: str) -> str:
    return f"每有1{unit or '项'}加{rule['each']}分" + _most(points, "加")


def _checklist(rule: Mapping[str, Any], points: str, unit: str) -> str:
    return f"每有1{unit or '项'}得{rule['each']}分" + _most(points, "得")


def _most(points: str, act: str) -> str:
    return "" if points == "满" else f",最多{act}{points}分"
