"""`psscore template`: the standard evaluation workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.runtime import Runtime

_app = typer.Typer(help="The standard evaluation workbook. 标准评价工作簿。", no_args_is_help=True)
DEFAULT_NAME = {"zh": "workbook_template.xlsm", "en": "workbook_template_en.xlsm"}


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="template")


@_app.command("build")
def build(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write. 输出文件。")] = None,
    example: Annotated[bool, typer.Option("--example", help="Fill in the demonstration data. 填入示例数据。")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file. 覆盖已有文件。")] = False,
    runtime: Annotated[
        Runtime, typer.Option(help="How its functions call Python; see docs/excel-runtime.md. 宏的运行方式。")
    ] = Runtime.SLIM,
    lang: LangOption = Lang.ZH,
) -> None:
    """Build the workbook from source, the same bytes every time. 由源生成工作簿，逐字节可重现。"""
    from psscore.workbook.replace import NotWritten, replace
    from psscore.workbook.template.build import build as build_template
    from psscore.workbook.template.example import EXAMPLE

    path = output or Path(DEFAULT_NAME[lang])
    if path.exists() and not force:
        message = say(lang, f"{path} 已存在；加 --force 覆盖", f"{path} exists; add --force to overwrite it")
        typer.echo(message, err=True)
        raise typer.Exit(1)
    try:
        replace(path, build_template(lang, EXAMPLE if example else None, runtime.value))
    except ImportError as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(1) from None
    except NotWritten as fault:
        typer.echo(fault.text(lang), err=True)
        raise typer.Exit(1) from None
    typer.echo(say(lang, f"已生成 {path}", f"wrote {path}"))
