"""What an engine of counts is: it has a table or view `tickets` and answers a SQL text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from psscore.model.text import Text


class EngineProblem(Exception):
    """An engine that is not installed, not reached, or cannot answer; with what to do."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


class Engine(Protocol):
    """A place where the canonical table lies, named `tickets`."""

    name: str
    version: str
    starts: tuple[int, ...]
    """Where `version_tie` goes over from one reading to the next: none for a table of one reading."""

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of the answer, in its order."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...
