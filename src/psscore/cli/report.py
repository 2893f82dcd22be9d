"""`psscore report`: documents from evaluations."""

from __future__ import annotations

import enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from psscore.cli.default_command import MakesByDefault
from psscore.cli.json_lines import to_stdout
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.rank import BasisName, By, TiesName
from psscore.cli.targets import check_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from psscore.cli.report_output import Output
    from psscore.ranking import Adjustment
    from psscore.reports.bulletin.ends import Ends
    from psscore.results import Evaluation

_app = typer.Typer(
    cls=MakesByDefault,
    no_args_is_help=True,
    help="Reports, cards, bulletins from evaluations: psscore report SOURCE... 报告、结果卡、通报：psscore report 来源",
)
_FORMATS = ("docx", "html", "pdf")
T = TypeVar("T")


class Kind(enum.StrEnum):
    """The documents as they are typed."""

    SELF = "self"
    THIRD_PARTY = "third-party"
    CARD = "card"
    BULLETIN = "bulletin"


class Among(enum.StrEnum):
    """Among whom the first and the last are looked for."""

    GROUP = "group"
    ALL = "all"


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="report")


@_app.command("make")
def make(
    sources: Annotated[
        list[Path], typer.Argument(help="Results of a batch, receipts, workbooks or folders of them. 结果或工作簿。")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="A folder, or one file. 输出文件夹或文件。")],
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="Else self or third-party as the cover says. 默认依封面的评价方式。")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="docx, html, pdf, with commas between. 格式，逗号分隔。")
    ] = "docx",
    template: Annotated[
        Path | None, typer.Option("--template", help="A .docx of your own, see `report template`. 自己的模板。")
    ] = None,
    last: Annotated[
        list[Path] | None, typer.Option("--last", help="Results of the last period; may be repeated. 上期的结果。")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="Losses shown with reasons. 列出的失分项数。")] = 10,
    groups: Annotated[
        Path | None, typer.Option("--groups", help="Bulletin: units and groups, .csv. 通报：分组名单。")
    ] = None,
    by: Annotated[
        By | None, typer.Option("--by", help="Bulletin: each folder is a group. 通报：按文件夹分组。")
    ] = None,
    ties: Annotated[
        TiesName, typer.Option("--ties", help="Bulletin: the rule for equal scores. 通报：同分规则。")
    ] = TiesName.SHARED,
    basis: Annotated[
        BasisName, typer.Option("--basis", help="Bulletin: exact or rounded totals. 通报：按未取舍或取舍后的总分。")
    ] = BasisName.EXACT,
    volumes: Annotated[
        Path | None, typer.Option("--volumes", help="Bulletin: cases of each unit, .csv. 通报：件数表。")
    ] = None,
    small: Annotated[
        int | None,
        typer.Option("--small", min=1, help="Bulletin: mark units with fewer cases. 通报：标注件数少的单位。"),
    ] = None,
    adjust: Annotated[
        Path | None, typer.Option("--adjust", help="Bulletin: points announced, .csv. 通报：公布的加减分。")
    ] = None,
    red: Annotated[
        int | None, typer.Option("--red", min=0, help="Bulletin: the first so many. 通报：红榜的名额。")
    ] = None,
    black: Annotated[
        int | None, typer.Option("--black", min=0, help="Bulletin: the last so many. 通报：黑榜的名额。")
    ] = None,
    red_of: Annotated[
        Among, typer.Option("--red-of", help="Bulletin: the first of each group or of all. 红榜取自每组或全部。")
    ] = Among.GROUP,
    black_of: Annotated[
        Among, typer.Option("--black-of", help="Bulletin: the last of each group or of all. 黑榜取自每组或全部。")
    ] = Among.GROUP,
    force: Annotated[
        bool, typer.Option("--force", help="Replace documents people have worked in. 覆盖有人改过的文件。")
    ] = False,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="What was written as JSON to a file, - for stdout. 机器可读结果。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a report for each unit, or one bulletin. 每个单位一份报告，或一份通报。"""
    from psscore.cli.report_output import Output

    wanted = _formats(formats, output, lang)
    lists = [groups, volumes, adjust]
    if kind is not Kind.BULLETIN and any(one is not None for one in (*lists, by, red, black, small)):
        message = "--groups、--by、--red 等只用于 --kind bulletin", "--groups, --by, --red are for --kind bulletin"
        raise typer.BadParameter(say(lang, *message))
    if groups is not None and by is not None:
        raise typer.BadParameter(say(lang, "--groups 与 --by 只能用一个", "use either --groups or --by"))
    check_targets((output, json_to), [*sources, *(last or [])], lang)
    read = [*sources, *(last or []), *[one for one in (*lists, template) if one is not None]]
    out = Output(output, wanted, _template(template, lang), read, json_to, str(lang.value), force=force)
    if not to_stdout(json_to) and json_to is not None and json_to.resolve() in {path.resolve() for path in read}:
        raise typer.BadParameter(say(lang, f"不能写到 {json_to}", f"{json_to} is not written to"))
    evaluations = out.opened(sources)
    before = out.opened(last) if last else None
    if kind is Kind.BULLETIN:
        found = _lists(groups, volumes, adjust, out)
        if found is None:
            raise typer.Exit(out.finished())
        group_of, cases, points = found
        from psscore.ranking import Basis, Settings, Ties

        settings = Settings(
            ties=Ties(ties.value),
            basis=Basis(basis.value),
            groups=group_of,
            by_folder=by is By.FOLDER,
            volumes=cases,
            small=None if small is None else Fraction(small),
            adjustments=points or (),
            last=None if before is None else tuple(before),
        )
        ends = _ends(red, black, red_of, black_of)
        out.bulletin(evaluations, settings, ends, top)
    else:
        _units(evaluations, before, kind, top, out)
    if code := out.finished():
        raise typer.Exit(code)


@_app.command("template")
def template_(
    output: Annotated[Path, typer.Option("--output", "-o", help="The template, .docx. 模板文件。")],
    kind: Annotated[Kind, typer.Option("--kind", help="The document it is for. 哪种文件的模板。")] = Kind.THIRD_PARTY,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there. 覆盖已有的文件。")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Give a copy of the shipped template, to restyle in Word. 取一份模板，在 Word 中修改。"""
    from psscore.reports.docx.template import template
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten, check_writable, replace

    if output.suffix.lower() != ".docx":
        raise typer.BadParameter(say(lang, f"{output} 的扩展名应为 .docx", f"{output} must end in .docx"))
    if output.exists() and not force:
        there = f"{output} 已存在：换个名字，或加 --force 覆盖", f"{output} is there: take another name or add --force"
        typer.echo(say(lang, *there), err=True)
        raise typer.Exit(1)
    try:
        check_writable(output)
        replace(output, template(kind.value.replace("-", "_"), str(lang.value)))
    except (NotWritten, Refused) as failure:
        typer.echo(f"{output}: {failure.text(lang)}", err=True)
        raise typer.Exit(1) from None
    typer.echo(say(lang, f"已写入 {output}", f"written: {output}"))


def _units(
    evaluations: Sequence[Evaluation],
    before: Sequence[Evaluation] | None,
    kind: Kind | None,
    top: int,
    out: Output,
) -> None:
    from psscore.reports import UnitSettings
    from psscore.reports.unit_report import by_unit

    name = "" if kind is None else kind.value.replace("-", "_")
    out.units(evaluations, UnitSettings(name, out.lang, top, None if before is None else by_unit(before)))


def _formats(text: str, output: Path, lang: str) -> tuple[str, ...]:
    """The formats asked for; those of a single file follow from its name."""
    suffix = output.suffix.lower().removeprefix(".")
    if suffix in _FORMATS and not output.is_dir():
        return (suffix,)
    found = tuple(dict.fromkeys(word.strip().lower() for word in text.replace("，", ",").split(",") if word.strip()))
    unknown = [word for word in found if word not in _FORMATS]
    if unknown or not found:
        shown = "、".join(unknown) or "—"
        raise typer.BadParameter(
            say(lang, f"没有格式 {shown}，可用：docx、html、pdf", f"no format {shown}; known: docx, html, pdf")
        )
    return found


def _template(path: Path | None, lang: str) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as failure:
        message = f"不能读取模板 {path}：{failure.strerror}", f"the template {path} cannot be read: {failure.strerror}"
        typer.echo(say(lang, *message), err=True)
        raise typer.Exit(1) from None


def _ends(red: int | None, black: int | None, red_of: Among, black_of: Among) -> Ends | None:
    """The lengths that were named; None leaves them to the standard."""
    from psscore.reports.bulletin.ends import Ends

    if red is None and black is None:
        return None
    return Ends(red or 0, black or 0, red_of is Among.ALL, black_of is Among.ALL)


def _lists(
    groups: Path | None, volumes: Path | None, adjust: Path | None, out: Output
) -> tuple[Mapping[str, str] | None, Mapping[str, Fraction] | None, tuple[Adjustment, ...] | None] | None:
    """Groups, cases and points announced; None when a list has faults, which are told."""
    from psscore.ranking.unit_lists import BadList, read_adjustments, read_groups, read_volumes

    bad = []

    def read(reader: Callable[[Path], T], path: Path | None) -> T | None:
        try:
            return None if path is None else reader(path)
        except BadList as faults:
            bad.extend(faults.problems)
            return None

    found = read(read_groups, groups), read(read_volumes, volumes), read(read_adjustments, adjust)
    if bad:
        out.not_ranked(bad)
        return None
    return found
