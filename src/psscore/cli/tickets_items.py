"""`psscore tickets items`: an item map to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import write_file
from psscore.cli.tickets import app


@app.command("items")
def items(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it. 写到哪里。")] = Path("ITEMS.csv"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there. 覆盖已有文件。")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a starter item map, to be completed per platform. 写出事项表的起始版本，由各平台补全。"""
    from psscore.tickets.item_map import starter

    if output.exists() and not force:
        typer.echo(say(lang, f"{output} 已存在：用 --force 覆盖", f"{output} exists: --force replaces it"), err=True)
        raise typer.Exit(2)
    # Excel takes a CSV without the mark for the system's own encoding.
    write_file(output, starter().encode("utf-8-sig"), lang, force=True)
    what = f"已写入 {output}；请补上本平台的编码和类别", f"written: {output}; add the codes and labels of your platform"
    typer.echo(say(lang, *what))
