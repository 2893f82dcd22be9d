"""psscore.xlam: a hidden workbook that carries the functions, the ribbon and the commands."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from psscore import __version__
from psscore.hosts.excel.sources import addin_folder, generated, text
from psscore.hosts.excel.vba_project import RUNTIME, WORKBOOK_CODE_NAME, Runtime, vba_project
from psscore.workbook.template.package import VERSION_PROPERTY, pack, read_members

FILE_NAME = "psscore.xlam"  # formulas and the relinker know the add-in by it

_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# An older engine would make Excel calculate on opening and ask to save.
_CALCULATION_ENGINE = 191029
_SHEET = "Sheet1"
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_RIBBONS = {
    "customUI/customUI14.xml": b"http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    "customUI/customUI.xml": b"http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
}


def build_addin(target: Path, runtime: Runtime = RUNTIME) -> Path:
    """Write the add-in to `target`, a file or a folder, and give the file's path."""
    path = target / FILE_NAME if target.is_dir() else target
    path.write_bytes(addin_bytes(runtime))
    return path


def addin_bytes(runtime: Runtime = RUNTIME) -> bytes:
    """The add-in; the same bytes every time."""
    members = read_members(_hidden_workbook(vba_project("addin", runtime, (_SHEET,))))
    _replace(members, "[Content_Types].xml", _MACRO_TYPE, _ADDIN_TYPE)
    _replace(members, "xl/workbook.xml", b"<workbookView ", b'<workbookView visibility="hidden" ')
    _replace(members, "xl/workbook.xml", b' fullCalcOnLoad="1"', b"")
    for number, (part, kind) in enumerate(_RIBBONS.items(), 1):
        members[part] = text(part.rpartition("/")[2]).encode("utf-8")
        link = b'<Relationship Id="psRibbon%d" Type="%b" Target="%b"/>' % (number, kind, part.encode("ascii"))
        _replace(members, "_rels/.rels", b"</Relationships>", link + b"</Relationships>")
    return pack(members)


def write_all(folder: Path | None = None) -> None:
    """Write the generated sources and the add-in into the folder `addin`."""
    folder = folder or addin_folder()
    for name, content in generated().items():
        folder.joinpath("excel", name).write_text(content, "utf-8", newline="\n")
    build_addin(folder)


def _hidden_workbook(project: bytes) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_calc_mode("auto", _CALCULATION_ENGINE)
        book.set_properties({"title": f"psscore {__version__}", "author": "psscore", "created": _CREATED})
        book.set_custom_property(VERSION_PROPERTY, __version__)
        book.add_vba_project(io.BytesIO(project), is_stream=True)
        book.set_vba_name(WORKBOOK_CODE_NAME)
        book.add_worksheet("psscore").set_vba_name(_SHEET)
    return out.getvalue()


def _replace(members: dict[str, bytes], part: str, old: bytes, new: bytes) -> None:
    if members[part].count(old) != 1:
        raise ValueError(f"{part} should hold {old!r} once")
    members[part] = members[part].replace(old, new)
