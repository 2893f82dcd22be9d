"""Headless recalculation against openpyxl and a plain copy of the file: ratios from one interleaved run.

    python benchmarks/headless.py WORKBOOK... [--rounds 15] [--memory 500] [--soffice]

Without a workbook it takes the filled standard evaluation workbook. openpyxl loads and saves, which calculates nothing.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from psscore.workbook.cells import literal, place
from psscore.workbook.package import Package
from psscore.workbook.parts import Book, read_book
from psscore.workbook.recalculate import Options, Recalculator
from psscore.workbook.replace import replace
from psscore.workbook.sheet import RawCell, Scan, patch, scan
from psscore.workbook.values import encode

OPTIONS = Options(allow_partial=True)
WARM = 2
TARGETS = {
    "known template, new inputs": (12.0, 12.0),
    "only scores changed": (35.0, 4.0),
    "template not seen before": (3.0, None),
}


def filled() -> bytes:
    """The standard evaluation workbook, filled with the demonstration's data."""
    from psscore.workbook.template.build import build
    from psscore.workbook.template.example import EXAMPLE

    return build("zh", EXAMPLE)


def scored(by: Recalculator, data: bytes) -> bytes:
    """The workbook recalculated; a refusal would be quick, and is no result."""
    found = by.recalculate(data, OPTIONS)
    if found.data is None:
        raise SystemExit(f"not recalculated: {found.findings}")
    return found.data


class Workbook:
    """A workbook and the numbers an evaluator types into it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.package = Package(data)
        self.book: Book = read_book(self.package)
        self.scans: dict[str, Scan] = {s.part: scan(self.package.read(s.part), s.part) for s in self.book.sheets}
        self.inputs = [(part, cell) for part, found in self.scans.items() for cell in self._numbers(part, found)]

    def _numbers(self, part: str, found: Scan) -> list[RawCell]:
        """Typed numbers right of column A on the sheets that hold tables of ours or calls of ours."""
        sheet = next(s.name for s in self.book.sheets if s.part == part)
        ours = any(b"PS_" in cell[3].upper() for cell in found.formulas)
        if not ours and not any(t.sheet == sheet and t.name.startswith("ps_") for t in self.book.tables.values()):
            return []
        return [cell for cell in found.literals if cell[4] and b't="' not in cell[2] and place(cell)[1] > 1]

    def variant(self, seed: int, count: int = 107) -> bytes:
        """The workbook with some of its typed numbers changed, everything else as it was."""
        source = random.Random(seed)
        chosen = source.sample(self.inputs, min(count, len(self.inputs)))
        changes: dict[str, dict[bytes, tuple[bytes, bytes]]] = {}
        for part, cell in chosen:
            value = literal(cell, [], False)
            assert isinstance(value, float)
            new = float(max(0, round(value) - source.randint(0, 3))) if value == int(value) else value * 0.99
            changes.setdefault(part, {})[cell[0] + cell[1]] = encode(new)
        return self.patched(changes)

    def patched(self, changes: dict[str, dict[bytes, tuple[bytes, bytes]]]) -> bytes:
        """The workbook with new values in some cells."""
        packed = {
            part: self.package.pack(part, patch(self.package.read(part), part, self.scans[part], new))
            for part, new in changes.items()
        }
        return self.package.replace(packed)


def results(one: bytes, other: bytes) -> dict[str, dict[bytes, tuple[bytes, bytes]]]:
    """The results of `other` in the formula cells where two workbooks of one template differ."""
    first, second = Workbook(one), Workbook(other)
    changes: dict[str, dict[bytes, tuple[bytes, bytes]]] = {}
    for part, found in first.scans.items():
        for before, after in zip(found.formulas, second.scans[part].formulas, strict=True):
            if before[4] != after[4]:
                text = after[4]
                kind = after[2][after[2].find(b' t="') :] if b' t="' in after[2] else b""
                value = b"<v>" + text + b"</v>"
                changes.setdefault(part, {})[after[0] + after[1]] = (kind, value)
    return changes


def cases(data: bytes, folder: Path, rounds: int) -> dict[str, Callable[[int], None]]:
    """What is timed; each takes the number of the round, -2 and -1 for those before the clock runs."""
    workbook = Workbook(data)
    # No round sees inputs of another: what is remembered of them would not count as new.
    variants = [workbook.variant(seed) for seed in range(rounds + WARM)]
    known = Recalculator()
    outputs = [scored(known, variant) for variant in variants[:2]]
    before, scores = Workbook(outputs[0]), results(outputs[0], outputs[1])
    source, target = folder / "in.xlsm", folder / "out.xlsm"
    source.write_bytes(outputs[0])
    print(f"  {len(data):,} bytes, {len(workbook.package.members)} members, {len(workbook.inputs)} typed numbers")
    print(f"  {sum(map(len, scores.values()))} results differ in {len(scores)} sheets when only scores change")

    def copy(_: int) -> None:
        replace(target, source.read_bytes())

    import openpyxl

    def by_openpyxl(_: int) -> None:
        openpyxl.load_workbook(io.BytesIO(source.read_bytes()), keep_vba=True).save(target)

    def recalculated(number: int) -> None:
        replace(target, scored(known, variants[number]))

    def surgical(_: int) -> None:
        before.package = Package(source.read_bytes())
        replace(target, before.patched(scores))

    def unseen(number: int) -> None:
        replace(target, scored(Recalculator(), variants[number]))

    return {
        "raw copy": copy,
        "openpyxl": by_openpyxl,
        "known template, new inputs": recalculated,
        "only scores changed": surgical,
        "template not seen before": unseen,
    }


def measure(data: bytes, rounds: int) -> None:
    """Time every case once per round and print medians and medians of the ratios within a round."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        timed = cases(data, Path(folder), rounds)
        for number in range(-WARM, rounds):
            for name, case in timed.items():
                gc.collect()
                # Nobody pays for writing out what the case before left in memory.
                os.sync()
                start = time.perf_counter()
                case(number)
                if number >= 0:
                    times.setdefault(name, []).append(time.perf_counter() - start)
    print(f"  {'case':30}{'ms':>9}{'x openpyxl':>12}{'x copy':>9}   target")
    for name, own in times.items():
        faster = statistics.median(o / t for o, t in zip(times["openpyxl"], own, strict=True))
        slower = statistics.median(t / c for c, t in zip(times["raw copy"], own, strict=True))
        floor, ceiling = TARGETS.get(name, (None, None))
        met = (floor is None or faster >= floor) and (ceiling is None or slower <= ceiling)
        wanted = ", ".join(filter(None, (floor and f">= {floor:g}x", ceiling and f"<= {ceiling:g}x copy")))
        verdict = f"{wanted}: {'met' if met else 'MISSED'}" if wanted else ""
        print(f"  {name:30}{statistics.median(own) * 1000:9.2f}{faster:12.1f}{slower:9.1f}   {verdict}")


def memory(data: bytes, files: int) -> None:
    """Peak memory of one process that recalculates many workbooks of one template."""
    workbook = Workbook(data)
    known = Recalculator()
    for seed in range(files):
        known.recalculate(workbook.variant(seed), OPTIONS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {peak:.0f} MB peak over {files} workbooks; target 120 MB: {'met' if peak < 120 else 'MISSED'}")


def soffice(data: bytes) -> None:
    """A cold conversion by LibreOffice against a known template here."""
    program = shutil.which("soffice")
    if program is None:
        print("  soffice: not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.xlsm")
        source.write_bytes(data)
        known = Recalculator()
        workbook = Workbook(data)
        ratios = []
        for seed in range(3):
            start = time.perf_counter()
            command = [program, f"-env:UserInstallation=file://{folder}/p{seed}", "--headless", "--convert-to", "xlsx"]
            subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True)
            cold = time.perf_counter() - start
            variants = [workbook.variant(seed * 10 + n) for n in range(5)]
            known.recalculate(variants[0], OPTIONS)
            start = time.perf_counter()
            for variant in variants[1:]:
                known.recalculate(variant, OPTIONS)
            ratios.append(cold / ((time.perf_counter() - start) / 4))
    print(f"  soffice --convert-to, cold: {statistics.median(ratios):.0f}x slower; target 100x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("workbooks", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--memory", type=int, default=0, help="measure only the memory over this many workbooks")
    parser.add_argument("--soffice", action="store_true")
    arguments = parser.parse_args()
    given = [(str(path), path.read_bytes()) for path in arguments.workbooks]
    for name, data in given or [("the filled standard workbook", filled())]:
        print(name)
        if arguments.memory:
            memory(data, arguments.memory)
            continue
        measure(data, arguments.rounds)
        if arguments.soffice:
            soffice(data)


if __name__ == "__main__":
    main()
