"""The tests' end of the process that plays Excel's Python server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[2]
MISSING: dict[str, Any] = {"missing": True}


def cells(reference: str, areas: int = 1) -> dict[str, Any]:
    """A range as an argument: `Sheet!A1:B2`, `Sheet!A:A`."""
    return {"range": reference, "areas": areas}


class Excel:
    """Runs the server process; any trouble with it fails the test."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "hosts.xlwings.excel_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        )

    def send(self, do: str, **request: Any) -> None:
        """Start a request; `receive` waits for its answer."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"do": do, **request}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            self._fail()

    def receive(self) -> Any:
        """The answer to the oldest request that has none yet."""
        assert self._process.stdout
        answer = self._process.stdout.readline()
        return json.loads(answer) if answer else self._fail()

    def ask(self, do: str, **request: Any) -> Any:
        """One request and its answer."""
        self.send(do, **request)
        return self.receive()

    def _fail(self) -> None:
        assert self._process.stderr
        pytest.fail(f"the process that plays xlwings' server has broken: {self._process.stderr.read()}")

    def open(self, book: Mapping[str, Any]) -> None:
        """Make this the workbook that ranges refer to."""
        self.ask("open", book=book)

    def call(self, function: str, *arguments: Any, caller: str | None = None) -> Any:
        """What VBA gets for one call from a cell (None: from VBA code)."""
        return self.timed(function, *arguments, caller=caller)["result"]

    def timed(self, function: str, *arguments: Any, caller: str | None = None) -> Any:
        """The result of one call, with the cells read and the seconds taken."""
        return self.ask("call", calls=[{"function": function, "arguments": arguments, "caller": caller}])[0]

    def call_all(self, calls: list[dict[str, Any]]) -> list[Any]:
        """The results of many calls."""
        return [answer["result"] for answer in self.ask("call", calls=calls)]

    def tell(self, what: str, *arguments: str) -> str:
        """The text that VBA's commands get from a function of the module that is no cell function."""
        text: str = self.ask("tell", what=what, arguments=arguments)
        return text

    def last_error(self, lang: str) -> str:
        """What the "last error" button shows."""
        return self.tell("last_error", lang)

    def close(self) -> None:
        self._process.communicate()
