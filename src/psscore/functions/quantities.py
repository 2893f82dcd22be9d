"""PS_RATE, PS_CHANGE, PS_COUNT and PS_SATISFACTION: counts to the quantities that are scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import OMITTED, Argument, Range, blank, code_in, number_in, number_out
from psscore.functions.standard import standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Hole, Unobserved
from psscore.model.text import Text
from psscore.scoring.numbers import exact_sum, exact_text


def ps_rate(part: Argument, whole: Argument) -> Called:
    """part / whole; #N/A when whole is 0, #NUM! when part is negative or above whole."""
    if _is_count(part) and _is_count(whole) and part <= whole and whole:
        # Of two whole numbers, the division of floats is the float nearest to the exact rate.
        return Called(part / whole)
    numbers = _numbers(("数值", "part", part), ("基数", "whole", whole))
    if isinstance(numbers, Called):
        return numbers
    top, bottom = numbers
    if top < 0 or top > bottom:
        return failed(CellError.NUM, "数值须在 0 与基数之间", "the part must lie between 0 and the whole")
    if bottom == 0:
        return failed(CellError.NOT_AVAILABLE, "基数为 0，没有比率", "the whole is 0: no rate")
    return Called(number_out(top / bottom))


def _is_count(cell: Argument) -> bool:
    return type(cell) is float and 0 <= cell < 1e15 and cell.is_integer()


def ps_change(now: Argument, people_now: Argument, before: Argument, people_before: Argument) -> Called:
    """Yearly change of requests per 10,000 inhabitants: (this - last) / last (来源表1第45行)."""
    numbers = _numbers(
        ("本年诉求量", "this year's requests", now),
        ("本年人口", "this year's population", people_now),
        ("上年诉求量", "last year's requests", before),
        ("上年人口", "last year's population", people_before),
    )
    if isinstance(numbers, Called):
        return numbers
    count, people, last_count, last_people = numbers
    if min(numbers) < 0 or count.denominator != 1 or last_count.denominator != 1:
        return failed(
            CellError.NUM, "诉求量须为不小于 0 的整数，人口不得为负", "requests are whole numbers; none may be negative"
        )
    if people == 0 or last_people == 0:
        return failed(CellError.NUM, "人口不能为 0", "a population cannot be 0")
    if last_count == 0:
        return failed(CellError.NOT_AVAILABLE, "上年诉求量为 0，没有变化率", "last year's requests are 0: no change")
    return Called(number_out((count / people) / (last_count / last_people) - 1))


def ps_count(key: Argument, keys: Argument, values: Argument) -> Called:
    """Total of the counts reported for a key; rows of one key add up. A blank among them withholds it."""
    rows = _rows_of(key, keys, values)
    if isinstance(rows, Called):
        return rows
    total = 0
    for (cell,) in rows:
        if _is_count(cell):
            total += int(cell)
            continue
        number = number_in(cell)
        if isinstance(number, Unobserved):
            return withheld(number)
        if number.denominator != 1 or number.numerator < 0:
            shown = exact_text(number)
            return failed(CellError.NUM, f"{shown} 不是不小于 0 的整数", f"{shown} is not a whole number of 0 or more")
        total += number.numerator
    return Called(total / 1)


def ps_satisfaction(
    item: Argument,
    items: Argument,
    satisfied: Argument,
    basically: Argument,
    surveyed: Argument,
    weights: Argument,
    standard: Argument,
) -> Called:
    """Satisfaction rate of a survey item over its groups, by the readings `satisfied` and `group_weights`.

    Pooled counts, or group rates weighted (weights are divided by their sum). #N/A while a group is incomplete.
    """
    rules = standard_in(standard)
    if isinstance(rules, Called):
        return rules
    survey = rules.survey
    if survey is None:
        return failed(CellError.VALUE, f"{rules.id} 没有满意率口径", f"{rules.id} has no definition of satisfaction")
    rows = _rows_of(item, items, satisfied, basically, surveyed, weights)
    if isinstance(rows, Called):
        return rows
    if not survey.weighted and (rate := _pooled(rows, survey.basically_share)) is not None:
        return Called(rate)
    groups = [_group(row, survey.basically_share) for row in rows]
    bad = next((group for group in groups if isinstance(group, Called)), None)
    if bad is not None:
        return bad
    return _combined([group for group in groups if not isinstance(group, Called)], survey.weighted)


_Group = tuple[Fraction, Fraction, Fraction | None]


def _pooled(rows: Sequence[Sequence[Argument]], share: Fraction) -> float | None:
    """The rate of groups that are sound counts without weights, pooled; None when anything else is among them."""
    happy = fairly = asked = 0
    for row in rows:
        if row[3] is not None or not all(map(_is_count, row[:3])) or row[0] + row[1] > row[2]:
            return None
        happy, fairly, asked = happy + int(row[0]), fairly + int(row[1]), asked + int(row[2])
    # Of whole numbers, the division gives the float nearest to the exact rate.
    return (happy * share.denominator + fairly * share.numerator) / (asked * share.denominator) if asked else None


def _group(row: Sequence[Argument], share: Fraction) -> _Group | Called:
    happy, fairly, asked, weight = (number_in(cell) for cell in row)
    if isinstance(fairly, Unobserved) and fairly.hole is Hole.MISSING and share == 0:
        fairly = Fraction(0)
    for number in (happy, fairly, asked):
        if isinstance(number, Unobserved):
            return withheld(number)
    assert isinstance(happy, Fraction)
    assert isinstance(fairly, Fraction)
    assert isinstance(asked, Fraction)
    if any(n < 0 or n.denominator != 1 for n in (happy, fairly, asked)):
        return failed(CellError.NUM, "人数须为不小于 0 的整数", "numbers of people are whole and not negative")
    if happy + fairly > asked:
        return failed(
            CellError.NUM, "满意与基本满意之和大于调查数", "satisfied and basically satisfied exceed surveyed"
        )
    if isinstance(weight, Unobserved):
        return withheld(weight) if weight.hole is not Hole.MISSING else (happy + share * fairly, asked, None)
    if weight < 0:
        return failed(CellError.NUM, "权重不能为负", "a weight cannot be negative")
    return happy + share * fairly, asked, weight


def _combined(groups: list[_Group], weighted: bool) -> Called:
    given = [weight for *_, weight in groups if weight is not None]
    if not weighted:
        if given:
            return failed(
                CellError.VALUE,
                "已填权重，但读法“不同群体的合并”（group_weights）为人数合并：请改选按权重加权，或清空权重",
                "weights are filled but the reading group_weights pools the counts: choose weighted or clear them",
            )
        asked = exact_sum([group[1] for group in groups])
        if asked == 0:
            return _nobody()
        return Called(number_out(exact_sum([group[0] for group in groups]) / asked))
    if len(given) < len(groups):
        return failed(
            CellError.NOT_AVAILABLE,
            "读法 group_weights=weighted，权重未填全",
            "weights are incomplete (group_weights=weighted)",
        )
    if sum(given) == 0:
        return failed(CellError.NUM, "权重之和为 0", "the weights add to 0")
    rate = Fraction(0)
    for happy, asked, weight in groups:
        if weight:
            if asked == 0:
                return _nobody()
            rate += weight * happy / asked
    return Called(number_out(rate / sum(given)))


def _nobody() -> Called:
    return failed(CellError.NOT_AVAILABLE, "调查数为 0", "nobody was surveyed")


def _numbers(*cells: tuple[str, str, Argument]) -> list[Fraction] | Called:
    numbers = []
    for zh, en, cell in cells:
        if isinstance(cell, CellError):
            return failed(cell, f"{zh}所引单元格是 {cell}", f"{en}: the cell it refers to is {cell}")
        number = number_in(cell)
        if isinstance(number, Unobserved):
            return withheld(Unobserved(number.hole, Text(f"{zh}：{number.reason.zh}", f"{en}: {number.reason.en}")))
        numbers.append(number)
    return numbers


def _rows_of(key: Argument, keys: Argument, *columns: Argument) -> list[list[Argument]] | Called:
    """The rows of a key across columns of one length."""
    if isinstance(key, CellError):
        return Called(key)
    wanted = code_in(key)
    if isinstance(wanted, Unobserved):
        return withheld(wanted)
    flat = [column_of(column) for column in (keys, *columns)]
    if len(set(map(len, flat))) != 1:
        return failed(CellError.VALUE, "各列的行数不一致", "the columns differ in length")
    places = _places(keys, flat[0], wanted)
    found = [[column[place] for column in flat[1:]] for place in places]
    if not found:
        return failed(CellError.NOT_AVAILABLE, f"没有编号为 {wanted} 的行", f"no row has the key {wanted}")
    return found


def _places(keys: Argument, names: list[Argument], wanted: str) -> Sequence[int]:
    """Where a key stands in a column."""
    if type(keys) is Range:
        if not hasattr(keys, "places"):
            keys.places = _places_of(tuple(names)) if {str} == set(map(type, names)) else None
        if keys.places is not None:
            return keys.places.get(wanted, ())
    elif {str} == set(map(type, names)):
        return _places_of(tuple(names)).get(wanted, ())
    return [place for place, name in enumerate(names) if name == wanted or _names(name, wanted)]


@lru_cache(maxsize=16)
def _places_of(names: tuple[str, ...]) -> Mapping[str, list[int]]:
    """The places of every key in a column of texts, which many rows ask for."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name.strip(), []).append(place)
    return places


def _names(cell: Argument, wanted: str) -> bool:
    """A key typed with blanks around it, or as a number."""
    if type(cell) is str:
        return cell.strip() == wanted
    return not blank(cell) and code_in(cell) == wanted


def column_of(argument: Argument) -> list[Argument]:
    """A range as one flat list."""
    if type(argument) is Range:
        if not hasattr(argument, "column"):
            argument.column = list(chain.from_iterable(argument))
        return argument.column
    if isinstance(argument, list):
        return list(chain.from_iterable(argument))
    return [] if argument is OMITTED else [argument]
