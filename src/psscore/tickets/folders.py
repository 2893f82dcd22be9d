"""Folders of read tickets as one table: the order of reading runs on from each to the next.

Every reading numbers its records anew. Of two versions with the same time of change, one in each of two folders, the
one of the folder named later was read later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from psscore.model.text import Text
from psscore.tickets.canonical import GLOB
from psscore.tickets.engines.engine import EngineProblem
from psscore.tickets.ingested import RECEIPT
from psscore.tickets.quoting import literal


@dataclass(frozen=True, slots=True)
class Reading:
    """The Parquet files of one reading, and what is added to `version_tie` in them."""

    files: tuple[Path, ...]
    start: int

    @property
    def relation(self) -> str:
        """Its rows as DuckDB reads them."""
        listed = ", ".join(literal(str(file)) for file in self.files)
        return f"read_parquet([{listed}], hive_partitioning = false)"


def readings(folders: Sequence[Path]) -> tuple[Reading, ...]:
    """The readings in folders as they are named, each once; those inside one folder in the order of their names.

    Raises EngineProblem for a folder without Parquet.
    """
    together: dict[Path, dict[Path, Path]] = {}
    seen: set[Path] = set()
    for folder in folders:
        found = parquet_in(folder)
        # A reading may well have found no ticket.
        if not found and not (folder / RECEIPT).is_file():
            raise EngineProblem(
                Text(
                    f"{folder} 里没有 Parquet 文件：先用 psscore tickets ingest 读入",
                    f"no Parquet files in {folder}: read the exports with psscore tickets ingest first",
                )
            )
        for place, files in sorted(_by_reading(folder, found).items()):
            new = {file.resolve(): file for file in files if file.resolve() not in seen}
            seen |= set(new)
            if new:
                together.setdefault(place.resolve(), {}).update(new)
    made: list[Reading] = []
    start = 0
    with duckdb.connect(":memory:") as connection:
        for number, parts in enumerate(together.values(), 1):
            made.append(Reading(tuple(parts.values()), start))
            if number < len(together):
                start += _last(connection, made[-1]) + 1
    return tuple(made)


def parquet_in(folder: Path) -> list[Path]:
    """The Parquet files of a folder; those of hidden folders, as an interrupted reading leaves, are no data."""
    found = sorted(folder.glob(GLOB)) or sorted(folder.rglob("*.parquet"))
    return [path for path in found if not is_hidden(path, folder)]


def readings_in(folder: Path) -> list[Path]:
    """The folders of readings below a folder, by name; none when it holds Parquet that no reading has written."""
    found = {path.parent for path in folder.rglob(RECEIPT) if not is_hidden(path, folder)}
    foreign = any(found.isdisjoint(file.parents) for file in parquet_in(folder))
    return [] if foreign else sorted(found)


def is_hidden(path: Path, folder: Path) -> bool:
    """Whether a file lies in a hidden folder of this one, or is one."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _by_reading(folder: Path, files: Sequence[Path]) -> dict[Path, list[Path]]:
    """The files under the folder of the reading that wrote them; those of none under the folder named."""
    found: dict[Path, list[Path]] = {}
    receipts: dict[Path, bool] = {}
    for file in files:
        above = [parent for parent in file.parents if parent == folder or parent.is_relative_to(folder)]
        for parent in above:
            if parent not in receipts:
                receipts[parent] = (parent / RECEIPT).is_file()
        found.setdefault(next((parent for parent in above if receipts[parent]), folder), []).append(file)
    return found


def _last(connection: duckdb.DuckDBPyConnection, reading: Reading) -> int:
    """The largest `version_tie` in it; 0 where a table of somebody else's has none."""
    try:
        row = connection.execute(f"SELECT max(version_tie) FROM {reading.relation}").fetchone()
    except duckdb.Error:
        return 0
    return int(row[0] or 0) if row else 0
