"""PS_SCORE, PS_EXPLAIN and PS_CHECK for one indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from psscore.functions.called import Called, ScoreRow, failed, withheld
from psscore.functions.cells import OMITTED, Argument, code_in, error_of, number_in, number_out, text_in
from psscore.functions.changing import Changing, kept
from psscore.functions.register import check_kpi
from psscore.functions.standard import standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Hole, Unobserved
from psscore.model.scorecard import Result, Scored, Withheld
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.scoring.aggregate import undecided_reason
from psscore.scoring.evaluate import evaluate
from psscore.scoring.explain import explanation, withheld_explanation


class ScoreDetail(NamedTuple):
    """The result behind one score cell."""

    standard: Standard
    result: Result
    arguments: tuple[Argument, Argument, Argument, Argument]

    def rows(self) -> Iterator[ScoreRow]:
        standard, result, arguments = self
        code, text = result.indicator, _text((standard, result), arguments)
        points = standard.by_code[code].points
        if isinstance(result, Scored):
            yield ScoreRow(standard.reference, code, result.value, result.base, result.score, points, text, "")
            return
        _, value, base, _ = arguments
        value, base = number_in(value), number_in(None if base is OMITTED else base)
        yield ScoreRow(
            standard.reference,
            code,
            value if isinstance(value, Fraction) else None,
            base if isinstance(base, Fraction) else None,
            None,
            points,
            text,
            "excluded" if result.excluded else result.hole.value,
        )


@dataclass(frozen=True, slots=True)
class FaultDetail:
    """A score cell that names no indicator or no standard: a row all the same, with the reason."""

    indicator: str
    reference: Argument
    called: Called

    def rows(self) -> Iterator[ScoreRow]:
        reference = self.reference if isinstance(self.reference, str) else ""
        reason = self.called.reason or Text(f"引用的单元格是 {self.called.value}", f"it refers to {self.called.value}")
        yield ScoreRow(reference, self.indicator, None, None, None, None, reason, Hole.UNREADABLE.value)


def find_indicator(standard: Standard, cell: Argument) -> Indicator | Called:
    """The indicator a code names, at any level."""
    if isinstance(cell, CellError):
        return Called(cell)
    code = code_in(cell)
    if isinstance(code, Unobserved):
        return Called(error_of(code.hole), code.reason)
    item = standard.by_code.get(code)
    if item is None and standard.undecided:
        return withheld(Unobserved(Hole.UNDECIDED, undecided_reason(standard)))
    if item is None:
        if standard.form is not None:
            return failed(
                CellError.VALUE,
                f"{standard.id} 的行来自自评表，请用 PS_TARGET 等函数",
                f"rows of {standard.id} come from the form: use PS_TARGET and its kin",
            )
        known = [leaf.code for leaf in standard.leaves or standard.indicators] or ["—"]
        span = f"{known[0]}…{known[-1]}"
        return failed(
            CellError.VALUE,
            f"{standard.id}/{standard.edition} 没有指标 {code}（末级指标 {span}）",
            f"{standard.id}/{standard.edition} has no indicator {code} (scored ones: {span})",
        )
    return item


def result_of(
    indicator: Argument, value: Argument, base: Argument, reference: Argument
) -> tuple[Standard, Result] | Called:
    """The result behind PS_SCORE, PS_EXPLAIN and PS_CHECK, or the call's own fault; one evaluation serves them all."""
    try:
        return _remembered(indicator, value, base, reference)
    except Changing as passed:
        found: tuple[Standard, Result] | Called = passed.found
        return found
    except TypeError:  # a range where one cell belongs cannot be remembered
        return _result_of(indicator, value, base, reference)


def _result_of(
    indicator: Argument, value: Argument, base: Argument, reference: Argument
) -> tuple[Standard, Result] | Called:
    standard = standard_in(reference)
    if isinstance(standard, Called):
        return standard
    item = find_indicator(standard, indicator)
    if isinstance(item, Called):
        return item
    if standard.unscored is not None:
        return withheld(Unobserved(Hole.UNDECIDED, standard.unscored.reason))
    if item.scoring is None:
        return failed(
            CellError.VALUE,
            f"{item.code} {item.name.zh} 不是末级指标，请用 PS_SUBTOTAL",
            f"{item.code} {item.name.en} is not scored itself: use PS_SUBTOTAL",
        )
    typed = number_in(value)
    if isinstance(typed, Unobserved) and typed.hole is Hole.MISSING and not isinstance(value, CellError):
        typed = Unobserved(Hole.MISSING, Text("数值未填", "the value is blank"))
    return standard, evaluate(standard, item, typed, None if base is OMITTED else number_in(base))


# Typed, because TRUE is not the number 1.
@lru_cache(maxsize=1024, typed=True)
def _remembered(
    indicator: Argument, value: Argument, base: Argument, reference: Argument
) -> tuple[Standard, Result] | Called:
    found: tuple[Standard, Result] | Called = kept(_result_of(indicator, value, base, reference), reference)
    return found


def _text(found: tuple[Standard, Result], arguments: tuple[Argument, ...]) -> Text:
    """The sentence behind a result; the cell and the receipt show the same one."""
    try:
        return _remembered_text(*arguments)
    except Changing:
        return _words(*found)


@lru_cache(maxsize=1024, typed=True)
def _remembered_text(indicator: Argument, value: Argument, base: Argument, reference: Argument) -> Text:
    kept(None, reference)
    found = result_of(indicator, value, base, reference)
    assert not isinstance(found, Called)
    return _words(*found)


def _words(standard: Standard, result: Result) -> Text:
    return explanation(result) if isinstance(result, Scored) else withheld_explanation(standard, result)


def ps_score(indicator: Argument, value: Argument, base: Argument, standard: Argument) -> Called:
    """Points earned; an error from the cells it refers to passes through."""
    found = result_of(indicator, value, base, standard)
    if isinstance(found, Called):
        return Called(found.value, found.reason, FaultDetail(text_in(indicator), standard, found))
    rules, result = found
    detail = ScoreDetail(rules, result, (indicator, value, base, standard))
    if isinstance(result, Withheld):
        passed = next((cell for cell in (value, base) if isinstance(cell, CellError)), None)
        error = CellError.NULL if result.excluded else passed or error_of(result.hole)
        return Called(error, result.reason, detail)
    return Called(number_out(result.score), None, detail)


def ps_explain(indicator: Argument, value: Argument, base: Argument, standard: Argument) -> Called:
    """How the points came about, or why there are none."""
    found = result_of(indicator, value, base, standard)
    if isinstance(found, Called):
        return found
    return Called(_text(found, (indicator, value, base, standard))(found[0].lang))


def ps_check(indicator: Argument, value: Argument, base: Argument, standard: Argument) -> Called:
    """Empty when the inputs are sound, otherwise what is wrong with them.

    Of an indicator of a plan: its actual value, and as the base the operator's baseline.
    """
    found = result_of(indicator, value, base, standard)
    if isinstance(found, Called):
        return check_kpi(indicator, value, base, standard) or found
    rules, result = found
    return Called(result.reason(rules.lang) if isinstance(result, Withheld) else "")
