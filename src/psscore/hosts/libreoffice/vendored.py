"""The core for LibreOffice's own Python: the same source under a private name, standards as JSON.

LibreOffice 25.2 brings Python 3.10, which has no tomllib: users' own standards need a later one there. Each change made
here is counted; a change that finds more or less than it expects fails the build.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import psscore
from psscore.rulebook.catalogue import raw_standard, standard_ids

NAME = "_psscore"
"""The package inside the extension; another name, so that an installed psscore is neither used nor disturbed."""

_CORE = ("model", "scoring", "rulebook", "functions", "hosts/libreoffice/calc", "hosts/libreoffice/commands")
_IMPORT = re.compile(r"^(\s*(?:from|import) )psscore\b", re.MULTILINE)
_NEVER = """from typing import NoReturn


def assert_never(value: NoReturn) -> NoReturn:
    raise AssertionError(f"not handled: {value!r}")

"""
_TOML_IF_THERE = """import json

try:
    import tomllib
except ImportError:
    tomllib = None
"""
_NO_TOML = """    if tomllib is None:
        what = Text(
            "此 LibreOffice 自带的 Python 低于 3.11，读不了自有标准；随附标准不受影响。"
            "请用 Python 3.11 以上的 LibreOffice，或用 Excel、命令行计分",
            "the Python of this LibreOffice is below 3.11 and cannot read standards of your own; "
            "the shipped ones work. Use a LibreOffice with Python 3.11, or score in Excel or on the command line",
        )
        raise StandardFaults((Fault(file, "TOML", what),))
"""
_CHANGES: Mapping[str, tuple[tuple[str, str, int], ...]] = {
    "rulebook/catalogue.py": (
        ("from importlib.resources.abc import Traversable", "from typing import Any as Traversable", 1),
        ('files("psscore")', f'files("{NAME}")', 2),
    ),
    "rulebook/parse.py": (
        ("import tomllib\n", _TOML_IF_THERE, 1),
        ('"standard.toml"', '"standard.json"', 1),
        ("    return tomllib.loads(text)\n", "    return json.loads(text)\n", 1),
        ("    try:\n        raw = tomllib", _NO_TOML + "    try:\n        raw = tomllib", 1),
    ),
    "scoring/rule.py": (("from typing import assert_never\n", _NEVER, 1),),
}


def vendored() -> dict[str, bytes]:
    """The files of the package by their path, such as `_psscore/model/text.py`; `ValueError` when the core has changed
    in a way that is not provided for."""
    root = Path(psscore.__file__).parent
    files = {f"{NAME}/{name}": content.encode() for name, content in _modules(root)}
    for name in standard_ids():
        files[f"{NAME}/standards/{name}/standard.json"] = _as_json(name).encode()
        cases = root.joinpath("standards", name, "cases.csv").read_text("utf-8")
        files[f"{NAME}/standards/{name}/cases.csv"] = cases.encode()
    return files


def private(name: str, source: str) -> str:
    """The source of a module of the core as it stands in the extension."""
    wanted = sum(_imports_us(node) for node in ast.walk(ast.parse(source)))
    source, found = _IMPORT.subn(rf"\1{NAME}", source)
    if found != wanted:
        raise ValueError(f"{name}: {found} of {wanted} imports of psscore could be renamed")
    for old, new, times in _CHANGES.get(name, ()):
        if source.count(old) != times:
            raise ValueError(f"{name} should hold {old!r} {times} times, not {source.count(old)}")
        source = source.replace(old, new)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in ("psscore", "tomllib"):
            raise ValueError(f"{name}:{node.lineno} names {node.value}")
    return source


def _modules(root: Path) -> Iterator[tuple[str, str]]:
    yield "__init__.py", f'"""psscore for LibreOffice."""\n\n__version__ = "{psscore.__version__}"\n'
    for package in ("hosts", "hosts/libreoffice"):
        yield f"{package}/__init__.py", ""
    missing = set(_CHANGES)
    for package in _CORE:
        for path in sorted(root.joinpath(package).glob("*.py")):
            name = path.relative_to(root).as_posix()
            missing.discard(name)
            yield name, private(name, path.read_text("utf-8"))
    if missing:
        raise ValueError(f"no longer in the core: {', '.join(sorted(missing))}")


def _imports_us(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] == "psscore"
    return isinstance(node, ast.Import) and any(item.name.partition(".")[0] == "psscore" for item in node.names)


def _as_json(name: str) -> str:
    raw = raw_standard(name)
    text = json.dumps(raw, ensure_ascii=False, indent=1) + "\n"
    if json.loads(text) != raw:
        raise ValueError(f"{name}/standard.toml holds what JSON cannot")
    return text
