"""`psscore report` as the shell sees it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from psscore.reports.docx.template import template
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE


def named(data: bytes, **cells: str | None) -> bytes:
    """The workbook with other words on its cover."""
    tables = InputTables(data)
    return write_inputs(data, {tables.named(name): value for name, value in cells.items()})  # type: ignore[misc]


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units, one of them without a total, and a file that was refused."""
    from psscore.batch.batch import score_folder

    folder = tmp_path_factory.mktemp("inbox")
    blank = draft("zh", EXAMPLE)
    for number, unit in enumerate(("甲区", "乙区")):
        (folder / f"{number}.xlsm").write_bytes(named(blank, ps_unit=unit))
    without = InputTables(blank).table("ps_requests").cell("编号", "T02", "已解决数")
    data = write_inputs(blank, {without: None})
    (folder / "2.xlsm").write_bytes(named(data, ps_unit="丙区", ps_mode="自评"))
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    results = tmp_path_factory.mktemp("results")
    score_folder(folder, results)
    return results


@pytest.fixture
def one(psscore: Callable[..., Any], filled: Path, tmp_path: Path) -> Path:
    """A receipt of the example."""
    path = tmp_path / "receipt.json"
    assert psscore("score", filled, "-o", tmp_path / "scored.xlsm", "--json", path).code == 0
    return path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_report_for_each_unit_and_why_not(psscore: Callable[..., Any], receipts: Path, tmp_path: Path) -> None:
    done = psscore("report", receipts, "-o", tmp_path / "out", "--format", "docx,html")
    assert done.code == 2
    assert files(tmp_path / "out") == [
        "丙区_2025年度_自评价报告.docx",
        "丙区_2025年度_自评价报告.html",
        "乙区_2025年度_第三方评价报告.docx",
        "乙区_2025年度_第三方评价报告.html",
        "甲区_2025年度_第三方评价报告.docx",
        "甲区_2025年度_第三方评价报告.html",
    ]
    assert "bad.xlsx: 工作簿没有计分" in done.err
    assert "等共 6 个文件" in done.out


def test_one_file_says_its_format_by_its_name(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    done = psscore("report", one, "-o", tmp_path / "card.html", "--kind", "card", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert "Evaluation card" in (tmp_path / "card.html").read_text("utf-8")
    before = (tmp_path / "card.html").read_bytes()
    assert psscore("report", one, "-o", tmp_path / "card.html", "--kind", "card", "--lang", "en").code == 0
    assert (tmp_path / "card.html").read_bytes() == before


def test_many_units_do_not_go_into_one_file(psscore: Callable[..., Any], receipts: Path, tmp_path: Path) -> None:
    done = psscore("report", receipts, "-o", tmp_path / "all.docx")
    assert done.code == 1
    assert "共 4 个单位，-o 须是文件夹" in done.err
    assert files(tmp_path) == []


def test_receipts_of_what_was_written(psscore: Callable[..., Any], receipts: Path, tmp_path: Path) -> None:
    done = psscore("report", receipts, "-o", tmp_path, "--kind", "card", "--json", "-")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [one["status"] for one in told] == ["written", "written", "written", "refused"]
    assert {one["schema"] for one in told} == {"psscore.report/1"}
    assert told[0]["files"] == [str(tmp_path / "甲区_2025年度_评价结果卡.docx")]
    assert told[3]["messages"]


def test_reports_of_earlier_runs_are_listed(psscore: Callable[..., Any], receipts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    psscore("report", receipts, "-o", out, "--format", "docx,html")
    psscore("report", receipts, "-o", out, "--kind", "card")
    (out / "说明.docx").write_bytes(b"notes")
    lines = (receipts / "receipts.jsonl").read_text("utf-8").splitlines()
    fewer = tmp_path / "fewer.jsonl"
    fewer.write_text("\n".join(line for line in lines if "甲区" not in line), "utf-8")
    done = psscore("report", fewer, "-o", out, "--json", "-")
    assert "里还有 4 份报告不是这次写的" in done.err, "of 甲区 both, and the pages of the other two"
    told = [json.loads(line) for line in done.out.splitlines()]
    old = [Path(one["files"][0]).name for one in told if one["status"] == "left_over"]
    assert old == [
        "丙区_2025年度_自评价报告.html",
        "乙区_2025年度_第三方评价报告.html",
        "甲区_2025年度_第三方评价报告.docx",
        "甲区_2025年度_第三方评价报告.html",
    ]
    assert all((out / name).is_file() for name in old), "nothing is deleted"
    done = psscore("report", receipts, "-o", out, "--format", "docx,html")
    assert "不是这次写的" not in done.err
    assert "甲区" not in psscore("report", receipts, "-o", out, "--kind", "card").err, "reports are no cards"


def test_a_bulletin(psscore: Callable[..., Any], receipts: Path, tmp_path: Path) -> None:
    words = ("report", receipts, "-o", tmp_path / "b.docx", "--kind", "bulletin", "--red", "1", "--black", "1")
    done = psscore(*words)
    assert (done.code, done.err) == (0, "")
    told = [paragraph.text for paragraph in docx.Document(str(tmp_path / "b.docx")).paragraphs]
    assert told[0] == "关于2025年度评价情况的通报"
    assert {"红榜", "黑榜", "未列入排名的单位"} <= set(told)


def test_a_bulletin_of_what_cannot_be_ranked_is_refused(
    psscore: Callable[..., Any], receipts: Path, tmp_path: Path
) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text("单位,分组\n甲区\n", "utf-8")
    done = psscore("report", receipts, "-o", tmp_path / "b.docx", "--kind", "bulletin", "--groups", groups)
    assert done.code == 2
    assert "groups.csv" in done.err
    assert not (tmp_path / "b.docx").exists()
    assert psscore("report", receipts, "-o", tmp_path / "old.docx", "--kind", "bulletin").code == 0
    done = psscore("report", receipts, "-o", tmp_path / "old.docx", "--kind", "bulletin", "--groups", groups)
    assert "不作通报，共" in done.err
    assert "old.docx 是以前写的，这次没有更新" in done.err
    done = psscore("report", receipts, tmp_path / "none", "-o", tmp_path / "b.docx", "--kind", "bulletin")
    assert (done.code, (tmp_path / "b.docx").exists()) == (1, False), (
        "a source that is missing is not left out silently"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "doc"), "没有格式 doc"),
        (("--format", ","), "没有格式 —"),
        (("--red", "3"), "只用于 --kind bulletin"),
        (("--kind", "bulletin", "--groups", "g.csv", "--by", "folder"), "只能用一个"),
        (("--kind", "league"), "league"),
    ],
)
def test_wrong_words_are_told(
    psscore: Callable[..., Any], one: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = psscore("report", one, "-o", tmp_path / "out", *words)
    assert done.code == 64
    assert told in done.err
    assert not (tmp_path / "out").exists()


def test_nothing_to_report_on(psscore: Callable[..., Any], tmp_path: Path) -> None:
    done = psscore("report", tmp_path / "none", "-o", tmp_path / "out")
    assert done.code == 1
    assert "没有这个文件或文件夹" in done.err


def test_a_template_of_ones_own(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    own = tmp_path / "my.docx"
    assert psscore("report", "template", "-o", own).code == 0
    assert own.read_bytes() == template("third_party", "zh")
    assert psscore("report", "template", "-o", own).code == 1, "a template somebody has worked on is not lost"
    assert psscore("report", "template", "-o", own, "--kind", "card", "--force").code == 0
    word = docx.Document()
    for text in ("自己的报告 {{unit}}", "{{overview}}"):
        word.add_paragraph(text)
    word.save(str(own))
    done = psscore("report", one, "-o", tmp_path / "r.docx", "--template", own)
    assert (done.code, done.err) == (0, "")
    assert docx.Document(str(tmp_path / "r.docx")).paragraphs[0].text == "自己的报告 示例市城东区"
    assert psscore("report", "template", "-o", tmp_path / "my.doc").code == 64


def test_a_template_with_faults_is_refused_once(psscore: Callable[..., Any], receipts: Path, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("{{unit}} {{nothing}}")
    stream = BytesIO()
    word.save(stream)
    (tmp_path / "my.docx").write_bytes(stream.getvalue())
    done = psscore("report", receipts, "-o", tmp_path / "out", "--kind", "card", "--template", tmp_path / "my.docx")
    assert done.code == 2
    assert done.err.count("没有占位符 {{nothing}}") == 1
    assert not (tmp_path / "out").exists()


def test_inputs_are_not_written_to(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    own = tmp_path / "my.docx"
    own.write_bytes(template("third_party", "zh"))
    done = psscore("report", one, "-o", own, "--template", own)
    assert done.code == 64
    assert "不能写到" in done.err
    assert "--force" not in done.err, "it would not help"
    assert own.read_bytes() == template("third_party", "zh")
    assert psscore("report", one, "-o", tmp_path / "out", "--json", one).code == 64


def test_a_pdf_nobody_can_make_leaves_the_others(
    psscore: Callable[..., Any], receipts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psscore.reports.files.find_printers", lambda: ())
    done = psscore("report", receipts, "-o", tmp_path / "out", "--kind", "card", "--format", "pdf,html")
    assert done.code == 1
    assert done.err.count("生成 PDF 需要 Edge") == 1
    assert [name.rpartition(".")[2] for name in files(tmp_path / "out")] == ["html"] * 3


def test_a_folder_that_cannot_be_written(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = psscore("report", one, "-o", tmp_path / "out" / "x")
    assert done.code == 1
    assert "无法写入" in done.err


def test_names_of_strangers_stay_in_the_folder(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    receipt = json.loads(one.read_text("utf-8")) | {"evaluated_unit": "../../区" + os.sep, "period": "=1+1"}
    one.write_text(json.dumps(receipt), "utf-8")
    assert psscore("report", one, "-o", tmp_path / "out" / "in", "--kind", "card").code == 0
    assert files(tmp_path / "out") == ["in"]
    assert files(tmp_path / "out" / "in") == ["_.._区__=1+1_评价结果卡.docx"]


def test_what_people_have_filled_in_is_not_lost(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    assert psscore("report", one, "-o", path).code == 0
    assert psscore("report", one, "-o", path, "--kind", "self").code == 0, "nobody has touched it"
    word = docx.Document(str(path))
    next(table for table in word.tables if len(table.columns) == 6).cell(1, 4).text = "市政科"
    word.save(str(path))
    filled = path.read_bytes()
    done = psscore("report", one, "-o", path)
    assert done.code == 1
    assert "已有人改过这份文件，未覆盖" in done.err
    assert path.read_bytes() == filled
    assert psscore("report", one, "-o", path, "--force").code == 0
    assert path.read_bytes() != filled


def test_a_document_of_another_hand_is_not_replaced(psscore: Callable[..., Any], one: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    path.write_bytes(b"notes")
    assert psscore("report", one, "-o", path).code == 1
    assert path.read_bytes() == b"notes"
