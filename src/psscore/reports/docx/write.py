"""A document as .docx, from the shipped template or from one's own."""

from __future__ import annotations

import copy
import datetime
import zipfile
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from psscore.model.text import Text
from psscore.outputs.untouched import BLANK, marked_parts
from psscore.reports.document import Chart, Document
from psscore.reports.docx.blocks import Blocks
from psscore.reports.docx.chart import chart_parts
from psscore.reports.docx.placeholders import Found, TemplateFault, fill, find
from psscore.reports.docx.styles import Look, style_id, styles_xml
from psscore.reports.docx.template import packed, template
from psscore.reports.layout import FIELDS, SECTIONS
from psscore.reports.shown import NONE, clean
from psscore.workbook.package import Limits, Package
from psscore.workbook.refusal import Refused

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 9000
_NO_CLOCK = datetime.datetime(2000, 1, 1)
_LIMITS = Limits(expanded=256 << 20, part=64 << 20)
"""What a template may hold: its text is all read at once, pictures are not."""
_UNSOUND = Text("不是完好的 .docx 文件：请在 Word 中另存为 .docx", "not a sound .docx: save it as .docx in Word")


def to_docx(document: Document, own: bytes | None = None) -> bytes:
    """The bytes of a .docx; `own` is a template in place of the shipped one. Raises `TemplateFault`."""
    return _Filling(document, template(document.kind, document.lang) if own is None else own).filled()


class _Filling:
    """One template being filled with one document."""

    def __init__(self, document: Document, data: bytes) -> None:
        self._document = document
        _admit(data)
        try:
            self._word = docx.Document(BytesIO(data))
        except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as fault:
            raise TemplateFault([_UNSOUND]) from fault
        self._part = self._word.part
        self._ids: dict[str, str] = {
            style.find(qn("w:name")).get(qn("w:val")).casefold(): style.get(qn("w:styleId"))
            for style in self._word.styles.element.iter(qn("w:style"))
            if style.find(qn("w:name")) is not None
        }
        self._charts = 0

    def filled(self) -> bytes:
        found = self._found()
        texts = {name: self._document.fields.get(name, NONE) for name in FIELDS[self._document.kind]}
        blocks = Blocks(self._style, self._width(), self._add_chart, self._free_id())
        sections = {section.name: section for section in self._document.sections}
        for one in found:
            if not one.block:
                fill(one.paragraph, texts)
                continue
            section = sections.get(one.block)
            for block in section.blocks if section else ():
                for element in blocks(block):
                    one.paragraph.addprevious(element)
            _take_out(one.paragraph)
        self._properties()
        stream = BytesIO()
        self._word.save(stream)
        with zipfile.ZipFile(stream) as package:
            return packed(marked_parts({name: package.read(name) for name in package.namelist()}))

    def _found(self) -> list[Found]:
        """The placeholders of the body, of headers and of footers; all faults at once."""
        kind = self._document.kind
        parts: list[tuple[Any, Text, bool]] = [(self._word.element.body, Text("正文", "body"), True)]
        for relation in self._part.rels.values():
            if relation.reltype in (RT.HEADER, RT.FOOTER) and not relation.is_external:
                where = Text("页眉", "header") if relation.reltype == RT.HEADER else Text("页脚", "footer")
                parts.append((relation.target_part.element, where, False))
        found: list[Found] = []
        wrong: list[Text] = []
        for root, where, body in parts:
            try:
                found += find(root, FIELDS[kind], SECTIONS[kind], where=where, body=body)
            except TemplateFault as fault:
                wrong += fault.texts
        if not wrong and not any(one.block for one in found):
            names = [f"{{{{{name}}}}}" for name in SECTIONS[kind]]
            zh, en = "、".join(names), ", ".join(names)
            wrong.append(
                Text(
                    f"模板中没有任何一节，请把需要的各放在单独一行：{zh}",
                    f"the template places no part; put those you want on lines of their own: {en}",
                )
            )
        if wrong:
            raise TemplateFault(wrong)
        return found

    def _style(self, name: str) -> str:
        """The id of a style in this document; one that it lacks is brought along."""
        if name.casefold() in self._ids:
            return self._ids[name.casefold()]
        ours = parse_xml(styles_xml(Look(self._document.lang, self._document.kind)))
        style = next(item for item in ours if item.get(qn("w:styleId")) == style_id(name))
        for number in list(style.iter(qn("w:numPr"))):
            # The template has other lists; a heading without a number is right in all of them.
            number.getparent().remove(number)
        for base in list(style.iter(qn("w:basedOn"))):
            standard = self._ids.get("normal table" if name == "PS Table" else "normal")
            if standard is None:
                style.remove(base)
            else:
                base.set(qn("w:val"), standard)
        self._word.styles.element.append(copy.deepcopy(style))
        self._ids[name.casefold()] = style_id(name)
        return style_id(name)

    def _width(self) -> int:
        """The width of the text, in twentieths of a point."""
        section = self._word.sections[0]
        sizes = section.page_width, section.left_margin, section.right_margin
        if any(size is None for size in sizes):
            return _WIDEST
        wide, left, right = (int(size or 0) for size in sizes)
        return max((wide - left - right) // 635, 2000)

    def _free_id(self) -> int:
        return 1 + max((int(node.get("id")) for node in self._word.element.iter(qn("wp:docPr"))), default=0)

    def _add_chart(self, chart: Chart) -> str:
        package = self._part.package
        uri = package.next_partname("/word/charts/psscore%d.xml")
        drawing, data = chart_parts(chart, "rId1")
        part = Part(PackURI(uri), _CHART, drawing, package)
        name = package.next_partname("/word/embeddings/psscore%d.xlsx")
        book = Part(PackURI(name), _SHEET, data, package)
        # Related before it is asked for the next free name, which looks at related parts only.
        relation = self._part.relate_to(part, RT.CHART)
        part.relate_to(book, RT.PACKAGE)
        return str(relation)

    def _properties(self) -> None:
        known = self._word.core_properties
        known.title = clean(self._document.title)[:255]
        known.author = clean(self._document.fields.get("evaluator", ""))[:255]
        try:
            clock = datetime.datetime.fromisoformat(self._document.clock)
        except ValueError:
            # A receipt somebody wrote by hand; what the file says of itself must still be the same every time.
            clock = _NO_CLOCK
        known.created = known.modified = clock
        known.last_modified_by = "psscore"
        known.identifier = f"{BLANK} {self._document.kind}"


def _admit(data: bytes) -> None:
    """Raise `TemplateFault` for a package that expands to more than a template may."""
    try:
        Package(data, _LIMITS)
    except Refused as refusal:
        # What is no package at all is told in other words than a workbook.
        text = refusal.text if data.startswith(b"PK") else _UNSOUND
        raise TemplateFault([text]) from refusal


def _take_out(paragraph: Any) -> None:
    """Remove a marker; a cell or text box keeps a last paragraph, and a section the one that ends it."""
    above = paragraph.getparent()
    properties = paragraph.find(qn("w:pPr"))
    ends_section = properties is not None and properties.find(qn("w:sectPr")) is not None
    following = paragraph.getnext()
    last = above.tag != qn("w:body") and (following is None or following.tag != qn("w:p"))
    if not (ends_section or last):
        above.remove(paragraph)
        return
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)
    if last and not ends_section:
        paragraph.append(OxmlElement("w:r"))
