"""The `[register]` table of a plan to a `Register`, with every fault reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from psscore.model.register import (
    Baseline,
    Covers,
    Deadline,
    Direction,
    Kpi,
    LookAlike,
    Place,
    PlanTarget,
    Quantity,
    Register,
    Stated,
    Task,
    Window,
)
from psscore.model.rules import Operator
from psscore.model.text import Text
from psscore.rulebook.deadline import day_before, window_of
from psscore.rulebook.lights import read_light_sets
from psscore.rulebook.table import Table

_QUANTITIES = {quantity.value: quantity for quantity in Quantity}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_COVERS = {covers.value: covers for covers in Covers}
_OPERATORS = {operator.value: operator for operator in Operator}
_DEADLINE_WORDS = {"end_of_year": False, "before_year": True}
_AT = {Direction.UP: Operator.AT_LEAST, Direction.DOWN: Operator.AT_MOST}
_NUMBER = re.compile(r"-?\d+(\.\d+)?|\d+/[1-9]\d*")


class _Reader:
    """What every row of the register needs: the phases, the reading of "X年前", the departments."""

    def __init__(self, table: Table) -> None:
        self.before_year = table.choice("deadline_words", _DEADLINE_WORDS)
        self.departments = {item.text("code"): self._titled(item) for item in table.subs("departments", least=0)}
        self.phases: dict[str, Window] = {}
        for item in table.subs("phases"):
            name, first, last = item.text("name"), _day(item, "begins"), _day(item, "ends")
            if first > last:
                item.fault("ends", "须不早于 begins", "must not be before begins")
            self.phases[name] = Window(first, last)
            item.close()

    @staticmethod
    def _titled(item: Table) -> Text:
        title = item.both("name")
        item.close()
        return title

    def department(self, item: Table) -> Text | None:
        return item.choice("department", self.departments) if item.has("department") else None

    def deadline(self, item: Table) -> Deadline:
        words = item.text("by", default="")
        window = window_of(words, self.phases, self.before_year) if words else None
        if words and window is None:
            item.fault("by", f"期限“{words}”无法识别", f'the deadline "{words}" cannot be read')
        return Deadline(words, window)


def read_register(table: Table) -> Register:
    """The register under the chosen readings. When there are faults it must not be used."""
    reader = _Reader(table)
    begins, ends = _day(table, "begins"), _day(table, "ends")
    eve = day_before(begins)
    undated = table.choice("undated_baseline", {"plan_eve": eve, "none": None})
    light_sets = {name: table.get(name) for name in ("lights", "task_lights")}
    sets = read_light_sets(table)
    kpis = tuple(_kpi(item, reader) for item in table.subs("kpis"))
    tasks = tuple(_task(item, reader) for item in table.subs("tasks", least=0))
    by_code = {kpi.code: kpi for kpi in kpis}
    codes = [kpi.code for kpi in kpis] + [task.code for task in tasks]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        table.fault(code, "编号重复", "this code is used twice")
    look_alikes = tuple(_look_alike(item, by_code) for item in table.subs("look_alikes", least=0))
    table.close()
    return Register(
        begins,
        ends,
        eve,
        MappingProxyType(reader.phases),
        kpis,
        tasks,
        look_alikes,
        MappingProxyType(reader.departments),
        undated,
        MappingProxyType(sets),
        MappingProxyType(light_sets),
        MappingProxyType(by_code),
    )


def _kpi(item: Table, reader: _Reader) -> Kpi:
    code = item.text("code")
    item.named(f"kpi {code}")
    quantity, direction = item.choice("quantity", _QUANTITIES), item.choice("direction", _DIRECTIONS)
    beyond = _beyond_whole(item, quantity)
    kpi = Kpi(
        code,
        item.both("name"),
        item.both("unit"),
        quantity,
        direction,
        reader.department(item),
        item.both("note") if item.has("note") else None,
        tuple(_baseline(row, quantity, beyond) for row in item.subs("baselines", least=0)),
        tuple(_target(row, reader, quantity, direction, beyond) for row in item.subs("targets", least=0)),
        beyond,
    )
    if not kpi.baselines and not kpi.targets:
        item.fault("targets", "既无基线又无目标", "neither a baseline nor a target")
    item.close()
    return kpi


def _beyond_whole(item: Table, quantity: Quantity) -> bool:
    given = item.get("beyond_whole") if item.has("beyond_whole") else False
    if not isinstance(given, bool) or (given and quantity is not Quantity.SHARE):
        item.fault("beyond_whole", "应为 true 或 false，且只用于占比", "must be true or false, and is for shares only")
    return given is True


def _baseline(item: Table, quantity: Quantity, beyond: bool) -> Baseline:
    made = Baseline(
        _value(item, quantity, beyond),
        item.choice("operator", _OPERATORS) if item.has("operator") else Operator.EQUAL,
        item.integer("year") if item.has("year") else None,
        _place(item),
        item.choice("covers", _COVERS) if item.has("covers") else Covers.WHOLE,
        item.both("scope") if item.has("scope") else None,
    )
    item.close()
    return made


def _target(item: Table, reader: _Reader, quantity: Quantity, direction: Direction, beyond: bool) -> PlanTarget:
    lost = item.get("illegible") is True
    made = PlanTarget(
        None if lost else _value(item, quantity, beyond),
        item.choice("operator", _OPERATORS) if item.has("operator") else _AT[direction],
        reader.deadline(item),
        _place(item),
        item.both("scope") if item.has("scope") else None,
    )
    item.close()
    return made


def _task(item: Table, reader: _Reader) -> Task:
    code = item.text("code")
    item.named(f"task {code}")
    name, department = item.both("name"), reader.department(item)
    stated = []
    for row in item.subs("stated"):
        stated.append(Stated(reader.deadline(row), _place(row)))
        row.close()
    item.close()
    return Task(code, name, department, tuple(stated))


def _look_alike(item: Table, known: Mapping[str, Kpi]) -> LookAlike:
    codes = item.texts("codes")
    for code in codes:
        if code not in known:
            item.fault("codes", f"没有指标 {code}", f"there is no indicator {code}")
    reason = item.both("reason")
    item.close()
    return LookAlike(codes, reason)


def _place(item: Table) -> Place:
    return Place(item.text("section"), item.text("quote"))


def _value(item: Table, quantity: Quantity, beyond: bool) -> Fraction:
    """An exact number; "4250/6820" is one that no decimal gives."""
    raw = item.get("value")
    if isinstance(raw, bool) or not isinstance(raw, int | str) or not _NUMBER.fullmatch(str(raw)):
        item.fault("value", '须为数字，如 "0.8" 或 "4250/6820"', 'must be a number such as "0.8" or "4250/6820"')
        return Fraction(1)
    value = Fraction(str(raw))
    if quantity is Quantity.SHARE and not beyond and not 0 <= value <= 1:
        item.fault("value", "占比须在 0 至 1 之间", "a share must lie in 0 to 1")
    elif quantity is Quantity.CHANGE and value < -1:
        item.fault("value", "不可能减少 100% 以上", "nothing falls by more than 100 %")
    elif quantity is Quantity.COUNT and value.denominator != 1:
        item.fault("value", "须为整数", "must be a whole number")
    elif quantity is not Quantity.CHANGE and value < 0:
        item.fault("value", "须不小于 0", "must not be below 0")
    return value


def _day(item: Table, key: str) -> date:
    day = item.date(key)
    if day is None:
        if not item.has(key):
            item.fault(key, "缺少日期", "the date is missing")
        return date(2000, 1, 1)
    return day
