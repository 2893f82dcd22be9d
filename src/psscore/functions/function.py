"""What a function is to a host: a name, a sentence, its arguments, and the Python behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from psscore.functions.called import Called
from psscore.model.text import Text

REPEATS = 20
"""How often a repeating last argument may be given; hosts with fixed signatures need a number."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument. `lifts`: given a column, the function answers with a column."""

    name: str
    help: Text
    optional: bool = False
    lifts: bool = False


@dataclass(frozen=True)
class Function:
    """One function as users see it, and the Python behind it."""

    name: str
    summary: Text
    parameters: tuple[Parameter, ...]
    scalar: Callable[..., Called]
    example: str
    repeats_last: bool = False

    @cached_property
    def arity(self) -> int:
        return len(self.parameters)

    @cached_property
    def min_args(self) -> int:
        return sum(not parameter.optional for parameter in self.parameters)

    @cached_property
    def max_args(self) -> int:
        return len(self.parameters) + (REPEATS - 1 if self.repeats_last else 0)

    @cached_property
    def lifts(self) -> tuple[int, ...]:
        """Positions of the arguments that may be columns."""
        return tuple(index for index, parameter in enumerate(self.parameters) if parameter.lifts)
