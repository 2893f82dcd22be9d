"""Plays xlwings' Python server: one request per line on standard input, one answer per line on standard output.

Calls go through xlwings' own `XLPython.CallUDF`, the object that VBA talks to.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from hosts.xlwings.pywin32_stub import PyIDispatch, install

MODULE = "psscore.hosts.xlwings.udfs"
MISSING = -2147352572
# What VBA calls Empty, Double, String, Boolean and Error.
_PLAIN = {type(None), float, str, bool, int}
# What `IF` in a formula replaces by an empty text: a blank cell, or #N/A; every other cell it passes on as the cell.
_KEPT_BACK = {"blank": (None,), "missing": (2042 - 0x7FF60000,)}


def main() -> None:
    answers, sys.stdout = sys.stdout, io.StringIO()
    install()
    server = Server()
    for line in sys.stdin:
        request = json.loads(line)
        answers.write(json.dumps(getattr(server, request.pop("do"))(**request)) + "\n")
        answers.flush()


class Server:
    def __init__(self) -> None:
        from xlwings.com_server import XLPython

        from hosts.xlwings.fake_excel import Application

        self.python = XLPython()
        self.application = Application()
        self.book: Any = None

    def open(self, book: Mapping[str, Any]) -> None:
        """Make this the workbook."""
        from hosts.xlwings.fake_excel import Workbook

        self.book = Workbook(book, self.application)

    def call(self, calls: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Each call's result, the cells read for it and the seconds it took."""
        self.results: list[Any] = []
        answers = []
        for call in calls:
            answers.append(self._call(**call))
            self.results.append(answers[-1]["result"])
        return answers

    def _call(self, function: str, arguments: list[Any], caller: Any = None) -> Mapping[str, Any]:
        given = [self._argument(argument) for argument in arguments]
        first = self._caller(caller, itself=function == "PS_SCORE" and given[:1] in ([], [MISSING]))
        before, start = self.application.cells_read, time.perf_counter()
        result = self.python.CallUDF(MODULE, function, (first, *given))
        took = time.perf_counter() - start
        return {"result": result, "read": self.application.cells_read - before, "seconds": took}

    def _caller(self, caller: str | None, itself: bool) -> Any:
        """What `PsCaller` of our VBA gives."""
        if not caller:
            return None
        return PyIDispatch(self.book.range(caller)) if itself else f"[{self.book.Name}]{caller}"

    def _argument(self, argument: Any) -> Any:
        """What `PsGiven` of our VBA gives."""
        from hosts.xlwings.wire import value_in

        if isinstance(argument, dict) and "range" in argument:
            found = self.book.range(argument["range"])
            found.Areas.Count = argument.get("areas", 1)
            if "unless" in argument and found.Value in _KEPT_BACK[argument["unless"]]:
                return ""
            one = found.Areas.Count == found.Rows.Count == found.Columns.Count == 1
            try:
                return found.Value if one and type(found.Value) in _PLAIN else PyIDispatch(found)
            except OverflowError:
                return PyIDispatch(found)
        if isinstance(argument, dict) and "result" in argument:
            return self._as_argument(self.results[argument["result"]])
        if isinstance(argument, dict) and "missing" in argument:
            return MISSING
        if isinstance(argument, dict) and "object" in argument:
            return PyIDispatch(self.book)
        return value_in(argument)

    def tell(self, what: str, arguments: list[str]) -> str:
        """A text from a function of the module, by the way VBA's commands take."""
        python = self.python
        text: str = python.Str(python.Call(python.Module(MODULE), what, python.Tuple(*arguments)))
        return text

    def _as_argument(self, result: Any) -> Any:
        """A call's result as Excel passes it on to the call around it: marked texts are error values by then."""
        from psscore.hosts.xlwings.errors import MARK

        return int(result.removeprefix(MARK)) - 0x7FF60000 if str(result).startswith(MARK) else result

    def generated(self) -> Mapping[str, Any]:
        """What xlwings' own import would put into a workbook: the wrapper module and the help of each function."""
        from xlwings import udfs

        from hosts.xlwings.fake_excel import Application, Workbook

        application = Application()
        book = Workbook({"name": "book.xlsm", "sheets": {}}, application)
        udfs.import_udfs(MODULE, book)
        return {"module": book.VBProject.VBComponents.imported, "help": application.help}

    def break_down(self, message: str) -> None:
        """Make the call pipeline fail in a way nobody foresaw."""
        from psscore.hosts.xlwings import udfs

        def fail(*_: object) -> None:
            raise RuntimeError(message)

        kept = udfs.call
        udfs.call = fail  # type: ignore[assignment]
        self.mend = lambda: setattr(udfs, "call", kept)

    def repair(self) -> None:
        """Undo `break_down`."""
        self.mend()


if __name__ == "__main__":
    main()
