"""`psscore tickets plot`: pictures of counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from psscore.cli.faults import Faults
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import ForceOption, check_outputs, write_file
from psscore.cli.tickets import app
from psscore.cli.tickets_count import counted_reports

_SUFFIXES = (".html", ".svg", ".xlsx")


@app.command("plot")
def plot(
    sources: Annotated[
        list[Path], typer.Argument(help="JSON files of tickets count, or exports. 计数结果，或导出文件。")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help=".html, .svg or .xlsx. 输出文件。")],
    items: Annotated[Path | None, typer.Option("--items", help="Item map, .csv. 事项表。")] = None,
    mapping: Annotated[Path | None, typer.Option("--map", help="Mapping of the columns, .toml. 列映射。")] = None,
    period: Annotated[str | None, typer.Option("--period", help="2025, 2025-Q4 or 2025-12. 评价期间。")] = None,
    signed_within: Annotated[
        int | None, typer.Option("--signed-within", min=0, help="Minutes that are “immediately”. 立即签收的分钟数。")
    ] = None,
    standard: Annotated[
        str, typer.Option("--standard", help="Standard for the points lost. 计失分的标准。")
    ] = "public-service/2026",
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Draw the trend, response against resolution, and the points lost. 画出趋势、响应与解决、失分。"""
    from psscore.tickets.plot import SHOWN, NothingToPlot, charts
    from psscore.tickets.plot_page import page
    from psscore.tickets.plot_sheets import workbook
    from psscore.tickets.plot_svg import stacked

    faults = Faults(lang)
    check_outputs(faults, output, None, sources, _SUFFIXES, force=force)
    faults.leave()
    counted = [path for path in sources if path.suffix.lower() == ".json"]
    reports = [_report(path, lang) for path in counted]
    if exports := [path for path in sources if path not in counted]:
        reports += counted_reports(exports, mapping, items, period, signed_within, lang)
    try:
        found = charts(reports, standard)
    except NothingToPlot as nothing:
        raise typer.BadParameter(nothing.message(lang)) from None
    notes = list(dict.fromkeys(why for report in reports for name, why in report["withheld"].items() if name in SHOWN))
    kind = output.suffix.lower()
    if kind == ".xlsx":
        data = workbook(found, lang)
    else:
        data = (page(found, notes, lang) if kind == ".html" else stacked(found, lang)).encode()
    write_file(output, data, lang, force=force)
    for note in notes:
        typer.echo(note, err=True)
    typer.echo(say(lang, f"已写入 {output}", f"written: {output}"))


def _report(path: Path, lang: str) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError):
        found = None
    if not isinstance(found, dict) or found.get("schema") != "psscore.tickets/1":
        what = (
            f"{path} 不是 psscore tickets count --json 的结果",
            f"{path} is not a result of psscore tickets count --json",
        )
        raise typer.BadParameter(say(lang, *what))
    return found
