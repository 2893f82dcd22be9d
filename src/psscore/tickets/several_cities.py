"""Ticket numbers that stand in several cities: one ticket for each city, which may be a mistake of the export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psscore.model.text import Text
from psscore.tickets.engines.engine import Engine

_CITY = "COALESCE(city, '')"
SEVERAL_SQL = f"""SELECT COUNT(*), MIN(ticket_id)
FROM (
  SELECT ticket_id
  FROM tickets
  GROUP BY ticket_id
  HAVING MIN({_CITY}) <> MAX({_CITY})
) numbers"""
"""How many numbers, and one of them: the same text on every engine."""


@dataclass(frozen=True, slots=True)
class SeveralCities:
    """How many ticket numbers stand in more than one city, and one of them."""

    numbers: int
    example: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The part of a receipt about it."""
        return {"numbers": self.numbers, "example": self.example}


def in_several_cities(engine: Engine) -> SeveralCities:
    """Ask an engine; raises EngineProblem."""
    numbers, example = engine.rows(SEVERAL_SQL)[0]
    return SeveralCities(int(numbers), example)


def several_told(found: Mapping[str, Any] | None) -> Text | None:
    """The warning about what a receipt tells; None when there is nothing to warn of, or it is not known."""
    if not found or not found["numbers"]:
        return None
    numbers, example = found["numbers"], found["example"]
    return Text(
        f"{numbers} 个工单编号出现在不止一个城市（如 {example}），按不同的工单各自计数：各市平台自行编号时本应如此；"
        "如果是同一件工单转了城市，会重复计数，请在导出中统一该工单的城市",
        f"{numbers} ticket numbers stand in more than one city (such as {example}) and count once in each, as is right "
        "where every city numbers its own; a ticket that moved to another city is counted twice: give all its rows one "
        "city in the export",
    )
