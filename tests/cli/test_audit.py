"""`psscore audit` as people use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.forms import filled, row, write_csv, write_xlsx

REVERSE = filled(row("≤10", "12", 10, 8, "因故"), total=98)


def test_exit_codes(psscore: Any, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", filled(total=100))
    bad = write_csv(tmp_path / "bad.csv", filled(total=99))
    assert psscore("audit", good).code == 0
    assert psscore("audit", good, bad).code == 1
    run = psscore("audit", good, tmp_path / "none.csv")
    assert run.code == 2
    assert "文件不存在" in run.err


def test_every_form_of_a_file_is_a_line(psscore: Any, tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "book.xlsx", filled(total=100), filled(total=99))
    run = psscore("audit", book, "--json", "-")
    assert run.code == 1
    found = [json.loads(line) for line in run.out.splitlines()]
    assert [(one["sheet"], one["status"]) for one in found] == [("表1", "clean"), ("表2", "findings")]
    target = tmp_path / "found.jsonl"
    assert "score_total_mismatch" in psscore("audit", book, "--json", target).out
    assert target.read_text("utf-8") == run.out


def test_the_standard_is_chosen(psscore: Any, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", REVERSE)
    for reading, code in (("", 0), ("?reverse=linear", 0), ("?reverse=ratio", 1)):
        run = psscore("audit", path, "--standard", f"project-self-evaluation/2020{reading}", "--json", "-")
        assert run.code == code, reading
        assert json.loads(run.out)["standard"] == f"project-self-evaluation/2020{reading}"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("x", "不是标准引用"),
        ("", "不是标准引用"),
        ("project-self-evaluation/1999", "project-self-evaluation/1999"),
        ("project-self-evaluation/2020?reverse=no", "ratio"),
        ("project-self-evaluation/2020?nope=1", "tier_bands"),
        ("public-service/2026", "不是自评表标准"),
    ],
)
def test_a_bad_reference_is_a_usage_error(psscore: Any, tmp_path: Path, reference: str, said: str) -> None:
    run = psscore("audit", write_csv(tmp_path / "form.csv", REVERSE), "--standard", reference)
    assert run.code == 64
    assert said in run.err
    assert "project-self-evaluation/2020" in run.err
    assert run.out == ""
