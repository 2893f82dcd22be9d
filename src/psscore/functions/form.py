"""PS_EXECUTION, PS_TARGET and PS_TIER: the rows of a project self-evaluation form."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import OMITTED, Argument, blank, number_in, number_out, text_in
from psscore.functions.changing import Changing, kept
from psscore.functions.standard import DEFAULT_FORM_REFERENCE, standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved
from psscore.model.standard import FormRules, Standard
from psscore.model.text import Text
from psscore.scoring import form
from psscore.scoring.judgement import interval_text
from psscore.scoring.qualitative import accepted, band_of, interval


def _remembered(function: Callable[..., Called]) -> Callable[..., Called]:
    """The function with its answers kept: a sheet asks twice, and few rows differ from one workbook to the next."""

    # Typed, because TRUE is not the number 1.
    @lru_cache(maxsize=512, typed=True)
    def known(*arguments: Argument) -> Called:
        # The standard comes last.
        found: Called = kept(function(*arguments), arguments[-1])
        return found

    def asked(*arguments: Argument) -> Called:
        try:
            return known(*arguments)
        except Changing as passed:
            found: Called = passed.found
            return found
        except TypeError:  # a range where one cell belongs cannot be remembered
            return function(*arguments)

    return asked


def ps_execution(budget: Argument, executed: Argument, points: Argument, standard: Argument) -> Called:
    """Budget-execution points: executed / adjusted budget, capped, of the row's points."""
    rules = _form_standard(standard)
    if isinstance(rules, Called):
        return rules
    amounts = [_amount(budget), _amount(executed)]
    for amount in amounts:
        if isinstance(amount, Called):
            return amount
    full = rules.execution_points if points is OMITTED else _points(points)
    if isinstance(full, Called):
        return full
    whole, part = (amount for amount in amounts if isinstance(amount, Fraction))
    score = form.execution_points(_of(standard), whole, part, full)
    return withheld(score) if isinstance(score, Unobserved) else Called(number_out(score))


def ps_target(target: Argument, actual: Argument, points: Argument, standard: Argument) -> Called:
    """Rule points of a target row as printed; #N/A for a qualitative row, whose points are a judgement."""
    return _target(target, actual, points, standard)


@_remembered
def _target(target: Argument, actual: Argument, points: Argument, standard: Argument) -> Called:
    rules = _form_standard(standard)
    if isinstance(rules, Called):
        return rules
    full = _points(points)
    if isinstance(full, Called):
        return full
    for cell in (target, actual):
        if isinstance(cell, CellError):
            return failed(cell, f"引用的单元格是 {cell}", f"the cell it refers to is {cell}")
    for cell, zh, en in ((target, "年度指标值", "annual target"), (actual, "实际完成值", "actual value")):
        if blank(cell):
            return failed(CellError.NOT_AVAILABLE, f"{zh}未填", f"the {en} is blank")
    score = form.target_points(_of(standard), _printed(target), _printed(actual), full)
    return withheld(score) if isinstance(score, Unobserved) else Called(number_out(score))


def ps_review(
    target: Argument, actual: Argument, points: Argument, score: Argument, reason: Argument, standard: Argument
) -> Called:
    """Empty when an evaluator's points may stand, otherwise why not: missing, rule, interval, range, reason."""
    return _review(target, actual, points, score, reason, standard)


@_remembered
def _review(
    target: Argument, actual: Argument, points: Argument, score: Argument, reason: Argument, standard: Argument
) -> Called:
    rules = _form_standard(standard)
    if isinstance(rules, Called):
        return rules
    for cell in (target, actual, points, score, reason):
        if isinstance(cell, CellError):
            return failed(cell, f"引用的单元格是 {cell}", f"the cell it refers to is {cell}")
    form_standard = _of(standard)
    full, given = _points(points), number_in(score)
    found = [
        text
        for text in (full.reason if isinstance(full, Called) else None, _named(given, "得分", "score"))
        if text is not None
    ]
    if isinstance(full, Fraction) and isinstance(given, Fraction):
        # A number is no reason; LibreOffice Calc gives 0 for a blank cell.
        words = text_in(reason) if isinstance(reason, str) else ""
        pairs = form.review(form_standard, _printed(target), _printed(actual), full, given, words)
        found = [text for _, text in pairs]
    mark = "; " if form_standard.lang == "en" else "；"
    return Called(mark.join(text(form_standard.lang) for text in found))


def ps_tier(level: Argument, points: Argument, standard: Argument) -> Called:
    """The interval of points a qualitative level allows, such as "[6.4, 8]"."""
    return _tier(level, points, standard)


@_remembered
def _tier(level: Argument, points: Argument, standard: Argument) -> Called:
    rules = _form_standard(standard)
    if isinstance(rules, Called):
        return rules
    full = _points(points)
    if isinstance(full, Called):
        return full
    if isinstance(level, CellError):
        return Called(level)
    if blank(level):
        return failed(CellError.NOT_AVAILABLE, "完成等次未填", "the level is blank")
    band = band_of(rules.qualitative, str(level))
    if band is None:
        known = accepted(rules.qualitative)
        return failed(
            CellError.VALUE, f"“{level}”不是规定的等次：{known.zh}", f'"{level}" is not one of the levels: {known.en}'
        )
    return Called(interval_text(interval(rules.qualitative, band, full)))


def _of(reference: Argument) -> Standard:
    found = standard_in(reference, DEFAULT_FORM_REFERENCE)
    assert isinstance(found, Standard)
    return found


def _form_standard(reference: Argument) -> FormRules | Called:
    found = standard_in(reference, DEFAULT_FORM_REFERENCE)
    if isinstance(found, Called):
        return found
    if found.form is None:
        return failed(
            CellError.VALUE,
            f"{found.id}/{found.edition} 不是自评表标准，请用 {DEFAULT_FORM_REFERENCE}",
            f"{found.id}/{found.edition} has no form rules: use {DEFAULT_FORM_REFERENCE}",
        )
    return found.form


def _printed(cell: Argument) -> str | Fraction | Unobserved:
    """A target or actual value: text as printed, or the number of a number cell."""
    return cell if isinstance(cell, str) else number_in(cell)


def _amount(cell: Argument) -> Fraction | Called:
    if isinstance(cell, CellError):
        return failed(cell, f"引用的单元格是 {cell}", f"the cell it refers to is {cell}")
    number = number_in(cell)
    if isinstance(number, Unobserved):
        return withheld(number)
    return number if number >= 0 else failed(CellError.NUM, "预算或执行数为负", "a budget or expenditure is negative")


def _points(cell: Argument) -> Fraction | Called:
    if isinstance(cell, CellError):
        return failed(cell, f"分值所引单元格是 {cell}", f"points: the cell it refers to is {cell}")
    number = number_in(cell)
    if isinstance(number, Unobserved):
        return withheld(Unobserved(number.hole, _named(number, "分值", "points") or number.reason))
    return number if number > 0 else failed(CellError.NUM, "分值须大于 0", "points must be above 0")


def _named(number: Fraction | Unobserved, zh: str, en: str) -> Text | None:
    """Why a number is missing, with the name of its column."""
    if isinstance(number, Fraction):
        return None
    return Text(f"{zh}：{number.reason.zh}", f"{en}: {number.reason.en}")
