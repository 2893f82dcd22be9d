"""A formula in words that do not depend on where its table lies or which program saved it.

References become names, headings and codes: `$F$5`, `[@数值]` and `ps_scores[[#This Row],[数值]]` are one and the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from psscore.functions.registry import FUNCTIONS
from psscore.tampering.keyed import Keyed
from psscore.tampering.opened import Opened
from psscore.tampering.sheet_view import Box, Place, inside
from psscore.workbook import structured
from psscore.workbook.address import area
from psscore.workbook.tokens import Token, own_name, plain_name, tokenize

# Programs write TRUE and TRUE() for one another.
_LOGICAL = frozenset({"TRUE", "FALSE"})

Home = Callable[[str, Place], tuple[str, Place] | None]


@dataclass(frozen=True, slots=True)
class Canonical:
    """A formula by its meaning: the functions it calls and the columns (`ps_scores[得分]`) and names it reads."""

    text: str
    functions: frozenset[str]
    reads: frozenset[str]
    foreign: bool


@dataclass(frozen=True)
class Canon:
    """Reads the formulas of one workbook; `home` tells where a cell outside the tables was handed out."""

    opened: Opened
    tables: Mapping[str, Keyed]
    home: Home

    def read(self, formula: str, sheet: str, at: Place) -> Canonical:
        """The meaning of a formula in a cell; of one that cannot be read, its text."""
        try:
            tokens = tokenize(formula)
        except ValueError:
            tokens = [Token("name", formula)]
        return _Reading(self, sheet, at).run(tokens)

    @cached_property
    def named(self) -> Mapping[tuple[str, Box], str]:
        """Our names by the areas they stand for."""
        own = sorted((name, found) for name, found in self.opened.names.items() if name.startswith("ps_"))
        return {box: name for name, found in reversed(own) if (box := self.opened.box_of(found)) is not None}


class _Reading:
    def __init__(self, canon: Canon, sheet: str, at: Place) -> None:
        self.canon, self.sheet, self.at = canon, sheet, at
        self.out: list[str] = []
        self.functions: set[str] = set()
        self.reads: set[str] = set()
        self.foreign = False
        # Of every open bracket, whether its end is written.
        self.open: list[bool] = []

    def run(self, tokens: list[Token]) -> Canonical:
        tokens = [token for token in tokens if token.kind != "space" and token.text != "@"]
        at = 0
        while at < len(tokens):
            at = self.step(tokens, at)
        return Canonical("".join(self.out), frozenset(self.functions), frozenset(self.reads), self.foreign)

    def step(self, tokens: list[Token], at: int) -> int:
        kind, text = tokens[at]
        match kind:
            case "prefix":
                return self.prefix(tokens, at)
            case "cell":
                return self.area(tokens, at, self.sheet)
            case "call":
                plain = text[:-1].upper()
                if plain in _LOGICAL and [token.text for token in tokens[at + 1 : at + 2]] == [")"]:
                    self.out.append(plain)
                    return at + 2
                self.call(text[:-1])
            case "struct":
                self.struct(text)
            case "name":
                self.name(text)
            case "number":
                self.out.append(_number(text))
            case "mark":
                self.mark(text)
            case "string":
                self.out.append(text)
            case _:
                self.out.append(text.upper())
        return at + 1

    def prefix(self, tokens: list[Token], at: int) -> int:
        text = tokens[at].text
        following = tokens[at + 1] if at + 1 < len(tokens) else Token("mark", "")
        inner = text[:-1].strip("'")
        number = inner[1 : inner.index("]")] if inner.startswith("[") and "]" in inner else ""
        linked = number.isdigit() and number != "0"
        if following.kind == "call" and own_name(following.text[:-1], FUNCTIONS):
            if linked and int(number) in self.canon.opened.book.foreign:
                self.foreign = True
                self.out.append(text)
            return at + 1
        if number == "0":
            return at + 1
        if linked or ".xl" in text.casefold():
            self.foreign = True
        sheet = self.known_sheet(text)
        if sheet is not None and following.kind == "cell":
            return self.area(tokens, at + 1, sheet)
        self.out.append(text.casefold())
        return at + 1

    def known_sheet(self, prefix: str) -> str | None:
        name = prefix[:-1]
        name = name[1:-1].replace("''", "'") if name.startswith("'") else name
        return next((sheet for sheet in self.canon.opened.sheets if sheet.casefold() == name.casefold()), None)

    def area(self, tokens: list[Token], at: int, sheet: str) -> int:
        text, end = tokens[at].text, at + 1
        if [token.kind for token in tokens[at + 1 : at + 3]] == ["mark", "cell"] and tokens[at + 1].text == ":":
            text, end = f"{text}:{tokens[at + 2].text}", at + 3
        box = area(text)
        self.out.append(text.upper() if box is None else self.box(sheet, box))
        return end

    def box(self, sheet: str, box: Box) -> str:
        name = self.canon.named.get((sheet, box))
        if name is not None:
            self.reads.add(name)
            return f"<{name}>"
        table = self.canon.opened.table_at(sheet, box[:2])
        if table is not None and inside(box[2:], (table.top, table.left, table.bottom, table.right)):
            this = sheet == self.sheet and box[0] == box[2] == self.at[0]
            return self.columns(self.canon.tables.get(table.name.casefold()), box, this=this)
        corners = [self.canon.home(sheet, corner) for corner in (box[:2], box[2:])]
        if corners[0] is None or corners[1] is None:
            return f"{sheet}!{box}".casefold()
        return f"{corners[0][0]}!{corners[0][1]}:{corners[1][1]}"

    def columns(self, keyed: Keyed | None, box: Box, *, this: bool) -> str:
        if keyed is None:
            return f"?{box}"
        table = keyed.table
        titles = table.columns[box[1] - table.left : box[3] - table.left + 1]
        name = table.name.casefold()
        self.reads |= {f"{name}[{title}]" for title in titles}
        columns = titles[0] if len(titles) == 1 else f"{titles[0]}:{titles[-1]}"
        rows = (box[0], box[2])
        if this and table.first_row <= box[0] <= table.last_row:
            which = "@"
        elif rows == (table.first_row, table.last_row):
            which = ""
        elif rows == (table.top, table.top):
            which = "#headers,"
        elif rows == (table.top, table.last_row):
            which = "#all,"
        else:
            which = "{},{},".format(*(keyed.names.get(row, str(row)) for row in rows))
        return f"{name}[{which}{columns}]"

    def struct(self, text: str) -> None:
        book = self.canon.opened.book
        here = self.canon.opened.table_at(self.sheet, self.at)
        try:
            address = structured.resolve(text, book.tables, here, self.at[0], self.sheet)
        except structured.Unresolvable:
            self.out.append(text.casefold())
            return
        name = text.partition("[")[0].casefold() or (here.name.casefold() if here else "")
        this = structured.ROW_MARK in address
        box = area(address.rpartition("!")[2].replace(structured.ROW_MARK, str(self.at[0])))
        keyed = self.canon.tables.get(name)
        self.out.append(address if box is None or keyed is None else self.columns(keyed, box, this=this))

    def call(self, name: str) -> None:
        own = own_name(name, FUNCTIONS)
        plain = own or plain_name(name)
        self.functions.add(plain)
        kept = plain != "SINGLE"
        self.open.append(kept)
        if kept:
            self.out.append(f"{plain}(")

    def name(self, text: str) -> None:
        opened, plain = self.canon.opened, text.casefold()
        if plain in opened.book.tables:
            keyed = self.canon.tables.get(plain)
            table = opened.book.tables[plain]
            rows = (table.first_row, table.left, table.last_row, table.right)
            self.out.append(self.columns(keyed, rows, this=False) if keyed else plain)
            return
        found = opened.names.get(plain)
        if plain.startswith("ps_"):
            self.reads.add(plain)
            self.out.append(f"<{plain}>")
        elif found is not None and (box := opened.box_of(found)) is not None:
            self.out.append(self.box(*box))
        else:
            self.out.append(text.upper())

    def mark(self, text: str) -> None:
        if text == "(":
            self.open.append(True)
        elif text == ")" and self.open and not self.open.pop():
            return
        self.out.append(text)


def _number(text: str) -> str:
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text
