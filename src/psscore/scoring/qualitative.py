"""定性指标: a level of achievement allows an interval of points; the evaluator chooses within it."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from functools import lru_cache

from psscore.model.rules import Qualitative, QualitativeBand
from psscore.model.text import Text
from psscore.scoring.numbers import percent_text


def band_of(rule: Qualitative, level: str) -> QualitativeBand | None:
    """The band a printed level names, by its exact words; None when the words are not among the declared ones."""
    wanted = _plain(level)
    return next((b for b in rule.bands if wanted in {_plain(alias) for alias in (b.name, *b.aliases)}), None)


def same_words(one: str, other: str) -> bool:
    """Whether two printed texts are the same words, blanks, widths and a closing full stop aside."""
    return _plain(one) == _plain(other)


def accepted(rule: Qualitative) -> Text:
    """Every wording that names a level, level by level."""
    return Text(
        "；".join("、".join(dict.fromkeys((b.name, *b.aliases))) for b in rule.bands),
        "; ".join(", ".join(dict.fromkeys((b.name, *b.aliases))) for b in rule.bands),
    )


def interval(rule: Qualitative, band: QualitativeBand, full: Fraction) -> tuple[Fraction, Fraction, bool]:
    """(low, high, high included) in points: the upper edge belongs to the band above, except for the top band."""
    return band.low * full, band.high * full, band is rule.bands[0]


def sentence(rule: Qualitative) -> Text:
    """The rule in words."""
    return Text(
        "；".join(f"{b.title.zh} {percent_text(b.high)}–{percent_text(b.low)}（含）" for b in rule.bands),
        "; ".join(f"{b.title.en} {percent_text(b.high)} down to {percent_text(b.low)} inclusive" for b in rule.bands),
    )


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.;；").lower()
