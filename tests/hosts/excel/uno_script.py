"""Run by the Python of LibreOffice: opens workbooks with macros allowed, runs what it is asked to, prints JSON.

Standard input: {"pipe", "source": where psscore is, "books": [{"url", "project", "calls": [[module, function,
[arguments]]], "cells", "press", "afterwards": more calls}]}. The argument {"id": "psScore"} is an object with that
property, as the ribbon gives one; {"version": "1.0"} is a server.
"""

import contextlib
import json
import sys
from pathlib import Path

import unohelper
from com.sun.star.script import InvocationInfo, XInvocation2
from com.sun.star.script.MemberType import METHOD, PROPERTY

# This file is run, not imported: its neighbours are found from here.
sys.path.insert(0, str(Path(__file__).parents[1]))
from uno_connection import connect, setting

ALWAYS_EXECUTE_NO_WARN = 4


class Dynamic(unohelper.Base, XInvocation2):
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

    def getMemberNames(self):
        return tuple(self.members)

    def getInfo(self):
        return tuple(self.getInfoForName(name, True) for name in self.members)

    def getInfoForName(self, name, exact):
        del exact
        found = InvocationInfo()
        found.aName = name
        found.eMemberType = METHOD if self.hasMethod(name) else PROPERTY
        return found


class Server:
    """Stands for xlwings' XLPython: its methods and their order of arguments, our functions behind CallUDF."""

    def __init__(self, version):
        self.version = version
        self.log = []

    def object(self):
        names = ("Module", "Call", "Str", "Tuple", "Dict", "SetAttr", "CallUDF")
        return Dynamic({name: getattr(self, name) for name in names})

    def Module(self, name):
        return f"<{name}>"

    def Tuple(self, *elements):
        return elements

    def Dict(self, *pairs):
        return f"{pairs}"

    def Str(self, found):
        return str(found)

    def SetAttr(self, module, name, content):
        self.log.append(f"{module}.{name} = {content}")

    def Call(self, module, name, *arguments):
        if name == "version":
            return self.version
        self.log.append(f"{module}.{name}{arguments}")
        return "" if name == "last_error" else f"{name} done"

    def CallUDF(self, module, name, arguments):
        from psscore.functions.call import call
        from psscore.model.cell_error import CellError

        numbers = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#NUM!": 2036, "#N/A": 2042}
        cell, *rest = arguments
        rest = [item.Value if hasattr(item, "Value") else item for item in rest]
        self.log.append(f"{module} {cell} {name}{rest}")
        rest = [[list(row) for row in item] if isinstance(item, tuple) else item for item in rest]
        while rest and rest[-1] is None:
            rest.pop()
        found = call(name, *rest).value
        return f"\x01PS!{numbers[found.value]}" if isinstance(found, CellError) else found


servers = {}


def given(argument):
    if isinstance(argument, dict):
        if "version" in argument:
            return servers.setdefault(argument["version"], Server(argument["version"])).object()
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
    found["afterwards"] = [run(provider, project, *call) for call in book["afterwards"]]
    document.close(True)
    found["log"] = [line for server in servers.values() for line in server.log]
    servers.clear()
    return found


def main():
    asked = json.load(sys.stdin)
    sys.path.insert(0, asked["source"])
    context = connect(asked["pipe"])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    answers = [answer(desktop, book) for book in asked["books"]]
    with contextlib.suppress(Exception):  # the connection ends with the office
        desktop.terminate()
    print(json.dumps(answers))


main()
