"""Connections of one reading to the engine: one after another for whole tables, several at a time for segments."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from psscore.model.text import Text
from psscore.tickets.placing import io_refusal
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.sources import WORKERS
from psscore.tickets.writing import MEMORY, connect


class Connections:
    """Opens connections within the memory for all together; what they trip over becomes TicketsRefused."""

    def __init__(self, scratch: Path, stage: Path) -> None:
        self._scratch, self._stage = scratch, stage
        self._busy: set[duckdb.DuckDBPyConnection] = set()
        self._idle: list[duckdb.DuckDBPyConnection] = []

    @contextlib.contextmanager
    def whole(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The only one: it has all memory and every thread. Those that wait for segments are closed."""
        self.close()
        connection = connect(self._scratch, threads=WORKERS)
        try:
            with self._in_use(connection):
                yield connection
        finally:
            connection.close()

    @contextlib.contextmanager
    def for_segment(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One of as many as there are workers, in the thread of one; kept for the next segment unless it failed."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = connect(self._scratch, threads=1, memory=MEMORY // WORKERS)
        try:
            with self._in_use(connection):
                yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    def interrupt(self) -> None:
        """End what runs."""
        for connection in list(self._busy):
            connection.interrupt()

    def close(self) -> None:
        """Close the ones that wait for another segment."""
        while self._idle:
            self._idle.pop().close()

    @contextlib.contextmanager
    def _in_use(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        self._busy.add(connection)
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise TicketsRefused(
                "memory", Text("内存或临时磁盘不足，未写出", "out of memory or of temporary disk: nothing is written")
            ) from error
        except duckdb.IOException as error:
            raise io_refusal(self._stage, str(error)) from error
        finally:
            self._busy.discard(connection)
