"""Where tickets come from: read folders, exports read on the spot, or a database; each as an engine to count with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.tickets.canonical import NAMES
from psscore.tickets.engines.engine import Engine, EngineProblem
from psscore.tickets.file_names import told_apart
from psscore.tickets.folders import is_hidden, parquet_in, readings_in
from psscore.tickets.ingested import RECEIPT, Ingested, is_ingested, open_ingested
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.several_cities import in_several_cities
from psscore.tickets.spreadsheets import EXTENSIONS

Records = dict[str, Any]


@contextmanager
def opened(
    exports: Sequence[Path],
    database: str | None = None,
    *,
    mapping: Path | None = None,
    engine: str = "duckdb",
    max_rejects: Fraction | None = None,
    progress: Callable[[Text], None] = lambda _: None,
) -> Iterator[tuple[Engine, Records]]:
    """An engine over the tickets, and what is known of the records read.

    `max_rejects` is the share of records read on the spot that may be rejected or doubtful; 1 % when it is None. Raises
    EngineProblem, and TicketsRefused for exports that cannot be read.
    """
    exports = _each_reading(exports)
    with ExitStack() as stack:
        if database is not None:
            from psscore.tickets.engines.dbapi import connect

            at: Engine = connect(database)
            records: Records = {"several_cities": in_several_cities(at).to_json()}
        elif all(_holds_parquet(export) for export in exports):
            at = over(list(exports), engine)
            records = {"several_cities": in_several_cities(at).to_json()}
        else:
            folders = {export.resolve(): export for export in exports if is_ingested(export)}
            parts = [open_ingested(folder) for folder in folders.values()]
            if others := [export for export in exports if not is_ingested(export)]:
                from psscore.tickets.reading import MAX_REJECTS, ingest

                share = MAX_REJECTS if max_rejects is None else max_rejects
                progress(Text("读入导出文件", "reading the exports"))
                parts.append(stack.enter_context(ingest(others, mapping, max_rejects=share)))
            records = told(parts)
            if not records["accepted"]:
                raise TicketsRefused("no_tickets", _no_tickets(records["read"], records["rejected"]))
            at = over([part.folder for part in parts], engine)
            if len(parts) > 1:
                # Each reading knows its own numbers only.
                records["several_cities"] = in_several_cities(at).to_json()
        stack.callback(at.close)
        yield at, records


def _holds_parquet(export: Path) -> bool:
    """Whether this is a folder of Parquet, but no reading itself."""
    return export.is_dir() and not is_ingested(export) and bool(parquet_in(export))


def _each_reading(exports: Sequence[Path]) -> Sequence[Path]:
    """Folders of readings as the readings in them, whose sources are known; not where other Parquet is counted too."""
    inside = {export: readings_in(export) for export in exports if _holds_parquet(export)}
    for folder in inside:
        _check_no_exports(folder)
    if not all(inside.values()):
        return exports
    return [one for export in exports for one in inside.get(export, [export])]


def _no_tickets(read: int, rejected: int) -> Text:
    return Text(
        f"没有一件工单可计：读到 {read} 条记录，拒收 {rejected} 条；请核对导出的内容",
        f"there is not a single ticket to count: {read} records read, {rejected} rejected; check what was exported",
    )


def _check_no_exports(folder: Path) -> None:
    """Refuse a folder of Parquet that holds exports as well: which of them is meant is not guessed."""
    kinds = {".csv", ".tsv", ".txt", *EXTENSIONS}
    read = [path.parent for path in folder.rglob(RECEIPT)]
    others = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in kinds
        and not is_hidden(path, folder)
        and not any(path.is_relative_to(one) for one in read)
    ]
    if others:
        first, export = parquet_in(folder)[0].relative_to(folder), others[0].relative_to(folder)
        raise TicketsRefused(
            "mixed",
            Text(
                f"{folder} 中既有已读入的工单（{first}），又有导出文件（{export}）：请分别给出要计数的文件夹和文件",
                f"{folder} holds tickets that were read ({first}) and exports ({export}): name the folders and files "
                "to count one by one",
            ),
        )


def over(folders: Sequence[Path], engine: str = "duckdb") -> Engine:
    """The engine of this name over folders of Parquet."""
    if engine == "spark":
        from psscore.tickets.engines.spark import Spark

        return Spark.parquet(folders)
    if engine == "duckdb":
        from psscore.tickets.engines.duckdb import DuckDb

        return DuckDb.parquet(folders)
    raise EngineProblem(Text(f"没有引擎 {engine}，可用：duckdb, spark", f"no engine {engine}; known: duckdb, spark"))


def told(parts: Sequence[Ingested]) -> Records:
    """What became of the records of several readings, added up."""
    # Tickets of one reading may have versions in another: only one reading knows its duplicates.
    only = parts[0] if len(parts) == 1 else None
    names = _names(parts)
    sources = [
        {
            "name": names[id(part), one.name],
            "sheet": one.sheet,
            "sha256": one.sha256,
            "read": one.read,
            "accepted": one.accepted,
            "rejected": one.rejected,
        }
        for part in parts
        for one in part.files
    ]
    return {
        "read": sum(part.read for part in parts),
        "accepted": sum(part.accepted for part in parts),
        "rejected": sum(part.rejected for part in parts),
        "duplicate": only.duplicates if only else None,
        "several_cities": only.several_cities.to_json() if only and only.several_cities else None,
        "sources": sources,
        "mapping_sha256": sorted({part.mapping_digest for part in parts}),
        "delivered": sorted(_delivered(parts)),
    }


def _names(parts: Sequence[Ingested]) -> dict[tuple[int, str], str]:
    """The name of every file of each reading; those of one name in two readings bear the folder they lie in too."""
    files = list(dict.fromkeys((id(part), one.name) for part in parts for one in part.files))
    folders = {id(part): Path() if part.temporary else part.folder.resolve() for part in parts}
    return dict(zip(files, told_apart([(folders[part] / name, name) for part, name in files]), strict=True))


def _delivered(parts: Sequence[Ingested]) -> set[str]:
    """The columns of the canonical table that every file had a column for."""
    fields = [set(one.columns) for part in parts for one in part.files]
    common = set.intersection(*fields) if fields else set()
    return {name for name in NAMES if name.removesuffix("_s") in common}
