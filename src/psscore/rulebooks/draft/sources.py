"""How the data of each indicator are collected: proposed from the words of the table, else left to its author."""

from __future__ import annotations

from psscore.rulebooks.collection import WAYS, choices, recognised
from psscore.rulebooks.draft.headers import Role
from psscore.rulebooks.draft.rows import Node, Read
from psscore.rulebooks.finding import Severity

_SHOWN = 6
"""Cells listed one by one; the rest are counted."""


class Sources:
    """The ways of collection of one table. `otherwise` is what counts where the table is silent."""

    def __init__(self, read: Read, otherwise: str | None) -> None:
        self.read, self.otherwise = read, otherwise
        self.open: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def of(self, node: Node, code: str) -> tuple[str | None, str]:
        """The way, None when it has to be filled in, and a note on it for the author."""
        role = Role.COLLECTION if node.texts.get(Role.COLLECTION) else Role.SOURCE
        text = node.texts.get(role, "")
        fitting = recognised(text)
        if len(fitting) == 1:
            way = fitting[0]
            return way, "" if text == WAYS[way] else f"采集方式由“{text}”识别为{WAYS[way]}"
        if self.otherwise is not None:
            return self.otherwise, "" if not text else f"采集方式未能由“{text}”识别，按 --collection 填"
        self.open.setdefault((text, *fitting), []).append((node.places.get(role, node.place), code))
        return None, f"采集方式待定，可填：{choices()}"

    def report(self) -> None:
        """One finding for each text that did not decide, with all its cells."""
        for (text, *fitting), where in self.open.items():
            cells = "、".join(place for place, _ in where[:_SHOWN])
            more = (f" 等 {len(where)} 处", f" and {len(where) - _SHOWN} more") if len(where) > _SHOWN else ("", "")
            codes = "、".join(code for _, code in where[:_SHOWN])
            zh = f"由“{text}”看不出采集方式" if text else "没有写采集方式或数据来源"
            en = f'"{text}" does not say how data are collected' if text else "how data are collected is not stated"
            if fitting:
                zh = f"“{text}”可作{'、'.join(WAYS[way] for way in fitting)}"
                en = f'"{text}" may be {" or ".join(fitting)}'
            self.read.find(
                Severity.OPEN,
                where[0][0] if len(where) == 1 else f"{cells}{more[0]}",
                f"指标 {codes}{more[0]}：{zh}，留空待定，在待确认工作簿“采集方式”列填 {choices()}，"
                "或导入时加 --collection",
                f"indicator {codes}{more[1]}: {en}; left blank: fill in 采集方式 in the draft "
                f"({choices('en')}), or import with --collection",
            )
