"""A document as plain text, to look things up in."""

from __future__ import annotations

from psscore.reports.document import Block, Chart, Document, Figures, Heading, PageBreak, Paragraph, Section, Table


def section(document: Document, name: str) -> Section:
    return next(one for one in document.sections if one.name == name)


def names(document: Document) -> list[str]:
    return [one.name for one in document.sections]


def tables(part: Section) -> list[Table]:
    return [block for block in part.blocks if isinstance(block, Table)]


def charts(part: Section) -> list[Chart]:
    return [block for block in part.blocks if isinstance(block, Chart)]


def lines(block: Block) -> list[str]:
    match block:
        case Heading(text, level):
            return [f"{'#' * level} {text}"]
        case Paragraph(text, _):
            return [text]
        case Figures(items):
            return [f"{name}: {value}" for name, value in items]
        case Table(columns, rows):
            return ["|".join(column.title for column in columns), *("|".join(row) for row in rows)]
        case Chart(title, texts, _, labels):
            return [f"[{title}]", *(f"{text}: {label}" for text, label in zip(texts, labels, strict=True))]
        case PageBreak():
            return []


def text(part: Section | Document) -> str:
    if isinstance(part, Document):
        return "\n".join([part.title, *(text(one) for one in part.sections)])
    return "\n".join(line for block in part.blocks for line in lines(block))
