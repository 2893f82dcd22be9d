"""The charts of a report as SVG: bars across, self-contained."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from psscore.reports.document import Chart, Tone
from psscore.scoring.numbers import short_text
from psscore.shown.fitting import shortened

WIDTH = 720
COLOURS = {Tone.STRONG: "#1F4E79", Tone.PALE: "#DCE6F1", Tone.LOST: "#C2703D"}
_INK, _MUTED = "#222B36", "#66707C"
_NAMES, _LABELS = 230, 96
_TOP, _BAR, _GAP = 40, 15, 9


def svg(chart: Chart) -> str:
    """One picture; it takes the fonts of the page it stands in."""
    lines = 1 if chart.layered else len(chart.series)
    row = lines * _BAR + _GAP
    legend = 22 if len(chart.series) > 1 else 0
    height = _TOP + legend + row * len(chart.names) + 6
    title = escape(chart.title)
    out = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-size="12" '
        f'fill="{_INK}" role="img" aria-label="{title}">',
        f'<text x="{WIDTH // 2}" y="20" text-anchor="middle" font-size="14" font-weight="bold">{title}</text>',
    ]
    out += _legend(chart) if legend else []
    for place, name in enumerate(chart.names):
        top = _TOP + legend + place * row
        middle, shown = top + lines * _BAR // 2 + 5, escape(shortened(name, 18))
        out.append(f'<text x="{_NAMES - 8}" y="{middle}" text-anchor="end">{shown}</text>')
        out += _bars(chart, place, top)
    return "\n".join([*out, "</svg>"])


def _legend(chart: Chart) -> list[str]:
    out = []
    for place, one in enumerate(chart.series):
        x = _NAMES + 110 * place
        out.append(f'<rect x="{x}" y="32" width="12" height="12" fill="{COLOURS[one.tone]}"/>')
        out.append(f'<text x="{x + 17}" y="43" fill="{_MUTED}">{escape(one.title)}</text>')
    return out


def _bars(chart: Chart, place: int, top: int) -> list[str]:
    out, ends = [], [0]
    for number, one in enumerate(chart.series):
        value = one.values[place]
        y = top if chart.layered else top + number * _BAR
        wide = _wide(value, chart.most)
        ends.append(wide)
        if wide:
            out.append(f'<rect x="{_NAMES}" y="{y}" width="{wide}" height="{_BAR - 1}" fill="{COLOURS[one.tone]}"/>')
        if not chart.layered and len(chart.series) > 1:
            shown = "—" if value is None else escape(short_text(value))
            out.append(f'<text x="{_NAMES + wide + 5}" y="{y + 12}">{shown}</text>')
    if chart.layered or len(chart.series) == 1:
        out.append(f'<text x="{_NAMES + max(ends) + 5}" y="{top + 12}">{escape(chart.labels[place])}</text>')
    return out


def _wide(value: Fraction | None, most: Fraction) -> int:
    if value is None or value <= 0 or not most:
        return 0
    return round(value / most * (WIDTH - _NAMES - _LABELS))
