"""Reading tables and writing Parquet: DuckDB in this process, within a stated memory, nothing fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import duckdb

from psscore.model.text import Text
from psscore.tickets.canonical import COLUMNS
from psscore.tickets.cleaning import FAULTS, REJECT, YEAR, canonical_select, fixed_columns, text
from psscore.tickets.known_labels import KnownLabels, cell_of, types_of
from psscore.tickets.mapping import Mapping as ColumnMapping
from psscore.tickets.plain_times import PlainTimes, option, within
from psscore.tickets.records import LONGEST_RECORD, Shape
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.rejects import NO_TICKETS
from psscore.tickets.sources import Segment

MEMORY = 400
"""Megabytes for all connections together; the cleaned rows of the segments being written are held beside them."""
TICKETS, REJECTS = "tickets", "rejects"
_NO_TICKETS = ", ".join(map(text, sorted(NO_TICKETS)))
MOST_PARTS = 2000
_LONGEST_NAME = 180
Relation = Callable[[Mapping[int, str]], str]
"""Gives a relation its columns as text, but for those, by their places, that have another type."""
UNREADABLE = (
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.InternalException,
    duckdb.NotImplementedException,
)
"""What the engine raises of a table that is not written as stated."""


@dataclass(frozen=True)
class Written:
    """Records written, those of them rejected that may have been tickets, and tickets with a doubtful value."""

    records: int = 0
    lost: int = 0
    doubtful: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.records + other.records, self.lost + other.lost, self.doubtful + other.doubtful)


def connect(scratch: Path, *, threads: int = 1, memory: int = MEMORY) -> duckdb.DuckDBPyConnection:
    """A connection that spills into `scratch` and loads no extension from a network."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory}MB",
        "temp_directory": str(scratch / "spill"),
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    # Without a script, as in a notebook or `python -c`, the engine would print a bar of its own to standard output.
    connection.execute("SET enable_progress_bar = false")
    # What is read has just been written. To wait for threads that read would keep a processor busy that others need.
    connection.execute("SET async_threads = 0")
    return connection


def text_relation(segment: Segment, shape: Shape, form: str, types: Mapping[int, str]) -> str:
    """A segment as a relation: `_record` from 1 in its table, `_first`, c0, c1, ... The dialect is stated in full.

    `form` is how times are written, where there are columns of that type.
    """
    times = option(form) if "TIMESTAMP" in types.values() else ""
    columns = ", ".join(f"'c{place}': {text(types.get(place, 'VARCHAR'))}" for place in range(shape.columns))
    return (
        f"(SELECT row_number() OVER () + {segment.before} AS _record, c0 AS _first, * "
        f"FROM read_csv({text(str(segment.path))}, buffer_size = 4194304, max_line_size = {LONGEST_RECORD}, "
        f"auto_detect = false, header = false, delim = {text(shape.delimiter)}, quote = {text(shape.quote)}, "
        f"escape = {text(shape.quote)}, columns = {{{columns}}}, {times}strict_mode = true, null_padding = false, "
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
    relation: Relation,
    places: Mapping[str, int],
    mapping: ColumnMapping,
    stage: Path,
    *,
    file: str,
    order: int,
    number: int = 0,
    first_record: int,
    header: str,
    typed: bool = False,
    any_size: bool = False,
    labels: KnownLabels | None = None,
    times: PlainTimes | None = None,
) -> Written:
    """Write the records from `first_record` on as Parquet, tickets and rejects apart; gives what became of them.

    Part by part out of rows held in memory: written all at once, every open part holds buffers for every column. Of a
    relation of `any_size` they spill, and stay with the connection.
    """
    cells = {field: f"c{place}" for field, place in places.items()}
    fixed = fixed_columns(cells, mapping, file=file, order=order)
    # The city tells the part.
    fixed.pop("city", None)
    held = ", ".join([*(column.name for column in COLUMNS if column.name not in fixed), FAULTS, REJECT, YEAR])
    columns = [f"{fixed[c.name]} AS {c.name}" if c.name in fixed else c.name for c in COLUMNS]

    # The first column tells marks, which are neither.
    listed = {field: cell for field, cell in cells.items() if places[field]}
    moments = times.types(listed) if times else {}
    lists = labels.lists(listed) if labels else {}

    def cut(types: Mapping[str, str]) -> str:
        rows = relation({places[field]: kind for field, kind in types.items()})
        return f"(SELECT * FROM {rows} WHERE _record >= {first_record})"

    def hold(moments: Mapping[str, str], lists: Mapping[str, list[str]]) -> None:
        told = cells | {field: cell_of(cells[field], among) for field, among in lists.items()}
        table, known = cut({**moments, **types_of(lists)}), moments.keys() | lists.keys()
        select = canonical_select(table, told, mapping, file=file, order=order, header=header, typed=typed, known=known)
        rows = f"SELECT {held} FROM ({select})"
        if any_size:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE segment AS {rows}")
            return
        # A table keeps statistics of every column. Rows by themselves cost less, but do not spill.
        connection.register("segment", connection.query(rows).materialize())

    failed = False
    try:
        hold(moments, lists)
        failed = bool(moments) and not connection.execute(within(moments, "segment")).fetchall()[0][0]
    except duckdb.ConversionException:
        if not (moments or lists):
            raise
        failed = True
    if failed:
        hold({}, {})
    if labels and (failed or labels.wants(listed)):
        labels.learn(connection, "segment", listed, failed=lists if failed else ())
    if times and (failed or times.wants(listed)):
        times.learn(connection, cut({}), listed, failed=failed)
    parts = connection.execute(
        f"SELECT {REJECT} IS NULL, city, {YEAR}, count(*), count({FAULTS}), "
        f"count(CASE WHEN split_part({REJECT}, ':', 1) NOT IN ({_NO_TICKETS}) THEN 1 END) "
        "FROM segment GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    if len(parts) > MOST_PARTS:
        raise TicketsRefused(
            "too_many_parts",
            Text(
                f"{file}：城市一列有 {len({part[1] for part in parts})} 种取值，不像城市；请改正映射的 columns.city",
                f"{file}: the column of cities holds {len({part[1] for part in parts})} values, which are no cities: "
                "correct columns.city in the mapping",
            ),
        )
    for accepted, city, year, *_ in parts:
        folder = stage / (TICKETS if accepted else REJECTS) / f"city={_part_name(city)}" / f"year={_part_name(year)}"
        folder.mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"COPY (SELECT {', '.join([*columns, FAULTS if accepted else REJECT])} "
            f"FROM segment WHERE ({REJECT} IS NULL) = {accepted} "
            # A literal takes the type of a list; a parameter would have every city made text.
            f"AND city IS NOT DISTINCT FROM {'NULL' if city is None else text(city)} "
            f"AND {YEAR} IS NOT DISTINCT FROM {'NULL' if year is None else year}) "
            f"TO {text(str(folder / f'{_prefix(order)}{number:05d}.parquet'))} "
            # The second version keeps times as differences: a quarter of the size, and faster to write and read.
            "(FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 2000)"
        )
    if not any_size:
        connection.unregister("segment")
    doubtful = sum(int(part[4]) for part in parts if part[0])
    return Written(sum(int(part[3]) for part in parts), sum(int(part[5]) for part in parts), doubtful)


def _part_name(value: str | int | None) -> str:
    """A value as it stands in the name of a folder, the way Hive and Spark write and read it."""
    if value is None or value == "":
        return "__HIVE_DEFAULT_PARTITION__"
    name = quote(str(value), safe="")
    return name if len(name) <= _LONGEST_NAME else hashlib.sha256(str(value).encode()).hexdigest()


def forget(stage: Path, order: int) -> None:
    """Remove what was written of a file that is to be read again."""
    for path in stage.rglob(f"{_prefix(order)}*.parquet"):
        path.unlink()


def _prefix(order: int) -> str:
    return f"file{order:05d}_"
