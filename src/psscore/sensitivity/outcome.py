"""What a workbook scores under one choice of readings, and what differs from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from psscore.model.scorecard import Withheld
from psscore.model.standard import Standard
from psscore.scoring.evaluate import evaluate
from psscore.workbook.address import area, located


@dataclass(frozen=True, slots=True)
class RowScore:
    """The points of one indicator; None without a score, which `excluded` tells from a missing one."""

    score: Fraction | None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """An indicator whose points differ."""

    code: str
    before: RowScore
    after: RowScore

    @property
    def difference(self) -> Fraction | None:
        """Points more than before; None when there is no score before or after."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


@dataclass(frozen=True, slots=True)
class Outcome:
    """Total, grade and the rows of one calculation; `reason` says why a total is withheld."""

    total: Fraction | None
    grade: str | None
    progress: str | None
    rows: Mapping[str, RowScore]
    reason: str = ""

    def changes(self, other: Outcome) -> list[RowChange]:
        """The rows that differ in the other one, the largest change first; those without a number before all."""
        found = [
            RowChange(code, row, other.rows[code])
            for code, row in self.rows.items()
            if code in other.rows and other.rows[code] != row
        ]
        return sorted(found, key=_size)

    def moved(self, other: Outcome) -> tuple[Fraction, Fraction]:
        """Points gained and points lost, row by row: in the total they may cancel out."""
        steps = [change.difference for change in self.changes(other)]
        known = [step for step in steps if step is not None]
        gained = sum((step for step in known if step > 0), Fraction(0))
        return gained, sum((-step for step in known if step < 0), Fraction(0))


def _size(change: RowChange) -> tuple[bool, Fraction]:
    difference = change.difference
    return difference is not None, -abs(difference or Fraction(0))


def outcome_of(receipt: Mapping[str, Any], standard: Standard, total_cell: tuple[str, str] | None) -> Outcome:
    """The outcome a receipt tells of, by the standard it was scored with."""
    findings = {
        (finding["sheet"], finding["cell"]): finding for finding in receipt["findings"] if finding["code"] != "check"
    }
    rows: dict[str, RowScore] = {}
    missing = []
    for row in receipt["indicators"]:
        score = None if row["score"] is None else Fraction(row["score"])
        excluded = score is None and _excluded(standard, row)
        rows[row["indicator"]] = RowScore(score, excluded)
        if score is None and not excluded:
            missing.append(row["cell"])
    total = _number(receipt["total"])
    reason = "" if total is not None else _reason(findings, total_cell, missing)
    return Outcome(total, receipt["grade"], receipt["progress"], rows, reason)


def _excluded(standard: Standard, row: Mapping[str, Any]) -> bool:
    """Whether a row without a score is left out by a reading; a column of scores in one cell does not say of which."""
    item = standard.by_code.get(row["indicator"])
    if item is None or item.scoring is None or row["value"] is None:
        return False
    base = None if row["base"] is None else Fraction(row["base"])
    result = evaluate(standard, item, Fraction(row["value"]), base)
    return isinstance(result, Withheld) and result.excluded


def _number(text: str | None) -> Fraction | None:
    try:
        return None if text is None else Fraction(text)
    except ValueError:
        # The cell of the total holds a text of the user's own.
        return None


def _reason(
    findings: Mapping[tuple[str, str], Mapping[str, Any]], total_cell: tuple[str, str] | None, missing: Sequence[str]
) -> str:
    """Why there is no total: what its own cell says, and what stands first in the first row without a score."""
    own = findings.get(total_cell) if total_cell else None
    said = [own["message"]] if own is not None else []
    for cell in missing[:1]:
        row = [at for at in findings if _row(_where(*at)) == _row(cell)]
        said += [findings[min(row, key=lambda at: _place(at[1])[1])]["message"]] if row else []
    return "；".join(dict.fromkeys(said))


def _row(where: str) -> tuple[str, str]:
    """Sheet and row of "Sheet!A1"."""
    sheet, _, cell = where.rpartition("!")
    return sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _place(cell: str | None) -> tuple[int, int]:
    box = area(cell or "")
    return box[:2] if box else (0, 0)


def _where(sheet: str | None, cell: str | None) -> str:
    return located(sheet or "", *_place(cell)) if cell else ""
