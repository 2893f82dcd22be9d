"""The workbook as it stands on the screen, as bytes that headless scoring can read."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import xlwings

from psscore.hosts.xlwings.failure import words
from psscore.model.text import Text


class NoCopy(Exception):
    """Excel did not give a copy of the workbook; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def copy_of(book: xlwings.Book) -> bytes:
    """The bytes of an open workbook with its unsaved changes; the file and the workbook stay as they are.

    Excel for Mac has no way to give a copy: there the workbook is saved first. Raises `NoCopy`.
    """
    try:
        if sys.platform == "darwin":
            book.save()
            return Path(book.fullname).read_bytes()
        with tempfile.TemporaryDirectory(prefix="psscore", ignore_cleanup_errors=True) as folder:
            path = Path(folder, "copy.xlsm")
            book.api.SaveCopyAs(str(path))
            return path.read_bytes()
    except Exception as failure:
        # The kinds of errors of COM and of the file system have nothing in common.
        raise NoCopy(
            Text(
                f"Excel 没有给出工作簿的副本（{words(failure)}）：请先结束单元格编辑、关闭对话框，再试一次",
                f"Excel gave no copy of the workbook ({words(failure)}): finish editing, close dialogs and try again",
            )
        ) from failure
