"""Formulas as the engine reads them: tables as addresses, our functions by plain names with their call sites.

Every call of ours gets a hidden first argument, the number of its call site, so that a result can be told to the cell
that asked for it. The text in the file is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.workbook import structured
from psscore.workbook.allowed import ALLOWED
from psscore.workbook.parts import Book, Table
from psscore.workbook.tokens import Token, called_names, own_name, plain_name, tokenize

# An argument left out arrives at the engine as this text.
OMITTED_MARK = "\ue0f0omitted\ue0f1"
# A sheet only the engine has; its one cell counts the runs.
ENGINE_SHEET = "\ue0f0psscore"

_TITLES = ({"编号", "indicator"}, {"数值", "value"}, {"基数", "base"})
_OWN_HINT = re.compile(r"PS[_.]|PSADDIN", re.IGNORECASE)
_RARE = re.compile(r"[\[@]|:[^!\"]*!|SINGLE\(|\.xl|^[^()]*:[^()]*$")
_RANGE = re.compile(r"(?:'(?:[^']|'')*'!|[\w.]+!)?\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a formula is not calculated: a finding's code and sentence."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Site:
    """One call of one of our functions: its cell (row 0 in a defined name), whether the call is the whole formula, and
    whether another function around it may skip it."""

    sheet: str
    row: int
    column: int
    function: str
    alone: bool
    lazy: bool


@dataclass(slots=True)
class Lowered:
    """A formula for the engine, or the problem with it."""

    formula: str
    functions: set[str] = field(default_factory=set)
    problem: Problem | None = None
    own: bool = False


class Lowering:
    """Lowers the formulas of one workbook and collects the call sites."""

    def __init__(self, book: Book, functions: Mapping[str, object]) -> None:
        self.book = book
        self.functions = functions
        self.sites: list[Site] = []
        self.bad_names: dict[str, Problem] = {}
        self._tables_by_sheet: dict[str, list[Table]] = {}
        for table in book.tables.values():
            self._tables_by_sheet.setdefault(table.sheet, []).append(table)
        self._bare = _any_of(book.tables)
        self._bad: re.Pattern[str] | None = None

    def forbid_names(self, names: Mapping[str, Problem]) -> None:
        """Formulas that use one of these defined names share its problem."""
        self.bad_names = {name.casefold(): problem for name, problem in names.items()}
        self._bad = _any_of(self.bad_names)

    def needs_tokens(self, formula: str) -> bool:
        """True when the formula has something the engine would not read as Excel does."""
        return bool(
            _RARE.search(formula)
            or _OWN_HINT.search(formula)
            or (self._bare and self._bare.search(formula))
            or (self._bad and self._bad.search(formula))
        )

    def lower(self, formula: str, sheet: str, row: int, column: int, tokens: list[Token] | None = None) -> Lowered:
        """The engine's form of a formula in a cell; row 0 for a defined name."""
        if tokens is None and not self.needs_tokens(formula):
            functions = called_names(formula)
            return Lowered(formula, functions, _unknown(functions))
        try:
            return _Rewriter(self, sheet, row, column).run(tokenize(formula) if tokens is None else tokens)
        except structured.Unresolvable as missing:
            return Lowered("", problem=construct(f"结构化引用 {missing}", f"the structured reference {missing}"))
        except ValueError:
            return Lowered("", problem=construct("无法解析的公式", "a formula that cannot be parsed"))

    def table_at(self, sheet: str, row: int, column: int) -> Table | None:
        """The table whose data rows or header hold the cell."""
        for table in self._tables_by_sheet.get(sheet, ()):
            if table.top <= row <= table.bottom and table.left <= column <= table.right:
                return table
        return None


class _Rewriter:
    def __init__(self, lowering: Lowering, sheet: str, row: int, column: int) -> None:
        self.lowering = lowering
        self.sheet, self.row, self.column = sheet, row, column
        self.here = lowering.table_at(sheet, row, column)
        self.out: list[str] = []
        self.functions: set[str] = set()
        self.problem: Problem | None = None
        self.first_site = len(lowering.sites)
        # One entry per open bracket: a function of ours, or "" for anything else.
        self.open: list[str] = []

    def run(self, tokens: list[Token]) -> Lowered:
        tokens = [Token("mark", ",") if token.text == "," else token for token in tokens]
        position = 0
        while position < len(tokens):
            position = self.step(tokens, position)
        problem = self.problem or _unknown(self.functions)
        own = len(self.lowering.sites) > self.first_site
        if problem is not None:
            del self.lowering.sites[self.first_site :]
        formula = "".join(self.out)
        if self.row and _RANGE.fullmatch(formula):
            # A plain formula that names a range means the cell of it in its own row or column.
            formula = "@" + formula
        return Lowered(formula, self.functions, problem, own and problem is None)

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
            self.name(token.text)
        elif token.kind == "mark":
            self.mark(tokens, at)
        else:
            self.out.append(token.text)
        return at + 1

    def prefix(self, tokens: list[Token], at: int) -> int:
        text = tokens[at].text
        following = tokens[at + 1] if at + 1 < len(tokens) else Token("mark", "")
        book = re.match(r"'?\[(\d+)\]", text)
        if following.kind == "call" and own_name(following.text[:-1], self.lowering.functions):
            if book and int(book[1]) in self.lowering.book.foreign:
                self.problem = _external(following.text[:-1])
            return at + 1
        if book and book[1] == "0":
            return at + 1
        if book or ".xl" in text.casefold():
            self.problem = _external(text + following.text)
        elif ":" in text:
            self.problem = construct(f"三维引用 {text}", f"the 3D reference {text}")
        self.out += (text, following.text if following.kind in ("name", "cell") else "")
        return at + (2 if following.kind in ("name", "cell") else 1)

    def call(self, tokens: list[Token], at: int) -> int:
        name = tokens[at].text[:-1]
        own = own_name(name, self.lowering.functions)
        if own is None:
            plain = plain_name(name)
            self.functions.add(plain)
            self.out.append("@(" if plain == "SINGLE" else tokens[at].text)
            self.open.append("")
            return at + 1
        if own == "PS_SCORE" and _next(tokens, at).text == ")":
            return self.row_form(tokens, at)
        self.enter(own, tokens, at)
        if _next(tokens, at).text != ")":
            self.out.append(",")
        return at + 1

    def enter(self, own: str, tokens: list[Token], at: int) -> None:
        # Outside other functions a call is made whenever its cell is calculated. Inside them it may be skipped, so
        # its cell is calculated in every run: what it said for an earlier workbook must not stand for this one.
        always = all(self.open)
        alone = not self.open and all(t.kind in ("space", "prefix") for t in tokens[:at]) and _closes_last(tokens, at)
        site = len(self.lowering.sites)
        self.lowering.sites.append(Site(self.sheet, self.row, self.column, own, alone, not always))
        self.out += (own, "(", str(site) if always else f"{site}+0*'{ENGINE_SHEET}'!$A$1")
        self.open.append(own)

    def row_form(self, tokens: list[Token], at: int) -> int:
        """`PS_SCORE()`: the row's own indicator, value and base, found by the table's headers."""
        table = self.here
        titles = [next((c for c in table.columns if c in known), None) for known in _TITLES] if table else []
        if table is None or titles[0] is None or titles[1] is None or not table.first_row <= self.row <= table.last_row:
            self.problem = construct(
                "无参数的 PS_SCORE() 不在含“编号”“数值”列的表格行内",
                "PS_SCORE() without arguments outside a table row with the columns Indicator and Value",
            )
        else:
            self.enter("PS_SCORE", tokens, at)
            for title in titles:
                self.out += (",", structured.cell(table, title, self.row) if title else f'"{OMITTED_MARK}"')
            if self.lowering.book.name("ps_standard_reference"):
                self.out.append(",ps_standard_reference")
            self.out.append(")")
            self.open.pop()
        while tokens[at].text != ")":
            at += 1
        return at + 1

    def struct(self, tokens: list[Token], at: int) -> int:
        text = tokens[at].text
        linked = re.fullmatch(r"\[(\d+)\]", text)
        if linked and not (self.here and linked[1] in self.here.columns):
            self.problem = _external(text)
            return at + 1
        self.out.append(structured.resolve(text, self.lowering.book.tables, self.here, self.row or None))
        return at + 1

    def name(self, text: str) -> None:
        table = self.lowering.book.tables.get(text.casefold())
        self.problem = self.problem or self.lowering.bad_names.get(text.casefold())
        self.out.append(structured.whole(table) if table else text)

    def mark(self, tokens: list[Token], at: int) -> None:
        text = tokens[at].text
        if text in ",)" and self.open and self.open[-1] and self.left_out(tokens, at):
            self.out.append(f'"{OMITTED_MARK}"')
        if text in "({":
            self.open.append("")
        elif text in ")}" and self.open:
            self.open.pop()
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
        if token.kind == "call" or token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
            if not depth:
                return all(t.kind == "space" for t in tokens[position + 1 :])
    return False


def _any_of(names: Mapping[str, object]) -> re.Pattern[str] | None:
    if not names:
        return None
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, names))})(?![\w.])", re.IGNORECASE)


def _unknown(functions: set[str]) -> Problem | None:
    for name in sorted(functions - ALLOWED):
        if name in ("LAMBDA", "MAP", "REDUCE", "BYROW", "BYCOL", "SCAN", "MAKEARRAY") or name.startswith("_XLPM."):
            return construct(f"{name} 公式", f"a {name} formula")
        return Problem(
            "unsupported_function",
            Text(f"使用了不支持的函数 {name}", f"uses the function {name}, which is not supported"),
        )
    return None


def construct(zh: str, en: str) -> Problem:
    """The problem with a formula written in a way the engine does not know."""
    return Problem("unsupported_construct", Text(f"含有不支持的写法：{zh}", f"has {en}, which is not supported"))


def _external(what: str) -> Problem:
    return Problem("external_link", Text(f"引用了其他工作簿：{what}", f"refers to another workbook: {what}"))
