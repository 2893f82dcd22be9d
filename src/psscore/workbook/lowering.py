"""Formulas as the engine reads them: tables as addresses, our functions by plain names with their call sites.

Every call of ours gets a hidden first argument, the number of its call site, so that a result can be told to the cell
that asked for it. The text in the file is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from psscore.model.text import Text
from psscore.workbook import structured
from psscore.workbook.intersection import names_of_ranges
from psscore.workbook.lending import ENGINE_SHEET, Lending
from psscore.workbook.parts import Book, Table
from psscore.workbook.prefixes import without_quotes
from psscore.workbook.problems import Problem, construct, unknown_function
from psscore.workbook.programs import NOTHING, Program, known_programs
from psscore.workbook.rewriting import SITE_MARK, Rewriter
from psscore.workbook.shapes import can_shift, cut, filled, is_shape_of, looks_like_more, shifted
from psscore.workbook.sites import Sites
from psscore.workbook.tokens import called_names, shift, stays, tokenize

_SPECIAL = (
    r"&|TEXT\(|(?:LARGE|SMALL)\(.*\{|PS[_.]|PSADDIN|[\[@]|:[^!\"]*!|SINGLE\(|\.xl|^[^()]*:[^()]*$"
    r"|\b(?:IS[A-Z]+|NOT)\((?!\$?[A-Z]{1,3}\$?\d+\))|IFS?\(.*\"[=<>]*#"
    # A range of cells.
    r"|:"
    # Functions whose arguments or results need help.
    r"|\b(?:CONCAT(?:ENATE)?|TEXTJOIN|UPPER|LOWER|PROPER|REPT|LEFT|RIGHT|MID|LEN|TRIM|CLEAN|CODE|FIND|SEARCH|EXACT)\("
    r"|\b(?:SUBSTITUTE|REPLACE|VALUE|ODD|EVEN|CEILING(?:\.MATH)?|FLOOR(?:\.MATH)?|INT|MOD|POWER|QUOTIENT)\("
    r"|\b(?:ROUNDDOWN|ROUNDUP|TRUNC|TYPE)\(|\^|\bIF\(\s*\""
    # A comparison with anything but a text or 0, and a sum or difference.
    r"|[=<>](?![=>]?\s*(?:\"|0(?![.\d])))|[\w)\]}%\"'#]\s*[-+]"
)
_UNREADABLE = construct("无法解析的公式", "a formula that cannot be parsed")
_RANGE = re.compile(r"(?:'(?:[^']|'')*'!|[\w.]+!)?\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+")


@dataclass(slots=True)
class Lowered:
    """A formula for the engine, or the problem with it.

    `formula` has marks for its row and its call sites where it has any; `text` and `relative_text` are written out.
    `alike` is what tells the rows of a table to have one formula, which they can share; None when they cannot.
    """

    formula: str
    program: Program = NOTHING
    problem: Problem | None = None
    alike: Program | None = None
    row: int = 0
    numbers: Sequence[int] = ()

    @property
    def text(self) -> str:
        """The formula of its cell."""
        text = self.formula
        for at, number in enumerate(self.numbers):
            text = text.replace(SITE_MARK.format(at), str(number))
        return text.replace(structured.ROW_MARK, str(self.row))

    @property
    def relative_text(self) -> str:
        """The formula for its cell and those below that share it."""
        text = self.formula
        for at, number in enumerate(self.numbers):
            text = text.replace(SITE_MARK.format(at), f"{ENGINE_SHEET}!$C{self.row}+({number - self.row})")
        return text.replace("$" + structured.ROW_MARK, str(self.row))


class Lowering:
    """Lowers the formulas of one workbook and collects the call sites."""

    def __init__(self, book: Book, functions: Mapping[str, object]) -> None:
        self.book = book
        self.functions = functions
        self.sites = Sites()
        self.lending = Lending()
        self.bad_names: dict[str, Problem] = {}
        self._tables_by_sheet: dict[str, list[Table]] = {}
        for table in book.tables.values():
            self._tables_by_sheet.setdefault(table.sheet, []).append(table)
        self._programs: dict[tuple[str, str, str], Program] = {}
        # Formulas with a name for several cells are read too: Excel may take one of the cells.
        self._ranges = names_of_ranges(book.names, book.tables) | frozenset(book.tables)
        self._special = _special({*book.tables, *self._ranges})

    def forbid_names(self, names: Mapping[str, Problem]) -> None:
        """Formulas that use one of these defined names share its problem."""
        self.bad_names = {name.casefold(): problem for name, problem in names.items()}
        self._special = _special({*self.book.tables, *self._ranges, *self.bad_names})
        self._programs = known_programs(self.book, self.functions)

    def needs_tokens(self, formula: str) -> bool:
        """True when the formula has something the engine would not read as Excel does."""
        return self._special.search(formula) is not None

    def lower(self, formula: str, sheet: str, row: int, column: int) -> Lowered:
        """The engine's form of a formula in a cell; row 0 for a defined name."""
        shape, references = cut(formula) if row else (formula, ())
        program = self._program_of(shape, references, sheet, row, column)
        if program.plain:
            return Lowered(formula, program, row=row)
        return self._lowered(program, shape, references, sheet, row, column)

    def lower_shared(self, formula: str, sheet: str, row: int, column: int, down: int, right: int) -> Lowered:
        """The same for a cell that shares the formula of another, so many rows and columns away."""
        shape, references = cut(formula)
        if can_shift(shape):
            references = shifted(references, down, right)
            program = self._program_of(shape, references, sheet, row, column)
            return self._lowered(program, shape, references, sheet, row, column)
        try:
            formula = "".join(token.text for token in shift(tokenize(formula), down, right))
        except ValueError:
            return Lowered("", problem=_UNREADABLE)
        return self.lower(formula, sheet, row, column)

    def lower_group(self, formula: str, sheet: str, row: int, column: int, down: int, right: int) -> Lowered | None:
        """The engine's form of the formula of several cells, the last so many rows down and columns to the right.

        None when each of them needs its own.
        """
        shape, references = cut(formula)
        if not all(stays(text, down, right) for text in references):
            # The engine knows nothing of references that come in again on the other side.
            return None
        if looks_like_more(shape):
            return None
        if not self.needs_tokens(formula):
            return self.lower(formula, sheet, row, column)
        if not can_shift(shape) or "[" in shape:
            return None
        low, here = self.lower(formula, sheet, row, column), self.table_at(sheet, row, column)
        program = self._programs[shape, here.name if here else "", sheet]
        own = program.calls or program.tables or program.beyond or program.only is not None
        if own or low.problem is not None or low.formula.startswith("@"):
            return None
        # A table on another sheet brings the sheet's name with it.
        return None if looks_like_more(low.formula) else low

    def _program_of(self, shape: str, references: tuple[str, ...], sheet: str, row: int, column: int) -> Program:
        here = self.table_at(sheet, row, column)
        key = shape, here.name if here else "", sheet
        program = self._programs.get(key)
        if program is None or program.only not in (None, references) or not program.fits(row):
            program = self._program(shape, references, here, sheet if row else "", row)
            if row:
                self._programs[key] = program
        return program

    def _lowered(
        self, program: Program, shape: str, references: tuple[str, ...], sheet: str, row: int, column: int
    ) -> Lowered:
        if program.problem is not None:
            return Lowered("", program, _told(program.problem, references))
        text = program.text if program.only is not None else filled(program.text, references)
        rows = None
        # Rows such as 5:5 would move with the cell, and so would sheets such as Q1.
        if program.tables and not references and can_shift(shape) and not looks_like_more(program.text):
            rows = program.tables[0]
        numbers: Sequence[int] = ()
        if program.calls:
            text, numbers = self.lending.placed(text), self.sites.numbered(program, sheet, row, column, rows)
        low = Lowered(text, program, None, None if rows is None else program, row, numbers)
        if row and not numbers and ":" in text and _RANGE.fullmatch(low.text):
            # A plain formula that names a range means the cell of it in its own row or column.
            low.formula, low.alike = "@" + text, None
        return low

    def _program(self, shape: str, references: tuple[str, ...], here: Table | None, sheet: str, row: int) -> Program:
        if not self.needs_tokens(shape):
            functions, text = called_names(shape), without_quotes(shape)
            problem = unknown_function(functions)
            return Program(text, functions, problem, [], [], plain=problem is None and text == shape)
        try:
            tokens = tokenize(shape)
            only = None
            if not is_shape_of(tokens, references):
                only, tokens = references, tokenize(filled(shape, references))
            rewriter = Rewriter(self.book, self.functions, self.bad_names, here, sheet, row, self._ranges)
            program = rewriter.run(tokens)
            return replace(program, text=without_quotes(program.text), only=only)
        except structured.Unresolvable as missing:
            problem = construct(f"结构化引用 {missing}", f"the structured reference {missing}")
        except ValueError:
            problem = _UNREADABLE
        return Program("", set(), problem, [], [])

    def table_at(self, sheet: str, row: int, column: int) -> Table | None:
        """The table whose data rows or header hold the cell."""
        for table in self._tables_by_sheet.get(sheet, ()):
            if table.top <= row <= table.bottom and table.left <= column <= table.right:
                return table
        return None


def _told(problem: Problem, references: tuple[str, ...]) -> Problem:
    """The problem with a shape in the words of a formula that has it."""
    text = problem.text
    return replace(problem, text=Text(filled(text.zh, references), filled(text.en, references)))


def _special(names: Collection[str]) -> re.Pattern[str]:
    """What makes a formula special: rare marks, our functions, one of the names."""
    known = rf"|(?<![\w.])(?:{'|'.join(map(re.escape, names))})(?![\w.])" if names else ""
    return re.compile(_SPECIAL + known, re.IGNORECASE)
