"""A ranking: who stands where and why, and who does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.ranking.settings import Adjustment, Settings
from psscore.results import Evaluation
from psscore.results.wording import grade_text
from psscore.scoring.aggregate import ItemScore


@dataclass(frozen=True, slots=True)
class Shift:
    """A unit against the year before: both by the total alone; `total` and `place` None where it had none.

    `new`: it did not hand in last year. `rise` is how many places it went up, below zero down.
    """

    total: Fraction | None
    place: int | None
    place_now: int
    new: bool

    @property
    def rise(self) -> int | None:
        return None if self.place is None else self.place - self.place_now


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit that is ranked.

    `exact` and `total`: the total before and after rounding; `own_total`: the one its workbook shows, which differs
    where a rule compares with the group. `others`: the other scores on the scale of the total; `adjusted`: points
    added by announcement. `score`: what is ranked, `shown` the same rounded. `order`: 1, 2, 3 in the group, without
    gaps; `sharers`: how many have this score and place; `listed`: its line in the printed order.
    """

    unit: str
    group: str
    evaluation: Evaluation
    scores: Mapping[str, ItemScore]
    exact: Fraction
    total: Fraction
    own_total: Fraction | None
    grade: str
    others: tuple[Fraction, ...]
    adjusted: Fraction
    adjustments: tuple[Adjustment, ...]
    score: Fraction
    shown: Fraction
    volume: Fraction | None
    small: bool
    listed: int
    place: int
    order: int
    sharers: int
    shift: Shift | None = None

    def graded(self, lang: str) -> str:
        """The grade in a language, as the standard names it."""
        return grade_text(self.grade, self.evaluation.standard)(lang)


@dataclass(frozen=True, slots=True)
class Group:
    """The units ranked against each other, in their order; `name` "" when there is one group only."""

    name: str
    standings: tuple[Standing, ...]


KINDS = {
    "no_data": Text("无数据", "no data"),
    "withheld": Text("总分未得出", "total withheld"),
    "partial": Text("部分完成", "partial"),
    "refused": Text("工作簿被拒绝", "workbook refused"),
    "error": Text("出错", "error"),
    "no_standard": Text("标准不明", "standard unknown"),
    "no_items": Text("没有计分", "nothing scored"),
    "no_group": Text("不在名单", "not in the list"),
    "other_total": Text("总分不符", "another total"),
    "no_component": Text("缺组成得分", "other score missing"),
}


@dataclass(frozen=True, slots=True)
class Unranked:
    """A unit or a workbook without a place, and why; `kind` is one of `KINDS`."""

    unit: str
    group: str
    file: str
    kind: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Gone:
    """A unit with a total last year that is not ranked now; `place` None where it is in none of this year's groups."""

    unit: str
    total: Fraction
    place: int | None


@dataclass(frozen=True, slots=True)
class Year:
    """The year before: period, standard, what differs, who is gone; `comparable`: points can be subtracted."""

    period: str
    reference: str
    digest: str
    comparable: bool
    differences: tuple[Text, ...]
    gone: tuple[Gone, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit whose place differs between the exact and the rounded total."""

    unit: str
    group: str
    exact: int
    rounded: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Groups with their units in order, and everything one must know to read them.

    `cohort`: the indicators that were scored against the group; `notes`: what else is to be known.
    """

    standard: Standard
    period: str
    settings: Settings
    groups: tuple[Group, ...]
    unranked: tuple[Unranked, ...]
    moved: tuple[Moved, ...]
    cohort: tuple[str, ...]
    notes: tuple[Text, ...]
    year: Year | None

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every ranked unit, group by group."""
        return tuple(one for group in self.groups for one in group.standings)
