"""Any DB-API connection to a database with a view `tickets` of the canonical columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psscore.databases import postgresql
from psscore.model.text import Text
from psscore.tickets.engines.engine import EngineProblem


class DbApi:
    """The canonical table in a database, reached through PEP 249; nothing is written to it."""

    starts: tuple[int, ...] = ()

    def __init__(self, connection: Any, name: str = "dbapi", version: str = "") -> None:
        self.connection = connection
        self.name = name
        self.version = version

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of the answer; the transaction is rolled back, as nothing was to change."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]
        except Exception as error:
            if not _from_driver(error, self.connection):
                raise
            why = postgresql.said(error)
            raise EngineProblem(
                Text(
                    f"数据库不能计数：{why}。须有名为 tickets 的表或视图，列见 psscore.tickets.canonical",
                    f"the database cannot count: {why}. It needs a table or view named tickets with the columns of "
                    "psscore.tickets.canonical",
                )
            ) from error
        finally:
            cursor.close()
            self.connection.rollback()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def connect(url: str) -> DbApi:
    """`sqlite:///file.db` (one slash more for an absolute path) or `postgresql://user@host/database`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(Path(unquote(url.removeprefix("sqlite:///"))))
    if scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    raise EngineProblem(
        Text(
            f"不认识的数据库地址 {scheme}://：可用 sqlite:/// 和 postgresql://；其他数据库在 Python 里用 "
            "psscore.tickets.engines.dbapi.DbApi(连接)",
            f"unknown database address {scheme}://: sqlite:/// and postgresql:// are known; from Python any DB-API "
            "connection works with psscore.tickets.engines.dbapi.DbApi(connection)",
        )
    )


def _sqlite(path: Path) -> DbApi:
    if not path.is_file():
        raise EngineProblem(Text(f"没有数据库文件 {path}", f"there is no database file {path}"))
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    return DbApi(connection, "sqlite", sqlite3.sqlite_version)


def _postgresql(url: str) -> DbApi:
    try:
        connection = postgresql.connect(url)
        postgresql.read_only(connection)
        version = postgresql.server_version(connection)
    except postgresql.NoConnection as failure:
        raise EngineProblem(failure.text) from None
    return DbApi(connection, "postgresql", version)


def _from_driver(error: Exception, connection: Any) -> bool:
    """Whether an exception is the driver's: PEP 249 names its root `Error`, above the connection's class or module."""
    return any(kind.__name__ == "Error" for kind in type(error).__mro__) or isinstance(
        error, getattr(connection, "Error", ())
    )
