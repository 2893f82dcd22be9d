"""`psscore tickets anonymise`: a copy of an export for sharing, without personal data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.tickets import app
from psscore.cli.tickets_told import MapOption, refusals


@app.command("anonymise")
def anonymise(
    export: Annotated[Path, typer.Argument(help="CSV or Excel export. 导出文件。")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write. 输出文件。")],
    mapping: MapOption = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", envvar="PSSCORE_KEY", help="Key of the hashes; random if not given. 散列密钥，默认随机。"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there. 覆盖已有文件。")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Leave out persons and free text, and hash ticket numbers. 去除个人信息和自由文本，工单编号改为散列。"""
    from psscore.tickets.anonymise import anonymise as write
    from psscore.tickets.mapping import load_mapping

    with refusals(lang):
        if not export.is_file():
            typer.echo(say(lang, f"没有文件 {export}", f"there is no file {export}"), err=True)
            raise typer.Exit(1)
        done = write(export, output, load_mapping(mapping), key=key, force=force)
    typer.echo(say(lang, f"写出 {done.rows} 行：{output}", f"{done.rows} rows written to {output}"))
    if done.broken:
        typer.echo(
            say(
                lang,
                f"{done.broken} 行无法逐列读出（列数、引号），内容未写出，各留一行“?”，读入时照样拒收",
                f"{done.broken} rows cannot be told apart into cells (columns, quotes): of each only a ? is written, "
                f"and reading rejects it as before",
            )
        )
    typer.echo(say(lang, f"保留：{'、'.join(done.kept)}", f"kept: {', '.join(done.kept)}"))
    typer.echo(say(lang, f"去除：{'、'.join(done.left_out)}", f"left out: {', '.join(done.left_out)}"))
    if not done.key_given:
        typer.echo(
            say(
                lang,
                f"密钥（请另行保管；再次给出可得到同样的编号，不要与文件一同分享）：{done.key}",
                f"key (keep it apart from the file; given again it makes the same numbers): {done.key}",
            )
        )
