"""The changes installing and removing make: each says what it is, can be done, and can be undone."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from psscore.hosts.excel.install.line import Line, Wrong, bad
from psscore.hosts.excel.install.mark_of_web import unmark
from psscore.hosts.excel.install.registry import Registry
from psscore.model.text import Text

RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
RUN_NAME = "psscore"


class Step(Protocol):
    """A change. `do` raises `OSError`; `undo` puts back what was there before."""

    @property
    def text(self) -> Text: ...
    def do(self) -> None: ...
    def undo(self) -> None: ...


@dataclass(slots=True)
class MakeFolder:
    """A folder for this user alone when it is `private`, as the rights of its parent give everybody."""

    path: Path
    private: bool = False

    @property
    def text(self) -> Text:
        return Text(f"新建文件夹 {self.path}", f"make the folder {self.path}")

    def do(self) -> None:
        # Windows, too, takes this mode for "nobody else": Python 3.11.10, 3.12.4 and later.
        self.path.mkdir(0o700 if self.private else 0o777, exist_ok=True)

    def undo(self) -> None:
        self.path.rmdir()


@dataclass(slots=True)
class Write:
    """Puts a file in its place in one go. Its draft lies in `beside`: Excel opens whatever is in its start folder."""

    path: Path
    data: bytes
    beside: Path
    before: bytes | None = field(default=None, init=False)

    @property
    def text(self) -> Text:
        return Text(f"写入 {self.path}", f"write {self.path}")

    def do(self) -> None:
        self.before = self.path.read_bytes() if self.path.exists() else None
        self._put(self.data)

    def undo(self) -> None:
        if self.before is None:
            self.path.unlink(missing_ok=True)
        else:
            self._put(self.before)

    def _put(self, data: bytes) -> None:
        handle, draft = tempfile.mkstemp(dir=self.beside, prefix=".psscore-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(handle)
            os.replace(draft, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(draft)
            raise


@dataclass(slots=True)
class Delete:
    path: Path
    before: bytes | None = field(default=None, init=False)

    @property
    def text(self) -> Text:
        return Text(f"删除 {self.path}", f"delete {self.path}")

    def do(self) -> None:
        if self.path.exists():
            self.before = self.path.read_bytes()
            self.path.unlink()

    def undo(self) -> None:
        if self.before is not None:
            self.path.write_bytes(self.before)


@dataclass(slots=True)
class DropFolder:
    """Takes an empty folder away, and leaves one that others use."""

    path: Path

    @property
    def text(self) -> Text:
        return Text(f"删除文件夹 {self.path}（若为空）", f"delete the folder {self.path} if it is empty")

    def do(self) -> None:
        with contextlib.suppress(OSError):
            self.path.rmdir()

    def undo(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)


@dataclass(slots=True)
class Unmark:
    path: Path

    @property
    def text(self) -> Text:
        return Text(f"解除锁定 {self.path}", f"unblock {self.path}")

    def do(self) -> None:
        unmark(self.path)

    def undo(self) -> None:
        """An unblocked file does no harm."""


@dataclass(slots=True)
class RunEntry:
    """The program Windows starts at log-on; None takes it away."""

    registry: Registry
    command: str | None
    before: str | None = field(default=None, init=False)

    @property
    def text(self) -> Text:
        if self.command is None:
            return Text(f"删除登录启动项 {RUN_NAME}", f"delete the entry {RUN_NAME} from what starts at log-on")
        return Text(f"添加登录启动项 {RUN_NAME}：{self.command}", f"start at log-on, as {RUN_NAME}: {self.command}")

    def do(self) -> None:
        self.before = self.registry.value(RUN_KEY, RUN_NAME)
        self._set(self.command)

    def undo(self) -> None:
        self._set(self.before)

    def _set(self, command: str | None) -> None:
        if command is None:
            self.registry.delete(RUN_KEY, RUN_NAME)
        else:
            self.registry.write(RUN_KEY, RUN_NAME, command)


def do_all(steps: list[Step]) -> None:
    """All of them, or none: raises `Wrong` with the reason after undoing what was done."""
    done: list[Step] = []
    for step in steps:
        try:
            step.do()
        except OSError as failure:
            for earlier in reversed(done):
                with contextlib.suppress(OSError):
                    earlier.undo()
            raise Wrong([_why(step, failure)]) from failure
        done.append(step)


def is_open(path: Path) -> bool:
    """Whether another program holds the file, as Excel does with a loaded add-in."""
    try:
        with path.open("r+b"):
            return False
    except FileNotFoundError:
        return False
    except OSError as failure:
        return failure.errno in (errno.EACCES, errno.EPERM)


def close_excel(path: Path) -> Text:
    return Text(
        f"请关闭全部 Excel 窗口后再运行一次；若仍然如此，请看 {path} 是否只读",
        f"close all windows of Excel and run it again; if that does not help, see whether {path} is read-only",
    )


def _why(step: Step, failure: OSError) -> Line:
    path = getattr(step, "path", None)
    reason = Text(f"未能{step.text.zh}（{failure.strerror}）", f"could not {step.text.en} ({failure.strerror})")
    unchanged = Text("；已恢复原状", "; everything is as it was")
    if isinstance(path, Path) and path.suffix == ".xlam" and path.exists():
        return bad("locked", reason + unchanged, close_excel(path))
    remedy = Text("请检查该位置的写入权限和磁盘空间", "see whether you may write there, and whether the disk is full")
    return bad("not_written", reason + unchanged, remedy)
