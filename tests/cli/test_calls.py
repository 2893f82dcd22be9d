"""`psscore call`, `explain` and `standards`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import psscore as package
from psscore.functions.registry import FUNCTIONS


@pytest.mark.parametrize(
    ("words", "code", "out"),
    [
        (("call", "score", 1, 93, 100), 0, "0.6"),
        (("call", "PS_SCORE", 1, 93, 100), 0, "0.6"),
        (("call", "ps.score", "1", "97.35%"), 0, "1.47"),
        (("call", "score", 45, "-0.2"), 0, "2"),
        (("call", "score", 45, "-20%"), 0, "2"),
        (("call", "score", 1, "[93,100]", 100), 0, "0.6\n2"),
        (("call", "score", 1, 101, 100), 1, "#NUM!"),
        (("call", "score", 1, "", 100), 1, "#N/A"),
        (("call", "score", 1, "'93", 100), 1, "#VALUE!"),
        (("call", "score", 1, 0.95, "-", "public-service/2026?step=whole"), 0, "1"),
        (("call", "standard", "public-service", 2026, '[["no_cases","full"]]'), 0, "public-service/2026?no_cases=full"),
        (("call", "grade", 90, "project-self-evaluation/2020"), 0, "优"),
        (("call", "nope"), 64, ""),
    ],
)
def test_call(psscore: Any, words: tuple[object, ...], code: int, out: str) -> None:
    run = psscore(*words)
    assert (run.code, run.out.strip()) == (code, out)


def test_an_error_value_comes_with_its_sentence(psscore: Any) -> None:
    assert "数值 101 大于基数 100" in psscore("call", "score", 1, 101, 100).err
    assert "above the base" in psscore("call", "score", 1, 101, 100, "--lang", "en").err


def test_every_function_can_be_listed(psscore: Any) -> None:
    out = psscore("call", "list").out
    assert all(name in out for name in FUNCTIONS)


def test_explain(psscore: Any) -> None:
    run = psscore("explain", 1, 93, 100)
    assert run.code == 0
    assert run.out.startswith("1 停车秩序问题响应率 0.6 / 2：93 / 100 = 93 %")
    assert "0.6 / 2: 93 / 100" in psscore("explain", 1, 93, 100, "--lang", "en").out
    assert psscore("explain", 1, 101, 100).code == 1
    assert psscore("explain", 1, 93, 100, "-s", "x/1").code == 1


def test_version_and_help(psscore: Any) -> None:
    assert psscore("--version").out.strip() == f"psscore {package.__version__}"
    assert psscore("--help").code == 0
    for command in ("score", "demo", "audit", "explain", "call", "standard", "template"):
        run = psscore(command, "--help")
        assert run.code == 0, command
    assert psscore("bogus").code == 64
    assert psscore("score").code == 64
    assert psscore("score", "x.xlsx", "--lang", "fr").code == 64


def test_standards(psscore: Any, tmp_path: Path) -> None:
    assert "public-service/2026" in psscore("standard", "list").out
    shown = psscore("standard", "show", "public-service/2026").out
    assert "no_cases" in shown
    assert "每降低 1 个百分点扣 0.2 分" in shown
    assert psscore("standard", "show", "nope/1").code == 1
    bad = tmp_path / "mine.toml"
    bad.write_text('schema = "psscore.standard/1"\nid = "x"\n', encoding="utf-8")
    run = psscore("standard", "check", bad)
    assert run.code == 1
    assert "mine.toml: edition" in run.out
    bad.write_bytes(b"\xff\xfe")
    assert psscore("standard", "check", bad).code == 1
