"""Tickets that do not count, and by which clause: rows of exclusions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from psscore.model.text import Text
from psscore.tickets.quoting import literal


class UnknownExclusion(ValueError):
    """An exclusion nobody has described."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        listed = "、".join(known)
        self.message = Text(
            f"没有名为 {name} 的剔除项，可用：{listed}", f"no exclusion {name}; known: {', '.join(known)}"
        )
        super().__init__(self.message.en)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One ground on which a ticket is left out."""

    name: str
    title: Text
    column: str
    values: tuple[str | int, ...]
    default: bool
    clause: Text

    def condition(self, alias: str) -> str:
        """The SQL condition on a row of the canonical table."""
        listed = ", ".join(literal(value) for value in self.values)
        return f"{alias}.{self.column} IN ({listed})"


@cache
def exclusions() -> tuple[Exclusion, ...]:
    """All grounds, in the order they are tried."""
    raw = tomllib.loads((files("psscore.tickets") / "exclusions.toml").read_text("utf-8"))
    return tuple(
        Exclusion(
            row["name"],
            Text(**row["title"]),
            row["column"],
            tuple(row["values"]),
            row["default"],
            Text(**row["clause"]),
        )
        for row in raw["exclusion"]
    )


def chosen(names: Iterable[str] | None) -> tuple[Exclusion, ...]:
    """The grounds of these names, or those that apply by default when None."""
    known = {one.name: one for one in exclusions()}
    if names is None:
        return tuple(one for one in known.values() if one.default)
    wanted = set(names)
    for name in sorted(wanted - set(known)):
        raise UnknownExclusion(name, tuple(known))
    return tuple(one for one in known.values() if one.name in wanted)
