"""Every key of the report has a Chinese and an English term, and the page names every option."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from psscore.sensitivity import Settings, examine, report, to_json
from sensitivity.workbooks import example

DOCS = Path(__file__).parents[2] / "docs"


def keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            # The grades counted are those of the standard, in its words.
            yield from keys(value) if key != "grades" else ()
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)


def test_every_key_has_a_term(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.xlsm").write_bytes(example())
    settings = Settings(("step", "no_cases"), Fraction(10), together=True)
    told = to_json(report(examine(sorted(tmp_path.iterdir()), settings), settings))
    terms = tomllib.loads((DOCS / "glossary.toml").read_text("utf-8"))["terms"]
    assert sorted(set(keys(told)) - set(terms)) == []


def test_the_page_names_every_option() -> None:
    page = (DOCS / "sensitivity.md").read_text("utf-8")
    source = (Path(__file__).parents[2] / "src/psscore/cli/sensitivity.py").read_text("utf-8")
    options = set(re.findall(r'"(--[a-z]+)"', source)) - {"--output", "--reading"}
    assert options == {"--all", "--limit", "--weights", "--level", "--html", "--json"}
    assert [option for option in sorted(options) if option not in page] == []
