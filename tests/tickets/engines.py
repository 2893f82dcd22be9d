"""Engines filled with rows made by a test."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import duckdb

from psscore.tickets.canonical import NAMES, create_table
from psscore.tickets.engines.dbapi import DbApi
from psscore.tickets.engines.duckdb import DuckDb
from psscore.tickets.engines.engine import Engine
from psscore.tickets.quoting import literal
from tickets.truth import Row

VALUES = f"({', '.join('?' * len(NAMES))})"


def cells(rows: Sequence[Row]) -> list[tuple[str | int | None, ...]]:
    return [tuple(row[name] for name in NAMES) for row in rows]


def listed(rows: Sequence[Row]) -> str:
    """The rows as SQL text: far faster than one at a time where an engine is made for columns."""
    return ",\n".join(f"({', '.join(map(literal, row))})" for row in cells(rows))


def in_duckdb(rows: Sequence[Row]) -> Engine:
    connection = duckdb.connect(":memory:")
    connection.execute(create_table("tickets"))
    if rows:
        connection.execute(f"INSERT INTO tickets VALUES {listed(rows)}")
    return DuckDb(connection)


def in_sqlite(rows: Sequence[Row]) -> Engine:
    connection = sqlite3.connect(":memory:")
    connection.execute(create_table("tickets"))
    connection.executemany(f"INSERT INTO tickets VALUES {VALUES}", cells(rows))
    connection.commit()
    return DbApi(connection, "sqlite", sqlite3.sqlite_version)


ENGINES = {"duckdb": in_duckdb, "sqlite": in_sqlite}
