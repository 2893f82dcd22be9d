"""PS_SCORE over whole columns: whole-number arithmetic where a rule allows it, the scalar twin everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from psscore.functions.called import Called, ScoreRow
from psscore.functions.cells import OMITTED, Argument, Cell
from psscore.functions.changing import Changing, kept
from psscore.functions.score import find_indicator, ps_score
from psscore.functions.standard import standard_in
from psscore.functions.whole_numbers import short_way

Scorer = Callable[[Argument, Argument], Cell]


@dataclass(frozen=True, slots=True)
class ColumnDetail:
    """The scores behind a column, worked out one by one when somebody asks."""

    cells: tuple[tuple[Argument, Argument, Argument], ...]
    standard: Argument

    def rows(self) -> Iterator[ScoreRow]:
        for cells in self.cells:
            detail = ps_score(*cells, self.standard).detail
            if detail is not None:
                yield from detail.rows()


def score_column(indicators: Argument, values: Sequence[Argument], bases: Argument, standard: Argument) -> list[Cell]:
    """PS_SCORE of each row. `indicators` and `bases` are one cell or a list as long as `values`."""
    codes = indicators if isinstance(indicators, list) else repeat(indicators)
    whole = bases if isinstance(bases, list) else repeat(bases)
    scorers: dict[Argument, Scorer] = {}
    scores: list[Cell] = []
    add = scores.append
    for code, value, base in zip(codes, values, whole, strict=False):
        try:
            scorer = scorers[code]
        except KeyError:
            scorer = scorers[code] = _scorer(code, standard)
        except TypeError:  # an unhashable cell is no code
            scorer = _scorer(code, standard)
        add(scorer(value, base))
    return scores


def score_cell(indicator: Argument, value: Argument, base: Argument, standard: Argument) -> Cell:
    """PS_SCORE of single cells, for hosts that want the number and nothing about it."""
    try:
        scorer = _kept_scorer(indicator, standard)
    except Changing as passed:
        scorer = passed.found
    except TypeError:  # an unhashable cell is no code
        scorer = _scorer(indicator, standard)
    return scorer(value, base)


@lru_cache(maxsize=512, typed=True)
def _kept_scorer(code: Argument, reference: Argument) -> Scorer:
    found: Scorer = kept(_scorer(code, reference), reference)
    return found


def _scorer(code: Argument, reference: Argument) -> Scorer:
    """A function from a row's value and base to its score cell."""

    def slow(value: Argument, base: Argument) -> Cell:
        result: Cell = ps_score(code, value, base, reference).value
        return result

    rules = standard_in(reference)
    if isinstance(rules, Called):
        return slow
    item = find_indicator(rules, code)
    short = None if isinstance(item, Called) else short_way(rules, item)
    if short is None:
        return slow
    way = short

    def fast(value: Argument, base: Argument) -> Cell:
        score = way(value, base)
        return slow(value, base) if score is None else score

    return fast


def lifted(shape: list[list[Argument]], scores: list[Cell]) -> list[list[Cell]]:
    """A flat list in the shape of a range."""
    rows = iter(scores)
    return [[next(rows) for _ in row] for row in shape]


def column_detail(
    indicators: Argument, values: Sequence[Argument], bases: Argument, standard: Argument
) -> ColumnDetail:
    """Details of a column, computed on demand."""
    codes = indicators if isinstance(indicators, list) else [indicators] * len(values)
    whole = bases if isinstance(bases, list) else [OMITTED if bases is OMITTED else bases] * len(values)
    return ColumnDetail(tuple(zip(codes, values, whole, strict=True)), standard)
