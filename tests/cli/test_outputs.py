"""Outputs: nobody's work is replaced without a word, and what cannot be written is told before any work."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import Run

Command = Callable[..., Run]
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, filled_bytes: bytes) -> Path:
    from psscore.batch.batch import score_folder

    folder = tmp_path_factory.mktemp("in")
    (folder / "甲.xlsm").write_bytes(filled_bytes)
    out = tmp_path_factory.mktemp("results")
    score_folder(folder, out)
    return out


def with_note(path: Path) -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["Z1"] = "checked by Li"
        stream = io.BytesIO()
        book.save(stream)
        path.write_bytes(stream.getvalue())
    else:
        path.write_bytes(path.read_bytes().replace(b"</body>", b"<p>checked by Li</p></body>"))


MADE = (
    (("rank", "{results}"), "r.xlsx"),
    (("compare", "{results}", "{results}"), "c.xlsx"),
    (("report", "{results}"), "r.html"),
    (("sensitivity", "{book}"), "s.xlsx"),
)


@pytest.mark.parametrize(("words", "name"), MADE, ids=[words[0] for words, _ in MADE])
def test_what_people_put_into_a_file_is_not_lost(
    psscore: Command, results: Path, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    path = tmp_path / name
    book = next(results.glob("*.xlsm"))
    command = [word.format(results=results, book=book) for word in words] + ["-o", str(path)]
    assert psscore(*command).code == 0
    assert psscore(*command).code == 0, "nobody has touched it"
    with_note(path)
    noted = path.read_bytes()
    run = psscore(*command)
    assert (run.code, path.read_bytes()) == (1, noted)
    assert "已有人改过这份文件，未覆盖" in run.err
    assert psscore(*command, "--force").code == 0
    assert path.read_bytes() != noted


def test_a_folder_of_pages_keeps_the_one_somebody_worked_in(psscore: Command, results: Path, tmp_path: Path) -> None:
    command = "report", results, "-o", tmp_path / "pages", "--format", "html"
    assert psscore(*command).code == 0
    page = next((tmp_path / "pages").iterdir())
    with_note(page)
    noted = page.read_bytes()
    assert psscore(*command).code == 1
    assert page.read_bytes() == noted
    assert psscore(*command, "--force").code == 0
    assert page.read_bytes() != noted


BEFORE = (
    (("--rank", "{tmp}/no/r.xlsx"), 1, ("no 不存在",), "a folder that is not there"),
    (("--rank", "{tmp}/dir.xlsx"), 1, ("是文件夹",), "a folder of that name"),
    (("--bulletin", "{tmp}/no/b.pdf"), 1, ("no 不存在",), "a folder that is not there"),
    (("--rank", "{tmp}/link.xlsx"), 1, ("gone 不存在",), "a link into a folder that is not there"),
    (("--bulletin", "{tmp}/old.html"), 1, ("已有人改过",), "a file of somebody's"),
    (("--reports", "{tmp}/old.html"), 1, ("不是文件夹",), "a file in the place of a folder"),
    (("--reports", "{tmp}/old.html/x"), 1, ("不是文件夹",), "a file in the place of a folder above"),
    (
        ("--rank", "{tmp}/r.docx", "--bulletin", "{tmp}/no/b.pdf", "--store", "{tmp}/no/s.duckdb"),
        64,
        ("扩展名应为 .xlsx", "文件夹 {tmp}/no 不存在"),
        "all at once",
    ),
    (("--bulletin", "{tmp}/same.docx", "--reports", "{tmp}/same.docx"), 64, ("两份不同的内容",), "one name for two"),
)


@pytest.mark.parametrize(("words", "code", "said", "why"), BEFORE, ids=[" ".join(row[0]) for row in BEFORE])
def test_a_batch_knows_before_it_scores(
    psscore: Command,
    tmp_path: Path,
    filled_bytes: bytes,
    words: tuple[str, ...],
    code: int,
    said: tuple[str, ...],
    why: str,
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.xlsm").write_bytes(filled_bytes)
    (tmp_path / "dir.xlsx").mkdir()
    (tmp_path / "old.html").write_text("mine", "utf-8")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "gone" / "r.xlsx")
    given = [word.format(tmp=tmp_path) for word in words]
    run = psscore("batch", tmp_path / "in", "--out", tmp_path / "out", "-j", 1, *given)
    assert run.code == code, why
    for one in said:
        assert one.format(tmp=tmp_path) in run.err, why
    assert not (tmp_path / "out").exists(), "nothing was scored"
    assert not list(tmp_path.glob("*.duckdb"))


def test_what_the_batch_makes_itself_need_not_be_there(psscore: Command, tmp_path: Path, filled_bytes: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.xlsm").write_bytes(filled_bytes)
    out, reports = tmp_path / "out", tmp_path / "reports"
    words = "--rank", out / "r.xlsx", "--reports", reports, "--bulletin", reports / "b.html"
    assert psscore("batch", tmp_path / "in", "--out", out, "-j", 1, *words).code == 0
    assert (out / "r.xlsx").is_file()
    assert (reports / "b.html").is_file()


def test_a_new_store_is_not_left_behind_when_something_else_is_wrong(psscore: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    words = "--store", tmp_path / "s.duckdb", "--rank", tmp_path / "r.csv"
    assert psscore("batch", tmp_path / "in", "--out", tmp_path / "out", *words).code == 64
    assert not (tmp_path / "s.duckdb").exists()


ALL = (
    (("rank", "{results}", "--groups", "{bad}", "--own", "200%", "-o", "r.csv"), ("没有组", "权重写作", ".xlsx")),
    (("rank", "{results}", "--with", "x", "--volumes", "{bad}", "--volume", "1"), ("--with", "表头", "只能用一个")),
    (
        ("report", "{results}", "-o", "x.txt", "--groups", "{bad}", "--format", "doc", "--template", "{tmp}/no.docx"),
        ("应是文件夹", "没有组", "没有格式 doc", "不能读取模板", "--kind bulletin"),
    ),
    (("compare", "{results}", "-o", "c.csv", "--from", "2024", "--json", "no/x"), (".xlsx", "--by", "no 不存在")),
    (
        ("check", "{bad}", "--against", "{bad}", "--standard", "no/1", "--receipts", "{tmp}/no", "--json", "no/x"),
        ("--against", "no/1", "receipts.jsonl", "no 不存在"),
    ),
    (
        ("template", "build", "--units", "{bad}", "-o", "{tmp}/out", "--reading", "x", "--standard", "no/1"),
        ("单位是空的", "--reading", "no/1"),
    ),
)


@pytest.mark.parametrize(("words", "said"), ALL, ids=[" ".join(words[:2]) for words, _ in ALL])
def test_everything_wrong_is_told_at_once(
    psscore: Command, results: Path, tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("单位,分组\n甲,\n,东\n", "utf-8")
    run = psscore(*(word.format(results=results, bad=bad, tmp=tmp_path) for word in words))
    assert run.code == 64
    assert f"共 {run.err.count('  - ')} 个问题" in run.err
    for one in said:
        assert one in run.err, one


def test_two_outputs_of_one_name(psscore: Command, results: Path, tmp_path: Path) -> None:
    run = psscore("report", results, "-o", tmp_path / "r.html", "--json", tmp_path / "r.html")
    assert run.code == 64
    assert "两份不同的内容" in run.err


def test_json_is_always_replaced(psscore: Any, results: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("old", "utf-8")
    assert psscore("rank", results, "--json", path).code == 0
    assert json.loads(path.read_text("utf-8"))
