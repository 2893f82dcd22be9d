"""`psscore template`: the standard evaluation workbook."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.faults import Faults
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import check_file, check_folder
from psscore.cli.runtime import Runtime
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.text import Text, counted

if TYPE_CHECKING:
    from psscore.workbook.template.handing_out import Cover

DEFAULT_STANDARD = "public-service/2026"
_app = typer.Typer(help="The standard evaluation workbook. 标准评价工作簿。", no_args_is_help=True)
DEFAULT_NAME = {"zh": "workbook_template.xlsm", "en": "workbook_template_en.xlsm"}


class Mode(enum.StrEnum):
    """The modes of evaluation as they are typed."""

    SELF = "self"
    THIRD_PARTY = "third-party"
    SUPERIOR = "superior"


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
    unit: Annotated[str, typer.Option("--unit", help="Fill in the unit evaluated. 填好评价单位。")] = "",
    units: Annotated[
        Path | None,
        typer.Option("--units", help="One for each unit of a .csv (unit[,group]), into a folder -o. 每单位一份。"),
    ] = None,
    period: Annotated[str, typer.Option("--period", help="Fill in the period. 填好评价周期。")] = "",
    evaluator: Annotated[str, typer.Option("--evaluator", help="Fill in the evaluator. 填好评价机构。")] = "",
    mode: Annotated[Mode | None, typer.Option("--mode", help="Fill in the mode of evaluation. 填好评价方式。")] = None,
    readings: Annotated[
        list[str] | None,
        typer.Option("--reading", metavar="NAME=VALUE", help="Choose a reading; may be repeated. 选好口径，可多次。"),
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Build the workbook from source, the same bytes every time. 由源生成工作簿，逐字节可重现。"""
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten
    from psscore.workbook.template.any_standard import NoWorkbook, workbook_of
    from psscore.workbook.template.handing_out import Cover

    faults = Faults(lang)
    if units is not None and (unit or example or output is None):
        faults.usage(
            "--units 须用 -o 给出文件夹，不与 --unit、--example 同用",
            "--units takes a folder -o, no --unit, no --example",
        )
    chosen = _chosen(readings or [], faults)
    cover = Cover(unit, period, evaluator, mode.value.replace("-", "_") if mode else "", chosen)
    path = output or Path(_default_name(standard, lang))
    listed = None if units is None else _listed(units, path, faults)
    if listed is None:
        check_file(faults, path, (".xlsm", ".xlsx"), force=True)
    else:
        check_folder(faults, path)
    _note_existing([path] if listed is None else [at for _, at in listed], force, faults)
    _note_standard(standard, chosen, faults)
    faults.leave()
    try:
        data = workbook_of(standard, lang, example=example, runtime=runtime.value)
        if listed is None:
            _write([(cover, path)], data, standard, lang)
        else:
            for _, at in listed:
                at.parent.mkdir(parents=True, exist_ok=True)
            _write([(dataclasses.replace(cover, unit=name), at) for name, at in listed], data, standard, lang)
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
    except (NotWritten, Refused) as fault:
        typer.echo(fault.text(lang), err=True)
        raise typer.Exit(1) from None
    if listed is not None:
        typer.echo(
            say(lang, f"已生成 {len(listed)} 份，在 {path}", f"wrote {counted(len(listed), 'workbook')} into {path}")
        )
        return
    typer.echo(say(lang, f"已生成 {path}", f"wrote {path}"))


def _chosen(words: list[str], faults: Faults) -> dict[str, str]:
    chosen = dict(word.split("=", 1) for word in words if "=" in word)
    if len(chosen) < len(words):
        faults.usage("--reading 写作 名称=取值，每个一次", "--reading is NAME=VALUE, each once")
    return chosen


def _listed(units: Path, folder: Path, faults: Faults) -> list[tuple[str, Path]]:
    """The units of a list and where their workbooks go: a folder for each group."""
    from psscore.ranking.unit_lists import BadList, read_units
    from psscore.reports.file_names import Names, file_name

    try:
        found = read_units(units)
    except BadList as bad:
        faults.extend(problem.message for problem in bad.problems)
        return []
    names = Names()
    folders = {group: folder / file_name(group) if group else folder for group in found.values()}
    return [(unit, folders[group] / f"{names(unit)}.xlsm") for unit, group in found.items()]


def _note_existing(paths: list[Path], force: bool, faults: Faults) -> None:
    there = [path for path in paths if path.exists()]
    if there and not force:
        shown = "、".join(map(str, there[:5])) + ("…" if len(there) > 5 else "")
        faults.add(Text(f"{shown} 已存在；加 --force 覆盖", f"{shown} exists; add --force to overwrite it"))


def _note_standard(name: str, chosen: Mapping[str, str], faults: Faults) -> None:
    """Note a standard, or a reading of it, that is not known."""
    from psscore.rulebook.catalogue import load_standard
    from psscore.rulebook.reference import Reference, parse_reference

    try:
        asked = parse_reference(name)
        load_standard(str(Reference(asked.id, asked.edition, {**asked.choices, **chosen}, asked.lang)))
    except ReferenceFault as refused:
        faults.add(Text(refused.message("zh"), refused.message("en")))
    except StandardFaults as wrong:
        faults.extend(Text(each.line("zh"), each.line("en")) for each in wrong.faults)


def _write(wanted: list[tuple[Cover, Path]], data: bytes, standard: str, lang: str) -> None:
    from psscore.workbook.replace import replace
    from psscore.workbook.template.handing_out import handed_out

    for cover, path in wanted:
        replace(path, handed_out(data, standard, cover, lang) if cover else data)
