"""Documents to files, and what is told of them: on the screen, as JSON, by the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import say
from psscore.cli.outputs import worked_on
from psscore.cli.rank import not_replaced
from psscore.model.text import Text, counted
from psscore.reports.docx.placeholders import TemplateFault
from psscore.reports.file_names import Names, report_name
from psscore.reports.files import Press
from psscore.reports.left_over import document_kind, left_over
from psscore.reports.subject import NoReport
from psscore.reports.unit_report import TITLES, UnitSettings, unit_report
from psscore.results import Evaluation, open_results
from psscore.workbook.refusal import Refused
from psscore.workbook.replace import NotWritten, check_writable, replace

if TYPE_CHECKING:
    from psscore.cli.ranking_options import Lists
    from psscore.ranking import Problem, Settings
    from psscore.reports.bulletin.ends import Ends
    from psscore.reports.document import Document

SCHEMA = "psscore.report/1"
_ERROR, _REFUSED = 1, 2
_NAMED = 40


class Output:
    """Where documents go; it remembers what became of each."""

    def __init__(
        self,
        target: Path,
        formats: Sequence[str],
        template: bytes | None,
        inputs: Sequence[Path],
        json_to: Path | None,
        lang: str,
        *,
        force: bool,
    ) -> None:
        self.lang = lang
        self._target = target
        self._single = target.suffix.lower().removeprefix(".") in formats and not target.is_dir()
        self._press = Press(formats, template)
        self._inputs = {path.resolve() for path in inputs}
        self._json_to = json_to
        self._force = force
        self._quiet = to_stdout(json_to)
        self._names = Names()
        self._receipts: list[dict[str, Any]] = []
        self._codes: list[int] = []
        self._tried: list[Path] = []
        self._no_pdf = False

    def opened(self, sources: Sequence[Path]) -> list[Evaluation]:
        """The evaluations of sources; what cannot be read is told, and the others go on."""
        with self._bar(say(self.lang, "读取", "Reading"), None) as tick:
            opened = open_results(sources, lang=self.lang, progress=lambda _: tick())
        for trouble in opened.troubles:
            self._fault(trouble.source, Text(trouble.why.zh, trouble.why.en), _ERROR)
        return opened.evaluations

    def units(self, evaluations: Sequence[Evaluation], settings: UnitSettings) -> None:
        """A document for each evaluation."""
        if not evaluations and not self._codes:
            self._fault("", Text("没有评价结果", "there are no evaluations"), _ERROR)
        if self._single and len(evaluations) > 1:
            count = len(evaluations)
            told = Text(
                f"共 {count} 个单位，-o 须是文件夹，不能是一个文件", f"{count} units: -o must be a folder, not one file"
            )
            self._fault("", told, _ERROR)
            return
        with self._bar(say(self.lang, "写报告", "Writing"), len(evaluations)) as tick:
            for evaluation in evaluations:
                try:
                    document = unit_report(evaluation, settings)
                except NoReport as why:
                    self._fault(evaluation.file, why.text, _REFUSED, evaluation.unit)
                else:
                    title = TITLES[document.kind](self.lang)
                    name = report_name(evaluation.name, evaluation.period, title)
                    if not self._write(document, evaluation.file, name):
                        return
                tick()
        if not self._single:
            self._tell_left_over(("self", "third_party") if not settings.kind else (settings.kind,))

    def bulletin(
        self,
        evaluations: Sequence[Evaluation],
        settings: Settings,
        ends: Ends | None,
        top: int,
        lists: Lists,
    ) -> None:
        """One document for all of them; nothing when something could not be read, or a list is wrong (`lists`)."""
        from psscore.ranking import NotRanked, rank
        from psscore.reports.bulletin import BulletinSettings, bulletin

        if self._codes and not lists.problems:
            return
        others: Sequence[Problem] = ()
        try:
            ranking = rank(evaluations, settings)
        except NotRanked as refusal:
            others = refusal.problems
        if problems := lists.refused(others):
            self.not_ranked(problems)
            return
        document = bulletin(ranking, BulletinSettings(self.lang, ends, top))
        self._write(document, "", document.title)

    def not_ranked(self, problems: Sequence[Problem]) -> None:
        """Why there is no bulletin."""
        count = len(problems)
        self._say(say(self.lang, f"不作通报，共 {count} 个问题：", f"No bulletin, {counted(count, 'problem')}:"))
        for problem in problems:
            self._fault("", problem.message, _REFUSED, mark="  - ")
        if self._single and self._target.exists():
            self._say(not_replaced(self._target, self.lang))

    def _tell_left_over(self, kinds: Sequence[str]) -> None:
        """Reports of earlier runs that this one did not write; they stay where they are."""
        old = left_over(self._target, self._tried, kinds)
        if not old:
            return
        told = Text(
            f"{self._target} 里还有 {len(old)} 份报告不是这次写的（未删除，发出前请核对）：",
            f"{self._target} holds {counted(len(old), 'report')} this run did not write "
            "(kept; check before handing out):",
        )
        self._say(told(self.lang))
        for path in old[:_NAMED]:
            self._say(f"  {path.name}")
        if (more := len(old) - _NAMED) > 0:
            self._say(say(self.lang, f"  … 其余 {more} 份见 --json", f"  … {more} more with --json"))
        self._receipts += [self._receipt("", "", "left_over", document_kind(path), [str(path)]) for path in old]

    def finished(self) -> int:
        """Write the JSON, tell how many files there are; the exit code."""
        write_json_lines(self._receipts, self._json_to, self.lang)
        if not self._quiet:
            made = [receipt for receipt in self._receipts if receipt["status"] != "left_over"]
            files = [name for receipt in made for name in receipt["files"]]
            for name in files[:3]:
                typer.echo(say(self.lang, f"已写入 {name}", f"written: {name}"))
            if len(files) > 3:
                more = (
                    f"等共 {len(files)} 个文件，在 {self._target}",
                    f"{counted(len(files), 'file')} in all, in {self._target}",
                )
                typer.echo(say(self.lang, *more))
        # An error weighs more than a refusal.
        return min(self._codes, default=0)

    def _write(self, document: Document, source: str, name: str) -> bool:
        """False when going on has no sense: the template is wrong for every document."""
        stem = self._names(name)
        receipt = self._receipt(source, document.fields.get("unit", ""), "written", document.kind)
        try:
            made = list(self._press.files(document))
        except TemplateFault as fault:
            for text in fault.texts:
                self._fault("", Text("模板：", "template: ") + text, _REFUSED)
            return False
        self._receipts.append(receipt)
        for file in made:
            if file.data is None:
                receipt["status"] = "error"
                self._codes.append(_ERROR)
                if file.why is not None and not self._no_pdf:
                    receipt["messages"].append(file.why(self.lang))
                    self._say(file.why(self.lang))
                    self._no_pdf = True
                continue
            path = self._target if self._single else self._target / f"{stem}.{file.format}"
            self._tried.append(path)
            if why := self._put(path, file.data):
                receipt["status"] = "error"
                receipt["messages"].append(why)
                self._codes.append(_ERROR)
                self._say(f"{path}: {why}")
            else:
                receipt["files"].append(str(path))
        return True

    def _put(self, path: Path, data: bytes) -> str:
        """ "" when the file is written, else why not."""
        if path.resolve() in self._inputs:
            return say(self.lang, "这是输入文件，不能覆盖", "this is an input and is not written to")
        if not self._force and (why := worked_on(path)):
            return why(self.lang)
        try:
            if not self._single:
                path.parent.mkdir(parents=True, exist_ok=True)
            check_writable(path)
            replace(path, data)
        except OSError as failure:
            return say(self.lang, f"无法写入（{failure.strerror}）", f"it cannot be written ({failure.strerror})")
        except (NotWritten, Refused) as failure:
            return failure.text(self.lang)
        return ""

    def _fault(self, source: str, text: Text, code: int, unit: str = "", mark: str = "") -> None:
        status = "refused" if code == _REFUSED else "error"
        receipt = self._receipt(source, unit, status, "")
        receipt["messages"].append(text(self.lang))
        self._receipts.append(receipt)
        self._codes.append(code)
        where = f"{source}: " if source else mark
        self._say(f"{where}{text(self.lang)}")

    def _say(self, sentence: str) -> None:
        typer.echo(sentence, err=True)

    def _receipt(self, source: str, unit: str, status: str, kind: str, files: Sequence[str] = ()) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "source": source,
            "unit": unit,
            "status": status,
            "kind": kind,
            "files": [*files],
            "messages": [],
        }

    @contextmanager
    def _bar(self, title: str, total: int | None) -> Iterator[Callable[[], None]]:
        if self._quiet or not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.progress import Progress

        from psscore.cli.screen import console

        with Progress(console=console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=total)
            yield lambda: bar.advance(task)
