"""Counting tickets against DuckDB's own count(*) and against pandas: ratios from one interleaved run, results checked.

    python benchmarks/tickets.py [--rows 20000000] [--rounds 3] [--folder DIR] [--jobs count_star,parquet_counts]

Every job is a process of its own: its time includes starting Python and importing what it uses, its memory is the peak
of that process. 20 million rows take 5.4 GB as CSV; the folder needs twice that.

What a job reads is read once before it is timed, so that every side of a ratio finds it in memory; then, once each,
jobs over the CSV run with none of it in memory (`--cold`). Where it does not fit into memory all of them run like that.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from made_tickets import HEADER, MAPPING, SPELLINGS, TOPICS, WITHIN_S, expected, item_map, spelling, write

Found = dict[tuple[str, str, str], tuple[int, int, int]]
MEMORY = 1 << 30
RATIOS = (
    ("csv_aggregate", "count_star", "at most 2.5"),
    ("csv_pandas", "csv_aggregate", "at least 8"),
    ("ingest", "count_star", "at most 7, 0.6 GB"),
    ("parquet_pandas", "parquet_counts", "at least 5; counts 1.2 GB"),
)
COLD = ("count_star", "csv_aggregate", "csv_pandas", "ingest")
LIMITED = ("ingest", "parquet_counts")


def _csv(folder: Path, more: str = "") -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in HEADER)
    return (
        f"read_csv('{folder / 'tickets.csv'}', header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', {more}columns = {{{columns}}})"
    )


def count_star(folder: Path) -> None:
    """What any reading of the file costs."""
    import duckdb

    duckdb.sql(f"SELECT count(*) FROM {_csv(folder)}").fetchall()


def csv_aggregate(folder: Path) -> Found:
    """Straight from the CSV, every version counted."""
    import duckdb

    labels = ", ".join(f"('{spelling(n)}', '{TOPICS[n % len(TOPICS)]}')" for n in range(SPELLINGS))
    moment = "try_cast({} AS TIMESTAMP)".format
    connection = duckdb.connect()
    # As the product connects, to count and to read: sums ask for no order, threads that read ahead wait by spinning.
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET async_threads = 0")
    export = _csv(folder, "buffer_size = 8388608, ")
    rows = connection.execute(
        f"""SELECT "城市", "区县", item, count(*),
            count(CASE WHEN {moment('"签收时间"')} BETWEEN {moment('"派单时间"')}
                       AND {moment('"派单时间"')} + INTERVAL {WITHIN_S} SECOND THEN 1 END),
            count(CASE WHEN "是否解决" = '是' THEN 1 END)
            FROM {export} JOIN (VALUES {labels}) AS m(label, item) ON "诉求类别" = label
            GROUP BY ALL"""
    ).fetchall()
    return {(city, district, item): (n, signed, solved) for city, district, item, n, signed, solved in rows}


def csv_pandas(folder: Path) -> Found:
    """The same with pandas."""
    import pandas

    wanted = ["城市", "区县", "诉求类别", "派单时间", "签收时间", "是否解决"]
    return _pandas_counts(pandas.read_csv(folder / "tickets.csv", usecols=wanted, dtype=str))


def _pandas_counts(frame: object) -> Found:
    import pandas

    assert isinstance(frame, pandas.DataFrame)
    items = {spelling(n): TOPICS[n % len(TOPICS)] for n in range(SPELLINGS)}
    frame = frame.assign(item=frame["诉求类别"].map(items)).dropna(subset=["item"])
    start = pandas.to_datetime(frame["派单时间"], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    signed = pandas.to_datetime(frame["签收时间"], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    seconds = (signed - start).dt.total_seconds()
    frame = frame.assign(signed=seconds.between(0, WITHIN_S), solved=frame["是否解决"] == "是", n=1)
    return _found(frame.groupby(["城市", "区县", "item"])[["n", "signed", "solved"]].sum())


def _found(sums: Any) -> Found:
    return {key: tuple(map(int, row)) for key, row in zip(sums.index, sums.to_numpy(), strict=True)}


def ingest(folder: Path) -> None:
    """The export read into Parquet, every record accounted for."""
    from psscore.tickets import ingest as read

    shutil.rmtree(folder / "read", ignore_errors=True)
    found = read(folder / "tickets.csv", folder / "MAP.toml", into=folder / "read")
    assert found.read == found.accepted + found.rejected


def parquet_counts(folder: Path) -> Found:
    """The counts of the product: newest versions only, items by their labels, ties looked for."""
    from psscore.tickets.counting import Settings, count
    from psscore.tickets.item_map import read_item_map
    from psscore.tickets.measures import Terms
    from psscore.tickets.opening import opened

    settings = Settings(("city", "district", "item"), read_item_map(folder / "ITEMS.csv"), Terms(WITHIN_S))
    names = ("total", "signed_in_time", "resolved")
    with opened([folder / "read"]) as (engine, records):
        found = count(engine, settings, delivered=records["delivered"])
    return {group.key: tuple(group.numbers[name] for name in names) for group in found.groups}


def parquet_pandas(folder: Path) -> Found:
    """The same from the same Parquet with pandas."""
    import pandas

    wanted = ["ticket_id", "city", "district", "label", "dispatched_s", "accepted_s", "updated_s", "version_tie"]
    frame = pandas.read_parquet(folder / "read" / "tickets", columns=[*wanted, "resolved"], partitioning=None)
    frame = frame.sort_values(["updated_s", "version_tie"]).drop_duplicates(["city", "ticket_id"], keep="last")
    items = {spelling(n): TOPICS[n % len(TOPICS)] for n in range(SPELLINGS)}
    frame = frame.assign(item=frame["label"].map(items)).dropna(subset=["item"])
    signed = (frame["accepted_s"] - frame["dispatched_s"]).between(0, WITHIN_S)
    frame = frame.assign(signed=signed, solved=frame["resolved"] == 1, n=1)
    return _found(frame.groupby(["city", "district", "item"])[["n", "signed", "solved"]].sum())


JOBS: dict[str, Callable[[Path], object]] = {
    job.__name__: job for job in (count_star, csv_aggregate, csv_pandas, ingest, parquet_counts, parquet_pandas)
}
CHECKED = {
    "csv_aggregate": "versions",
    "csv_pandas": "versions",
    "parquet_counts": "newest",
    "parquet_pandas": "newest",
}


@dataclass(frozen=True)
class Ran:
    """What a job took: seconds by the clock and of the processors, the peak of its process in GB."""

    seconds: float
    processor: float
    peak: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, processors {self.processor:.1f} s, {self.peak:.2f} GB"


def run(name: str, folder: Path, group: Path | None = None) -> Ran:
    """A job in a process of its own, inside a control group when one is given."""
    command = [sys.executable, __file__, "--job", name, "--folder", str(folder)]
    if group is not None:
        command = ["sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$@"', "sh", *command]
    # Nobody pays for writing out what the job before has left in memory.
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{name} failed")
    return Ran(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1 << 20))


def read_by(name: str, folder: Path) -> list[Path]:
    """The files a job reads."""
    return sorted((folder / "read" / "tickets").rglob("*.parquet")) if "parquet" in name else [folder / "tickets.csv"]


def bring_in(files: list[Path]) -> None:
    """Read files once, so that they are in memory."""
    block = bytearray(1 << 20)
    for file in files:
        with file.open("rb", buffering=0) as opened:
            while opened.readinto(block):
                pass


def put_out(files: list[Path]) -> None:
    """Take files out of memory; they are all on the disk."""
    os.sync()
    for file in files:
        with file.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def fits(folder: Path) -> bool:
    """Whether the CSV stays in memory beside the largest job, which takes twice as much."""
    available = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 3 * (folder / "tickets.csv").stat().st_size < available


def work(name: str, folder: Path) -> None:
    found = JOBS[name](folder)
    if name in CHECKED:
        expected_now = json.loads((folder / "expected.json").read_text("utf-8"))[CHECKED[name]]
        want = {tuple(key): tuple(numbers) for key, numbers in expected_now}
        assert found == want, f"{name}: counts differ"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold", type=int, default=1, help="rounds with nothing of the CSV in memory")
    parser.add_argument("--folder", type=Path, help="keeps what is made; a tickets.csv there is used as it is")
    parser.add_argument("--jobs", default=",".join(JOBS), help="some of them; counts need a folder read before")
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        work(given.job, given.folder)
        return
    if given.prepare:
        prepare(given.folder, given.rows)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        # In a process of its own: what the parent holds would count towards the peak of every job.
        prepared = [sys.executable, __file__, "--prepare", "--rows", str(given.rows), "--folder", str(folder)]
        subprocess.run(prepared, check=True)
        report(folder, given.rounds, given.cold, given.jobs.split(","))


def prepare(folder: Path, rows: int) -> None:
    """Make the export, unless it is there, and the counts that are expected of it."""
    if not (folder / "tickets.csv").exists():
        write(folder / "tickets.csv", rows)
    (folder / "MAP.toml").write_text(MAPPING, "utf-8")
    (folder / "ITEMS.csv").write_text(item_map(), "utf-8")
    wanted = {
        name: list(expected(rows, newest=newest).items()) for name, newest in (("newest", True), ("versions", False))
    }
    (folder / "expected.json").write_text(json.dumps(wanted), "utf-8")


def report(folder: Path, rounds: int, cold: int, names: list[str]) -> None:
    ran: dict[str, list[Ran]] = {name: [] for name in names}
    warm = fits(folder)
    print("what a job reads is in memory:" if warm else "nothing is in memory, as it does not fit:", flush=True)
    for _ in range(rounds):
        for name in names:
            (bring_in if warm else put_out)(read_by(name, folder))
            ran[name].append(run(name, folder))
            print(f"  {name}: {ran[name][-1]}", flush=True)
    told(ran)
    if warm and cold and (some := [name for name in COLD if name in names]):
        print("nothing of the CSV is in memory:")
        ran = {name: [] for name in some}
        for _ in range(cold):
            for name in some:
                put_out(read_by(name, folder))
                ran[name].append(run(name, folder))
                print(f"  {name}: {ran[name][-1]}", flush=True)
        told(ran)
    for name in LIMITED:
        if name in names:
            within(name, folder)


def told(ran: dict[str, list[Ran]]) -> None:
    """Medians, and their ratios."""
    middle = {name: statistics.median(one.seconds for one in found) for name, found in ran.items()}
    for name, found in ran.items():
        spread = f"{min(one.seconds for one in found):.1f}-{max(one.seconds for one in found):.1f}"
        processor = statistics.median(one.processor for one in found)
        peak = max(one.peak for one in found)
        print(f"{name:16} {middle[name]:7.1f} s ({spread})  processors {processor:.1f} s  {peak:.2f} GB")
    for one, other, target in RATIOS:
        if one in middle and other in middle:
            print(f"{one} / {other}: {middle[one] / middle[other]:.1f} ({target})", flush=True)


def within(name: str, folder: Path) -> None:
    """A job inside 1 GB, what it reads from the disk included: nothing of it is in memory before."""
    if (group := _limited()) is None:
        print(f"{name} inside 1 GB: no control group can be made here")
        return
    put_out(read_by(name, folder))
    try:
        print(f"{name} inside 1 GB: {run(name, folder, group)}, exact", flush=True)
    finally:
        group.rmdir()


def _limited() -> Path | None:
    """A control group that may hold 1 GB, page cache included; None where none can be made."""
    for root, limit in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
        group = Path(root) / f"psscore-{os.getpid()}"
        try:
            group.mkdir()
            (group / limit).write_text(str(MEMORY), "ascii")
        except OSError:
            continue
        return group
    return None


if __name__ == "__main__":
    main()
