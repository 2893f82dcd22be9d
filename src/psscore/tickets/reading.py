"""Reading exports into the canonical table: every record is accepted, or rejected with its reason, or none is kept."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from psscore.model.text import Text
from psscore.tickets import writing
from psscore.tickets.accounts import Account, accounts, duplicates_in, write_rejects
from psscore.tickets.dialect import named, no_header, places_of
from psscore.tickets.ingested import RECEIPT, Ingested, SourceFile, is_ingested
from psscore.tickets.limits import check_labels, check_limits
from psscore.tickets.mapping import REQUIRED, Mapping, load_mapping
from psscore.tickets.records import Unclosed
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.sources import Progress, Segment, Source, Table, find_sources, open_tables, segments

MAX_REJECTS = Fraction(1, 100)


def ingest(
    sources: Path | str | Sequence[Path | str] | Any,
    mapping: Mapping | Path | str | None = None,
    *,
    into: Path | str | None = None,
    max_rejects: Fraction = MAX_REJECTS,
    force: bool = False,
    progress: Progress | None = None,
) -> Ingested:
    """Read files, folders, patterns or a pandas frame into the canonical table.

    `mapping` is a Mapping, a TOML file, or None for the one that comes with the package. The table is written to the
    folder `into`, which must not exist unless `force`; to a temporary one without it, which the result removes when it
    is closed. `max_rejects` is the share of records that may be rejected, and the share that may hold a doubtful
    value. `progress` is told bytes read. Raises TicketsRefused; then nothing is written.
    """
    rules = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    target = Path(into) if into is not None else None
    if target is not None:
        _check_target(target, force=force)
    with _stage(target) as stage:
        run = _Run(rules, stage, progress or (lambda _: None))
        if isinstance(sources, str | Path):
            run.files(find_sources([sources]))
        elif isinstance(sources, Sequence):
            run.files(find_sources(sources))
        else:
            run.frame(sources)
        result = run.finish(target, max_rejects)
        if target is None:
            return result
        _put(stage / "out", target)
    return result


class Broken(Exception):
    """The engine does not find the records that are counted over the bytes."""


class _Run:
    def __init__(self, mapping: Mapping, stage: Path, progress: Progress) -> None:
        self.mapping, self.progress = mapping, progress
        self.stage, self.scratch, self.out = stage / "parts", stage / "scratch", stage / "out"
        for folder in (self.stage, self.scratch, self.out):
            folder.mkdir()
        self.order = 0
        self.tables: list[tuple[str, SourceFile]] = []
        self.faults: list[Text] = []
        self.connections: set[duckdb.DuckDBPyConnection] = set()

    def files(self, sources: Sequence[Source]) -> None:
        """Read every file; the faults of all of them are told together."""
        for source in sources:
            try:
                for table in open_tables(source, self.mapping, self.scratch, self.progress):
                    self._table(table)
            except TicketsRefused as refused:
                self.faults += refused.sentences
        if self.faults:
            raise TicketsRefused("unreadable", *self.faults)

    def _table(self, table: Table) -> None:
        try:
            records = self._read(table)
        except (Broken, Unclosed):
            writing.forget(self.stage, self.order)
            table.careful = True
            try:
                records = self._read(table)
            except Broken as broken:
                # Nothing has been seen to come here: it would mean records vanish, which must never pass.
                raise _lost(table.origin) from broken
        if table.rows is not None and table.rows != records:
            raise _lost(table.origin)
        told = SourceFile(
            name=table.source.name,
            sheet=table.sheet,
            sha256=table.sha256,
            encoding=table.encoding if table.sheet is None else None,
            read=max(0, records - table.header.record),
            accepted=0,
            rejected=0,
            columns={field: table.header.names[place] for field, place in table.header.places.items()},
            careful=table.careful,
        )
        self.tables.append((table.origin, told))
        self.order += 1

    def _read(self, table: Table) -> int:
        """Physical records of a table, each of which has been written. Raises Broken, Unclosed."""
        records = 0
        with ThreadPoolExecutor(writing.WORKERS) as pool:
            running: deque[Future[None]] = deque()
            try:
                for segment in segments(table, self.scratch, self.progress):
                    records += segment.records
                    running.append(pool.submit(self._segment, table, segment))
                    if len(running) > writing.WORKERS:
                        running.popleft().result()
                while running:
                    running.popleft().result()
            except BaseException:
                for future in running:
                    future.cancel()
                for connection in list(self.connections):
                    connection.interrupt()
                raise
        return records

    def _segment(self, table: Table, segment: Segment) -> None:
        """Write the tickets of a segment; every record of it must be there."""
        first = table.header.record + 1
        try:
            with self._connected(writing.WORKERS) as connection:
                written = writing.write_parts(
                    connection,
                    writing.text_relation(segment, table.shape),
                    table.header.places,
                    self.mapping,
                    self.stage,
                    file=table.origin,
                    order=self.order,
                    number=segment.number,
                    first_record=first,
                    header=table.header.names[table.header.places["ticket_id"]],
                )
        except writing.UNREADABLE as error:
            raise Broken from error
        finally:
            segment.path.unlink(missing_ok=True)
        if written != segment.records - max(0, min(segment.records, first - 1 - segment.before)):
            raise Broken

    def frame(self, frame: Any) -> None:
        """Read a pandas frame; its rows are numbered from 2, as if written below a header."""
        names = [named(name) for name in frame.columns]
        places = places_of(names, self.mapping)
        if not set(REQUIRED) <= set(places):
            raise TicketsRefused("header", no_header("DataFrame", [names], self.mapping))
        with self._connected() as connection:
            connection.register("frame", frame)
            described = connection.execute("DESCRIBE SELECT * FROM frame").fetchall()
            written = writing.write_parts(
                connection,
                writing.frame_relation("frame", {row[0]: row[1] for row in described}),
                places,
                self.mapping,
                self.stage,
                file="DataFrame",
                order=0,
                first_record=2,
                header=names[places["ticket_id"]],
            )
        if written != len(frame):
            raise TicketsRefused("lost_records", Text("数据框的行没有全部读入", "rows of the frame were lost"))
        columns = {field: str(frame.columns[place]) for field, place in places.items()}
        self.tables.append(("DataFrame", SourceFile("DataFrame", None, "", None, written, 0, 0, columns)))

    def finish(self, target: Path | None, max_rejects: Fraction) -> Ingested:
        """Account for every record, and lay out the folder."""
        with self._connected() as connection:
            account = accounts(connection, self.stage)
            check_labels(connection, self.stage, self.tables)
            read = sum(one.read for _, one in self.tables)
            check_limits(account, read, max_rejects)
            write_rejects(connection, self.stage, self.out)
            duplicates = duplicates_in(connection, self.stage, account.accepted)
        tickets = self.stage / writing.TICKETS
        if tickets.is_dir():
            os.rename(tickets, self.out / "tickets")
        else:
            (self.out / "tickets").mkdir()
        result = Ingested(
            folder=target if target is not None else self.out,
            read=read,
            accepted=account.accepted,
            rejected=account.rejected,
            duplicates=duplicates,
            rejects=account.rejects,
            doubts=account.doubts,
            doubtful=account.doubtful,
            files=tuple(_with_counts(origin, one, account) for origin, one in self.tables),
            mapping_digest=self.mapping.digest,
            time_zone=self.mapping.time_zone,
            temporary=target is None,
        )
        if read != result.accepted + result.rejected:
            raise TicketsRefused("lost_records", Text("记录数不平，未写出", "records do not add up"))
        receipt = json.dumps(result.to_json(), ensure_ascii=False, indent=1)
        (self.out / RECEIPT).write_text(receipt + "\n", "utf-8")
        return result

    @contextlib.contextmanager
    def _connected(self, among: int = 1) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection, one of so many at a time."""
        connection = writing.connect(self.scratch, threads=writing.WORKERS // among, memory=writing.MEMORY // among)
        self.connections.add(connection)
        try:
            yield connection
        except duckdb.OutOfMemoryException as error:
            raise TicketsRefused(
                "memory", Text("内存或临时磁盘不足，未写出", "out of memory or of temporary disk: nothing is written")
            ) from error
        except duckdb.IOException as error:
            raise _io_refusal(self.stage, str(error)) from error
        finally:
            self.connections.discard(connection)
            connection.close()


def _lost(origin: str) -> TicketsRefused:
    return TicketsRefused(
        "lost_records",
        Text(
            f"{origin}：引擎读到的记录数与文件中的不符，未读入；请报告",
            f"{origin}: the engine does not find as many records as the file holds; nothing is read: "
            "please report this",
        ),
    )


def _with_counts(origin: str, one: SourceFile, account: Account) -> SourceFile:
    accepted, rejected = account.by_file.get(origin, (0, 0))
    return SourceFile(
        one.name, one.sheet, one.sha256, one.encoding, one.read, accepted, rejected, one.columns, one.careful
    )


def _check_target(target: Path, *, force: bool) -> None:
    if not target.exists():
        return
    if force and (is_ingested(target) or (target.is_dir() and not any(target.iterdir()))):
        return
    raise TicketsRefused(
        "exists",
        Text(
            f"{target} 已存在；用 --force 替换以前读入的文件夹（其他内容从不替换）",
            f"{target} exists; --force replaces a folder read before, and never anything else",
        ),
    )


@contextlib.contextmanager
def _stage(target: Path | None) -> Iterator[Path]:
    """A folder to work in, beside the target so that it can be put in place whole; removed whatever happens."""
    try:
        if target is not None:
            target.absolute().parent.mkdir(parents=True, exist_ok=True)
            stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.absolute().parent))
        else:
            stage = Path(tempfile.mkdtemp(prefix="psscore-"))
    except OSError as error:
        raise _os_refusal(error) from error
    done = False
    try:
        yield stage
        done = True
    except OSError as error:
        raise _os_refusal(error) from error
    finally:
        if target is not None or not done:
            shutil.rmtree(stage, ignore_errors=True)


def _put(made: Path, target: Path) -> None:
    """Put a finished folder in its place; what was there before is removed only after."""
    old = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(made, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _os_refusal(error: OSError) -> TicketsRefused:
    if error.errno == errno.ENOSPC:
        return TicketsRefused("disk_full", _DISK_FULL)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TicketsRefused(
            "permission",
            Text(f"没有权限：{error.filename}", f"no permission: {error.filename}"),
        )
    return TicketsRefused(
        "io", Text(f"读写失败：{error.strerror}（{error.filename}）", f"{error.strerror}: {error.filename}")
    )


_DISK_FULL = Text(
    "磁盘已满，未写出任何内容；请腾出空间，或把 --into 指到别的磁盘",
    "the disk is full and nothing is written: free some space, or name another disk by --into",
)


def _io_refusal(stage: Path, message: str) -> TicketsRefused:
    if "No space left" in message or shutil.disk_usage(stage).free < 1 << 20:
        return TicketsRefused("disk_full", _DISK_FULL)
    first = message.splitlines()[0][:200]
    return TicketsRefused("io", Text(f"读写失败：{first}", f"reading or writing failed: {first}"))
