"""Evaluations to report on, scored once for all tests."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from psscore.results import Evaluation, open_results
from psscore.workbook.template.any_standard import draft_of
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE

CLOCK = datetime.datetime(2026, 1, 5, 9, 30)


def _opened(folder: Path, data: bytes, lang: str = "zh") -> Evaluation:
    path = folder / "城东区.xlsm"
    path.write_bytes(data)
    return open_results([path], lang=lang, now=CLOCK).evaluations[0]


@pytest.fixture(scope="session")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """The example: 83.69 points, third party."""
    return _opened(tmp_path_factory.mktemp("zh"), draft("zh", EXAMPLE))


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """The example in English."""
    return _opened(tmp_path_factory.mktemp("en"), draft("en", EXAMPLE), "en")


@pytest.fixture(scope="session")
def unscored(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """A standard whose source has no points."""
    return _opened(tmp_path_factory.mktemp("unscored"), draft_of("digital-urban-management/undated", "zh"))


@pytest.fixture(scope="session")
def weighted(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """A standard of weighted sub-tables and a product."""
    return _opened(tmp_path_factory.mktemp("weighted"), draft_of("public-service-points/2023", "zh"))


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """A form whose rows are the unit's own."""
    return _opened(tmp_path_factory.mktemp("form"), draft_of("project-self-evaluation/2020", "zh"))
