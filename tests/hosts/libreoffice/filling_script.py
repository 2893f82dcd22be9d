"""Run by the Python of LibreOffice: types many fillings into one workbook and calculates each.

Standard input: {"pipe", "url", "fillings": a list of {sheet: {range: rows}}}, a blank cell being an empty text. The
answer per filling: {sheet: rows of values}, an error value being {"error": its number}.
"""

import contextlib
import json
import sys
from pathlib import Path

# This file is run, not imported: its neighbours are found from here.
sys.path.insert(0, str(Path(__file__).parents[1]))
from uno_connection import connect, setting

NEVER_EXECUTE = 0
NOT_AVAILABLE = 32767


def fill(document, filling):
    for name, ranges in filling.items():
        sheet = document.Sheets.getByName(name)
        for address, rows in ranges.items():
            sheet.getCellRangeByName(address).setDataArray(tuple(map(tuple, rows)))


def area_of(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    return sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)


def missing_beside(document, areas):
    """For each sheet another that says where it is #N/A: asking each cell for its error takes most of the time."""
    found = []
    for at, area in enumerate(areas):
        name = f"missing{at}"
        document.Sheets.insertNewByName(name, document.Sheets.Count)
        address = area.getRangeAddress()
        beside = document.Sheets.getByName(name).getCellRangeByPosition(0, 0, address.EndColumn, address.EndRow)
        beside.setArrayFormula(f"=IF(ISNA({area.AbsoluteName});1;0)")
        found.append(beside)
    return found


def read(area, missing):
    rows = [list(row) for row in area.getDataArray()]
    for down, (row, marks) in enumerate(zip(rows, missing.getDataArray(), strict=True)):
        for right, found in enumerate(row):
            if found is None:
                number = NOT_AVAILABLE if marks[right] == 1 else area.getCellByPosition(right, down).getError()
                row[right] = {"error": number}
    return rows


def main():
    asked = json.load(sys.stdin)
    context = connect(asked["pipe"])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    load = (setting("Hidden", True), setting("MacroExecutionMode", NEVER_EXECUTE))
    document = desktop.loadComponentFromURL(asked["url"], "_blank", 0, load)
    document.enableAutomaticCalculation(False)
    sheets = list(document.Sheets.ElementNames)
    areas = [area_of(document.Sheets.getByName(name)) for name in sheets]
    missing = missing_beside(document, areas)
    answers = []
    for filling in asked["fillings"]:
        fill(document, filling)
        document.calculateAll()
        answers.append({name: read(*beside) for name, *beside in zip(sheets, areas, missing, strict=True)})
    document.close(True)
    # The connection ends with the office, and sometimes this process with it.
    print(json.dumps({"fillings": answers}), flush=True)
    with contextlib.suppress(Exception):
        desktop.terminate()


main()
