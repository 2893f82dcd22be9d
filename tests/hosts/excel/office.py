"""LibreOffice with macros allowed, started once for a list of workbooks."""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psscore

SCRIPT = Path(__file__).with_name("uno_script.py")
SOURCE = Path(psscore.__file__).parents[1]
PYTHON = "/usr/bin/python3"  # the one python3-uno belongs to

Call = tuple[str, str, list[Any]]  # module, function, arguments


@dataclass(frozen=True)
class Question:
    """A workbook to open; functions to call, cells to read, whether to press its button."""

    workbook: bytes
    calls: Sequence[Call] = ()
    cells: Sequence[str] = ()
    press: bool = False
    afterwards: Sequence[Call] = ()
    project: str = "VBAProject"


@dataclass(frozen=True)
class Answer:
    """What came back: results of calls, (text, error) of cells before and after the button, what a server was asked."""

    modules: list[str]
    calls: list[Any]
    cells: list[list[Any]]
    button: list[str]
    pressed: list[list[Any]]
    afterwards: list[Any]
    log: list[str]


def ask(soffice: str, folder: Path, *questions: Question) -> list[Answer]:
    """Open each workbook in turn, with a profile of its own in `folder`."""
    books: list[dict[str, Any]] = []
    for number, question in enumerate(questions):
        path = folder / str(number) / "book.xlsm"
        path.parent.mkdir()
        path.write_bytes(question.workbook)
        book = asdict(question) | {"url": path.as_uri()}
        del book["workbook"]
        books.append(book)
    pipe = f"psscore{uuid.uuid4().hex[:12]}"
    profile = (folder / "profile").as_uri()
    office = subprocess.Popen(
        [soffice, f"-env:UserInstallation={profile}", f"--accept=pipe,name={pipe};urp;", "--headless", "--norestore"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        done = subprocess.run(
            [PYTHON, str(SCRIPT)],
            input=json.dumps({"pipe": pipe, "source": str(SOURCE), "books": books}),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    finally:
        office.terminate()
        try:
            office.wait(30)
        except subprocess.TimeoutExpired:
            office.kill()
    assert done.returncode == 0, done.stderr
    return [Answer(**found) for found in json.loads(done.stdout)]
