"""`psscore rank`: units in order, as a workbook."""

from __future__ import annotations

import dataclasses
import enum
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.targets import check_targets

if TYPE_CHECKING:
    from psscore.ranking import Component, Problem
    from psscore.results import Evaluation

_REFUSED = 2
_BOOKS = {".xlsx", ".xlsm"}
_FOLLOWING = {"nothing", "no_volume", "weights", "last_nothing"}
"""Problems that a list or source which cannot be read brings about by itself."""
T = TypeVar("T")


class TiesName(enum.StrEnum):
    """The tie rules as they are typed."""

    SHARED = "shared"
    DENSE = "dense"
    VOLUME = "volume"
    PRINTED = "printed"


class BasisName(enum.StrEnum):
    """The bases as they are typed."""

    EXACT = "exact"
    ROUNDED = "rounded"


class By(enum.StrEnum):
    """What groups are made of without a list."""

    FOLDER = "folder"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rank")(rank)


def rank(
    sources: Annotated[
        list[Path], typer.Argument(help="Results of a batch, receipts, workbooks or folders of them. 结果或工作簿。")
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The ranking, .xlsx. 排名工作簿。")] = None,
    groups: Annotated[
        Path | None, typer.Option("--groups", help="Units and their groups, .csv (unit,group). 分组名单（单位,分组）。")
    ] = None,
    by: Annotated[By | None, typer.Option("--by", help="Each folder is a group. 按文件夹分组。")] = None,
    ties: Annotated[
        TiesName, typer.Option("--ties", help="What equal scores do to places. 同分规则。")
    ] = TiesName.SHARED,
    basis: Annotated[
        BasisName, typer.Option("--basis", help="Rank on exact or on rounded totals. 按未取舍或取舍后的总分。")
    ] = BasisName.EXACT,
    volume: Annotated[
        str | None, typer.Option("--volume", help="Indicators whose bases add up to the cases: 1,3,5. 件数取自的指标。")
    ] = None,
    volumes: Annotated[
        Path | None, typer.Option("--volumes", help="Cases of each unit, .csv (unit,volume). 件数表（单位,件数）。")
    ] = None,
    small: Annotated[
        int | None, typer.Option("--small", min=1, help="Mark units with fewer cases. 标注件数少于此数的单位。")
    ] = None,
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
    adjust: Annotated[
        Path | None,
        typer.Option("--adjust", help="Points announced, .csv (unit,points,reason). 加减分（单位,加减分,原因）。"),
    ] = None,
    last: Annotated[Path | None, typer.Option("--last", help="Results of last year. 上年的结果。")] = None,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="The ranking as JSON to a file, - for stdout. 机器可读结果。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Put units in order; only when asked, for a city is best compared with its own past. 多个单位排名。"""
    from psscore.ranking import Basis, NotRanked, Settings, Ties
    from psscore.ranking import rank as put_in_order
    from psscore.ranking.receipt import refusal_json, to_json
    from psscore.ranking.unit_lists import read_adjustments, read_groups, read_volumes

    weights = [word.partition("=")[2].rpartition(":")[0] for word in others or []]
    inputs = [*sources, groups, volumes, adjust, last, *(Path(word) for word in weights if word)]
    _check_options(inputs, output, json_to, lang)
    check_targets((output, json_to), [*sources, *([last] if last else [])], lang)
    if groups is not None and by is not None:
        raise typer.BadParameter(say(lang, "--groups 与 --by 只能用一个", "use either --groups or --by"))
    if volume and volumes is not None:
        raise typer.BadParameter(say(lang, "--volume 与 --volumes 只能用一个", "use either --volume or --volumes"))
    lists = _Lists(lang)
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
        own_weight=_weight(own, lang),
        components=lists.components(others or []),
        adjustments=lists.read(read_adjustments, adjust) or (),
    )
    quiet = to_stdout(json_to)
    evaluations = _opened(sources, lists, lang, quiet=quiet)
    if last is not None:
        settings = dataclasses.replace(settings, last=tuple(_opened([last], lists, lang, quiet=quiet)))
    try:
        found = put_in_order(evaluations, settings)
        if lists.problems:
            raise NotRanked(lists.problems)
    except NotRanked as refusal:
        if lists.problems and refusal.problems != tuple(lists.problems):
            more = [problem for problem in refusal.problems if problem.code not in _FOLLOWING]
            refusal = NotRanked([*lists.problems, *more])
        write_json_lines([refusal_json(refusal.problems, lang)], json_to, lang)
        if not quiet:
            _complain(refusal.problems, lang)
        if output is not None and output.exists():
            typer.echo(not_replaced(output, lang), err=True)
        raise typer.Exit(_REFUSED) from None
    if output is not None:
        from psscore.ranking.sheets import workbook

        _write(output, workbook(found, lang), lang)
    if not quiet:
        from psscore.cli.rank_screen import show

        show(found, output, lang)
    write_json_lines([to_json(found, lang)], json_to, lang)


def not_replaced(path: Path, lang: str) -> str:
    """That a file of an earlier run is still there although this one wrote none."""
    return say(lang, f"{path} 是以前写的，这次没有更新", f"{path} is of an earlier run and was not written anew")


class _Lists:
    """The lists named on the command line, and everything wrong with them and the sources."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.problems: list[Problem] = []

    def read(self, reader: Callable[[Path], T], path: Path | None) -> T | None:
        """What a list says; None without a list, or when something is wrong with it."""
        from psscore.ranking.unit_lists import BadList

        try:
            return None if path is None else reader(path)
        except BadList as bad:
            self.problems += bad.problems
            return None

    def components(self, words: Sequence[str]) -> tuple[Component, ...]:
        """The scores of `--with`, whose weights follow the last colon."""
        from psscore.ranking import Component
        from psscore.ranking.unit_lists import read_scores

        found = []
        for word in words:
            name, _, rest = word.partition("=")
            file, colon, weight = rest.rpartition(":")
            if not (name.strip() and colon and file):
                raise typer.BadParameter(
                    say(
                        self.lang,
                        f"--with 写作 名称=文件.csv:权重，不是 {word}",
                        f"--with is NAME=FILE.csv:WEIGHT, not {word}",
                    )
                )
            share = _weight(weight, self.lang)
            scores = self.read(read_scores, Path(file))
            if scores is not None:
                found.append(Component(name.strip(), share, scores))
        return tuple(found)


def _opened(sources: Sequence[Path], lists: _Lists, lang: str, *, quiet: bool) -> list[Evaluation]:
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


def _weight(text: str, lang: str) -> Fraction:
    """90% or 0.9."""
    try:
        number = Fraction(text.strip().removesuffix("%").removesuffix("％")) / (
            100 if text.strip()[-1:] in "%％" else 1
        )
    except (ValueError, ZeroDivisionError):
        number = Fraction(0)
    if 0 < number <= 1:
        return number
    raise typer.BadParameter(
        say(lang, f"权重写作 90% 或 0.9，不是 {text}", f"a weight is written 90% or 0.9, not {text}")
    )


def _check_options(inputs: Sequence[Path | None], output: Path | None, json_to: Path | None, lang: str) -> None:
    """What is written must be no file that is read, and the ranking carry a name Excel opens."""
    read = {path.resolve() for path in inputs if path is not None}
    if output is None and json_to is None:
        return
    if output is not None and output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(say(lang, f"{output} 的扩展名应为 .xlsx", f"{output} must end in .xlsx"))
    for path in (output, None if to_stdout(json_to) else json_to):
        if path is not None and (path.resolve() in read or (path is json_to and path.suffix.lower() in _BOOKS)):
            raise typer.BadParameter(say(lang, f"不能写到 {path}", f"{path} is not written to"))


def _write(path: Path, data: bytes, lang: str) -> None:
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten, check_writable, replace

    try:
        check_writable(path)
        replace(path, data)
    except (NotWritten, Refused) as failure:
        typer.echo(f"{path}: {failure.text(lang)}", err=True)
        raise typer.Exit(1) from None


def _complain(problems: Sequence[Problem], lang: str) -> None:
    head = f"不作排名，共 {len(problems)} 个问题：", f"Not ranked, {len(problems)} problems:"
    typer.echo(say(lang, *head), err=True)
    for problem in problems:
        typer.echo(f"  - {problem.message(lang)}", err=True)
