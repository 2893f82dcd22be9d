"""The same evaluations from workbooks, from a folder of results and from receipts."""

import json
from pathlib import Path

import pytest

from batch.inboxes import fill, workbook
from psscore.batch.batch import score_folder
from psscore.results import open_results
from psscore.results.receipts import NotAReceipt, evaluation_of, read_receipts
from psscore.scoring.aggregate import Total, total
from psscore.workbook.template.any_standard import draft_of
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "in" / "甲组").mkdir(parents=True)
    (tmp_path / "in" / "甲组" / "南城.xlsm").write_bytes(draft("zh", EXAMPLE))
    (tmp_path / "in" / "bad.xlsx").write_bytes(b"no workbook")
    return tmp_path / "in"


def test_every_source_tells_the_same(inbox: Path, tmp_path: Path) -> None:
    score_folder(inbox, tmp_path / "out")
    from_batch = open_results([tmp_path / "out"]).evaluations
    from_folder = open_results([inbox]).evaluations
    from_receipts = open_results([tmp_path / "out" / "receipts.jsonl"]).evaluations
    from_workbook = open_results([inbox / "甲组" / "南城.xlsm"]).evaluations[0]
    assert [item.file for item in from_batch] == ["bad.xlsx", "甲组/南城.xlsm"]
    assert from_batch == from_receipts
    assert [item.items for item in from_batch] == [item.items for item in from_folder]
    assert from_workbook.items == from_batch[1].items
    assert from_batch[0].status == "refused"
    assert from_batch[0].findings[0].code == "package_refused"
    assert from_batch[1].folder == "甲组"


def test_an_evaluation_adds_up_to_its_total(inbox: Path) -> None:
    evaluation = open_results([inbox / "甲组" / "南城.xlsm"]).evaluations[0]
    assert len(evaluation.items) == 47
    assert (evaluation.standard_id, evaluation.edition) == ("public-service", "2026")
    assert evaluation.digest == evaluation.standard.digest
    assert evaluation.unit
    assert evaluation.evaluator
    assert evaluation.mode
    summed = total(evaluation.standard, evaluation.scores)
    assert isinstance(summed, Total)
    assert summed.score == evaluation.total


def test_what_cannot_be_read_is_said_of_each(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.json").write_text('{"schema": "other/1"}')
    (tmp_path / "picture.jsonl").write_bytes(b"\x89PNG")
    sources = [tmp_path / name for name in ("empty", "other.json", "picture.jsonl", "none")]
    opened = open_results(sources)
    assert opened.evaluations == []
    assert [trouble.source for trouble in opened.troubles] == [str(source) for source in sources]


def test_the_last_line_of_a_workbook_counts_and_a_torn_one_does_not(tmp_path: Path) -> None:
    fill(tmp_path / "in", 2)
    score_folder(tmp_path / "in", tmp_path / "out")
    journal = tmp_path / "out" / "receipts.jsonl"
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    again = json.loads(lines[0]) | {"evaluated_unit": "改"}
    journal.write_text("".join([*lines, json.dumps(again) + "\n", lines[1][:40]]), "utf-8")
    assert [item.unit for item in read_receipts(journal)] == ["改", json.loads(lines[1])["evaluated_unit"]]
    journal.write_text("".join([lines[0][:40] + "\n", lines[1]]), "utf-8")
    with pytest.raises(NotAReceipt, match=r"receipts\.jsonl:1"):
        list(read_receipts(journal))


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    fill(tmp_path / "in", 1)
    score_folder(tmp_path / "in", tmp_path / "out")
    journal = tmp_path / "out" / "receipts.jsonl"
    changed = json.loads(journal.read_text("utf-8")) | {"evaluated_unit": "甲\ud800区", "period": "\udc00"}
    journal.write_text(json.dumps(changed), "utf-8")
    (one,) = read_receipts(journal)
    assert (one.unit, one.period) == ("甲?区", "?"), "no file could hold it"


def test_a_receipt_with_another_shape_is_none() -> None:
    with pytest.raises(NotAReceipt):
        evaluation_of({"schema": "psscore.recalc/1"})


def test_a_workbook_that_is_no_evaluation_has_no_items(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(unit="甲"))
    evaluation = open_results([tmp_path / "a.xlsx"]).evaluations[0]
    assert (evaluation.unit, evaluation.items, evaluation.total) == ("甲", (), None)


def test_a_standard_without_points_has_no_total(tmp_path: Path) -> None:
    (tmp_path / "a.xlsm").write_bytes(draft_of("digital-urban-management/undated", "zh"))
    evaluation = open_results([tmp_path / "a.xlsm"]).evaluations[0]
    assert (evaluation.standard_id, evaluation.total, evaluation.max_points) == ("digital-urban-management", None, None)


def test_what_was_handed_in_another_form_is_not_left_out_in_silence(inbox: Path, tmp_path: Path) -> None:
    for name in ("丙.xls", "丁.xlsb", "都在这里.zip", "说明.docx", "名单.csv", "~$甲.xlsx"):
        (inbox / name).write_bytes(b"x")
    score_folder(inbox, tmp_path / "out")
    for source in (inbox, tmp_path / "out"):
        refused = {one.file for one in open_results([source]).evaluations if one.status == "refused"}
        assert refused == {"bad.xlsx", "丙.xls", "丁.xlsb", "都在这里.zip"}
