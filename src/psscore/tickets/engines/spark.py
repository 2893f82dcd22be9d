"""Spark, for data that has outgrown one machine: a session of the user's own, or a local one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.tickets.engines.engine import EngineProblem
from psscore.tickets.folders import readings


class Spark:
    """The canonical table as a view of a Spark session."""

    name = "spark"
    starts: tuple[int, ...] = ()

    def __init__(self, session: Any, *, own: bool = False) -> None:
        self.session = session
        self.version = str(session.version)
        self._own = own

    @classmethod
    def parquet(cls, folders: Sequence[Path]) -> Spark:
        """Over folders of read tickets, in the session that runs or a local one."""
        parts = readings(folders)
        made = cls.start()
        made.starts = tuple(part.start for part in parts[1:])
        whole: Any = None
        for part in parts:
            # The folders of a partition repeat what the files hold.
            table = made.session.read.option("recursiveFileLookup", "true").parquet(*map(str, part.files))
            if part.start:
                table = table.withColumn("version_tie", table["version_tie"] + part.start)
            whole = table if whole is None else whole.unionByName(table, allowMissingColumns=True)
        whole.createOrReplaceTempView("tickets")
        return made

    @classmethod
    def start(cls) -> Spark:
        """The session that runs in this process, or a local one of its own."""
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineProblem(
                Text(
                    "用 Spark 计数需要 pyspark 和 Java 17：pip install 'psscore[spark]'",
                    "counting with Spark needs pyspark and Java 17: pip install 'psscore[spark]'",
                )
            ) from None
        running = SparkSession.getActiveSession()
        if running is not None:
            return cls(running)
        try:
            builder = SparkSession.builder.appName("psscore").config("spark.ui.enabled", "false")
            builder = builder.config("spark.ui.showConsoleProgress", "false")
            session = builder.config("spark.log.level", "ERROR").getOrCreate()
        except (PySparkException, OSError, RuntimeError) as error:
            raise EngineProblem(
                Text(f"Spark 启动不了（需要 Java 17）：{error}", f"Spark does not start (it needs Java 17): {error}")
            ) from error
        return cls(session, own=True)

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of the answer."""
        if "\\" in sql:
            # Spark alone takes a backslash in quotes for an escape: the same text would mean another label.
            raise EngineProblem(
                Text(
                    "事项表匹配到含反斜杠的标签，Spark 会读成别的文字：请改用平台编码匹配",
                    "the item map matches a label with a backslash, which Spark reads as something else: match it by "
                    "the platform's code",
                )
            )
        from pyspark.errors import PySparkException

        try:
            return [tuple(row) for row in self.session.sql(sql).collect()]
        except PySparkException as error:
            raise EngineProblem(Text(f"Spark 不能计数：{error}", f"Spark cannot count: {error}")) from error

    def close(self) -> None:
        """Stop the session if it is ours."""
        if self._own:
            self.session.stop()
