"""Number formats that show something other than the value: fixed words, nothing at all, thousands left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from psscore.model.text import Text
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.sheet_view import Box, Place, inside
from psscore.workbook.address import a1
from psscore.workbook.values import Cell

_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_DIGITS = re.compile(r"\d")


def check_masks(found: Comparison) -> Iterator[Finding]:
    """Cells of our tables, and named cells, whose own or conditional format hides their value."""
    styles = found.mine.styles
    for sheet, at, there in read_cells(found):
        held, value = found.mine.cell(sheet, at), found.value(sheet, at)
        if held is None or value in (None, "") or isinstance(value, bool):
            continue
        code, old = styles.number_format(held.style), _old_format(found, there)
        if code == old:
            continue
        if masks(code, value):
            yield _finding(found, there, sheet, at, value, code)
        elif rounds_away(code, old, value):
            text = Text(
                f"值是 {shown(value)}，数字格式 {shown(code)} 只显示部分小数",
                f"the value is {shown(value)}, and the number format {shown(code)} leaves out decimals",
            )
            yield Finding("masked_value", Severity.NOTE, sheet, a1(*at), text, old)
    yield from _conditional(found)


def read_cells(found: Comparison) -> Iterator[tuple[str, Place, tuple[str, Place] | None]]:
    """The cells people read, and where they were handed out."""
    for wanted, here in found.alignment.tables.values():
        table = wanted.table
        for name, row in here.rows.items():
            old = wanted.rows.get(name)
            for column in range(table.left, table.right + 1):
                now = here.at(table.columns[column - table.left])
                if now is not None:
                    yield here.table.sheet, (row, now), None if old is None else (table.sheet, (old, column))
    for name in found.wanted.opened.names:
        before, place = found.wanted.opened.book.cell(name), found.mine.book.cell(name)
        if place is not None and before is not None and name.startswith("ps_"):
            yield place[0], place[1:], (before[0], before[1:])


def _old_format(found: Comparison, there: tuple[str, Place] | None) -> str:
    held = None if there is None else found.wanted.opened.cell(*there)
    return "" if held is None else found.wanted.opened.styles.number_format(held.style)


def _finding(
    found: Comparison, there: tuple[str, Place] | None, sheet: str, at: Place, value: Cell, code: str
) -> Finding:
    severity = found.severity(there) if there is not None else Severity.WARNING
    text = Text(
        f"值是 {shown(value)}，数字格式 {shown(code)} 使它显示成别的内容",
        f"the value is {shown(value)}, but the number format {shown(code)} shows something else",
    )
    return Finding("masked_value", severity, sheet, a1(*at), text, _old_format(found, there))


def _conditional(found: Comparison) -> Iterator[Finding]:
    formats = found.mine.styles.differential
    rules: dict[str, dict[str, list[Box]]] = {}
    for name, view in found.mine.sheets.items():
        for where, number in view.conditional:
            if code := formats[number] if number < len(formats) else "":
                rules.setdefault(name, {}).setdefault(code, []).extend(where)
    for sheet, at, there in read_cells(found):
        value = found.value(sheet, at) if sheet in rules else None
        if value in (None, ""):
            continue
        for code, boxes in rules[sheet].items():
            if masks(code, value) and any(inside(at, box) for box in boxes):
                yield _finding(found, there, sheet, at, value, code)


@lru_cache(maxsize=2048, typed=True)
def masks(code: str, value: object) -> bool:
    """True when a number format shows a number or a text as something that it is not."""
    section = _section(code, value)
    if section is None:
        return False
    pieces = _PIECE.findall(section)
    plain = "".join(piece[3] for piece in pieces)
    quoted = "".join(piece[0] + piece[1] for piece in pieces)
    if isinstance(value, str):
        return "@" not in plain and "general" not in plain.casefold()
    if not isinstance(value, int | float):
        return False
    if _DIGITS.search(quoted) or ("/" not in plain and re.search(r"[1-9]", plain)):
        return True
    if "general" in plain.casefold() or "@" in plain or re.search(r"[ymdhs]", plain, re.IGNORECASE):
        return False
    # A comma behind the last digit divides by a thousand.
    return not re.search(r"[0#?]", plain) or bool(re.search(r"[0#?],+(?![0#?,])", plain))


def places(code: str, value: object) -> int | None:
    """How many decimals of the value a format shows; None where that is not laid down."""
    section = _section(code, value)
    if section is None or not isinstance(value, int | float):
        return None
    plain = "".join(piece[3] for piece in _PIECE.findall(section))
    if not re.fullmatch(r"[0#?,]*[0#?](\.[0#?]+)?%?", plain):
        return None
    return len(plain.partition(".")[2].rstrip("%")) + 2 * plain.endswith("%")


def rounds_away(code: str, old: str, value: object) -> bool:
    """True when a format shows fewer decimals of a value than the one handed out did."""
    now, before = places(code, value), places(old, value)
    if now is None or before is None or now >= before or not isinstance(value, int | float):
        return False
    return round(value, now) != round(value, before)


def _section(code: str, value: object) -> str | None:
    """The part of a format that is for this value; None where the format leaves it as it is."""
    sections, depth, start = [], 0, 0
    quoted = False
    for at, letter in enumerate(code):
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter == "[":
            depth += 1
        elif not quoted and letter == "]":
            depth -= 1
        elif letter == ";" and not quoted and depth <= 0 and code[max(at - 1, 0)] != "\\":
            sections.append(code[start:at])
            start = at + 1
    sections.append(code[start:])
    if isinstance(value, str):
        return sections[3] if len(sections) > 3 else None
    if not isinstance(value, int | float):
        return None
    conditions = [_CONDITION.search("".join(_BRACKETS.findall(section))) for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(value, condition[1], float(condition[2])):
                return section
        return sections[-1]
    if value > 0 or len(sections) == 1:
        return sections[0]
    if value < 0:
        return sections[1]
    return sections[2] if len(sections) > 2 else sections[0]


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit,
        "=": value == limit, "<>": value != limit,
    }[sign]  # fmt: skip
