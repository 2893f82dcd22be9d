"""What became of the records: counts by reason and file, and the tables of rejects."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from psscore.tickets.cleaning import APART, BETWEEN, FAULTS, REJECT, text
from psscore.tickets.ingested import STRUCTURE_TABLE, VALUES_TABLE
from psscore.tickets.personal import SHOWN
from psscore.tickets.rejects import NO_TICKETS, STRUCTURE, reason_text
from psscore.tickets.several_cities import SeveralCities
from psscore.tickets.writing import REJECTS, TICKETS

_FETCHED = 10_000
_HASH = "hash(ticket_id)"
_HASHES, _NUMBERS = 20_000_000, 3_000_000
"""How many hashes and how many numbers are held at a time: some 400 and 200 MB."""


@dataclass(frozen=True)
class Account:
    """Accepted and rejected records, by reason, by doubt, by file."""

    accepted: int
    rejected: int
    rejects: dict[str, int]
    doubts: dict[str, int]
    doubtful: int
    by_file: dict[str, tuple[int, int]]
    examples: dict[str, str]
    """For each reason or doubt one place and shape: file, row, what stood there."""
    words: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """The values of flags that are not listed, the most frequent first, as `categories` shows them."""

    @property
    def lost(self) -> int:
        """Rejected records that may have been tickets."""
        return sum(count for reason, count in self.rejects.items() if reason not in NO_TICKETS)


def parquet(stage: Path, part: str) -> str | None:
    """The files of one part as a relation; None when there are none."""
    folder = stage / part
    if not folder.is_dir() or not any(folder.rglob("*.parquet")):
        return None
    return f"read_parquet({text(str(folder / '**/*.parquet'))}, hive_partitioning = false)"


def accounts(connection: duckdb.DuckDBPyConnection, stage: Path) -> Account:
    """Count what was written."""
    files: dict[str, list[int]] = {}
    rejects: Counter[str] = Counter()
    doubts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    doubtful = 0
    words: dict[str, tuple[tuple[str, int], ...]] = {}
    if (tickets := parquet(stage, TICKETS)) is not None:
        for file, count, doubted in connection.execute(
            f"SELECT source_file, count(*), count({FAULTS}) FROM {tickets} GROUP BY 1"
        ).fetchall():
            files.setdefault(file, [0, 0])[0] = int(count)
            doubtful += int(doubted)
        if doubtful:
            words = _words(connection, tickets)
            rows = connection.execute(
                f"SELECT fault, count(*), arg_min(concat(source_file, ', ', source_line, ' ', shape), version_tie) "
                f"FROM ({_each(tickets)}) GROUP BY 1 ORDER BY 1"
            ).fetchall()
            for doubt, count, example in rows:
                doubts[doubt] += int(count)
                examples[doubt] = example.strip()
    if (rejected := parquet(stage, REJECTS)) is not None:
        for file, reason, count, example in connection.execute(
            f"SELECT source_file, split_part({REJECT}, ':', 1), count(*), "
            f"arg_min(concat(source_file, ', ', source_line), version_tie) FROM {rejected} GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall():
            files.setdefault(file, [0, 0])[1] += int(count)
            rejects[reason] += int(count)
            examples.setdefault(reason, example)
    return Account(
        accepted=sum(accepted for accepted, _ in files.values()),
        rejected=sum(count for _, count in files.values()),
        rejects=dict(rejects),
        doubts=dict(doubts),
        doubtful=doubtful,
        by_file={file: (accepted, count) for file, (accepted, count) in files.items()},
        examples=examples,
        words=words,
    )


def _words(connection: duckdb.DuckDBPyConnection, tickets: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """The values of flags that are not listed."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for doubt, value, count in connection.execute(
        f"SELECT fault, shape, count(*) FROM ({_each(tickets)}) WHERE fault LIKE '%:unlisted' "
        f"GROUP BY ALL ORDER BY 1, 3 DESC, 2"
    ).fetchall():
        found[doubt] = (*found.get(doubt, ()), (value, int(count)))
    return found


def _each(tickets: str) -> str:
    """One row a doubtful value: `fault` is field:reason, `shape` what is shown of the value."""
    names = f"string_split(split_part({FAULTS}, {text(APART)}, 1), {text(BETWEEN)})"
    shapes = f"string_split(split_part({FAULTS}, {text(APART)}, 2), {text(BETWEEN)})"
    return (
        f"SELECT source_file, source_line, version_tie, unnest({names}) AS fault, unnest({shapes}) AS shape "
        f"FROM {tickets} WHERE {FAULTS} IS NOT NULL"
    )


def duplicates_in(connection: duckdb.DuckDBPyConnection, stage: Path, accepted: int) -> tuple[int, SeveralCities]:
    """Accepted records beyond one a ticket of a city, and the numbers that stand in several cities.

    A number whose hash no other record has is a ticket by itself. Only of the others, few as a rule, are the numbers
    compared. Both a share at a time, to save memory.
    """
    tickets = parquet(stage, TICKETS)
    if tickets is None:
        return 0, SeveralCities(0)
    # Half of a hash takes less memory, and in a share few are alike by chance.
    short = f"CAST({_HASH} >> 32 AS UINTEGER)"
    connection.execute("CREATE TEMP TABLE again (share INTEGER, hashed UINTEGER, records BIGINT)")
    shares = _shares(accepted, _HASHES)
    for share in range(shares):
        counted = f"SELECT {share}, {short}, count(*) FROM {tickets} {_share(_HASH, share, shares)} GROUP BY ALL"
        connection.execute(f"INSERT INTO again {counted} HAVING count(*) > 1")
    alike, records = connection.execute("SELECT count(*), coalesce(sum(records), 0)::BIGINT FROM again").fetchall()[0]
    if not alike:
        return 0, SeveralCities(0)
    distinct, several = accepted - int(records), 0
    examples: list[str] = []
    parts = _shares(int(alike), _NUMBERS)
    for part in range(parts):
        among = f"(SELECT share, hashed FROM again {_share('hashed', part, parts)})"
        known = f"{short} = again.hashed" + (f" AND {_HASH} % {shares} = again.share" if shares > 1 else "")
        cities = "SELECT DISTINCT ticket_id, coalesce(city, '')"
        numbers = f"{cities} FROM {tickets} SEMI JOIN {among} AS again ON {known}"
        pairs, apart, example = connection.execute(
            "SELECT coalesce(sum(cities), 0)::BIGINT, count(CASE WHEN cities > 1 THEN 1 END), "
            "min(CASE WHEN cities > 1 THEN ticket_id END) "
            f"FROM (SELECT ticket_id, count(*) AS cities FROM ({numbers}) GROUP BY 1)"
        ).fetchall()[0]
        distinct, several = distinct + int(pairs), several + int(apart)
        if apart:
            examples.append(example)
    return accepted - distinct, SeveralCities(several, min(examples, default=None))


def _shares(count: int, most: int) -> int:
    """How many shares of at most about `most` so many numbers make."""
    return max(1, -(-count // most))


def _share(number: str, share: int, shares: int) -> str:
    """The condition that takes one of so many shares."""
    return f"WHERE {number} % {shares} = {share}" if shares > 1 else ""


def write_rejects(connection: duckdb.DuckDBPyConnection, stage: Path, out: Path) -> None:
    """Write the tables of structure and of values, as text that Excel opens; values are told as in the account."""
    (out / STRUCTURE_TABLE).parent.mkdir()
    rejected = parquet(stage, REJECTS)
    tickets = parquet(stage, TICKETS)
    structure = ", ".join(text(reason) for reason in sorted(STRUCTURE))
    reason = f"split_part({REJECT}, ':', 1)"
    with (out / STRUCTURE_TABLE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source_file", "source_line", "reason", "columns_found", "说明", "explanation"])
        if rejected is not None:
            query = (
                f"SELECT source_file, source_line, {reason}, split_part({REJECT}, ':', 2) FROM {rejected} "
                f"WHERE {reason} IN ({structure}) ORDER BY version_tie"
            )
            for name, line, code, found in _rows(connection, query):
                writer.writerow([name, line, code, found, reason_text(str(code)).zh, reason_text(str(code)).en])
    with (out / VALUES_TABLE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["source_file", "source_line", "outcome", "field", "reason", "shape", "说明", "explanation"],
        )
        if rejected is not None:
            query = (
                f"SELECT source_file, source_line, {reason} FROM {rejected} "
                f"WHERE {reason} NOT IN ({structure}) ORDER BY version_tie"
            )
            for name, line, code in _rows(connection, query):
                told = reason_text(str(code))
                writer.writerow([name, line, "rejected", "", code, "", told.zh, told.en])
        if tickets is not None:
            for name, line, _, fault, shape in _rows(connection, f"{_each(tickets)} ORDER BY version_tie, fault"):
                field, code = str(fault).split(":")
                told = reason_text(code)
                writer.writerow([name, line, "accepted", field, code, str(shape)[:SHOWN], told.zh, told.en])


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[object, ...]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(_FETCHED):
        yield from rows
