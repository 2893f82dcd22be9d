"""The commands of the menu and the toolbar: their addresses, and what is written on them."""

from __future__ import annotations

from collections.abc import Mapping

from psscore.model.text import Text

PROTOCOL = "org.psscore:"
MENU = Text("公众服务评分", "Public service scoring")

TITLES: Mapping[str, Text] = {
    "score": Text("评分", "Score workbook"),
    "check": Text("核查", "Check"),
    "repair": Text("修复公式", "Repair formulas"),
}
"""What is written on each command; its address is the key behind the protocol."""
