"""Answers to a question about satisfaction, and the words that mean them."""

from __future__ import annotations

import enum
import hashlib
import re
import unicodedata

from psscore.model.text import Text
from psscore.tickets.personal import folded, is_addressed, may_hold_number

_LONGEST = 24
_LONGEST_ANSWER = 6
_LONGEST_GROUP = 60
_DIGITS = re.compile(r"\d{5,}")
_MARKS = re.compile(r"\d{4,}")


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
    """A label as reports may show it: long ones and those with a number of a person only as their length."""
    if len(text) > _LONGEST or may_hold_number(text):
        return f"…({len(text)})"
    return _DIGITS.sub("*", folded(text))


def shown_answer(text: str) -> str:
    """An answer nobody has explained, as reports may show it: a short word, of anything else only the length."""
    return f"…({len(text)})" if len(text) > _LONGEST_ANSWER or _MARKS.search(folded(text)) else text


def group_name(text: str) -> str:
    """The name a group goes by: its label, unless that holds a long number, addresses a person or is a long text.

    Letters made of the label then keep different groups apart; they do not tell what it was.
    """
    label = text.strip()
    personal = may_hold_number(label) or is_addressed(label)
    if len(label) <= _LONGEST_GROUP and not personal and not _DIGITS.search(folded(label)):
        return label
    digest = hashlib.sha256(plain(label).encode("utf-8", "replace")).hexdigest()[:4]
    return f"…({len(label)})" + "".join(chr(ord("A") + int(digit, 16)) for digit in digest)
