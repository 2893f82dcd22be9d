"""A year of rankings, 3,000 units × 47 indicators × 12 months: columns against the scalar loop, memory, workbook."""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Iterator
from fractions import Fraction

from psscore.functions import PS_RANK, PS_SCORE, PS_TOTAL
from psscore.ranking import Settings, rank
from psscore.ranking.sheets import workbook
from psscore.results import Evaluation, Item
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.aggregate import Total, total

REFERENCE = "public-service/2026"
UNITS = 3_000
MONTHS = 12
SAMPLE = 200
TARGET = 20

STANDARD = load_standard(REFERENCE)
CODES = [item.code for item in STANDARD.leaves]
KINDS = [item.scoring.measure.value for item in STANDARD.leaves if item.scoring]

Columns = tuple[list[str], list[float], list[float | None]]


def month(number: int) -> Columns:
    """The numbers of all units: indicator, value and base, unit after unit. No month is like another."""
    source = random.Random(number)
    values: list[float] = []
    bases: list[float | None] = []
    for _ in range(UNITS):
        for kind in KINDS:
            base = source.randrange(50, 5_000)
            if kind == "count":
                values.append(base)
                bases.append(None)
            elif kind == "change":
                values.append(source.randrange(int(base * 0.8), base))
                bases.append(base)
            else:
                values.append(source.randrange(int(base * 0.9), base + 1))
                bases.append(base)
    return CODES * UNITS, values, bases


def by_column(given: Columns) -> tuple[list[float], list[float]]:
    """Totals and places of a month."""
    codes, values, bases = given
    scores = PS_SCORE(codes, values, bases, REFERENCE)
    wide = len(CODES)
    totals = [PS_TOTAL(CODES, scores[at : at + wide], REFERENCE) for at in range(0, len(scores), wide)]
    return totals, PS_RANK(totals, totals)


def by_loop(given: Columns, units: int) -> list[float]:
    """Totals of some units, a call for each score; no places."""
    codes, values, bases = (column[: units * len(CODES)] for column in given)
    scores = [PS_SCORE(*row, REFERENCE) for row in zip(codes, values, bases, strict=True)]
    wide = len(CODES)
    return [PS_TOTAL(CODES, scores[at : at + wide], REFERENCE) for at in range(0, len(scores), wide)]


def peak() -> float:
    """The most memory of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def year() -> None:
    """Twelve months, one after the other; after each the same sample in a loop."""
    ratios, spent, peaks = [], 0.0, []
    for number in range(MONTHS):
        given = month(number)
        start = time.process_time()
        totals, _ = by_column(given)
        column = time.process_time() - start
        start = time.process_time()
        looped = by_loop(given, SAMPLE)
        loop = time.process_time() - start
        assert looped == totals[:SAMPLE]
        ratios.append((loop / SAMPLE) / (column / UNITS))
        spent += column
        peaks.append(peak())
    count = UNITS * MONTHS * len(CODES)
    print(
        f"{count:,} scores with totals and places: {spent:.1f} s of processor time, "
        f"{spent / count * 1e6:.2f} us a score"
    )
    print(f"{statistics.median(ratios):.0f}x the scalar loop (least {min(ratios):.0f}x); target {TARGET}x")
    print(f"peak memory after month 1, 2, 6, 12: {', '.join(f'{peaks[at]:.0f}' for at in (0, 1, 5, 11))} MB")


def evaluations() -> Iterator[Evaluation]:
    """The evaluations of a month, as receipts tell them."""
    codes, values, bases = month(0)
    scores = PS_SCORE(codes, values, bases, REFERENCE)
    for unit in range(UNITS):
        span = slice(unit * len(CODES), (unit + 1) * len(CODES))
        rows = zip(STANDARD.leaves, values[span], bases[span], scores[span], strict=True)
        items = tuple(
            Item(
                leaf.code,
                Fraction(value),
                None if base is None else Fraction(base),
                Fraction(f"{score:.15g}"),
                leaf.points,
                "",
                "",
                "",
            )
            for leaf, value, base, score in rows
        )
        made = total(STANDARD, {item.indicator: item.score for item in items})
        assert isinstance(made, Total)
        yield Evaluation(
            file=f"{unit}.xlsx",
            status="written",
            unit=f"单位{unit}",
            period="2026",
            evaluator="",
            mode="",
            reference=REFERENCE,
            standard_id=STANDARD.id,
            edition=STANDARD.edition,
            digest=STANDARD.digest,
            total=made.score,
            max_points=STANDARD.total_points,
            grade="",
            progress="",
            items=items,
            findings=(),
            clock="",
            psscore="",
            engine="",
            input_digest="",
            output_digest="",
        )


def book() -> None:
    """A ranking of 3,000 evaluations, exact, and its workbook."""
    given = list(evaluations())
    start = time.process_time()
    groups = {one.unit: f"组{number % 10}" for number, one in enumerate(given)}
    found = rank(given, Settings(groups=groups))
    ranked = time.process_time() - start
    start = time.process_time()
    data = workbook(found)
    written = time.process_time() - start
    print(f"rank(): {UNITS} evaluations in {ranked:.1f} s; the workbook in {written:.1f} s, {len(data) / 1e6:.1f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", action="store_true", help="the ranking and its workbook instead")
    book() if parser.parse_args().book else year()
