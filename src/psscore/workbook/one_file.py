"""Scoring a workbook on disk, and many of them."""

from __future__ import annotations

import datetime
import os
import stat
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.workbook.package import Package
from psscore.workbook.recalculate import recalculate
from psscore.workbook.recalculation import Options, crashed, failed, refused
from psscore.workbook.refusal import Refused
from psscore.workbook.replace import NotWritten, check_writable, replace

MAX_FILE = 256 << 20


def score_file(
    path: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str] | None = None,
    in_place: bool = False,
    check: bool = False,
    options: Options | None = None,
) -> dict[str, Any]:
    """Recalculate one workbook and give its receipt.

    The result goes to `output` (a file, or a folder to keep the name in) or back into the file with `in_place`; with
    neither, nothing is written. With `check` nothing is written either, and a workbook that would change has the
    status `stale`. Never raises for the file's sake: problems are in the receipt (`refused`, `error`).
    """
    options = options or Options()
    source = Path(path)
    try:
        target = _target(source, output, in_place)
        if target is not None:
            check_writable(target)
        data = read_file(source)
        result = recalculate(data, options, name=str(path))
        check_extension(source, data, result.receipt, options.lang)
        if check:
            if result.status == "written":
                result.receipt["status"] = "stale"
        elif target is not None and result.data is not None:
            # A copy is wanted even of an unchanged workbook; the workbook itself is left alone.
            if result.data is not data or not _same_file(target, source):
                replace(target, result.data, like=source)
            result.receipt["output"] = str(target)
        return result.receipt
    except Refused as refusal:
        return refused(refusal, options, str(path), _now(options)).receipt
    except NotWritten as failure:
        return failed(failure.code, failure.text, options, str(path), _now(options)).receipt
    except Exception as failure:
        return crashed(failure, options, str(path), _now(options)).receipt


def check_extension(path: Path, data: bytes, receipt: dict[str, Any], lang: str) -> None:
    """Excel does not open a workbook whose name says .xlsx and whose content says macro-enabled, or the reverse."""
    if receipt["status"] in ("refused", "error"):
        return
    macros = b"macroEnabled" in Package(data).read("[Content_Types].xml")
    right = ".xlsm" if macros else ".xlsx"
    if path.suffix.lower() in (".xlsx", ".xlsm") and path.suffix.lower() != right:
        text = Text(
            f"文件内容是 {right}，扩展名却是 {path.suffix}：Excel 会拒绝打开，请改名",
            f"the content is {right} but the name says {path.suffix}: Excel will not open it; rename it",
        )
        finding = {"sheet": None, "cell": None, "code": "extension_mismatch", "message": text(lang)}
        receipt["findings"].append(finding)


def _target(source: Path, output: str | os.PathLike[str] | None, in_place: bool) -> Path | None:
    if in_place:
        return source
    if output is None:
        return None
    target = Path(output)
    return target / source.name if os.path.isdir(target) else target


def _same_file(one: Path, other: Path) -> bool:
    return os.path.exists(one) and one.samefile(other)


def read_file(path: Path) -> bytes:
    """The bytes of a workbook on disk; `NotWritten` or `Refused` says why they cannot be had."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NotWritten("not_found", Text("这是文件夹，不是文件", "this is a folder, not a file"))
        if not stat.S_ISREG(status.st_mode):
            raise NotWritten("not_read", Text("这是设备或管道，不是文件", "this is a device or a pipe, not a file"))
        if status.st_size > MAX_FILE:
            raise Refused("package_refused", Text("文件过大", "the file is too large"))
        return path.read_bytes()
    except FileNotFoundError:
        raise NotWritten("not_found", Text("文件不存在", "the file does not exist")) from None
    except ValueError:
        raise NotWritten("not_found", Text("文件名无效", "this is not a file name")) from None
    except OSError as failure:
        raise NotWritten(
            "not_read", Text(f"无法读取文件（{failure.strerror}）", f"the file cannot be read ({failure.strerror})")
        ) from failure


def _now(options: Options) -> datetime.datetime:
    return options.now or datetime.datetime.now()
