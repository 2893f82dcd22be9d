"""Codes for the indicators of a table: its own serial numbers where they can be codes, else 1, 1.1, 1.1.1."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from psscore.rulebooks.draft.rows import Node, Read
from psscore.rulebooks.finding import Severity


def codes_of(read: Read) -> dict[int, str]:
    """The code of every node, by its identity. Serial numbers that repeat or skip are reported."""
    leaves = [leaf for root in read.roots for leaf in root.leaves()]
    numbers = Counter(leaf.number for leaf in leaves if leaf.number)
    for leaf in leaves:
        if numbers[leaf.number] > 1:
            read.find(
                Severity.DIFFERENCE,
                leaf.number_place,
                f"序号 {leaf.number} 重复",
                f"the number {leaf.number} is used twice",
            )
    for before, after in pairwise(leaf for leaf in leaves if leaf.number.isdecimal()):
        if int(after.number) > int(before.number) + 1:
            read.find(
                Severity.DIFFERENCE,
                after.number_place,
                f"序号由 {before.number} 跳到 {after.number}",
                f"the numbering goes from {before.number} to {after.number}",
            )
    printed = len(numbers) == len(leaves) and all(_fits(number) for number in numbers)
    found: dict[int, str] = {}
    for index, root in enumerate(read.roots):
        _code(root, _letters(index) if printed else str(index + 1), printed, found)
    return found


def _code(node: Node, code: str, printed: bool, found: dict[int, str]) -> None:
    found[id(node)] = node.number if printed and not node.children else code
    for index, child in enumerate(node.children):
        dot = "" if printed and code.isalpha() else "."
        _code(child, f"{code}{dot}{index + 1}", printed, found)


def _fits(number: str) -> bool:
    return len(number) <= 12 and number[0].isdecimal() and number.replace(".", "").replace("-", "").isalnum()


def _letters(index: int) -> str:
    return chr(65 + index) if index < 26 else f"Z{index}"
