"""`psscore tickets count`: whole numbers per city, district, unit, item or period."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.tickets import app
from psscore.cli.tickets_into import Target, target_of
from psscore.cli.tickets_told import MaxRejectsOption, share_of

if TYPE_CHECKING:
    from psscore.model.text import Text
    from psscore.tickets.counting import Settings

_REFUSED = 2


@app.command("count")
def count(
    exports: Annotated[
        list[Path] | None, typer.Argument(help="CSV, .xlsx, or folders of read tickets. 导出文件或已读入的文件夹。")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="A database: postgresql://... or sqlite:///file. 数据库。")
    ] = None,
    mapping: Annotated[Path | None, typer.Option("--map", help="Mapping of the columns, .toml. 列映射。")] = None,
    items: Annotated[Path | None, typer.Option("--items", help="Item map, .csv. 事项表。")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="city, district, unit, channel, item, year, quarter, month. 分组。"),
    ] = None,
    period: Annotated[str | None, typer.Option("--period", help="2025, 2025-Q4 or 2025-12. 评价期间。")] = None,
    signed_within: Annotated[
        int | None, typer.Option("--signed-within", min=0, help="Minutes that are “immediately”. 立即签收的分钟数。")
    ] = None,
    signed_from: Annotated[
        str, typer.Option("--signed-from", help="dispatched or created. 签收从派单或受理起算。")
    ] = "dispatched",
    as_of: Annotated[str | None, typer.Option("--as-of", help="The moment to judge by. 统计时点。")] = None,
    exclude: Annotated[
        str | None, typer.Option("--exclude", help="void, consultation, extended, forced, or none. 剔除。")
    ] = None,
    district: Annotated[
        str | None, typer.Option("--district", help="Only the tickets of this district. 只计该区县的工单。")
    ] = None,
    city: Annotated[
        str | None, typer.Option("--city", help="Only the tickets of this city. 只计该城市的工单。")
    ] = None,
    population: Annotated[
        list[str] | None, typer.Option("--population", help="2025=3100000; one per year. 人口数。")
    ] = None,
    rates: Annotated[bool, typer.Option("--rates", help="Case rates with named bases. 案件比率。")] = False,
    engine: Annotated[str, typer.Option("--engine", help="duckdb or spark. 引擎。")] = "duckdb",
    max_rejects: MaxRejectsOption = "1%",
    into: Annotated[Path | None, typer.Option("--into", help="Workbook to fill in. 写入的评价工作簿。")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite other values. 覆盖不同的录入值。")] = False,
    check: Annotated[bool, typer.Option("--check", help="Show what --into would write. 只显示，不写入。")] = False,
    now: Annotated[str | None, typer.Option("--now", help="Time to record, not the clock's. 记录的时间。")] = None,
    show_sql: Annotated[bool, typer.Option("--sql", help="Show the SQL text as well. 显示 SQL。")] = False,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="The counts as JSON to a file, - for stdout. 机器可读结果。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Count tickets by group: whole numbers, and what was left out. 按组计数工单，列明剔除和重复。"""
    wanted = _settings(lang, items, by, period, signed_within, signed_from, as_of, exclude, city, district)
    inhabitants = _population(population or [], lang)
    if engine not in ("duckdb", "spark"):
        raise typer.BadParameter(say(lang, f"没有引擎 {engine}", f"there is no engine {engine}"))
    if bool(exports) == (source is not None):
        raise typer.BadParameter(
            say(lang, "请给出导出文件，或用 --from 给出数据库", "name exports, or a database with --from")
        )
    share = share_of(max_rejects, lang)
    target = target_of(into, now, lang, force=force, check=check)
    with _told(lang), _progress(lang, quiet=to_stdout(json_to)) as progress:
        found, text = _counted(
            exports, source, mapping, engine, wanted, inhabitants, rates, progress, lang, target, items, share
        )
    if not to_stdout(json_to):
        from psscore.cli.tickets_screen import show

        show(found, text if show_sql else None, lang)
    elif show_sql:
        found["sql"] = text
    if target is not None:
        found["into"] = target.write(lang, quiet=to_stdout(json_to))
    write_json_lines([found], json_to, lang)


def _counted(
    exports: list[Path] | None,
    source: str | None,
    mapping: Path | None,
    engine: str,
    wanted: Settings,
    inhabitants: dict[int, int],
    rates: bool,
    progress: Callable[[Text], None],
    lang: str,
    target: Target | None = None,
    items: Path | None = None,
    share: Fraction | None = None,
) -> tuple[dict[str, Any], str]:
    from psscore.tickets.case_rates import measured
    from psscore.tickets.counting import count as count_tickets
    from psscore.tickets.coverage import check_any, check_covered
    from psscore.tickets.opening import opened
    from psscore.tickets.per_inhabitants import yearly_change
    from psscore.tickets.report import to_json

    reading = opened(exports or [], source, mapping=mapping, engine=engine, max_rejects=share, progress=progress)
    with reading as (at, records):
        counts = count_tickets(at, wanted, progress, delivered=records.get("delivered", ()))
        check_any(counts.versions)
        check_covered(wanted.period, counts.span, wanted.terms.as_of_s)
        change = yearly_change(at, wanted, inhabitants) if inhabitants else None
        if target is not None:
            target.take(at, counts, records, items=items, names=exports or [], database=source)
        found = to_json(
            counts, records=records, change=change, rates=measured(counts) if rates else None, lang=str(lang)
        )
        return found, counts.sql


def counted_reports(
    exports: list[Path],
    mapping: Path | None,
    items: Path | None,
    period: str | None,
    signed_within: int | None,
    lang: str,
) -> list[dict[str, Any]]:
    """The reports a picture needs: by month, and by item when there is an item map."""
    groups = ["month", "item"] if items is not None else ["month"]
    made = []
    with _told(lang), _progress(lang, quiet=False) as progress:
        from psscore.tickets.counting import count as count_tickets
        from psscore.tickets.coverage import check_covered
        from psscore.tickets.opening import opened
        from psscore.tickets.report import to_json

        with opened(exports, mapping=mapping, progress=progress) as (at, records):
            for by in groups:
                wanted = _settings(lang, items, by, period, signed_within, "dispatched", None, None)
                counts = count_tickets(at, wanted, progress, delivered=records.get("delivered", ()))
                check_covered(wanted.period, counts.span)
                made.append(to_json(counts, records=records, lang=str(lang)))
    return made


def _settings(
    lang: str,
    items: Path | None,
    by: str | None,
    period: str | None,
    signed_within: int | None,
    signed_from: str,
    as_of: str | None,
    exclude: str | None,
    city: str | None = None,
    district: str | None = None,
) -> Settings:
    from psscore.tickets.counting import Settings, UnknownGroup
    from psscore.tickets.exclusions import UnknownExclusion, chosen
    from psscore.tickets.item_map import ItemMapFaults, read_item_map
    from psscore.tickets.measures import Terms
    from psscore.tickets.periods import UnreadablePeriod, read_moment, read_period
    from psscore.tickets.places import Place

    if signed_from not in ("dispatched", "created"):
        raise typer.BadParameter(
            say(lang, f"--signed-from 为 dispatched 或 created，不能是 {signed_from}", f"--signed-from {signed_from}?")
        )
    places = tuple(Place(name, given) for name, given in (("city", city), ("district", district)) if given is not None)
    names = None if exclude is None else [name for name in _words(exclude) if name != "none"]
    try:
        rules = None if items is None else read_item_map(items)
        groups = tuple(_words(by)) if by is not None else ("item",) if rules else ()
        within = None if signed_within is None else 60 * signed_within
        terms = Terms(within, signed_from, None if as_of is None else read_moment(as_of))
        return Settings(groups, rules, terms, None if period is None else read_period(period), chosen(names), places)
    except (UnknownGroup, UnknownExclusion, UnreadablePeriod) as problem:
        raise typer.BadParameter(problem.message(lang)) from None
    except ItemMapFaults as faults:
        for fault in faults.faults:
            typer.echo(fault.line(lang), err=True)
        raise typer.Exit(_REFUSED) from None


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("，", ",").split(",") if word.strip()]


def _population(given: list[str], lang: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for word in given:
        year, _, number = word.partition("=")
        if not (year.isdecimal() and number.isdecimal() and int(number)):
            raise typer.BadParameter(
                say(lang, f"--population 写成 2025=3100000，不能是 {word}", f"--population is 2025=3100000, not {word}")
            )
        if found.setdefault(int(year), int(number)) != int(number):
            raise typer.BadParameter(
                say(lang, f"--population 给出了两个 {year} 年的人口数", f"--population names two numbers for {year}")
            )
    return found


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """Problems as sentences, and exit code 2: refused, nothing counted."""
    from psscore.tickets.engines.engine import EngineProblem
    from psscore.tickets.per_inhabitants import NotAYear
    from psscore.tickets.refusal import TicketsRefused

    def leave(sentences: list[str]) -> NoReturn:
        for sentence in sentences:
            typer.echo(sentence, err=True)
        raise typer.Exit(_REFUSED) from None

    try:
        yield
    except (EngineProblem, NotAYear) as problem:
        leave([problem.message(lang)])
    except TicketsRefused as refused:
        leave([sentence(lang) for sentence in refused.sentences])


@contextmanager
def _progress(lang: str, *, quiet: bool) -> Iterator[Callable[[Text], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from psscore.cli.screen import console

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda text: bar.update(task, description=text(lang))
