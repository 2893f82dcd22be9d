"""`psscore tickets map`, `ingest` and `anonymise` as typed in a shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exports_of_tickets import HEADER, row


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "导出.csv"
    path.write_text(HEADER + "".join(row(n) for n in range(200)) + row(7) + "合计,,,,201\n", "utf-8")
    return path


def test_map_then_ingest(psscore: Callable[..., Any], export: Path, tmp_path: Path) -> None:
    toml, out = tmp_path / "m.toml", tmp_path / "out"
    run = psscore("tickets", "map", export, "-o", toml)
    assert (run.code, "GD0" in run.out, "路灯" in run.out) == (0, False, False)
    assert psscore("tickets", "map", export, "-o", toml).code == 1
    run = psscore("tickets", "ingest", export, "--map", toml, "--into", out, "--json", "-")
    told = json.loads(run.out)
    assert (run.code, told["read"], told["accepted"], told["rejected"], told["duplicates"]) == (0, 202, 201, 1, 1)
    run = psscore("tickets", "ingest", export, "--into", out)
    assert (run.code, "--force" in run.err) == (2, True)
    run = psscore("tickets", "ingest", export, "--into", out, "--force", "--lang", "en")
    assert run.code == 0
    assert "read 202 = accepted 201 + rejected 1" in run.out
    assert "a row of totals" in run.out


@pytest.mark.parametrize(
    ("share", "code", "why"),
    [("1%", 2, "two of 200 lines more"), ("0.5", 0, "a share"), ("50%", 0, "a percentage"), ("5", 64, "of what?")],
)
def test_the_share_of_rejects(psscore: Callable[..., Any], tmp_path: Path, share: str, code: int, why: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + row(1) + row(2) + ",2025-01-01 00:00:00,,,\n", "utf-8")
    run = psscore("tickets", "ingest", path, "--into", tmp_path / "out", "--max-rejects", share)
    assert run.code == code, why
    assert (tmp_path / "out").exists() is (code == 0), why
    if code == 2:
        assert "没有工单编号" in run.err


def test_anonymise_tells_the_key(psscore: Callable[..., Any], export: Path, tmp_path: Path) -> None:
    run = psscore("tickets", "anonymise", export, "-o", tmp_path / "o.csv", "--lang", "en")
    assert run.code == 0
    assert "left out: 诉求内容" in run.out
    assert "key (keep it apart" in run.out
    assert psscore("tickets", "anonymise", tmp_path / "none.csv", "-o", tmp_path / "p.csv").code == 1
