"""Every code a finding or refusal can have is named and explained."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import psscore
from psscore.workbook.codes import CODES, NOTES, code_name
from psscore.workbook.faults import _FAULTS
from psscore.workbook.scoring_findings import _CODES

ROOT = Path(psscore.__file__).parent
FOLDERS = (ROOT / "workbook", ROOT / "batch")
# Where the code stands among the arguments.
MAKERS = {"Problem": 0, "Refused": 0, "NotWritten": 0, "failed": 0, "Finding": 2}


def codes(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            place = MAKERS[node.func.id]
            if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                yield str(node.args[place].value)
        made = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
        if made and len(node.args) == 2 and isinstance(node.args[0], ast.Constant):
            # A refusal of its own kind names its code to the class it is made from.
            yield str(node.args[0].value)
        # `_reason` of `replace` gives a code and its text.
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and path.name == "replace.py":
            first = node.value.elts[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
        if isinstance(node, ast.Dict):
            named = dict(zip(node.keys, node.values, strict=True))
            for key, value in named.items():
                if isinstance(key, ast.Constant) and key.value == "code" and isinstance(value, ast.Constant):
                    yield str(value.value)


def test_every_code_is_explained() -> None:
    used = {code for folder in FOLDERS for path in sorted(folder.rglob("*.py")) for code in codes(path)}
    used |= {code for code, *_ in _FAULTS.values()} | set(_CODES.values()) | {"passed_on"}
    assert {"package_refused", "overwritten", "extension_mismatch", "disk_full", "not_ready"} <= used
    assert sorted(used - set(CODES)) == []
    assert sorted(set(CODES) - used - {"score_error"}) == [], "codes nothing has"


def test_names() -> None:
    assert set(CODES) >= NOTES
    assert code_name("not_ready", "zh") == "未填全"
    assert code_name("below_rule", "zh") == "below_rule"
    for lang in ("zh", "en"):
        names = [code.name(lang) for code in CODES.values()]
        assert len(set(names)) == len(names)
