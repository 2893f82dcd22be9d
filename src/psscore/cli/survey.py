"""`psscore survey`: responses to counts and rates, into a workbook; questionnaires; sample sizes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from psscore.cli.default_command import CountsByDefault
from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say

if TYPE_CHECKING:
    from psscore.model.standard import Standard
    from psscore.model.text import Text
    from psscore.surveys.faults import SurveyFaults
    from psscore.surveys.mapping import Mapping
    from psscore.surveys.report import Report
    from psscore.surveys.tally import Tally
    from psscore.workbook.input_tables import InputTables

DEFAULT_STANDARD = "public-service/2026"
DEFAULT_NAME = Path("questionnaire.xlsx")


_app = typer.Typer(
    cls=CountsByDefault,
    no_args_is_help=True,
    help="Survey responses to satisfaction rates: psscore survey FILE... 问卷答卷到满意率：psscore survey 文件…",
)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="survey")


MarginOption = Annotated[str, typer.Option("--margin", help="Margin of error in percentage points. 误差，百分点。")]
ConfidenceOption = Annotated[str, typer.Option("--confidence", help="Confidence in percent. 置信度，%。")]
PopulationOption = Annotated[int | None, typer.Option("--population", help="People in the group. 总体人数。")]
DesignOption = Annotated[str, typer.Option("--design-effect", help="1 for a simple random sample. 设计效应。")]
StandardOption = Annotated[
    str | None, typer.Option("--standard", help="Reference of the standard; else that of --into. 标准引用。")
]


@_app.command("count")
def count(
    responses: Annotated[list[Path], typer.Argument(help="Responses or counts, Excel or CSV. 答卷或汇总数。")],
    map_: Annotated[Path | None, typer.Option("--map", help="Mapping file, TOML. 映射文件。")] = None,
    into: Annotated[Path | None, typer.Option("--into", help="Workbook to fill in. 写入的评价工作簿。")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite other values. 覆盖不同的录入值。")] = False,
    check: Annotated[bool, typer.Option("--check", help="Show what --into would write. 只显示，不写入。")] = False,
    standard: StandardOption = None,
    base: Annotated[
        str | None, typer.Option("--base", help="Denominator: rated or all, see docs. 调查数含不含未评价：rated、all。")
    ] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Of CSV files. CSV 的编码。")] = None,
    period: Annotated[str, typer.Option("--period", help="Noted in the record of sources. 周期，记入来源。")] = "",
    margin: MarginOption = "5",
    confidence: ConfidenceOption = "95",
    population: PopulationOption = None,
    design_effect: DesignOption = "1",
    now: Annotated[
        str | None, typer.Option("--now", help="Time to record instead of the clock's. 记录的时间。")
    ] = None,
    json_to: Annotated[Path | None, typer.Option("--json", help="JSON to a file, - for stdout. 机器可读结果。")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Count responses by item and group, with rates and intervals; --into fills a workbook. 统计答卷并写入工作簿。"""
    from psscore.cli.into import moment, open_into
    from psscore.surveys.faults import SurveyFaults
    from psscore.surveys.items import items_of
    from psscore.surveys.receipt import to_json
    from psscore.surveys.report import report_of
    from psscore.surveys.responses import count_responses

    at, quiet = moment(now, lang), to_stdout(json_to)
    _check_period(period, lang)
    opened = open_into(into, lang) if into is not None else None
    rules = _standard(standard, opened[1] if opened else None, lang)
    try:
        mapping = _mapping(map_, base, encoding)
        sample = _sample(margin, confidence, population, "1", design_effect, lang)
        items = items_of(rules)
        tally = count_responses(responses, items, mapping)
        if not tally.read:
            raise SurveyFaults([_nobody(tally)])
        report = report_of(tally, items, rules, mapping, sample)
    except SurveyFaults as faults:
        _fail(faults, lang)
    if not quiet:
        _show(report, lang)
    receipt = to_json(report, lang)
    if into is not None and opened is not None:
        from psscore.cli.into import write_into
        from psscore.surveys.filling import plan_of, record_of

        receipt["into"] = write_into(
            into,
            opened,
            plan_of(report),
            record_of(report, mapping, period),
            at,
            lang,
            force=force,
            check=check,
            quiet=quiet,
        )
    write_json_lines([receipt], json_to, lang)


@_app.command("new")
def new(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write. 输出文件。")] = Path(
        "questionnaire.xlsx"
    ),
    group: Annotated[
        list[str] | None, typer.Option("--group", help="A group; may be repeated. 调查群体，可重复。")
    ] = None,
    standard: StandardOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file. 覆盖已有文件。")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """A questionnaire to print, hand out and enter answers in. 生成问卷和录入表。"""
    from psscore.surveys.faults import SurveyFaults
    from psscore.surveys.questionnaire import questionnaire
    from psscore.workbook.replace import NotWritten, replace

    if output.exists() and not force:
        typer.echo(
            say(lang, f"{output} 已存在；加 --force 覆盖", f"{output} exists; add --force to overwrite it"), err=True
        )
        raise typer.Exit(1)
    try:
        replace(output, questionnaire(_standard(standard, None, lang), lang, group or ()))
    except SurveyFaults as faults:
        _fail(faults, lang)
    except NotWritten as failure:
        typer.echo(f"{output}: {failure.text(lang)}", err=True)
        raise typer.Exit(1) from None
    typer.echo(say(lang, f"已生成 {output}", f"wrote {output}"))


@_app.command("map")
def map_(
    responses: Annotated[Path, typer.Argument(help="Responses, Excel or CSV. 答卷。")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Mapping to write, .toml. 写出映射。")] = None,
    standard: StandardOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there. 覆盖已有文件。")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Propose a mapping from the heading and the answers. 由表头和答案推荐映射。"""
    from psscore.cli.survey_map import propose_map
    from psscore.surveys.faults import SurveyFaults

    try:
        propose_map(responses, _standard(standard, None, lang), output, force, lang)
    except SurveyFaults as faults:
        _fail(faults, lang)


@_app.command("size")
def size(
    margin: MarginOption = "5",
    confidence: ConfidenceOption = "95",
    population: PopulationOption = None,
    response: Annotated[str, typer.Option("--response", help="Share that answers, 0..1. 有效回收率。")] = "1",
    design_effect: DesignOption = "1",
    lang: LangOption = Lang.ZH,
) -> None:
    """How many valid answers each group needs, and how many people to ask. 每个群体的最小样本量。"""
    from psscore.surveys.faults import SurveyFaults

    try:
        sample = _sample(margin, confidence, population, response, design_effect, lang)
    except SurveyFaults as faults:
        _fail(faults, lang)
    typer.echo(
        say(
            lang,
            f"每个群体需有效答卷 {sample.answers} 份；按回收率需发放 {sample.people} 份（按简单随机抽样计算）。",
            f"Each group needs {sample.answers} valid answers; ask {sample.people} people at this response rate "
            f"(for a simple random sample).",
        )
    )
    if population is not None and sample.people > population:
        typer.echo(say(lang, "需发放的多于总体人数：应全部调查", "that is more people than there are: ask everyone"))


def _standard(reference: str | None, tables: InputTables | None, lang: str) -> Standard:
    from psscore.model.faults import ReferenceFault, StandardFaults
    from psscore.rulebook.catalogue import load_standard

    if reference is None and tables is not None:
        found = tables.value("ps_standard_reference")
        reference = found if isinstance(found, str) and "/" in found else None
    try:
        return load_standard(reference or DEFAULT_STANDARD)
    except ReferenceFault as fault:
        typer.echo(fault.message(lang), err=True)
    except StandardFaults as faults:
        for each in faults.faults:
            typer.echo(each.line(lang), err=True)
    raise typer.Exit(1)


def _nobody(tally: Tally) -> Text:
    from psscore.model.text import Text

    zh, en = (mark.join(file.file for file in tally.files) for mark in ("、", ", "))
    return Text(f"{zh}：表头以下没有一份答卷", f"{en}: not a single response below the heading")


def _check_period(text: str, lang: str) -> None:
    """Refuse what looks like a period and is none; other words are a name of the survey's own."""
    from psscore.tickets.periods import UnreadablePeriod, looks_like_period, read_period

    if looks_like_period(text):
        try:
            read_period(text)
        except UnreadablePeriod as problem:
            raise typer.BadParameter(problem.message(lang), param_hint="--period") from None


def _mapping(path: Path | None, base: str | None, encoding: str | None) -> Mapping:
    from dataclasses import replace

    from psscore.model.text import Text
    from psscore.surveys.faults import SurveyFaults
    from psscore.surveys.mapping import read_mapping
    from psscore.surveys.tally import Base

    mapping = read_mapping(path)
    if base is not None:
        if base not in tuple(Base):
            raise SurveyFaults([Text(f"--base 应为 rated 或 all，不是 {base}", f"--base is rated or all, not {base}")])
        mapping = replace(mapping, base=Base(base))
    return mapping if encoding is None else replace(mapping, encoding=encoding)


def _sample(margin: str, confidence: str, population: int | None, response: str, effect: str, lang: str) -> Any:
    from psscore.surveys.sample_size import Sample

    numbers: list[Fraction] = []
    for name, text in (
        ("margin", margin),
        ("confidence", confidence),
        ("response", response),
        ("design-effect", effect),
    ):
        try:
            numbers.append(Fraction(text.removesuffix("%")))
        except (ValueError, ZeroDivisionError):
            raise typer.BadParameter(
                say(lang, f"--{name} 须为数，不是 {text}", f"--{name} is a number, not {text}")
            ) from None
    return Sample(numbers[0] / 100, numbers[1] / 100, population, numbers[2], numbers[3])


def _fail(faults: SurveyFaults, lang: str) -> Any:
    for text in faults.texts:
        typer.echo(text(lang), err=True)
    raise typer.Exit(1)


def _show(report: Report, lang: str) -> None:
    from psscore.cli.screen import console
    from psscore.cli.survey_screen import survey_parts

    screen = console()
    for part in survey_parts(report, lang):
        screen.print(part, soft_wrap=isinstance(part, str), markup=False)
