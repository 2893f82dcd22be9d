"""Columns of times that are all written in one form: the engine takes them for times as it reads the text.

A cell of another form fails the reading of its segment, which is then read again as text and cleaned: the table is the
same either way.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping

import duckdb

from psscore.tickets.cleaning import EARLIEST_S, LATEST_S, local_seconds, text
from psscore.tickets.mapping import TIMES
from psscore.tickets.mapping import Mapping as ColumnMapping
from psscore.tickets.time_formats import SERIALS

_SAMPLE = 20_000
"""Records that are looked at first; after a failure all of a segment are."""


class PlainTimes:
    """The columns of one run over all its tables; several threads may ask and tell."""

    def __init__(self, mapping: ColumnMapping) -> None:
        # The first format alone: of several that fit, the first is the one that holds.
        firsts = {field: next(iter(mapping.formats_of(field)), "") for field in TIMES if field in mapping.columns}
        common = Counter(firsts.values()).most_common(1)
        self.format = common[0][0] if common else ""
        sound = self.format and "%z" not in self.format and self.format not in SERIALS
        self._open = {field for field, first in firsts.items() if sound and first == self.format}
        self._plain: set[str] = set()
        self._lock = threading.Lock()

    def types(self, fields: Iterable[str]) -> dict[str, str]:
        """The type, as SQL, of each of these fields that is all of one form."""
        with self._lock:
            return {field: "TIMESTAMP" for field in fields if field in self._plain}

    def wants(self, fields: Iterable[str]) -> bool:
        """Whether there is a field that has not been looked at."""
        with self._lock:
            return not self._plain and not self._open.isdisjoint(fields)

    def learn(
        self, connection: duckdb.DuckDBPyConnection, relation: str, cells: Mapping[str, str], *, failed: bool = False
    ) -> None:
        """Look at the cells of a relation of text; `failed` when times could not be read as such, or labels."""
        with self._lock:
            fields = sorted(self._open.intersection(cells))
        if not fields:
            return
        others = ", ".join(f"count(CASE WHEN NOT ({self._fits(cells[field])}) THEN 1 END)" for field in fields)
        rows = relation if failed else f"(SELECT * FROM {relation} LIMIT {_SAMPLE})"
        counts = connection.execute(f"SELECT {others} FROM {rows}").fetchall()[0]
        plain = {field for field, count in zip(fields, counts, strict=True) if not count}
        with self._lock:
            self._open.difference_update(set(fields) - plain)
            self._plain = (self._plain | plain) & self._open

    def _fits(self, cell: str) -> str:
        seconds = local_seconds(cell, [self.format])
        return f"coalesce({cell}, '') = '' OR coalesce({seconds} BETWEEN {EARLIEST_S} AND {LATEST_S}, FALSE)"


def within(fields: Iterable[str], table: str) -> str:
    """Whether all times of these fields in a table are such as are taken for times, as SQL."""
    outside = " OR ".join(f"{field}_s NOT BETWEEN {EARLIEST_S} AND {LATEST_S}" for field in fields)
    return f"SELECT count(*) = 0 FROM {table} WHERE {outside}"


def option(form: str) -> str:
    """The option of the reader that states the form of times."""
    return f"timestampformat = {text(form)}, "
