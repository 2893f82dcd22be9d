"""One thing looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from psscore.model.text import Text

State = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Line:
    """`code` names what was looked at, for machines; a line that is "bad" has a remedy, a "note" may have one."""

    code: str
    state: State
    text: Text
    remedy: Text | None = None


class Wrong(Exception):
    """What was asked for cannot be done, and nothing was changed; `lines` tell all the reasons at once."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(line.text.en for line in self.lines))


def ok(code: str, zh: str, en: str) -> Line:
    return Line(code, "ok", Text(zh, en))


def note(code: str, text: Text, remedy: Text | None = None) -> Line:
    return Line(code, "note", text, remedy)


def bad(code: str, text: Text, remedy: Text) -> Line:
    return Line(code, "bad", text, remedy)
