"""A batch of workbooks of one template: per core against openpyxl, two processes against one, memory over many.

    python benchmarks/batch.py [--files 1000] [--rounds 5] [--memory 10000]

Rounds are interleaved: in each, every case takes a share of the workbooks. openpyxl loads and saves, which calculates
nothing, and takes a few of them only. The raw-copy batch travels the same way (chunks, processes, atomic writes) and
copies; what two processes gain there is what the machine has to give.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from headless import Workbook, filled

from psscore.batch import Job, score_many
from psscore.batch.chunk import Scorer
from psscore.batch.job import score_job
from psscore.batch.workers import WorkerPool
from psscore.workbook.recalculate import Options
from psscore.workbook.replace import replace

OPTIONS = Options(allow_partial=True)
BY_OPENPYXL = 6


def copied(job: Job, _: Options) -> dict[str, Any]:
    """Copy the workbook and say so."""
    replace(Path(str(job.target)), Path(job.source).read_bytes())
    return {"file": job.shown, "status": "written", "findings": []}


def scored(job: Job, options: Options) -> dict[str, Any]:
    """Score the workbook and say how much of a core it took."""
    start = time.process_time()
    receipt = score_job(job, options)
    return {"file": job.shown, "status": receipt["status"], "cpu": time.process_time() - start}


def by_openpyxl(jobs: list[Job]) -> tuple[float, float]:
    """Seconds a workbook takes to load and save, by the wall and of a core."""
    import openpyxl

    start, core = time.perf_counter(), time.process_time()
    for job in jobs:
        openpyxl.load_workbook(io.BytesIO(Path(job.source).read_bytes()), keep_vba=True).save(str(job.target))
    return (time.perf_counter() - start) / len(jobs), (time.process_time() - core) / len(jobs)


def seconds(jobs: list[Job], pool: WorkerPool, scorer: Scorer) -> tuple[float, float]:
    """Seconds a workbook takes in a batch, by the wall and of the workers' cores."""
    start = time.perf_counter()
    receipts = list(score_many(jobs, pool, options=OPTIONS, workers=pool.workers, scorer=scorer))
    assert {receipt["status"] for receipt in receipts} <= {"written", "partial", "unchanged"}
    core = sum(receipt.get("cpu", 0.0) for receipt in receipts)
    return (time.perf_counter() - start) / len(jobs), core / len(jobs)


def make(folder: Path, files: int) -> list[Job]:
    """Workbooks of one template, each with inputs of its own."""
    workbook = Workbook(filled())
    jobs = []
    for number in range(files):
        source = folder / f"{number}.xlsm"
        source.write_bytes(workbook.variant(number))
        jobs.append(Job(str(source), str(folder / "out.xlsm"), source.name))
    return [Job(job.source, str(folder / f"out-{job.name}"), job.name) for job in jobs]


def speed(jobs: list[Job], rounds: int) -> None:
    """Times of every case in every round, and the medians of the ratios within a round."""
    share = len(jobs) // rounds
    one, two = WorkerPool(1, 600), WorkerPool(2, 600)
    for pool in (one, two):
        seconds(jobs[-8:], pool, scored)
    times: dict[str, list[float]] = {}
    cores: dict[str, list[float]] = {}
    for number in range(rounds):
        part = jobs[number * share : (number + 1) * share]
        cases = {
            "openpyxl": lambda part=part: by_openpyxl(part[:BY_OPENPYXL]),
            "copy, one process": lambda part=part: seconds(part, one, copied),
            "score, one process": lambda part=part: seconds(part, one, scored),
            "copy, two processes": lambda part=part: seconds(part, two, copied),
            "score, two processes": lambda part=part: seconds(part, two, scored),
        }
        for name, case in cases.items():
            os.sync()
            wall, core = case()
            times.setdefault(name, []).append(wall)
            cores.setdefault(name, []).append(core)
    for pool in (one, two):
        pool.close()
    for name, found in times.items():
        middle, core = statistics.median(found), statistics.median(cores[name])
        print(f"  {name:24}{middle * 1000:9.2f} ms{1 / middle:9.1f} a second{core * 1000:9.2f} ms of a core")

    def ratio(kind: dict[str, list[float]], above: str, below: str, scale: float = 1.0) -> list[float]:
        return [a / b / scale for a, b in zip(kind[above], kind[below], strict=True)]

    own = ratio(times, "score, one process", "score, two processes", 2)
    copies = ratio(times, "copy, one process", "copy, two processes", 2)
    _told("x openpyxl load + save, wall", ratio(times, "openpyxl", "score, one process"), 12)
    _told("x openpyxl load + save, core time", ratio(cores, "openpyxl", "score, one process"), 12)
    _told("core time, one process : two", ratio(cores, "score, one process", "score, two processes"), 0.8)
    _told("two processes, share of linear", own, 0.8)
    print(f"  {'the same for raw copies':36}{statistics.median(copies):7.2f}  ({min(copies):.2f}-{max(copies):.2f})")
    _told("ours in terms of raw copies", [a / b for a, b in zip(own, copies, strict=True)], 0.8)


def _told(name: str, found: list[float], target: float) -> None:
    value = statistics.median(found)
    verdict = "met" if value >= target else "MISSED"
    print(f"  {name:36}{value:7.2f}  ({min(found):.2f}-{max(found):.2f})  target >= {target:g}: {verdict}")


def memory(jobs: list[Job], count: int) -> None:
    """Memory of the parent and its largest worker while many workbooks go by, nothing written."""

    def many() -> Iterator[Job]:
        for number in range(count):
            yield Job(jobs[number % len(jobs)].source, None, f"{number}.xlsm")

    start = time.perf_counter()
    for seen, _ in enumerate(score_many(many(), options=OPTIONS, workers=2), 1):
        if seen in {count // 10, count // 2, count}:
            parent, worker = _resident(os.getpid()), max(map(_resident, _children()), default=0)
            print(f"  {seen:7} workbooks: parent {parent} MB, largest worker {worker} MB")
    print(f"  {count / (time.perf_counter() - start):.0f} a second")


def _children() -> list[int]:
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [int(child) for child in found]


def _resident(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, default=0, help="measure only the memory over this many workbooks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = make(folder, arguments.files)
        size = os.path.getsize(jobs[0].source)
        print(f"{len(jobs)} workbooks of {size:,} bytes, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        if arguments.memory:
            memory(jobs, arguments.memory)
        else:
            speed(jobs, arguments.rounds)
        print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
