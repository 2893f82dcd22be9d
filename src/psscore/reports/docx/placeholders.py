"""`{{name}}` in a template: found though Word has cut it into runs, filled without touching what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from psscore.model.text import Text
from psscore.reports.shown import clean

# Chinese input methods make full-width braces.
_NAME = re.compile(r"[{｛]{2}\s*(.*?)\s*[}｝]{2}")
_LOOSE = re.compile(r"[{｛]{2}|[}｝]{2}")


class TemplateFault(ValueError):
    """A template that cannot be filled, with every reason."""

    def __init__(self, texts: list[Text]) -> None:
        self.texts = texts
        super().__init__("; ".join(text.en for text in texts))


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph with placeholders; `block` is the part it stands for when it holds nothing else."""

    paragraph: Any
    block: str


def find(root: Any, fields: Collection[str], blocks: Collection[str], *, where: Text, body: bool) -> list[Found]:
    """The paragraphs of a part that hold placeholders. Raises `TemplateFault` with all that is wrong in it."""
    found, wrong = [], []
    for paragraph in root.iter(qn("w:p")):
        text = "".join(node.text or "" for node in _texts(paragraph))
        names = _NAME.findall(text)
        block = names[0] if len(names) == 1 and _NAME.fullmatch(text.strip()) and names[0] in blocks else ""
        for name in names:
            if name in fields or name == block:
                continue
            wrong.append(_misplaced(name, where) if name in blocks else _unknown(name, fields, blocks, where))
        if block and not body:
            wrong.append(_misplaced(block, where))
        if _LOOSE.search(_NAME.sub("", text)):
            shown = text.strip()[:40]
            wrong.append(
                Text(f"{where.zh}：“{shown}”中的占位符不完整", f'{where.en}: a placeholder in "{shown}" is cut off')
            )
        if names:
            found.append(Found(paragraph, block))
    if wrong:
        raise TemplateFault(wrong)
    return found


def fill(paragraph: Any, fields: Mapping[str, str]) -> None:
    """Put the values in the place of the names; each takes the look of the run its name begins in."""
    nodes = list(_texts(paragraph))
    starts, place = [], 0
    for node in nodes:
        starts.append(place)
        place += len(node.text or "")
    whole = "".join(node.text or "" for node in nodes)
    # From the last to the first: what stands before keeps its place.
    for match in reversed(list(_NAME.finditer(whole))):
        value = clean(fields[match[1]])
        for node, start in reversed(list(zip(nodes, starts, strict=True))):
            text = node.text or ""
            left, right = max(match.start() - start, 0), match.end() - start
            if right <= 0 or left >= len(text):
                continue
            begins = start <= match.start() < start + len(text)
            node.text = text[:left] + (value if begins else "") + text[right:]
            node.set(qn("xml:space"), "preserve")


def _texts(paragraph: Any) -> Iterator[Any]:
    """The texts of a paragraph itself, not of a text box that hangs on it."""
    for node in paragraph.iter(qn("w:t")):
        above = node.getparent()
        while above is not None and above.tag != qn("w:p"):
            above = above.getparent()
        if above is paragraph:
            yield node


def _unknown(name: str, fields: Collection[str], blocks: Collection[str], where: Text) -> Text:
    zh, en = "、".join(fields), ", ".join(fields)
    zh_blocks, en_blocks = "、".join(blocks), ", ".join(blocks)
    return Text(
        f"{where.zh}：没有占位符 {{{{{name}}}}}；文字可用 {zh}；独占一行可用 {zh_blocks}",
        f"{where.en}: there is no placeholder {{{{{name}}}}}; in text: {en}; on a line of its own: {en_blocks}",
    )


def _misplaced(name: str, where: Text) -> Text:
    return Text(
        f"{where.zh}：{{{{{name}}}}} 是一整节，须在正文中独占一行",
        f"{where.en}: {{{{{name}}}}} is a whole part and stands in the body, on a line of its own",
    )
