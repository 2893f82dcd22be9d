"""What a sentence was understood to say, or why it was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule read from a sentence, down to its last number.

    `rule` is a `[rules.NAME]` table; for `kind` "veto" it is empty, for "grades" it holds the bands. `points` are full
    marks where the sentence states them. `words` are the parts it rests on, `open` what the sentence does not say.
    """

    kind: str
    rule: Mapping[str, Any]
    points: Fraction | None
    words: tuple[str, ...]
    open: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that is not, or only partly, understood: an evaluator judges."""

    reason: Text


def raw_number(number: Fraction) -> int | str:
    """A number as standards write it: a whole number, or a decimal as text."""
    if number.denominator == 1:
        return number.numerator
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
