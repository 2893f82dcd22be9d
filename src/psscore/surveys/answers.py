"""Answers to a question about satisfaction, and the words that mean them."""

from __future__ import annotations

import enum
import re
import unicodedata

from psscore.model.text import Text

_LONGEST = 24
_DIGITS = re.compile(r"\d{5,}")


class Answer(enum.StrEnum):
    """What a respondent said. `UNRATED` gives no opinion; a word nobody has explained is none of these."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"
    UNRATED = "unrated"


TITLES = {
    Answer.SATISFIED: Text("满意", "Satisfied"),
    Answer.BASICALLY: Text("基本满意", "Basically satisfied"),
    Answer.DISSATISFIED: Text("不满意", "Dissatisfied"),
    Answer.UNRATED: Text("不了解", "Cannot say"),
}
"""The four answers of the questionnaire."""

WORDS: dict[Answer, tuple[str, ...]] = {
    Answer.SATISFIED: ("满意", "非常满意", "很满意", "satisfied", "very satisfied"),
    Answer.BASICALLY: ("基本满意", "basically satisfied"),
    Answer.DISSATISFIED: ("不满意", "非常不满意", "很不满意", "dissatisfied", "very dissatisfied"),
    Answer.UNRATED: (
        "不了解",
        "未评价",
        "不清楚",
        "不知道",
        "说不清",
        "cannot say",
        "do not know",
        "don't know",
        "not rated",
    ),
}
"""Words understood without a mapping. 一般, 较满意 and marks are not: an evaluator says what they count as."""


def plain(text: str) -> str:
    """A label without differences nobody sees: full width, blanks around and inside Chinese, capitals."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()) if folded.isascii() else "".join(folded.split())


def shown(text: str) -> str:
    """A label as reports may show it: long ones only as their length, numbers that may be a telephone's masked."""
    if len(text) > _LONGEST:
        return f"…({len(text)})"
    return _DIGITS.sub("*", unicodedata.normalize("NFKC", text))
