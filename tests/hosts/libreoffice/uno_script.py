"""Run by the Python of LibreOffice: opens workbooks, calculates everything, prints what the cells hold as JSON.

Standard input: {"pipe", "ready": seconds to wait, "books": [{"url", "cells": {sheet: {cell: value or formula}}, "save":
a URL or null, "hard": how many calculations to time}]}. Cells are written before the calculation, formulas as Calc
writes them. The answer per book: {"cells": {sheet: {cell: value}}, "formulas": {sheet: {cell: formula}}, "seconds"};
an error value is {"error": its number}.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

# This file is run, not imported: its neighbours are found from here.
sys.path.insert(0, str(Path(__file__).parents[1]))
from uno_connection import connect, setting

NEVER_EXECUTE = 0


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def fill(document, sheets):
    for name, cells in sheets.items():
        sheet = document.Sheets.getByName(name)
        for address, content in cells.items():
            cell = sheet.getCellRangeByName(address)
            if isinstance(content, str):
                cell.Formula = content
            elif content is None:
                cell.Formula = ""
            else:
                cell.Value = content


def read(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    values, formulas = area.getDataArray(), area.getFormulaArray()
    cells, texts = {}, {}
    for down, row in enumerate(values):
        for right, found in enumerate(row):
            formula = formulas[down][right]
            if found == "" and not formula:
                continue
            address = f"{letters(right)}{down + 1}"
            if found is None:
                found = {"error": area.getCellByPosition(right, down).getError()}
            cells[address] = found
            if formula.startswith(("=", "{=")):
                texts[address] = formula
    return cells, texts


def answer(desktop, book):
    load = (setting("Hidden", True), setting("MacroExecutionMode", NEVER_EXECUTE))
    document = desktop.loadComponentFromURL(book["url"], "_blank", 0, load)
    fill(document, book["cells"])
    seconds = []
    for _ in range(max(1, book["hard"])):
        start = time.perf_counter()
        document.calculateAll()
        seconds.append(time.perf_counter() - start)
    found = {sheet.Name: read(sheet) for sheet in document.Sheets}
    if book["save"]:
        document.storeToURL(book["save"], (setting("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)
    return {
        "cells": {name: both[0] for name, both in found.items()},
        "formulas": {name: both[1] for name, both in found.items()},
        "seconds": seconds,
    }


def described(context):
    """Names, texts and arguments of our functions as the function wizard lists them."""
    every = context.ServiceManager.createInstanceWithContext("com.sun.star.sheet.FunctionDescriptions", context)
    found = {}
    for at in range(every.Count):
        item = {entry.Name: entry.Value for entry in every.getByIndex(at)}
        if item["Name"].startswith("PS_"):
            arguments = [[one.Name, one.Description, one.IsOptional] for one in item["Arguments"] or ()]
            found[item["Name"]] = {"description": item["Description"], "arguments": arguments}
    return found


def main():
    asked = json.load(sys.stdin)
    context = connect(asked["pipe"])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    answers = [answer(desktop, book) for book in asked["books"]]
    found = {"books": answers, "functions": described(context)}
    # The connection ends with the office, and sometimes this process with it.
    print(json.dumps(found), flush=True)
    with contextlib.suppress(Exception):
        desktop.terminate()


main()
