"""PS_POINTS, PS_NAME and PS_RULE: what a standard says of an indicator."""

from __future__ import annotations

from collections.abc import Callable

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import Argument, number_out
from psscore.functions.score import find_indicator
from psscore.functions.standard import standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Hole, Unobserved
from psscore.model.standard import Combine, Indicator, Standard
from psscore.scoring import rule


def ps_points(indicator: Argument, standard: Argument) -> Called:
    """Full marks of an indicator at any level."""
    return _described(indicator, standard, _points)


def ps_name(indicator: Argument, standard: Argument) -> Called:
    """Name of an indicator in the language of the reference."""
    return _described(indicator, standard, lambda rules, item: Called(item.name(rules.lang)))


def ps_rule(indicator: Argument, standard: Argument) -> Called:
    """The rule as a sentence generated from its parameters and readings."""
    return _described(indicator, standard, _rule)


def _points(rules: Standard, item: Indicator) -> Called:
    if rules.unscored is not None:
        return withheld(Unobserved(Hole.UNDECIDED, rules.unscored.reason))
    return Called(number_out(item.points))


def _rule(rules: Standard, item: Indicator) -> Called:
    if rules.unscored is not None:
        return withheld(Unobserved(Hole.UNDECIDED, rules.unscored.reason))
    if item.scoring is None and item.combine is Combine.PRODUCT:
        return failed(
            CellError.NOT_AVAILABLE, f"{item.code} 由下级指标相乘", f"{item.code} is a product of its children"
        )
    if item.scoring is None:
        return failed(CellError.NOT_AVAILABLE, f"{item.code} 由下级指标相加", f"{item.code} is the sum of its children")
    return Called(rule.sentence(item.scoring.rule, item.points)(rules.lang))


def _described(indicator: Argument, standard: Argument, tell: Callable[[Standard, Indicator], Called]) -> Called:
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    item = find_indicator(rules, indicator)
    return item if isinstance(item, Called) else tell(rules, item)
