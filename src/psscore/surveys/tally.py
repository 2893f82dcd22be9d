"""The answers of each group to each item, as whole numbers that add up to the questionnaires read."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from psscore.model.text import Text
from psscore.surveys.answers import Answer


class Base(enum.StrEnum):
    """Who is in the denominator: those who rated, or also those who gave no opinion or left the item blank."""

    RATED = "rated"
    ALL = "all"


BASES = {
    Base.RATED: Text("只计有评价的", "those who rated"),
    Base.ALL: Text("含不了解和未填的", "everyone asked, without an opinion too"),
}


@dataclass(slots=True)
class Cell:
    """The answers of one group to one item. `invalid` are words nobody explained: counted, in no denominator."""

    satisfied: int = 0
    basically: int = 0
    dissatisfied: int = 0
    unrated: int = 0
    blank: int = 0
    invalid: int = 0

    def add(self, answer: Answer | None, *, blank: bool = False) -> None:
        """Count one answer; None is blank or invalid."""
        name = answer.value if answer else "blank" if blank else "invalid"
        setattr(self, name, getattr(self, name) + 1)

    def surveyed(self, base: Base) -> int:
        """The denominator."""
        rated = self.satisfied + self.basically + self.dissatisfied
        return rated + self.unrated + self.blank if base is Base.ALL else rated

    def excluded(self, base: Base) -> int:
        """Answers that are not in the denominator."""
        return self.total - self.surveyed(base)

    @property
    def total(self) -> int:
        return self.satisfied + self.basically + self.dissatisfied + self.unrated + self.blank + self.invalid

    def plus(self, other: Cell) -> Cell:
        """Both together."""
        return Cell(*(getattr(self, name) + getattr(other, name) for name in Cell.__slots__))


class Fate(enum.StrEnum):
    """What became of a row of a file."""

    USED = "used"
    EXCLUDED = "excluded"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


@dataclass(slots=True)
class FileTally:
    """A file of responses: what became of its rows, which add up to those read, and why rows were rejected.

    `rejects` are (row as the file numbers it, reason), without anything that was answered. `unnumbered` rows have no
    respondent's number though the file has a column for it: whether they are duplicates cannot be seen. `totals` are
    rows that add up others and are left out, `alone` those used as all there is of an item; `repeats` rows of counts
    that say again, word for word, what one above says.
    """

    file: str
    sha256: str
    fates: Counter[Fate] = field(default_factory=Counter)
    rejects: list[tuple[int, Text]] = field(default_factory=list)
    unnumbered: int = 0
    totals: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(self.fates.values())


@dataclass(slots=True)
class Tally:
    """All answers, by item and group; groups in the order they were met. `words` are invalid answers by frequency,
    `unused` what the mapping explains and no file says."""

    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    files: list[FileTally] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    weights: dict[str, Fraction] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Rows below the headings of all files."""
        return sum(file.read for file in self.files)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(group for _, group in self.cells))

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item for item, _ in self.cells))

    def cell(self, item: str, group: str) -> Cell:
        """The answers of a group to an item, to be added to."""
        return self.cells.setdefault((item, group), Cell())

    def of_item(self, item: str) -> dict[str, Cell]:
        """The groups of an item."""
        return {group: cell for (code, group), cell in self.cells.items() if code == item}

    def rejected(self) -> Iterable[tuple[str, int, Text]]:
        """Every rejected row: file, row, reason."""
        return ((one.file, row, why) for one in self.files for row, why in one.rejects)
