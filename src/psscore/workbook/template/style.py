"""How the workbook looks: one palette, a few roles, the fonts of each edition."""

from __future__ import annotations

from typing import Any

INK = "#1F2D3D"
NAVY = "#1F4E79"
BLUE = "#2E75B6"
BAND = "#DCE6F1"
PALE = "#F3F6FA"
GRID = "#B8C4D2"
MUTED = "#7C8896"
FAINT = "#B9C0C8"
REPEATED = "#9AA5B1"  # the name of a group, on its second and later rows
INPUT = "#FFFAE3"
AMBER = "#B45309"
AMBER_FILL = "#FDE9C8"
GREEN = "#2F6B3C"
WHITE = "#FFFFFF"

# Excel substitutes a missing font by its family, so each edition names the one its readers have.
FONTS = {"zh": "微软雅黑", "en": "Calibri"}

ROLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": NAVY, "align": "center"},
    "heading": {"bold": True, "font_size": 12, "font_color": NAVY, "bottom": 2, "bottom_color": NAVY},
    "note": {"font_size": 9, "font_color": MUTED, "text_wrap": True},
    "header": {
        "bold": True,
        "font_color": NAVY,
        "bg_color": BAND,
        "align": "center",
        "text_wrap": True,
        "border": 1,
        "border_color": GRID,
    },
    "cell": {"border": 1, "border_color": GRID},
    "input": {"border": 1, "border_color": GRID, "bg_color": INPUT, "locked": False},
    "label": {"border": 1, "border_color": GRID, "bg_color": PALE, "font_color": NAVY},
    "center": {"align": "center"},
    "left": {"align": "left"},
    "right": {"align": "right"},
    "indent": {"indent": 1},
    "wrap": {"text_wrap": True},
    "small": {"font_size": 9},
    "tiny": {"font_size": 8, "font_color": MUTED},
    "bold": {"bold": True},
    "count": {"num_format": "#,##0"},
    "points": {"num_format": "General"},
    "rate": {"num_format": "0.00%"},
    "money": {"num_format": "#,##0.00"},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "clock": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "muted": {"font_color": MUTED},
    "finding": {"font_color": AMBER},
    "card": {"bg_color": PALE, "align": "center"},
    "card_value": {"bg_color": PALE, "align": "center", "bold": True, "font_size": 26, "font_color": NAVY},
}


class Styles:
    """Formats by role: `styles("input", "count")` is one format, made once."""

    def __init__(self, workbook: Any, lang: str, places: int = 2) -> None:
        self._workbook = workbook
        # A score shows every decimal it is rounded to, and no fewer.
        self._score = {"num_format": f"0.{'0' * places}" if places else "0"}
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.font = FONTS[lang]

    def __call__(self, *roles: str, **properties: Any) -> Any:
        merged: dict[str, Any] = {
            "font_name": self.font,
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
        }
        for role in roles:
            merged.update(self._score if role == "score" else ROLES[role])
        merged.update(properties)
        key = tuple(sorted(merged.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(merged)
        return self._made[key]

    def rule(self, **properties: Any) -> Any:
        """A format for a conditional format: only what it changes."""
        key = (("conditional", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
