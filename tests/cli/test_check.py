"""`psscore check`: what it says, what it returns, and that it writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from tampering.tampered import COVER, SCORES, blank, example, uncalculated, with_cell, with_formula

Command = Callable[..., Run]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    for name, data in (
        ("东区/甲.xlsm", example()),
        ("西区/乙.xlsm", with_cell(example(), SCORES, "I5", "<v>2</v>")),
        ("西区/坏.xlsx", b"no workbook"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_nothing_found(psscore: Command, inbox: Path) -> None:
    run = psscore("check", inbox / "东区")
    assert (run.code, run.err) == (0, "")
    assert "示例市城东区" in run.out
    assert "未发现改动" in run.out
    assert "已与该标准的工作簿比对" in run.out


def test_findings(psscore: Command, inbox: Path) -> None:
    path = inbox / "西区/乙.xlsm"
    before = path.read_bytes()
    run = psscore("check", path)
    assert run.code == 2
    for said in ("严重", "评分表!I5", "公式被改成值", "公式被改成了“2”", "=PS_SCORE([@编号],", "警告"):
        assert said in run.out, said
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["乙.xlsm", "坏.xlsx"]
    english = psscore("check", path, "--lang", "en")
    assert 'the formula was replaced by "2"' in english.out
    assert "should be" in english.out


def test_a_folder_has_a_table_first(psscore: Command, inbox: Path) -> None:
    run = psscore("check", inbox)
    assert run.code == 1
    head = run.out[: run.out.index("└")]
    assert [name for name in ("坏.xlsx", "乙.xlsm", "甲.xlsm") if name in head] == ["坏.xlsx", "乙.xlsm", "甲.xlsm"]
    assert head.index("坏.xlsx") < head.index("乙.xlsm") < head.index("甲.xlsm")
    assert "不是 Excel 工作簿" in run.out
    assert run.out.rstrip().endswith("共 3 份，未发现改动 1，有问题 1，不能核查 1")
    assert run.out.count("甲.xlsm") == 1, "nothing more to say about it than the table does"


def test_json(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    run = psscore("check", inbox, "--json", "-")
    told: list[dict[str, Any]] = [json.loads(line) for line in run.out.splitlines()]
    assert [(one["file"], one["status"]) for one in told] == [
        ("东区/甲.xlsm", "sound"),
        ("西区/乙.xlsm", "findings"),
        ("西区/坏.xlsx", "unreadable"),
    ]
    assert {one["schema"] for one in told} == {"psscore.check/1"}
    finding = next(one for one in told[1]["findings"] if one["cell"] == "I5")
    assert (finding["code"], finding["severity"], finding["sheet"]) == ("formula_replaced", "critical", SCORES)
    assert finding["advice"]
    to_file = psscore("check", inbox / "东区", "--json", tmp_path / "核查.jsonl")
    assert to_file.code == 0
    assert json.loads((tmp_path / "核查.jsonl").read_text("utf-8"))["counts"] == {
        "critical": 0,
        "warning": 0,
        "note": 0,
    }
    assert psscore("check", inbox, "--json", inbox / "东区/甲.xlsm").code == 64


def test_against_what_was_handed_out(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    template = inbox / "发放.xlsm"
    template.write_bytes(with_formula(blank(), COVER, "B7", lambda formula: f'{formula}&amp;"！"'))
    (inbox / "西区/坏.xlsx").unlink()
    run = psscore("check", inbox, "--against", template)
    assert "已与发放的工作簿比对" in run.out
    # The workbook handed out is not checked itself; what it has of its own the others lack.
    assert "发放.xlsm" not in run.out
    assert "封面!B7" in run.out
    other = tmp_path / "别的.txt"
    other.write_text("x")
    assert psscore("check", inbox, "--against", other).code == 64


def test_standard_and_receipts(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    path = inbox / "东区/甲.xlsm"
    assert psscore("check", path, "--standard", "public-service/2026?step=proportional").code == 0
    assert psscore("check", path, "--standard", "public-service/2026?step=whole").code == 2
    assert psscore("check", path, "--standard", "nothing/1").code == 64
    assert psscore("batch", inbox, "--out", tmp_path / "结果", "-j", "1").code == 2
    (inbox / "西区/坏.xlsx").unlink()
    assert psscore("check", inbox / "东区", "--receipts", tmp_path / "结果").code == 0
    assert psscore("check", inbox, "--receipts", tmp_path / "没有").code == 64


def test_nothing_there(psscore: Command, tmp_path: Path) -> None:
    run = psscore("check", tmp_path)
    assert run.code == 1
    assert "没有 .xlsx 或 .xlsm 工作簿" in run.err
    assert psscore("check", tmp_path / "没有.xlsx").code == 1
    assert psscore("check").code == 64


@pytest.mark.parametrize(("lang", "said"), [("zh", "3 份 未经计算"), ("en", "3 workbooks never calculated")])
def test_a_note_many_files_share_is_told_once(psscore: Command, tmp_path: Path, lang: str, said: str) -> None:
    for name in ("甲", "乙", "丙"):
        (tmp_path / f"{name}.xlsm").write_bytes(uncalculated(example()))
    run = psscore("check", tmp_path, "--lang", lang)
    assert run.code == 0
    assert said in run.out
    assert run.out.count(said.split(" ", 2)[2] if lang == "en" else "未经计算") == 1
    alone = psscore("check", tmp_path / "甲.xlsm", "--lang", lang)
    assert "1 份" not in alone.out, "one file tells its notes itself"
    assert ("未经计算" if lang == "zh" else "never calculated") in alone.out


def test_a_reading_is_told_by_its_title(psscore: Command, inbox: Path) -> None:
    run = psscore("check", inbox / "东区", "--standard", "public-service/2026?grades=none", "--lang", "en")
    assert run.code == 2
    assert "different reading" in run.out
    assert "grades=none" not in run.out
    assert "it was to be" in " ".join(run.out.split())
