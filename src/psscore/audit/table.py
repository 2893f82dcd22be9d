"""A filled self-evaluation form as printed: nothing is calculated or corrected here."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class Field:
    """What one field of the form prints, and where; `fault` says why it is no value."""

    text: str
    where: Text
    fault: Text | None = None

    @property
    def blank(self) -> bool:
        return not self.text and self.fault is None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The budget as a whole; None is a field the form does not have, as opposed to one left blank."""

    where: Text
    initial: Field | None
    adjusted: Field | None
    executed: Field | None
    points: Field | None
    rate: Field | None
    score: Field | None
    row: FormRow | None = None
    """The row of the indicator table that scores the execution, where the form scores it there."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """An indicator as printed. Names are no keys: one form may print a name twice."""

    line: int
    level1: str
    level2: str
    name: str
    where: Text
    target: Field
    actual: Field
    points: Field
    score: Field
    reason: Field


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A 小计 line; `group` is what it says it sums, `heads` whether it stands above the rows of its level."""

    line: int
    label: str
    group: str
    heads: bool
    level1: str
    level2: str
    points: Field
    score: Field


@dataclass(frozen=True, slots=True)
class Form:
    """One filled form; `where` is its header, `sheet` None in a text table."""

    sheet: str | None
    project: str
    where: Text
    budget: BudgetLine | None
    rows: tuple[FormRow, ...]
    total_points: Field | None
    total_score: Field | None
    grade: Field | None
    subtotals: tuple[Subtotal, ...] = ()
