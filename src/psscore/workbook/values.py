"""Cell values in and out of sheet XML."""

from __future__ import annotations

import datetime
import math
import re
from xml.sax.saxutils import escape

from psscore.model.cell_error import CellError

Cell = None | bool | int | float | str | CellError

ERRORS = {error.value: error for error in CellError}
SHOWN_ERRORS = {error: error.value.encode() for error in CellError}

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
# Nothing to escape, and no blank at either end.
_PLAIN = re.compile(r"(?!\s)[^\x00-\x1f<>&_\ufffe\uffff\ud800-\udfff]*(?<!\s)")
_HALF = re.compile("[\ud800-\udfff]")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|\w+);")


def unescape(text: str) -> str:
    """XML character data with its entities resolved."""
    if "&" not in text:
        return text
    if "&#" not in text:
        # An `&` of its own comes last, or `&amp;lt;` would be read twice.
        for name, letter in _ENTITIES.items():
            text = text.replace(name, letter)
        return text

    def resolve(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return chr(int(match[2])) if match[2] else _ENTITIES.get(match[0], match[0])

    return _ENTITY.sub(resolve, text)


def unescape_excel(text: str) -> str:
    """Text with Excel's own `_x000D_` escapes resolved; ValueError when half a character is left over."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    # Excel counts in UTF-16: a character may be written as two halves.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le") if _HALF.search(text) else text


def escape_excel(text: str) -> str:
    """Text with what XML cannot carry written as `_x000D_`, and a literal `_x0041_` protected."""
    return _UNSAFE.sub(lambda m: "_x005F_" if m[0] == "_" else f"_x{ord(m[0]):04X}_", text)


def text_of(data: bytes) -> str:
    """What a `<v>` or `<t>` with this content shows."""
    # XML readers see one newline for every kind of line end.
    text = data.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unescape_excel(unescape(text)) if "&" in text or "_x" in text else text


def encode(value: Cell) -> tuple[bytes, bytes]:
    """The ` t=` attribute (empty for a number) and the `<v>` element of a formula's result."""
    if type(value) is float:
        return _encoded(value)
    if type(value) is str and _PLAIN.fullmatch(value):
        return b' t="str"', b"<v>" + value.encode() + b"</v>"
    if isinstance(value, CellError):
        return b' t="e"', b"<v>" + SHOWN_ERRORS[value] + b"</v>"
    if isinstance(value, bool):
        return b' t="b"', b"<v>1</v>" if value else b"<v>0</v>"
    if value is None:
        return b"", b"<v>0</v>"
    if isinstance(value, int | float):
        return _encoded(value)
    text = escape_excel(value)
    outer = text[:1].isspace() or text[-1:].isspace() or "\n" in text
    return b' t="str"', (b'<v xml:space="preserve">' if outer else b"<v>") + escape(text).encode() + b"</v>"


def _encoded(value: float) -> tuple[bytes, bytes]:
    if not math.isfinite(value):
        return b' t="e"', b"<v>#NUM!</v>"
    return b"", b"<v>" + number_text(value).encode() + b"</v>"


def number_text(value: float) -> str:
    """A number as Excel stores it: 17 digits safe, integers without a fraction, an upper-case exponent."""
    if isinstance(value, int) or (value.is_integer() and -1e15 < value < 1e15):
        return str(int(value))
    return repr(value).upper()


def number(data: bytes) -> float:
    """The number a `<v>` holds; ValueError when it is not a finite decimal number as XML writes them."""
    value = float(data)
    # Infinite less infinite is no number either.
    if value - value != 0.0 or b"_" in data:
        raise ValueError(data)
    # Excel knows no -0, which the engine counts among what is below 0.
    return value + 0.0


def same_number(one: float, other: float) -> bool:
    """Equal as Excel shows numbers: to 15 significant digits."""
    if one == other:
        return True
    # What is far apart need not be written out.
    return not abs(one - other) > 1e-13 * abs(one) and f"{one:.14e}" == f"{other:.14e}"


def serial(text: str, date1904: bool) -> float:
    """The serial number of an ISO 8601 date cell (`t="d"`); ValueError when it is none."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=None)
    epoch = datetime.datetime(1904, 1, 1) if date1904 else datetime.datetime(1899, 12, 30)
    return (moment - epoch) / datetime.timedelta(days=1)
