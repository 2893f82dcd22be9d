"""The macros in a second implementation of VBA, around a written-down Excel: what LibreOffice has no objects for."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from pyopenvba.interpreter import EMPTY, MISSING, NULL, VBAArray, VBARuntimeError

from hosts.excel.pretend import Book, Excel, Range, Server, Sheet, error
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.excel.texts import LABELS, MESSAGES, TIPS

TRACEBACK = 'Unexpected Python Error: Traceback (most recent call last):\n  File "x.py"\nValueError: odd\n'
CHINESE = 2052


def table(*rows: list[object]) -> VBAArray:
    """Rows as pywin32 gives them: two dimensions from 0."""
    columns = len(rows[0])
    items = [row[column] for column in range(columns) for row in rows]
    return VBAArray([(0, len(rows) - 1), (0, columns - 1)], items=items)


@pytest.mark.parametrize(
    ("result", "value", "why"),
    [
        (1.5, 1.5, "a number"),
        ("text", "text", "a text"),
        ("", "", "an empty text"),
        (True, True, "a logical value"),
        ("\x01PS!2042", error(2042), "not ready is #N/A, neither 0 nor text"),
        ("\x01PS!2000", error(2000), "#NULL!"),
        ("\x01PS!9", error(2015), "an unknown number"),
        (EMPTY, "", "nothing: Excel would show 0"),
        (NULL, "", "None from Python"),
    ],
)
def test_the_value_of_a_cell(result: object, value: object, why: str) -> None:
    excel = Excel(server=Server(result=result))
    excel.in_cell()
    assert excel.run("PS_RATE", 1.0, 2.0) == value, why


def test_a_column_of_values_and_errors() -> None:
    excel = Excel(server=Server(result=table([0.6], ["\x01PS!2042"], [""])))
    excel.in_cell()
    found = excel.run("PS_SCORE", "1")
    assert found.bounds == [(0, 2), (0, 0)]
    assert found.items == [0.6, error(2042), ""]


def test_a_row_of_values_and_errors() -> None:
    excel = Excel(server=Server(result=VBAArray([(0, 1)], items=["\x01PS!2036", 1.0])))
    excel.in_cell()
    assert excel.run("PS_SCORE", "1").items == [error(2036), 1.0]


def test_what_a_call_hands_to_python() -> None:
    book, screen = Book("data.xlsm"), Book("other.xlsx")
    excel = Excel(screen, book)
    excel.in_cell("C3", book=book)
    excel.run("PS_SCORE", "1", 93.0)
    module, name, arguments = excel.server.calls[-1]
    assert (module, name) == ("psscore.hosts.xlwings.udfs", "PS_SCORE")
    assert arguments == ["[data.xlsm]Scores!C3", "1", 93.0, MISSING, MISSING]


def test_the_rows_own_score_gets_the_calling_cell_itself() -> None:
    excel = Excel()
    excel.in_cell("C3")
    excel.run("PS_SCORE")
    assert excel.server.calls[-1][2] == [excel.application.caller, MISSING, MISSING, MISSING, MISSING]


CELLS: list[tuple[dict[str, Any], bool, str]] = [
    ({"content": 93.0}, True, "a number"),
    ({"content": "1"}, True, "a text"),
    ({"content": True}, True, "a logical value"),
    ({"content": error(2042)}, True, "an error"),
    ({"content": EMPTY}, True, "a blank cell"),
    ({"content": datetime.datetime(2026, 1, 1)}, False, "a date: the cell says more"),
    ({"content": VBARuntimeError(6, "Overflow")}, False, "a number no date has, in a date's dress"),
    ({"content": 93.0, "rows": 2}, False, "two cells"),
    ({"content": 93.0, "areas": 2}, False, "two areas"),
]


@pytest.mark.parametrize(("cell", "plain", "why"), CELLS, ids=[row[2] for row in CELLS])
def test_a_plain_cell_travels_as_its_value(cell: dict[str, Any], plain: bool, why: str) -> None:
    excel = Excel()
    excel.in_cell()
    given = Range("A1", Sheet("Scores"), **cell)
    excel.run("PS_NAME", given)
    assert excel.server.calls[-1][2][1] is (cell["content"] if plain else given), why


def test_the_version_is_asked_once() -> None:
    excel = Excel()
    excel.in_cell()
    for _ in range(3):
        excel.run("PS_RATE", 1.0, 2.0)
    assert [call[2] for call in excel.server.calls if call[0] == "Call"] == ["version"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_fails_as_an_error_and_says_why(name: str) -> None:
    excel = Excel(server=Server(fault=TRACEBACK), language=CHINESE)
    excel.in_cell("B7", "评分表")
    declared = FUNCTIONS[name].parameters
    arguments = ["1"] * sum(not parameter.optional for parameter in declared)
    assert excel.run(name, *arguments) == error(2015)
    assert excel.run("PsOwnLastError") == "评分表!B7：Python 出错：ValueError: odd"


@pytest.mark.parametrize(
    ("settings", "server", "status", "key", "filled"),
    [
        ({"system": "Macintosh (Intel) 10.16"}, Server(), 0, "not_windows", ("", "")),
        ({}, Server(), 5, "no_server", ("the DLL says no", "")),
        ({}, Server(version="0.0.1"), 0, "versions", ("9.9.9", "0.0.1")),
    ],
    ids=["mac", "no server", "versions"],
)
@pytest.mark.parametrize(
    ("language", "lang"), [(CHINESE, "zh"), (1028, "zh"), (3076, "zh"), (1033, "en"), (1031, "en")]
)
def test_reasons_in_the_language_of_office(
    settings: dict[str, Any], server: Server, status: int, key: str, filled: tuple[str, str], language: int, lang: str
) -> None:
    excel = Excel(server=server, status=status, language=language, **settings)
    excel.in_cell()
    assert excel.run("PS_RATE", 1.0, 2.0) == error(2015)
    wanted = MESSAGES[key](lang).replace("{0}", filled[0]).replace("{1}", filled[1])
    assert excel.run("PsOwnLastError") == MESSAGES["at_cell"](lang).replace("{0}", "Scores!B7") + wanted


def test_messages_fall_back_to_english_where_windows_cannot_show_chinese() -> None:
    excel = Excel(language=CHINESE)
    assert excel.run("PsSpoken") == "zh"
    excel.run("PsUseWestern")
    assert (excel.run("PsSpoken"), excel.run("PsLanguage")) == ("en", "zh")


@pytest.mark.parametrize(
    ("macro", "command"),
    [
        ("PsScoreWorkbook", "score_workbook"),
        ("PsCheckWorkbook", "check_workbook"),
        ("PsExplainSelection", "explain_selection"),
        ("PsShowReadings", "readings"),
    ],
)
def test_a_command_runs_on_the_workbook_on_the_screen_and_shows_its_text(macro: str, command: str) -> None:
    excel = Excel(language=CHINESE)
    excel.run(macro)
    assert excel.server.calls[-2:] == [
        ("SetAttr", "<xlwings._xlwindows>", "BOOK_CALLER", excel.application.books[0]),
        ("Call", "<psscore.hosts.xlwings.macros>", command, ["lang", "zh"]),
    ]
    assert excel.messages == [f"{command} done"]
    assert excel.application.log == (["calculated"] if command == "score_workbook" else [])


IMPORTS = [("PsImportTickets", "import_tickets"), ("PsImportSurvey", "import_survey")]
FILES = ("C:\\a b\\2025 年.csv", "C:\\ITEMS.csv")


@pytest.mark.parametrize(("macro", "command"), IMPORTS)
def test_an_import_hands_over_the_files_somebody_picks(macro: str, command: str) -> None:
    excel = Excel(language=CHINESE)
    excel.application.picked = FILES
    excel.run(macro)
    given = ["lang", "zh", "files", "".join(f"{path}\n" for path in FILES), "force", False]
    assert excel.server.calls[-2:] == [
        ("SetAttr", "<xlwings._xlwindows>", "BOOK_CALLER", excel.application.books[0]),
        ("Call", "<psscore.hosts.xlwings.macros>", command, given),
    ]
    assert excel.messages == [f"{command} done"]


def test_an_import_nobody_picks_files_for_does_nothing() -> None:
    excel = Excel()
    excel.run("PsImportSurvey")
    assert excel.application.log == ["asked for files"]
    assert [call for call in excel.server.calls if call[2] == "import_survey"] == []
    assert excel.messages == []


@pytest.mark.parametrize(("answer", "forced"), [("yes", [False, True]), ("no", [False])])
def test_what_was_typed_is_replaced_when_the_answer_is_yes(answer: str, forced: list[bool]) -> None:
    excel = Excel(server=Server(asks=("import_survey",)))
    excel.application.picked = FILES
    excel.answer(answer)
    excel.run("PsImportSurvey")
    calls = [call for call in excel.server.calls if call[2] == "import_survey"]
    assert [call[3][-1] for call in calls] == forced
    assert excel.messages == ["Overwrite?", *(["import_survey done"] if answer == "yes" else [])]


def test_an_import_without_python_asks_for_no_files() -> None:
    excel = Excel(status=5)
    excel.run("PsImportSurvey")
    assert excel.application.log == []
    assert excel.messages == [MESSAGES["no_server"].en.replace("{0}", "the DLL says no")]


def test_the_commands_are_there_in_python() -> None:
    from psscore.hosts.xlwings import importing, macros

    assert importing.ASKS == "\x01", "what PsCommands.bas looks for"
    imports = [command for _, command in IMPORTS]
    for command in ("score_workbook", "check_workbook", "explain_selection", "readings", *imports):
        assert callable(getattr(macros, command))


def test_a_command_that_fails_says_so_once() -> None:
    excel = Excel(status=5)
    excel.run("PsScoreWorkbook")
    assert excel.messages == [MESSAGES["no_server"].en.replace("{0}", "the DLL says no")]


@pytest.mark.parametrize(
    ("workbook", "addin", "python", "shown", "why"),
    [
        ("of the workbook", "of the add-in", "of Python", "of the workbook", "the workbook on the screen comes first"),
        ("", "of the add-in", "of Python", "of the add-in", "then the add-in"),
        ("", "", "of Python", "of Python", "then Python, which remembers its own"),
        ("", "", "", MESSAGES["no_error"].en, "nothing at all"),
    ],
)
def test_the_last_error(workbook: str, addin: str, python: str, shown: str, why: str) -> None:
    book = Book("it's.xlsm", functions=True, last_error=workbook)
    excel = Excel(book, server=Server(last_error=python))
    if addin:
        excel.run("PsFail", 7, addin)
    excel.run("PsShowLastError")
    assert excel.messages == [shown], why


def test_a_failure_is_forgotten_when_its_cell_has_a_result() -> None:
    excel = Excel(server=Server(fault=TRACEBACK))
    excel.in_cell("B7")
    excel.run("PS_RATE", 1.0, 2.0)
    excel.server.fault = ""
    excel.in_cell("B8")
    assert excel.run("PS_RATE", 1.0, 2.0) == 1.5
    assert excel.run("PsOwnLastError").startswith("Scores!B7: "), "B7 still shows #VALUE!"
    excel.in_cell("B7")
    assert excel.run("PS_RATE", 1.0, 2.0) == 1.5
    assert excel.run("PsOwnLastError") == ""


def test_a_failed_start_is_forgotten_when_python_answers() -> None:
    excel = Excel(status=5)
    excel.run("PsWarmStart")
    assert excel.run("PsOwnLastError") != ""
    excel.run("PsServe", excel.server, 0)
    excel.in_cell("B7")
    assert excel.run("PS_RATE", 1.0, 2.0) == 1.5
    assert excel.run("PsOwnLastError") == ""


def test_one_calculation_waits_once_for_a_python_that_does_not_start() -> None:
    excel = Excel(status=5)
    told = "Scores!B{}: " + MESSAGES["no_server"].en.replace("{0}", "the DLL says no")
    for row in range(1, 4):
        excel.in_cell(f"B{row}")
        assert excel.run("PS_RATE", 1.0, 2.0) == error(2015)
        assert excel.run("PsOwnLastError") == told.format(row), "every cell still says why"
    assert excel.run("PsStarted") == 1
    for number, macro in enumerate(("PsScoreWorkbook", "PsCheckWorkbook", "PsExplainSelection", "PsShowReadings"), 2):
        excel.run(macro)
        assert excel.run("PsStarted") == number, f"{macro}: somebody asks"
    excel.run("PsServe", excel.server, 0)
    assert excel.run("PS_RATE", 1.0, 2.0) == error(2015)
    excel.run("PsCheckWorkbook")
    assert excel.run("PS_RATE", 1.0, 2.0) == 1.5


def test_the_last_error_without_python_says_that() -> None:
    excel = Excel(status=5)
    excel.run("PsShowLastError")
    assert excel.messages == [MESSAGES["no_server"].en.replace("{0}", "the DLL says no")]


@pytest.mark.parametrize("title", ["使用说明", "Guide"])
def test_help_opens_the_guide(title: str) -> None:
    guide = Sheet(title)
    excel = Excel(Book("template.xlsm", sheets={title: guide}))
    excel.run("PsShowHelp")
    assert (guide.log, excel.messages) == ([f"activate {title}"], [])


def test_help_without_a_guide() -> None:
    excel = Excel()
    excel.run("PsShowHelp")
    assert excel.messages == [MESSAGES["help"].en.replace("{0}", "9.9.9")]


OTHER = "C:\\Users\\other\\AppData\\psscore.xlam"
OWN = "C:\\books\\psscore.xlam"


@pytest.mark.parametrize(
    ("book", "changed", "why"),
    [
        (Book("a.xlsx"), [], "no links"),
        (Book("a.xlsx", ["C:\\x\\prices.xlsx"]), [], "links to others"),
        (Book("a.xlsx", [OWN]), [], "the add-in that is loaded"),
        (Book("a.xlsx", [OWN.upper()]), [], "the same in other letters"),
        (Book("a.xlsx", [OTHER]), [(OTHER, OWN)], "another copy of the add-in"),
        (Book("a.xlsx", ["C:\\x\\p.xlsx", OTHER]), [(OTHER, OWN)], "among others"),
        (Book("a.xlsm", [OTHER], functions=True), [(OTHER, "C:\\books\\a.xlsm")], "its own functions win"),
        (Book("a.xlsm", [OWN], functions=True), [(OWN, "C:\\books\\a.xlsm")], "over the loaded add-in as well"),
        (Book("it's.xlsm", [OWN], functions=True), [(OWN, "C:\\books\\it's.xlsm")], "an apostrophe in the name"),
        (Book("a.xlsx", ["https://cloud/x/psscore.xlam"]), [("https://cloud/x/psscore.xlam", OWN)], "from the cloud"),
    ],
)
def test_formulas_are_brought_home(book: Book, changed: list[tuple[str, str]], why: str) -> None:
    excel = Excel(book)
    assert excel.run("PsRelink", book) == len(changed), why
    assert book.changed == changed, why
    assert excel.application.alerts is True


def test_a_link_that_stays_does_not_keep_the_others() -> None:
    book = Book("a.xlsx", ["C:\\locked\\psscore.xlam", OTHER])
    excel = Excel(book)
    assert excel.run("PsRelink", book) == 1
    assert book.changed == [(OTHER, OWN)]
    assert excel.application.alerts is True
    excel.run("PsShowLastError")
    assert excel.messages == [MESSAGES["no_relink"].en.replace("{0}", "a.xlsx")]


def test_help_waits_for_a_workbook_and_is_given_once() -> None:
    excel = Excel()
    excel.application.books = []
    excel.run("PsWarmStart")
    assert excel.application.log == [], "Excel shows its start screen and takes no help"
    excel.application.books = [Book("a.xlsx")]
    for _ in range(2):
        excel.run("PsOfferHelp")
        assert len(excel.application.log) == len(FUNCTIONS)


def test_help_of_an_add_in_with_an_apostrophe() -> None:
    excel = Excel()
    excel.addin.name = "it's.xlam"
    excel.run("PsRegisterHelp", False)
    assert excel.application.log[0].startswith("'it''s.xlam'!PS_STANDARD psscore ")


def test_a_protected_workbook_stays_and_the_reason_is_kept() -> None:
    book = Book("a.xlsx", [OTHER], protected=True)
    excel = Excel(book)
    assert excel.run("PsRelink", book) == 0
    assert excel.application.alerts is True
    excel.run("PsShowLastError")
    assert excel.messages == [MESSAGES["no_relink"].en.replace("{0}", "a.xlsx")]


def test_the_add_in_starts_python_later_and_quietly() -> None:
    book = Book("a.xlsx", [OTHER])
    excel = Excel(book, language=CHINESE)
    excel.run("Auto_Open")
    assert excel.application.log == ["'psscore.xlam'!PsWarmStart"]
    assert excel.server.calls == []
    excel.run("PsWarmStart")
    assert ("watch", "watch") in excel.addin.changed
    assert book.changed == [(OTHER, OWN)]
    assert [call[2] for call in excel.server.calls] == ["version"]
    helped = [line for line in excel.application.log if " psscore " in line]
    assert len(helped) == len(FUNCTIONS)
    assert re.search("[\u4e00-\u9fff]", helped[0])
    assert excel.messages == []


def test_the_add_in_without_python_stays_quiet_too() -> None:
    excel = Excel(status=5)
    excel.run("PsWarmStart")
    assert excel.messages == []
    assert excel.run("PsOwnLastError") == MESSAGES["no_server"].en.replace("{0}", "the DLL says no")


@pytest.mark.parametrize(("language", "lang"), [(CHINESE, "zh"), (1033, "en")])
def test_every_word_of_the_ribbon(language: int, lang: str) -> None:
    excel = Excel(language=language)
    for key, label in LABELS.items():
        assert excel.run("PsLabel", key, excel.run("PsLanguage")) == label(lang)
    for key, tip in TIPS.items():
        assert excel.run("PsTip", key, excel.run("PsLanguage")) == tip(lang)
