"""Plain formulas in which Excel takes one cell of a range (implicit intersection) where the engine takes them all."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from psscore.workbook.operands import closes, opens
from psscore.workbook.parts import Name
from psscore.workbook.tokens import Token, plain_name, tokenize

# Inside these Excel calculates with whole ranges in any formula.
_NATIVE = frozenset(
    """
    SUMPRODUCT LOOKUP INDEX MATCH XMATCH XLOOKUP AGGREGATE FREQUENCY FILTER SORT SORTBY UNIQUE TRANSPOSE
    TAKE DROP VSTACK HSTACK CHOOSECOLS CHOOSEROWS
    """.split()  # noqa: SIM905 - a table reads better than quotation marks
)
# These ask for one value in every argument.
_ONE_VALUE = frozenset(
    """
    ABS CEILING CEILING.MATH EVEN EXACT EXP FIND FLOOR FLOOR.MATH INT LEFT LEN LN LOG LOG10 LOWER MID MOD ODD POWER
    PROPER REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP SEARCH SIGN SQRT SUBSTITUTE TEXT TRIM TRUNC UPPER VALUE
    ADDRESS CHAR CLEAN CODE CONCATENATE ERROR.TYPE FIXED MROUND N QUOTIENT RANDBETWEEN
    DATE DATEDIF DATEVALUE DAY DAYS EDATE EOMONTH HOUR MINUTE MONTH SECOND TIME WEEKDAY WEEKNUM YEAR YEARFRAC
    ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISTEXT NOT
    """.split()  # noqa: SIM905
)
# These ask for one value in some arguments.
_ONE_VALUE_AT: Mapping[str, Container[int]] = {
    **dict.fromkeys(("IF", "CHOOSE", "INDIRECT", "LOOKUP", "MATCH", "XMATCH", "XLOOKUP"), (0,)),
    **dict.fromkeys(("RANK", "RANK.AVG", "RANK.EQ"), (0,)),
    **dict.fromkeys(("VLOOKUP", "HLOOKUP"), (0, 2)),
    **dict.fromkeys(("COUNTIF", "SUMIF", "AVERAGEIF", "LARGE", "SMALL", "TRIMMEAN"), (1,)),
    **dict.fromkeys(("PERCENTILE", "PERCENTILE.INC", "PERCENTRANK", "PERCENTRANK.INC"), (1,)),
    **dict.fromkeys(("QUARTILE", "QUARTILE.INC"), (1,)),
    **dict.fromkeys(("IFERROR", "IFNA", "NETWORKDAYS", "WORKDAY"), (0, 1)),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), range(2, 255, 2)),
    "COUNTIFS": range(1, 255, 2),
    "IFS": range(0, 255, 2),
    "SWITCH": (0, *range(1, 255, 2)),
    "INDEX": (1, 2, 3),
    "OFFSET": (1, 2, 3, 4),
}
_OPERATORS = frozenset("+-*/^&=<>%")
# What these give may be a range.
_REFERRING = frozenset("OFFSET INDEX INDIRECT CHOOSE IF IFS IFERROR IFNA SWITCH XLOOKUP ROW COLUMN".split())  # noqa: SIM905
_NO_NAMES: frozenset[str] = frozenset()


def names_of_ranges(names: Sequence[Name], tables: Container[str]) -> frozenset[str]:
    """The names, in lower case, that stand or may stand for several cells; names mean names, too."""
    formulas: dict[str, list[list[Token]]] = {}
    for name in names:
        try:
            tokens = tokenize(name.formula)
        except ValueError:
            continue
        formulas.setdefault(name.name.casefold(), []).append([token for token in tokens if token.kind != "space"])
    found = {name for name in formulas if name in tables}
    while more := {
        name
        for name, meant in formulas.items()
        if name not in found and any(_several(tokens, found, tables) for tokens in meant)
    }:
        found |= more
    return frozenset(found)


def _several(tokens: Sequence[Token], found: Container[str], tables: Container[str]) -> bool:
    """True when the formula of a name gives several cells, outside of what it calls."""
    depth = 0
    for at, token in enumerate(tokens):
        if not depth:
            word = token.text.casefold()
            if _range(tokens, at) or token.text == "{" or (token.kind == "name" and (word in found or word in tables)):
                return True
            called = plain_name(token.text[:-1]) if token.kind == "call" else ""
            if called in _REFERRING or called in _NATIVE - {"SUMPRODUCT", "MATCH", "XMATCH", "AGGREGATE"}:
                return True
        # Brackets alone hide no range.
        depth += opens(token) and (token.kind != "mark" or depth > 0)
        depth -= closes(token) and depth > 0
    return False


def intersects(tokens: Sequence[Token], names: Container[str] = _NO_NAMES) -> bool:
    """True when a formula calculates with a range outside the functions that take arrays.

    `names` are those, in lower case, that stand for ranges.
    """
    # For every open bracket: its function ("" for none), whether arrays are at home around it, its argument's number.
    stack: list[tuple[str, bool, int]] = [("", False, 0)]
    plain = [token for token in tokens if token.kind != "space"]
    for at, token in enumerate(plain):
        name, around, number = stack[-1]
        one_value = name in _ONE_VALUE or number in _ONE_VALUE_AT.get(name, ())
        native = around or (name in _NATIVE and not one_value)
        if opens(token):
            stack.append((plain_name(token.text[:-1]), native, 0))
        elif closes(token) and len(stack) > 1:
            stack.pop()
        elif token.text == "," and token.kind == "mark":
            stack[-1] = name, around, number + 1
        elif (
            not native and (size := _range(plain, at, names)) and (one_value or _beside_operator(plain, at, at + size))
        ):
            return True
    return False


def _range(tokens: Sequence[Token], at: int, names: Container[str] = _NO_NAMES) -> int:
    """How many tokens a range of several cells takes here; 0 when there is none."""
    token = tokens[at]
    if token.kind == "name":
        return int(token.text.casefold() in names)
    if token.kind in ("rows", "columns"):
        return 1
    if token.kind == "struct":
        text = token.text.casefold()
        one_row = any(mark in text for mark in ("@", "#this row", "#headers", "#totals"))
        return 0 if one_row and "]:[" not in text else 1
    if token.kind == "cell" and [t.text for t in tokens[at + 1 : at + 2]] == [":"]:
        last = tokens[at + 2] if at + 2 < len(tokens) else token
        same = last.text.replace("$", "").upper() == token.text.replace("$", "").upper()
        return 0 if last.kind != "cell" or same else 3
    return 0


def _beside_operator(tokens: Sequence[Token], first: int, end: int) -> bool:
    while first and tokens[first - 1].kind == "prefix":
        first -= 1
    # Brackets that hold nothing but the range.
    while first and end < len(tokens) and tokens[first - 1].text == "(" and tokens[end].text == ")":
        first, end = first - 1, end + 1
    around = (*tokens[max(0, first - 1) : first], *tokens[end : end + 1])
    return any(token.kind == "mark" and token.text in _OPERATORS for token in around)
