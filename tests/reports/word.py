"""Looking into .docx files."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
from docx.oxml.ns import qn

from psscore.reports.docx.template import packed


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_body(data: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The file with other words in one of its parts."""
    found = parts(data)
    text = found[part].decode()
    assert old in text
    return packed(found | {part: text.replace(old, new, 1).encode()})


def texts(data: bytes) -> str:
    """Everything that can be read in a file: body, tables, headers, footers."""
    found = []
    for name, part in parts(data).items():
        if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name):
            found += re.findall(r"<w:t[ >][^<]*", part.decode())
    return "\n".join(text.partition(">")[2] for text in found)


def lines(data: bytes) -> list[str]:
    """The paragraphs of the body, those of tables too."""
    body = docx.Document(BytesIO(data)).element.body
    return ["".join(node.text or "" for node in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))]
