"""What the styles of a workbook say about its cells: locked or not, how numbers are shown, and in which colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from psscore.tampering.looks import Look, cell_looks, conditional_looks, theme_colours
from psscore.workbook.package import Package
from psscore.workbook.xml import MAIN, flag, parse

_GENERAL = "General"
_UNKNOWN = Look(None, None)
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}


@dataclass(frozen=True, slots=True)
class Styles:
    """By number of a cell's style; `differential` are the number formats of conditional formats, "" for none,
    `conditional` how they look."""

    locked: list[bool] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    differential: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    conditional: list[Look] = field(default_factory=list)

    def is_locked(self, style: int) -> bool:
        """Cells are locked unless their style says otherwise."""
        return self.locked[style] if style < len(self.locked) else True

    def look(self, style: int) -> Look:
        """The colours of a style; unknown ones where it is not written out."""
        return self.looks[style] if style < len(self.looks) else _UNKNOWN

    def number_format(self, style: int) -> str:
        """The format code, `General` for one that is not written out."""
        return self.formats[style] if style < len(self.formats) else _GENERAL


def read_styles(package: Package, part: str | None, theme: str | None = None) -> Styles:
    """The styles of a workbook; none for one without the part."""
    if part is None:
        return Styles()
    root = parse(package.read(part), part)
    codes = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in root.iterfind(f"{MAIN}numFmts/*")}
    locked, formats = [], []
    for entry in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        protection = entry.find(MAIN + "protection")
        locked.append(protection is None or flag(protection.get("locked"), True))
        number = entry.get("numFmtId", "0")
        formats.append(codes.get(number) or _BUILT_IN.get(int(number) if number.isdecimal() else 0, _GENERAL))
    differential = [_own_format(entry) for entry in root.iterfind(f"{MAIN}dxfs/{MAIN}dxf")]
    drawn = parse(package.read(theme), theme) if theme is not None and theme in package else None
    colours = theme_colours(drawn)
    return Styles(locked, formats, differential, cell_looks(root, colours), conditional_looks(root, colours))


def _own_format(entry: Element) -> str:
    found = entry.find(MAIN + "numFmt")
    return "" if found is None else found.get("formatCode", "")
