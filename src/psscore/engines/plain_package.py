"""A workbook written as the plainest package there is: no engine ever sees the user's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import compress, count, groupby, islice, pairwise
from operator import add, itemgetter, ne
from xml.sax.saxutils import escape, quoteattr

from psscore.engines.engine import Cell, Source, SourceSheet, Written
from psscore.model.cell_error import CellError
from psscore.workbook.address import column_letters

# XML cannot carry these, and of shared texts alone the loader knows Excel's way around that.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def plain_package(source: Source) -> bytes:
    """A workbook to load as the plainest package there is, without results."""
    numbers = range(1, len(source.sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEET_TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers), ("sharedStrings", "sharedStrings.xml")]
        ),
        "xl/workbook.xml": _workbook(source),
        "xl/sharedStrings.xml": _texts(source.texts),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
        for number, sheet in zip(numbers, source.sheets, strict=True):
            package.writestr(f"xl/worksheets/sheet{number}.xml", _worksheet(sheet))
    return stream.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _workbook(source: Source) -> str:
    positions = {sheet.name: position for position, sheet in enumerate(source.sheets)}
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(source.sheets, 1)
    )
    names = "".join(
        f"<definedName name={quoteattr(name)}"
        + (f' localSheetId="{positions[sheet]}"' if sheet else "")
        + f">{escape(formula)}</definedName>"
        for name, sheet, formula in source.names
        if not sheet or sheet in positions
    )
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>{defined}</workbook>'


def _texts(texts: Sequence[str]) -> str:
    items = "".join([f'<si><t xml:space="preserve">{text}</t></si>' for text in _escaped(texts)])
    return f'<sst xmlns="{_MAIN}">{items}</sst>'


def _escaped(texts: Sequence[str]) -> list[str]:
    """Texts without a NUL as XML has them, which is sooner done for all than for each."""
    return escape("\0".join(texts)).split("\0") if texts else []


def _worksheet(sheet: SourceSheet) -> bytes:
    formulas = _escaped([formula for _, _, formula in sheet.formulas])
    cells = [(row, column, f'<c r="{_letters(column)}{row}"{_literal(value)}') for row, column, value in sheet.literals]
    cells += [
        (row, column, f'<c r="{_letters(column)}{row}"><f>{formula}</f></c>')
        for (row, column, _), formula in zip(sheet.formulas, formulas, strict=True)
    ]
    for index, (row, column, formula, area, members) in enumerate(sheet.shared):
        first = f'<c r="{_letters(column)}{row}"><f t="shared" ref="{area}" si="{index}">{escape(formula)}</f></c>'
        cells.append((row, column, first))
        child = f'"><f t="shared" si="{index}"/></c>'
        cells += [(down, right, f'<c r="{_letters(right)}{down}{child}') for down, right in members]
    cells.sort()
    out = [f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()]
    out += (*_written(sheet.numbers, b""), *_written(sheet.texts, b' t="s"'))
    for row, group in groupby(cells, itemgetter(0)):
        out.append(f'<row r="{row}">{"".join([text for _, _, text in group])}</row>'.encode())
    out.append(b"</sheetData></worksheet>")
    return b"".join(out)


def _written(cells: Written, kind: bytes) -> Iterator[bytes]:
    """Cells of one kind as they were written, in rows of their own: a row may come twice."""
    columns, rows, values = cells
    found = list(map((b'"' + kind + b"><v>").join, zip(map(add, columns, rows), values, strict=True)))
    begins = [0, *compress(count(1), map(ne, rows, islice(rows, 1, None)))]
    for begin, end in pairwise([*begins, len(rows)]) if rows else ():
        yield b'<row r="%b"><c r="%b</v></c></row>' % (rows[begin], b'</v></c><c r="'.join(found[begin:end]))


_letters = cache(column_letters)


# Labels come again and again; TRUE is not 1.
@lru_cache(maxsize=4096, typed=True)
def _literal(value: Cell) -> str:
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, CellError):
        return f' t="e"><v>{value.value}</v></c>'
    if isinstance(value, str):
        text = "" if UNSAFE.search(value) else escape(value)
        return f' t="str"><v xml:space="preserve">{text}</v></c>'
    return f"><v>{value!r}</v></c>"
