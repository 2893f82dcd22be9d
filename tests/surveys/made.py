"""Responses as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from psscore.rulebook import load_standard
from psscore.surveys.items import items_of
from psscore.surveys.mapping import Mapping, mapping_of
from psscore.surveys.report import Report, report_of
from psscore.surveys.responses import count_responses
from psscore.surveys.sample_size import Sample
from psscore.surveys.tally import Tally

STANDARD = load_standard("public-service/2026")
ITEMS = items_of(STANDARD)


def write(folder: Path, text: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def tally(paths: Sequence[Path], mapping: Mapping | None = None) -> Tally:
    return count_responses(paths, ITEMS, mapping or Mapping())


def mapped(**tables: dict[str, object]) -> Mapping:
    return mapping_of(tables, "map.toml")


def report(paths: Sequence[Path], mapping: Mapping | None = None, standard: str = "public-service/2026") -> Report:
    mapping = mapping or Mapping()
    return report_of(tally(paths, mapping), ITEMS, load_standard(standard), mapping, Sample())
