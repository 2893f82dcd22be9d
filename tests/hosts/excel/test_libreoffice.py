"""The macros compiled and run by LibreOffice, the one other host of VBA there is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import psscore
from hosts.excel.office import Answer, Call, Question, ask
from hosts.vba.packages import workbook_with
from psscore.hosts.excel.sources import text
from psscore.hosts.excel.texts import MESSAGES, TIPS
from psscore.hosts.excel.vba_project import standard_modules
from psscore.hosts.vba import Module, document, standard
from psscore.hosts.vba.module import Belongs
from psscore.hosts.vba.project import Project, project_bytes

PROBE = standard(Path(__file__).with_name("PsProbe.bas").read_text("ascii"))
MARK = "\x01PS!"
NOT_WINDOWS = MESSAGES["not_windows"].en


def book(formulas: dict[str, str], button: str = "", modules: Sequence[Module] = ()) -> bytes:
    """A workbook with every module of the add-in, which are those of the workbook and more."""
    documents = [
        document("ThisWorkbook", Belongs.WORKBOOK, text("ThisWorkbook.bas")),
        document("Sheet1", Belongs.SHEET),
    ]
    project = Project("VBAProject", [*documents, *(modules or standard_modules("addin")), PROBE])
    return workbook_with(project_bytes(project), formulas, button)


# (module, function, arguments, result, why). At least one call into every module: Basic compiles a module when it is
# called, and the next test shows that one that does not compile would be seen.
CALLS: list[tuple[str, str, list[Any], Any, str]] = [
    ("PsPing", "PS_PING", [21], 42, "a function without Python"),
    ("PsBuild", "PsDll", [], "xlwings64-0.37.8.dll", "LibreOffice compiles both branches: the later one wins"),
    ("PsSettings", "PsSetting", ["server"], "running", "read from the settings file"),
    ("PsHost", "PsLanguage", [], "en", "LibreOffice does not tell its language: English"),
    ("PsTexts", "PsText", ["guide", "zh"], "使用说明", "Chinese from code units"),
    ("PsTexts", "PsText", ["no_python", "en"], MESSAGES["no_python"].en, "a text of several lines"),
    ("PsTexts", "PsText", ["no_python", "zh"], MESSAGES["no_python"].zh, "the same in Chinese"),
    ("PsTexts", "PsText", ["unknown", "zh"], "", "a key nobody knows"),
    ("PsTexts", "PsSay", ["bad_server", "x", "y"], "server=x in y is not known: it is start or running.", "filled in"),
    ("PsWords", "PsLabel", ["psScore", "zh"], "评分", "a word of the ribbon"),
    ("PsErrors", "PsReason", [7, "said so"], "said so", "a sentence stays"),
    ("PsErrors", "PsReason", [7, ""], "The function could not run (error 7).", "no sentence at all"),
    ("PsErrors", "PsReason", [7, "Traceback (most recent call last):\n  File x\nValueError: no\n"],
     "Python failed: ValueError: no", "of a traceback the last line"),
    ("PsErrors", "PsReason", [7, "Python Error: Traceback (most recent call last):\r\n  a\r\nKeyError: 1\r\n\r\n"],
     "Python failed: KeyError: 1", "the same with CR LF"),
    ("PsProbe", "PsProbeValue", [MARK + "2042"], "Error Error 2042", "#N/A"),
    ("PsProbe", "PsProbeValue", [MARK + "2000"], "Error Error 2000", "#NULL!"),
    ("PsProbe", "PsProbeValue", [MARK + "2007"], "Error Error 2007", "#DIV/0!"),
    ("PsProbe", "PsProbeValue", [MARK + "2015"], "Error Error 2015", "#VALUE!"),
    ("PsProbe", "PsProbeValue", [MARK + "2023"], "Error Error 2023", "#REF!"),
    ("PsProbe", "PsProbeValue", [MARK + "2029"], "Error Error 2029", "#NAME?"),
    ("PsProbe", "PsProbeValue", [MARK + "2036"], "Error Error 2036", "#NUM!"),
    ("PsProbe", "PsProbeValue", [MARK + "1"], "Error Error 2015", "an unknown number is no good value either"),
    ("PsProbe", "PsProbeValue", [MARK + "x"], "Error Error 2015", "nor is no number"),
    ("PsProbe", "PsProbeValue", [MARK], "Error Error 2015", "nor nothing"),
    ("PsProbe", "PsProbeValue", ["PS!2042"], "String PS!2042", "without the mark it is a text"),
    ("PsProbe", "PsProbeValue", ["a" + MARK + "2042"], "String a" + MARK + "2042", "the mark stands first"),
    ("PsProbe", "PsProbeValue", [1.8], "Double 1.8", "a number"),
    ("PsProbe", "PsProbeValue", [True], "Boolean True", "a logical value"),
    ("PsProbe", "PsProbeValue", ["评"], "String 评", "a text"),
    ("PsProbe", "PsProbeEmpty", [], "String |String ", "nothing becomes an empty text: Excel would show 0"),
    ("PsProbe", "PsProbeTable", [MARK + "2042", 1.5, "x", MARK + "2007"], "Error 2042|1.5|x|Error 2007|0101",
     "a table"),
    ("PsProbe", "PsProbeList", [[MARK + "2042", 1.5, "x"]], "Error 2042|1.5|x|", "a list"),
    ("PsProbe", "PsProbeFail", ["said so"], "Error 2015|said so", "a failure is #VALUE!, its reason kept"),
    ("PsProbe", "PsProbeForgets", [], "[]", "Python tells of its own errors: an older one here is forgotten"),
    ("PsProbe", "PsProbePython", [], f"1000 {NOT_WINDOWS}", "no Python here, said in a sentence"),
    ("PsProbe", "PsProbeSettings", [], "running|no||C:\\py thon\\",
     "settings: comments, blanks, upper case, the missing backslash"),
    ("PsProbe", "PsProbeWatch", [], "watching", "the workbook module with its events"),
    ("PsProbe", "PsProbeRibbon", [{"id": "psReadings"}], f"Readings|{TIPS['psReadings'].en}", "the ribbon's words"),
    ("PsProbe", "PsProbeClick", [{"id": "psScore"}], NOT_WINDOWS, "a button of the ribbon: says why it cannot"),
    ("PsProbe", "PsProbeForgets", [], "[]", "and forgotten again"),
    ("PsProbe", "PsProbeClick", [{"id": "psCheck"}], NOT_WINDOWS, "the next button"),
    ("PsProbe", "PsProbeClick", [{"id": "psHelp"}], NOT_WINDOWS, "help needs no Python and changes nothing"),
    ("PsAddin", "PsIsAddin", ["C:\\Users\\x\\PSSCORE.XLAM"], True, "the add-in of another machine"),
    ("PsAddin", "PsIsAddin", ["https://x/y/psscore.xlam"], True, "in the cloud"),
    ("PsAddin", "PsIsAddin", ["C:\\Users\\x\\mypsscore.xlam"], False, "another add-in"),
    ("PsAddin", "PsIsAddin", ["C:\\psscore.xlam\\a.xlsx"], False, "a folder of that name"),
    ("PsHelp", "PsRegisterHelp", [False], None, "help for the wizard: LibreOffice has no such thing, and goes on"),
    ("PsCommands", "PsOwnLastError", [], NOT_WINDOWS, "what the ribbon's button ran into"),
]  # fmt: skip


@pytest.fixture(scope="module")
def answer(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAPPDATA", str(folder))
        # LibreOffice on Linux takes the backslashes of a Windows path for part of the name.
        folder.with_name(f"{folder.name}\\psscore\\psscore.conf").write_text(
            "# server=start\nfolder=C:\\py thon\nserver = running\nWarm_Start=no\nunreadable\n", "ascii"
        )
        formulas = {
            "A1": "=PS_PING(21)",
            "A2": "=PS_PING(A1)+1",
            "A3": '=PS_SCORE("1",93,100)',
            "A4": "=PsProbeGiven(A2,A1:A2)",
        }
        calls = [(module, function, arguments) for module, function, arguments, _, _ in CALLS]
        cells = ["A1", "A2", "A3", "A4", "C1"]
        return ask(soffice, folder, Question(book(formulas, "PsProbeButton"), calls, cells, press=True))[0]


@pytest.mark.parametrize("number", range(len(CALLS)), ids=[f"{call[1]}-{n}" for n, call in enumerate(CALLS)])
def test_a_call(number: int, answer: Answer) -> None:
    *_, expected, why = CALLS[number]
    assert answer.calls[number] == expected, why


def test_every_module_was_loaded_and_called(answer: Answer) -> None:
    wanted = {module.name for module in standard_modules("addin")}
    assert wanted <= set(answer.modules)
    # PsFunctions by a cell, PsRuntime by PsProbePython, PsRibbon by PsProbeRibbon.
    assert wanted - {call[0] for call in CALLS} == {"PsFunctions", "PsRuntime", "PsRibbon"}


def test_cells_calculate(answer: Answer) -> None:
    assert answer.cells[:2] == [["42", 0], ["85", 0]]
    assert answer.cells[2] == ["Error 2015", 0], (
        "LibreOffice shows an error value as text; without Python it is no score"
    )
    assert answer.cells[3] == ["caller Double Range", 0], "a plain cell is its value, several stay cells"


def test_the_button_in_the_sheet_runs_the_macro(answer: Answer) -> None:
    assert answer.button == ["vnd.sun.star.script:VBAProject.PsProbe.PsProbeButton?language=Basic&location=document"]
    assert answer.cells[4] == ["", 0]
    assert answer.pressed[4] == [NOT_WINDOWS, 0]


def test_a_module_that_does_not_compile_would_be_seen(soffice: str, tmp_path: Path) -> None:
    sound = standard_modules("addin")
    calls = [(module, function, arguments) for module, function, arguments, _, _ in CALLS]
    questions = [Question(book({"A1": "=PS_PING(21)"}), [("PsPing", "PS_PING", [21])], ["A1"])]
    for broken in sound:
        code = broken.code + "\nPublic Sub PsBroken()\n    If Then = (\nEnd Sub\n"
        modules = [Module(module.name, code) if module is broken else module for module in sound]
        questions.append(Question(book({"A1": "=PS_PING(21)"}, modules=modules), calls, ["A1"]))
    whole, *found = ask(soffice, tmp_path, *questions)
    assert (whole.calls, whole.cells) == ([42], [["42", 0]])
    for module, answer in zip(sound, found, strict=True):
        assert answer.cells != [["42", 0]], f"{module.name} does not compile and PS_PING still gives 42"


def test_the_standard_workbook_as_shipped(soffice: str, tmp_path: Path) -> None:
    """It opens with the values it was stored with, and its macros run."""
    shipped = Path(psscore.__file__).parents[2].joinpath("workbook_template.xlsm").read_bytes()
    last: Call = ("PsCommands", "PsOwnLastError", [])
    cells = ["B6", "E6"]
    (found,) = ask(soffice, tmp_path, Question(shipped, [("PsPing", "PS_PING", [21])], cells, True, [last]))
    assert found.calls == [42]
    script = "vnd.sun.star.script:VBAProject.PsCommands.PsScoreWorkbook?language=Basic&location=document"
    assert found.button == [script]
    assert found.afterwards == [NOT_WINDOWS], "pressed, it says why nothing can be scored here"
    assert {module.name for module in standard_modules("workbook")} <= set(found.modules)
