"""The functions as a UNO interface: what Calc calls, and how it hands over each argument."""

from __future__ import annotations

from psscore.functions.function import Function, Parameter
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.libreoffice.calc.answer import TEXTS

MODULE = "org.psscore"
INTERFACE = "XFunctions"
SERVICE = f"{MODULE}.Functions"
"""The name under which Calc knows the functions, and under which .ods files keep them."""
CALL_INTERFACE = "XCall"
CALLER = f"{MODULE}.Caller"
"""What the Basic functions of older versions of LibreOffice call."""

_VALUE, _VALUES = "any", "sequence< any >"
_RANGE = "com::sun::star::table::XCellRange"
_ROWS = "sequence< sequence< any > >"

RANGES = frozenset(
    {
        "indicators",
        "scores",
        "keys",
        "values",
        "items",
        "satisfied",
        "basically_satisfied",
        "surveyed",
        "weights",
    }
)
"""Columns that come as range objects: only so can blank cells, error values and whole columns be read."""
PLAIN = frozenset({"id", "score", "bands"})
"""Required arguments that come as values although the function does not lift them."""


def method_of(function: Function) -> str:
    """The method of the interface behind a function, such as `psScore` for PS_SCORE."""
    return camel(function.name.lower())


def type_of(function: Function, parameter: Parameter) -> str:
    """The UNO type of an argument. Raises `ValueError` for one that nobody has said how to hand over.

    Only values can be left out, and only ranges can be read with the error values in them.
    """
    if function.repeats_last and parameter is function.parameters[-1]:
        return _VALUES
    if parameter.lifts or parameter.optional or parameter.name in PLAIN:
        return _VALUE
    if parameter.name in RANGES:
        return _RANGE
    raise ValueError(f"{function.name}: say in RANGES or PLAIN how Calc hands over {parameter.name}")


def idl() -> str:
    """The interface in UNO's language, which LibreOffice reads as a type library."""
    lines = []
    for function in FUNCTIONS.values():
        given = ", ".join(f"[in] {type_of(function, item)} {camel(item.name)}" for item in function.parameters)
        result = _VALUE if function.name in TEXTS else _ROWS
        lines.append(f"    {result} {method_of(function)}( {given} );")
    return _interface(INTERFACE, lines)


def call_idl() -> str:
    """The interface of the one method through which older versions of LibreOffice call every function."""
    return _interface(CALL_INTERFACE, [f"    {_VALUE} call( [in] string name, [in] {_VALUES} given );"])


def _interface(name: str, methods: list[str]) -> str:
    names = MODULE.split(".")
    head = [" ".join(f"module {part} {{" for part in names), f"interface {name}", "{"]
    return "\n".join([*head, *methods, "};", "}; " * (len(names) - 1) + "};", ""])


def camel(name: str) -> str:
    """A name without underscores, which UNO's language does not take in names of methods and arguments."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
