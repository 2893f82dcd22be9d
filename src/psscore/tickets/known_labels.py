"""Labels that were met before: a column that has few is taken for numbers of a list, which the engine writes faster.

Only what cleaning leaves as it is stands in a list. A cell that is not listed fails the reading of its segment, which
is then read again as text: the table is the same with lists and without.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping

import duckdb

from psscore.tickets.cleaning import REJECT, SPACES, text
from psscore.tickets.mapping import LABELS
from psscore.tickets.mapping import Mapping as ColumnMapping
from psscore.tickets.total_rows import WORDS

MOST = 2000
"""Labels of a list: as many as the engine gives a dictionary in Parquet."""
_COMPARED = 6
"""Labels up to which it is faster to compare a cell with each than to look it up."""
_MISSES = 2
"""How often a list may prove too short before its column is read as text."""
_ONE_IN = 8
"""One reading in so many may fail over all."""


class KnownLabels:
    """The lists of one run over all its tables; several threads may ask and tell."""

    def __init__(self, mapping: ColumnMapping) -> None:
        # Where the mapping replaces values, text has to be looked at.
        self._open = {
            field
            for field in LABELS[1:]
            if not (mapping.codes.get(field) or mapping.values.get(field) or field in mapping.constants)
        }
        self._lists: dict[str, frozenset[str]] = {}
        self._misses = dict.fromkeys(self._open, 0)
        self._tried = self._failed = 0
        self._lock = threading.Lock()

    def lists(self, fields: Iterable[str]) -> dict[str, list[str]]:
        """The labels of each of these fields that has a list."""
        with self._lock:
            if self._failed > _MISSES + self._tried // _ONE_IN:
                return {}
            found = {field: sorted(self._lists[field]) for field in fields if self._lists.get(field)}
            self._tried += bool(found)
            return found

    def learn(
        self, connection: duckdb.DuckDBPyConnection, table: str, fields: Iterable[str], failed: Collection[str] = ()
    ) -> None:
        """Take the labels of the accepted records of a table; `failed` had lists with which it could not be read."""
        with self._lock:
            self._failed += bool(failed)
            fields = sorted(self._open.intersection(fields))
        for field in fields:
            rows = connection.execute(
                f"SELECT DISTINCT {field} FROM {table} WHERE {REJECT} IS NULL AND {field} IS NOT NULL LIMIT {MOST + 1}"
            ).fetchall()
            found = {label for (label,) in rows if _is_clean(label)}
            with self._lock:
                before = self._lists.get(field, frozenset())
                self._misses[field] += field in failed and not found <= before
                if self._misses[field] > _MISSES or len(rows) > MOST or len(before | found) > MOST:
                    self._open.discard(field)
                    self._lists.pop(field, None)
                elif field in self._open:
                    self._lists[field] = before | found

    def wants(self, fields: Iterable[str]) -> bool:
        """Whether there is a field that could have a list and has none."""
        with self._lock:
            return any(field not in self._lists for field in self._open.intersection(fields))


def types_of(lists: Mapping[str, list[str]]) -> dict[str, str]:
    """The type, as SQL, that the reader is to give each of these fields; it leaves to `cell_of` what has few labels."""
    return {field: _type(labels) for field, labels in lists.items() if len(labels) > _COMPARED}


def cell_of(cell: str, labels: list[str]) -> str:
    """The cell of such a field as a number of its list, as SQL."""
    if len(labels) > _COMPARED:
        return cell
    kind = _type(labels)
    arms = " ".join(f"WHEN {cell} = {text(label)} THEN CAST({text(label)} AS {kind})" for label in labels)
    return f"CASE {arms} ELSE CAST({cell} AS {kind}) END"


def _type(labels: list[str]) -> str:
    return f"ENUM({', '.join(map(text, labels))})"


def _is_clean(label: str) -> bool:
    """Whether a cell of this text is accepted as it is, whatever stands beside it."""
    return bool(label) and label == label.strip(SPACES) and label not in WORDS and not {"\ufffd", "\x00"} & set(label)
