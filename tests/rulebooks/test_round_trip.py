"""TOML to Excel and back: the same data, and the same bytes of TOML."""

from __future__ import annotations

import copy
import io
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.rulebook.build import digest
from psscore.rulebook.catalogue import raw_standard, standard_ids
from psscore.rulebooks.cells import CellFault, cell_of, code_cell, code_of, list_cell, list_of, value_of
from psscore.rulebooks.fold import fold
from psscore.rulebooks.library import open_source, workbook_of
from psscore.rulebooks.read import open_workbook, sheets_of
from psscore.rulebooks.sheets import Rulebook
from psscore.rulebooks.skeleton import skeleton, skeleton_raw
from psscore.rulebooks.toml_text import dumps
from psscore.rulebooks.unfold import Unfolded, unfold

Edited = dict[tuple[str, str], Any]


def back(data: bytes) -> Unfolded:
    return unfold(sheets_of(open_workbook(data)), "book.xlsx")


def edited(data: bytes, cells: Edited) -> Unfolded:
    """The workbook after somebody typed into cells."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return back(out.getvalue())


@pytest.mark.parametrize("name", standard_ids())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shipped_standard_comes_back_whole(name: str, lang: str) -> None:
    book = open_source(name).book
    found = back(workbook_of(book, lang))
    assert found.faults == []
    assert digest(found.raw) == digest(book.raw)
    assert dumps(found.raw) == dumps(book.raw)
    assert (found.cases, found.notes) == (book.cases, book.notes)


@pytest.mark.parametrize("name", standard_ids())
def test_the_text_is_canonical(name: str) -> None:
    raw = raw_standard(name)
    text = dumps(raw)
    assert tomllib.loads(text) == raw
    assert dumps(tomllib.loads(text)) == text


def test_the_same_standard_gives_the_same_workbook() -> None:
    book = open_source("public-service/2026").book
    assert workbook_of(book) == workbook_of(book)


def test_it_survives_libreoffice(soffice: str, tmp_path: Path) -> None:
    """Another program that opens and saves the workbook changes no value."""
    book = open_source("public-service/2026").book
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_of(book))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = back((tmp_path / "out/book.xlsx").read_bytes())
    assert found.faults == []
    assert dumps(found.raw) == dumps(book.raw)
    assert (found.cases, found.notes) == (book.cases, book.notes)


# fmt: off
CELLS = [
    (0.1 + 0.2, "0.3", "what Excel shows of binary arithmetic"),
    (0.2, "0.2", "a decimal"),
    (0.7 * 100, 70, "a whole number that binary arithmetic missed"),
    (2.0, 2, "a whole number"),
    ("0.20", "0.20", "a text stays a text"),
    ("1", "1", "a code stays a code"),
    (1e-7, "0.0000001", "no exponent"),
    (123456789012345, 123456789012345, "15 digits"),
    (True, True, "a truth value"),
    ("读法：step", {"reading": "step"}, "a full-width colon"),
    ("reading: step", {"reading": "step"}, "in English"),
    ("文本:读法:x", "读法:x", "a text that looks like a reading"),
    ("JSON:[1, \"a\"]", [1, "a"], "anything else"),
]
# fmt: on


@pytest.mark.parametrize(("cell", "value", "why"), CELLS)
def test_what_a_cell_means(cell: Any, value: Any, why: str) -> None:
    assert value_of(cell) == value, why
    assert type(value_of(cell)) is type(value), why


@pytest.mark.parametrize(
    ("cell", "code", "why"),
    [("1.10", "1.10", "text"), (1, "1", "a whole number"), (2.0, "2", "the same"), (" A1 ", "A1", "blanks around it")],
)
def test_codes_are_texts(cell: Any, code: str, why: str) -> None:
    assert code_of(cell) == code, why
    assert code_of(code_cell(code)) == code, why


@pytest.mark.parametrize("cell", [1.1, True, float("nan")])
def test_a_number_is_no_code(cell: Any) -> None:
    with pytest.raises(CellFault):
        code_of(cell)


VALUES = st.recursive(
    st.one_of(
        st.integers(-(10**20), 10**20),
        st.booleans(),
        st.text(max_size=12),
        st.from_regex(r"-?\d{1,18}(\.\d{1,18})?", fullmatch=True),
        st.sampled_from(["读法:x", "文本:", "", " ", "JSON:1", "_x0041_", "a\nb", "=1+1", "0.50", "1e5"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@given(VALUES)
def test_any_value_comes_back_from_its_cell(value: Any) -> None:
    assert value_of(cell_of(value)) == value
    if isinstance(value, list):
        assert list_of(list_cell(value)) == value


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@settings(max_examples=40)
@given(st.data())
def test_any_texts_and_numbers_come_back_from_the_workbook(data: st.DataObject) -> None:
    raw = skeleton_raw("a/1")
    for item in [*raw["indicator"], *raw["reading"], raw["rules"]["response_rate"]]:
        for key in data.draw(st.sets(st.sampled_from(sorted(item)), max_size=3)):
            if isinstance(item[key], dict) and set(item[key]) == {"zh", "en"}:
                item[key] = {"zh": data.draw(TEXTS), "en": data.draw(TEXTS)}
            elif key in ("default", "rule", "parent"):
                item[key] = data.draw(TEXTS)
            elif key not in ("code", "name", "values", "tiers"):
                item[key] = data.draw(st.one_of(TEXTS, st.integers(-999, 999), st.sampled_from(["0.5", "12.125"])))
    raw["indicator"][0][data.draw(st.sampled_from(["extra", "键", "a b", "x.y"]))] = data.draw(VALUES)
    found = unfold(fold(Rulebook(copy.deepcopy(raw))), "book.xlsx")
    assert found.faults == []
    assert found.raw == raw
    assert back(workbook_of(Rulebook(raw))).raw == raw


def test_what_an_expert_types_is_what_the_standard_says() -> None:
    data = workbook_of(Rulebook(skeleton_raw("a/1")))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["规则"]
    at = {sheet.cell(2, column).value: sheet.cell(3, column).coordinate for column in range(1, sheet.max_column + 1)}
    found = edited(
        data, {("规则", at["full_at"]): 0.97, ("规则", at["deduction"]): 0.1 + 0.2, ("规则", at["step_mode"]): "whole"}
    )
    rule = found.raw["rules"]["response_rate"]
    assert (rule["full_at"], rule["deduction"], rule["step_mode"]) == ("0.97", "0.3", "whole")
    assert found.faults == []


def test_a_name_without_english_is_shown_in_chinese() -> None:
    data = workbook_of(Rulebook(skeleton_raw("a/1")))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["指标"]
    at = {sheet.cell(2, column).value: sheet.cell(3, column).coordinate for column in range(1, sheet.max_column + 1)}
    found = edited(data, {("指标", at["name.en"]): None})
    assert found.raw["indicator"][0]["name"] == {"zh": "一级指标", "en": "一级指标"}


def test_a_column_of_ones_own_is_let_alone() -> None:
    data = workbook_of(Rulebook(skeleton_raw("a/1")))
    found = edited(data, {("指标", "AX1"): "我的备注", ("指标", "AX3"): "问过了"})
    assert found.faults == []
    assert found.raw == skeleton_raw("a/1")


def test_the_skeleton_is_sound() -> None:
    assert tomllib.loads(skeleton("a/1")) == skeleton_raw("a/1")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("_x0041_14", "looks like an escaped A"),
        ("A_x000D_", "looks like an escaped line end"),
        ("_x005F_x0041_", "looks like an escaped escape"),
        ("ax005F_b", "holds half an escape"),
        ("  ", "blanks only"),
        ("\n", "a line end only"),
        ("JSON:0", "looks like a mark"),
    ],
)
def test_a_text_that_looks_like_something_else_comes_back(text: str, why: str) -> None:
    raw: Any = skeleton_raw("a/1")
    raw["indicator"][1]["definition"] = text
    raw["indicator"][1]["extra"] = {text: [text]}
    raw["reading"][0]["values"][0]["aliases"] = [text, "b"]
    found = back(workbook_of(Rulebook(raw)))
    assert found.faults == [], why
    assert found.raw == raw, why


def test_notes_with_underscores_come_back() -> None:
    book = Rulebook(skeleton_raw("a/1"), None, "一\n_x0041_14\n")
    assert back(workbook_of(book)).notes == book.notes


@pytest.mark.parametrize("key", [None, "=1+1", "titel.zh"])
def test_a_key_that_was_changed_is_named(key: str | None) -> None:
    raw = skeleton_raw("a/1") | {
        "veto": [{"code": "V1", "title": {"zh": "事故", "en": "Accident"}, "grade": "不达标", "quote": "一票否决"}]
    }
    found = edited(workbook_of(Rulebook(raw)), {("一票否决", "B2"): key})
    assert [(fault.where, "title.zh" in fault.message.zh) for fault in found.faults] == [("一票否决!B2", True)]
