"""The functions as VBA declares them: argument names, which may be left out, which repeat."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.functions.function import Function
from psscore.model.text import Text

# Words with a meaning of their own in VBA or in LibreOffice Basic; neither takes them as names of arguments.
_WORDS = """
addressof alias and any append array as attribute base binary boolean byref byte byval call case cbool cbyte ccur
cdate cdbl cdec cint class clng clnglng clngptr close compare const csng cstr currency cvar cverr date debug decimal
declare defbool defbyte defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do doevents double each
else elseif empty end endif enum eqv erase error event exit explicit false fix for friend function get global gosub
goto if imp implements in input instr int integer is lbound len let lib like line lock long longlong longptr loop
lprint lset me mid mod name new next not nothing null object on open option optional or output paramarray preserve
print private property pset ptrsafe public put raiseevent random read redim rem resume return rset scale seek select
set sgn shared single spc static step stop str string sub system tab text then time to true type typeof ubound unlock
until variant vbasupport wend while width with withevents write xor
"""
RESERVED = frozenset(_WORDS.split())


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a VBA function; `repeats`: it takes all that follow."""

    name: str
    optional: bool
    repeats: bool
    help: Text


def vba_name(name: str) -> str:
    """A name VBA and LibreOffice Basic take, the registry's own where they do."""
    return f"{name}_" if name.casefold() in RESERVED else name


def arguments_of(function: Function) -> tuple[Argument, ...]:
    """The arguments a VBA function declares.

    PS_SCORE may be called without any. A repeating argument takes the optional ones before it along, because VBA (and
    xlwings) allow no optional argument beside one that repeats.
    """
    given = function.parameters
    if not function.repeats_last:
        bare = function.name == "PS_SCORE"
        return tuple(Argument(vba_name(p.name), p.optional or bare, False, p.help) for p in given)
    fixed, rest = given[: function.min_args], given[function.min_args :]
    name = "_".join(p.name for p in rest)
    told = Text("；".join(p.help.zh for p in rest), "; then ".join(p.help.en for p in rest))
    required = (Argument(vba_name(p.name), False, False, p.help) for p in fixed)
    return *required, Argument(vba_name(name), False, True, told)
