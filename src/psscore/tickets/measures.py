"""What is counted: one row a measure, each a condition on the latest version of a ticket."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.tickets.as_of import UNTIMED
from psscore.tickets.canonical import BY_NAME as CANONICAL

SIGNED = "signed_in_time"
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a count is taken under; None where the evaluator has not said."""

    signed_within_s: int | None = None
    signed_from: str = "dispatched"
    as_of_s: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A whole number per group: the tickets for which the condition holds.

    The condition names columns of the latest version; `{start}`, `{within}` and `{as_of}` stand for the terms. Without
    any value in one of its `columns` a source says nothing of it: then there is no number, not a 0.
    """

    name: str
    title: Text
    condition: str
    columns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def sql(self, terms: Terms) -> str | None:
        """The condition under these terms; None while one it needs is not given."""
        given = {"within": terms.signed_within_s, "as_of": terms.as_of_s}
        if any(given[need] is None for need in self.needs):
            return None
        return self.condition.format(start=_start(terms), **given)

    @property
    def flags(self) -> tuple[str, ...]:
        """The columns its condition names that have no time of their own."""
        return tuple(flag for flag in UNTIMED if re.search(rf"\b{flag}\b", self.condition))

    def read(self, terms: Terms) -> tuple[str, ...]:
        """The columns it takes under these terms."""
        return tuple(column.format(start=_start(terms)) for column in self.columns)


def _start(terms: Terms) -> str:
    return f"{terms.signed_from}_s"


def _measure(name: str, zh: str, en: str, condition: str, columns: str = "", needs: str = "") -> Measure:
    return Measure(name, Text(zh, en), condition, tuple(columns.split()), tuple(needs.split()))


_LATE = "closed_s > due_s OR (closed_s IS NULL AND due_s < {as_of})"
_DUE = "closed_s IS NOT NULL OR due_s <= {as_of}"

MEASURES = (
    _measure(TOTAL, "总量", "tickets", "1 = 1"),
    _measure(
        SIGNED,
        "立即签收",
        "signed immediately",
        "accepted_s BETWEEN {start} AND {start} + {within}",
        "accepted_s {start}",
        "within",
    ),
    _measure("signed_known", "有签收起点", "with a time to sign from", "{start} IS NOT NULL"),
    _measure("resolved", "已解决", "resolved", "resolved = 1", "resolved"),
    _measure("resolution_known", "有是否解决的记录", "known whether resolved", "resolved IN (0, 1)"),
    _measure("dispatched", "已派遣", "dispatched", "dispatched_s IS NOT NULL", "dispatched_s"),
    _measure("closed", "已办结", "closed", "closed_s IS NOT NULL", "closed_s"),
    _measure("closed_on_time", "按期办结", "closed on time", "closed_s <= due_s", "closed_s due_s"),
    _measure("closed_late", "超期办结", "closed late", "closed_s > due_s", "closed_s due_s"),
    _measure("overdue", "超期（含未办结）", "overdue, open ones included", _LATE, "closed_s due_s", "as_of"),
    _measure(
        "due_closing",
        "应结案（已办结或时限已到）",
        "due for closing: closed, or the time limit reached",
        _DUE,
        "closed_s due_s",
        "as_of",
    ),
    _measure(
        "due_handling",
        "应处置（已派遣，且已办结或时限已到）",
        "due for handling: dispatched, and closed or the time limit reached",
        f"dispatched_s IS NOT NULL AND ({_DUE})",
        "dispatched_s closed_s due_s",
        "as_of",
    ),
    _measure("reworked", "返工", "reworked", "reworked > 0", "reworked"),
    _measure("reopened", "重办", "reopened", "reopened > 0", "reopened"),
    _measure("extended", "延期", "extended", "extended = 1", "extended"),
    _measure("forced", "强制结案", "closed by force", "forced = 1", "forced"),
    _measure("satisfied", "满意", "satisfied", "satisfied = 1", "satisfied"),
    _measure("satisfaction_known", "有满意评价", "known whether satisfied", "satisfied IN (0, 1)"),
    _measure("doubtful_time", "时间存疑", "with a doubtful time", "bad_time = 1"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}

WHY_WITHHELD = {
    "within": Text(
        "“立即签收”在来源中没有时限：用 --signed-within 给出分钟数",
        "the source gives no limit for “signed immediately”: say how many minutes with --signed-within",
    ),
    "as_of": Text(
        "未办结的工单是否超期取决于统计时点：用 --as-of 给出",
        "whether an open ticket is overdue depends on the moment: give it with --as-of",
    ),
}


def withheld(terms: Terms, lacking: Collection[str] = ()) -> dict[str, Text]:
    """The measures that cannot be counted, each with what is missing; `lacking` are columns without any value."""
    absent = {"within": terms.signed_within_s is None, "as_of": terms.as_of_s is None}
    found: dict[str, Text] = {}
    for measure in MEASURES:
        for need in measure.needs:
            if absent[need]:
                found[measure.name] = WHY_WITHHELD[need]
        if blank := [column for column in measure.read(terms) if column in lacking]:
            found[measure.name] = _no_values(blank, terms)
    return found


def untimed(flags: Mapping[str, int]) -> dict[str, Text]:
    """The measures that a moment to judge by withholds: so many tickets have a flag, and nothing tells since when."""
    found: dict[str, Text] = {}
    for measure in MEASURES:
        number = sum(flags.get(flag, 0) for flag in measure.flags)
        if number:
            title = "、".join(CANONICAL[flag].title.zh for flag in measure.flags)
            named = ", ".join(CANONICAL[flag].title.en for flag in measure.flags)
            found[measure.name] = Text(
                f"{number} 件工单有“{title}”的记录，却没有更新时间，统计时点以前也没有办结：不知是之前还是之后的，"
                "不能计数；请补更新时间一列，或不用 --as-of",
                f"{number} tickets say something of: {named}; they have no time of change and were not closed before "
                "the moment: whether it was before or after is not known, and not counted; add the time of change, or "
                "leave out --as-of",
            )
    return found


def _no_values(columns: Sequence[str], terms: Terms) -> Text:
    zh = "、".join(CANONICAL[column].title.zh for column in columns)
    en = ", ".join(CANONICAL[column].title.en for column in columns)
    advice = Text("", "")
    if _start(terms) in columns and terms.signed_from == "dispatched":
        advice = Text("；也可用 --signed-from created", "; --signed-from created is the other choice")
    return Text(f"数据里没有“{zh}”的任何值，不能当作 0", f"the data hold no value of: {en}; that is not a 0") + advice
