"""What must not be remembered: a user's standard may be another one on the next call."""

from __future__ import annotations

from typing import Any

from psscore.functions.cells import Argument
from psscore.rulebook.catalogue import can_change


class Changing(Exception):
    """Carries a result past a cache: what is raised is not remembered."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


def kept(found: Any, reference: Argument) -> Any:
    """The result, when it may be remembered; raised as `Changing`, when the standard behind it may change."""
    if isinstance(reference, str) and can_change(reference):
        raise Changing(found)
    return found
