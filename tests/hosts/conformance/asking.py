"""The table put to each host: the results by the line of the table."""

from __future__ import annotations

import datetime
import io
import re
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy
import openpyxl

from hosts.conformance.calls import NoCall, Range, call_of, filled, plain, single, value_of
from hosts.conformance.sheet import Block, workbook
from hosts.conformance.table import EPOCH, NO_FORMULA, Case, Content, Result, Shown
from hosts.libreoffice.office import Book, Calc
from hosts.xlwings import wire
from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import on_wire
from psscore.functions.call import OMITTED, call
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.xlwings.errors import MARK, NUMBERS
from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options, recalculate

ADDIN = Path(__file__).parents[3] / "addin" / "excel" / "PsFunctions.bas"
ENGLISH = {error.value: error for error in CellError}

Results = Mapping[int, Result]


def python(cases: Sequence[Case]) -> Results:
    def ask(name: str, given: Sequence[Any]) -> Any:
        return call(name, *given).value

    return {case.line: _called(case, plain, ask) for case in cases}


def _called(case: Case, take: Callable[[Any], Any], ask: Callable[[str, Sequence[Any]], Any]) -> Result:
    try:
        value = filled(call_of(case), take, ask)
    except NoCall:
        return ((NO_FORMULA,),)
    return tuple(map(tuple, value)) if isinstance(value, list) else ((value,),)


def excel(placed: Sequence[Block], process: Excel) -> Results:
    sheets: dict[str, dict[str, Any]] = {block.sheet: {} for block in placed}
    for block in placed:
        sheets[block.sheet] |= {address: _wire(content) for address, content in block.cells()}
    process.open({"name": "用例.xlsx", "sheets": {name: {"cells": found} for name, found in sheets.items()}})
    declared = _declared()

    def ask(name: str, given: Sequence[Any]) -> Any:
        fewest, most = declared[name]
        if not fewest <= len(given) <= most:
            return CellError.VALUE  # Excel does not call a VBA function with another number of arguments.
        found = process.call(name, *given)
        return _from_vba(found)

    def take(block: Block, argument: Any) -> Any:
        if argument is OMITTED:
            return MISSING
        if isinstance(argument, Range):
            return cells(f"{block.sheet}!{block.moved(argument.text)}")
        return on_wire(argument)

    return {block.case.line: _called(block.case, partial(take, block), ask) for block in placed}


def _wire(content: Content) -> Any:
    if isinstance(content, datetime.date):
        return wire.date(content.isoformat(), float((content - EPOCH).days))
    return on_wire(value_of(content))


def _declared() -> dict[str, tuple[int, int]]:
    """How few and how many arguments the functions of the add-in take."""
    found = {}
    for name, declaration in re.findall(r"^Public Function (PS_\w+)\((.*)\) As Variant", ADDIN.read_text(), re.M):
        words = declaration.split(", ")
        optional = sum(word.startswith(("Optional", "ParamArray")) for word in words)
        many = 255 if "ParamArray" in declaration else len(words)
        found[name] = (len(words) - optional, many)
    assert set(found) == set(FUNCTIONS)
    return found


def _from_vba(found: Any) -> Any:
    """What the VBA side makes of a result: error values from marked texts; a single row comes as a plain list."""
    if isinstance(found, list):
        rows = found if isinstance(found[0], list) else [found]
        return [[_from_vba(cell) for cell in row] for row in rows]
    if isinstance(found, str) and found.startswith(MARK):
        number = int(found.removeprefix(MARK))
        return next(error for error, code in NUMBERS.items() if code == number)
    return found


def headless(placed: Sequence[Block]) -> Results:
    result = recalculate(workbook(placed), Options(allow_partial=True))
    assert result.data is not None, result.findings[:3]
    book = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)
    return {block.case.line: _read(block, lambda sheet, at: book[sheet][at].value) for block in placed}


def calc(placed: Sequence[Block], office: Calc) -> Results:
    (book,) = office.calculate(Book(workbook(placed)))
    return {block.case.line: _read(block, lambda sheet, at: book.cells[sheet].get(at, "")) for block in placed}


def _read(block: Block, at: Callable[[str, str], Any]) -> Result:
    return tuple(tuple(_shown(at(block.sheet, address)) for address in row) for row in block.results)


def _shown(value: Any) -> Shown:
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value
    if isinstance(value, str):
        return ENGLISH.get(value, value)
    return float(value)


def independent_engine(placed: Sequence[Block]) -> Results:
    """The engine of the package `formulas`, to which our functions are given as Python functions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import formulas
        from formulas.functions import Array
        from formulas.tokens.operand import Error

        errors = {error: Error.errors[error.value] for error in CellError}

        def ask(name: str, *arguments: Any) -> Any:
            value = call(name, *map(_from_engine, arguments)).value
            rows = value if isinstance(value, list) else [[value]]
            cells = [[errors.get(cell, cell) for cell in row] for row in rows]
            return numpy.array(cells, dtype=object).view(Array)

        known = formulas.get_functions()
        for name in FUNCTIONS:
            known[name] = partial(ask, name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            asked = [block for block in placed if block.case.of("formulas") != ((NO_FORMULA,),)]
            path.write_bytes(workbook(asked))
            solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    found = {
        re.sub(r"^'\[.*?\](.*)'!", r"\1!", place): value for place, value in solution.items() if isinstance(place, str)
    }
    results = {}
    for block in placed:
        ends = block.results[0][0], block.results[-1][-1]
        address = ends[0] if ends[0] == ends[1] else ":".join(ends)
        value = found.get(f"{block.sheet}!{address}")
        results[block.case.line] = (
            ((NO_FORMULA,),) if value is None else tuple(tuple(map(_from_engine, row)) for row in value.value.tolist())
        )
    return results


def _from_engine(given: Any) -> Any:
    """A value of that engine as our functions take it; it tells whole numbers from others, which cells do not."""
    given = getattr(given, "value", given)
    if hasattr(given, "tolist"):
        rows = given.tolist()
        return single([[_from_engine(cell) for cell in row] for row in rows]) if given.ndim == 2 else _from_engine(rows)
    if type(given) is int:
        return float(given)
    if type(given) in (str, float, bool):
        return given
    return ENGLISH.get(str(given))
