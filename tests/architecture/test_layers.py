"""The laws of the architecture that a parser can check."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import psscore

ROOT = Path(psscore.__file__).parent
CORE = ("model", "scoring", "rulebook", "functions")
ALLOWED = {
    "model": {"model"},
    "scoring": {"model", "scoring"},
    "rulebook": {"model", "rulebook"},
    "functions": {"model", "scoring", "rulebook", "functions"},
}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("package", CORE)
def test_the_core_imports_the_standard_library_only(package: str) -> None:
    for path in modules(package):
        for name in imports(path):
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names or top == "psscore", (
                f"{path.name} imports {name}: the core uses the standard library only; "
                f"move that code to workbook/, engines/, audit/ or cli/"
            )


@pytest.mark.parametrize("package", CORE)
def test_layers_look_down_only(package: str) -> None:
    for path in modules(package):
        for name in imports(path):
            if name.startswith("psscore."):
                layer = name.split(".")[1]
                assert layer in ALLOWED[package], (
                    f"{path.name} imports {name}: {package} may only use {ALLOWED[package]}"
                )


@pytest.mark.parametrize("package", ["model", "scoring", "rulebook"])
def test_no_binary_floats_in_the_exact_core(package: str) -> None:
    for path in modules(package):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                pytest.fail(f"{path.name}:{node.lineno} holds the float {node.value}: use Fraction")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
                pytest.fail(f"{path.name}:{node.lineno} calls float(): use Fraction")


def test_modules_stay_short() -> None:
    long = {path.name: n for path in ROOT.rglob("*.py") if (n := len(path.read_text("utf-8").splitlines())) > 300}
    assert long == {}, "one noun per module: split it"
