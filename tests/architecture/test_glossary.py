"""Every name users meet in data, calls and receipts has its Chinese and English term."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psscore.functions.registry import FUNCTIONS
from psscore.rulebook.catalogue import raw_standard, standard_ids
from psscore.workbook.recalculate import Options, recalculate

TERMS = tomllib.loads((Path(__file__).parents[2] / "docs/glossary.toml").read_text("utf-8"))["terms"]


def keys_of(data: Any, *, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in skip:
                yield key
            yield from keys_of(value, skip=skip)
    elif isinstance(data, list):
        for value in data:
            yield from keys_of(value, skip=skip)


def test_every_schema_key_rule_kind_and_reading_has_a_term() -> None:
    for name in standard_ids():
        raw = raw_standard(name)
        rules = raw.get("rules", {})
        wanted = set(keys_of(raw, skip=frozenset(rules)))
        wanted |= {rule["kind"] for rule in rules.values()} | {reading["name"] for reading in raw.get("reading", ())}
        wanted |= {item["collection"] for item in raw.get("indicator", ()) if "collection" in item}
        assert sorted(wanted - set(TERMS)) == []


def test_every_parameter_has_a_term() -> None:
    names = {parameter.name for function in FUNCTIONS.values() for parameter in function.parameters}
    assert sorted(names - set(TERMS)) == []


def test_every_receipt_key_has_a_term() -> None:
    receipt = recalculate(b"no workbook", Options()).receipt
    assert sorted(set(receipt) - set(TERMS)) == []


def test_no_two_identifiers_share_a_chinese_term() -> None:
    counted = Counter(term["zh"] for term in TERMS.values())
    assert [zh for zh, count in counted.items() if count > 1] == []
