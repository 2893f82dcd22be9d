"""Lag behind a path, and the light it is shown by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from psscore.model.observation import Hole, Unobserved
from psscore.model.register import Direction, Escalation, LightBand, LightMeasure
from psscore.model.text import Text
from psscore.scoring.path import Path, expected, progress

NAMES = {
    "green": Text("绿", "green"),
    "blue": Text("蓝", "blue"),
    "amber": Text("黄", "amber"),
    "red": Text("红", "red"),
}


def lag(path: Path, measure: LightMeasure, actual: Fraction, on: date) -> Fraction | Unobserved:
    """How far behind its path a value is on a day, by the measure of the lights; ahead is negative, a pace above 1.

    POINTS: the share of the way that was due minus the share done. PERCENT: what is short of the expected value,
    relative to it. PACE: the share of the way done / the share due.
    """
    due = expected(path, on)
    if isinstance(due, Unobserved):
        return due
    if measure is LightMeasure.PERCENT:
        if not due:
            return _none("应达值为 0，不能按百分比比较", "the expected value is 0: no percentage of it")
        short = due - actual if path.kpi.direction is Direction.UP else actual - due
        return short / abs(due)
    done, wanted = progress(path, actual, on), progress(path, due, on)
    if isinstance(done, Unobserved):
        return done
    assert isinstance(wanted, Fraction)
    if measure is LightMeasure.POINTS:
        return wanted - done
    if measure is LightMeasure.PACE:
        if not wanted:
            return _none("路径刚开始，应走的路程为 0", "the path has just begun: nothing is due yet")
        return done / wanted
    raise ValueError(f"{measure.value} is not measured on a path")


def overdue_days(due: date, on: date, done: date | None) -> int:
    """Days overdue, of a finished task on the day it was finished; negative: days early, or days left."""
    return ((done or on) - due).days


def band_of(bands: Sequence[LightBand], value: Fraction) -> LightBand | None:
    """The band a value falls into; None where it is undefined. Bands are lowest first."""
    reached = [
        band for band in bands if band.limit is None or (value > band.limit if band.exclusive else value >= band.limit)
    ]
    return reached[-1] if reached else None


def light_of(bands: Sequence[LightBand], value: Fraction) -> str | None:
    """The light of the band a value falls into."""
    band = band_of(bands, value)
    return None if band is None else band.light


def escalated(light: str, escalation: Escalation | None, running: int) -> str:
    """The light after it has stood for `running` periods, this one included."""
    if escalation and light == escalation.light and running >= escalation.after:
        return escalation.becomes
    return light


def _none(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.UNDECIDED, Text(zh, en))
