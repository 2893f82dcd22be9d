"""`psscore template`: the standard evaluation workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.runtime import Runtime
from psscore.model.faults import ReferenceFault, StandardFaults

DEFAULT_STANDARD = "public-service/2026"
_app = typer.Typer(help="The standard evaluation workbook. 标准评价工作簿。", no_args_is_help=True)
DEFAULT_NAME = {"zh": "workbook_template.xlsm", "en": "workbook_template_en.xlsm"}


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="template")


def _default_name(standard: str, lang: Lang) -> str:
    if standard == DEFAULT_STANDARD:
        return DEFAULT_NAME[lang]
    name = standard.partition("?")[0].replace("/", "_")
    return f"{name}{'_en' if lang is Lang.EN else ''}.xlsm"


@_app.command("build")
def build(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write. 输出文件。")] = None,
    example: Annotated[bool, typer.Option("--example", help="Fill in the demonstration data. 填入示例数据。")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file. 覆盖已有文件。")] = False,
    runtime: Annotated[
        Runtime, typer.Option(help="How its functions call Python; see docs/excel-runtime.md. 宏的运行方式。")
    ] = Runtime.SLIM,
    standard: Annotated[
        str, typer.Option(help="Standard to evaluate by, your own too. 评价标准，可为自有标准。")
    ] = DEFAULT_STANDARD,
    lang: LangOption = Lang.ZH,
) -> None:
    """Build the workbook from source, the same bytes every time. 由源生成工作簿，逐字节可重现。"""
    from psscore.workbook.replace import NotWritten, replace
    from psscore.workbook.template.any_standard import NoWorkbook, workbook_of

    path = output or Path(_default_name(standard, lang))
    if path.exists() and not force:
        message = say(lang, f"{path} 已存在；加 --force 覆盖", f"{path} exists; add --force to overwrite it")
        typer.echo(message, err=True)
        raise typer.Exit(1)
    try:
        replace(path, workbook_of(standard, lang, example=example, runtime=runtime.value))
    except ImportError as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(1) from None
    except (ReferenceFault, NoWorkbook) as refused:
        typer.echo(refused.message(lang), err=True)
        raise typer.Exit(1) from None
    except StandardFaults as faults:
        for each in faults.faults:
            typer.echo(each.line(lang), err=True)
        raise typer.Exit(1) from None
    except NotWritten as fault:
        typer.echo(fault.text(lang), err=True)
        raise typer.Exit(1) from None
    typer.echo(say(lang, f"已生成 {path}", f"wrote {path}"))
