"""Receipts for machines: one JSON object a line, to standard output or a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from psscore.cli.lang import say


def to_stdout(target: Path | None) -> bool:
    """True for `--json -`, when nothing else may stand on standard output."""
    return str(target) == "-"


def write_json_lines(items: Iterable[dict[str, Any]], target: Path | None, lang: str) -> None:
    """Write where `--json` says; exit 1 with a sentence when that is not possible."""
    if target is None:
        return
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    if to_stdout(target):
        sys.stdout.write(lines)
        return
    try:
        target.write_text(lines, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        message = say(lang, f"无法写入 {target}：{error.strerror}", f"cannot write {target}: {error.strerror}")
        typer.echo(message, err=True)
        raise typer.Exit(1) from None
