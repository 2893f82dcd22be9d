"""Rulebooks in and out: by id/edition, from files, into the user's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from psscore.model.faults import Fault, StandardFaults
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook.catalogue import load_raw, raw_standard, standard_folder
from psscore.rulebook.folders import FILE
from psscore.rulebook.parse import parse_raw
from psscore.rulebook.reference import parse_reference
from psscore.rulebooks.fold import fold
from psscore.rulebooks.read import NotAWorkbook, is_rulebook, open_workbook, sheets_of
from psscore.rulebooks.sheets import Rulebook
from psscore.rulebooks.toml_text import dumps
from psscore.rulebooks.unfold import unfold
from psscore.rulebooks.write import workbook_bytes
from psscore.scoring import rule
from psscore.workbook.replace import replace

CASES_FILE, NOTES_FILE = "cases.csv", "NOTES.md"


@dataclass(frozen=True, slots=True)
class Source:
    """A rulebook and what it was called."""

    name: str
    book: Rulebook


def is_file(text: str) -> bool:
    """Whether an argument names a file rather than an id/edition."""
    return text.lower().endswith((".toml", ".xlsx", ".xlsm")) or Path(text).is_file()


def open_source(text: str) -> Source:
    """The rulebook an argument names: a file, or `id/edition`.

    Raises `ReferenceFault` for an unknown name, `StandardFaults` for a file that cannot be read, `OSError`.
    """
    if is_file(text):
        return Source(text, read_file(Path(text)))
    parsed = parse_reference(text)
    name = f"{parsed.id}/{parsed.edition}"
    return Source(name, Rulebook(dict(raw_standard(name)), *_beside(standard_folder(name))))


def read_file(path: Path) -> Rulebook:
    """The rulebook of a `.toml` file, with what lies beside it, or of a rulebook workbook."""
    if path.suffix.lower() == ".toml":
        try:
            raw = parse_raw(path.read_bytes().decode("utf-8-sig"), path.name)
        except UnicodeDecodeError:
            raise _refused(path, Text("文件不是 UTF-8 文本", "not UTF-8 text")) from None
        return Rulebook(raw, *(_beside(path.parent) if path.name == FILE else (None, None)))
    try:
        book = open_workbook(path.read_bytes())
    except NotAWorkbook as refused:
        raise _refused(path, refused.message) from refused
    if not is_rulebook(book):
        what = Text(
            "不是评价标准工作簿；自有指标表请先用 psscore standard import 读入",
            "not a rulebook workbook; read a table of your own with psscore standard import first",
        )
        raise _refused(path, what)
    return unfold(sheets_of(book), path.name, accept=True).book


def workbook_of(book: Rulebook, lang: str = "zh", shown: Mapping[str, Mapping[str, str]] | None = None) -> bytes:
    """The Excel view of a rulebook, each indicator with what its rule does in words."""
    beside: dict[str, dict[str, str]] = {code: dict(texts) for code, texts in (shown or {}).items()}
    standard = _loaded(book.raw)
    for item in standard.leaves if standard else ():
        if item.scoring is not None:
            beside.setdefault(item.code, {})["(meaning)"] = rule.sentence(item.scoring.rule, item.points)(lang)
    return workbook_bytes(fold(book, beside), lang)


def save(book: Rulebook, folder: Path) -> list[Path]:
    """Write a rulebook as `<folder>/<id>/<edition>/…`; gives the files written. Raises `NotWritten`, `OSError`."""
    place = folder / str(book.raw.get("id")) / str(book.raw.get("edition"))
    place.mkdir(parents=True, exist_ok=True)
    texts = {FILE: dumps(book.raw), CASES_FILE: book.cases, NOTES_FILE: book.notes}
    written = []
    for name, text in texts.items():
        if text is not None:
            replace(place / name, text.encode())
            written.append(place / name)
    return written


def _loaded(raw: Mapping[str, Any]) -> Standard | None:
    try:
        return load_raw(raw, "")
    except StandardFaults:
        return None


def _beside(folder: Traversable) -> tuple[str | None, str | None]:
    cases, notes = (folder.joinpath(name) for name in (CASES_FILE, NOTES_FILE))
    return (
        cases.read_text("utf-8") if cases.is_file() else None,
        notes.read_text("utf-8") if notes.is_file() else None,
    )


def _refused(path: Path, message: Text) -> StandardFaults:
    return StandardFaults((Fault(path.name, "-", message),))
