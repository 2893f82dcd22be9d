"""Evaluations go in once, stay, and come back exactly, from DuckDB and from PostgreSQL."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comparison.made import PUBLIC, even, made
from history.stores import anywhere, fresh
from psscore.comparison import compare
from psscore.history import Store, open_store
from psscore.history.database import DbApiDatabase
from psscore.history.receipt import receipt_of
from psscore.results import Evaluation, Finding, Item, open_results
from psscore.results.receipts import evaluation_of
from psscore.rulebook.catalogue import load_standard, raw_standard

__all__ = ["anywhere"]
ONE = made(PUBLIC, even(PUBLIC), input_digest="a" * 64)
_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
_said = _text.map(str.strip)
_numbers = st.fractions() | st.none()
_items = st.builds(Item, _said, _numbers, _numbers, _numbers, _numbers, st.sampled_from(["", "excluded"]), _text, _text)


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Any evaluation a receipt can tell of."""
    return Evaluation(
        file=draw(_text.filter(bool)),
        status=draw(st.sampled_from(["written", "unchanged", "partial", "stale"])),
        unit=draw(_said),
        period=draw(_said),
        evaluator=draw(_said),
        mode=draw(_said),
        reference=draw(_text.filter(bool)),
        standard_id=draw(_text),
        edition=draw(_text),
        digest=draw(_text),
        total=draw(_numbers),
        max_points=draw(_numbers),
        grade=draw(_text),
        progress=draw(_text),
        items=tuple(draw(st.lists(_items, max_size=3))),
        findings=tuple(draw(st.lists(st.builds(Finding, _text, _text, _text, _text), max_size=2))),
        clock=draw(_text),
        psscore=draw(_text),
        engine=draw(_text),
        input_digest=draw(_text),
        output_digest=draw(_text),
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(evaluations(), max_size=4))
def test_what_goes_in_comes_out(anywhere: str, given: list[Evaluation]) -> None:
    with open_store(anywhere, write=True) as store:
        added = store.add(given)
        found = store.evaluations(every=True)
        current = store.evaluations()
        again = store.add(given)
    for one in added.new:
        assert one in found
    assert set(map(id, added.new)) <= set(map(id, given))
    # A path is what commands get, and it has lost a slash.
    assert open_results([Path(anywhere)]).evaluations == current
    assert again.new == ()
    assert len(again.known) == len(added.new) + len(added.known)


@given(evaluations())
def test_receipts_tell_the_whole_evaluation(one: Evaluation) -> None:
    assert evaluation_of(receipt_of(one)) == one


SAME = [
    ("nothing", {}, True, "the very same"),
    ("file", {"file": "乙/甲.xlsm"}, True, "the same workbook under another name"),
    ("clock", {"clock": "2026-02-01T00:00:00"}, True, "scored again later"),
    ("status", {"status": "unchanged"}, True, "its result was there already"),
    ("engine", {"engine": "x 2"}, True, "another engine with the same results"),
    ("input", {"input_digest": "b" * 64}, False, "a corrected workbook"),
    ("reference", {"reference": PUBLIC + "&step=whole"}, False, "another reading"),
    ("digest", {"digest": "0" * 64}, False, "a changed standard"),
    ("version", {"psscore": "0.2.0"}, False, "another version"),
    ("total", {"total": Fraction(1, 3)}, False, "a day later, where days are counted"),
]


@pytest.mark.parametrize(("name", "change", "same", "why"), SAME)
def test_what_makes_an_evaluation_the_same(
    name: str, change: dict[str, str], same: bool, why: str, tmp_path: Path
) -> None:
    with open_store(fresh(tmp_path), write=True) as store:
        store.add([ONE])
        added = store.add([replace(ONE, **change)])
    assert len(added.known) == same, (name, why)
    assert len(added.new) == (not same), (name, why)


def test_twice_in_one_list_is_once(tmp_path: Path) -> None:
    with open_store(fresh(tmp_path), write=True) as store:
        assert store.add([ONE, replace(ONE, file="b.xlsm")]).new == (ONE,)


def test_a_corrected_workbook_is_current_and_the_older_one_stays(tmp_path: Path) -> None:
    better = replace(made(PUBLIC, even(PUBLIC, 97)), input_digest="b" * 64, unit="甲　区")
    third = replace(ONE, mode="第三方")
    with open_store(fresh(tmp_path), write=True) as store:
        for one in (ONE, better, third):
            store.add([one], datetime.datetime(2026, 1, 5))
        assert store.evaluations() == [better, third]
        assert store.evaluations(every=True) == [ONE, better, third]
        assert [entry.current for entry in store.entries(every=True)] == [False, True, True]
        assert [entry.total for entry in store.entries()] == [better.total, third.total]
        assert store.entries()[0].added == "2026-01-05T00:00:00"


@pytest.mark.parametrize(
    ("steps", "wanted", "why"),
    [
        (["a", "b"], "b", "a correction"),
        (["a", "b", "a"], "a", "the correction taken back"),
        (["a", "b", "a", "b"], "b", "and made again"),
        (["a", "b", "ab"], "b", "both at once: the last of the list"),
        (["a", "b", "ba"], "a", "the list the other way round"),
        (["b", "ab"], "b", "a new one before the current one"),
        (["a", "b", "b"], "b", "what is current already"),
    ],
)
def test_the_last_one_stored_is_current(anywhere: str, steps: list[str], wanted: str, why: str) -> None:
    one = replace(ONE, unit=f"{why} {len(anywhere)}")  # the store is shared
    known = {"a": one, "b": replace(one, input_digest="b" * 64), "o": replace(one, period="2020年度")}
    with open_store(anywhere, write=True) as store:
        for step in steps:
            store.add([known[name] for name in f"o{step}"])
        assert store.evaluations(unit=one.unit) == [known["o"], known[wanted]], why
        assert len(store.evaluations(unit=one.unit, every=True)) == len({*"".join(steps)}) + 1


def test_a_period_nobody_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    place = fresh(tmp_path)
    with open_store(place, write=True) as store:
        store.add([ONE, replace(ONE, period="2024年度", input_digest="c")])
        assert "有：2024年度、2025年度" in store.nothing("2025").zh
        assert "有：" not in store.nothing("2024 年度").zh, "the period is there, something else was asked for too"
    with open_store(f"{place}#2023") as store:
        assert 'no period "2023"; it has: 2024年度, 2025年度' in store.nothing().en
    told = open_results([Path(f"{place}#2023")]).troubles
    assert [trouble.why.zh for trouble in told] == ["结果库里没有评价期“2023”，有：2024年度、2025年度"]


def test_filters_meet_names_as_people_type_them(tmp_path: Path) -> None:
    last = replace(ONE, period="2024年度", input_digest="c")
    other = replace(ONE, unit="乙区", input_digest="d")
    place = fresh(tmp_path)
    with open_store(place, write=True) as store:
        store.add([ONE, last, other])
        assert store.evaluations(unit="甲 区") == [last, ONE]
        assert store.evaluations(period="２０２４年度") == [last]
        assert store.evaluations(standard="public-service") == store.evaluations(standard="public-service/2026")
        assert store.evaluations(standard="public-service/2025") == []
    with open_store(f"{place}#2024年度") as store:
        assert store.evaluations() == [last]
    opened = open_results([Path(f"{place}#2024 年度")])
    assert (opened.evaluations, opened.troubles) == ([last], [])
    assert len(open_results([Path(place)]).evaluations) == 3
    assert open_results([Path(f"{place}#2019")]).troubles


def test_refused_workbooks_are_not_kept(tmp_path: Path) -> None:
    bad = [replace(ONE, status="refused"), replace(ONE, status="error"), replace(ONE, reference="")]
    with open_store(fresh(tmp_path), write=True) as store:
        assert len(store.add(bad).left_out) == 3
        assert store.evaluations() == []


def test_numbers_for_queries_stand_beside_the_exact_ones(tmp_path: Path) -> None:
    import duckdb

    third = replace(ONE, total=Fraction(1, 3))
    with open_store(fresh(tmp_path), write=True) as store:
        store.add([third])
    with duckdb.connect(fresh(tmp_path), read_only=True) as raw:
        assert raw.execute("SELECT total, total_number FROM psscore_current").fetchall() == [("1/3", 1 / 3)]
        summed = raw.execute("SELECT SUM(score_number), COUNT(*) FROM psscore_current_items WHERE unit = '甲区'")
        assert summed.fetchall()[0] == (pytest.approx(float(ONE.total or 0)), 47)


def test_an_old_result_is_explained_by_the_standard_it_was_scored_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(fresh(tmp_path), write=True) as store:
        store.add([ONE])
    # The standard changes, as an update would change it.
    now = raw_standard("public-service/2026") | {"revision": 99}
    from psscore.rulebook import catalogue

    monkeypatch.setattr(catalogue, "_shipped_raw", lambda _: now)
    monkeypatch.setattr(catalogue, "_shipped", {})
    with open_store(fresh(tmp_path)) as store:
        old = store.evaluations()[0]
    assert load_standard(PUBLIC).digest != ONE.digest
    assert old.standard.digest == ONE.digest
    assert old.standard.revision != 99
    found = compare(old, made(PUBLIC, even(PUBLIC, 97)))
    assert [notice.code for notice in found.notices] == ["other_digest"]
    assert found.by_rules == 0, "both rules are known, and they give the same points"
    monkeypatch.undo()


def test_any_db_api_connection_will_do(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "x.db")
    store = Store(DbApiDatabase(connection, paramstyle="qmark"), write=True)
    assert store.add([ONE]).new == (ONE,)
    assert store.evaluations() == [ONE]
    assert store.add([ONE]).known == (ONE,)
