"""What the operator of a plan decides in cells: which target holds, and where the path starts."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from fractions import Fraction

from psscore.functions.cells import OMITTED, Argument, blank, number_in, text_in
from psscore.functions.dates import date_in
from psscore.model.observation import Hole, Unobserved
from psscore.model.register import Kpi, Register
from psscore.model.text import Text
from psscore.scoring.path import Pick, Point

_LABEL = re.compile(r"(\d+)\. .+", re.DOTALL)
_PICK = re.compile(r"(\d+)(?:@(\d{4}-\d\d-\d\d))?")
_BETWEEN = re.compile(r"\s*[+、，,；;]\s*")
_BASELINE = re.compile(r"(-?\d+(?:\.\d+)?)(%?)(?:@(\d{4}-\d\d-\d\d))?")


def picks_in(cell: Argument, kpi: Kpi) -> tuple[Pick, ...] | Unobserved:
    """Targets by their numbers: 2, "2. ≥70% …" as the list shows it, "1+3", or "4@2025-12-31" to give it a day."""
    if cell is OMITTED or blank(cell):
        return ()
    words = text_in(cell)
    label = _LABEL.fullmatch(words)
    picks: list[Pick] = []
    for part in [label[1]] if label else _BETWEEN.split(words):
        match = _PICK.fullmatch(part)
        if not match or not 1 <= int(match[1]) <= len(kpi.targets):
            count = len(kpi.targets)
            return _unreadable(
                f"选定目标“{words}”应为 1 至 {count} 的编号，如 2、1+3 或 2@2025-12-31",
                f'the chosen target "{words}" must be a number from 1 to {count}, such as 2, 1+3 or 2@2025-12-31',
            )
        due = date_in(match[2]) if match[2] else None
        if isinstance(due, Unobserved):
            return due
        picks.append(Pick(int(match[1]) - 1, due))
    return tuple(picks)


def baseline_in(cell: Argument, register: Register) -> Point | Unobserved | None:
    """The operator's own baseline: a number, or "0.3@2024-03-31" with its day; None when there is none."""
    if cell is OMITTED or blank(cell):
        return None
    if isinstance(cell, str):
        match = _BASELINE.fullmatch(cell.strip())
        if not match:
            return _unreadable(
                f"基线“{cell.strip()}”应为数字，或带日期，如 0.3@2024-03-31",
                f'the baseline "{cell.strip()}" must be a number, or one with its day such as 0.3@2024-03-31',
            )
        number: Fraction | Unobserved = Fraction(Decimal(match[1])) / (100 if match[2] else 1)
        day: datetime.date | Unobserved = date_in(match[3]) if match[3] else register.eve
    else:
        number, day = number_in(cell), register.eve
    if isinstance(number, Unobserved):
        return number
    return day if isinstance(day, Unobserved) else Point(day, number)


def _unreadable(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.UNREADABLE, Text(zh, en))
