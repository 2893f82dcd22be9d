"""A document before it is written down: sections of headings, paragraphs, tables and charts; three writers read it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


class Role(enum.Enum):
    """What a paragraph is for; each role is a style."""

    BODY = "body"
    LEAD = "lead"  # centred below the title
    NOTE = "note"
    WARNING = "warning"
    SIGNATURE = "signature"


class Tone(enum.Enum):
    """What a row of bars stands for; each tone is a colour."""

    STRONG = "strong"
    PALE = "pale"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 or 2; the writer numbers it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Figures:
    """A few large numbers side by side, each with what it is: (label, number)."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` counts against the other columns, `align` is left, center or right."""

    title: str
    width: int = 1
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a repeated heading; rows whose place is in `strong` stand out.

    Without titles in its columns it has no heading: the first column then names what the others say.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()
    small: bool = False

    @property
    def headed(self) -> bool:
        return any(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Series:
    """One bar for each name; None where there is no number."""

    title: str
    values: tuple[Fraction | None, ...]
    tone: Tone = Tone.STRONG


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars across, one group for each name, with a label at the end of each group.

    `layered`: the second series is drawn within the first, as what was attained within full marks. `most` is the end
    of the axis.
    """

    title: str
    names: tuple[str, ...]
    series: tuple[Series, ...]
    labels: tuple[str, ...]
    most: Fraction
    layered: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Figures | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A part that a template places by its name, `{{name}}` on a line of its own."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a writer needs. `fields` are the texts a template places by `{{name}}` within running text.

    `kind`: self, third_party, card or bulletin. `footer` stands at the foot of every page, beside the page number.
    `clock` is the time of the evaluation, ISO 8601, so that the same results make the same file.
    """

    kind: str
    lang: str
    title: str
    header: str
    footer: str
    clock: str
    sections: tuple[Section, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
