"""From the path a fault names, such as "indicator 33 > points", to the cell it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from psscore.rulebooks.sheets import Place
from psscore.rulebooks.unfold import Path

_NAMED = re.compile(r"(indicator|reading|veto) (.*)", re.DOTALL)
_INDEXED = re.compile(r"([^\[\]]+)((?:\[\d+\])+)")
_IDENTITY = {"indicator": "code", "reading": "name", "veto": "code"}


def path_of(where: str, raw: Mapping[str, Any]) -> Path:
    """The path in the data a fault's address stands for. Of two with the same code, the later one."""
    path: list[str | int] = []
    for segment in where.split(" > "):
        if not path and (named := _NAMED.fullmatch(segment)):
            path += [named[1], _index(raw.get(named[1]), _IDENTITY[named[1]], named[2])]
        elif not path and segment.startswith("rules."):
            path += ["rules", segment.removeprefix("rules.")]
        elif indexed := _INDEXED.fullmatch(segment):
            path += [indexed[1], *(int(index) for index in re.findall(r"\d+", indexed[2]))]
        else:
            path.append(segment)
    return tuple(path)


def place_of(where: str, raw: Mapping[str, Any], places: Mapping[Path, Place]) -> Place | None:
    """The cell of a fault, or of the nearest thing around it; None when no sheet has it."""
    path = path_of(where, raw)
    while path:
        if path in places:
            return places[path]
        below = next((place for known, place in places.items() if known[: len(path)] == path), None)
        if below is not None:
            return below
        path = path[:-1]
    return None


def _index(items: Any, key: str, name: str) -> int:
    found = 0
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping) and str(item.get(key, "")) == name:
            found = index
    return found
