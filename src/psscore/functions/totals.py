"""PS_TOTAL, PS_SUBTOTAL, PS_PROGRESS and PS_GRADE."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import Argument, blank, code_in, number_in, number_out
from psscore.functions.changing import Changing, kept
from psscore.functions.quantities import column_of
from psscore.functions.score import find_indicator
from psscore.functions.standard import standard_in
from psscore.functions.whole_totals import whole_total, with_holes
from psscore.model.cell_error import CellError
from psscore.model.observation import Hole, Unobserved
from psscore.model.rounding import Stage
from psscore.model.scorecard import Refused
from psscore.model.standard import Standard
from psscore.rulebook.catalogue import load_standard
from psscore.scoring import aggregate
from psscore.scoring.aggregate import EXCLUDED, ItemScore
from psscore.scoring.grade import grade
from psscore.scoring.rounding import rounded


def ps_total(indicators: Argument, scores: Argument, standard: Argument) -> Called:
    """The total; #N/A while a row has no score. Rows of a form standard are simply added."""
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    return _form_total(rules, indicators, scores) if rules.form else _total(rules, indicators, scores, None)


def ps_subtotal(node: Argument, indicators: Argument, scores: Argument, standard: Argument) -> Called:
    """Points earned in a branch; excluded rows earn nothing there and are scaled for in the total only."""
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    item = find_indicator(rules, node)
    return item if isinstance(item, Called) else _total(rules, indicators, scores, item.code)


def ps_progress(indicators: Argument, scores: Argument) -> Called:
    """ "45/47": rows with a score (or excluded by a reading) out of the rows there are."""
    pairs = _pairs(column_of(indicators), column_of(scores))
    if isinstance(pairs, Called):
        return pairs
    done = [cell for _, cell in pairs if cell is CellError.NULL or isinstance(number_in(cell), Fraction)]
    return Called(f"{len(done)}/{len(pairs)}")


def ps_grade(score: Argument, standard: Argument, vetoes: Argument) -> Called:
    """The grade of a total, capped by the vetoes that occurred: a cell or a column of their codes, blanks ignored."""
    if isinstance(score, CellError):
        return failed(score, "总分尚未得出", "there is no total yet")
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    number = number_in(score)
    if isinstance(number, Unobserved):
        return withheld(number)
    if rules.unscored is not None:
        return withheld(Unobserved(Hole.UNDECIDED, rules.unscored.reason))
    codes = _veto_codes(vetoes)
    if isinstance(codes, Called):
        return codes
    band = grade(rules, number, codes)
    return withheld(band) if isinstance(band, Refused) else Called(band.grade(rules.lang))


def _veto_codes(vetoes: Argument) -> list[str] | Called:
    codes: list[str] = []
    for cell in column_of(vetoes):
        if isinstance(cell, CellError):
            return Called(cell)
        if blank(cell):
            continue
        code = code_in(cell)
        if isinstance(code, Unobserved):
            return withheld(code)
        codes.append(code)
    return codes


def _total(rules: Standard, indicators: Argument, scores: Argument, node: str | None) -> Called:
    names, cells = tuple(column_of(indicators)), tuple(column_of(scores))
    quick = whole_total(rules, names, cells, node)
    if quick is not None:
        return Called(quick)
    if (holes := with_holes(rules, names, cells)) is not None:
        refused = aggregate.total(rules, holes, node)
        if isinstance(refused, Refused) and refused.hole is Hole.MISSING:
            return withheld(refused)
    try:
        # TRUE would be taken for the number 1.
        plain = bool not in map(type, names) and bool not in map(type, cells)
        found = (_remembered if plain else _item_scores)(rules.reference, names, cells)
    except Changing as passed:
        found = passed.found
    except TypeError:
        found = _item_scores(rules.reference, names, cells)
    if isinstance(found, Called):
        return found
    result = aggregate.total(rules, found, node, noise_places=_noise_places(rules))
    return withheld(result) if isinstance(result, Refused) else Called(number_out(result.score))


def _item_scores(reference: str, names: Sequence[Argument], cells: Sequence[Argument]) -> dict[str, ItemScore] | Called:
    """The score of every row; the total and all its subtotals read them once."""
    rules = load_standard(reference)
    pairs = _pairs(names, cells)
    if isinstance(pairs, Called):
        return pairs
    found: dict[str, ItemScore] = {}
    for name, cell in pairs:
        known = rules.by_code.get(name) if type(name) is str else None
        item = known or find_indicator(rules, name)
        if isinstance(item, Called):
            return item
        if rules.unscored is not None:
            return withheld(Unobserved(Hole.UNDECIDED, rules.unscored.reason))
        if item.scoring is None:
            return failed(
                CellError.VALUE,
                f"{item.code} 不是末级指标，不能计入合计",
                f"{item.code} is a subtotal: it cannot be added in",
            )
        if item.code in found:
            return failed(CellError.VALUE, f"指标 {item.code} 出现两次", f"indicator {item.code} occurs twice")
        score = _item_score(cell, unrounded=rules.rounding.stage is Stage.TOTAL)
        if isinstance(score, Called):
            return score
        found[item.code] = score
    return found


@lru_cache(maxsize=16)
def _remembered(reference: str, names: Sequence[Argument], cells: Sequence[Argument]) -> dict[str, ItemScore] | Called:
    found: dict[str, ItemScore] | Called = kept(_item_scores(reference, names, cells), reference)
    return found


def _noise_places(rules: Standard) -> int | None:
    """Unrounded scores are off by 2e-16 each; 47 of them stay below half a unit of the ninth decimal."""
    return 9 if rules.rounding.stage is Stage.TOTAL else None


def _item_score(cell: Argument, *, unrounded: bool) -> ItemScore | Called:
    if cell is CellError.NULL:
        return EXCLUDED
    if unrounded and isinstance(cell, float) and isfinite(cell):
        return Fraction(cell)
    number = number_in(cell)
    if isinstance(number, Fraction):
        return number
    if number.hole is Hole.MISSING or isinstance(cell, CellError):
        return None
    return withheld(number)


def _form_total(rules: Standard, indicators: Argument, scores: Argument) -> Called:
    pairs = _pairs(column_of(indicators), column_of(scores))
    if isinstance(pairs, Called):
        return pairs
    if not pairs:
        return failed(CellError.NOT_AVAILABLE, "没有可合计的行", "there are no rows to add")
    total = Fraction(0)
    for name, cell in pairs:
        number = number_in(cell)
        if isinstance(number, Unobserved):
            if number.hole is Hole.MISSING or isinstance(cell, CellError):
                return failed(CellError.NOT_AVAILABLE, f"“{name}”尚无得分", f'"{name}" has no score yet')
            return withheld(number)
        if number < 0:
            return failed(CellError.NUM, f"“{name}”得分为负", f'"{name}" has a negative score')
        total += number
    total = rounded(total, rules.rounding.places, rules.rounding.mode)
    if total > rules.total_points:
        return failed(CellError.NUM, f"合计超过 {rules.total_points} 分", f"the total is above {rules.total_points}")
    return Called(number_out(total))


def _pairs(names: Sequence[Argument], cells: Sequence[Argument]) -> list[tuple[Argument, Argument]] | Called:
    if len(names) != len(cells):
        return failed(CellError.VALUE, "指标列与得分列的行数不一致", "indicators and scores differ in length")
    pairs = []
    for name, cell in zip(names, cells, strict=True):
        if type(name) is str and (plain := name.strip()):
            pairs.append((plain, cell))
            continue
        if isinstance(name, CellError):
            return Called(name)
        if blank(name):
            if not blank(cell):
                return failed(CellError.VALUE, "有得分而没有指标编号的行", "a row has a score but no indicator code")
            continue
        code = code_in(name)
        pairs.append((name if isinstance(code, Unobserved) else code, cell))
    return pairs
