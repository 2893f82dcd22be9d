"""A document as one HTML page: pictures inside, no scripts, nothing from the network, A4 when it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as _escape

from psscore.outputs.untouched import BLANK, marked_page
from psscore.reports.document import Block, Chart, Document, Figures, Heading, PageBreak, Paragraph, Table
from psscore.reports.look import css
from psscore.reports.shown import clean
from psscore.reports.svg import svg

_GENERATOR = '<meta name="generator" content="psscore {}">'
_MARK = f'<meta name="psscore" content="{BLANK}">'
_MADE = re.compile(_GENERATOR.format("([a-z_]+)"))


def to_html(document: Document) -> str:
    """The whole page."""
    lang = "zh-CN" if document.lang == "zh" else document.lang
    body = [f'<h1 class="title">{escape(document.title)}</h1>']
    for section in document.sections:
        body.append(f'<section class="{section.name.replace("_", "-")}">')
        body += [_block(block) for block in section.blocks]
        body.append("</section>")
    made = _GENERATOR.format(document.kind)
    head = f'<meta charset="utf-8">{made}{_MARK}<title>{escape(document.title)}</title><style>{css(document)}</style>'
    text = "\n".join(body)
    return marked_page(
        f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>\n'
        f'<body class="{document.kind.replace("_", "-")}">\n{text}\n</body></html>\n'
    )


def kind_of_page(page: str) -> str:
    """The kind of document a page of ours is, "" for any other page."""
    found = _MADE.search(page)
    return found[1] if found else ""


def escape(text: str) -> str:
    """A text of any origin, safe in a page; line breaks are kept."""
    return _escape(clean(text)).replace("\n", "<br>")


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(text, role):
            return f'<p class="{role.value}">{escape(text)}</p>'
        case Figures(items):
            shown = "".join(f"<div><b>{escape(value)}</b><span>{escape(name)}</span></div>" for name, value in items)
            return f'<div class="figures">{shown}</div>'
        case Table():
            return _table(block)
        case Chart():
            return svg(block)
        case PageBreak():
            return '<div class="break"></div>'


def _table(table: Table) -> str:
    kind = " ".join(name for name, holds in (("small", table.small), ("facts", not table.headed)) if holds)
    whole = sum(column.width for column in table.columns)
    widths = "".join(f'<col style="width:{column.width * 100 / whole:.2f}%">' for column in table.columns)
    head = "".join(f'<th class="{column.align}">{escape(column.title)}</th>' for column in table.columns)
    head = f"<thead><tr>{head}</tr></thead>" if table.headed else ""
    rows = "\n".join(_row(table, place, row) for place, row in enumerate(table.rows))
    return f'<table class="{kind}"><colgroup>{widths}</colgroup>{head}<tbody>\n{rows}\n</tbody></table>'


def _row(table: Table, place: int, row: Iterable[str]) -> str:
    cells = "".join(
        f'<td class="{column.align}">{escape(cell)}</td>' for column, cell in zip(table.columns, row, strict=True)
    )
    return f'<tr class="strong">{cells}</tr>' if place in table.strong else f"<tr>{cells}</tr>"
