"""Shared and inline strings: the text a cell shows, without phonetic guides."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from psscore.workbook.values import text_of, unescape_excel
from psscore.workbook.xml import MAIN, check_sound, damaged, is_plain, open_text, parse

# No item looks past the beginning of the next: a file full of unclosed ones must not take for ever.
_ITEM = re.compile(rb"<si>([^<]*(?:<(?!/?si[ />])[^<]*)*)</si>|<si/>")
_PHONETIC = re.compile(rb"<rPh\b[^<]*(?:<(?!/?rPh\b)[^<]*)*</rPh>")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t\s*>")
_ANY_ITEM = re.compile(rb"<si[\s/>]")


def shared_strings(data: bytes, part: str) -> list[str]:
    """The texts of a shared-strings part, in order; `Refused` when it is not sound XML or holds what is no text."""
    text, _ = open_text(data, part)
    try:
        if is_plain(text, b"sst", len(text)):
            items = _ITEM.findall(text)
            if len(items) == len(_ANY_ITEM.findall(text)):
                check_sound(text, part)
                return [inline_text(item) for item in items]
        return [_item_text(item) for item in parse(data, part).iter(MAIN + "si")]
    except ValueError:
        raise damaged(part) from None


def inline_text(data: bytes) -> str:
    """The text of an `<si>` or `<is>` element's content: its runs joined."""
    if data.startswith(b"<t>") and data.count(b"<") == 2:
        return text_of(data[3 : data.index(b"<", 3)])
    if b"<rPh" in data:
        data = _PHONETIC.sub(b"", data)
    return "".join(map(text_of, _TEXT.findall(data)))


def _item_text(item: Element) -> str:
    own = item.findall(MAIN + "t") + [text for run in item.findall(MAIN + "r") for text in run.findall(MAIN + "t")]
    return "".join(unescape_excel(text.text or "") for text in own)
