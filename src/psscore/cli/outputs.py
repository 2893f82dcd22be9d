"""Files that commands hand over: whether they can be written is known before any work, and nobody's work is lost."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.faults import Faults
from psscore.cli.json_lines import to_stdout
from psscore.cli.lang import say
from psscore.cli.targets import check_targets
from psscore.model.text import Text
from psscore.workbook.refusal import Refused
from psscore.workbook.replace import NotWritten, check_writable, replace

ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace files somebody has worked in too. 有人改过的文件也覆盖。")
]
_WORKED_ON = Text(
    "已有人改过这份文件，未覆盖（不是 psscore 写的也不覆盖）：换个名字或文件夹，或加 --force",
    "somebody has worked in this file, or psscore did not write it: left alone; "
    "take another name or folder, or add --force",
)
_LARGEST = 512 << 20
"""Nothing of ours is as large."""
_BOOKS = {".xlsx", ".xlsm"}


def worked_on(path: Path) -> Text | None:
    """Why a file that is there is left alone without `--force`; None where nothing would be lost."""
    from psscore.outputs.untouched import untouched

    try:
        # A device or pipe is no file to look into; writing says what is wrong with it.
        if path.is_file() and path.stat().st_size > _LARGEST:
            return _WORKED_ON
        data = path.read_bytes() if path.is_file() else b""
    except OSError as failure:
        why = failure.strerror
        return Text(
            f"读不出（{why}），不知是否有人改过，未覆盖",
            f"it cannot be read ({why}), so nobody knows whether it was worked in; it is left alone",
        )
    return None if not data or untouched(data) else _WORKED_ON


def check_outputs(
    faults: Faults,
    output: Path | None,
    json_to: Path | None,
    sources: Sequence[Path],
    suffixes: Collection[str] = (".xlsx",),
    *,
    force: bool,
) -> None:
    """Note what keeps a file and its JSON from being written; `sources` are what is read."""
    refused = check_targets(faults, (output, json_to), sources)
    check_file(faults, None if output in refused else output, suffixes, force=force)
    check_json(faults, None if json_to in refused else json_to)
    check_apart(faults, output, json_to)


def check_file(
    faults: Faults, path: Path | None, suffixes: Collection[str], *, force: bool, made: Collection[Path] = ()
) -> None:
    """Note what will keep a file from being written; `made` are folders the command itself makes."""
    if path is None:
        return
    if path.suffix.lower() not in suffixes:
        zh, en = "、".join(suffixes), " or ".join(suffixes)
        faults.usage(f"{path} 的扩展名应为 {zh}", f"{path} must end in {en}")
    elif _is_folder(faults, path) or _no_folder(faults, path, made):
        return
    elif why := _blocked(path) or (None if force else worked_on(path)):
        faults.add(Text(f"{path}：", f"{path}: ") + why)


def check_json(faults: Faults, path: Path | None) -> None:
    """The same for `--json`, which is always replaced: programs write and read it."""
    if path is None or to_stdout(path):
        return
    if path.suffix.lower() in _BOOKS:
        faults.usage(f"不能写到工作簿 {path}", f"the workbook {path} is not written to")
    elif _is_folder(faults, path):
        return
    elif not os.path.exists(path):
        _no_folder(faults, path, ())
    # It is written where it is: a pipe or a device may lie in a folder that takes no files.
    elif not os.access(path, os.W_OK):
        faults.add(Text(f"无法写入 {path}（没有权限）", f"{path} cannot be written: no permission"))


def check_folder(faults: Faults, path: Path | None) -> None:
    """Note what will keep a folder from being made or written to."""
    if path is None:
        return
    above = path
    while not os.path.lexists(above) and above != above.parent:
        above = above.parent
    if not above.is_dir():
        faults.add(Text(f"无法写入 {path}：{above} 不是文件夹", f"{path} cannot be written: {above} is not a folder"))
    elif not os.access(above, os.W_OK | os.X_OK):
        faults.add(_no_permission(above))


def check_apart(faults: Faults, *paths: Path | None) -> None:
    """Two files of one name would overwrite each other."""
    seen: set[Path] = set()
    for path in paths:
        if path is None or to_stdout(path):
            continue
        if (at := path.resolve()) in seen:
            faults.usage(f"{path} 要写两份不同的内容", f"{path} is named for two different outputs")
        seen.add(at)


def write_file(path: Path, data: bytes, lang: str, *, force: bool) -> None:
    """Write a file that was checked; exit 1 with a sentence when it cannot be, or was worked in meanwhile."""
    why = None if force else worked_on(path)
    if why is None:
        try:
            check_writable(path)
            replace(path, data)
        except (NotWritten, Refused) as failure:
            why = failure.text
    if why is not None:
        typer.echo(say(lang, f"{path}：{why.zh}", f"{path}: {why.en}"), err=True)
        raise typer.Exit(1)


def _is_folder(faults: Faults, path: Path) -> bool:
    if path.is_dir():
        faults.add(Text(f"{path} 是文件夹，这里要写的是文件", f"{path} is a folder, and a file is to be written"))
        return True
    return False


def _no_folder(faults: Faults, path: Path, made: Collection[Path]) -> bool:
    # What a link points to is what is written.
    folder = Path(os.path.realpath(path)).parent if path.is_symlink() else path.parent
    if folder.resolve() in {one.resolve() for one in made}:
        return False
    if not folder.is_dir():
        faults.add(Text(f"文件夹 {folder} 不存在", f"the folder {folder} does not exist"))
    elif not os.access(folder, os.W_OK | os.X_OK):
        faults.add(_no_permission(folder))
    else:
        return False
    return True


def _blocked(path: Path) -> Text | None:
    try:
        check_writable(path)
    except Refused as refusal:
        return refusal.text
    return None


def _no_permission(folder: Path) -> Text:
    return Text(f"无法写入文件夹 {folder}（没有权限）", f"the folder {folder} cannot be written: no permission")
