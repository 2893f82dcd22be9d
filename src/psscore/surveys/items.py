"""The items a standard wants surveyed, and which column of a file asks about which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.surveys.answers import plain
from psscore.surveys.faults import SurveyFaults

HEAD = 12
"""The heading stands in one of the first rows of a sheet."""


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator whose value comes from a survey."""

    code: str
    name: Text


def items_of(standard: Standard) -> tuple[Item, ...]:
    """The items of a standard. Raises `SurveyFaults` for one that surveys nothing."""
    found = tuple(
        Item(leaf.code, leaf.name)
        for leaf in standard.leaves
        if leaf.about is not None and leaf.about.collection == "survey"
    )
    if standard.survey is None or not found:
        raise SurveyFaults([Text(f"{standard.id} 没有满意度调查的指标", f"{standard.id} has no surveyed indicator")])
    return found


def names_of(items: Iterable[Item], labels: Mapping[str, str]) -> dict[str, str]:
    """Headings as `plain` leaves them, and the code of the item each asks about: its code, its name, both, or a label
    of the mapping. Raises `SurveyFaults` for labels of codes that are no item."""
    found: dict[str, str] = {}
    known = {item.code for item in items}
    for item in items:
        for name in (item.name.zh, item.name.en):
            for text in (item.code, name, *(f"{item.code}{mark}{name}" for mark in ("", " ", ".", ". ", "、"))):
                found[plain(text)] = item.code
    unknown = sorted({code for code in labels.values() if code not in known})
    if unknown:
        listed, all_ = "、".join(unknown), "、".join(known_order(items))
        raise SurveyFaults(
            [
                Text(
                    f"映射 [items] 中没有这些指标：{listed}；可用：{all_}",
                    f"[items] has no item {listed}; known: {all_}",
                )
            ]
        )
    return found | dict(labels)


def known_order(items: Iterable[Item]) -> list[str]:
    """Codes in the order of the standard."""
    return [item.code for item in items]
