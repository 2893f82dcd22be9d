"""PS_SCORE in LibreOffice Calc against its own ROUND: a hard recalculation of as many formulas, in turns in one run.

Needs LibreOffice 25.2 with its Python (`python3-uno`); run it from a checkout, for the helpers of the tests.
"""

from __future__ import annotations

import io
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hosts.libreoffice.office import Book, Calc, install
from psscore.hosts.libreoffice.extension import extension_bytes

FORMULAS = 9_400
ROUNDS = 9
STANDARD = '"public-service/2026"'
KINDS = {
    "ROUND, cell by cell": ("ROUND(B{row}/C{row},4)", None),
    "PS_SCORE, cell by cell": (f"PS_SCORE(A{{row}},B{{row}},C{{row}},{STANDARD})", None),
    "PS_SCORE, few values": (f"PS_SCORE(A{{row}},MOD(B{{row}},10),10,{STANDARD})", None),
    "ROUND, one array formula": (None, f"ROUND(B1:B{FORMULAS}/C1:C{FORMULAS},4)"),
    "PS_SCORE, one array formula": (
        None,
        f"PS_SCORE(A1:A{FORMULAS},B1:B{FORMULAS},C1:C{FORMULAS},{STANDARD})",
    ),
}


def workbook(single: str | None, column: str | None) -> bytes:
    """9,400 rows of counts, as many indicators of a rate; one formula for each row, or one for all of them."""
    source = random.Random(1)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(FORMULAS):
            whole = source.randrange(1, 5000)
            sheet.write_row(row, 0, [str(1 + row % 32), source.randrange(0, whole + 1), whole])
            if single:
                sheet.write_formula(row, 3, "=" + single.format(row=row + 1), None, "")
        if column:
            sheet.write_array_formula(f"D1:D{FORMULAS}", "{=" + column + "}", None, "")
    return out.getvalue()


def main() -> None:
    soffice = shutil.which("soffice")
    if not soffice:
        sys.exit("需要 LibreOffice：soffice 不在路径中 / LibreOffice is needed: no soffice on the path")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        calc = Calc(soffice, install(extension_bytes(), folder), folder)
        books = [Book(workbook(*kind), hard=2) for kind in KINDS.values()]
        # In turns, so that a busy machine disturbs all alike; the first calculation of each only warms up.
        found = calc.calculate(*(books * ROUNDS))
    taken = {name: [one.seconds[-1] for one in found[at :: len(KINDS)]] for at, name in enumerate(KINDS)}
    values = [found[at].cells["Sheet1"] for at in (1, 4)]
    assert all(values[0][f"D{row}"] == values[1][f"D{row}"] for row in range(1, FORMULAS + 1))
    for form in ("cell by cell", "few values", "one array formula"):
        plain = taken["ROUND, one array formula" if form == "one array formula" else "ROUND, cell by cell"]
        ours = taken[f"PS_SCORE, {form}"]
        ratio = statistics.median(one / other for one, other in zip(ours, plain, strict=True))
        each = [statistics.median(times) / FORMULAS * 1e6 for times in (ours, plain)]
        total = statistics.median(ours) * 1000
        print(
            f"{form:<18} {ratio:5.1f}x ROUND, target 3x; {total:5.0f} ms for {FORMULAS:,}, "
            f"{each[0]:.2f} us each against {each[1]:.2f} us"
        )


if __name__ == "__main__":
    main()
