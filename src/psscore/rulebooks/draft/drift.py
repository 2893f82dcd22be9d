"""Merged cells that are off by a row, which points that do not add give away."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.text import Text
from psscore.rulebooks.draft.rows import Node


def points_of(node: Node) -> Fraction:
    """What the rows of an indicator add to."""
    if node.children:
        return sum((points_of(child) for child in node.children), start=Fraction(0))
    return node.printed.all if node.printed else Fraction(0)


def drift(roots: list[Node], node: Node) -> Text:
    """Whether a row of the neighbour would make the printed points of both right; "" when not."""
    siblings = _siblings(roots, node)
    if siblings is None or node.printed is None:
        return Text("", "")
    at = next(index for index, one in enumerate(siblings) if one is node)
    missing = node.printed.all - points_of(node)
    neighbours = [(siblings[at + 1], 0, "下一", "next")] if at + 1 < len(siblings) else []
    neighbours += [(siblings[at - 1], -1, "上一", "previous")] if at else []
    for other, edge, zh, en in neighbours:
        if missing <= 0 or other.printed is None or len(other.children) < 2:
            continue
        moved = other.children[edge]
        if points_of(other) - other.printed.all == missing == points_of(moved):
            return Text(
                f"；{zh}项的“{moved.name}”（{moved.place}）归入本项则两项都相符：合并单元格可能错了一行",
                f'; with "{moved.name}" ({moved.place}) of the {en} one both would be right: '
                "a merged cell may be off by a row",
            )
    return Text("", "")


def _siblings(nodes: list[Node], wanted: Node) -> list[Node] | None:
    if any(node is wanted for node in nodes):
        return nodes
    found = (_siblings(node.children, wanted) for node in nodes)
    return next((siblings for siblings in found if siblings is not None), None)
