"""A proposed mapping knows the columns of handling limits and ratings, and no format of a date that cannot be."""

from __future__ import annotations

from pathlib import Path

from psscore.tickets.mapping import FIELDS, load_mapping
from psscore.tickets.propose import propose

EXPORT = """工单编号,受理时间,处置期限,群众评价
A1,2025-01-01 08:00:00,9999-99-99,满意
A2,2025-01-01 08:00:00,9999/99/99 08:00,基本满意
A3,2025-01-01 08:00:00,2025-01-02,未评价
"""


def test_what_is_known_and_what_is_asked(tmp_path: Path) -> None:
    export, written = tmp_path / "a.csv", tmp_path / "map.toml"
    export.write_text(EXPORT, "utf-8")
    found = propose(export)
    written.write_text(found.toml, "utf-8")
    mapping = load_mapping(written)
    assert mapping.columns["due"] == ("处置期限",)
    assert mapping.values["satisfied"] == {"满意": 1, "未评价": ""}
    assert mapping.time_formats == ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
    assert any("基本满意" in question.zh for question in found.questions)
    assert all(f"{name} = [" in found.toml for name in FIELDS), "columns the export lacks stand as comments"
