"""A moment to judge by: nothing that happened later counts as done, and what cannot be known is not counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from psscore.tickets.counting import Counts, Settings, count
from psscore.tickets.engines.engine import Engine
from psscore.tickets.exclusions import chosen
from psscore.tickets.measures import Terms
from psscore.tickets.periods import UnreadablePeriod, read_moment, read_period
from tickets.engines import in_duckdb, in_sqlite
from tickets.truth import HOUR, START, Row, blank

AT = START + 48 * HOUR
MAKES = pytest.mark.parametrize("make", [in_duckdb, in_sqlite])
Make = Callable[[Sequence[Row]], Engine]
ALL = {"created_s": START, "dispatched_s": START, "accepted_s": START, "closed_s": START + HOUR, "due_s": AT - 1}


def counted(make: Make, *rows: Row, as_of: int | None = AT, exclude: Sequence[str] = ("void",)) -> Counts:
    terms = Terms(100 * HOUR, as_of_s=as_of)
    return count(make(rows), Settings((), None, terms, exclusions=chosen(exclude)))


TIMES = [
    ({}, {"signed_in_time": 1, "dispatched": 1, "closed": 1, "overdue": 0}, "all of it before"),
    ({"accepted_s": AT}, {"signed_in_time": 1}, "signed at the moment itself"),
    ({"accepted_s": AT + 1}, {"signed_in_time": 0, "signed_known": 1}, "signed a second later: not signed yet"),
    ({"dispatched_s": AT + 1}, {"dispatched": 0, "signed_known": 0, "signed_in_time": 0}, "not dispatched yet"),
    ({"closed_s": AT}, {"closed": 1, "closed_late": 1}, "closed at the moment itself"),
    ({"closed_s": AT + 1}, {"closed": 0, "closed_late": 0, "overdue": 1}, "closed a second later: open, and overdue"),
    ({"created_s": AT + 1}, {"total": 0}, "created later: there is no ticket yet"),
    ({"created_s": AT + 1, "updated_s": AT - 1}, {"total": 0}, "created later, whatever its time of change says"),
]


@MAKES
@pytest.mark.parametrize(("changes", "want", "why"), TIMES, ids=[why for *_, why in TIMES])
def test_what_happened_later_has_not_happened(make: Make, changes: Row, want: dict[str, int], why: str) -> None:
    totals = counted(make, blank("T1", **(ALL | changes))).totals
    assert {name: totals[name] for name in want} == want, why


RESOLVED = [
    ({"closed_s": AT}, 1, "closed before: what it came to was known"),
    ({"closed_s": AT + 1}, 0, "closed later: not resolved yet, and not rated"),
    ({"closed_s": AT + 1, "updated_s": AT}, 1, "changed before: the version tells what was known"),
    ({"closed_s": None, "updated_s": AT}, 1, "the same, though it is open"),
    ({"closed_s": None}, None, "nothing tells since when"),
]


@MAKES
@pytest.mark.parametrize(("changes", "want", "why"), RESOLVED, ids=[why for *_, why in RESOLVED])
def test_resolved_is_what_was_known(make: Make, changes: Row, want: int | None, why: str) -> None:
    row = blank("T1", **(ALL | {"resolved": 1, "satisfied": 0} | changes))
    counts = counted(make, row)
    known = None if want is None else want
    assert (counts.totals["resolved"], counts.totals["satisfaction_known"]) == (want, known), why
    assert ("resolved" in counts.withheld) is (want is None), why
    assert counts.totals["resolution_known"] == (None if want is None else 1), "that it was not is known"
    if want is None:
        assert "1 件工单" in counts.withheld["resolved"].zh
        assert counts.groups[0].numbers["resolved"] is None
    assert counts.totals["total"] == 1
    assert counted(make, row, as_of=None).totals["resolved"] == 1, "without a moment everything counts"


EVENTS = [
    ({"closed_s": AT}, 1, "closed before: so was it reworked"),
    ({"closed_s": AT + 1}, None, "before or after"),
    ({"closed_s": None}, None, "an open ticket: the same"),
    ({"closed_s": None, "updated_s": AT}, 1, "the version was of that time"),
    ({"closed_s": None, "reworked": 0}, 0, "not at all, so not before"),
]


@MAKES
@pytest.mark.parametrize(("changes", "want", "why"), EVENTS, ids=[why for *_, why in EVENTS])
def test_what_may_happen_at_any_time(make: Make, changes: Row, want: int | None, why: str) -> None:
    assert counted(make, blank("T1", **(ALL | {"reworked": 2} | changes))).totals["reworked"] == want, why


@MAKES
def test_one_ticket_of_unknown_moment_withholds_and_the_rest_is_counted(make: Make) -> None:
    rows = [blank("T1", **(ALL | {"resolved": 1})), blank("T2", **(ALL | {"resolved": 1, "closed_s": None}))]
    counts = counted(make, *rows)
    assert (counts.totals["resolved"], counts.totals["closed"], counts.totals["total"]) == (None, 1, 2)
    assert counts.untold == 2


@MAKES
def test_a_ticket_that_does_not_count_withholds_nothing(make: Make) -> None:
    open_one = blank("T2", **(ALL | {"resolved": 1, "closed_s": None, "voided": 1}))
    assert counted(make, blank("T1", **(ALL | {"resolved": 1})), open_one).totals["resolved"] == 1


@MAKES
def test_closed_by_force_later_is_not_left_out_yet(make: Make) -> None:
    later = blank("T1", **(ALL | {"forced": 1, "closed_s": AT + 1}))
    before = blank("T2", **(ALL | {"forced": 1}))
    assert counted(make, later, before, exclude=["forced"]).totals["total"] == 1


def test_a_moment_before_the_period_is_refused() -> None:
    period = read_period("2025")
    Settings(terms=Terms(as_of_s=period.from_s), period=period)
    with pytest.raises(UnreadablePeriod, match="before"):
        Settings(terms=Terms(as_of_s=period.from_s - 1), period=period)


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2100-01-01", "9999-12-31"])
def test_a_moment_of_no_evaluation_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePeriod, match="1900"):
        read_moment(text)
