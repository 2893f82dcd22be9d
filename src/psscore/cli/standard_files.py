"""`psscore standard new|check|export|import`: standards as files, in TOML and in Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.standard import JsonOption, _app, complaints
from psscore.cli.standard_draft import propose, way_named
from psscore.cli.standard_output import exists, stops, tell, write

if TYPE_CHECKING:
    from psscore.rulebooks.finding import Finding
    from psscore.rulebooks.sheets import Rulebook

IntoOption = Annotated[
    Path | None,
    typer.Option(
        "--into", help="Folder of standards; your data folder if not given. 标准所在文件夹，默认为用户数据文件夹。"
    ),
]
OutOption = Annotated[Path | None, typer.Option("--output", "-o", help="File to write. 输出文件。")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there. 覆盖已有文件。")]


@_app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="id/edition of the new standard. 新标准的 id/edition。")],
    source: Annotated[str | None, typer.Option("--from", help="Begin as a copy of this one. 以此标准为底本。")] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="As an Excel workbook. 写成 Excel 工作簿。")] = False,
    output: OutOption = None,
    into: IntoOption = None,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Begin a standard of your own. 新建自有标准。"""
    from psscore.rulebook.folders import FILE
    from psscore.rulebooks.library import CASES_FILE, NOTES_FILE, open_source, workbook_of
    from psscore.rulebooks.sheets import Rulebook
    from psscore.rulebooks.skeleton import CASES, NOTES, skeleton, skeleton_raw
    from psscore.rulebooks.toml_text import dumps

    _check_name(name, lang)
    id_, _, edition = name.partition("/")
    with complaints(lang):
        if source is not None:
            copied = open_source(source).book
            book = Rulebook({**copied.raw, "id": id_, "edition": edition, "revision": 1}, copied.cases, copied.notes)
            text = dumps(book.raw)
        else:
            book, text = Rulebook(skeleton_raw(name), CASES, NOTES.format(name=name)), skeleton(name)
        if xlsx or (output is not None and output.suffix.lower() == ".xlsx"):
            write({output or Path(f"{id_}-{edition}.xlsx"): workbook_of(book, lang)}, force, lang)
            return
        if output is not None:
            write({output: text.encode()}, force, lang)
            return
        place = _folder(into) / id_ / edition
        texts = {FILE: text, CASES_FILE: book.cases, NOTES_FILE: book.notes}
        write({place / file: content.encode() for file, content in texts.items() if content is not None}, force, lang)


@_app.command("check")
def check(
    sources: Annotated[list[str], typer.Argument(help="id/edition, .toml or .xlsx. 标准或文件。")],
    json_to: JsonOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Name every fault with its place; exit 1 on faults, 0 on differences only. 检查标准，一次列出全部问题。"""
    from psscore.rulebooks.check import check_file, check_raw
    from psscore.rulebooks.library import is_file, open_source

    found: list[Finding] = []
    for source in sources:
        with complaints(lang):
            if is_file(source):
                new_ones = check_file(Path(source))
            else:
                new_ones = check_raw(open_source(source).book.raw, source)
        found += new_ones
        if not to_stdout(json_to):
            tell(new_ones, lang)
            if not new_ones:
                typer.echo(say(lang, f"{source}：无问题", f"{source}: no faults"))
    write_json_lines([finding.to_json(lang) for finding in found], json_to, lang)
    if stops(found):
        raise typer.Exit(1)


@_app.command("export")
def export(
    source: Annotated[str, typer.Argument(help="id/edition or a .toml file. 标准或文件。")],
    output: OutOption = None,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a standard as an Excel workbook, or as TOML. 导出为 Excel 工作簿（或 TOML）。"""
    from psscore.rulebooks.library import open_source, workbook_of
    from psscore.rulebooks.toml_text import dumps

    with complaints(lang):
        book = open_source(source).book
        path = output or Path(f"{book.raw.get('id', 'standard')}-{book.raw.get('edition', '')}.xlsx")
        data = dumps(book.raw).encode() if path.suffix.lower() == ".toml" else workbook_of(book, lang)
        write({path: data}, force, lang)


@_app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A workbook: ours, or a table of your own. 工作簿或自有指标表。", exists=True, dir_okay=False
        ),
    ],
    into: IntoOption = None,
    output: OutOption = None,
    name: Annotated[
        str | None, typer.Option("--as", help="id/edition for a table of your own. 自有表的 id/edition。")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="The sheet with the table. 指标表所在工作表。")] = None,
    collection: Annotated[
        str | None,
        typer.Option(
            "--collection",
            help="How data are collected where the table is silent: 平台上报, 问卷调查, 实地考察 or 材料审核. "
            "表中未写明时的采集方式，四者之一。",
        ),
    ] = None,
    veto_grade: Annotated[
        str | None,
        typer.Option(
            "--veto-grade", help="The best grade a veto leaves, where the table is silent. 一票否决后的最高等级。"
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept-proposals", help="Take all proposed rules unread. 不逐条确认，全部采用识别结果。")
    ] = False,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Turn a workbook into a standard; proposed rules wait for your yes. 由工作簿导入，识别的规则须先确认。"""
    from psscore.rulebooks.check import check_unfolded
    from psscore.rulebooks.draft import Given, draft_findings, draft_of
    from psscore.rulebooks.finding import Severity
    from psscore.rulebooks.read import NotAWorkbook, is_rulebook, open_workbook, sheets_of
    from psscore.rulebooks.unfold import unfold

    try:
        data = file.read_bytes()
        if output is not None and output.exists() and output.samefile(file):
            typer.echo(
                say(
                    lang,
                    f"输出文件就是原表 {file}，未写入：请换一个文件名",
                    f"the output is the table itself, {file}: nothing was written, name another file",
                ),
                err=True,
            )
            raise typer.Exit(1)
        workbook = open_workbook(data)
    except NotAWorkbook as refused:
        typer.echo(f"{file.name}: {refused.message(lang)}", err=True)
        raise typer.Exit(1) from None
    if is_rulebook(workbook):
        unfolded = unfold(sheets_of(workbook), file.name, accept=accept)
        book, found = unfolded.book, check_unfolded(unfolded)
    else:
        if name is None:
            raise typer.BadParameter(
                say(
                    lang,
                    "自有指标表须用 --as 给出 id/edition，如 my-city/2026",
                    "give the table an id/edition with --as, e.g. my-city/2026",
                )
            )
        _check_name(name, lang)
        given = Given(way_named(collection, lang), veto_grade)
        draft = draft_of(workbook, file.name, name, sheet=sheet, given=given)
        book, found = draft.book, draft_findings(draft, file.name)
        if not accept:
            propose(draft, found, file, output, force, lang)
            return
    tell(found, lang)
    if unsaid := sum(finding.severity is Severity.OPEN for finding in found):
        typer.echo(
            say(
                lang,
                f"还有 {unsaid} 处待填，未写入任何文件：用上面所说的选项补上，"
                "或不带 --accept-proposals 再运行一次，在待确认工作簿里填",
                f"{unsaid} things are left to fill in, nothing was written: give them with the options named above, "
                "or run again without --accept-proposals and fill in the draft",
            ),
            err=True,
        )
        raise typer.Exit(1)
    if stops(found):
        typer.echo(say(lang, "有错误，未写入任何文件", "there are faults: nothing was written"), err=True)
        raise typer.Exit(1)
    _save(book, into, output, force, lang)


def _save(book: Rulebook, into: Path | None, output: Path | None, force: bool, lang: str) -> None:
    from psscore.rulebook.folders import FILE
    from psscore.rulebooks.library import save
    from psscore.rulebooks.toml_text import dumps

    name = f"{book.raw.get('id')}/{book.raw.get('edition')}"
    with complaints(lang):
        if output is not None:
            write({output: dumps(book.raw).encode()}, force, lang)
            return
        _check_name(name, lang)
        folder = _folder(into)
        if (folder / name / FILE).exists() and not force:
            exists(folder / name / FILE, lang)
        for path in save(book, folder):
            typer.echo(say(lang, f"已写入 {path}", f"wrote {path}"))


def _check_name(name: str, lang: str) -> None:
    """Stop at a name no folder can have, and at that of a shipped standard, which would never be found behind it."""
    from psscore.rulebook.catalogue import standard_ids
    from psscore.rulebook.folders import valid_name

    if not valid_name(name):
        raise typer.BadParameter(say(lang, f"“{name}”应形如 my-city/2026", f'"{name}" should look like my-city/2026'))
    if name in standard_ids():
        typer.echo(
            say(
                lang,
                f"{name} 是随附标准，不能覆盖：请改 id 或版本",
                f"{name} is shipped and cannot be overridden: change id or edition",
            ),
            err=True,
        )
        raise typer.Exit(1)


def _folder(into: Path | None) -> Path:
    from psscore.rulebook.folders import data_folder, user_folders

    return into or next(iter(user_folders()), data_folder())
