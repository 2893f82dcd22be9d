"""Counts somebody took already: a row for each item and group, checked and added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from psscore.model.text import Text
from psscore.surveys.answers import group_name, plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping as Words
from psscore.surveys.rows import code_of
from psscore.surveys.tally import Cell, Fate, FileTally, Tally
from psscore.surveys.totals import NUMBERS, Totals, counted_rows


def add_counts(
    tally: Tally,
    file: FileTally,
    heading: Heading,
    names: Mapping[str, str],
    words: Words,
    totals: Totals,
    place: int,
) -> None:
    """Add the rows of a table of counts; one that contradicts itself is rejected with the reason.

    `surveyed` includes the dissatisfied and not those without an opinion; without such a column it is the sum. `totals`
    says what becomes of the totals of all files, of which this is the one at `place`.
    """
    seen: set[tuple[str, ...]] = set()
    for number, cells, given in counted_rows(heading):
        row = place, number
        if row in totals.left_out:
            file.totals.append(number)
            file.fates[Fate.EXCLUDED] += 1
            continue
        if not any(given.get(key) for key in (*NUMBERS, "weight")):
            file.fates[Fate.EXCLUDED] += 1
            continue
        if row not in totals.rejected and (said := tuple(map(plain, cells[: heading.width]))) in seen:
            file.repeats.append(number)
            file.fates[Fate.DUPLICATE] += 1
            continue
        why = totals.rejected.get(row)
        if why is None:
            seen.add(said)
            why = _add(tally, heading, cells, given, names, words)
        file.fates[Fate.USED if why is None else Fate.REJECTED] += 1
        if why is not None:
            file.rejects.append((number, why))
        elif row in totals.alone:
            file.alone.append(number)


def _add(
    tally: Tally,
    heading: Heading,
    cells: Sequence[str],
    given: Mapping[str, str],
    names: Mapping[str, str],
    words: Words,
) -> Text | None:
    """Add one row; why not, when it cannot be added."""
    code = code_of(given, names)
    if code is None:
        return Text("没有这个调查项目", "no such surveyed item")
    numbers = {key: _whole(given[key]) for key in NUMBERS if given.get(key)}
    if None in numbers.values():
        return Text("人数须为不小于 0 的整数", "numbers of people are whole and not negative")
    known = {key: value for key, value in numbers.items() if value is not None}
    happy, fairly = known.get("satisfied"), known.get("basically", 0)
    if happy is None or ("surveyed" not in known and "dissatisfied" not in known):
        return Text("满意、调查数未填全", "satisfied or surveyed is not filled in")
    asked = {"basically", "dissatisfied"} & set(given)
    if "surveyed" in known and asked and not asked & set(known) and known["surveyed"] > happy:
        return Text(
            "有调查数，基本满意、不满意却都未填", "surveyed is given, basically and dissatisfied are both blank"
        )
    unhappy = known["surveyed"] - happy - fairly if "surveyed" in known else known["dissatisfied"]
    if unhappy < 0 or unhappy != known.get("dissatisfied", unhappy):
        return Text("满意、基本满意、不满意之和不等于调查数", "the answers do not add up to those surveyed")
    label = cells[heading.group] if heading.group is not None else ""
    group = words.groups.get(plain(label), group_name(label))
    weight = given.get("weight", "")
    if weight and not _weigh(tally, group, weight):
        return Text("权重不是数，或同一群体有两个权重", "the weight is no number, or the group has two weights")
    added = Cell(happy, fairly, unhappy, known.get("unrated", 0))
    tally.cells[code, group] = tally.cell(code, group).plus(added)
    return None


def _weigh(tally: Tally, group: str, text: str) -> bool:
    try:
        weight = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return False
    return weight >= 0 and tally.weights.setdefault(group, weight) == weight


def _whole(text: str) -> int | None:
    plain_text = plain(text).replace(",", "")
    return int(plain_text) if plain_text.isascii() and plain_text.isdecimal() else None
