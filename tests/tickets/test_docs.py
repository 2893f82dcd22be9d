"""What a report of counts can say is documented in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from psscore.tickets.case_rates import case_rates
from psscore.tickets.counting import Settings, count
from psscore.tickets.exclusions import exclusions
from psscore.tickets.item_map import COLUMNS
from psscore.tickets.mapping import FIELDS
from psscore.tickets.measures import MEASURES
from psscore.tickets.report import SCHEMA, to_json
from psscore.tickets.sql import DIMENSIONS
from tickets.engines import in_sqlite
from tickets.truth import tickets

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_name_of_a_report_is_documented(lang: str) -> None:
    text = (DOCS / f"tickets.{lang}.md").read_text("utf-8")
    report = to_json(count(in_sqlite(tickets(3)), Settings()), records={})
    names = {SCHEMA, *report, *report["versions"], *COLUMNS, *DIMENSIONS, *(measure.name for measure in MEASURES)}
    names |= {one.name for one in exclusions()} | {rate.name for rate in case_rates()}
    assert sorted(name for name in names - {"schema", "psscore", "rates"} if name not in text) == []


def test_measures_rates_and_exclusions_are_in_the_glossary() -> None:
    terms = tomllib.loads((DOCS / "glossary.toml").read_text("utf-8"))["terms"]
    names = [one.name for one in (*MEASURES, *case_rates(), *exclusions())]
    assert sorted(set(names) - set(terms)) == []


def test_each_exclusion_and_rate_has_a_clause_in_both_languages() -> None:
    for one in (*exclusions(), *case_rates()):
        assert one.clause.zh
        assert one.clause.en


def test_the_readings_of_rates_are_those_of_the_standard() -> None:
    from psscore.rulebook import load_standard
    from psscore.tickets.case_rates import STANDARD

    standard = load_standard(STANDARD)
    choices = {reading.name: {value.name for value in reading.values} for reading in standard.readings}
    codes = {indicator.code for indicator in standard.indicators}
    for rate in case_rates():
        if rate.reading is not None:
            assert rate.choice in choices[rate.reading], rate.name
        assert rate.indicator is None or rate.indicator in codes


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_a_mapping_is_in_the_table(lang: str) -> None:
    text = (DOCS / f"tickets.{lang}.md").read_text("utf-8")
    assert [name for name, column in FIELDS.items() if f"| `{name}` | {column.title(lang)} |" not in text] == []
