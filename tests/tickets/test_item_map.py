"""The item map: what a file says, and which item every label gets."""

from __future__ import annotations

import pytest

from psscore.functions import PS_NAME
from psscore.rulebook import load_standard
from psscore.tickets.indicators import STANDARD, _measures
from psscore.tickets.item_map import ItemMapFaults, parse_item_map, starter
from psscore.tickets.items import Labels, assign
from psscore.tickets.periods import read_moment
from tickets.maps import HEADER

FAULTS = [
    ("item,value\nA,b\n", "1", "缺少列 match_type、field", "columns missing, all at once"),
    (HEADER.replace("valid_to", "until") + "A,1,exact,label,b,,,\n", "1", "不认识的列 until", "an unknown column"),
    (HEADER, "2", "没有一条规则", "a header alone"),
    (HEADER + ",1,exact,label,b,,,\n", "2 item", "没有名称|没有事项", "no item"),
    (HEADER + "A,1,exact,label,,,,\n", "2 value", "没有要匹配", "nothing to match"),
    (HEADER + "A,1,like,label,b,,,\n", "2 match_type", "like", "an unknown kind"),
    (HEADER + "A,1,code,label,b,,,\n", "2 field", "platform_code", "a code stands in the column of codes"),
    (HEADER + "A,1,exact,title,b,,,\n", "2 field", "title", "an unknown field"),
    (HEADER + "A,1,exact,label,b,1.5,,\n", "2 priority", "整数", "not a whole number"),
    (HEADER + "A,1,exact,label,b,,2025-02-30,\n", "2 valid_from", "日期", "no such day"),
    (HEADER + "A,1,exact,label,b,,2025-02-02,2025-02-01\n", "2 valid_to", "早于", "ends before it begins"),
    (HEADER + "A,1,exact,label,b,,,,x\n", "2", "单元格多于列", "a cell too many"),
]


@pytest.mark.parametrize(("text", "where", "words", "why"), FAULTS, ids=[why for *_, why in FAULTS])
def test_a_fault_names_its_row_and_column(text: str, where: str, words: str, why: str) -> None:
    with pytest.raises(ItemMapFaults) as refused:
        parse_item_map(text)
    fault = refused.value.faults[0]
    assert fault.where == where, why
    assert any(word in fault.message.zh for word in words.split("|")), fault.message.zh


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ItemMapFaults) as refused:
        parse_item_map(HEADER + ",1,like,label,b,x,,\nA,1,exact,label,,,,\n")
    assert [fault.where for fault in refused.value.faults] == ["2 item", "2 match_type", "2 priority", "3 value"]


MATCHES = [
    ("A,,code,platform_code,0101,,,\nB,,exact,label,停车,9,,", ("0101", "停车", ""), "A", "a code before any label"),
    ("A,,keyword,label,停,9,,\nB,,exact,label,停车,,,", ("", "停车", ""), "B", "an exact label before a keyword"),
    ("A,,exact,label,停车,1,,\nB,,exact,label,停车,2,,", ("", "停车", ""), "B", "the larger priority"),
    ("A,,exact,label,停车,2,,\nB,,exact,label,停车,2,,", ("", "停车", ""), "A", "the earlier row of equal ones"),
    ("A,,exact,label,停车(乱停),,,", ("", "　停车（乱停） ", ""), "A", "full-width marks and blanks do not matter"),
    ("A,,exact,label,P车,,,", ("", "Ｐ车", ""), "A", "nor full-width letters"),
    ("A,,exact,label,停车,,,", ("", "停车难", ""), None, "exact is not a part"),
    ("A,,keyword,label,停车,,,", ("", "停车难", ""), "A", "a keyword is"),
    ("A,,exact,sublabel,停车,,,", ("", "停车", ""), None, "another column"),
    ("A,,exact,sublabel,停车,,,", ("", "", "停车"), "A", "the column named"),
    ("A,,code,platform_code,101,,,", ("0101", "", ""), None, "a code is text: its zero counts"),
]


@pytest.mark.parametrize(("rules", "labels", "item", "why"), MATCHES, ids=[why for *_, why in MATCHES])
def test_labels_get_one_item(rules: str, labels: tuple[str, str, str], item: str | None, why: str) -> None:
    found = assign(parse_item_map(HEADER + rules), [Labels(*labels, 7)])
    assert [key.item for key in found.keys] == ([item] if item else []), why
    assert [one.versions for one in found.unmapped] == ([] if item else [7])


DAYS = [("2024-12-31", "A"), ("2025-01-01", "B"), ("2025-06-30", "B"), ("2025-07-01", "A")]


@pytest.mark.parametrize(("day", "item"), DAYS)
def test_a_rule_holds_from_its_first_day_to_its_last(day: str, item: str) -> None:
    rules = parse_item_map(HEADER + "A,,exact,label,停车,,,\nB,,exact,label,停车,1,2025-01-01,2025-06-30")
    keys = assign(rules, [Labels("", "停车", "", 1)]).keys
    for moment in (read_moment(f"{day} 00:00"), read_moment(day)):
        holding = [
            key.item
            for key in keys
            if (key.from_s is None or key.from_s <= moment) and (key.until_s is None or moment < key.until_s)
        ]
        assert holding == [item]


def test_labels_of_two_items_and_keywords_are_told_largest_first() -> None:
    rules = parse_item_map(
        HEADER + "A,,exact,label,停车,,,\nB,,exact,label,停车,,,\nC,,keyword,label,灯,,,\nD,,code,platform_code,9,,,"
    )
    found = assign(
        rules, [Labels("", "停车", "", 3), Labels("", "路灯", "", 1), Labels("", "红灯", "", 5), Labels("", "", "", 2)]
    )
    assert [(one.items, one.taken, one.rows, one.tied) for one in found.contested] == [(("A", "B"), "A", (2, 3), True)]
    assert [(one.labels.label, one.item, one.keyword) for one in found.review] == [
        ("红灯", "C", "灯"),
        ("路灯", "C", "灯"),
    ]
    assert [rule.item for rule in found.unused] == ["B", "D"]


def test_rules_that_never_hold_together_do_not_contest() -> None:
    rules = parse_item_map(HEADER + "A,,exact,label,停车,,,2024-12-31\nB,,exact,label,停车,,2025-01-01,")
    found = assign(rules, [Labels("", "停车", "", 3)])
    assert not found.contested
    assert [key.item for key in found.keys] == ["A", "B"]


CONTESTED = [
    (
        "A,,exact,label,停车,9,2024-01-01,2024-12-31\nB,,exact,label,停车,,2025-01-01,\nC,,exact,label,停车,,2025-01-01,",
        [(("B", "C"), "B", (3, 4), True)],
        "two rules of equal standing when the first holds no more",
    ),
    (
        "A,,exact,label,停车,9,2025-01-01,2025-12-31\nB,,keyword,label,停,,,\nC,,keyword,label,车,,,",
        [(("B", "C"), "B", (3, 4), True), (("A", "B", "C"), "A", (2, 3, 4), False)],
        "at another time each",
    ),
    (
        "A,,exact,label,停车,9,2024-01-01,2024-12-31\nB,,exact,label,停车,,2025-01-01,\nB,,keyword,label,停,,2025-01-01,",
        [],
        "one item by two rules",
    ),
    (
        "A,,exact,label,停车,,2024-01-01,2024-12-31\nB,,exact,label,停车,,2024-12-31,",
        [(("A", "B"), "A", (2, 3), True)],
        "one day in common",
    ),
]


@pytest.mark.parametrize(("rules", "contested", "why"), CONTESTED, ids=[why for *_, why in CONTESTED])
def test_whatever_two_items_claim_at_one_time_is_told(rules: str, contested: list[object], why: str) -> None:
    found = assign(parse_item_map(HEADER + rules), [Labels("", "停车", "", 3)])
    assert [(one.items, one.taken, one.rows, one.tied) for one in found.contested] == contested, why


def test_a_keyword_that_another_rule_interrupts_is_reviewed_once() -> None:
    rules = parse_item_map(HEADER + "A,,exact,label,停车,,2025-01-01,2025-01-31\nB,,keyword,label,停,,,")
    found = assign(rules, [Labels("", "停车", "", 3)])
    assert [key.item for key in found.keys] == ["B", "A", "B"]
    assert [one.item for one in found.review] == ["B"]


def test_the_starter_names_every_indicator_of_requests_once_per_item() -> None:
    rules = parse_item_map(starter())
    items = {rule.item: rule.indicators for rule in rules}
    assert len(items) == 16
    assert sorted(int(code) for codes in items.values() for code in codes) == list(range(1, 33))
    for item, (response, resolution) in items.items():
        for code, word in ((response, "响应率"), (resolution, "解决率")):
            name = PS_NAME(code)
            # Row 32 alone is printed with another wording of its topic.
            assert name in (item + word, "信息查询(咨询问题)解决率"), code


def test_every_indicator_of_requests_has_its_measure() -> None:
    measures = _measures(STANDARD)
    for indicator in load_standard(STANDARD).indicators:
        name = indicator.name("zh")
        want = "signed_in_time" if name.endswith("响应率") else "resolved" if name.endswith("解决率") else None
        assert measures.get(indicator.code) == ((want, "total") if want else None), name
