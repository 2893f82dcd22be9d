"""The database under a store: DuckDB, or any DB-API connection, behind the few things that are asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import duckdb

from psscore.databases import postgresql
from psscore.history.schema import type_of
from psscore.model.text import Text
from psscore.results.stores import where

Row = tuple[Any, ...]
_MOST_PARAMETERS = 8000
_MOST_ROWS = 20_000


class StoreProblem(Exception):
    """A store that cannot be opened, read or written; `text` says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Database(Protocol):
    """What a store asks of a database. Parameters are marked `?`."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of an answer; none for a statement without one."""
        ...

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add rows, many at a time."""
        ...

    def has(self, table: str) -> bool:
        """Whether there is such a table; not to be asked within a transaction."""
        ...

    def begin(self) -> None:
        """Begin a transaction that no other writer gets between."""
        ...

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def close(self) -> None: ...


class DuckDbFile:
    """A DuckDB file. Only one process may have it open for writing."""

    def __init__(self, path: Path, *, write: bool) -> None:
        _check_file(path, write=write)
        try:
            self._connection = duckdb.connect(str(path), read_only=not write)
        except (duckdb.Error, OSError) as error:
            raise StoreProblem(_why_not_opened(path, str(error))) from None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        with _failing((duckdb.Error,)):
            return self._connection.execute(sql, list(parameters)).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.rows("SELECT 1 FROM information_schema.tables WHERE table_name = ?", (table,)))

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Whole columns as lists: a hundred times as fast as row by row."""
        lists = ", ".join(f"unnest(CAST(? AS {type_of(column)}[]))" for column in columns)
        for start in range(0, len(rows), _MOST_ROWS):
            part = rows[start : start + _MOST_ROWS]
            given = [[row[place] for row in part] for place in range(len(columns))]
            self.rows(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {lists}", given)

    def begin(self) -> None:
        with _failing((duckdb.Error,)):
            self._connection.begin()

    def commit(self) -> None:
        with _failing((duckdb.Error,)):
            self._connection.commit()

    def rollback(self) -> None:
        # A commit that failed has rolled back by itself.
        with suppress(duckdb.TransactionException):
            self._connection.rollback()

    def close(self) -> None:
        self._connection.close()


class DbApiDatabase:
    """A PEP 249 connection; `lock` is the statement that keeps other writers out until the transaction ends."""

    def __init__(self, connection: Any, *, paramstyle: str = "format", lock: str = "") -> None:
        self._connection, self._lock = connection, lock
        self._mark = "%s" if paramstyle in ("format", "pyformat") else "?"

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql.replace("?", self._mark), tuple(parameters))
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        except Exception as error:
            if not _from_driver(error):
                raise
            raise StoreProblem(_failed(postgresql.said(error))) from error
        finally:
            cursor.close()

    def has(self, table: str) -> bool:
        try:
            self.rows(f"SELECT 1 FROM {table} WHERE 1 = 0")
        except StoreProblem:
            # No two databases list their tables alike, but all refuse to read what is not there.
            self._connection.rollback()
            return False
        return True

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        most = max(1, _MOST_PARAMETERS // len(columns))
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            marks = ", ".join(["(" + ", ".join("?" * len(columns)) + ")"] * len(part))
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks}"
            self.rows(sql, [cell for row in part for cell in row])

    def begin(self) -> None:
        # What was read before must not decide what is written now.
        self._connection.rollback()
        if self._lock:
            self.rows(self._lock)

    def commit(self) -> None:
        self._connection.commit()

    def rollback(self) -> None:
        self._connection.rollback()

    def close(self) -> None:
        self._connection.rollback()
        self._connection.close()


def open_database(place: str, *, write: bool) -> Database:
    """The database a store is named by: a DuckDB file, made when it is to be written, or a PostgreSQL address."""
    found = where(place)
    if found is None:
        raise StoreProblem(
            Text(
                f"{place} 不是结果库：用 .duckdb 文件或 postgresql:// 地址",
                f"{place} names no store: use a .duckdb file or a postgresql:// address",
            )
        )
    if not found.url:
        return DuckDbFile(Path(found.place), write=write)
    try:
        connection = postgresql.connect(found.place)
        if not write:
            postgresql.read_only(connection)
    except postgresql.NoConnection as failure:
        raise StoreProblem(failure.text) from None
    # Advisory, as the tables may not be there yet; the number is ours alone.
    return DbApiDatabase(connection, lock="SELECT pg_advisory_xact_lock(7553207001)")


def _check_file(path: Path, *, write: bool) -> None:
    if path.is_dir():
        raise StoreProblem(Text(f"{path} 是文件夹，不是结果库", f"{path} is a folder, not a store"))
    if not path.exists():
        if not write:
            raise StoreProblem(Text(f"没有结果库 {path}", f"there is no store {path}"))
        if not path.parent.is_dir():
            raise StoreProblem(Text(f"没有文件夹 {path.parent}", f"there is no folder {path.parent}"))
    elif path.stat().st_size == 0:
        # DuckDB would take an empty file for a new one: it may as well be what a copy left.
        raise StoreProblem(Text(f"{path} 是空文件，不是结果库", f"{path} is empty: it is no store"))


def _why_not_opened(path: Path, error: str) -> Text:
    if re.search(r"\block\b", error, re.IGNORECASE) or "another process" in error:
        holder = re.search(r"\(?PID (\d+)", error)
        zh, en = (f"（进程 {holder[1]}）", f" (process {holder[1]})") if holder else ("", "")
        return Text(
            f"结果库 {path} 正被另一个程序使用{zh}：等它结束后再试",
            f"another program{en} has the store {path} open: try again when it has ended",
        )
    if "not a valid DuckDB" in error:
        return Text(f"{path} 不是 DuckDB 文件", f"{path} is no DuckDB file")
    if "version number" in error or "newer version" in error:
        return Text(
            f"{path} 由另一版本的 DuckDB 写成，这一版（{duckdb.__version__}）读不了：请更新 duckdb",
            f"{path} was written by another version of DuckDB than this one ({duckdb.__version__}): update duckdb",
        )
    return Text(f"打不开结果库 {path}：{error}", f"the store {path} cannot be opened: {error}")


def _failed(error: str) -> Text:
    return Text(f"结果库读写失败，未改动：{error}", f"the store could not be read or written; nothing changed: {error}")


@contextmanager
def _failing(kinds: tuple[type[Exception], ...]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise StoreProblem(_failed(str(error))) from error


def _from_driver(error: Exception) -> bool:
    return any(kind.__name__ == "Error" for kind in type(error).__mro__)
