"""What counts as a workbook of an inbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from psscore.batch.found import find

ROWS = [
    ("a.xlsx", None, "a workbook"),
    ("甲/乙/b.XLSM", None, "in folders, whatever the case of the ending"),
    ("~$a.xlsx", "锁文件", "Excel's lock beside an open workbook"),
    (".~lock.a.xlsx#", "锁文件", "LibreOffice's lock"),
    ("._a.xlsx", "不是工作簿", "what a Mac leaves on a shared folder"),
    ("old.xls", "另存为", "the old format is not scored, and says what to do"),
    ("b.xlsb", "另存为", "the binary format"),
    ("mail.zip", "解压", "an archive may hold workbooks"),
    ("readme.docx", "不是工作簿", "something else"),
    ("xlsx", "不是工作簿", "a name without an ending"),
]


@pytest.mark.parametrize(("name", "reason", "why"), ROWS)
def test_names(tmp_path: Path, name: str, reason: str | None, why: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    found = find(tmp_path, tmp_path / "out")
    if reason is None:
        assert (found.workbooks, found.skipped) == ({name: path}, []), why
    else:
        (skipped,) = found.skipped
        assert (found.workbooks, skipped.name, reason in skipped.why.zh) == ({}, name, True), why


def test_linked_folders_are_not_followed_and_are_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xlsx").touch()
    (tmp_path / "in/round").symlink_to(tmp_path / "in", target_is_directory=True)
    found = find(tmp_path / "in", tmp_path / "out")
    assert (list(found.workbooks), [item.name for item in found.skipped]) == (["a.xlsx"], ["round"])


def test_a_folder_that_cannot_be_opened_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    scandir = os.scandir

    def denied(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(os, "scandir", denied)
    (skipped,) = find(tmp_path, tmp_path / "out").skipped
    assert (skipped.name, skipped.unread) == ("closed", True)
