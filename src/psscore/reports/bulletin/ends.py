"""红黑榜: the first and the last of a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.ranking import Ranking, Standing
from psscore.reports.document import Block, Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.shown import NONE, number


@dataclass(frozen=True, slots=True)
class Ends:
    """How many units are on the red and on the black list, and of what: each group, or all groups together."""

    first: int = 0
    last: int = 0
    first_of_all: bool = False
    last_of_all: bool = False


def lists(ranking: Ranking, ends: Ends, lang: str) -> list[Section]:
    """The lists that were asked for; equal scores at the edge are all listed."""
    found = []
    if ends.first:
        title = Text("红榜", "Red list: the first")
        found.append(_section("red_list", title, ranking, ends, lang, best=True))
    if ends.last:
        title = Text("黑榜", "Black list: the last")
        found.append(_section("black_list", title, ranking, ends, lang, best=False))
    return found


def _section(name: str, title: Text, ranking: Ranking, ends: Ends, lang: str, *, best: bool) -> Section:
    count, of_all = (ends.first, ends.first_of_all) if best else (ends.last, ends.last_of_all)
    blocks: list[Block] = [Heading(title(lang)), Paragraph(_rule(ranking, count, best=best, of_all=of_all)(lang))]
    if of_all:
        chosen = _edge(ranking.standings, count, best=best, by_score=True)
        blocks += _shown(chosen, ranking, lang, enough=len(ranking.standings) >= ends.first + ends.last)
        return Section(name, tuple(blocks))
    rows: list[Standing] = []
    small = []
    for group in ranking.groups:
        if len(group.standings) < ends.first + ends.last:
            small.append(group.name or NONE)
        else:
            rows += _edge(group.standings, count, best=best, by_score=False)
    blocks += _shown(rows, ranking, lang, enough=bool(rows))
    if small and rows:
        told = Text(
            f"单位太少、不列入的组：{'、'.join(small)}。", f"Groups with too few units, left out: {', '.join(small)}."
        )
        blocks.append(Paragraph(told(lang), Role.NOTE))
    return Section(name, tuple(blocks))


def _rule(ranking: Ranking, count: int, *, best: bool, of_all: bool) -> Text:
    zh_end, en_end = ("前", "first") if best else ("后", "last")
    if len(ranking.groups) > 1 and not of_all:
        return Text(
            f"每组{zh_end} {count} 名；末位同分的一并列出。",
            f"The {en_end} {count} of each group, and all equal to them.",
        )
    if len(ranking.groups) > 1:
        return Text(
            f"全部单位按得分的{zh_end} {count} 名，不分组；末位同分的一并列出。",
            f"The {en_end} {count} of all units by score, across groups, and all equal to them.",
        )
    return Text(f"{zh_end} {count} 名；末位同分的一并列出。", f"The {en_end} {count}, and all equal to them.")


def _edge(standings: Sequence[Standing], count: int, *, best: bool, by_score: bool) -> list[Standing]:
    """Those ahead of whom (behind whom) stand fewer than `count`."""

    def ahead(one: Standing, other: Standing) -> bool:
        if by_score:
            return other.score > one.score if best else other.score < one.score
        return other.place < one.place if best else other.place > one.place

    kept = [one for one in standings if sum(ahead(one, other) for other in standings) < count]
    return sorted(kept, key=lambda one: -one.score) if by_score else kept


def _shown(rows: Sequence[Standing], ranking: Ranking, lang: str, *, enough: bool) -> list[Block]:
    if not enough:
        told = Text("单位太少，不列。", "Too few units: none listed.")
        return [Paragraph(told(lang))]
    grouped = len(ranking.groups) > 1
    titles = [
        *([Column(Text("组别", "Group")(lang), 22)] if grouped else []),
        Column(Text("名次", "Place")(lang), 14, "center"),
        Column(Text("单位", "Unit")(lang), 42),
        Column(Text("得分", "Score")(lang), 22, "right"),
    ]
    body = tuple((*([one.group] if grouped else []), str(one.place), one.unit, number(one.shown)) for one in rows)
    return [Table(tuple(titles), body)]
