"""LibreOffice as a second opinion: values in, values out, nothing it writes is ever kept.

It has none of our functions, so cells with them must be given as literals. It is optional, and slow: a conversion for
every calculation.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from psscore.engines.engine import NOTHING, Cell, Fault, Place, Source
from psscore.engines.plain_package import plain_package
from psscore.workbook.cells import column, literal, place
from psscore.workbook.helpers import without_helpers
from psscore.workbook.inquiries import PREFIX
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.sheet import scan
from psscore.workbook.strings import shared_strings


class NotInstalled(RuntimeError):
    """There is no LibreOffice on this machine."""


class LibreOffice:
    """One workbook, calculated by LibreOffice. TODAY and NOW read the machine's clock, not the one given."""

    name = "libreoffice"

    def __init__(self, source: Source) -> None:
        program = shutil.which("soffice")
        if program is None:
            raise NotInstalled("LibreOffice (soffice) is not installed")
        if any(not name.startswith(PREFIX) for name in source.functions):
            raise ValueError("LibreOffice has none of our functions: give their cells as literals")
        for sheet in source.sheets:
            sheet.formulas = [(row, column, without_helpers(text)) for row, column, text in sheet.formulas]
            sheet.shared = [
                (row, column, without_helpers(text), area, members) for row, column, text, area, members in sheet.shared
            ]
        self._program = program
        self._source = source
        self._values: dict[str, dict[tuple[int, int], Cell]] = {}
        self._literals: dict[str, dict[tuple[int, int], Cell]] = {}
        for sheet in source.sheets:
            self._literals[sheet.name] = {
                (int(row), column(letters)): float(text) for letters, row, text in zip(*sheet.numbers, strict=True)
            }
            self._literals[sheet.name] |= {(row, column): value for row, column, value in sheet.literals}
            self._literals[sheet.name] |= {
                (int(row), column(letters)): source.texts[int(number)]
                for letters, row, number in zip(*sheet.texts, strict=True)
            }
            sheet.numbers = sheet.texts = NOTHING
        self.version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()

    def set_value(self, place: Place, value: Cell) -> None:
        """Put a literal into a cell."""
        self._literals[place[0]][place[1:]] = value

    def set_block(self, place: Place, rows: Sequence[Sequence[Cell]]) -> None:
        """Put literals into the cells of a rectangle, row by row; the place is its first cell."""
        sheet, row, column = place
        for down, values in enumerate(rows):
            for right, value in enumerate(values):
                self.set_value((sheet, row + down, column + right), value)

    def calculate(self, now: datetime.datetime) -> None:
        """Bring every formula up to date."""
        del now
        for sheet in self._source.sheets:
            given = self._literals[sheet.name].items()
            sheet.literals = [(row, column, value) for (row, column), value in given if value is not None]
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in", "book.xlsx")
            source.parent.mkdir()
            source.write_bytes(plain_package(self._source))
            profile = Path(folder, "profile").as_uri()
            command = [self._program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
            subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=300)
            self._values = _read(Path(folder, "book.xlsx").read_bytes())

    def values(self, sheet: str, cells: Sequence[tuple[int, int]]) -> list[Cell | Fault]:
        """The values of some cells, in order."""
        found = self._values[sheet]
        return [found.get(cell) for cell in cells]

    def spill(self, place: Place) -> tuple[int, int]:
        """Plain formulas do not spill in LibreOffice."""
        del place
        return 1, 1

    def dependents(self, places: Sequence[Place]) -> set[Place]:
        """LibreOffice is not asked what depends on what."""
        raise NotImplementedError("the second opinion only gives values")


def _read(data: bytes) -> dict[str, dict[tuple[int, int], Cell]]:
    package = Package(data)
    book = read_book(package)
    strings = shared_strings(package.read(book.strings), book.strings) if book.strings else []
    found: dict[str, dict[tuple[int, int], Cell]] = {}
    for sheet in book.sheets:
        cells = scan(package.read(sheet.part), sheet.part)
        found[sheet.name] = {place(cell): literal(cell, strings, False) for cell in (*cells.literals, *cells.formulas)}
    return found
