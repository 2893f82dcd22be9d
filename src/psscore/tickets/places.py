"""One city or district among many: named as people write it, found as the data write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.tickets.canonical import BY_NAME
from psscore.tickets.engines.engine import Engine
from psscore.tickets.item_map import clean
from psscore.tickets.personal import label_shown
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.sql import labels_sql

_LISTED = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A column, `city` or `district`, and the name its tickets must have."""

    field: str
    name: str


def spelled(engine: Engine, places: Iterable[Place]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns, each with the values of the data that are this name after NFKC and trimming.

    Raises `TicketsRefused` with every name the data do not know and those they do, and EngineProblem.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    unknown: list[Text] = []
    for place in places:
        there = [str(row[0]) for row in engine.rows(labels_sql((place.field,))) if row[0]]
        same = tuple(value for value in there if clean(value) == clean(place.name))
        found.append((place.field, same))
        if not same:
            unknown.append(_unknown(place, there))
    if unknown:
        raise TicketsRefused("place", *unknown)
    return tuple(found)


def blank_told(field: str) -> Text:
    """What is said of groups by a column without any value."""
    title = BY_NAME[field].title
    return Text(
        f"计入的工单没有“{title.zh}”的任何值，按它分组没有意义：请在映射 [columns] 中写明该列",
        f"no ticket counted has a value of: {title.en}; groups by it say nothing: map that column under [columns]",
    )


def _unknown(place: Place, there: list[str]) -> Text:
    title = BY_NAME[place.field].title
    if not there:
        return Text(
            f"数据中没有{title.zh}一列的任何值，不能选 --{place.field} {place.name}：请在映射 [columns] 中写明该列",
            f"the data hold no {title.en}, so --{place.field} {place.name} chooses nothing: map that column "
            "under [columns]",
        )
    names = sorted(map(label_shown, there))
    more = Text(f"等 {len(names)} 个", f" and {len(names) - _LISTED} more") if len(names) > _LISTED else Text("", "")
    zh, en = "、".join(names[:_LISTED]), ", ".join(names[:_LISTED])
    return Text(
        f"数据中没有{title.zh}“{place.name}”，有：{zh}{more.zh}",
        f'the data know no {title.en} "{place.name}"; there are: {en}{more.en}',
    )
