"""DuckDB over Parquet, a frame or a table: the default engine, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from psscore.model.text import Text
from psscore.tickets.canonical import BY_NAME, NAMES
from psscore.tickets.engines.engine import EngineProblem
from psscore.tickets.engines.memory import engine_mib
from psscore.tickets.folders import readings

_NOT_OF_ITS_KIND = Text(
    "DuckDB 不能计数：有单元格不是其列应有的类型（时间列 _s 和标志、次数列须为整数；内容不列出），"
    "见 psscore.tickets.canonical；原始导出请用 psscore tickets ingest 读入",
    "DuckDB cannot count: a cell is not of the type of its column (times ending in _s, flags and numbers are whole "
    "numbers; it is not quoted), see psscore.tickets.canonical; read raw exports with psscore tickets ingest",
)


class DuckDb:
    """The canonical table in DuckDB."""

    name = "duckdb"
    version = duckdb.__version__
    starts: tuple[int, ...] = ()

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @classmethod
    def parquet(cls, folders: Sequence[Path]) -> DuckDb:
        """Over folders of read tickets."""
        parts = readings(folders)
        made = cls(connect())
        made.starts = tuple(part.start for part in parts[1:])
        tie = "* REPLACE (version_tie + CAST({} AS BIGINT) AS version_tie)"
        made._view(
            "\nUNION ALL BY NAME\n".join(
                f"SELECT {tie.format(part.start) if part.start else '*'} FROM {part.relation}" for part in parts
            )
        )
        return made

    @classmethod
    def frame(cls, frame: Any) -> DuckDb:
        """Over a pandas, Polars or Arrow table with the canonical columns; those it lacks are null."""
        made = cls(connect())
        # The order of the rows is the order of the versions.
        made.connection.execute("SET preserve_insertion_order = true")
        made.connection.register("frame", frame)
        made._view(f"SELECT {_completed(map(str, frame.columns))} FROM frame")
        return made

    def _view(self, select: str) -> None:
        self.connection.execute(f"CREATE VIEW tickets AS {select}")

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of the answer."""
        try:
            return self.connection.execute(sql).fetchall()
        except (duckdb.ConversionException, duckdb.InvalidInputException):
            # What the engine says quotes the cell: neither its words nor it as the cause may be shown.
            raise EngineProblem(_NOT_OF_ITS_KIND) from None
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except RuntimeError as error:
            # So does it say that Ctrl-C has ended a query.
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from None
            raise
        except duckdb.Error as error:
            raise EngineProblem(Text(f"DuckDB 不能计数：{error}", f"DuckDB cannot count: {error}")) from error

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def connect(most_mib: int = 1024) -> duckdb.DuckDBPyConnection:
    """A connection in memory that stays inside what this process may use and spills to disk beyond."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{engine_mib(most_mib)}MiB'")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _completed(present: Iterable[str]) -> str:
    """The canonical columns of a frame that may lack some."""
    given = set(present)
    if lacking := [name for name in ("ticket_id", "created_s") if name not in given]:
        listed = "、".join(lacking)
        raise EngineProblem(
            Text(f"数据缺少列 {listed}，见 psscore.tickets.canonical", f"columns missing: {', '.join(lacking)}")
        )
    columns = []
    for name in NAMES:
        kind = BY_NAME[name].sql_type
        if name in given:
            columns.append(f'CAST("{name}" AS {kind}) AS {name}')
        elif name == "version_tie":
            columns.append(f"CAST(row_number() OVER () AS {kind}) AS {name}")
        else:
            columns.append(f"CAST({0 if name == 'bad_time' else 'NULL'} AS {kind}) AS {name}")
    return ", ".join(columns)
