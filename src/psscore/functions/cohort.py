"""PS_COHORT: what the units of a group are measured against."""

from __future__ import annotations

from fractions import Fraction

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import Argument, blank, number_in, number_out
from psscore.functions.quantities import column_of
from psscore.functions.score import find_indicator
from psscore.functions.standard import standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Cohort, Unobserved
from psscore.scoring.cohort import benchmark


def ps_cohort(indicator: Argument, values: Argument, standard: Argument) -> Called:
    """The mean, best or lowest value of the group, as the indicator's rule asks: the base for PS_SCORE.

    `values` is the column of all units; #N/A while a unit is blank, because the figure would change later.
    """
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    item = find_indicator(rules, indicator)
    if isinstance(item, Called):
        return item
    kind = item.scoring.cohort if item.scoring else None
    if kind is None:
        return failed(
            CellError.VALUE,
            f"指标 {item.code} 的规则不与全体比较",
            f"the rule of indicator {item.code} is not about a group",
        )
    if kind is Cohort.RANK:
        return failed(
            CellError.VALUE,
            f"指标 {item.code} 按名次得分，请用 PS_RANK",
            f"indicator {item.code} is scored by place: use PS_RANK",
        )
    numbers: list[Fraction] = []
    for cell in column_of(values):
        number = number_in(cell)
        if isinstance(number, Unobserved):
            return failed(CellError.NOT_AVAILABLE, "有单位未填", "a unit is blank") if blank(cell) else withheld(number)
        numbers.append(number)
    if not numbers:
        return failed(CellError.NOT_AVAILABLE, "没有可比较的单位", "there are no units to compare with")
    return Called(number_out(benchmark(kind, numbers)))
