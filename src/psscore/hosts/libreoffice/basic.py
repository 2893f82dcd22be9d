"""The Basic modules that give LibreOffice before 25.2 our functions under their bare names.

Those versions know the names of add-ins in .xlsx files only in a long form of their own, but call a function of the
user's Basic library by the name it has.
"""

from __future__ import annotations

from collections.abc import Iterable

from psscore.functions.function import Function
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.libreoffice.calc.macros import PREFIX
from psscore.hosts.libreoffice.interface import CALLER, RANGES

_HEAD = "Rem Made by psscore with its functions: do not edit.\n"
# With VBA support a reference comes as a range, not as values: only so can error values be read.
_OBJECTS = "Option VBASupport 1\n"
_CALLER = "Private ps_caller As Object\n"
_ABOUT_ERRORS = frozenset({"PS_EXPLAIN", "PS_CHECK", "PS_REVIEW"})

_BODY = """    Dim found, down As Long, right As Long
    If ps_caller Is Nothing Then Set ps_caller = createUnoService("{caller}")
    found = ps_caller.call("{name}", given)
    If IsArray(found) Then
        Dim rows(UBound(found), UBound(found(0)))
        For down = 0 To UBound(found)
            For right = 0 To UBound(found(0))
                rows(down, right) = found(down)(right)
            Next right
        Next down
        {name} = rows
    Else
        {name} = found
    End If
End Function
"""


def modules() -> dict[str, str]:
    """The modules by their names.

    A function that reads ranges makes Calc calculate the cells in them while it runs. Basic runs nothing of a module
    that is running already, so each of these has one of its own. The others get values, all calculated before.
    """
    ranged = [item for item in FUNCTIONS.values() if _reads_ranges(item)]
    valued = [item for item in FUNCTIONS.values() if not _reads_ranges(item)]
    own = {f"{PREFIX}_{item.name}": _module(_OBJECTS, [item]) for item in ranged}
    return {f"{PREFIX}Values": _module("", valued)} | own


def _reads_ranges(function: Function) -> bool:
    return function.name in _ABOUT_ERRORS or any(item.name in RANGES for item in function.parameters)


def _module(options: str, functions: Iterable[Function]) -> str:
    return "\n".join([_HEAD + options + _CALLER, *map(_function, functions)])


def _function(function: Function) -> str:
    names = [f"a{number}" for number in range(function.max_args)]
    lines = [
        f"Function {function.name}({', '.join(f'Optional {name}' for name in names)})",
        f"    Dim given({len(names) - 1})",
    ]
    for number, name in enumerate(names):
        lines += [
            f"    If Not IsMissing({name}) Then",
            # Without Set the value of a range would be taken.
            f"        If IsObject({name}) Then",
            f"            Set given({number}) = {name}",
            f"        ElseIf IsEmpty({name}) Then",
            f'            given({number}) = ""',
            "        Else",
            f"            given({number}) = {name}",
            "        End If",
            "    End If",
        ]
    return "\n".join([*lines, _BODY.format(caller=CALLER, name=function.name)])
