"""The shipped template, made from source: byte for byte the same each time."""

from __future__ import annotations

import functools
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

import xlsxwriter

from psscore.model.text import Text
from psscore.reports.docx.styles import PAGE, Look, W, fonts_xml, numbering_xml, style_id, styles_xml
from psscore.reports.layout import SECTIONS

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "document": ("document.main", ""),
    "styles": ("styles", "styles"),
    "numbering": ("numbering", "numbering"),
    "settings": ("settings", "settings"),
    "fontTable": ("fontTable", "fontTable"),
    "header1": ("header", "header"),
    "footer1": ("footer", "footer"),
}
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_CLOCK = (1980, 1, 1, 0, 0, 0)


@functools.cache
def template(kind: str, lang: str) -> bytes:
    """The template of a kind of document: `{{name}}` in running text, parts on lines of their own."""
    look = Look(lang, kind)
    parts = {
        "document": _document(look),
        "styles": styles_xml(look),
        "numbering": numbering_xml(look),
        "settings": _SETTINGS,
        "fontTable": fonts_xml(lang),
        "header1": _header(look),
        "footer1": _footer(look),
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{_PARTS[name][0]}+xml"/>' for name in parts
    )
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{types}<Override PartName="/word/theme/theme1.xml" '
            f'ContentType="{_THEME}"/><Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": _relations(
            [
                (f"{_R}/officeDocument", "word/document.xml"),
                (
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ]
        ),
        "docProps/core.xml": _CORE,
        "word/_rels/document.xml.rels": _relations(
            [(f"{_R}/{kind}", f"{name}.xml") for name, (_, kind) in _PARTS.items() if kind]
            + [(f"{_R}/theme", "theme/theme1.xml")]
        ),
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    made = {name: (_HEAD + text).encode() for name, text in files.items()}
    return packed(made | {"word/theme/theme1.xml": _theme()})


def _theme() -> bytes:
    """The colours and fonts every Office document has; our styles name their own."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet()
    book.close()
    with zipfile.ZipFile(stream) as package:
        return package.read("xl/theme/theme1.xml")


def packed(files: dict[str, bytes]) -> bytes:
    """A zip file with the same bytes for the same contents."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            # The system that packs is written into every entry.
            entry.create_system = 0
            package.writestr(entry, data)
    return stream.getvalue()


def _document(look: Look) -> str:
    top, right, bottom, left = look.margins
    wide, high = PAGE
    unit = "" if look.kind == "bulletin" else "{{unit}}" if look.lang == "zh" else "{{unit}} "
    lines = [_paragraph("Title", f"{unit}{{{{title}}}}")]
    lines += [_paragraph("Normal", f"{{{{{name}}}}}") for name in SECTIONS[look.kind]]
    edge = 400 if look.kind == "card" else 850
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{"".join(lines)}<w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{edge}" w:footer="{edge}" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _header(look: Look) -> str:
    text = {"card": "", "bulletin": "{{period}}"}.get(look.kind, "{{unit}}")
    return f'<w:hdr xmlns:w="{W}">{_paragraph("Header", text)}</w:hdr>'


def _footer(look: Look) -> str:
    words = Text("标准摘要 {{short_digest}}", "Digest {{short_digest}}")(look.lang)
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )
    return (
        f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t>{words}</w:t></w:r>'
        f"<w:r><w:tab/></w:r>{number}</w:p></w:ftr>"
    )


def _paragraph(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{run}</w:p>'


def _relations(targets: list[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELS}">{made}</Relationships>'


_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:creator></dc:creator></cp:coreProperties>'
)
