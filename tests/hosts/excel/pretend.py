"""A little Excel for pyOpenVBA's interpreter: what our modules ask of Excel, and a Python server, written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pyopenvba.interpreter import (
    EMPTY,
    NOTHING,
    HostBridge,
    Interpreter,
    VBAArray,
    VBACollection,
    VBAErrorValue,
    VBAObject,
    VBARuntimeError,
    member,
    method,
    setter,
)

from psscore.hosts.excel.vba_project import standard_modules

# Instead of the modules that speak to Windows.
DOUBLES = {
    "PsBuild": """
Option Explicit
Public Const PsVersion As String = "9.9.9"
Public PsServer As Variant
Public PsStatus As Long
Public PsCodePageIsWestern As Boolean
Public PsStarts As Long
Public Function PsDll() As String
    PsDll = "probe.dll"
End Function
Public Function PsThroughCodePage(ByVal text As String) As String
    PsThroughCodePage = text
    If PsCodePageIsWestern Then PsThroughCodePage = "?"
End Function
Public Sub PsUseWestern()
    PsCodePageIsWestern = True
End Sub
Public Function PsLoad(ByVal folder As String) As Boolean
    PsLoad = True
End Function
Public Function PsActivate(ByRef result As Variant, ByVal command As String) As Long
    PsStarts = PsStarts + 1
    PsActivate = PsStatus
    If PsStatus = 0 Then
        Set result = PsServer
    Else
        result = "the DLL says no"
    End If
End Function
Public Function PsStarted() As Long
    PsStarted = PsStarts
End Function
Public Sub PsServe(ByVal server As Object, ByVal status As Long)
    Set PsServer = server
    PsStatus = status
End Sub
""",
    "PsSettings": """
Option Explicit
Public Function PsSetting(ByVal key As String) As String
    If key = "warm_start" Then PsSetting = "yes"
End Function
Public Function PsPythonFolder() As String
    PsPythonFolder = "C:\\python\\"
End Function
Public Function PsExists(ByVal path As String) As Boolean
    PsExists = True
End Function
Public Function PsSettingsFile() As String
    PsSettingsFile = "C:\\psscore.conf"
End Function
Public Sub PsForgetSettings()
End Sub
""",
}


# The interpreter has no StrConv.
CODE_PAGE = ("StrConv(StrConv(sample, 128), 64)", "PsThroughCodePage(sample)")


def failure(text: str) -> VBARuntimeError:
    return VBARuntimeError(1004, text)


@dataclass(eq=False, repr=False)
class Sheet(VBAObject):
    name: str
    book: Any = None
    log: list[str] = field(default_factory=list)

    @member
    def Name(self) -> str:
        return self.name

    @member
    def Parent(self) -> object:
        return self.book

    @method
    def Activate(self) -> None:
        self.log.append(f"activate {self.name}")


@dataclass(eq=False, repr=False)
class Counted(VBAObject):
    number: int

    @member
    def Count(self) -> int:
        return self.number


@dataclass(eq=False, repr=False)
class Range(VBAObject):
    address: str
    sheet: Sheet
    content: object = EMPTY
    rows: int = 1
    areas: int = 1

    @member
    def Value(self) -> object:
        if isinstance(self.content, VBARuntimeError):
            raise self.content
        return self.content

    @member
    def Rows(self) -> object:
        return Counted(self.rows)

    @member
    def Columns(self) -> object:
        return Counted(1)

    @member
    def Areas(self) -> object:
        return Counted(self.areas)

    @member
    def Worksheet(self) -> object:
        return self.sheet

    @member
    def Address(self, RowAbsolute: object = True, ColumnAbsolute: object = True) -> str:
        assert (RowAbsolute, ColumnAbsolute) == (False, False)
        return self.address


@dataclass(eq=False, repr=False)
class Book(VBAObject):
    """A workbook: where its formulas link to; `functions` when it has our modules."""

    name: str
    links: list[str] = field(default_factory=list)
    functions: bool = False
    protected: bool = False
    last_error: str = ""
    sheets: dict[str, Sheet] = field(default_factory=dict)
    changed: list[tuple[str, str]] = field(default_factory=list)
    saved: bool = True

    @member
    def Saved(self) -> bool:
        return self.saved

    @setter("Saved")
    def _set_saved(self, value: object) -> None:
        self.saved = bool(value)

    @member
    def Name(self) -> str:
        return self.name

    @member
    def FullName(self) -> str:
        return f"C:\\books\\{self.name}"

    @method
    def LinkSources(self, Type: object) -> object:
        assert int(str(Type)) == 1
        return VBAArray([(1, len(self.links))], items=list(self.links)) if self.links else EMPTY

    @method
    def ChangeLink(self, Name: str, NewName: str, Type: object) -> None:
        assert int(str(Type)) == 1
        if self.protected or "locked" in Name:
            raise failure("ChangeLink method of Workbook class failed")
        self.changed.append((Name, NewName))

    @method
    def Worksheets(self, Index: str) -> object:
        if Index not in self.sheets:
            raise VBARuntimeError(9, "Subscript out of range")
        return self.sheets[Index]

    @method
    def PsWatch(self) -> None:
        self.changed.append(("watch", "watch"))


class Languages(VBAObject):
    def __init__(self, number: int) -> None:
        self.number = number

    @method
    def LanguageID(self, Id: object) -> int:
        assert int(str(Id)) == 2
        return self.number


class Books(VBACollection):
    def __init__(self, books: list[Book]) -> None:
        self.books = books

    def vba_items(self) -> list[object]:
        return list(self.books)


@dataclass(eq=False, repr=False)
class Application(VBAObject):
    books: list[Book]
    language: int = 1033
    system: str = "Windows (64-bit) NT 10.00"
    caller: object = "Button 1"
    alerts: bool = True
    picked: tuple[str, ...] = ()
    log: list[str] = field(default_factory=list)

    @member
    def OperatingSystem(self) -> str:
        return self.system

    @member
    def Caller(self) -> object:
        return self.caller

    @member
    def ActiveWorkbook(self) -> object:
        return self.books[0] if self.books else NOTHING

    @member
    def Workbooks(self) -> object:
        return Books(self.books)

    @member
    def LanguageSettings(self) -> object:
        return Languages(self.language)

    @member
    def DisplayAlerts(self) -> bool:
        return self.alerts

    @setter("DisplayAlerts")
    def _set_alerts(self, value: object) -> None:
        self.alerts = bool(value)

    @method
    def OnTime(self, EarliestTime: object, Procedure: str) -> None:
        del EarliestTime
        self.log.append(Procedure)

    @method
    def GetOpenFilename(
        self, FileFilter: str, FilterIndex: object, Title: object, ButtonText: object, MultiSelect: object
    ) -> object:
        del FilterIndex, Title, ButtonText
        assert bool(MultiSelect)
        # A list of names and patterns, by commas: one of each here.
        assert FileFilter.count(",") == 1
        self.log.append("asked for files")
        return VBAArray([(1, len(self.picked))], items=list(self.picked)) if self.picked else False

    @method
    def CalculateFull(self) -> None:
        self.log.append("calculated")

    @method
    def Volatile(self) -> None:
        self.log.append("volatile")

    @method
    def MacroOptions(self, Macro: str, Description: str, Category: str, ArgumentDescriptions: VBAArray) -> None:
        self.log.append(f"{Macro} {Category} {Description} {len(ArgumentDescriptions.items)}")

    @method
    def Run(self, Macro: str, Arg1: object = None) -> object:
        self.log.append(f"run {Macro}")
        for book in self.books:
            quoted = book.name.replace("'", "''")
            if book.functions and Macro == f"'{quoted}'!PS_PING":
                return int(str(Arg1)) * 2
            if book.functions and Macro == f"'{quoted}'!PsOwnLastError":
                return book.last_error
        raise failure(f"Cannot run the macro {Macro}")


@dataclass(eq=False, repr=False)
class Server(VBAObject):
    """XLPython as far as we use it, with its order of arguments."""

    version: str = "9.9.9"
    result: object = 1.5
    fault: str = ""
    last_error: str = ""
    asks: tuple[str, ...] = ()
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    @method
    def Module(self, module: str) -> str:
        return f"<{module}>"

    @method
    def Str(self, obj: object) -> str:
        return str(obj)

    @method
    def Tuple(self, *elements: object) -> VBAArray:
        return VBAArray([(0, len(elements) - 1)], items=list(elements))

    @method
    def Dict(self, *pairs: object) -> VBAArray:
        return VBAArray([(0, len(pairs) - 1)], items=list(pairs))

    @method
    def SetAttr(self, obj: object, attr: str, value: object) -> None:
        self.calls.append(("SetAttr", obj, attr, value))

    @method
    def Call(self, obj: object, *arguments: Any) -> object:
        name, *rest = arguments
        given = [item.items if isinstance(item, VBAArray) else item for item in rest]
        self.calls.append(("Call", obj, name, *given))
        if self.fault:
            raise VBARuntimeError(-2147467259, self.fault)
        if name in self.asks and "force" in given[0] and not given[0][-1]:
            return "\x01Overwrite?"
        return {"version": self.version, "last_error": self.last_error}.get(name, f"{name} done")

    @method
    def CallUDF(self, script: str, fname: str, args: VBAArray) -> object:
        self.calls.append((script, fname, args.items))
        if self.fault:
            raise VBARuntimeError(-2147467259, self.fault)
        return self.result


class Host(HostBridge):
    def __init__(self, application: Application, addin: Book) -> None:
        self.known = {"application": application, "thisworkbook": addin}

    def global_object(self, name: str) -> object:
        return self.known.get(name.lower(), super().global_object(name))


class Excel:
    """The add-in's modules in the interpreter, around some open workbooks; the first is on the screen."""

    def __init__(self, *books: Book, server: Server | None = None, status: int = 0, **settings: Any) -> None:
        self.application = Application(list(books) or [Book("book.xlsx")], **settings)
        self.addin = Book("psscore.xlam")
        self.server = server or Server()
        self.vba = Interpreter(Host(self.application, self.addin))
        for module in standard_modules("addin"):
            code = DOUBLES.get(module.name, module.code)
            code = code.replace(*CODE_PAGE)
            kept = [line for line in code.split("\n") if not line.startswith("Attribute ")]
            self.vba.add_module("\n".join(kept), name=module.name)
        self.run("PsServe", self.server, status)

    def run(self, name: str, *arguments: object) -> Any:
        return self.vba.run(name, list(arguments))

    @property
    def messages(self) -> list[str]:
        """What message boxes said."""
        return [str(dialog[1]) for dialog in self.vba.dialogs]

    def answer(self, word: str) -> None:
        """What the next question is answered with: vbYes or vbNo."""
        self.vba.answers.append({"yes": 6, "no": 7}[word])

    def in_cell(self, address: str = "B7", sheet: str = "Scores", book: Book | None = None) -> None:
        """From now on a cell calculates."""
        self.application.caller = Range(address, Sheet(sheet, book or self.application.books[0]))


def error(number: int) -> VBAErrorValue:
    return VBAErrorValue(number)
