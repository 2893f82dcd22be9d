"""Charts as one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from psscore.model.text import Text
from psscore.outputs.untouched import BLANK, marked_page
from psscore.tickets.plot import Chart
from psscore.tickets.plot_svg import FONT, WIDTH, svg

TITLE = Text("工单计数", "Tickets counted")


def page(charts: Sequence[Chart], notes: Sequence[str], lang: str) -> str:
    """The whole page."""
    style = f"body {{ font: 15px/1.5 {FONT}; max-width: {WIDTH}px; margin: 2em auto; }} svg {{ max-width: 100%; }}"
    mark = f'<meta name="psscore" content="{BLANK}">'
    head = f'<meta charset="utf-8">{mark}<title>{TITLE(lang)}</title><style>{style}</style>'
    parts = [f"<h1>{TITLE(lang)}</h1>", *(svg(chart, lang) for chart in charts)]
    body = "\n".join([*parts, *(f"<p>{escape(note)}</p>" for note in notes)])
    return marked_page(f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n')
