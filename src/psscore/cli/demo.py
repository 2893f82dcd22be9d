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
    everything: Annotated[
        bool, typer.Option("--all", help="Every shipped system, one workbook each. 随附的每个评价体系各一册。")
    ] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Fill the standard workbook with an example and score it without Excel. 示例：填好并计分。"""
    from psscore.rulebook import load_standard
    from psscore.rulebook.catalogue import standard_ids
    from psscore.workbook.template.any_standard import NoWorkbook, draft_of
    from psscore.workbook.template.content import STANDARD

    jobs = [("/".join(STANDARD), _NAMES[lang])]
    if everything:
        others = [name for name in standard_ids() if name != "/".join(STANDARD)]
        jobs += [(name, _names_of(name, lang)) for name in others]
    code = 0
    for name, files in jobs:
        if everything:
            typer.echo(f"\n{name}  {load_standard(name).title(lang)}")
        try:
            data = draft_of(name, lang)
        except NoWorkbook:
            shown = say(
                lang, "没有示例数据：只有名称或须由使用者给定分值", "no example: names only, or points are the user's"
            )
            typer.echo(f"  {shown}")
            continue
        code = max(code, _one(data, folder, files, lang))
    if code:
        raise typer.Exit(code)


def _names_of(name: str, lang: Lang) -> tuple[str, str]:
    stem = name.replace("/", "_")
    ends = {"zh": ("已填", "已计分"), "en": ("filled", "scored")}[lang]
    return f"{stem}_{ends[0]}.xlsm", f"{stem}_{ends[1]}.xlsm"


def _one(data: bytes, folder: Path, files: tuple[str, str], lang: Lang) -> int:
    """Write a filled workbook and score it; gives the exit code."""
    from psscore.workbook.one_file import score_file
    from psscore.workbook.recalculate import Options
    from psscore.workbook.replace import NotWritten, replace
    from psscore.workbook.stamps import login_name

    filled, scored = (folder / name for name in files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace(filled, data)
    except OSError as error:
        message = say(lang, f"无法写入 {folder}：{error.strerror}", f"cannot write {folder}: {error.strerror}")
        typer.echo(message, err=True)
        raise typer.Exit(1) from None
    except NotWritten as fault:
        typer.echo(fault.text(lang), err=True)
        raise typer.Exit(1) from None
    receipt = score_file(filled, output=scored, options=Options(lang=lang, stamp=True, operator=login_name()))
    show_receipts([receipt], lang)
    return exit_code(receipt)
