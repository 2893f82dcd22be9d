"""Why there is no ranking: everything that is wrong, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psscore.model.text import Text

_NAMED = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the way of a ranking: `code` for machines, the sentence, and whom it is about."""

    code: str
    message: Text
    about: tuple[str, ...] = ()


class NotRanked(Exception):
    """The evaluations cannot be ranked together."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message.en for problem in problems))
        self.problems = tuple(problems)


def listed(names: Sequence[str]) -> Text:
    """The names in a sentence, the first dozen of many."""
    shown = list(names[:_NAMED])
    rest = len(names) - len(shown)
    more = Text(f" 等 {len(names)} 个", f" and {rest} more") if rest else Text("", "")
    return Text("、".join(shown), ", ".join(shown)) + more
