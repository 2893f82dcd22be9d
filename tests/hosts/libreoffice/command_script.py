"""Run by the Python of LibreOffice: opens workbooks and takes steps in each, prints what every step gives.

Standard input: {"pipe", "books": [{"url", "steps": [[what, ...]]}]}. Steps: ["run", command] dispatches a command of
the menu and gives its text; ["undo"]; ["state"] gives formulas and values by sheet, the titles of what can be undone,
whether the workbook is changed and the selected cell; ["protect", sheet, yes]; ["show", name] gives number and text of
a named cell; ["save", URL] as .xlsx; ["open", URL, read-only] goes on with another workbook. The answer, as JSON:
{"books": [what each step gives], "locale"}.
"""

import contextlib
import json
import sys
from pathlib import Path

# This file is run, not imported: its neighbours are found from here.
sys.path.insert(0, str(Path(__file__).parents[1]))
from uno_connection import connect, setting

NEVER_EXECUTE = 0


class Steps:
    def __init__(self, context):
        made = context.ServiceManager.createInstanceWithContext
        self.desktop = made("com.sun.star.frame.Desktop", context)
        self.helper = made("com.sun.star.frame.DispatchHelper", context)
        self.document = None

    def open(self, url, read_only=False):
        if self.document is not None:
            self.document.close(True)
        load = (setting("MacroExecutionMode", NEVER_EXECUTE), setting("ReadOnly", read_only))
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, load)

    def run(self, command):
        frame = self.document.CurrentController.Frame
        found = self.helper.executeDispatch(frame, f"org.psscore:{command}", "", 0, (setting("Silent", True),))
        return found.Result

    def undo(self):
        self.document.UndoManager.undo()

    def state(self):
        sheets = {}
        for sheet in self.document.Sheets:
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.RangeAddress
            area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
            sheets[sheet.Name] = [area.getFormulaArray(), area.getDataArray()]
        selected = self.document.CurrentSelection
        return {
            "sheets": sheets,
            "undo": self.document.UndoManager.getAllUndoActionTitles(),
            "modified": self.document.isModified(),
            "selected": getattr(selected, "AbsoluteName", ""),
        }

    def protect(self, sheet, yes):
        found = self.document.Sheets.getByName(sheet)
        if yes:
            found.protect("")
        else:
            found.unprotect("")

    def show(self, name):
        cell = self.document.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)
        return [cell.Value, cell.String]

    def save(self, url):
        self.document.storeToURL(url, (setting("FilterName", "Calc MS Excel 2007 XML"),))


def locale(context):
    """The language LibreOffice took: one whose package is not installed it does not take."""
    made = context.ServiceManager.createInstanceWithContext
    provider = made("com.sun.star.configuration.ConfigurationProvider", context)
    where = (setting("nodepath", "/org.openoffice.Setup/L10N"),)
    return provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", where).ooLocale


def main():
    asked = json.load(sys.stdin)
    context = connect(asked["pipe"])
    steps = Steps(context)
    answers = []
    for book in asked["books"]:
        steps.open(book["url"])
        answers.append([getattr(steps, what)(*given) for what, *given in book["steps"]])
    # The connection ends with the office, and sometimes this process with it.
    print(json.dumps({"books": answers, "locale": locale(context)}), flush=True)
    with contextlib.suppress(Exception):
        steps.document.close(True)
        steps.desktop.terminate()


main()
