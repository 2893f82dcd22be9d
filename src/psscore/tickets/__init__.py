"""Tickets of hotlines and grids: exports read into one canonical table, counts taken from it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psscore.tickets.frames import counts
    from psscore.tickets.ingested import Ingested, open_ingested
    from psscore.tickets.mapping import Mapping, load_mapping
    from psscore.tickets.reading import ingest
    from psscore.tickets.refusal import TicketsRefused

_HOMES = {
    "Ingested": "ingested",
    "Mapping": "mapping",
    "TicketsRefused": "refusal",
    "counts": "frames",
    "ingest": "reading",
    "load_mapping": "mapping",
    "open_ingested": "ingested",
}
__all__ = ["Ingested", "Mapping", "TicketsRefused", "counts", "ingest", "load_mapping", "open_ingested"]


def __getattr__(name: str) -> Any:
    # What these stand on takes a while to import; the command line must start without it.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
