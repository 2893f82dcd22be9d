"""The tornado chart of a workbook as SVG: one bar a reading, from the smallest to the largest total it can lead to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from html import escape
from math import ceil, floor

from psscore.scoring.numbers import short_text
from psscore.sensitivity.view import Bar
from psscore.shown.fitting import shortened

_LEFT, _PLOT, _RIGHT = 350, 560, 210
WIDTH = _LEFT + _PLOT + _RIGHT
_ROW, _TOP, _BOTTOM = 46, 54, 34
# A bar as wide as this has room below it for what both of its ends stand for.
_WIDE = 400
_NAVY, _AMBER, _LINE, _INK, _MUTED = "#1F4E79", "#E0A030", "#D9DEE4", "#222B36", "#66707C"
FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"


def tornado(bars: Sequence[Bar], base: Fraction | None, title: str) -> str:
    """An SVG picture; what lies below the workbook's own total is amber, what lies above is blue."""
    ends = [end for bar in bars for end in (bar.low, bar.high)] + ([base] if base is not None else [])
    low, high = _scale(min(ends), max(ends))
    height = _TOP + _ROW * len(bars) + _BOTTOM

    def at(number: Fraction) -> int:
        return _LEFT + round((number - low) / (high - low) * _PLOT)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{FONT}" font-size="14" fill="{_INK}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{WIDTH // 2}" y="24" text-anchor="middle" font-size="17" font-weight="bold">{escape(title)}</text>',
    ]
    bottom = height - _BOTTOM
    for tick in _ticks(low, high):
        x = at(tick)
        out.append(f'<line x1="{x}" y1="{_TOP - 8}" x2="{x}" y2="{bottom}" stroke="{_LINE}"/>')
        out.append(_text(x, bottom + 20, short_text(tick), "middle", _MUTED, 12))
    for place, bar in enumerate(bars):
        out += _bar(bar, at, base, _TOP + place * _ROW)
    if base is not None:
        x = at(base)
        out.append(f'<line x1="{x}" y1="{_TOP - 10}" x2="{x}" y2="{bottom}" stroke="{_INK}" stroke-width="1.5"/>')
        out.append(_text(x, _TOP - 14, short_text(base), "middle", _INK, 13))
    return "\n".join([*out, "</svg>"])


def _bar(bar: Bar, at: Callable[[Fraction], int], base: Fraction | None, top: int) -> list[str]:
    left, right = at(bar.low), at(bar.high)
    middle = right if base is None else min(max(at(base), left), right)
    out = [_text(_LEFT - 14 - 70, top + 22, shortened(bar.title, 19), "end", _INK, 14)]
    if middle > left:
        out.append(f'<rect x="{left}" y="{top + 6}" width="{middle - left}" height="22" fill="{_AMBER}"/>')
    if right > middle:
        out.append(f'<rect x="{middle}" y="{top + 6}" width="{right - middle}" height="22" fill="{_NAVY}"/>')
    out.append(_text(left - 6, top + 18, short_text(bar.low), "end", _INK, 12))
    out.append(_text(right + 6, top + 18, short_text(bar.high), "start", _INK, 12))
    out.append(
        _text(left - 4, top + 41, shortened(bar.ends[0], 18), "end" if right - left < _WIDE else "start", _MUTED, 11)
    )
    out.append(
        _text(right + 4, top + 41, shortened(bar.ends[1], 18), "start" if right - left < _WIDE else "end", _MUTED, 11)
    )
    return out


def _text(x: int, y: int, text: str, anchor: str, colour: str, size: int) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{escape(text)}</text>'


def _scale(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    room = max((high - low) / 12, Fraction(1, 20))
    return low - room, high + room


def _ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """About six round numbers between two ends."""
    rough = (high - low) / 6
    steps = [Fraction(factor) * Fraction(10) ** power for power in range(-4, 7) for factor in (1, 2, 5)]
    size = next(step for step in steps if step >= rough)
    return [size * number for number in range(ceil(low / size), floor(high / size) + 1)]
