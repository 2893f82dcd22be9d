"""Small packages built by hand, so that a test sees every byte that matters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from psscore.workbook.package import Package
from psscore.workbook.recalculate import Options, Recalculation, Recalculator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NOW = datetime(2026, 3, 1, 9, 30)


def relations(*targets: tuple[str, str, str]) -> str:
    """A .rels part: (id, kind, target)."""
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if kind == "externalLinkPath" else "/>")
        for id_, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def sheet(rows: str, after: str = "") -> str:
    """A worksheet part around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def table(name: str, ref: str, columns: list[str], totals: bool = False) -> str:
    """A table part."""
    entries = "".join(f'<tableColumn id="{n}" name="{title}"/>' for n, title in enumerate(columns, 1))
    extra = ' totalsRowCount="1"' if totals else ""
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" ref="{ref}"{extra}>'
        f'<tableColumns count="{len(columns)}">{entries}</tableColumns></table>'
    )


def parts(
    sheets: Mapping[str, str],
    *,
    names: Mapping[str, str] | None = None,
    strings: list[str] | None = None,
    tables: Mapping[str, list[str]] | None = None,
    links: list[str] | None = None,
    calc: str = '<calcPr calcId="191029"/>',
    settings: str = "",
    raw: bool = False,
) -> dict[str, str | bytes]:
    """The parts of a workbook: sheets by name (rows, or whole parts with `raw`), tables by sheet, add-in links."""
    found: dict[str, str | bytes] = {}
    related = []
    for number, (name, content) in enumerate(sheets.items(), 1):
        found[f"xl/worksheets/sheet{number}.xml"] = content if raw else sheet(content)
        related.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        own = (tables or {}).get(name, [])
        for index, part in enumerate(own, 1):
            found[f"xl/tables/table{number}_{index}.xml"] = part
        if own:
            rels = [(f"rId{i}", "table", f"../tables/table{number}_{i}.xml") for i in range(1, len(own) + 1)]
            found[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relations(*rels)
    if strings is not None:
        items = "".join(f"<si><t>{text}</t></si>" for text in strings)
        found["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}" count="1" uniqueCount="1">{items}</sst>'
        related.append(("rIdS", "sharedStrings", "sharedStrings.xml"))
    for number, target in enumerate(links or [], 1):
        found[f"xl/externalLinks/externalLink{number}.xml"] = f'{HEAD}<externalLink xmlns="{MAIN}"/>'
        found[f"xl/externalLinks/_rels/externalLink{number}.xml.rels"] = relations(("rId1", "externalLinkPath", target))
        related.append((f"rIdL{number}", "externalLink", f"externalLinks/externalLink{number}.xml"))
    entries = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    references = "".join(f'<externalReference r:id="rIdL{n}"/>' for n in range(1, len(links or []) + 1))
    defined = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in (names or {}).items())
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}<sheets>{entries}</sheets>'
        + (f"<externalReferences>{references}</externalReferences>" if references else "")
        + (f"<definedNames>{defined}</definedNames>" if defined else "")
        + f"{calc}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(*related),
        **found,
    }


def pack(content: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip file, always the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in content.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return stream.getvalue()


def book(sheets: Mapping[str, str] | str, **options: object) -> bytes:
    """A workbook's bytes; one sheet `S` when only rows are given."""
    return pack(parts({"S": sheets} if isinstance(sheets, str) else sheets, **options))  # type: ignore[arg-type]


def rows(*cells: str) -> str:
    """One row of ready cells, all in row 1."""
    return f'<row r="1">{"".join(cells)}</row>'


def run(data: bytes, recalculator: Recalculator | None = None, **options: object) -> Recalculation:
    """Recalculate with a fresh engine at a fixed clock."""
    options = {"now": NOW, "lang": "en", **options}
    return (recalculator or Recalculator()).recalculate(data, Options(**options), name="book.xlsx")  # type: ignore[arg-type]


def part(data: bytes, number: int = 1) -> str:
    """The text of a worksheet part."""
    return Package(data).read(f"xl/worksheets/sheet{number}.xml").decode()


def codes(result: Recalculation) -> list[tuple[str, str]]:
    """(cell, code) of the located findings."""
    return [(finding.cell, finding.code) for finding in result.findings if finding.cell]
