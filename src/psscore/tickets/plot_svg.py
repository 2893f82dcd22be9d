"""Charts as SVG: bars along the axis or across, self-contained, no scripts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from math import ceil

from psscore.outputs.untouched import BLANK, marked_page
from psscore.scoring.numbers import short_text
from psscore.tickets.plot import Chart, Series

FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"
WIDTH = 1080
_COLOURS = ("#1F4E79", "#E0A030")
_INK, _MUTED, _LINE = "#222B36", "#66707C", "#D9DEE4"
_TOP, _LEFT = 70, 300


def svg(chart: Chart, lang: str) -> str:
    """One picture."""
    return _across(chart, lang) if chart.sideways else _along(chart, lang)


def stacked(charts: Sequence[Chart], lang: str) -> str:
    """All pictures in one, below each other."""
    parts, top = [], 0
    for chart in charts:
        picture = svg(chart, lang)
        parts.append(picture.replace("<svg ", f'<svg y="{top}" ', 1))
        top += _height(chart)
    body = "\n".join(parts)
    return marked_page(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}">\n'
        f"<!-- {BLANK} -->\n{body}\n</svg>\n"
    )


def _height(chart: Chart) -> int:
    row = 18 * len(chart.series) + 14
    return _TOP + row * len(chart.names) + 30 if chart.sideways else 420


def _frame(chart: Chart, lang: str) -> list[str]:
    height = _height(chart)
    title = escape(chart.title(lang))
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{FONT}" font-size="14" fill="{_INK}" role="img" aria-label="{title}">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{WIDTH // 2}" y="26" text-anchor="middle" font-size="17" font-weight="bold">{title}</text>',
    ]
    if len(chart.series) > 1:
        for place, one in enumerate(chart.series):
            x = _LEFT + 160 * place
            out.append(f'<rect x="{x}" y="40" width="14" height="14" fill="{_COLOURS[place]}"/>')
            out.append(f'<text x="{x + 20}" y="52">{escape(one.title(lang))}</text>')
    return out


def _across(chart: Chart, lang: str) -> str:
    """Items down the side, bars to the right."""
    out = _frame(chart, lang)
    most = Fraction(1) if chart.percent else _most(chart.series)
    room, row = WIDTH - _LEFT - 110, 18 * len(chart.series) + 14
    for place, name in enumerate(chart.names):
        top = _TOP + place * row
        middle = top + 9 * len(chart.series) + 5
        out.append(f'<text x="{_LEFT - 10}" y="{middle}" text-anchor="end">{escape(_short(name, 19))}</text>')
        for number, one in enumerate(chart.series):
            value, y = one.values[place], top + 18 * number
            if value is None:
                out.append(f'<text x="{_LEFT}" y="{y + 13}" fill="{_MUTED}">—</text>')
                continue
            wide = round(value / most * room) if most else 0
            out.append(f'<rect x="{_LEFT}" y="{y}" width="{wide}" height="15" fill="{_COLOURS[number]}"/>')
            out.append(f'<text x="{_LEFT + wide + 6}" y="{y + 13}" font-size="12">{_text(value, chart)}</text>')
    return "\n".join([*out, "</svg>"])


def _along(chart: Chart, lang: str) -> str:
    """Periods along the bottom, bars upwards."""
    out = _frame(chart, lang)
    values, bottom, left = chart.series[0].values, 370, 90
    most = _most(chart.series)
    slot = Fraction(WIDTH - left - 30, max(1, len(values)))
    for tick in range(5):
        y = bottom - round(Fraction(tick, 4) * 290)
        out.append(f'<line x1="{left}" y1="{y}" x2="{WIDTH - 30}" y2="{y}" stroke="{_LINE}"/>')
        shown = short_text(most * tick / 4)
        out.append(f'<text x="{left - 8}" y="{y + 5}" text-anchor="end" font-size="12" fill="{_MUTED}">{shown}</text>')
    # Every name where there is room, else every second, third ... of them.
    every = max(1, ceil(len(values) / 16))
    for place, (name, value) in enumerate(zip(chart.names, values, strict=True)):
        x = left + round(slot * place)
        tall = 0 if value is None or not most else round(value / most * 290)
        wide = max(1, round(slot * 7 / 10))
        out.append(f'<rect x="{x}" y="{bottom - tall}" width="{wide}" height="{tall}" fill="{_COLOURS[0]}"/>')
        if place % every == 0:
            middle = f'x="{x + wide // 2}" text-anchor="middle" font-size="12"'
            out.append(f'<text {middle} y="{bottom + 20}" fill="{_MUTED}">{escape(name)}</text>')
            out.append(f'<text {middle} y="{bottom - tall - 6}">{"—" if value is None else _text(value, chart)}</text>')
    return "\n".join([*out, "</svg>"])


def _most(series: Sequence[Series]) -> Fraction:
    """The end of the axis: the largest value rounded up to two figures, so that quarters of it are short."""
    most = max((value for one in series for value in one.values if value is not None), default=Fraction(0))
    size = Fraction(1, 100)
    while most > 40 * size:
        size *= 10
    return ceil(most / (4 * size)) * 4 * size


def _text(value: Fraction, chart: Chart) -> str:
    return f"{short_text(value * 100, 2)}%" if chart.percent else short_text(value, 2)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
