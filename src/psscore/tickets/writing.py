"""Reading tables and writing Parquet: DuckDB in this process, within a stated memory, nothing fetched from a network."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb

from psscore.tickets.canonical import COLUMNS
from psscore.tickets.cleaning import FAULTS, REJECT, YEAR, canonical_select, text
from psscore.tickets.mapping import Mapping as ColumnMapping
from psscore.tickets.sources import Table

MEMORY = "400MB"
TICKETS, REJECTS = "part=tickets", "part=rejects"
UNREADABLE = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.InternalException)
"""What the engine raises of a table that is not written as stated."""


def connect(scratch: Path, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A connection that spills into `scratch` and loads no extension from a network."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(scratch / "spill"),
        "threads": max(1, min(4, os.cpu_count() or 1)),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(config=settings)


def text_relation(table: Table) -> str:
    """A table of text as a relation: `_record` from 1, `_first`, and c0, c1, ... The dialect is stated in full."""
    shape = table.shape
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(shape.columns))
    return (
        f"(SELECT row_number() OVER () AS _record, c0 AS _first, * FROM read_csv({text(str(table.path))}, "
        f"auto_detect = false, header = false, delim = {text(shape.delimiter)}, quote = {text(shape.quote)}, "
        f"escape = {text(shape.quote)}, columns = {{{columns}}}, strict_mode = true, null_padding = false, "
        f"encoding = 'utf-8', compression = 'none'))"
    )


def frame_relation(name: str, types: Mapping[str, str]) -> str:
    """A registered frame as such a relation; a whole number held as a float, as pandas does beside blanks, is whole."""
    cells = []
    for place, (column, kind) in enumerate(types.items()):
        quoted = '"' + column.replace('"', '""') + '"'
        shown = f"CAST({quoted} AS VARCHAR)"
        if kind in ("DOUBLE", "FLOAT"):
            whole = f"CAST(CAST({quoted} AS BIGINT) AS VARCHAR)"
            # Past 15 digits a float has lost the last ones: written so that it is refused as a ticket number.
            large = f"format('{{:.14E}}', CAST({quoted} AS DOUBLE))"
            shown = (
                f"CASE WHEN isnan({quoted}) THEN NULL WHEN abs({quoted}) >= 1e15 THEN {large} "
                f"WHEN {quoted} = trunc({quoted}) THEN {whole} ELSE {shown} END"
            )
        elif kind == "BOOLEAN":
            shown = f"CAST(CAST({quoted} AS INTEGER) AS VARCHAR)"
        elif kind.startswith("TIMESTAMP"):
            shown = f"strftime(CAST({quoted} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S')"
        elif kind == "DATE":
            shown = f"strftime({quoted}, '%Y-%m-%d 00:00:00')"
        cells.append(f"{shown} AS c{place}")
    return f"(SELECT row_number() OVER () + 1 AS _record, '' AS _first, {', '.join(cells)} FROM {name})"


def write_parts(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    places: Mapping[str, int],
    mapping: ColumnMapping,
    stage: Path,
    *,
    file: str,
    order: int,
    first_record: int,
    header: str,
) -> int:
    """Write the records from `first_record` on as Parquet, tickets and rejects apart; gives their number."""
    cells = {field: f"c{place}" for field, place in places.items()}
    rows = f"(SELECT * FROM {relation} WHERE _record >= {first_record})"
    select = canonical_select(rows, cells, mapping, file=file, order=order, header=header)
    names = ", ".join(column.name for column in COLUMNS)
    statement = f"""
COPY (SELECT {names}, {FAULTS}, {REJECT}, {YEAR},
  CASE WHEN {REJECT} IS NULL THEN 'tickets' ELSE 'rejects' END AS part FROM ({select}))
TO {text(str(stage))} (FORMAT parquet, PARTITION_BY (part, city, {YEAR}), WRITE_PARTITION_COLUMNS true,
  OVERWRITE_OR_IGNORE true, FILENAME_PATTERN 'file{order:05d}_{{i}}')"""
    row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


def forget(stage: Path, order: int) -> None:
    """Remove what was written of a file that is to be read again."""
    for path in stage.rglob(f"file{order:05d}_*.parquet"):
        path.unlink()
