"""One formula rewritten for the engine, with marks where its row and its call sites go.

The same text in many rows of a table is rewritten once.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from psscore.functions.row_form import NOT_IN_A_ROW, STANDARD_NAME, row_columns
from psscore.workbook import structured
from psscore.workbook.address import column_letters, quoted
from psscore.workbook.arguments import LENGTH_FUNCTION, arguments, powers, whole_columns, wrap_arguments
from psscore.workbook.comparing import wrap_compared
from psscore.workbook.exact import EXACT
from psscore.workbook.inquiries import INQUIRIES, PREFIX, asks_many
from psscore.workbook.intersection import intersects
from psscore.workbook.joining import TEXT_FUNCTION, wrap_joined
from psscore.workbook.lending import ENGINE_SHEET, mark
from psscore.workbook.operands import Span
from psscore.workbook.parts import Book, Table
from psscore.workbook.prefixes import keeps_names
from psscore.workbook.problems import Problem, construct, external, known_wrong, unknown_function
from psscore.workbook.programs import Call, Program, beside
from psscore.workbook.tokens import Token, own_name, plain_name

# An argument left out arrives at the engine as this text.
OMITTED_MARK = "\ue0f0omitted\ue0f1"
SITE_MARK = "\ue0f2{}\ue0f3"
# Functions that calculate their first argument whatever comes of it.
_FIRST_ALWAYS = frozenset({"IF", "IFERROR", "IFNA", "ISERROR", "ISNA", "ISNUMBER", "NOT", "ROUND"})
# At some errors, as in `TRIM(#N/A)`, the engine gives a formula up and calculates no more of it. Not in these.
_GO_ON = _FIRST_ALWAYS | {"ABS", "AND", "COUNT", "COUNTA", "ISBLANK", "ISTEXT", "MAX", "MIN", "N", "OR"}


class Rewriter:
    """Writes one formula anew, token by token."""

    def __init__(
        self,
        book: Book,
        functions: Mapping[str, object],
        bad_names: Mapping[str, Problem],
        here: Table | None,
        sheet: str,
        row: int,
        ranges: Container[str] = (),
    ) -> None:
        self.book, self.own_functions, self.bad_names = book, functions, bad_names
        self.here, self.sheet, self.row, self.ranges = here, sheet, row, ranges
        self.calls: list[Call] = []
        self.tables: list[Table] = []
        self.beyond: list[Table] = []
        self.out: list[str] = []
        self.functions: set[str] = set()
        self.problem: Problem | None = None
        # One entry per open bracket: a function of ours, or "" for anything else; and whether what stands in it now is
        # calculated whenever the formula is.
        self.open: list[str] = []
        self.certain: list[bool] = []
        # True behind a function at which the engine may give the formula up.
        self.may_end = False
        # What stands for the ranges that are lent, by their tokens.
        self.lent: dict[int, str] = {}
        self.keeps_names = False

    def run(self, tokens: list[Token]) -> Program:
        """The program for a formula's tokens. ValueError when it makes no sense."""
        self.keeps_names = keeps_names(tokens)
        needs_one = intersects(tokens, self.ranges)
        ranges = any(token.kind == "name" and token.text.casefold() in self.ranges for token in tokens)
        tokens = wrap_arguments(wrap_joined(powers(tokens)))
        tokens = wrap_compared(tokens, whole=self.row > 0)
        position = 0
        while position < len(tokens):
            position = self.step(tokens, position)
        problem = self.problem or unknown_function(self.functions) or known_wrong(tokens, self.functions)
        # Many references to one table need looking at once.
        tables, beyond = ({id(table): table for table in found}.values() for found in (self.tables, self.beyond))
        return Program(
            "".join(self.out),
            self.functions,
            problem,
            self.calls,
            list(tables),
            needs_one,
            beyond=tuple(beyond),
            ranges=ranges,
        )

    def step(self, tokens: list[Token], at: int) -> int:
        """Write the token at a position, return the next position."""
        token = tokens[at]
        if token.kind == "prefix":
            return self.prefix(tokens, at)
        if token.kind == "call":
            return self.call(tokens, at)
        if token.kind == "struct":
            return self.struct(tokens, at)
        if token.kind == "name":
            self.name(tokens, at)
        elif token.kind == "mark":
            self.mark(tokens, at)
        elif token.kind == "wrap":
            # It calls what it holds whenever it is called itself.
            self.out.append(token.text)
            self.opened(TEXT_FUNCTION)
        else:
            self.out.append(token.text)
        return at + 1

    def prefix(self, tokens: list[Token], at: int) -> int:
        text = tokens[at].text
        following = tokens[at + 1] if at + 1 < len(tokens) else Token("mark", "")
        book = re.match(r"'?\[(\d+)\]", text)
        if following.kind == "call" and own_name(following.text[:-1], self.own_functions):
            if book and int(book[1]) in self.book.foreign:
                self.problem = external(following.text[:-1])
            return at + 1
        if book and book[1] == "0":
            return at + 1
        if book or ".xl" in text.casefold():
            self.problem = external(text + following.text)
        elif ":" in text:
            self.problem = construct(f"三维引用 {text}", f"the 3D reference {text}")
        self.out += (text, following.text if following.kind in ("name", "cell") else "")
        return at + (2 if following.kind in ("name", "cell") else 1)

    def call(self, tokens: list[Token], at: int) -> int:
        name = tokens[at].text[:-1]
        own = own_name(name, self.own_functions)
        self.may_end = self.may_end or not self.goes_on(name)
        if own is None:
            plain = plain_name(name)
            self.functions.add(plain)
            if plain in INQUIRIES and asks_many(tokens, at):
                # Like a joined text, it calls what it holds whenever it is called itself.
                self.out.append(f"{PREFIX}{plain}(")
                self.opened(PREFIX)
                return at + 1
            if plain in EXACT or plain == "LEN":
                self.out.append(f"{PREFIX}{plain}(" if plain in EXACT else f"{LENGTH_FUNCTION}(")
                self.opened(PREFIX)
                return at + 1
            self.out.append("@(" if plain == "SINGLE" else tokens[at].text)
            self.opened("", certain=plain in _FIRST_ALWAYS)
            return at + 1
        if own == "PS_SCORE" and _next(tokens, at).text == ")":
            return self.row_form(tokens, at)
        self.enter(own, tokens, at)
        if _next(tokens, at).text != ")":
            self.out.append(",")
        return at + 1

    def enter(self, own: str, tokens: list[Token], at: int) -> None:
        # Outside other functions a call is made whenever its cell is calculated, and so is one in the condition of an
        # IF. Elsewhere it may be skipped, so its cell is calculated in every run: what it said for an earlier workbook
        # must not stand for this one.
        spans = arguments(tokens, at)
        always = all(self.certain) and not self.may_end and not self.may_end_in(tokens, spans)
        alone = not self.open and all(t.kind in ("space", "prefix") for t in tokens[:at]) and _closes_last(tokens, at)
        site = SITE_MARK.format(len(self.calls))
        lent = tuple(number for number, span in enumerate(spans) if self.lends(tokens, span))
        self.calls.append(Call(own, alone, not always, whole_columns(tokens, spans, self.means), lent))
        self.out += (own, "(", site if always else f"{site}+0*{ENGINE_SHEET}!$A$1")
        self.opened(own)

    def may_end_in(self, tokens: list[Token], spans: list[Span]) -> bool:
        """True when the engine may give the formula up in one of the arguments."""
        return any(
            (token.kind == "call" and not self.goes_on(token.text[:-1]))
            or (token.kind == "name" and "(" in self.means(token.text))
            for token in tokens[spans[0][0] : spans[-1][1] + 1]
        )

    def goes_on(self, name: str) -> bool:
        """True for a function that gives its errors as its result."""
        return own_name(name, self.own_functions) is not None or plain_name(name) in _GO_ON

    def lends(self, tokens: list[Token], argument: Span) -> bool:
        """True for an argument that is a range of a table, which gets its mark."""
        at = argument[0]
        if argument != (at, at) or tokens[at].kind != "struct" or re.fullmatch(r"\[\d+\]", tokens[at].text):
            return False
        address = structured.resolve(tokens[at].text, self.book.tables, self.here, self.row or None, "")
        if ":" not in address or structured.ROW_MARK in address:
            return False
        self.lent[at] = mark(address)
        return True

    def opened(self, name: str, *, certain: bool = True) -> None:
        self.open.append(name)
        self.certain.append(certain)

    def closed(self) -> None:
        self.open.pop()
        self.certain.pop()

    def row_form(self, tokens: list[Token], at: int) -> int:
        """`PS_SCORE()`: the row's own indicator, value and base, found by the table's headers."""
        table = self.here
        found = row_columns(table.columns) if table and beside(table, self.row) else None
        if table is None or found is None:
            if table and not beside(table, self.row):
                self.beyond.append(table)
            self.problem = construct(NOT_IN_A_ROW.zh, NOT_IN_A_ROW.en)
        else:
            self.enter("PS_SCORE", tokens, at)
            self.tables.append(table)
            for position in found:
                title = None if position is None else table.columns[position]
                self.out += (",", structured.cell(table, title, self.sheet) if title else f'"{OMITTED_MARK}"')
            if self.book.name(STANDARD_NAME):
                self.out.append(f",{STANDARD_NAME}")
            self.out.append(")")
            self.closed()
        while tokens[at].text != ")":
            at += 1
        return at + 1

    def struct(self, tokens: list[Token], at: int) -> int:
        text = tokens[at].text
        if at in self.lent:
            self.out.append(self.lent[at])
            return at + 1
        linked = re.fullmatch(r"\[(\d+)\]", text)
        if linked and not (self.here and linked[1] in self.here.columns):
            self.problem = external(text)
            return at + 1
        address = structured.resolve(text, self.book.tables, self.here, self.row or None, self.sheet)
        if structured.ROW_MARK in address or address == structured.NOT_IN_ITS_ROWS:
            name = text.partition("[")[0]
            table = self.book.tables[name.casefold()] if name else self.here
            if table is not None:
                (self.tables if structured.ROW_MARK in address else self.beyond).append(table)
        self.out.append(address)
        return at + 1

    def name(self, tokens: list[Token], at: int) -> None:
        text = tokens[at].text
        table = self.book.tables.get(text.casefold())
        self.may_end = self.may_end or "(" in self.means(text)
        self.problem = self.problem or self.bad_names.get(text.casefold())
        self.out.append(structured.whole(table, self.sheet) if table else text if self.keeps_names else self.cell(text))

    def cell(self, name: str) -> str:
        """The address of the one cell a name stands for on every sheet, sooner read by the engine; else the name."""
        found = self.book.cell(name) if len(self.book.named(name)) == 1 else None
        return name if found is None else f"{quoted(found[0])}!${column_letters(found[2])}${found[1]}"

    def means(self, name: str) -> str:
        """The formula of a defined name as this sheet sees it; nothing for any other word."""
        found = {known.sheet: known.formula for known in self.book.named(name)}
        return found.get(self.sheet) or found.get("", "")

    def mark(self, tokens: list[Token], at: int) -> None:
        text = tokens[at].text
        if text in ",)" and self.open and self.open[-1] and self.left_out(tokens, at):
            self.out.append(f'"{OMITTED_MARK}"')
        if text in "({":
            self.opened("", certain=text == "(")
        elif text in ")}" and self.open:
            self.closed()
        elif text == "," and self.open and not self.open[-1]:
            self.certain[-1] = False
        self.out.append(text)

    def left_out(self, tokens: list[Token], at: int) -> bool:
        """True when nothing stands between this comma or bracket and the comma or opening before it."""
        back = at - 1
        while tokens[back].kind == "space":
            back -= 1
        before = tokens[back]
        return before.text == "," or (before.kind == "call" and tokens[at].text == ",")


def _next(tokens: list[Token], at: int) -> Token:
    return next((token for token in tokens[at + 1 :] if token.kind != "space"), Token("mark", ""))


def _closes_last(tokens: list[Token], at: int) -> bool:
    depth = 0
    for position in range(at, len(tokens)):
        token = tokens[position]
        if token.kind in ("call", "wrap") or token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
            if not depth:
                return all(t.kind == "space" for t in tokens[position + 1 :])
    return False
