"""Every key of the JSON has its terms, and the pages name every option and every kind of change."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comparison.made import PUBLIC, even, made
from psscore.comparison import Unpaired, compare
from psscore.comparison.as_json import to_json, unpaired_json
from psscore.comparison.counted import BRIDGES
from psscore.comparison.rows import CAUSES
from psscore.history import Entry
from psscore.model.text import Text

ROOT = Path(__file__).parents[2]
TERMS = tomllib.loads((ROOT / "docs/glossary.toml").read_text("utf-8"))["terms"]


def keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)


def test_every_key_has_a_term() -> None:
    one = made(PUBLIC, even(PUBLIC))
    told = [
        to_json(compare(one, made(PUBLIC + "&step=whole&rounding_stage=total", even(PUBLIC, 93) | {"1": (0, 0)}))),
        unpaired_json(Unpaired("base", replace(one, unit="乙"), Text("无", "none"))),
    ]
    assert told[0]["bridges"]
    assert told[0]["readings"]
    assert sorted({*keys(told), *Entry.__slots__} - set(TERMS)) == []


@pytest.mark.parametrize(("page", "command"), [("compare", "compare"), ("history", "history")])
def test_the_page_names_every_option(page: str, command: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text("utf-8")
    source = (ROOT / f"src/psscore/cli/{command}.py").read_text("utf-8")
    options = set(re.findall(r'"(--[a-z-]+)"', source)) - {"--lang"}
    assert sorted(option for option in options if option not in text) == []


def test_the_page_names_everything_that_can_change() -> None:
    text = (ROOT / "docs/compare.md").read_text("utf-8")
    for word in [*CAUSES.values(), *BRIDGES.values()]:
        assert word.zh in text
        assert word.en in text
