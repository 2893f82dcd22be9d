"""PS_KPI, PS_EXPECTED, PS_ATTAINMENT and PS_LAG: an indicator of a plan and its dated path."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import OMITTED, Argument, blank, code_in, number_in, number_out, text_in
from psscore.functions.dates import date_in, date_out
from psscore.functions.picks import baseline_in, picks_in
from psscore.functions.standard import standard_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Hole, Unobserved
from psscore.model.register import Kpi, LightMeasure, Register, Task
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.scoring.conflicts import OF_BASELINES, Severity, conflicts, task_conflict
from psscore.scoring.lights import lag
from psscore.scoring.path import Path, Point, expected, governing, path_of, progress
from psscore.scoring.register_text import baseline_text, listed, numbered
from psscore.scoring.register_values import possible

DEFAULT_PLAN_REFERENCE = "city-services-plan/2024"
SEVERITIES = {
    Severity.CONTRADICTION: Text("矛盾", "contradiction"),
    Severity.MILD: Text("松紧不一", "loose"),
    Severity.NOTE: Text("提示", "note"),
}
_OWN = {"own_points": LightMeasure.POINTS, "own_percent": LightMeasure.PERCENT}
_NO_TEXT = Text("", "")
_ACTUAL = Text("实际值", "actual value")
_OWN_BASELINE = Text("自填基线", "own baseline")
_Given = TypeVar("_Given")


def ps_expected(kpi: Argument, on: Argument, choice: Argument, baseline: Argument, standard: Argument) -> Called:
    """The value the plan expects on a day; #N/A with the reason where it gives no path."""
    return _on_path(kpi, on, choice, baseline, standard, expected)


def ps_attainment(
    kpi: Argument, actual: Argument, on: Argument, choice: Argument, baseline: Argument, standard: Argument
) -> Called:
    """The share of the way from the baseline to the target due next that the actual value stands for, not capped."""
    value = _value(actual)
    if isinstance(value, Called):
        return value
    return _on_path(kpi, on, choice, baseline, standard, lambda path, day: progress(path, value, day), value)


def ps_lag(
    kpi: Argument, actual: Argument, on: Argument, choice: Argument, baseline: Argument, standard: Argument
) -> Called:
    """How far the actual value is behind its path, by the measure of the lights the standard's reading chose."""
    value = _value(actual)
    if isinstance(value, Called):
        return value
    rules = register_in(standard)
    if isinstance(rules, Called):
        return rules
    measure = measure_of(rules[1])
    if isinstance(measure, Unobserved):
        return withheld(measure)
    return _on_path(kpi, on, choice, baseline, standard, lambda path, day: lag(path, measure, value, day), value)


def ps_kpi(kpi: Argument, field: Argument, on: Argument, choice: Argument, standard: Argument) -> Called:
    """What the plan says of an indicator or task, and what is found in it: one field of it."""
    rules = register_in(standard)
    if isinstance(rules, Called):
        return rules
    found = _find(rules[1], kpi)
    if isinstance(found, Called):
        return found
    name, lang = text_in(field), rules[0].lang
    if name in ("target", "deadline") and isinstance(found, Kpi):
        return _due(rules[1], found, name, on, choice)
    if name == "deadline" and isinstance(found, Task):
        return _task_due(found, choice)
    texts = _kpi_texts(rules[1], found) if isinstance(found, Kpi) else _task_texts(found)
    if name not in texts:
        known = ", ".join((*texts, "target", "deadline"))
        return failed(CellError.VALUE, f"没有“{name}”这一项，可用：{known}", f'no field "{name}"; known: {known}')
    return Called(texts[name](lang))


def check_kpi(kpi: Argument, actual: Argument, baseline: Argument, standard: Argument) -> Called | None:
    """What is wrong with an actual value and the operator's baseline; None where no plan is asked about.

    Rows of a plan wait for their figures, so a blank one is sound.
    """
    rules = None if standard is OMITTED or blank(standard) else register_in(standard)
    if rules is None or isinstance(rules, Called):
        return None
    found = _find(rules[1], kpi)
    if not isinstance(found, Kpi):
        return None
    said: list[Text] = []
    for cell, named in ((actual, _ACTUAL), (baseline, _OWN_BASELINE)):
        if cell is OMITTED or blank(cell):
            continue
        start = baseline_in(cell, rules[1]) if named is _OWN_BASELINE else None
        number = start.value if isinstance(start, Point) else start or number_in(cell)
        sound = number if isinstance(number, Unobserved) else possible(found, number)
        if isinstance(sound, Unobserved):
            said.append(Text(f"{named.zh}：{sound.reason.zh}", f"{named.en}: {sound.reason.en}"))
    return Called(listed(said)(rules[0].lang))


def measure_of(register: Register) -> LightMeasure | Unobserved:
    """The quantity the chosen lights are read from."""
    chosen = register.light_sets["lights"]
    if chosen is None:
        return Unobserved(
            Hole.UNDECIDED,
            Text(
                "方案没有规定亮灯界限，须先选定读法 lights",
                "the plan sets no limits for lights: choose the reading lights first",
            ),
        )
    return _OWN[chosen] if chosen in _OWN else register.lights[chosen].measure


def register_in(standard: Argument) -> tuple[Standard, Register] | Called:
    """The register of the plan an argument names."""
    rules = standard_in(standard, DEFAULT_PLAN_REFERENCE)
    if isinstance(rules, Called):
        return rules
    if rules.register is None:
        return failed(
            CellError.VALUE,
            f"{rules.id}/{rules.edition} 没有目标登记册，请用 {DEFAULT_PLAN_REFERENCE}",
            f"{rules.id}/{rules.edition} has no register of targets: use {DEFAULT_PLAN_REFERENCE}",
        )
    return rules, rules.register


def _on_path(
    kpi: Argument,
    on: Argument,
    choice: Argument,
    baseline: Argument,
    standard: Argument,
    give: Callable[[Path, datetime.date], Fraction | Unobserved],
    actual: Fraction | None = None,
) -> Called:
    rules = register_in(standard)
    if isinstance(rules, Called):
        return rules
    found = _find(rules[1], kpi)
    if isinstance(found, Called):
        return found
    if isinstance(found, Task):
        return failed(CellError.VALUE, f"{found.code} 是任务，没有数值", f"{found.code} is a task: it has no value")
    day = _checked(on, date_in, Text("日期", "date"))
    if isinstance(day, Called):
        return day
    picks = _checked(choice, lambda cell: picks_in(cell, found), _NO_TEXT)
    if isinstance(picks, Called):
        return picks
    own = _checked(baseline, lambda cell: baseline_in(cell, rules[1]), _NO_TEXT)
    if isinstance(own, Called):
        return own
    for value, named in ((actual, _ACTUAL), (own.value if own else None, _OWN_BASELINE)):
        wrong = value if value is None else _checked(value, lambda number: possible(found, number), named)
        if isinstance(wrong, Called):
            return wrong
    path = path_of(rules[1], found, picks, own)
    given = path if isinstance(path, Unobserved) else give(path, day)
    return withheld(given) if isinstance(given, Unobserved) else Called(number_out(given))


def _due(register: Register, kpi: Kpi, name: str, on: Argument, choice: Argument) -> Called:
    picks = _checked(choice, lambda cell: picks_in(cell, kpi), _NO_TEXT)
    if isinstance(picks, Called):
        return picks
    day: datetime.date | Called = register.ends
    if on is not OMITTED and not blank(on):
        day = _checked(on, date_in, Text("日期", "date"))
    if isinstance(day, Called):
        return day
    path = path_of(register, kpi, picks, None)
    if isinstance(path, Unobserved):
        return withheld(path)
    point = governing(path, day)
    return Called(number_out(point.value) if name == "target" else date_out(point.on))


def _task_due(task: Task, choice: Argument) -> Called:
    """The precise deadline of a task; two that exclude each other wait for a choice."""
    windows = [stated.deadline.window for stated in task.stated]
    if choice is not OMITTED and not blank(choice):
        number = number_in(choice)
        if isinstance(number, Unobserved) or number not in range(1, len(windows) + 1):
            return failed(
                CellError.VALUE,
                f"选定的期限应为 1 至 {len(windows)} 的编号",
                f"the chosen deadline must be a number from 1 to {len(windows)}",
            )
        windows = [windows[int(number) - 1]]
    conflict = task_conflict(task)
    if len(windows) > 1 and conflict and conflict.severity is Severity.CONTRADICTION:
        return withheld(Unobserved(Hole.UNDECIDED, conflict.text))
    days = [window.last for window in windows if window]
    if not days:
        return failed(CellError.NOT_AVAILABLE, "方案没有给出期限", "the plan gives no deadline")
    return Called(date_out(min(days)))


def _kpi_texts(register: Register, kpi: Kpi) -> dict[str, Text]:
    found = conflicts(register, kpi)
    return {
        "name": kpi.name,
        "unit": kpi.unit,
        "department": kpi.department or _NO_TEXT,
        "note": kpi.note or _NO_TEXT,
        "baseline": listed([baseline_text(kpi, baseline) for baseline in kpi.baselines]),
        "targets": listed([numbered(kpi, index) for index in range(len(kpi.targets))]),
        "findings": listed([conflict.text for conflict in found]),
        "severity": SEVERITIES[found[0].severity] if found else _NO_TEXT,
        "baseline_conflict": listed([conflict.text for conflict in found if conflict.kind in OF_BASELINES]),
    }


def _task_texts(task: Task) -> dict[str, Text]:
    found = task_conflict(task)
    places = [
        Text(
            f"{number}. {stated.deadline.words or '无期限'}（{stated.place.section}）",
            f"{number}. {stated.deadline.window.last if stated.deadline.window else 'no deadline'}"
            f" ({stated.place.section})",
        )
        for number, stated in enumerate(task.stated, 1)
    ]
    return {
        "name": task.name,
        "department": task.department or _NO_TEXT,
        "targets": listed(places),
        "findings": found.text if found else _NO_TEXT,
        "severity": SEVERITIES[found.severity] if found else _NO_TEXT,
    }


def _find(register: Register, cell: Argument) -> Kpi | Task | Called:
    if isinstance(cell, CellError):
        return Called(cell)
    code = code_in(cell)
    if isinstance(code, Unobserved):
        return withheld(code)
    task = next((task for task in register.tasks if task.code == code), None)
    found = register.by_code.get(code) or task
    if found is None:
        return failed(CellError.VALUE, f"登记册中没有 {code}", f"the register has no {code}")
    return found


def _value(actual: Argument) -> Fraction | Called:
    return _checked(actual, number_in, _ACTUAL)


def _checked(cell: Argument, read: Callable[[Argument], _Given | Unobserved], named: Text) -> _Given | Called:
    """What a cell holds; an error value passes through, and a hole says which cell it is in."""
    if isinstance(cell, CellError):
        return failed(cell, f"{named.zh}所引单元格是 {cell}", f"{named.en}: the cell it refers to is {cell}")
    given = read(cell)
    if isinstance(given, Unobserved):
        reason = Text(f"{named.zh}：{given.reason.zh}", f"{named.en}: {given.reason.en}") if named.zh else given.reason
        return withheld(Unobserved(given.hole, reason))
    return given
