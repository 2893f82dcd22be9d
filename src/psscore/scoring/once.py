"""What an object that never changes gives rise to, worked out once for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")
_MOST = 4096


def once(make: Callable[[_K], _V]) -> Callable[[_K], _V]:
    """`make`, asked once for each object. Objects are told apart by identity: rules are slow to hash."""
    known: dict[int, tuple[_K, _V]] = {}

    @wraps(make)
    def made(item: _K) -> _V:
        found = known.get(id(item))
        # What is known is held, so that no other object can get its identity.
        if found is not None and found[0] is item:
            return found[1]
        if len(known) >= _MOST:
            known.clear()
        value = make(item)
        known[id(item)] = item, value
        return value

    return made
