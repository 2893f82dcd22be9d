"""Workbooks tampered with, a member or a cell at a time, everything else byte for byte as it was."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from psscore.tampering import Checker, Expectations, Finding, HandedOut, Report, Severity, open_workbook
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.template.any_standard import workbook_of
from psscore.workbook.tokens import moved as shifted

COVER, PLATFORM, SURVEY, SCORES, FORM = "封面", "平台数据", "调查数据", "评分表", "自评表"
STANDARD = "public-service/2026"


@functools.cache
def example(lang: str = "zh", standard: str = STANDARD) -> bytes:
    """The filled workbook of a standard."""
    return workbook_of(standard, lang, example=True)


@functools.cache
def blank(lang: str = "zh", standard: str = STANDARD) -> bytes:
    """The workbook as it is handed out."""
    return workbook_of(standard, lang)


@functools.cache
def handed_out(lang: str = "zh", standard: str = STANDARD) -> HandedOut:
    return HandedOut(open_workbook(blank(lang, standard)))


@functools.cache
def _checker() -> Checker:
    return Checker(Expectations())


def checked(data: bytes, expectations: Expectations | None = None, file: str = "评价.xlsm") -> Report:
    """What is found in a workbook."""
    checker = Checker(expectations) if expectations else _checker()
    return checker.check(data, file)


def grave(report: Report) -> list[Finding]:
    """What is more than a note."""
    assert report.refusal is None, report.refusal
    return [finding for finding in report.findings if finding.severity is not Severity.NOTE]


def found(report: Report, code: str) -> list[Finding]:
    """The findings of one code."""
    assert report.refusal is None, report.refusal
    return [finding for finding in report.findings if finding.code == code]


def part_of(data: bytes, sheet: str) -> str:
    return next(one.part for one in read_book(Package(data)).sheets if one.name == sheet)


def edited(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one member changed; it must have changed."""
    package = Package(data)
    old = package.read(part).decode()
    new = change(old)
    assert new != old, part
    return package.replace({part: package.pack(part, new.encode())})


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one text in one member replaced."""
    return edited(data, part, lambda text: text.replace(old, new, 1))


def uncalculated(data: bytes) -> bytes:
    """The workbook as saved by a program that calculates nothing: formulas without their results."""
    package = Package(data)
    empty = re.compile(
        r'(<c r="\w+"(?: s="\d+")?)(?: t="\w+")?>(<f\b[^>]*?(?:/>|>[^<]*</f>))(?:<v>[^<]*</v>|<v/>)?</c>'
    )
    for sheet in read_book(package).sheets:
        old = package.read(sheet.part).decode()
        new = empty.sub(r"\1>\2<v/></c>", old)
        data = data if new == old else Package(data).replace({sheet.part: package.pack(sheet.part, new.encode())})
    return data


def with_cell(data: bytes, sheet: str, at: str, inner: str, kind: str = "") -> bytes:
    """The workbook with other content (`<f>…</f><v>…</v>`) in a cell that keeps its style."""
    pattern = re.compile(rf'<c r="{at}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    type_of = f' t="{kind}"' if kind else ""
    body = f">{inner}</c>" if inner else "/>"
    return edited(
        data, part_of(data, sheet), lambda text: pattern.sub(rf'<c r="{at}"\g<1>{type_of}{body}', text, count=1)
    )


def with_text(data: bytes, sheet: str, at: str, text: str) -> bytes:
    """The workbook with a text typed into a cell."""
    return with_cell(data, sheet, at, f"<is><t>{text}</t></is>", "inlineStr")


def with_formula(data: bytes, sheet: str, at: str, change: Callable[[str], str], value: str = "") -> bytes:
    """The workbook with a cell's formula changed; its result stays, or is `value`."""

    def in_cell(match: re.Match[str]) -> str:
        cell = re.sub(r"<f>(.*?)</f>", lambda m: f"<f>{change(m[1])}</f>", match[0])
        return re.sub(r"<v>.*?</v>", f"<v>{value}</v>", cell) if value else cell

    pattern = re.compile(rf'<c r="{at}"[^>]*>.*?</c>', re.DOTALL)
    return edited(data, part_of(data, sheet), lambda text: pattern.sub(in_cell, text, count=1))


def table_part(data: bytes, name: str) -> str:
    package = Package(data)
    return next(
        member.name
        for member in package.members
        if member.name.startswith("xl/tables/") and f' name="{name}"' in package.read(member.name).decode()
    )


def moved(data: bytes, sheet: str, down: int, right: int = 0) -> bytes:
    """The workbook after rows were inserted at the top of a sheet (and columns at its left)."""

    def boxes(text: str) -> str:
        return re.sub(r"\$?[A-Z]{1,3}\$?\d+", lambda m: shifted(m[0].replace("$", ""), down, right), text)

    def formulas(text: str) -> str:
        return re.sub(r"(?<![\w\]!\[\"])\$?[A-Z]{1,2}\$?\d+(?![\w(\[])", lambda m: _absolute(m[0], down, right), text)

    def elsewhere(text: str) -> str:
        cell = r"\$?[A-Z]{1,2}\$?\d+"
        return re.sub(rf"('{sheet}'!)({cell})", lambda m: m[1] + _absolute(m[2], down, right), text)

    def rows(text: str) -> str:
        text = re.sub(r'(<(?:c|mergeCell|dimension|ignoredError|hyperlink)\b[^>]*? (?:r|ref|sqref)=")([^"]+)',
                      lambda m: m[1] + boxes(m[2]), text)  # fmt: skip
        text = re.sub(
            r'(<(?:conditionalFormatting|dataValidation)\b[^>]*? sqref=")([^"]+)', lambda m: m[1] + boxes(m[2]), text
        )
        text = re.sub(r'<row r="(\d+)"', lambda m: f'<row r="{int(m[1]) + down}"', text)
        text = re.sub(r' spans="\d+:\d+"', "", text)
        text = re.sub(r'<col min="(\d+)" max="(\d+)"',
                      lambda m: f'<col min="{int(m[1]) + right}" max="{int(m[2]) + right}"', text)  # fmt: skip
        return re.sub(r"<(f|formula)>(.*?)</\1>", lambda m: f"<{m[1]}>{formulas(m[2])}</{m[1]}>", text)

    data = edited(data, part_of(data, sheet), rows)
    for other in read_book(Package(data)).sheets:
        text = Package(data).read(other.part).decode()
        new = re.sub(r"<f>(.*?)</f>", lambda m: f"<f>{elsewhere(m[1])}</f>", text)
        data = data if new == text else edited(data, other.part, lambda _, new=new: new)  # type: ignore[misc]
    for table in read_book(Package(data)).tables.values():
        if table.sheet == sheet:
            part = table_part(data, table.name)
            data = edited(data, part, lambda text: re.sub(r'( ref=")([^"]+)', lambda m: m[1] + boxes(m[2]), text))
    names = re.compile(rf"(>'?{sheet}'?!)([^<]+)<")
    if names.search(Package(data).read("xl/workbook.xml").decode()):
        data = edited(
            data,
            "xl/workbook.xml",
            lambda text: names.sub(
                lambda m: m[1] + re.sub(r"\$[A-Z]+\$\d+", lambda n: _absolute(n[0], down, right), m[2]) + "<", text
            ),
        )
    return data


def _absolute(cell: str, down: int, right: int) -> str:
    """A reference after the insertion: fixed ones move with their cells too."""
    bare = shifted(cell.replace("$", ""), down, right)
    letters = bare.rstrip("0123456789")
    marks = cell.startswith("$"), "$" in cell[1:]
    return f"{'$' * marks[0]}{letters}{'$' * marks[1]}{bare[len(letters) :]}"
