"""Where a standard's own words disagree with its numbers: found, reported, never corrected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences import Proposal, parse_sentence, sentence_of
from psscore.rulebook.sentences.proposal import raw_number

_REQUIRED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}?)(?:率|度|量|数)?(?:须|应|要|需)?(?:达到|达|不低于|不少于|≥|在)?(?P<number>\d+(?:\.\d+)?)[%％](?:以上)?"
)
_BESIDE = frozenset(("base", "no_cases", "rate_places", "cohort", "measure", "items", "better", "shown"))
Difference = tuple[str, Text]
"""The address as the loader writes it, and what disagrees."""


def differences(raw: Mapping[str, Any]) -> Iterator[Difference]:
    """Every disagreement of a standard's data with its own quotations."""
    listed = raw.get("indicator")
    items = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    yield from _same_names(items)
    yield from _gaps(items)
    rules = raw.get("rules")
    for item in items:
        name = item.get("rule")
        rule = rules.get(name) if isinstance(rules, Mapping) and isinstance(name, str) else None
        if isinstance(rule, Mapping) and isinstance(item.get("quote"), str):
            yield from _against_the_words(item, rule)
            yield from promised(item)


def _same_names(items: list[Mapping[str, Any]]) -> Iterator[Difference]:
    seen: dict[tuple[str, str], str] = {}
    for item in items:
        name = item.get("name")
        title = str(name.get("zh")) if isinstance(name, Mapping) else ""
        key, code = (str(item.get("parent", "")), title), str(item.get("code"))
        if title and key in seen:
            yield (
                f"indicator {code} > name",
                Text(f"与 {seen[key]} 同名：{title}", f"the same name as {seen[key]}: {title}"),
            )
        seen.setdefault(key, code)


def _gaps(items: list[Mapping[str, Any]]) -> Iterator[Difference]:
    """Serial numbers that skip one."""
    numbered = [str(item.get("code")) for item in items if item.get("rule") and str(item.get("code")).isdecimal()]
    numbers = sorted({int(code) for code in numbered})
    if len(numbers) < 3:
        return
    for number in sorted(set(range(numbers[0], numbers[-1])) - set(numbers)):
        yield (
            f"indicator {min(one for one in numbers if one > number)} > code",
            Text(f"编号不连续，缺 {number}", f"the numbering skips {number}"),
        )


def _against_the_words(item: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Difference]:
    """The rule against what its quotation is understood to say."""
    read = parse_sentence(item["quote"])
    if not isinstance(read, Proposal) or read.kind in ("veto", "grades") or rule.get("kind") == "judgement":
        return
    code = item.get("code")
    points = _fraction(item.get("points"))
    if read.points is not None and points is not None and read.points != points:
        yield (
            f"indicator {code} > quote",
            Text(
                f"计分方式写的是 {_short(read.points)} 分，分值是 {_short(points)} 分",
                f"the scoring sentence says {_short(read.points)} points, the indicator has {_short(points)}",
            ),
        )
    if rule.get("kind") != read.kind or any(
        _unlike(rule.get(key), value) for key, value in read.rule.items() if key not in _BESIDE
    ):
        said = sentence_of(read.rule, read.points)
        yield (
            f"indicator {code} > rule",
            Text(
                f"计分方式读作“{said}”，与规则 {item.get('rule')} 不同",
                f'its words read as "{said}", unlike the rule {item.get("rule")}',
            ),
        )


def _unlike(declared: Any, read: Any) -> bool:
    """Readings decide what words leave open: only two outright values can disagree."""
    if isinstance(read, Mapping) or (isinstance(declared, Mapping) and "reading" in declared):
        return False
    if isinstance(read, list):
        return bool(declared != read)
    one, other = _fraction(declared), _fraction(read)
    return (one != other) if one is not None and other is not None else bool(declared != read)


def promised(item: Mapping[str, Any]) -> Iterator[Difference]:
    """A number the definition or reference value asks for, and the scoring sentence never mentions."""
    quote = unicodedata.normalize("NFKC", str(item.get("quote", "")))
    for key in ("definition", "reference_value"):
        text = unicodedata.normalize("NFKC", str(item.get(key, "")))
        for found in _REQUIRED.finditer(text):
            if not re.search(rf"(?<![\d.]){re.escape(found['number'])}%", quote):
                yield (
                    f"indicator {item.get('code')} > {key}",
                    Text(
                        f"要求“{found[0]}”在计分方式中没有对应的得分或扣分",
                        f'"{found[0]}" is required, but the scoring sentence neither earns nor deducts for it',
                    ),
                )


def _fraction(value: Any) -> Fraction | None:
    try:
        return None if isinstance(value, bool) or value is None else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None


def _short(number: Fraction) -> str:
    return str(raw_number(number))
