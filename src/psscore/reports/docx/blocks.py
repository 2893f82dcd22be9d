"""Blocks of a document as elements of Word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from psscore.reports.document import Block, Chart, Figures, Heading, PageBreak, Paragraph, Role, Table
from psscore.reports.docx import styles
from psscore.reports.shown import clean

ROLES = {
    Role.BODY: styles.BODY,
    Role.LEAD: styles.LEAD,
    Role.NOTE: styles.NOTE,
    Role.WARNING: styles.WARNING,
    Role.SIGNATURE: styles.SIGNATURE,
}
_ROW_HEIGHT, _CHART_EDGE = 215_000, 560_000  # in English Metric Units, 360,000 to a centimetre


class Blocks:
    """Makes elements for one document.

    `style`: name to id in this document; `width`: of the text, in twentieths of a point; `chart`: adds the parts of a
    chart and gives the relation to it.
    """

    def __init__(self, style: Callable[[str], str], width: int, chart: Callable[[Chart], str], first_id: int) -> None:
        self._style = style
        self._width = width
        self._chart = chart
        self._next_id = first_id

    def __call__(self, block: Block) -> list[Any]:
        match block:
            case Heading(text, level):
                return [self._paragraph(f"heading {level}", text)]
            case Paragraph(text, role):
                return [self._paragraph(ROLES[role], text)]
            case Table():
                # A paragraph keeps two tables from growing into one.
                return [self._table(block), self._gap()]
            case Figures():
                return [self._figures(block), self._gap()]
            case Chart():
                return [self._picture(block)]
            case PageBreak():
                return [parse_xml(f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>')]

    def _paragraph(self, style: str, text: str, align: str = "", *, bold: bool = False) -> Any:
        made = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(_valued("w:pStyle", self._style(style)))
        if align:
            properties.append(_valued("w:jc", align))
        made.append(properties)
        for place, line in enumerate(clean(text).split("\n")):
            run = OxmlElement("w:r")
            if bold:
                inner = OxmlElement("w:rPr")
                inner.append(OxmlElement("w:b"))
                run.append(inner)
            if place:
                run.append(OxmlElement("w:br"))
            shown = OxmlElement("w:t")
            shown.text = line
            shown.set(qn("xml:space"), "preserve")
            run.append(shown)
            made.append(run)
        return made

    def _gap(self) -> Any:
        return parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{self._style(styles.NOTE)}"/><w:spacing w:line="120" '
            'w:lineRule="exact"/></w:pPr></w:p>'
        )

    def _table(self, table: Table) -> Any:
        whole = sum(column.width for column in table.columns)
        widths = [self._width * column.width // whole for column in table.columns]
        made = self._frame(widths, first_row=table.headed, first_column=not table.headed)
        if table.headed:
            cells = [self._paragraph(styles.HEAD_CELL, column.title) for column in table.columns]
            made.append(_row(cells, widths, heading=True))
        style = styles.SMALL_CELL if table.small else styles.CELL
        for place, row in enumerate(table.rows):
            strong = place in table.strong
            cells = [
                self._paragraph(style, text, "" if column.align == "left" else column.align, bold=strong)
                for column, text in zip(table.columns, row, strict=True)
            ]
            made.append(_row(cells, widths, heading=False))
        return made

    def _figures(self, figures: Figures) -> Any:
        widths = [self._width // len(figures.items)] * len(figures.items)
        made = self._frame(widths, first_row=False, first_column=False)
        row = OxmlElement("w:tr")
        for wide, (name, value) in zip(widths, figures.items, strict=True):
            cell = _cell(wide, self._paragraph(styles.FIGURE, value))
            cell.append(self._paragraph(styles.FIGURE_NAME, name))
            row.append(cell)
        made.append(row)
        return made

    def _frame(self, widths: list[int], *, first_row: bool, first_column: bool) -> Any:
        # The same said twice: as bits for older readers, as attributes for newer ones.
        bits = 0x0600 | 0x0020 * first_row | 0x0080 * first_column
        columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
        return parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{self._style(styles.TABLE)}"/><w:tblW w:w="5000" '
            f'w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="{bits:04X}" w:firstRow="{int(first_row)}" '
            f'w:lastRow="0" w:firstColumn="{int(first_column)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>"
        )

    def _picture(self, chart: Chart) -> Any:
        lines = len(chart.names) * (1 if chart.layered else len(chart.series))
        wide, high = self._width * 635, _CHART_EDGE + _ROW_HEIGHT * lines + (200_000 if len(chart.series) > 1 else 0)
        number = self._next_id
        self._next_id += 1
        made = parse_xml(
            f'<w:p {nsdecls("w", "wp", "a", "r")} xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<w:pPr><w:pStyle w:val="{self._style(styles.CHART)}"/></w:pPr><w:r><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="{self._chart(chart)}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
        )
        made.find(f".//{qn('wp:docPr')}").set("descr", clean(chart.title))
        return made


def _valued(tag: str, value: str) -> Any:
    made = OxmlElement(tag)
    made.set(qn("w:val"), value)
    return made


def _row(cells: list[Any], widths: list[int], *, heading: bool) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for wide, paragraph in zip(widths, cells, strict=True):
        row.append(_cell(wide, paragraph))
    return row


def _cell(wide: int, paragraph: Any) -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    width = OxmlElement("w:tcW")
    width.set(qn("w:w"), str(wide))
    width.set(qn("w:type"), "dxa")
    properties.append(width)
    cell.append(properties)
    cell.append(paragraph)
    return cell
