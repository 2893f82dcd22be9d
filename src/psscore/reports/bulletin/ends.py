"""红黑榜: the first and the last of a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.text import Text
from psscore.ranking import Ranking, Standing
from psscore.reports.document import Block, Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.shown import evened, number


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
    pools = [("", ranking.standings)] if of_all else [(group.name, group.standings) for group in ranking.groups]
    rows: list[Standing] = []
    apart = []
    for group, standings in pools:
        kept = _kept(standings, ends, best=best, by_score=of_all)
        rows += kept
        if not kept:
            apart.append(group)
    if rows:
        blocks.append(_table(rows, ranking, lang))
    if apart:
        zh, en = (f"{'、'.join(apart)}：", f"{', '.join(apart)}: ") if all(apart) else ("", "")
        told = Text(
            f"{zh}单位太少或同分太多，分不出前后，不列。",
            f"{en}too few units or too many equal ones to tell first from last: none listed.",
        )
        blocks.append(Paragraph(told(lang), Role.NOTE))
    return Section(name, tuple(blocks))


def _kept(standings: Sequence[Standing], ends: Ends, *, best: bool, by_score: bool) -> list[Standing]:
    """The units at one end; none where a unit would be at both, or all of them at one."""
    if len(standings) < ends.first + ends.last:
        return []
    first = _edge(standings, ends.first, best=True, by_score=by_score) if ends.first else []
    last = _edge(standings, ends.last, best=False, by_score=by_score) if ends.last else []
    if len(first) + len(last) > len(standings) or (len(standings) in (len(first), len(last)) and len(standings) > 1):
        return []
    return first if best else last


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

    def rank(one: Standing) -> Fraction:
        """Smaller is nearer to the end that is looked for."""
        seen = -one.score if by_score else Fraction(one.place)
        return seen if best else -seen

    if len(standings) > count:
        limit = sorted(map(rank, standings))[count - 1]
        standings = [one for one in standings if rank(one) <= limit]
    return sorted(standings, key=lambda one: -one.score) if by_score else list(standings)


def _table(rows: Sequence[Standing], ranking: Ranking, lang: str) -> Table:
    grouped = len(ranking.groups) > 1
    titles = [
        *([Column(Text("组别", "Group")(lang), 22)] if grouped else []),
        Column(Text("名次", "Place")(lang), 14, "center"),
        Column(Text("单位", "Unit")(lang), 42),
        Column(Text("得分", "Score")(lang), 22, "right"),
    ]
    body = tuple((*([one.group] if grouped else []), str(one.place), one.unit, number(one.shown)) for one in rows)
    return Table(tuple(titles), evened(body, (len(titles) - 1,)))
