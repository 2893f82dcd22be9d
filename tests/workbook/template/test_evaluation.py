"""The evaluation workbook of any standard: the shipped ones and one with every kind of rule."""

from __future__ import annotations

import functools
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from hosts.excel.package_check import check
from psscore.model.faults import ReferenceFault
from psscore.rulebook import load_standard, standard_ids
from psscore.workbook.inputs import write_inputs
from psscore.workbook.recalculate import Options, Recalculation, recalculate
from psscore.workbook.template.any_standard import NoWorkbook, draft_of, workbook_of
from psscore.workbook.template.evaluation.build import draft_evaluation
from psscore.workbook.template.evaluation.content import read_example
from workbook.template.opened import Opened

DATA = Path(__file__).parents[2] / "data"
KINDS = "kinds/2026?unit_group=street"
SHIPPED = [name for name in standard_ids() if load_standard(name).form is None and load_standard(name).register is None]
LANGS = ("zh", "en")


@pytest.fixture(scope="session")
def standards_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The standard with every kind of rule, as a user's own."""
    folder = tmp_path_factory.mktemp("standards")
    edition = folder / "kinds" / "2026"
    edition.mkdir(parents=True)
    shutil.copy(DATA / "kinds.toml", edition / "standard.toml")
    shutil.copy(DATA / "kinds_example.toml", edition / "example.toml")
    return folder


@pytest.fixture(autouse=True)
def own_standards(standards_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSSCORE_STANDARDS", str(standards_folder))


@functools.cache
def built(reference: str, lang: str, filled: bool = False) -> bytes:
    return workbook_of(reference, lang, example=filled)


def scored(data: bytes, lang: str = "zh") -> Recalculation:
    return recalculate(data, Options(lang=lang), name="workbook.xlsm")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [*SHIPPED, KINDS])
def test_it_is_sound_and_carries_the_values_of_its_formulas(name: str, lang: str) -> None:
    data = built(name, lang)
    assert check(data, "xlsm") == []
    outcome = scored(data, lang)
    assert outcome.status == "unchanged"
    formulas = [cell for cell in Opened(data).cells if cell.formula is not None]
    assert formulas
    assert [cell.place for cell in formulas if cell.value is None] == []


def test_two_builds_are_equal() -> None:
    assert workbook_of(KINDS, "en", example=True) == built(KINDS, "en", filled=True)


@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_one_is_scored_by_hand(lang: str) -> None:
    outcome = scored(draft_of(KINDS, lang), lang)
    receipt = outcome.receipt
    assert outcome.status == "written"
    assert receipt["progress"] == "13/13"
    # A: 100 × 0.98 × 0.97143 × 0.3; B: 8 + 1 + 4 + 8 + 7.5; C: (9 + 8.889 + 19.8 + 8.889) / 2; D: 10; E: 3.
    assert receipt["total"] == "93.349"
    # 93.349 would be the top grade; a veto occurred.
    assert receipt["grade"] == ("良" if lang == "zh" else "Good")
    scores = {row["indicator"]: row["score"] for row in receipt["indicators"]}
    assert scores["6"] == "8", "two late at 0.5 and one rework at 1"
    assert scores["2"] == "97.143"
    assert [finding["code"] for finding in receipt["findings"]] == ["not_checked"], "a draft has no values to check"


def test_without_a_veto_the_grade_is_the_band_of_the_total() -> None:
    standard = load_standard(KINDS)
    filled = read_example(standard)
    assert filled is not None
    receipt = scored(draft_evaluation(standard, "zh", replace(filled, vetoes=()))).receipt
    assert (receipt["total"], receipt["grade"]) == ("93.349", "优")


@pytest.mark.parametrize("name", [*SHIPPED, KINDS])
def test_an_empty_one_gives_no_total_and_no_zero(name: str) -> None:
    receipt = scored(built(name, "zh")).receipt
    assert receipt["total"] is None
    assert [row["indicator"] for row in receipt["indicators"] if row["score"] is not None] == []


def test_one_blank_withholds_the_total() -> None:
    standard = load_standard(KINDS)
    filled = read_example(standard)
    assert filled is not None
    values = {code: value for code, value in filled.values.items() if code != "7"}
    receipt = scored(draft_evaluation(standard, "zh", replace(filled, values=values))).receipt
    assert receipt["total"] is None
    assert any("7" in finding["message"] for finding in receipt["findings"])


def test_which_indicators_there_are_has_to_be_chosen() -> None:
    with pytest.raises(NoWorkbook) as refused:
        workbook_of("kinds/2026")
    assert "unit_group=street" in refused.value.message.zh
    bureau = Opened(workbook_of("kinds/2026?unit_group=bureau"))
    assert "12b" in bureau.column("ps_scores", "编号")
    assert "12s" not in bureau.column("ps_scores", "编号")


def test_an_unknown_standard_lists_the_known_ones() -> None:
    with pytest.raises(ReferenceFault) as fault:
        workbook_of("kinds/2025")
    assert "kinds/2026" in fault.value.message.zh


def test_the_score_shows_every_decimal_of_the_standard() -> None:
    data = built(KINDS, "zh", filled=True)
    assert b'formatCode="0.000"' in Opened(data).members["xl/styles.xml"]
    assert Decimal("93.349") == Decimal(scored(data).receipt["total"])


def test_units_are_ranked_and_the_first_and_last_listed() -> None:
    totals = [("甲", 91.5), ("乙", 88.25), ("丙", 91.5), ("丁", None), ("戊", 60), ("己", 75)]
    inputs = {("排名", f"{column}{row}"): value for row, (unit, total) in enumerate(totals, 6)
              for column, value in (("A", unit), ("B", total)) if value is not None}  # fmt: skip
    inputs["排名", "C6"], inputs["排名", "C7"] = 70, 80
    outcome = scored(write_inputs(built(KINDS, "zh"), inputs))
    assert outcome.data is not None
    found = Opened(outcome.data)
    assert [value or "" for value in found.column("ps_ranking", "名次")[:7]] == ["1", "3", "1", "", "5", "4", ""]
    assert [value or "" for value in found.column("ps_ranking", "升降")[:3]] == ["1", "-2", ""]
    cells = {cell.place: cell.value for cell in found.cells}
    listed = [(cells[f"排名!H{row}"], cells[f"排名!I{row}"]) for row in (6, 7, 8, 11, 12)]
    assert listed == [("1", "甲"), ("1", "丙"), ("3", "乙"), ("5", "戊"), ("4", "己")]


def test_a_form_has_a_workbook_of_its_own() -> None:
    data = workbook_of("project-self-evaluation/2020", example=True)
    assert check(data, "xlsm") == []
    assert Opened(data).sheets == ["封面", "自评表", "使用说明"]
    receipt = scored(data).receipt
    assert (receipt["total"], receipt["grade"], receipt["progress"]) == ("95.82", "优", "12/12")
    empty = scored(workbook_of("project-self-evaluation/2020", "en"), "en").receipt
    assert (empty["total"], empty["progress"]) == (None, "0/0")


@pytest.mark.parametrize(("choice", "codes"), [("", ["1", "2", "4", "5", "6"]), ("cases", ["3", "4", "5", "6"])])
def test_only_the_choice_the_rows_are_made_for_is_offered(choice: str, codes: list[str]) -> None:
    found = Opened(workbook_of("public-service-points/2023" + (f"?efficiency={choice}" if choice else "")))
    assert found.column("ps_scores", "编号") == codes
    offered = [row for row in found.column("ps_choices", "键") if row and "|efficiency|" in row]
    assert len(offered) == 1


def test_a_judgement_below_its_bound_asks_for_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DATA / "kinds.toml").read_text("utf-8")
    text = text.replace('kind = "checklist"\nmeasure = "count"\nbase = "optional"\nno_cases = "zero"\neach = "2.5"',
                        'kind = "judgement"\nmeasure = "amount"\nbase = "none"\nreason_below = "0.8"')  # fmt: skip
    folder = tmp_path / "kinds" / "2027"
    folder.mkdir(parents=True)
    (folder / "standard.toml").write_text(text.replace('edition = "2026"', 'edition = "2027"'), "utf-8")
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path))
    empty = workbook_of("kinds/2027?unit_group=street")
    row = 5 + Opened(empty).column("ps_scores", "编号").index("7")
    for given, remark, words in ((7.9, None, "低于 8 分"), (8, None, None), (7.9, "材料不全", None)):
        inputs = {("评分表", f"F{row}"): given} | ({("评分表", f"N{row}"): remark} if remark else {})
        receipt = scored(write_inputs(empty, inputs)).receipt
        messages = [found["message"] for found in receipt["findings"] if found["cell"] == f"K{row}"]
        assert (messages[0][:6] if messages else None) == words, (given, remark)


def test_codes_that_a_name_cannot_hold_have_tables_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DATA / "kinds.toml").read_text("utf-8").replace('rule = "days"', 'rule = "complaints"')
    text = text.replace('code = "3"', 'code = "6.1"').replace('code = "6"\n', 'code = "6-1"\n')
    folder = tmp_path / "kinds" / "2029"
    folder.mkdir(parents=True)
    (folder / "standard.toml").write_text(text.replace('edition = "2026"', 'edition = "2029"'), "utf-8")
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path))
    assert check(workbook_of("kinds/2029?unit_group=street"), "xlsm") == []
