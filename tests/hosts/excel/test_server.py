"""The slim runtime from a cell to Python and back, in LibreOffice: only the DLL and Windows are stood in for.

The server is a Python object with the methods of xlwings' XLPython, our functions behind it. Changed in the modules:
PsBuild (the DLL), the name of the system, and what LibreOffice has no object for: the calling cell and the workbook
on the screen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hosts.excel.office import Answer, Call, Question, ask
from hosts.vba.packages import workbook_with
from psscore.functions import PS_POINTS, PS_RATE, PS_SCORE
from psscore.hosts.excel.texts import MESSAGES
from psscore.hosts.excel.vba_project import standard_modules
from psscore.hosts.vba import Module, document, standard
from psscore.hosts.vba.module import Belongs
from psscore.hosts.vba.project import Project, project_bytes

HERE = Path(__file__).parent
CHANGES = (
    ("PsRuntime", '"Windows"', '"Unix"'),
    ("PsHost", 'If TypeName(Application.Caller) <> "Range" Then Exit Function', 'PsCaller = "caller": Exit Function'),
    ("PsCommands", '"BOOK_CALLER", Application.ActiveWorkbook', '"BOOK_CALLER", Application.ActiveWorkbook.Name'),
)
FORMULAS = {
    "A1": '=PS_SCORE("1",93,100)',
    "A2": "=PS_RATE(F1,G1)",
    "A3": "=PS_RATE(1,0)",
    "A4": '=PS_TOTAL({"1","2"},{1,2})',
    "A5": "=PS_POINTS(F2)",
    "A6": '=PS_STANDARD("public-service","2026","no_cases=full","step=whole")',
    "A7": '=PS_STANDARD("public-service")',
    "A8": '=PS_NAME("1")',
    "A9": '=PS_SCORE("1",E9,100)',
    "A10": "=PS_SCORE()",
    "A11": '=PS_CHECK("1",120,100)',
    "F1": "=2",
    "G1": "=4",
    "F2": '="1"',
}
CELLS = [f"A{number}" for number in range(1, 12)]
PYTHON: Call = ("PsProbe", "PsProbePython", [])
ASKED: Call = ("PsBuild", "PsAsked", [])
AGAIN: Call = ("PsRuntime", "PsTryAgain", [])
CLSID = "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"
START = """"HOME python\\pythonw.exe" -P -B -c "import xlwings; xlwings.serve('$(CLSID)')\""""


def said(key: str, first: str = "", second: str = "") -> str:
    return "1000 " + MESSAGES[key].en.replace("{0}", first).replace("{1}", second)


def write(name: str, line: str) -> Call:
    return "PsBuild", "PsWrite", [name, line]


def serve(version: str, status: int = 0) -> Call:
    return "PsBuild", "PsServe", [{"version": version}, status]


def dll_in(folder: str) -> Call:
    return "PsBuild", "PsPutDll", [folder]


# One after the other in one session, as a user would mend things without restarting Excel.
MENDING: list[tuple[Call, str | None]] = [
    (dll_in("nowhere\\"), None),
    (PYTHON, "no_python"),
    (write("python\\pythonw.exe", "x"), None),
    (PYTHON, "no_dll"),
    (ASKED, "|python\\;;"),
    (dll_in("python\\"), None),
    (write("psscore.conf", "server=walking"), None),
    (PYTHON, "bad_server"),
    (write("psscore.conf", "server=running"), None),
    (serve("9.9.9", 5), None),
    (PYTHON, said("no_running_server", "the DLL says no")),
    (ASKED, f"{CLSID}|python\\;python\\;"),
    (serve("0.0.1"), None),
    (PYTHON, said("no_running_server", "the DLL says no")),
    (AGAIN, None),
    (PYTHON, said("versions", "9.9.9", "0.0.1")),
    (PYTHON, said("versions", "9.9.9", "0.0.1")),
    (serve("9.9.9"), None),
    (PYTHON, "started"),
    (serve("0.0.1"), None),
    (PYTHON, "started"),
    (ASKED, f"{CLSID}|"),
]
STARTING: list[tuple[Call, str | None]] = [
    (write("psscore.conf", "server=start"), None),
    (dll_in(""), None),
    (serve("9.9.9", 5), None),
    (PYTHON, said("no_server", "the DLL says no")),
    (serve("9.9.9"), None),
    (AGAIN, None),
    (PYTHON, "started"),
    (ASKED, START + "|python\\;;"),
]
OUTDATED: list[tuple[Call, str | None]] = [(dll_in("python\\"), None), (serve("0.0.1"), None)]
LAST: Call = ("PsCommands", "PsOwnLastError", [])


def book(button: str) -> bytes:
    codes = {module.name: module.code for module in standard_modules("workbook") if module.name != "PsBuild"}
    for name, old, new in CHANGES:
        assert old in codes[name]
        codes[name] = codes[name].replace(old, new)
    modules = [Module(name, code) for name, code in codes.items()]
    modules += [standard(HERE.joinpath(name).read_text("ascii")) for name in ("PsBuildProbe.bas", "PsProbe.bas")]
    documents = [document("ThisWorkbook", Belongs.WORKBOOK), document("Sheet1", Belongs.SHEET)]
    return workbook_with(project_bytes(Project("VBAProject", [*documents, *modules])), FORMULAS, button)


@pytest.fixture(scope="module")
def answers(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAPPDATA", str(folder))
        return ask(
            soffice,
            folder,
            Question(book("PsScoreWorkbook"), [call for call, _ in MENDING]),
            Question(book("PsScoreWorkbook"), [call for call, _ in STARTING], CELLS, True, [LAST]),
            Question(book("PsShowLastError"), [call for call, _ in OUTDATED], CELLS, True, [LAST]),
        )


def test_what_is_missing_is_said_and_mending_it_is_enough(answers: list[Answer]) -> None:
    for (call, expected), found in zip(MENDING, answers[0].calls, strict=True):
        if expected == "no_python":
            assert found.startswith("1000 Python was not found: no pythonw.exe in ")
            assert "\\psscore\\python\\" in found
        elif expected == "no_dll":
            assert found.startswith("1000 probe.dll was not found in ")
        elif expected == "bad_server":
            assert found.startswith("1000 server=walking in ")
            assert found.endswith("psscore.conf is not known: it is start or running.")
        elif expected is not None:
            assert found == expected, call


def test_one_command_starts_the_server_for_everybody(answers: list[Answer]) -> None:
    for (call, expected), found in zip(STARTING, answers[1].calls, strict=True):
        assert expected is None or found == expected, call


def test_cells_have_the_values_of_python(answers: list[Answer]) -> None:
    found = [text for text, _ in answers[1].cells]
    assert found[0] == str(PS_SCORE("1", 93, 100)) == "0.6"
    assert found[1] == str(PS_RATE(2, 4)) == "0.5"
    assert found[2] == "Error 2036"
    assert found[3] == "Error 2042", "a total with missing indicators"
    assert found[4] == f"{PS_POINTS('1'):g}"
    assert found[5:8] == [
        "public-service/2026?no_cases=full&step=whole",
        "public-service/2026",
        "停车秩序问题响应率",
    ]
    assert found[9].startswith("Error"), "the row's own form needs the calling cell"
    assert "120" in found[10]


def test_python_gets_what_the_cell_says(answers: list[Answer]) -> None:
    start = "psscore.hosts.xlwings.udfs caller "
    calls = [line.removeprefix(start) for line in answers[1].log if line.startswith(start)]
    assert "PS_SCORE['1', 93, 100, None]" in calls, "arguments left out come as nothing"
    assert "PS_SCORE['1', None, 100, None]" in calls, "a blank cell too"
    assert "PS_STANDARD['public-service', '2026', 'no_cases=full', 'step=whole']" in calls, "as many as are given"
    assert "PS_STANDARD['public-service']" in calls, "or none"
    assert "PS_RATE[2, 4]" in calls, "plain cells as their values"
    assert "PS_TOTAL[(('1', '2'),), ((1.0, 2.0),), None]" in calls, "arrays"


def test_the_button_runs_the_python_macro_for_this_workbook(answers: list[Answer]) -> None:
    assert answers[1].log[-2:] == [
        "<xlwings._xlwindows>.BOOK_CALLER = book.xlsm",
        "<psscore.hosts.xlwings.macros>.score_workbook(\"('lang', 'en')\",)",
    ]
    assert answers[1].afterwards == [""]


def test_another_version_calculates_nothing_and_both_are_named(answers: list[Answer]) -> None:
    assert {text for text, _ in answers[2].cells} == {"Error 2015"}
    assert answers[2].afterwards == [said("versions", "9.9.9", "0.0.1").removeprefix("1000 ")]
    assert [line for line in answers[2].log if "PS_" in line] == []
