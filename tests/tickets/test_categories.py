"""What may be shown of a value in a column that says yes or no: words of such columns, and nothing of a person."""

from __future__ import annotations

import duckdb
import pytest

from psscore.tickets.categories import category_sql


@pytest.mark.parametrize(
    ("value", "shown", "why"),
    [
        ("未评价", "未评价", "a word to map"),
        ("非常满意", "非常满意", "two words"),
        ("-", "-", "a lone hyphen"),
        ("-满意", "?满意", "a spreadsheet would calculate"),
        ("5", "5", "a mark"),
        ("13", "13", "two digits"),
        ("138", "999", "three are a number"),
        ("1 3 8", "9 9 9", "however they are written"),
        ("13800138000", "99999999999", "a telephone"),
        ("王小明", "某某某", "a name"),
        ("未解决 王小明", "某某某 某某某", "a name after a word"),
        ("路灯坏了三天", "某某某某某某", "free text"),
        ("不满意" * 4, "不满意" * 4, "twelve characters"),
        ("不满意" * 4 + "了", "某" * 13, "thirteen"),
        ("N/A", "N/A", "in Latin letters"),
        ("Wang", "AAAA", "a name in them"),
    ],
)
def test_only_words_of_categories_are_shown(value: str, shown: str, why: str) -> None:
    found = duckdb.execute(f"SELECT {category_sql('v')} FROM (SELECT ? AS v)", [value]).fetchall()
    assert found == [(shown,)], why
