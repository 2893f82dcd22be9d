"""No output over what was handed in, nor over the files of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def folders(tmp_path: Path, filled_bytes: bytes, psscore: Any, monkeypatch: pytest.MonkeyPatch) -> dict[Path, bytes]:
    (tmp_path / "in").mkdir()
    for name in ("甲.xlsm", "乙.xlsm"):
        (tmp_path / "in" / name).write_bytes(filled_bytes)
    monkeypatch.chdir(tmp_path)
    assert psscore("batch", "in", "--out", "res", "-j", 1).code == 0
    return {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}


@pytest.mark.parametrize(
    "words",
    [
        ("rank", "in", "-o", "in/甲.xlsx"),
        ("rank", "in", "-o", "in/排名.xlsx"),
        ("rank", "res", "--json", "res/receipts.jsonl"),
        ("rank", "res", "--json", "res/甲.xlsm"),
        ("rank", "res", "--json", "res/manifest.json"),
        ("compare", "in/甲.xlsm", "in", "-o", "in/差异.xlsx"),
        ("compare", "res", "res", "--json", "res/receipts.jsonl"),
        ("report", "in", "-o", "in"),
        ("report", "in", "-o", "in/报告"),
        ("report", "res", "-o", "r", "--json", "res/receipts.jsonl"),
        ("batch", "in", "--out", "res", "--rank", "in/排名.xlsx"),
        ("batch", "in", "--out", "res", "--reports", "in/报告"),
        ("batch", "in", "--out", "res", "--bulletin", "in/通报.docx"),
    ],
)
def test_refused_before_any_work(psscore: Any, folders: dict[Path, bytes], words: tuple[str, ...]) -> None:
    run = psscore(*words)
    assert run.code == 64, run
    assert {path: path.read_bytes() for path in folders} == folders
    assert not Path("in/排名.xlsx").exists()


def test_beside_results_a_ranking_may_lie(psscore: Any, folders: dict[Path, bytes]) -> None:
    assert folders
    for _ in range(2):
        run = psscore("rank", "res", "--same-name", "-o", "res/排名.xlsx", "--by", "folder")
        # Two workbooks of one unit: refused for that, not for the place.
        assert run.code == 2
