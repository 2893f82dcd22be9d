"""PostgreSQL and Spark for a test, filled with its rows; CI must have them, a user's machine may not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from needs import absent
from psscore.tickets.canonical import COLUMNS, NAMES, create_table
from psscore.tickets.engines.dbapi import connect
from psscore.tickets.engines.engine import Engine
from psscore.tickets.engines.spark import Spark
from tickets.engines import cells
from tickets.truth import Row


@contextmanager
def in_postgresql(rows: Sequence[Row]) -> Iterator[Engine]:
    """A server of its own in a temporary folder, reached by a socket there."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs or find_spec("psycopg") is None:
        absent("PostgreSQL", "apt-get install postgresql; pip install 'psscore[postgres]'")
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="psscore-pg-"))
    # The server refuses to run as root: Debian's package makes a user for it.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    control = [*user, str(programs[-1].with_name("pg_ctl")), "-D", str(folder / "data"), "-w", "-s"]
    initdb = [*user, str(programs[-1]), "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-sync"], check=True, capture_output=True, cwd=folder)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    log = str(folder / "log")
    subprocess.run([*control, "-o", options, "-l", log, "start"], check=True, capture_output=True, cwd=folder)
    try:
        url = f"postgresql://postgres@/postgres?host={folder}"
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(create_table("tickets"))
            with cursor.copy(f"COPY tickets ({', '.join(NAMES)}) FROM STDIN") as copy:
                for row in cells(rows):
                    copy.write_row(row)
        engine = connect(url)
        yield engine
        engine.close()
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def in_spark(rows: Sequence[Row]) -> Iterator[Engine]:
    """A local session of its own."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        absent("Spark", "apt-get install default-jre-headless; pip install 'psscore[spark]'")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.host", "127.0.0.1")
    before = signal.getsignal(signal.SIGINT)
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    # Spark takes Ctrl-C for itself, and would keep it from the tests that follow.
    signal.signal(signal.SIGINT, before)
    schema = ", ".join(f"{column.name} {column.sql_type.replace('VARCHAR', 'STRING')}" for column in COLUMNS)
    session.createDataFrame(cells(rows), schema).createOrReplaceTempView("tickets")
    try:
        yield Spark(session)
    finally:
        session.stop()
