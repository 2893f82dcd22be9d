"""The VBA modules made from the registry, and what xlwings itself would make of the same functions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hosts.xlwings.excel import Excel
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.excel import wrappers
from psscore.hosts.xlwings.signatures import RESERVED, arguments_of, vba_name

FOLDER = Path(__file__).parents[3] / "addin/excel"
TEXTS = {"PsFunctions.bas": wrappers.source(), "PsHelp.bas": wrappers.help_source()}

_FUNCTION = re.compile(r"^(?:Public )?Function (\w+)\((.*)\)(?: As Variant)?$", re.MULTILINE)


def signatures(module: str) -> dict[str, list[str]]:
    """The declared arguments by function, types left out."""
    return {
        name: [item.removesuffix(" As Variant") for item in arguments.split(", ") if item]
        for name, arguments in _FUNCTION.findall(module)
    }


def passed(module: str) -> dict[str, str]:
    """What each function hands to Python, by function."""
    module = re.sub(
        r"PsCaller\([\w()]+?\)+(?=, )", "Application.Caller", re.sub(r"PsGiven\((.+)\)\)\)", r"\1))", module)
    )
    return dict(re.findall(r'CallUDF\("[\w.]+", "(\w+)", (Array\(.*?\)|\w+)[,)]', module))


@pytest.fixture(scope="module")
def generated(excel: Excel) -> Any:
    return excel.ask("generated")


@pytest.mark.parametrize("name", TEXTS)
def test_the_modules_are_fresh(name: str) -> None:
    stale = "stale: run python -m psscore.hosts.excel.wrappers addin/excel"
    assert FOLDER.joinpath(name).read_text("ascii") == TEXTS[name], stale


def test_xlwings_own_wrappers_have_the_same_signatures(generated: Any) -> None:
    theirs = signatures(generated["module"])
    ours = signatures(TEXTS["PsFunctions.bas"])
    assert theirs == ours
    assert ours["PS_STANDARD"] == ["id", "ParamArray edition_readings()"]
    assert ours["PS_SCORE"] == ["Optional indicator", "Optional value", "Optional base_", "Optional standard"]


def test_xlwings_own_wrappers_hand_over_the_same(generated: Any) -> None:
    theirs, ours = passed(generated["module"]), passed(TEXTS["PsFunctions.bas"])
    assert ours.pop("PS_STANDARD") == "arguments"
    assert theirs.pop("PS_STANDARD") == "argsArray"
    assert "arguments = Array(PsCaller(False), id)" in TEXTS["PsFunctions.bas"]
    assert "argsArray = Array(Application.Caller, id)" in generated["module"]
    assert theirs == ours
    assert len(ours) == len(FUNCTIONS) - 1


def test_xlwings_registers_help_category_and_a_line_for_each_argument(generated: Any) -> None:
    told = {macro.partition("!")[2]: options for macro, options in generated["help"]}
    for name, function in FUNCTIONS.items():
        options = told[name]
        assert function.summary.zh in options["Description"]
        assert options["Category"] == wrappers.CATEGORY
        declared = arguments_of(function)
        assert options["ArgumentDescriptions"] == [f"{item.help.zh} {item.help.en}"[:255] for item in declared]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_signature_says_what_the_registry_says(name: str) -> None:
    function = FUNCTIONS[name]
    declared = arguments_of(function)
    if function.repeats_last:
        assert [item.repeats for item in declared] == [False] * function.min_args + [True]
    elif name != "PS_SCORE":
        assert [item.name for item in declared] == [vba_name(p.name) for p in function.parameters]
        assert [item.optional for item in declared] == [p.optional for p in function.parameters]
        assert declared[function.min_args :] == tuple(item for item in declared if item.optional), "options come last"
    assert len({item.name.casefold() for item in declared}) == len(declared), "VBA does not tell cases apart"


def test_no_argument_is_a_word_of_the_language() -> None:
    names = {item.name.casefold() for function in FUNCTIONS.values() for item in arguments_of(function)}
    assert not names & RESERVED
    assert not names & {name.casefold() for name in FUNCTIONS}
    assert "base" in RESERVED, "LibreOffice Basic refuses it"
    assert all(re.fullmatch(r"[a-z]\w{0,254}", name) for name in names)


@pytest.mark.parametrize("name", TEXTS)
def test_a_module_is_plain_and_every_function_ends_in_an_error_value(name: str) -> None:
    text = TEXTS[name]
    assert text.isascii()
    assert max(map(len, text.splitlines())) < 1023, "VBA takes no longer lines"
    assert text.startswith(f'Attribute VB_Name = "{name.removesuffix(".bas")}"\n')
    for word in ("Err.Description\n", "#If", "WScript", "Shell", "http"):
        assert word not in text, word
    if name == "PsFunctions.bas":
        assert (
            text.count("On Error GoTo failed") == text.count("= PsFail(Err.Number, Err.Description)") == len(FUNCTIONS)
        )
        assert text.count("= PsValue(PsPy().CallUDF(") == len(FUNCTIONS)
        for function in FUNCTIONS:
            assert f"Public Function {function}(" in text
            assert re.search(rf'^Attribute {function}\.VB_Description = ".+"$', text, re.MULTILINE)


def test_only_the_call_without_arguments_is_volatile() -> None:
    assert re.findall(r".*Volatile.*", TEXTS["PsFunctions.bas"]) == [
        "    If IsMissing(indicator) Then Application.Volatile"
    ]


def test_the_help_says_what_the_registry_says() -> None:
    text = TEXTS["PsHelp.bas"]
    read = [bytes.fromhex(units).decode("utf-16-be") for units in re.findall(r'PsHex\("([0-9A-F]+)"\)', text)]
    for function in FUNCTIONS.values():
        assert function.summary.zh in read
        assert f'PsTell "{function.name}", "{function.summary.en}"' in text
        for item in arguments_of(function):
            assert item.help.zh in read
            assert item.help.en in read or f'"{item.help.en}"' in text.replace('""', '"')


def test_texts_a_module_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        wrappers._quoted("得分")
    with pytest.raises(ValueError, match="255"):
        wrappers._quoted("x" * 256)
    with pytest.raises(ValueError, match="too long"):
        wrappers._text("长" * 256)
    assert wrappers._quoted('say "yes"') == 'say ""yes""'
