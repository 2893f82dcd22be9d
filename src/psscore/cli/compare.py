"""`psscore compare`: two evaluations of one unit, or of many, side by side."""

from __future__ import annotations

import datetime
import enum
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.faults import Faults
from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import ForceOption, check_outputs, write_file

if TYPE_CHECKING:
    from psscore.comparison import Comparison, Pairs
    from psscore.model.text import Text
    from psscore.results import Evaluation


FAILED = ("refused", "error")


class By(enum.StrEnum):
    """What tells the evaluations of one source apart."""

    EVALUATOR = "evaluator"
    PERIOD = "period"
    MODE = "mode"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare")(compare)


def compare(
    base: Annotated[Path, typer.Argument(help="Workbook, receipts, folder of results or store. 基准。")],
    other: Annotated[Path | None, typer.Argument(help="What is set against it; not with --by. 对照。")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Difference workbook, .xlsx. 差异工作簿。")
    ] = None,
    by: Annotated[
        By | None, typer.Option("--by", help="Compare within one source by this field. 在一个来源内按此分两边。")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="With --by: the base. 作为基准的取值。")] = None,
    second: Annotated[
        str | None, typer.Option("--to", help="With --by: what is set against it. 作为对照的取值。")
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", help="Only this unit; may be repeated. 只比较这个单位。")
    ] = None,
    standard: Annotated[
        str | None, typer.Option("--standard", help="Only this standard, id or id/edition. 只比较这个标准的评价。")
    ] = None,
    any_standard: Annotated[
        bool, typer.Option("--any-standard", help="Compare although the standards differ. 标准不同也比较。")
    ] = False,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="Differences as JSON lines to a file, - for stdout. 机器可读结果。")
    ] = None,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """What differs between evaluations, other less base. 两次评价的差异：自评与第三方、今年与去年。"""
    from psscore.comparison import NotComparable, pair, split
    from psscore.comparison.pairing import labels as named

    faults = Faults(lang)
    check_outputs(faults, output, json_to, [one for one in (base, other) if one is not None], force=force)
    if (other is None) == (by is None):
        faults.usage(
            "给出两个来源，或一个来源加 --by evaluator|period|mode",
            "give two sources, or one and --by evaluator|period|mode",
        )
    if by is None and (first is not None or second is not None):
        faults.usage("--from 和 --to 只与 --by 同用", "--from and --to go with --by")
    faults.leave()
    try:
        quiet, wanted = to_stdout(json_to), _wanted(unit, standard, lang)
        one = wanted(_opened(base, lang, quiet=quiet))
        labels: tuple[str, str] | None = None
        if other is not None:
            two = wanted(_opened(other, lang, quiet=quiet))
        else:
            assert by is not None
            one, two = split([found for found in one if found.status not in FAILED], by.value, first, second)
            labels = str(getattr(one[0], by.value)) or "—", str(getattr(two[0], by.value)) or "—"
        pairs = pair(one, two)
        if not pairs.pairs:
            _none_in_common(pairs, lang)
        compared = _compared(pairs, any_standard)
        labels = labels or named(pairs.pairs)
    except NotComparable as refused:
        for reason in refused.reasons:
            typer.echo(reason(lang), err=True)
        raise typer.Exit(2) from None
    if output is not None:
        from psscore.comparison.sheets import workbook

        clock = datetime.datetime.now().replace(microsecond=0)
        data = workbook(compared, pairs.unpaired, labels=labels, clock=clock, lang=str(lang))
        write_file(output, data, lang, force=force)
    if not to_stdout(json_to):
        from psscore.cli.compare_screen import show

        show(compared, pairs.unpaired, labels, lang)
        if output is not None:
            typer.echo(say(lang, f"已写入 {output}", f"written: {output}"))
    if json_to is not None:
        from psscore.comparison.as_json import to_json, unpaired_json

        lines = [to_json(one, lang) for one in compared] + [unpaired_json(one, lang) for one in pairs.unpaired]
        write_json_lines(lines, json_to, lang)


def _opened(source: Path, lang: str, *, quiet: bool) -> list[Evaluation]:
    from psscore.results import open_results
    from psscore.results.wording import worded

    if quiet or not sys.stderr.isatty():
        opened = open_results([source], lang=lang)
    else:
        from rich.progress import Progress

        from psscore.cli.screen import console

        with Progress(console=console(stderr=True), transient=True) as bar:
            task = bar.add_task(say(lang, f"读取 {source.name}", f"Reading {source.name}"), total=None)
            opened = open_results([source], lang=lang, progress=lambda _: bar.advance(task))
    for trouble in opened.troubles:
        typer.echo(f"{trouble.source}: {trouble.why(lang)}", err=True)
    if opened.troubles:
        raise typer.Exit(1)
    return [worded(one, lang) for one in opened.evaluations]


def _wanted(
    units: Iterable[str] | None, standard: str | None, lang: str
) -> Callable[[list[Evaluation]], list[Evaluation]]:
    """Picks what was asked for; exit 2 with the list of what there is when nothing is left."""
    from psscore.results.unit_names import unit_key

    names = {unit_key(name) for name in units or ()}
    asked, _, edition = (standard or "").partition("/")

    def fits(one: Evaluation) -> bool:
        ruled = asked in ("", one.standard_id) and edition in ("", one.edition)
        return ruled and (not names or unit_key(one.unit) in names)

    def pick(everything: list[Evaluation]) -> list[Evaluation]:
        found = [one for one in everything if fits(one)]
        if not found and everything:
            there = {f"{one.unit or one.file} ({one.standard_id}/{one.edition})" for one in everything}
            listed = ", ".join(sorted(there))
            nothing = f"没有要比较的单位或标准，现有：{listed}", f"no such unit or standard; there are: {listed}"
            typer.echo(say(lang, *nothing), err=True)
            raise typer.Exit(2)
        return found

    return pick


def _none_in_common(pairs: Pairs, lang: str) -> None:
    typer.echo(say(lang, "两边没有同一个单位：", "the two sides have no unit in common:"), err=True)
    for one in pairs.unpaired:
        typer.echo(f"  {one.side}: {one.evaluation.name} ({one.evaluation.file}): {one.why(lang)}", err=True)
    raise typer.Exit(2)


def _compared(pairs: Pairs, any_standard: bool) -> list[Comparison]:
    """All comparisons, or all the reasons why some cannot be made."""
    from psscore.comparison import NotComparable
    from psscore.comparison import compare as compared

    found: list[Comparison] = []
    reasons: dict[Text, None] = {}
    for one, two in pairs.pairs:
        try:
            found.append(compared(one, two, any_standard=any_standard))
        except NotComparable as refused:
            reasons |= dict.fromkeys(refused.reasons)
    if reasons:
        raise NotComparable(*reasons)
    return found
