"""The audit on a terminal, and its receipt, in both languages."""

from __future__ import annotations

import json

import pytest
from rich.console import Console

from audit.forms import DATA
from psscore.audit import audit_file


def shown(name: str, lang: str, width: int = 160) -> str:
    console = Console(width=width)
    with console.capture() as capture:
        for part in audit_file(DATA / name).tables(lang):
            console.print(part)
    return capture.get()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            ["印出 90.98 / 重算 90.98", "截尾", "低于规则", "[4.8, 6.4)", "第 13 行第 7 列 热线派遣人员数量", "有问题"],
        ),
        (
            "en",
            ["printed 90.98 / recomputed 90.98", "truncated", "below rule", "[4.8, 6.4)", "line 13, column 7", "Where"],
        ),
    ],
)
def test_a_complete_table(lang: str, words: list[str]) -> None:
    text = shown("shanghai_t1.csv", lang)
    assert [word for word in words if word not in text] == []


def test_a_damaged_table_and_a_narrow_terminal() -> None:
    assert "表已残缺" in shown("shanghai_t4.csv", "zh", width=60)
    assert "damaged" in shown("shanghai_t4.csv", "en", width=60)


def test_brackets_of_a_table_are_no_markup() -> None:
    assert "[12, 15]" in shown("shanghai_t3.csv", "zh")


@pytest.mark.parametrize(("lang", "words"), [("zh", "得分 5 低于"), ("en", "below the rule's")])
def test_the_receipt_speaks_one_language(lang: str, words: str) -> None:
    found = audit_file(DATA / "shanghai_t1.csv", lang=lang).to_json()
    assert json.loads(json.dumps(found)) == found
    assert words in found["findings"][0]["message"]
    assert set(found["findings"][0]) == {"code", "where", "message"}
