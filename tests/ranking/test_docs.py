"""Every key of the JSON has a Chinese and an English term, and the page names every option."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from psscore.ranking import Adjustment, NotRanked, Settings, rank
from psscore.ranking.receipt import refusal_json, to_json
from ranking.made import hotline, refused

ROOT = Path(__file__).parents[2]


def keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)


def test_every_key_has_a_term() -> None:
    last = (hotline("甲", 800, period="2025"), hotline("撤", 700, period="2025"))
    settings = Settings(adjustments=(Adjustment("甲", Fraction(-1), "迟报"),), last=last)
    units = [hotline("甲", 1741, 2000), hotline("乙", 1739, 2000), refused("坏.xlsx")]
    told = to_json(rank(units, settings), "zh")
    assert told["last_year"]["gone"]
    with pytest.raises(NotRanked) as refusal:
        rank([])
    found = {*keys(told), *keys(to_json(rank(units), "zh")), *keys(refusal_json(refusal.value.problems, "zh"))}
    terms = tomllib.loads((ROOT / "docs/glossary.toml").read_text("utf-8"))["terms"]
    assert sorted(found - set(terms)) == []


def test_the_page_names_every_option() -> None:
    page = (ROOT / "docs/ranking.md").read_text("utf-8")
    sources = [
        (ROOT / f"src/psscore/cli/{name}.py").read_text("utf-8") for name in ("rank", "ranking_options", "outputs")
    ]
    options = set(re.findall(r'typer\.Option\(\s*"(--[a-z-]+)"', "".join(sources)))
    options.discard("--output")  # the page writes -o
    assert len(options) > 12
    assert sorted(option for option in options if f"`{option}" not in page) == []
