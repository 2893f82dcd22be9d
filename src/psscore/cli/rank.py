"""`psscore rank`: units in order, as a workbook."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.faults import REFUSED, Faults
from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import ForceOption, check_outputs, write_file
from psscore.cli.ranking_options import (
    AdjustOption,
    BasisName,
    BasisOption,
    By,
    ByOption,
    GroupsOption,
    Lists,
    SmallOption,
    SourcesArgument,
    TiesName,
    TiesOption,
    VolumesOption,
    check_groups,
)
from psscore.model.text import counted

if TYPE_CHECKING:
    from psscore.ranking import Component, Problem
    from psscore.results import Evaluation


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rank")(rank)


def rank(
    sources: SourcesArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The ranking, .xlsx. 排名工作簿。")] = None,
    groups: GroupsOption = None,
    by: ByOption = None,
    ties: TiesOption = TiesName.SHARED,
    basis: BasisOption = BasisName.EXACT,
    volume: Annotated[
        str | None, typer.Option("--volume", help="Indicators whose bases add up to the cases: 1,3,5. 件数取自的指标。")
    ] = None,
    volumes: VolumesOption = None,
    small: SmallOption = None,
    partial: Annotated[bool, typer.Option("--partial", help="Rank partial workbooks too. 部分完成的也排名。")] = False,
    same_name: Annotated[
        bool, typer.Option("--same-name", help="One name in two folders is two units. 不同文件夹的同名单位是两个单位。")
    ] = False,
    others: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="NAME=FILE:WEIGHT", help="Another score, .csv (unit,score[,full]). 另一项得分。"
        ),
    ] = None,
    own: Annotated[
        str, typer.Option("--own", metavar="WEIGHT", help="Weight of the total beside --with, 90%. 总分的权重。")
    ] = "100%",
    adjust: AdjustOption = None,
    last: Annotated[Path | None, typer.Option("--last", help="Results of last year. 上年的结果。")] = None,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="The ranking as JSON to a file, - for stdout. 机器可读结果。")
    ] = None,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Put units in order; only when asked, for a city is best compared with its own past. 多个单位排名。"""
    from psscore.ranking import Basis, NotRanked, Settings, Ties
    from psscore.ranking import rank as put_in_order
    from psscore.ranking.receipt import refusal_json, to_json
    from psscore.ranking.unit_lists import read_adjustments, read_groups, read_volumes

    faults, lists = Faults(lang), Lists()
    weights = [word.partition("=")[2].rpartition(":")[0] for word in others or []]
    inputs = [*sources, groups, volumes, adjust, last, *(Path(word) for word in weights if word)]
    check_outputs(faults, output, json_to, [path for path in inputs if path is not None], force=force)
    check_groups(faults, groups, by)
    if volume and volumes is not None:
        faults.usage("--volume 与 --volumes 只能用一个", "use either --volume or --volumes")
    settings = Settings(
        ties=Ties(ties.value),
        basis=Basis(basis.value),
        groups=lists.read(read_groups, groups),
        by_folder=by is By.FOLDER,
        volume_codes=tuple(code.strip() for code in (volume or "").replace("，", ",").split(",") if code.strip()),
        volumes=lists.read(read_volumes, volumes),
        small=None if small is None else Fraction(small),
        partial=partial,
        same_name=same_name,
        own_weight=_weight(own, faults),
        components=_components(others or [], lists, faults),
        adjustments=lists.read(read_adjustments, adjust) or (),
    )
    lists.leave(faults)
    quiet = to_stdout(json_to)
    evaluations = _opened(sources, lists, lang, quiet=quiet)
    if last is not None:
        settings = dataclasses.replace(settings, last=tuple(_opened([last], lists, lang, quiet=quiet)))
    others_wrong: Sequence[Problem] = ()
    try:
        found = put_in_order(evaluations, settings)
    except NotRanked as refusal:
        others_wrong = refusal.problems
    if problems := lists.refused(others_wrong):
        write_json_lines([refusal_json(tuple(problems), lang)], json_to, lang)
        if not quiet:
            _complain(problems, lang)
        if output is not None and output.exists():
            typer.echo(not_replaced(output, lang), err=True)
        raise typer.Exit(REFUSED)
    if output is not None:
        from psscore.ranking.sheets import workbook

        write_file(output, workbook(found, lang), lang, force=force)
    if not quiet:
        from psscore.cli.rank_screen import show

        show(found, output, lang)
    write_json_lines([to_json(found, lang)], json_to, lang)


def not_replaced(path: Path, lang: str) -> str:
    """That a file of an earlier run is still there although this one wrote none."""
    return say(lang, f"{path} 是以前写的，这次没有更新", f"{path} is of an earlier run and was not written anew")


def _components(words: Sequence[str], lists: Lists, faults: Faults) -> tuple[Component, ...]:
    """The scores of `--with`, whose weights follow the last colon."""
    from psscore.ranking import Component
    from psscore.ranking.unit_lists import read_scores

    found = []
    for word in words:
        name, _, rest = word.partition("=")
        file, colon, weight = rest.rpartition(":")
        if not (name.strip() and colon and file):
            faults.usage(f"--with 写作 名称=文件.csv:权重，不是 {word}", f"--with is NAME=FILE.csv:WEIGHT, not {word}")
            continue
        share = _weight(weight, faults)
        scores = lists.read(read_scores, Path(file))
        if scores is not None:
            found.append(Component(name.strip(), share, scores))
    return tuple(found)


def _opened(sources: Sequence[Path], lists: Lists, lang: str, *, quiet: bool) -> list[Evaluation]:
    """The evaluations of all sources; what could not be read is a problem like any other."""
    from psscore.model.text import Text
    from psscore.ranking import Problem
    from psscore.results import open_results

    if quiet or not sys.stderr.isatty():
        opened = open_results(sources, lang=lang)
    else:
        from rich.progress import Progress, SpinnerColumn, TextColumn

        from psscore.cli.screen import console

        columns = SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}")
        with Progress(*columns, console=console(stderr=True), transient=True) as bar:
            task = bar.add_task(say(lang, "读取工作簿", "Workbooks read"), total=None)
            opened = open_results(sources, lang=lang, progress=lambda _: bar.advance(task))
    for trouble in opened.troubles:
        where = Text(f"{trouble.source}：", f"{trouble.source}: ")
        lists.problems.append(Problem("bad_source", where + trouble.why, (trouble.source,)))
    return opened.evaluations


def _weight(text: str, faults: Faults) -> Fraction:
    """90% or 0.9."""
    try:
        number = Fraction(text.strip().removesuffix("%").removesuffix("％")) / (
            100 if text.strip()[-1:] in "%％" else 1
        )
    except (ValueError, ZeroDivisionError):
        number = Fraction(0)
    if not 0 < number <= 1:
        faults.usage(f"权重写作 90% 或 0.9，不是 {text}", f"a weight is written 90% or 0.9, not {text}")
    return number


def _complain(problems: Sequence[Problem], lang: str) -> None:
    head = f"不作排名，共 {len(problems)} 个问题：", f"Not ranked, {counted(len(problems), 'problem')}:"
    typer.echo(say(lang, *head), err=True)
    for problem in problems:
        typer.echo(f"  - {problem.message(lang)}", err=True)
