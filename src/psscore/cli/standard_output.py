"""What the commands for standards write and say: files all or none, findings one line each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from psscore.cli.lang import say

if TYPE_CHECKING:
    from psscore.rulebooks.finding import Finding


def write(files: dict[Path, bytes], force: bool, lang: str) -> None:
    """Write all files, or none where one is there already."""
    from psscore.workbook.replace import replace

    for path in files:
        if path.exists() and not force:
            exists(path, lang)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data)
        typer.echo(say(lang, f"已写入 {path}", f"wrote {path}"))


def exists(path: Path, lang: str) -> None:
    """Say that a file is there, and stop."""
    typer.echo(say(lang, f"{path} 已存在；加 --force 覆盖", f"{path} exists; add --force to overwrite it"), err=True)
    raise typer.Exit(1)


def tell(found: list[Finding], lang: str) -> None:
    """The findings, one line each."""
    for finding in found:
        typer.echo(finding.line(lang))


def stops(found: list[Finding]) -> bool:
    """Whether there is a fault among them."""
    from psscore.rulebooks.finding import Severity

    return any(finding.severity is Severity.FAULT for finding in found)
