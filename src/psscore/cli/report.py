"""`psscore report`: documents from evaluations."""

from __future__ import annotations

import enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.default_command import MakesByDefault
from psscore.cli.faults import Faults
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import ForceOption, check_file, check_folder, check_outputs, write_file
from psscore.cli.ranking_options import (
    PANEL,
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
from psscore.cli.targets import check_targets
from psscore.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psscore.cli.report_output import Output
    from psscore.reports.bulletin.ends import Ends
    from psscore.results import Evaluation

_app = typer.Typer(
    cls=MakesByDefault,
    no_args_is_help=True,
    help="Reports, cards, bulletins from evaluations: psscore report SOURCE... 报告、结果卡、通报：psscore report 来源",
)
_FORMATS = ("docx", "html", "pdf")
_ENDINGS = tuple(f".{name}" for name in _FORMATS)
_NO_FOLDER = {
    ".doc",
    ".dotx",
    ".odt",
    ".rtf",
    ".txt",
    ".md",
    ".htm",
    ".xlsx",
    ".xlsm",
    ".csv",
    ".json",
    ".jsonl",
    ".zip",
}
"""Endings of files that are not made here; folders may have any other."""


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
    sources: SourcesArgument,
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
    groups: GroupsOption = None,
    by: ByOption = None,
    ties: TiesOption = TiesName.SHARED,
    basis: BasisOption = BasisName.EXACT,
    volumes: VolumesOption = None,
    small: SmallOption = None,
    adjust: AdjustOption = None,
    red: Annotated[
        int | None, typer.Option("--red", min=0, help="The first so many. 红榜的名额。", rich_help_panel=PANEL)
    ] = None,
    black: Annotated[
        int | None, typer.Option("--black", min=0, help="The last so many. 黑榜的名额。", rich_help_panel=PANEL)
    ] = None,
    red_of: Annotated[
        Among, typer.Option("--red-of", help="Bulletin: the first of each group or of all. 红榜取自每组或全部。")
    ] = Among.GROUP,
    black_of: Annotated[
        Among, typer.Option("--black-of", help="Bulletin: the last of each group or of all. 黑榜取自每组或全部。")
    ] = Among.GROUP,
    force: ForceOption = False,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="What was written as JSON to a file, - for stdout. 机器可读结果。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a report for each unit, or one bulletin. 每个单位一份报告，或一份通报。"""
    from psscore.cli.report_output import Output
    from psscore.ranking.unit_lists import read_adjustments, read_groups, read_volumes

    faults, lists = Faults(lang), Lists()
    wanted = _formats(formats, output, faults)
    named = [one for one in (groups, volumes, adjust, template) if one is not None]
    read = [*sources, *(last or []), *named]
    _check_outputs(faults, output, json_to, read, force=force)
    if kind is not Kind.BULLETIN and any(one is not None for one in (groups, volumes, adjust, by, red, black, small)):
        faults.usage("--groups、--by、--red 等只用于 --kind bulletin", "--groups, --by, --red are for --kind bulletin")
    check_groups(faults, groups, by)
    own = _template(template, faults)
    group_of, cases = lists.read(read_groups, groups), lists.read(read_volumes, volumes)
    points = lists.read(read_adjustments, adjust) or ()
    lists.leave(faults)
    out = Output(output, wanted, own, read, json_to, str(lang.value), force=force)
    evaluations = out.opened(sources)
    before = out.opened(last) if last else None
    if kind is Kind.BULLETIN:
        from psscore.ranking import Basis, Settings, Ties

        settings = Settings(
            ties=Ties(ties.value),
            basis=Basis(basis.value),
            groups=group_of,
            by_folder=by is By.FOLDER,
            volumes=cases,
            small=None if small is None else Fraction(small),
            adjustments=points,
            last=None if before is None else tuple(before),
        )
        ends = _ends(red, black, red_of, black_of)
        out.bulletin(evaluations, settings, ends, top, lists)
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

    faults = Faults(lang)
    check_file(faults, output, (".docx",), force=True)
    if output.is_file() and not force:
        there = f"{output} 已存在：换个名字，或加 --force 覆盖", f"{output} is there: take another name or add --force"
        faults.add(Text(*there))
    faults.leave()
    write_file(output, template(kind.value.replace("-", "_"), str(lang.value)), lang, force=True)
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


def _formats(text: str, output: Path, faults: Faults) -> tuple[str, ...]:
    """The formats asked for; those of a single file follow from its name."""
    if _is_one_file(output):
        return (output.suffix.lower().removeprefix("."),)
    found = tuple(dict.fromkeys(word.strip().lower() for word in text.replace("，", ",").split(",") if word.strip()))
    unknown = [word for word in found if word not in _FORMATS]
    if unknown or not found:
        shown = "、".join(unknown) or "—"
        faults.usage(f"没有格式 {shown}，可用：docx、html、pdf", f"no format {shown}; known: docx, html, pdf")
    return found


def _is_one_file(output: Path) -> bool:
    return output.suffix.lower() in _ENDINGS and not output.is_dir()


def _check_outputs(faults: Faults, output: Path, json_to: Path | None, read: Sequence[Path], *, force: bool) -> None:
    if _is_one_file(output):
        check_outputs(faults, output, json_to, read, _ENDINGS, force=force)
        return
    check_targets(faults, (output,), read)
    check_outputs(faults, None, json_to, read, force=force)
    if output.suffix.lower() in _NO_FOLDER and not output.is_dir():
        faults.usage(
            f"{output} 应是文件夹，或以 .docx、.html、.pdf 结尾的文件",
            f"{output} must be a folder, or a file that ends in .docx, .html or .pdf",
        )
    else:
        check_folder(faults, output)


def _template(path: Path | None, faults: Faults) -> bytes | None:
    from psscore.workbook.one_file import read_file
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten

    try:
        return None if path is None else read_file(path)
    except (NotWritten, Refused) as failure:
        faults.add(Text(f"不能读取模板 {path}：", f"the template {path} cannot be read: ") + failure.text)
        return None


def _ends(red: int | None, black: int | None, red_of: Among, black_of: Among) -> Ends | None:
    """The lengths that were named; None leaves them to the standard."""
    from psscore.reports.bulletin.ends import Ends

    if red is None and black is None:
        return None
    return Ends(red or 0, black or 0, red_of is Among.ALL, black_of is Among.ALL)
