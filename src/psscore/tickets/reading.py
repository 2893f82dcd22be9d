"""Reading exports into the canonical table: every record is accepted, or rejected with its reason, or none is kept."""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.tickets import writing
from psscore.tickets.accounts import Account, accounts, duplicates_in, write_rejects
from psscore.tickets.connections import Connections
from psscore.tickets.dialect import named, no_header, places_of
from psscore.tickets.ingested import RECEIPT, Ingested, SourceFile
from psscore.tickets.known_labels import KnownLabels
from psscore.tickets.limits import check_labels, check_limits, is_hopeless, stopped
from psscore.tickets.mapping import REQUIRED, Mapping, load_mapping
from psscore.tickets.placing import check_target, put_in_place, staged
from psscore.tickets.plain_times import PlainTimes
from psscore.tickets.records import Unclosed
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.sources import WORKERS, Progress, Segment, Source, Table, find_sources, open_tables, segments
from psscore.tickets.spreadsheets import EXTENSIONS

MAX_REJECTS = Fraction(1, 100)
_SHEET_WEIGHT = 20
"""A packed byte of a workbook stands for more rows than a byte of text."""


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
        check_target(target, force=force)
    with staged(target) as stage:
        run = _Run(rules, stage, max_rejects, progress or (lambda _: None))
        with contextlib.closing(run.connections):
            if isinstance(sources, str | Path):
                run.files(find_sources([sources]))
            elif isinstance(sources, Sequence):
                run.files(find_sources(sources))
            else:
                run.frame(sources)
        result = run.finish(target)
        if target is None:
            return result
        put_in_place(stage / "out", target)
    return result


class Broken(Exception):
    """The engine does not find the records that are counted over the bytes."""


class Hopeless(Exception):
    """More is rejected already than may be; `origin` is the table that was being read."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin)
        self.origin = origin


class _Run:
    def __init__(self, mapping: Mapping, stage: Path, share: Fraction, progress: Progress) -> None:
        self.mapping, self.share, self.told = mapping, share, progress
        self.stage, self.scratch, self.out = stage / "parts", stage / "scratch", stage / "out"
        for folder in (self.stage, self.scratch, self.out):
            folder.mkdir()
        self.order = 0
        self.tables: list[tuple[str, SourceFile]] = []
        self.faults: list[Text] = []
        self.connections = Connections(self.scratch, self.stage)
        self.weight, self.all_bytes, self.done, self.records = 1, 0, 0, 0
        self.written = writing.Written()
        self.labels, self.times = KnownLabels(mapping), PlainTimes(mapping)

    def progress(self, read: int) -> None:
        """Take note of bytes read."""
        self.done += self.weight * read
        self.told(read)

    def files(self, sources: Sequence[Source]) -> None:
        """Read every file; the faults of all of them are told together, unless there is no hope left on the way."""
        weights = [_SHEET_WEIGHT if source.path.suffix.lower() in EXTENSIONS else 1 for source in sources]
        self.all_bytes = sum(
            weight * source.path.stat().st_size for weight, source in zip(weights, sources, strict=True)
        )
        for source, self.weight in zip(sources, weights, strict=True):
            try:
                for table in open_tables(source, self.mapping, self.scratch, self.progress):
                    self._table(table)
            except TicketsRefused as refused:
                self.faults += refused.sentences
            except Hopeless as hopeless:
                with self.connections.whole() as connection:
                    told = stopped(accounts(connection, self.stage), self.share, hopeless.origin)
                raise TicketsRefused("too_many_rejects", *self.faults, *told) from None
        if self.faults:
            raise TicketsRefused("unreadable", *self.faults)

    def _table(self, table: Table) -> None:
        before = self.done, self.records, self.written
        try:
            records = self._read(table)
        except (Broken, Unclosed):
            writing.forget(self.stage, self.order)
            self.done, self.records, self.written = before
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
        with ThreadPoolExecutor(WORKERS) as pool:
            running: deque[Future[writing.Written]] = deque()
            try:
                for segment in segments(table, self.scratch, self.progress):
                    records, self.records = records + segment.records, self.records + segment.records
                    running.append(pool.submit(self._segment, table, segment))
                    if len(running) > WORKERS:
                        self._tally(table, running.popleft().result())
                while running:
                    self._tally(table, running.popleft().result())
            except BaseException as error:
                for future in running:
                    future.cancel()
                # What is being written when there is no hope left is still to be told of: half a file cannot be read.
                if not isinstance(error, Hopeless):
                    self.connections.interrupt()
                raise
        return records

    def _tally(self, table: Table, written: writing.Written) -> None:
        """Add up what was written. Raises Hopeless; not within a sheet, whose bytes are all read before its rows."""
        self.written += written
        if table.sheet is None and is_hopeless(self.written, self.records, self.done, self.all_bytes, self.share):
            raise Hopeless(table.origin)

    def _segment(self, table: Table, segment: Segment) -> writing.Written:
        """Write the tickets of a segment; every record of it must be there."""
        first = table.header.record + 1
        try:
            with self.connections.for_segment() as connection:
                written = writing.write_parts(
                    connection,
                    functools.partial(writing.text_relation, segment, table.shape, self.times.format),
                    table.header.places,
                    self.mapping,
                    self.stage,
                    file=table.origin,
                    order=self.order,
                    number=segment.number,
                    first_record=first,
                    header=table.header.names[table.header.places["ticket_id"]],
                    typed=table.sheet is not None,
                    labels=self.labels,
                    times=self.times,
                )
        except writing.UNREADABLE as error:
            raise Broken from error
        finally:
            segment.path.unlink(missing_ok=True)
        if written.records != segment.records - max(0, min(segment.records, first - 1 - segment.before)):
            raise Broken
        return written

    def frame(self, frame: Any) -> None:
        """Read a pandas frame; its rows are numbered from 2, as if written below a header."""
        names = [named(name) for name in frame.columns]
        places = places_of(names, self.mapping)
        if not set(REQUIRED) <= set(places):
            raise TicketsRefused("header", no_header("DataFrame", [names], self.mapping))
        with self.connections.whole() as connection:
            connection.register("frame", frame)
            described = connection.execute("DESCRIBE SELECT * FROM frame").fetchall()
            relation = writing.frame_relation("frame", {row[0]: row[1] for row in described})
            written = writing.write_parts(
                connection,
                lambda _: relation,
                places,
                self.mapping,
                self.stage,
                file="DataFrame",
                order=0,
                first_record=2,
                header=names[places["ticket_id"]],
                typed=True,
                any_size=True,
            )
        if written.records != len(frame):
            raise TicketsRefused("lost_records", Text("数据框的行没有全部读入", "rows of the frame were lost"))
        columns = {field: str(frame.columns[place]) for field, place in places.items()}
        self.tables.append(("DataFrame", SourceFile("DataFrame", None, "", None, written.records, 0, 0, columns)))

    def finish(self, target: Path | None) -> Ingested:
        """Account for every record, and lay out the folder."""
        with self.connections.whole() as connection:
            account = accounts(connection, self.stage)
            check_labels(connection, self.stage, self.tables)
            read = sum(one.read for _, one in self.tables)
            check_limits(account, read, self.share)
            write_rejects(connection, self.stage, self.out)
            duplicates, several = duplicates_in(connection, self.stage, account.accepted)
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
            several_cities=several,
            temporary=target is None,
        )
        if read != result.accepted + result.rejected:
            raise TicketsRefused("lost_records", Text("记录数不平，未写出", "records do not add up"))
        receipt = json.dumps(result.to_json(), ensure_ascii=False, indent=1)
        (self.out / RECEIPT).write_text(receipt + "\n", "utf-8")
        return result


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
