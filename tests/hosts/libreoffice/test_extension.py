"""The extension file: up to date, complete, and made of a core that is the one tested everywhere else."""

from __future__ import annotations

import ast
import io
import re
import xml.etree.ElementTree as ET
import zipfile

import pytest

from psscore.functions.function import Function, Parameter
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.excel.sources import addin_folder
from psscore.hosts.libreoffice.calc.answer import TEXTS
from psscore.hosts.libreoffice.extension import COMPONENT, FILE_NAME, extension_bytes, extension_members
from psscore.hosts.libreoffice.interface import MODULE, PLAIN, RANGES, SERVICE, idl, method_of, type_of
from psscore.hosts.libreoffice.vendored import NAME, private
from psscore.model.text import Text

MANIFEST = "{http://openoffice.org/2001/manifest}"


def test_the_file_in_addin_is_up_to_date() -> None:
    """`python -m psscore.hosts.libreoffice` writes it anew."""
    assert addin_folder().joinpath(FILE_NAME).read_bytes() == extension_bytes()


def test_the_manifest_lists_what_there_is() -> None:
    with zipfile.ZipFile(io.BytesIO(extension_bytes())) as archive:
        names = set(archive.namelist())
        manifest = ET.fromstring(archive.read("META-INF/manifest.xml"))
        for name in names:
            if name.endswith((".xml", ".xcu")):
                ET.fromstring(archive.read(name))
    listed = {entry.get(f"{MANIFEST}full-path") for entry in manifest}
    assert listed == {
        "XFunctions.idl",
        COMPONENT,
        "psscore_commands.py",
        "Addons.xcu",
        "CalcAddIns.xcu",
        "CalcWindowState.xcu",
        "ProtocolHandler.xcu",
    }
    assert listed < names


def test_the_component_serves_the_interface_under_the_configured_name() -> None:
    source = extension_members()[COMPONENT].decode()
    assert f'SERVICE = "{SERVICE}"' in source
    assert f"from {MODULE} import XFunctions" in source
    assert f'<node oor:name="{SERVICE}"' in extension_members()["CalcAddIns.xcu"].decode().replace("'", '"')


def test_the_interface_has_a_method_for_every_function() -> None:
    methods = re.findall(r"(any|> >) (ps\w+)\( (.*) \);", idl())
    assert [name for _, name, _ in methods] == [method_of(function) for function in FUNCTIONS.values()]
    for (result, _, given), function in zip(methods, FUNCTIONS.values(), strict=True):
        assert (result == "any") == (function.name in TEXTS)
        assert given.count("[in]") == len(function.parameters)
    assert "_" not in idl(), "UNO's language takes no underscores in these names, and then loads nothing"


def test_every_argument_is_said_how_to_hand_over() -> None:
    parameters = [parameter for function in FUNCTIONS.values() for parameter in function.parameters]
    plain = {item.name for item in parameters if not item.lifts and not item.optional}
    assert plain == RANGES | PLAIN
    unknown = Parameter("heights", Text("高", "heights"))
    with pytest.raises(ValueError, match="heights"):
        type_of(Function("PS_NEW", Text("新", "new"), (unknown,), FUNCTIONS["PS_RATE"].scalar, ""), unknown)


def test_nothing_in_the_vendored_core_imports_psscore() -> None:
    sources = {name: text for name, text in extension_members().items() if name.endswith(".py")}
    assert len(sources) > 40
    for name, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            named = [item.name for item in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            banned = {"psscore"} if name.endswith("/rulebook/parse.py") else {"psscore", "tomllib"}
            assert not [one for one in named if one.partition(".")[0] in banned], name


# fmt: off
BROKEN = [
    ("model/new.py", "x = 1; from psscore.model import text", "renamed", "an import in an unforeseen place"),
    ("rulebook/parse.py", "import json\n", "should hold", "a change that finds nothing to change"),
    ("scoring/rule.py", "from typing import assert_never\n" * 2, "should hold", "a change that finds too much"),
    ("model/new.py", 'files("psscore")', "names psscore", "the public name as a text"),
]
# fmt: on


@pytest.mark.parametrize(("name", "source", "complaint", "why"), BROKEN)
def test_an_unforeseen_core_fails_the_build(name: str, source: str, complaint: str, why: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        private(name, source)
    assert why


def test_imports_are_renamed() -> None:
    assert private("model/new.py", "from psscore.model import text\nimport psscore.scoring\n") == (
        f"from {NAME}.model import text\nimport {NAME}.scoring\n"
    )
