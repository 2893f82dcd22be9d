"""What the rule gives for a row: one number, several under an open reading, or the reason why none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from psscore.audit.figures import Figure
from psscore.audit.rounding import fitting
from psscore.audit.ticks import chosen
from psscore.model.observation import Hole, Unobserved
from psscore.model.rules import Operator, QualitativeBand
from psscore.model.standard import FormRules, Reading, Standard
from psscore.model.text import Text
from psscore.rulebook import load_standard
from psscore.scoring import form, target
from psscore.scoring.numbers import short_text
from psscore.scoring.printed import Printed, read_printed
from psscore.scoring.qualitative import accepted, band_of, interval, same_words

_UNEXACT = ("rounding", "tier_bands")
"""Readings that do not change the unrounded points of a target row."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The points under each value of a reading that was not chosen, and the sentence that says so."""

    points: tuple[tuple[Text, Fraction], ...]
    why: Text


def qualitative_band(rules: FormRules, wanted: str, actual: str) -> QualitativeBand | None:
    """The level a row states: a declared level, ticked or plain, or the very words of the target, which is achieved."""
    level = chosen(actual)
    if level is not None and (band := band_of(rules.qualitative, level)):
        return band
    return None if _digits(wanted) else achieved_band(rules, wanted, actual)


def achieved_band(rules: FormRules, wanted: str, actual: str) -> QualitativeBand | None:
    """The level of a target that is no number, such as a deadline, when the actual value repeats its very words."""
    # A dash in both cells repeats nothing.
    stated = any(ch.isalnum() for ch in wanted)
    return rules.qualitative.bands[0] if stated and same_words(wanted, actual) else None


def target_row(standard: Standard, wanted: str, actual: str, full: Fraction) -> Fraction | Readings | Unobserved:
    """Unrounded points of a target row."""
    if not _digits(wanted):
        assert standard.form is not None
        known = accepted(standard.form.qualitative)
        return Unobserved(
            Hole.UNDECIDED,
            Text(
                f"定性指标，完成情况“{actual}”不是规定的等次，无法核对区间；可用的写法：{known.zh}",
                f'qualitative, but "{actual}" is not one of the declared levels: no interval to check; '
                f"levels are written {known.en}",
            ),
        )
    pair = form.target_pair(standard, wanted, actual, full)
    if isinstance(pair, Unobserved):
        return _undirected(standard, wanted, actual, full) or pair
    found = _points(standard, pair, full)
    if isinstance(found, Unobserved) and found.hole is Hole.UNDECIDED:
        return _open(standard, pair, full, found.reason)
    return found


def readings_giving(
    standard: Standard, wanted: str, actual: str, full: Fraction, score: Figure, places: int
) -> Iterator[Text]:
    """Titles of other values of the standard's readings under which the rule gives the printed score."""
    pair = form.target_pair(standard, wanted, actual, full)
    if isinstance(pair, Unobserved):
        return
    for reading in standard.readings:
        for name, title in _others(standard, reading):
            found = _points(_under(standard, reading.name, name), pair, full)
            if isinstance(found, Fraction) and fitting(found, score, places):
                yield Text(f"{reading.title.zh}：{title.zh}", f"{reading.title.en}: {title.en}")


def tiers_holding(standard: Standard, actual: str, full: Fraction, score: Fraction) -> Iterator[Text]:
    """Titles of other values of the standard's readings whose interval for the stated level holds the printed score."""
    for reading in standard.readings:
        for value in reading.values:
            rules = _under(standard, reading.name, value.name).form
            assert standard.form is not None
            assert rules is not None
            if rules.qualitative == standard.form.qualitative or (level := chosen(actual)) is None:
                continue
            if band := band_of(rules.qualitative, level):
                low, high, closed = interval(rules.qualitative, band, full)
                if low <= score < high or (closed and score == high):
                    yield Text(f"{reading.title.zh}：{value.title.zh}", f"{reading.title.en}: {value.title.en}")


def _undirected(standard: Standard, wanted: str, actual: str, full: Fraction) -> Unobserved | None:
    """A target without comparison: undecidable, with what either direction would give."""
    aim, done = read_printed(wanted), read_printed(actual)
    if not isinstance(aim, Printed) or not isinstance(done, Printed) or aim.operator or done.operator:
        return None
    pair = form.target_pair(standard, f"≥{wanted}", actual, full)
    if isinstance(pair, Unobserved):
        return None
    zh, en = [], []
    for operator in (Operator.AT_LEAST, Operator.AT_MOST):
        found = _points(standard, (operator, aim.number, done.number), full)
        if isinstance(found, Fraction):
            zh.append(f"按 {operator.value} 得 {short_text(found)}")
            en.append(f"{operator.value} gives {short_text(found)}")
    return Unobserved(
        Hole.UNDECIDED,
        Text(
            f"年度指标值“{wanted}”没有 ≥、≤ 或 =，无法判断方向（{'，'.join(zh)}）",
            f'the target "{wanted}" carries no ≥, ≤ or =: its direction is unknown ({", ".join(en)})',
        ),
    )


def _open(
    standard: Standard, pair: tuple[Operator, Fraction, Fraction], full: Fraction, why: Text
) -> Readings | Unobserved:
    for reading in standard.readings:
        if standard.chosen[reading.name] is None:
            trials = [
                (title, _points(_under(standard, reading.name, n), pair, full))
                for n, title in _others(standard, reading)
            ]
            found = tuple((title, points) for title, points in trials if isinstance(points, Fraction))
            if found:
                return Readings(found, why)
    return Unobserved(Hole.UNDECIDED, why)


def _others(standard: Standard, reading: Reading) -> list[tuple[str, Text]]:
    if reading.name in _UNEXACT:
        return []
    return [(value.name, value.title) for value in reading.values if value.name != standard.chosen[reading.name]]


def _under(standard: Standard, reading: str, value: str) -> Standard:
    choices = {name: chosen_value for name, chosen_value in standard.chosen.items() if chosen_value} | {reading: value}
    return load_standard(f"{standard.id}/{standard.edition}?" + "&".join(f"{k}={v}" for k, v in choices.items()))


def _points(standard: Standard, pair: tuple[Operator, Fraction, Fraction], full: Fraction) -> Fraction | Unobserved:
    assert standard.form is not None
    return target.points(standard.form.target, full, *pair)


def _digits(text: str) -> bool:
    return bool(re.search(r"\d", text))
