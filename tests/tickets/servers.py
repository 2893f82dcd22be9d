"""PostgreSQL and Spark for a test, filled with its rows; CI must have them, a user's machine may not."""

from __future__ import annotations

import io
import re
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from needs import absent
from postgresql_server import server
from psscore.databases import postgresql
from psscore.tickets.canonical import COLUMNS, NAMES, create_table
from psscore.tickets.engines.dbapi import connect
from psscore.tickets.engines.engine import Engine
from psscore.tickets.engines.spark import Spark
from tickets.engines import cells
from tickets.truth import Row

_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


@contextmanager
def in_postgresql(rows: Sequence[Row]) -> Iterator[Engine]:
    """A server of its own with these tickets."""
    with server() as url:
        connection = postgresql.connect(url)
        cursor = connection.cursor()
        cursor.execute(create_table("tickets"))
        lines = "".join("\t".join(map(_copied, row)) + "\n" for row in cells(rows))
        cursor.execute(f"COPY tickets ({', '.join(NAMES)}) FROM STDIN", stream=io.BytesIO(lines.encode()))
        connection.commit()
        connection.close()
        engine = connect(url)
        yield engine
        engine.close()


def _copied(cell: object) -> str:
    """A cell as COPY reads it."""
    if cell is None:
        return "\\N"
    return re.sub(r"[\\\t\n\r]", lambda found: _ESCAPED[found[0]], str(cell))


@contextmanager
def in_spark(rows: Sequence[Row]) -> Iterator[Engine]:
    """A local session of its own with these tickets."""
    with _session() as session:
        schema = ", ".join(f"{column.name} {column.sql_type.replace('VARCHAR', 'STRING')}" for column in COLUMNS)
        session.createDataFrame(cells(rows), schema).createOrReplaceTempView("tickets")
        yield Spark(session)


@contextmanager
def spark_over(folders: Sequence[Path]) -> Iterator[Engine]:
    """A local session of its own over folders of read tickets."""
    with _session():
        yield Spark.parquet(folders)


@contextmanager
def _session() -> Iterator[Any]:
    if find_spec("pyspark") is None or shutil.which("java") is None:
        absent("Spark", "apt-get install default-jre-headless; pip install 'psscore[spark]'")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.host", "127.0.0.1")
    before = signal.getsignal(signal.SIGINT)
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    # Spark takes Ctrl-C for itself, and would keep it from the tests that follow.
    signal.signal(signal.SIGINT, before)
    try:
        yield session
    finally:
        session.stop()
