"""What the workbook asks for: the rows of the standards, grouped by where their numbers are typed in."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache

from psscore.model.observation import Measure
from psscore.model.standard import Indicator, Reading
from psscore.model.text import Text
from psscore.rulebook import load_standard

STANDARD = ("public-service", "2026")
FORM_STANDARD = ("project-self-evaluation", "2020")


class Kind(enum.Enum):
    """Where the value of a row comes from."""

    SIGNED = "signed"  # requests of a topic signed for at once, of all requests of the topic
    RESOLVED = "resolved"
    COUNT = "count"  # a number reported by the platform
    SATISFACTION = "satisfaction"  # the survey
    CHANGE = "change"  # two years of requests and population


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter people call about; `code` is its key in the platform data."""

    code: str
    name: Text
    level_2: Indicator


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the score sheet."""

    indicator: Indicator
    level_1: Indicator
    level_2: Indicator
    kind: Kind
    topic: str  # "" outside the platform's topics

    @property
    def code(self) -> str:
        return self.indicator.code


@dataclass(frozen=True, slots=True)
class Content:
    """The rows, topics and readings of the two standards of the workbook."""

    title: Text
    level_1: tuple[Indicator, ...]
    level_2: tuple[Indicator, ...]
    rows: tuple[Row, ...]
    topics: tuple[Topic, ...]
    readings: tuple[Reading, ...]
    form_readings: tuple[Reading, ...]

    def of_kind(self, kind: Kind) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind is kind)


COLLECTIONS: dict[str, Text] = {
    "platform_report": Text("平台上报", "Platform report"),
    "survey": Text("问卷调查", "Survey"),
}


@cache
def load_content() -> Content:
    """The rows and readings of the standards this workbook is made for."""
    standard = load_standard("/".join(STANDARD))
    form = load_standard("/".join(FORM_STANDARD))
    rows: list[Row] = []
    topics: list[Topic] = []
    for leaf in standard.leaves:
        level_2 = standard.by_code[leaf.parent]
        level_1 = standard.by_code[level_2.parent]
        kind = _kind(leaf)
        if kind is Kind.SIGNED:
            topics.append(Topic(f"T{len(topics) + 1:02d}", _topic_name(leaf.name), level_2))
        topic = topics[-1].code if kind in (Kind.SIGNED, Kind.RESOLVED) else ""
        rows.append(Row(leaf, level_1, level_2, kind, topic))
    return Content(
        title=standard.title,
        level_1=tuple(item for item in standard.indicators if item.level == 1),
        level_2=tuple(item for item in standard.indicators if item.level == 2),
        rows=tuple(rows),
        topics=tuple(topics),
        readings=standard.readings,
        form_readings=form.readings,
    )


def _topic_name(name: Text) -> Text:
    """The matter itself, without the rate that is taken of it."""
    return Text(name.zh.removesuffix("响应率"), name.en.removesuffix(": response rate"))


def _kind(leaf: Indicator) -> Kind:
    scoring, about = leaf.scoring, leaf.about
    assert scoring is not None, "a leaf is scored"
    assert about is not None, "a leaf has its source"
    if scoring.measure is Measure.COUNT:
        return Kind.COUNT
    if scoring.measure is Measure.CHANGE:
        return Kind.CHANGE
    if about.collection == "survey":
        return Kind.SATISFACTION
    return Kind.SIGNED if leaf.name.zh.endswith("响应率") else Kind.RESOLVED
