"""What one workbook leaves behind is never taken for another's."""

from __future__ import annotations

import zlib

import pytest

from psscore.workbook.package import STORED, Package, Packed
from psscore.workbook.recalculate import Recalculator
from workbook.books import book, part, run

# Two numbers of one length with the same checksum.
TWINS = ("657590501813", "903291985642")


@pytest.mark.parametrize("stored", [False, True])
def test_parts_with_one_checksum_and_size_are_told_apart(stored: bool) -> None:
    workbooks = []
    for number in TWINS:
        data = book(f'<row r="1"><c r="A1"><v>{number}</v></c><c r="B1"><f>A1+1</f></c></row>')
        workbooks.append(_as_stored(data) if stored else data)
    checksums = {Package(data).identity("xl/worksheets/sheet1.xml")[:2] for data in workbooks}
    assert len(checksums) == len({zlib.crc32(number.encode()) for number in TWINS}) == 1
    reused = Recalculator()
    for number, data in [*zip(TWINS, workbooks, strict=True)] * 2:
        result = run(data, reused).data
        assert result is not None
        assert f"<v>{int(number) + 1}</v>" in part(result)


def _as_stored(data: bytes) -> bytes:
    """The same workbook, its sheet not compressed."""
    package, where = Package(data), "xl/worksheets/sheet1.xml"
    content = package.read(where)
    return package.replace({where: Packed.of(content, STORED)})
