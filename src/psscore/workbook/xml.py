"""Small XML parts read safely: UTF-8 or UTF-16 only, no DTD, so no entity of the file's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from psscore.model.text import Text
from psscore.workbook.refusal import Refused

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_ROOT = re.compile(rb'\s*(?:<\?xml [^<>]*\?>)?\s*<(\w+)((?: [\w:]+="[^"<>&]*")*)>')
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def encoding_of(data: bytes, part: str) -> str:
    """`utf-8`, `utf-16-le` or `utf-16-be` (with a byte order mark); any other encoding is refused."""
    if data[:2] in _UTF16:
        return _UTF16[data[:2]]
    declared = _ENCODING.match(data.removeprefix(_UTF8_MARK))
    name = declared[1].decode().lower() if declared else "utf-8"
    if b"\0" in data[:4]:
        raise Refused(
            "package_refused",
            Text(
                f"部件 {part} 是没有字节顺序标记的 UTF-16 或 UTF-32 编码，不受支持：请在 Excel 中重新保存",
                f"the part {part} is UTF-16 or UTF-32 without a byte order mark, which is not supported: "
                "save the workbook again in Excel",
            ),
        )
    if name not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise Refused(
            "package_refused",
            Text(
                f"部件 {part} 的字符编码 {name} 不受支持",
                f"the part {part} is encoded as {name}, which is not supported",
            ),
        )
    return "utf-8"


@dataclass(frozen=True, slots=True)
class Coding:
    """How a part's text is stored: its byte order mark and its encoding."""

    mark: bytes
    encoding: str

    def encode(self, text: bytes) -> bytes:
        """UTF-8 text as the part stores it."""
        return self.mark + (text if self.encoding == "utf-8" else text.decode().encode(self.encoding))


def open_text(data: bytes, part: str) -> tuple[bytes, Coding]:
    """The part in UTF-8 without a byte order mark, and how to store it again; a DTD is refused."""
    encoding = encoding_of(data, part)
    mark = data[:2] if encoding != "utf-8" else data[: 3 * data.startswith(_UTF8_MARK)]
    text = data[len(mark) :]
    if encoding != "utf-8":
        try:
            text = text.decode(encoding).encode()
        except UnicodeError:
            raise damaged(part) from None
    if _has(text, b"<!") and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
        raise Refused(
            "package_refused",
            Text(f"部件 {part} 含有 DTD 声明，拒绝读取", f"the part {part} contains a DTD, which is refused"),
        )
    return text, Coding(mark, encoding)


def is_plain(text: bytes, root: bytes, end: int) -> bool:
    """True when tags can be told by their names up to `end`.

    The main namespace is the default one and has no other name, nothing is declared further inside, and there are no
    comments, CDATA sections or processing instructions to hide anything in.
    """
    head = _ROOT.match(text)
    if head is None or head[1] != root:
        return False
    main = MAIN[1:-1].encode()
    return (
        b' xmlns="%b"' % main in head[2]
        and head[2].count(main) == 1
        and text.find(b"xmlns", head.end(), end) < 0
        and not _has(text, b"<?", head.end())
        and not _has(text, b"<!")
    )


def _has(text: bytes, mark: bytes, start: int = 0) -> bool:
    # A single character is found much sooner, or not at all.
    return text.find(mark[1:], start) >= 0 and text.find(mark, start) >= 0


def check_sound(text: bytes, part: str) -> None:
    """Refuse UTF-8 text that is not well-formed XML."""
    try:
        expat.ParserCreate("utf-8").Parse(text, True)
    except (expat.ExpatError, ValueError):
        raise damaged(part) from None


def parse(data: bytes, part: str) -> Element:
    """The root element of a part; `Refused` when it is not sound XML."""
    try:
        # The declaration may still name UTF-16; what is parsed is UTF-8.
        return ElementTree.fromstring(open_text(data, part)[0], ElementTree.XMLParser(encoding="utf-8"))
    except (ElementTree.ParseError, ValueError):
        raise damaged(part) from None


def damaged(part: str) -> Refused:
    """The refusal for a part that is not XML."""
    return Refused(
        "package_refused",
        Text(f"部件 {part} 不是有效的 XML", f"the part {part} is not sound XML"),
    )


def flag(value: str | None, default: bool = False) -> bool:
    """An `xsd:boolean` attribute."""
    return default if value is None else value.strip() in ("1", "true")
