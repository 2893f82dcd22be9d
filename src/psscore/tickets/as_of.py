"""What was known of a ticket at a moment, as pieces of the one SQL text: nothing that happened later had happened.

A version that says when it was changed, and was changed before, tells what was known. One without that time is judged
by the others: a time after the moment is blank, and so is what comes with being closed when that came later. A flag
that no time places before or after the moment is not counted at all.
"""

from __future__ import annotations

NEVER = -9_000_000_000_000
"""Before any time that can be written: a version without one is the oldest."""
OUTCOMES = {"resolved": "= 1", "satisfied": "IS NOT NULL", "forced": "= 1"}
"""What a ticket comes to when it is closed, and when it says something that has a moment."""
EVENTS = {"extended": "= 1", "reworked": "> 0", "reopened": "> 0"}
"""What may happen to a ticket at any time before it is closed."""
UNTIMED = (*OUTCOMES, *EVENTS)
_DONE = ("dispatched_s", "accepted_s", "closed_s")


def updated(alias: str) -> str:
    """When a version was changed."""
    return f"COALESCE({alias}.updated_s, {NEVER})"


def moment(alias: str) -> str:
    """When a version came to be: changed, else created."""
    return f"COALESCE({alias}.updated_s, {alias}.created_s, {NEVER})"


def is_later(alias: str, as_of_s: int) -> str:
    """A version changed, or a ticket created, after the moment."""
    return f"{moment(alias)} > {as_of_s} OR COALESCE({alias}.created_s, {NEVER}) > {as_of_s}"


def as_known(alias: str, name: str, as_of_s: int | None) -> str:
    """A column as it was at the moment."""
    column = f"{alias}.{name}"
    if as_of_s is None:
        return column
    if name in _DONE:
        return f"CASE WHEN {column} <= {as_of_s} THEN {column} END AS {name}"
    if name in OUTCOMES:
        told = f"{alias}.updated_s IS NOT NULL OR {alias}.closed_s IS NULL OR {alias}.closed_s <= {as_of_s}"
        # What had not been closed was not resolved; how people would rate it was not known.
        otherwise = "" if name == "satisfied" else " ELSE 0"
        return f"CASE WHEN {told} THEN {column}{otherwise} END AS {name}"
    return column


def untimed(alias: str, flag: str, as_of_s: int) -> str:
    """1 where a flag is set and no time tells whether it was before the moment."""
    said = {**OUTCOMES, **EVENTS}[flag]
    after = "" if flag in OUTCOMES else f" OR {alias}.closed_s > {as_of_s}"
    open_then = f"({alias}.closed_s IS NULL{after})"
    return f"CASE WHEN {alias}.{flag} {said} AND {alias}.updated_s IS NULL AND {open_then} THEN 1 END AS {flag}_untimed"
