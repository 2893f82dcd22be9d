"""How the styles of a workbook colour text: whether anybody can see it."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from psscore.workbook.xml import MAIN

RGB = tuple[int, int, int]
T = TypeVar("T")

_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# Closer than this in every part of the colour, letters cannot be told from what is behind them.
_ALIKE = 16
# Points below which nobody reads a text.
_SMALLEST = 4
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# A theme names them in one order, cells number them in another.
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
# ECMA-376, 18.8.27: the first eight come twice.
_INDEXED = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF " * 2 + "800000 008000 000080 808000 800080 008080 C0C0C0 "
    "808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 "
    "0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 "
    "969696 003366 339966 003300 333300 993300 993366 333399 333333 000000 FFFFFF"
).split()


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of the letters and of what is behind them, None where they are not known or not set; size in points."""

    text: RGB | None
    behind: RGB | None
    size: float | None = None

    @property
    def unseen(self) -> bool:
        """True when nobody can read what is written so."""
        return is_tiny(self.size) or alike(self.text, self.behind)

    def over(self, below: Look) -> Look:
        """What this format makes of a cell that looks like `below`."""
        return Look(self.text or below.text, self.behind or below.behind, below.size)


def alike(one: RGB | None, other: RGB | None) -> bool:
    """True of two known colours that eyes do not tell apart."""
    return one is not None and other is not None and all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))


def is_tiny(size: float | None) -> bool:
    """True of letters too small to see."""
    return size is not None and size < _SMALLEST


def theme_colours(root: Element | None) -> tuple[RGB | None, ...]:
    """The colours of a theme by the numbers that cells give them."""
    if root is None:
        return ()
    found = {}
    for entry in root.iterfind(f"{_DRAWING}themeElements/{_DRAWING}clrScheme/*"):
        colour = next(iter(entry), None)
        if colour is not None:
            value = colour.get("lastClr") or colour.get("val") or ""
            found[entry.tag.removeprefix(_DRAWING)] = _rgb(value)
    return tuple(found.get(name) for name in _THEME)


def cell_looks(root: Element, theme: Sequence[RGB | None]) -> list[Look]:
    """By number of a cell's style."""
    fonts = [_font(entry, theme, _BLACK) for entry in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
    fills = [_fill(entry, theme) for entry in root.iterfind(f"{MAIN}fills/{MAIN}fill")]
    found = []
    for entry in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        text, size = _numbered(fonts, entry.get("fontId"), (_BLACK, None))
        found.append(Look(text, _numbered(fills, entry.get("fillId"), _WHITE), size))
    return found


def conditional_looks(root: Element, theme: Sequence[RGB | None]) -> list[Look]:
    """By number of a conditional format; None for what it leaves as it is."""
    found = []
    for entry in root.iterfind(f"{MAIN}dxfs/{MAIN}dxf"):
        font, fill = entry.find(MAIN + "font"), entry.find(MAIN + "fill")
        text = None if font is None else _font(font, theme, None)[0]
        pattern = None if fill is None else fill.find(MAIN + "patternFill")
        behind = None
        if pattern is not None:
            # Here, unlike in cells, the colour of a plain fill is the one behind its pattern.
            back = pattern.find(MAIN + "bgColor")
            behind = _colour(pattern.find(MAIN + "fgColor") if back is None else back, theme)
        found.append(Look(text, behind))
    return found


def _numbered(known: Sequence[T], number: str | None, otherwise: T) -> T:
    at = int(number) if number and number.isdecimal() else 0
    return known[at] if at < len(known) else otherwise


def _font(entry: Element, theme: Sequence[RGB | None], otherwise: RGB | None) -> tuple[RGB | None, float | None]:
    colour, size = entry.find(MAIN + "color"), entry.find(MAIN + "sz")
    try:
        points = None if size is None else float(size.get("val", ""))
    except ValueError:
        points = None
    return (otherwise if colour is None else _colour(colour, theme, _BLACK)), points


def _fill(entry: Element, theme: Sequence[RGB | None]) -> RGB | None:
    pattern = entry.find(MAIN + "patternFill")
    if pattern is None:
        return None
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return _WHITE
    return _colour(pattern.find(MAIN + "fgColor"), theme, _WHITE) if kind == "solid" else None


def _colour(entry: Element | None, theme: Sequence[RGB | None], auto: RGB | None = None) -> RGB | None:
    if entry is None:
        return auto
    found = auto
    index, number = entry.get("indexed", ""), entry.get("theme", "")
    if rgb := entry.get("rgb"):
        found = _rgb(rgb[-6:])
    elif number.isdecimal():
        found = theme[int(number)] if int(number) < len(theme) else None
    elif index.isdecimal():
        # 64 is what the system writes with, 65 what it writes on.
        at = int(index)
        found = _rgb(_INDEXED[at]) if at < 64 else {64: _BLACK, 65: _WHITE}.get(at)
    try:
        return _tinted(found, float(entry.get("tint", "0")))
    except ValueError:
        return found


def _tinted(colour: RGB | None, tint: float) -> RGB | None:
    if colour is None or not tint or not -1 <= tint <= 1:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, light, strength))
    return red, green, blue


def _rgb(text: str) -> RGB | None:
    try:
        red, green, blue = bytes.fromhex(text)
    except ValueError:
        return None
    return red, green, blue
