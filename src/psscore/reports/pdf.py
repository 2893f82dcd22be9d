"""PDF: printed from the page by a browser of the Chromium family, or made from the .docx by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psscore.model.text import Text
from psscore.outputs.untouched import marked_pdf

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_WINDOWS = ("Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_OFFICES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "LibreOffice/program/soffice.exe")
_SECONDS = 120

NO_PRINTER = Text(
    "生成 PDF 需要 Edge、Chrome、Chromium 或 LibreOffice，本机都没有：请装其中一个",
    "a PDF needs Edge, Chrome, Chromium or LibreOffice, and none is installed: install one of them",
)

NO_OFFICE = Text(
    "按自己的模板生成 PDF 需要 LibreOffice（含 Writer）：请安装，或在 Word 中把 .docx 另存为 PDF",
    "a PDF from a template of one's own needs LibreOffice with Writer: install it, or save the .docx as PDF in Word",
)


class NoPdf(Exception):
    """No PDF could be made; the text says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Printer:
    """A program that makes PDF; `browser`: from a page, else from a .docx."""

    program: Path
    browser: bool


def find_printers(environment: Mapping[str, str] = os.environ) -> tuple[Printer, ...]:
    """The programs of this machine, those that print the page first."""
    found = [Printer(path, True) for path in _existing(environment, _BROWSERS, _WINDOWS, _MAC)]
    office = _existing(environment, ("soffice", "libreoffice"), _OFFICES[1:], _OFFICES[:1])
    return (*found[:1], *[Printer(path, False) for path in office[:1]])


def to_pdf(page: str, docx: Callable[[], bytes], printers: Sequence[Printer] | None = None) -> bytes:
    """A document as PDF; `page` is its HTML, `docx` makes its .docx where no browser can print. Raises `NoPdf`."""
    if printers is None:
        printers = find_printers()
    if not printers:
        raise NoPdf(NO_PRINTER)
    why = NO_PRINTER
    for printer in printers:
        try:
            return _printed(printer, page) if printer.browser else _converted(printer, docx())
        except NoPdf as failure:
            why = failure.text
    raise NoPdf(why)


def _existing(
    environment: Mapping[str, str], names: Sequence[str], windows: Sequence[str], mac: Sequence[str]
) -> list[Path]:
    path = environment.get("PATH")
    found = [Path(place) for name in names if (place := shutil.which(name, path=path))]
    if sys.platform == "win32":
        roots = (environment.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
        found += [place for root in roots if root for name in windows if (place := Path(root, name)).is_file()]
    if sys.platform == "darwin":
        found += [place for name in mac if (place := Path(name)).is_file()]
    return found


def _printed(printer: Printer, page: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="psscore-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, "utf-8")
        # A browser that root starts does not start with its sandbox; the page is ours and has no scripts.
        root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        _run(
            [
                str(printer.program),
                "--headless",
                "--disable-gpu",
                "--no-first-run",
                *root,
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ]
        )
        return _made(printer, target)


def _converted(printer: Printer, docx: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="psscore-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "report.docx"), Path(folder, "report.pdf")
        source.write_bytes(docx)
        profile = Path(folder, "profile").as_uri()
        _run(
            [
                str(printer.program),
                "--headless",
                f"-env:UserInstallation={profile}",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(source),
            ]
        )
        return _made(printer, target)


def _run(command: Sequence[str]) -> None:
    name = Path(command[0]).name
    try:
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired as slow:
        raise NoPdf(
            Text(f"{name} 超过 {_SECONDS} 秒没有完成", f"{name} did not finish within {_SECONDS} seconds")
        ) from slow
    except OSError as failure:
        raise NoPdf(
            Text(f"不能启动 {name}（{failure.strerror}）", f"{name} cannot be started ({failure.strerror})")
        ) from failure


def _made(printer: Printer, target: Path) -> bytes:
    try:
        data = target.read_bytes()
    except OSError:
        data = b""
    if not data.startswith(b"%PDF"):
        name = printer.program.name
        raise NoPdf(Text(f"{name} 没有生成 PDF，请检查其安装", f"{name} made no PDF: check how it is installed"))
    return marked_pdf(data)
