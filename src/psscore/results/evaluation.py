"""One evaluation of one unit, as its receipt tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from psscore.model.standard import Standard
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.aggregate import EXCLUDED, ItemScore


@dataclass(frozen=True, slots=True)
class Item:
    """The row of one indicator: what was typed, the points earned and why.

    `hole` is "" with a score, "excluded" for a row that leaves the total, "overwritten" where the score was typed in
    place of its formula, else the kind of hole (`model.Hole`).
    """

    indicator: str
    value: Fraction | None
    base: Fraction | None
    score: Fraction | None
    points: Fraction | None
    hole: str
    explanation: str
    cell: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of the run that scored the workbook; "" where it has no place."""

    code: str
    sheet: str
    cell: str
    message: str


@dataclass(frozen=True)
class Evaluation:
    """A scored workbook. Numbers are exact; `total` and `grade` are None and "" while they are withheld.

    `file` is the name it has in its source, with `/`; `reference` the standard with its readings; `digest` the
    SHA-256 of that standard; `status` that of the run (`written`, `unchanged`, `partial`, `refused`, `error`).
    """

    file: str
    status: str
    unit: str
    period: str
    evaluator: str
    mode: str
    reference: str
    standard_id: str
    edition: str
    digest: str
    total: Fraction | None
    max_points: Fraction | None
    grade: str
    progress: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    clock: str
    psscore: str
    engine: str
    input_digest: str
    output_digest: str

    @property
    def name(self) -> str:
        """The unit evaluated, or the file where the cover does not say."""
        return self.unit or self.file

    @property
    def folder(self) -> str:
        """The folder it lay in, "" at the top: what groups are made of when nothing else says."""
        return self.file.rpartition("/")[0]

    @cached_property
    def standard(self) -> Standard:
        """The standard with the readings of this evaluation.

        Raises `ReferenceFault` or `StandardFaults` when it is not known here; compare `digest` with its own: another
        one means that the rules have changed since.
        """
        return load_standard(self.reference)

    @cached_property
    def by_indicator(self) -> Mapping[str, Item]:
        """The rows by indicator code."""
        return {item.indicator: item for item in self.items}

    @cached_property
    def scores(self) -> Mapping[str, ItemScore]:
        """The points of every row, in the form that `scoring.aggregate.total` takes."""
        return {item.indicator: EXCLUDED if item.hole == "excluded" else item.score for item in self.items}
