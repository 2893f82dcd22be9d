"""What part of a period the data are about: where they have no ticket at all, none of a topic is not a 0."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.model.text import Text
from psscore.tickets.periods import Period, moment_text, split
from psscore.tickets.refusal import TicketsRefused


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last creation of any ticket in the data, None without one, and how many lie in the period."""

    first_s: int | None
    last_s: int | None
    in_period: int

    @property
    def days(self) -> tuple[str, str] | None:
        """Both as days; None without a ticket."""
        if self.first_s is None or self.last_s is None:
            return None
        return moment_text(self.first_s)[:10], moment_text(self.last_s)[:10]

    def missing(self, period: Period, as_of_s: int | None = None) -> tuple[str, ...]:
        """The months of a period before that of the first ticket or after the last's, as far as `as_of_s` sees."""
        until = period.until_s if as_of_s is None else min(period.until_s, as_of_s + 1)
        if until <= period.from_s:
            return ()
        months = split(period.from_s, until, "month")
        if self.first_s is None or self.last_s is None:
            return tuple(month.name for month in months)
        return tuple(m.name for m in months if m.until_s <= self.first_s or m.from_s > self.last_s)


def check_any(versions: int) -> None:
    """Refuse a source without a single ticket; raises `TicketsRefused`."""
    if not versions:
        raise TicketsRefused(
            "no_tickets",
            Text("表 tickets 里没有一件工单", "there is not a single ticket in the table"),
        )


def check_covered(period: Period | None, span: Span, as_of_s: int | None = None) -> None:
    """Refuse a period of which the data know no month: every number of it would be a 0 that says nothing.

    Raises `TicketsRefused`. A period between the first and the last ticket that has none is a true 0.
    """
    if period is None or span.in_period:
        return
    until = period.until_s if as_of_s is None else min(period.until_s, as_of_s + 1)
    if len(span.missing(period, as_of_s)) == len(split(period.from_s, until, "month")):
        raise TicketsRefused("period", none_in(period, span))


def check_one_year(period: Period | None, span: Span) -> None:
    """Refuse tickets of several years where no period was chosen; raises `TicketsRefused`."""
    if period is not None or span.days is None or span.days[0][:4] == span.days[1][:4]:
        return
    first, last = span.days
    raise TicketsRefused(
        "period",
        Text(
            f"数据中的工单自 {first} 至 {last}，不止一年：写入工作簿请用 --period 给出评价期间，如 {last[:4]}",
            f"the tickets in the data are of {first} to {last}, more than one year: say which period to write "
            f"with --period, such as {last[:4]}",
        ),
    )


def none_in(period: Period, span: Span) -> Text:
    """The sentence for a period without a single ticket."""
    if span.days is None:
        return Text(
            f"期间 {period.name} 内没有一件工单：数据中没有任何有受理时间的工单",
            f"not a single ticket was created in {period.name}: the data hold no ticket with a time of creation",
        )
    first, last = span.days
    return Text(
        f"期间 {period.name} 内没有一件工单：数据中的受理时间自 {first} 至 {last}，请核对 --period",
        f"not a single ticket was created in {period.name}: those in the data are of {first} to {last}; check --period",
    )


def partly(period: Period, span: Span, missing: tuple[str, ...]) -> Text:
    """The sentence for a period of which the data cover a part."""
    first, last = span.days or ("—", "—")
    zh, en = "、".join(missing), ", ".join(missing)
    return Text(
        f"数据中的工单自 {first} 至 {last}，没有覆盖期间 {period.name} 的 {zh}：没有计到不等于 0",
        f"the tickets in the data are of {first} to {last} and do not cover {en} of {period.name}: "
        "not counted is not 0",
    )
