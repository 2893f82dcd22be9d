"""The pages about installing name what there is: files, versions, commands, options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from psscore import __version__
from psscore.cli.addin import register
from psscore.hosts.excel.install.python_lines import DLLS
from psscore.hosts.excel.native import XLWINGS

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("install.zh.md", "install.en.md", "security.md", "excel-check.md")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return DOCS.joinpath(request.param).read_text("utf-8")


def test_links_lead_somewhere(page: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", page) if "://" not in link]
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_versions_are_ours(page: str) -> None:
    assert set(re.findall(r"psscore-(\d+\.\d+\.\d+)-py3", page)) <= {__version__}
    assert set(re.findall(r"xlwings\d\d-[\d.]+\.dll", page)) <= set(DLLS.values())
    assert XLWINGS in DLLS[64]


def test_commands_exist(page: str) -> None:
    app = typer.Typer()
    register(app)
    group = typer.main.get_command(app).commands["addin"]  # type: ignore[attr-defined]
    used = re.findall(r"(?:psscore|psscore\.exe\"?) addin ([a-z]+)((?: \[?--?[a-z-]+)*)", page)
    assert used
    for name, options in used:
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"-[a-z-]+", options)) <= known, name


def test_both_languages_have_the_same_rows() -> None:
    first, second = DOCS.joinpath("excel-check.md").read_text("utf-8").split("# Check list in Excel\n")
    numbers = [re.findall(r"^\| (\d+) \|", part, re.M) for part in (first, second)]
    assert numbers[0] == numbers[1] == [str(number) for number in range(1, len(numbers[0]) + 1)]
