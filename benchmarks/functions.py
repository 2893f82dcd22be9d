"""PS_SCORE over a column against the scalar loop, and start-up against an empty interpreter: ratios from one run."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from psscore.functions import PS_SCORE

ROWS = 100_000
SCALAR_ROWS = 10_000
ROUNDS = 7


def clock(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def columns() -> None:
    source = random.Random(1)
    parts = [source.randrange(1, 5000) for _ in range(ROWS)]
    wholes = [part + source.randrange(0, 400) for part in parts]
    codes = [str(source.randrange(1, 33)) for _ in range(ROWS)]
    first = list(zip(codes, parts, wholes, strict=True))[:SCALAR_ROWS]
    assert PS_SCORE(codes, parts, wholes)[:SCALAR_ROWS] == [PS_SCORE(*row) for row in first]
    ratios = []
    for _ in range(ROUNDS):
        column = clock(lambda: PS_SCORE(codes, parts, wholes)) / ROWS
        scalar = clock(lambda: [PS_SCORE(*row) for row in first]) / SCALAR_ROWS
        ratios.append((scalar / column, column, scalar))
    ratio, column, scalar = (statistics.median(values) for values in zip(*ratios, strict=True))
    times = f"{column * 1e6:.2f} us against {scalar * 1e6:.1f} us"
    print(f"column form, per row: {ratio:.0f}x the scalar loop ({times}); target 10x")


def startup() -> None:
    commands = {
        "python -c pass": ["-c", "pass"],
        "import psscore": ["-c", "import psscore"],
        "import PS_SCORE": ["-c", "from psscore.functions import PS_SCORE"],
        "psscore --help": ["-m", "psscore", "--help"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, words in commands.items():
            taken[name].append(clock(lambda words=words: subprocess.run([sys.executable, *words], capture_output=True)))  # type: ignore[misc]
    empty = statistics.median(taken["python -c pass"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:<18} {middle * 1000:6.0f} ms, {(middle - empty) * 1000:5.0f} ms above an empty interpreter")


if __name__ == "__main__":
    columns()
    startup()
