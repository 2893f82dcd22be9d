"""The page on reports names what there is."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from psscore.cli.main import app
from psscore.reports.layout import FIELDS, SECTIONS

PAGE = (Path(__file__).parents[2] / "docs/reports.md").read_text("utf-8")


def test_every_placeholder_of_the_page_is_known_and_those_of_a_unit_are_all_told() -> None:
    told = set(re.findall(r"\{\{(\w+)\}\}", PAGE))
    known = {name for names in (*FIELDS.values(), *SECTIONS.values()) for name in names}
    assert told <= known
    assert {*FIELDS["self"], *SECTIONS["self"]} - told == {"lead"}


def test_every_option_of_the_page_exists() -> None:
    group = get_command(app).commands["report"]  # type: ignore[attr-defined]
    options = {name for command in group.commands.values() for one in command.params for name in one.opts}
    assert set(re.findall(r"(?<!-)--[a-z][a-z-]+", PAGE)) <= options
