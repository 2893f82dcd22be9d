"""Run by the Python of LibreOffice: edits a workbook as a user does, once for each list of edits, and saves it.

Standard input: {"pipe", "url", "edits": {url to save at: list of [method, sheet, *arguments]}}.
"""

import json
import sys
from pathlib import Path

# This file is run, not imported: its neighbours are found from here.
sys.path.insert(0, str(Path(__file__).parents[1] / "hosts"))
from uno_connection import connect, setting


def edit(document, method, name, *arguments):
    sheet = document.Sheets.getByName(name)
    sheet.unprotect("")
    if method == "rows":
        sheet.Rows.insertByIndex(*arguments)
    elif method == "columns":
        sheet.Columns.insertByIndex(*arguments)
    elif method == "rename":
        sheet.setName(*arguments)
    else:
        sheet.getCellRangeByName(arguments[0]).setValue(arguments[1])


def main():
    asked = json.load(sys.stdin)
    context = connect(asked["pipe"])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for target, edits in asked["edits"].items():
        document = desktop.loadComponentFromURL(asked["url"], "_blank", 0, (setting("Hidden", True),))
        for one in edits:
            edit(document, *one)
        document.storeToURL(target, (setting("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)


main()
