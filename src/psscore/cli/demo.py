"""`psscore demo`: a filled evaluation, scored before one's eyes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.score import exit_code, show_receipts

_NAMES = {"zh": ("示例评价_已填.xlsm", "示例评价_已计分.xlsm"), "en": ("demo_filled.xlsm", "demo_scored.xlsm")}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put the workbooks. 输出文件夹。")] = Path("psscore-demo"),
    lang: LangOption = Lang.ZH,
) -> None:
    """Fill the standard workbook with an example and score it without Excel. 示例：填好并计分。"""
    from psscore.workbook.recalculate import Options
    from psscore.workbook.replace import NotWritten, replace
    from psscore.workbook.score_file import score_file
    from psscore.workbook.stamps import login_name
    from psscore.workbook.template.build import draft
    from psscore.workbook.template.example import EXAMPLE

    filled, scored = (folder / name for name in _NAMES[lang])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace(filled, draft(lang, EXAMPLE))
    except OSError as error:
        message = say(lang, f"无法写入 {folder}：{error.strerror}", f"cannot write {folder}: {error.strerror}")
        typer.echo(message, err=True)
        raise typer.Exit(1) from None
    except NotWritten as fault:
        typer.echo(fault.text(lang), err=True)
        raise typer.Exit(1) from None
    receipt = score_file(filled, output=scored, options=Options(lang=lang, stamp=True, operator=login_name()))
    show_receipts([receipt], lang)
    if code := exit_code(receipt):
        raise typer.Exit(code)
