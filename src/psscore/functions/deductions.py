"""PS_DEDUCTIONS: occurrences to points off."""

from __future__ import annotations

from fractions import Fraction

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import Argument, blank, code_in, number_in, number_out
from psscore.functions.quantities import column_of
from psscore.functions.score import find_indicator
from psscore.functions.standard import standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved
from psscore.model.rules import Deductions
from psscore.scoring.deductions import deducted
from psscore.scoring.numbers import exact_text


def ps_deductions(indicator: Argument, items: Argument, counts: Argument, standard: Argument) -> Called:
    """Points off for the occurrences of each cause, capped as the rule says: the value for PS_SCORE.

    Every cause of the rule needs a count, 0 included; #N/A while one is blank or not listed.
    """
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    item = find_indicator(rules, indicator)
    if isinstance(item, Called):
        return item
    rule = item.scoring.rule if item.scoring else None
    if not isinstance(rule, Deductions):
        return failed(
            CellError.VALUE,
            f"指标 {item.code} 不按扣分项评分",
            f"indicator {item.code} is not scored by causes of deduction",
        )
    found = _counts(column_of(items), column_of(counts), {cause.code for cause in rule.items})
    if isinstance(found, Called):
        return found
    absent = [cause.code for cause in rule.items if cause.code not in found]
    if absent:
        names = "、".join(absent)
        return failed(CellError.NOT_AVAILABLE, f"扣分项 {names} 未列出", f"no row for the causes {names}")
    return Called(number_out(deducted(rule, found)))


def _counts(names: list[Argument], cells: list[Argument], known: set[str]) -> dict[str, Fraction] | Called:
    if len(names) != len(cells):
        return failed(CellError.VALUE, "各列的行数不一致", "the columns differ in length")
    found: dict[str, Fraction] = {}
    for name, cell in zip(names, cells, strict=True):
        if isinstance(name, CellError):
            return Called(name)
        if blank(name) and blank(cell):
            continue
        code = code_in(name)
        if isinstance(code, Unobserved):
            return withheld(code)
        if code not in known:
            listed = "、".join(sorted(known))
            return failed(
                CellError.VALUE, f"没有扣分项 {code}，可用：{listed}", f"there is no cause {code}; known: {listed}"
            )
        number = number_in(cell)
        if isinstance(number, Unobserved):
            return withheld(number)
        if number < 0 or number.denominator != 1:
            shown = exact_text(number)
            return failed(CellError.NUM, f"{shown} 不是不小于 0 的整数", f"{shown} is not a whole number of 0 or more")
        found[code] = found.get(code, Fraction(0)) + number
    return found
