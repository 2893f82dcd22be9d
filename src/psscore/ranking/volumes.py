"""How many cases each unit had: what tie-breaking and the mark for small numbers go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from psscore.batch.units import plain
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.ranking.entrants import Entrant
from psscore.ranking.refusal import Problem, listed
from psscore.ranking.settings import Settings, Ties


def volume_problems(standard: Standard, settings: Settings) -> list[Problem]:
    """What is wrong with the way numbers of cases are asked for."""
    problems = []
    how = Text(
        "用 --volume 指明基数相加即件数的指标，或用 --volumes 给出各单位的件数",
        "name with --volume the indicators whose bases add up to them, or give them with --volumes",
    )
    if settings.ties is Ties.VOLUME and not settings.has_volume:
        problems.append(
            Problem(
                "no_volume",
                Text("同分按件数排名，须有各单位的件数：", "ties by volume need the numbers of cases: ") + how,
            )
        )
    if settings.small is not None and not settings.has_volume:
        problems.append(
            Problem(
                "no_volume",
                Text("标注件数少的单位，须有件数：", "marking small numbers needs the numbers of cases: ") + how,
            )
        )
    codes = {item.code for item in standard.leaves}
    unknown = [code for code in settings.volume_codes if code not in codes]
    if unknown:
        who = listed(unknown)
        problems.append(
            Problem(
                "unknown_indicator",
                Text(f"标准中没有指标 {who.zh}", f"the standard has no indicator {who.en}"),
                tuple(unknown),
            )
        )
    twice = sorted({code for code in settings.volume_codes if settings.volume_codes.count(code) > 1})
    if twice:
        who = listed(twice)
        problems.append(
            Problem("indicator_twice", Text(f"指标重复：{who.zh}", f"indicators given twice: {who.en}"), tuple(twice))
        )
    return problems


class Volumes:
    """The number of cases of a unit, where it is known."""

    def __init__(self, settings: Settings) -> None:
        self._codes = settings.volume_codes
        self._given: Mapping[str, Fraction] = {plain(unit): volume for unit, volume in (settings.volumes or {}).items()}

    def of(self, one: Entrant) -> Fraction | None:
        """From the list, else the sum of the bases; None when a base is missing."""
        evaluation = one.evaluation
        if self._given:
            return self._given.get(plain(one.unit))
        if not self._codes:
            return None
        rows = [evaluation.by_indicator.get(code) for code in self._codes]
        bases = [None if row is None else row.base for row in rows]
        return None if None in bases else sum((base for base in bases if base is not None), Fraction(0))


def missing_volumes(entrants: Sequence[Entrant], volumes: Volumes) -> list[Problem]:
    """The units a tie could not be broken for."""
    without = [one.unit for one in entrants if volumes.of(one) is None]
    if not without:
        return []
    who = listed(without)
    return [
        Problem(
            "no_volume",
            Text(
                f"同分按件数排名，但这些单位没有件数：{who.zh}", f"ties by volume, but no number of cases for: {who.en}"
            ),
            tuple(without),
        )
    ]
