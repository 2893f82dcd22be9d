"""The text of the macros: generated files are fresh, names keep to the rules, nothing that scares a virus scanner."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

import psscore
from psscore.hosts.excel import native, sources, texts
from psscore.hosts.excel.vba_project import Kind, standard_modules
from psscore.hosts.vba import SourceFault, standard

SOURCES = sorted(sources.addin_folder().joinpath("excel").glob("*.bas"))
KINDS: tuple[Kind, ...] = ("workbook", "addin")
FRIGHTENING = ("wscript", "createobject", "getobject(", "cmd.exe", "shell", "http", "urldownload", "kill ")
PUBLIC = re.compile(
    r"^(?:Public )?(?:Declare PtrSafe )?(?:Function|Sub|Property Get|Property Let|Property Set|Const) (\w+)"
    r"|^Public (?:Const )?(\w+) As", re.M
)  # fmt: skip


@pytest.mark.parametrize("name", sources.generated())
def test_a_generated_file_is_fresh(name: str) -> None:
    assert sources.text(name) == sources.generated()[name], "run python -m psscore.hosts.excel"


def test_every_source_file_is_in_a_project() -> None:
    used = {module.name for kind in KINDS for module in standard_modules(kind)}
    assert {path.stem for path in SOURCES} - used == {"ThisWorkbook", "PsRuntimeXlwings"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_sources_keep_to_the_rules(path: Path) -> None:
    text = path.read_text("ascii")
    for word in (
        "WScript",
        "CreateObject",
        "GetObject",
        "cmd.exe",
        "Shell",
        "http",
        "powershell",
        "URLDownload",
        "Kill ",
    ):
        assert word.lower() not in text.lower(), word
    assert "Option Explicit" in text
    for match in PUBLIC.finditer(text):
        name = match[1] or match[2]
        assert name.startswith(("Ps", "PS_")) or (path.stem, name) == ("PsAddin", "Auto_Open"), name
    # LibreOffice compiles both branches of #If, so it may only stand inside procedures.
    outside = re.sub(r"^(?:Public |Private )?(Function|Sub) .*?^End \1$", "", text, flags=re.M | re.S)
    assert "#If" not in outside


def test_the_rule_about_names_can_fail() -> None:
    assert [m[1] or m[2] for m in PUBLIC.finditer("Public Function Other() As Long\nSub B()\nPublic C As Long\n")] == [
        "Other",
        "B",
        "C",
    ]


def test_there_are_no_class_modules() -> None:
    assert not list(sources.addin_folder().rglob("*.cls"))
    with pytest.raises(SourceFault):
        standard('Attribute VB_Name = "A"\nAttribute VB_PredeclaredId = False\n')


def test_the_dll_is_the_one_of_the_pinned_xlwings() -> None:
    project = tomllib.loads(Path(psscore.__file__).parents[2].joinpath("pyproject.toml").read_text("utf-8"))
    assert f"xlwings=={native.XLWINGS}" in project["project"]["optional-dependencies"]["excel"]
    text = sources.text("PsBuild.bas")
    for bits in ("32", "64"):
        assert f'Lib "xlwings{bits}-{native.XLWINGS}.dll"' in text
    assert f'PsVersion As String = "{psscore.__version__}"' in text


def test_the_stock_module_declares_the_same_function() -> None:
    """Our declarations against those proven in Excel: same library and entry, the same by value and by reference."""
    stock = sources.stock_module().code
    found = re.findall(r'Function (\w+) Lib "(xlwings\d\d-[\d.]+dll)" \((.*)\) As Long', stock)
    entries = {(library, parameters) for name, library, parameters in found if name == "XLPyDLLActivateAuto"}
    form = (
        r"ByRef \w+ As Variant, (?:Optional )?ByVal \w+ As String(?: = \"\")?, (?:Optional )?ByVal \w+ As Long(?: = 1)?"
    )
    assert {library for library, _ in entries} == {f"xlwings{bits}-{native.XLWINGS}.dll" for bits in (32, 64)}
    ours = re.findall(r'Alias "XLPyDLLActivateAuto" \((.*)\) As Long', sources.text("PsBuild.bas"))
    assert len(ours) == 2
    for parameters in (*ours, *(parameters for _, parameters in entries)):
        assert re.fullmatch(form, parameters), parameters


def test_the_stock_module_needs_its_class_on_mac_only() -> None:
    """We leave the class `Dictionary` out: the module names it between #If Mac and #Else alone."""
    inside = False
    for line in sources.stock_module().code.splitlines():
        words = line.split()
        if words[:1] == ["#If"]:
            inside = words[1:] == ["Mac", "Then"]
        elif words[:1] in (["#Else"], ["#End"]):
            inside = False
        elif re.search(r"\bDictionary\b", line) and "Scripting.Dictionary" not in line:
            assert inside, line


def ribbon() -> ElementTree.Element:
    return ElementTree.fromstring(sources.text("customUI14.xml"))


def test_everything_on_the_ribbon_has_words_in_both_languages() -> None:
    ids = {element.get("id") for element in ribbon().iter() if element.get("id")}
    assert ids == set(texts.LABELS)
    buttons = {element.get("id") for element in ribbon().iter() if element.tag.endswith("button")}
    assert buttons == set(texts.TIPS)
    for text in (*texts.LABELS.values(), *texts.TIPS.values(), *texts.MESSAGES.values()):
        assert text.zh
        assert text.en.isascii()


def test_every_callback_exists_and_every_button_does_something() -> None:
    code = sources.text("PsRibbon.bas")
    for element in ribbon().iter():
        for name, value in element.attrib.items():
            if name.startswith(("get", "on")):
                module, _, procedure = value.partition(".")
                assert module == "PsRibbon"
                assert f"Public Sub {procedure}(control As Object" in code
        if element.tag.endswith("button"):
            command = re.search(rf'Case "{element.get("id")}"\n\s+(\w+)', code)
            assert command
            assert f"Public Sub {command[1]}()" in sources.text("PsCommands.bas")


def test_the_older_ribbon_is_the_same_but_for_its_namespace() -> None:
    older, newer = sources.text("customUI.xml"), sources.text("customUI14.xml")
    assert older != newer
    assert older.replace("2006/01", "2009/07") == newer
    with pytest.raises(ValueError, match="namespace"):
        sources.ribbon_2007(older)


def test_every_message_key_in_the_code_is_in_the_table() -> None:
    for path in SOURCES:
        for key in re.findall(r'Ps(?:Say|Text)\("([a-z_]+)"', path.read_text("ascii")):
            assert key in texts.MESSAGES, f"{path.name}: {key}"


def test_chinese_comes_through_the_code_units() -> None:
    code = sources.text("PsTexts.bas") + sources.text("PsWords.bas")
    found = re.findall(r'PsHex\("([0-9A-F]+)"\)', code)
    decoded = "".join(bytes.fromhex(units).decode("utf-16-be") for units in found)
    assert decoded == "".join(
        text.zh for table in (texts.MESSAGES, texts.LABELS, texts.TIPS) for text in table.values()
    )
