"""psscore.xlam: a hidden workbook that carries the functions, the ribbon and the commands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from psscore import __version__
from psscore.hosts.excel.sources import addin_folder, generated, text
from psscore.hosts.excel.vba_project import RUNTIME, Runtime, vba_project

FILE_NAME = "psscore.xlam"  # formulas and the relinker know the add-in by it

_DATE = (2026, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RIBBON_2010 = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_RIBBON_2007 = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_TYPES: Mapping[str, str] = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": f"{_SHEET}.worksheet+xml",
    "/xl/styles.xml": f"{_SHEET}.styles+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def build_addin(target: Path, runtime: Runtime = RUNTIME) -> Path:
    """Write the add-in to `target`, a file or a folder, and give the file's path."""
    path = target / FILE_NAME if target.is_dir() else target
    path.write_bytes(addin_bytes(runtime))
    return path


def addin_bytes(runtime: Runtime = RUNTIME) -> bytes:
    """The add-in; the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in _parts(runtime).items():
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 0
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return out.getvalue()


def _parts(runtime: Runtime) -> dict[str, bytes | str]:
    """Stored in this order; the list of content types comes first, as Excel expects."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            (_RIBBON_2010, "customUI/customUI14.xml"),
            (_RIBBON_2007, "customUI/customUI.xml"),
        ),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        '<workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView visibility="hidden"/></bookViews>'
        '<sheets><sheet name="psscore" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><sheetData/>'
        "</worksheet>",
        "xl/styles.xml": _STYLES,
        "xl/vbaProject.bin": vba_project("addin", runtime, ("Sheet1",)),
        "customUI/customUI14.xml": text("customUI14.xml"),
        "customUI/customUI.xml": text("customUI.xml"),
        "docProps/core.xml": _core_properties(),
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
        f"<Application>psscore</Application><AppVersion>{_app_version()}</AppVersion></Properties>",
    }


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _content_types() -> str:
    lines = [f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">']
    lines.append(f'<Default Extension="rels" ContentType="{_RELS_TYPE}"/>')
    lines.append('<Default Extension="xml" ContentType="application/xml"/>')
    lines += [f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items()]
    return "".join([*lines, "</Types>"])


_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _relationships(*links: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _core_properties() -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>psscore {escape(__version__)}</dc:title><dc:creator>psscore</dc:creator>"
        "<dc:description>公众服务评分：函数与功能区 / Public service scoring: functions and ribbon</dc:description>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        f"<cp:version>{escape(__version__)}</cp:version></cp:coreProperties>"
    )


def _app_version() -> str:
    """Two numbers and a dot, with four digits behind it: the form the property has."""
    major, minor, patch = [*__version__.split("."), "0", "0"][:3]
    digits = "".join(letter for letter in patch if letter.isdigit()) or "0"
    return f"{int(major):02}.{int(minor):02}{int(digits):02}"


def write_all(folder: Path | None = None) -> None:
    """Write the generated sources and the add-in into `addin`."""
    folder = folder or addin_folder()
    for name, content in generated().items():
        folder.joinpath("excel", name).write_text(content, "utf-8", newline="\n")
    build_addin(folder)
