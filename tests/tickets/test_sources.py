"""What names of files, folders and patterns stand for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.sources import find_sources


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "东城/1月.csv",
        "东城/2月.csv",
        "东城/说明.docx",
        "东城/.旧/0月.csv",
        "西城/1月.xlsx",
        "西城/~$1月.xlsx",
        "[1].csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "found", "why"),
    [
        (["东城"], ["1月.csv", "2月.csv"], "a folder: its exports, not what is hidden or of another kind"),
        (["东城/2月.csv", "东城"], ["2月.csv", "1月.csv"], "each once, in the order named"),
        (["东城/*月.csv"], ["1月.csv", "2月.csv"], "a pattern"),
        (["*城"], ["1月.csv", "2月.csv", "1月.xlsx"], "a pattern of folders"),
        (["西城/*"], ["1月.xlsx", "~$1月.xlsx"], "what a pattern matches is taken at its word too"),
        (["**/1月.*"], ["1月.csv", "1月.xlsx"], "at any depth"),
        (["[1].csv"], ["[1].csv"], "a file whose name looks like a pattern"),
        (["东城/说明.docx"], ["说明.docx"], "a file that is named is taken at its word"),
    ],
)
@pytest.mark.usefixtures("exports")
def test_names_stand_for_files(names: list[str], found: list[str], why: str) -> None:
    assert [one.name for one in find_sources(names)] == found, why


@pytest.mark.usefixtures("exports")
def test_all_names_that_stand_for_nothing_are_told() -> None:
    with pytest.raises(TicketsRefused) as refused:
        find_sources(["3月.csv", "东城", "*.tsv", "东城/.旧/x"])
    assert [sentence.en.partition(":")[0] for sentence in refused.value.sentences] == ["3月.csv", "*.tsv", "东城/.旧/x"]
    with pytest.raises(TicketsRefused):
        find_sources([])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_no_file(exports: Path) -> None:
    os.mkfifo(exports / "pipe.csv")
    with pytest.raises(TicketsRefused, match=r"save it as one first") as refused:
        find_sources(["pipe.csv", "东城"])
    assert len(refused.value.sentences) == 1
