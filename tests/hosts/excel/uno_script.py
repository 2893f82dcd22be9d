"""Run by the Python of LibreOffice: opens workbooks with macros allowed, runs what it is asked to, prints JSON.

Standard input: {"pipe", "books": [{"url", "project", "calls": [[module, function, [arguments]]], "cells", "press"}]}.
The argument {"id": "psScore"} is an object with that property, as the ribbon gives one.
"""

import contextlib
import json
import sys
import time

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.script import XInvocation

ALWAYS_EXECUTE_NO_WARN = 4


class Dynamic(unohelper.Base, XInvocation):
    """A Python object as Basic sees an automation object: properties and methods by name, in any case."""

    def __init__(self, members):
        self.members = {name.lower(): member for name, member in members.items()}

    def getIntrospection(self):
        return None

    def invoke(self, name, arguments, indices, outs):
        del indices, outs
        return self.members[name.lower()](*arguments), (), ()

    def setValue(self, name, given):
        self.members[name.lower()] = given

    def getValue(self, name):
        return self.members[name.lower()]

    def hasMethod(self, name):
        return callable(self.members.get(name.lower()))

    def hasProperty(self, name):
        return name.lower() in self.members and not self.hasMethod(name)


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")


def setting(name, content):
    found = PropertyValue()
    found.Name, found.Value = name, content
    return found


def given(argument):
    if isinstance(argument, dict):
        return Dynamic(argument)
    return tuple(map(given, argument)) if isinstance(argument, list) else argument


def plain(found):
    return [plain(item) for item in found] if isinstance(found, tuple) else found


def run(provider, project, module, name, arguments):
    url = f"vnd.sun.star.script:{project}.{module}.{name}?language=Basic&location=document"
    try:
        return plain(provider.getScript(url).invoke(tuple(map(given, arguments)), (), ())[0])
    except Exception as fault:
        return f"FAILED: {fault}"


def buttons(document):
    """What the first button of the first sheet runs when it is pressed."""
    form = document.Sheets.getByIndex(0).DrawPage.Forms.getByIndex(0)
    return [event.ScriptCode for event in form.getScriptEvents(0)]


def answer(desktop, book):
    hidden = (setting("Hidden", True), setting("MacroExecutionMode", ALWAYS_EXECUTE_NO_WARN))
    document = desktop.loadComponentFromURL(book["url"], "_blank", 0, hidden)
    provider = document.getScriptProvider()
    project = book["project"]
    found = {"modules": sorted(document.BasicLibraries.getByName(project).ElementNames)}
    found["calls"] = [run(provider, project, *call) for call in book["calls"]]
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    cells = [sheet.getCellRangeByName(name) for name in book["cells"]]
    found["cells"] = [[cell.String, cell.getError()] for cell in cells]
    found["button"] = buttons(document) if book["press"] else []
    for script in found["button"]:
        provider.getScript(script).invoke((), (), ())
    found["pressed"] = [[cell.String, cell.getError()] for cell in cells]
    document.close(True)
    return found


def main():
    asked = json.load(sys.stdin)
    context = connect(asked["pipe"])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    answers = [answer(desktop, book) for book in asked["books"]]
    with contextlib.suppress(Exception):  # the connection ends with the office
        desktop.terminate()
    print(json.dumps(answers))


main()
