"""The mapping file of a survey (TOML): what its columns, answers and groups are called, weights and expectations."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.surveys.answers import WORDS, Answer, plain
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.tally import Base

RESPONDENT = ("答卷编号", "问卷编号", "respondent", "respondent no.", "questionnaire")
GROUP = ("调查群体", "群体", "group")
ITEM = ("编号", "code", "项目编号", "item code", "指标编号", "indicator", "调查项目", "item", "指标", "indicator name")
ANSWER = ("答案", "回答", "评价", "评价结果", "answer", "rating")
"""Headings of the columns of a file with a row for each answer."""
_KEYS: Map[str, tuple[str, ...] | None] = {
    "file": ("encoding", "delimiter", "quote", "sheet"),
    "columns": ("respondent", "group", "item", "answer"),
    "items": None,
    "answers": tuple(Answer),
    "groups": None,
    "weights": None,
    "population": None,
    "expected": ("groups", "minimum"),
    "base": ("counted",),
    "scores": tuple(Answer),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a survey's own words mean; labels are compared as `answers.plain` leaves them.

    `items` gives the code behind a column's heading, `groups` the group behind a label. `population` counts the people
    of a group, for the sample it needs; `minimum` overrides that. `scores` gives answers marks for a mean.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    sheet: str | None = None
    respondent: tuple[str, ...] = tuple(map(plain, RESPONDENT))
    group: tuple[str, ...] = tuple(map(plain, GROUP))
    item: tuple[str, ...] = tuple(map(plain, ITEM))
    answer_column: tuple[str, ...] = tuple(map(plain, ANSWER))
    items: Map[str, str] = field(default_factory=dict)
    answers: Map[str, Answer] = field(default_factory=lambda: {plain(w): a for a, ws in WORDS.items() for w in ws})
    groups: Map[str, str] = field(default_factory=dict)
    weights: Map[str, Fraction] = field(default_factory=dict)
    population: Map[str, int] = field(default_factory=dict)
    expected: tuple[str, ...] = ()
    minimum: int | None = None
    base: Base = Base.RATED
    scores: Map[Answer, Fraction] = field(default_factory=dict)
    digest: str = ""

    def answer(self, text: str) -> Answer | None:
        """What an answer means; None for a word that is not explained."""
        return self.answers.get(plain(text))


def read_mapping(path: Path | None) -> Mapping:
    """A mapping from its file; the words of the questionnaire without one. Raises `SurveyFaults`."""
    if path is None:
        return Mapping()
    try:
        text = path.read_bytes()
        raw = tomllib.loads(text.decode("utf-8-sig"))
    except OSError as error:
        why = error.strerror or ""
        raise SurveyFaults([Text(f"{path} 无法读取：{why}", f"cannot read {path}: {why}")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SurveyFaults([Text(f"{path} 不是 TOML：{error}", f"{path} is no TOML: {error}")]) from None
    return mapping_of(raw, path.name, hashlib.sha256(text).hexdigest()[:16])


def mapping_of(raw: Map[str, Any], name: str, digest: str = "") -> Mapping:
    """A mapping from its tables; every fault at once."""
    reader = _Reader(name)
    reader.check_keys(raw)
    reader.check_items(raw)
    answers = {plain(word): answer for answer in Answer for word in reader.words(raw, "answers", answer)}
    if answers:
        reader.check_unique(raw)
    scores = {answer: reader.number("scores", answer, raw["scores"][answer]) for answer in _table(raw, "scores")}
    counted = _table(raw, "base").get("counted", Base.RATED)
    if counted not in tuple(Base):
        reader.fault(
            f"[base] counted = {counted!r}：应为 rated 或 all", f"[base] counted is rated or all, not {counted!r}"
        )
        counted = Base.RATED
    minimum = _table(raw, "expected").get("minimum")
    if minimum is not None and (not isinstance(minimum, int) or minimum < 1):
        reader.fault("[expected] minimum 须为正整数", "[expected] minimum is a whole number above 0")
    file = {key: reader.text("file", key, value) for key, value in _table(raw, "file").items()}
    base = Mapping()
    made = Mapping(
        encoding=file.get("encoding", base.encoding),
        delimiter=file.get("delimiter", base.delimiter),
        quote=file.get("quote", base.quote),
        sheet=file.get("sheet"),
        respondent=tuple(map(plain, reader.words(raw, "columns", "respondent"))) or base.respondent,
        group=tuple(map(plain, reader.words(raw, "columns", "group"))) or base.group,
        item=tuple(map(plain, reader.words(raw, "columns", "item"))) or base.item,
        answer_column=tuple(map(plain, reader.words(raw, "columns", "answer"))) or base.answer_column,
        items={plain(label): code for code in _table(raw, "items") for label in reader.words(raw, "items", code)},
        answers={**base.answers, **answers},
        groups={plain(label): reader.text("groups", label, to) for label, to in _table(raw, "groups").items()},
        weights={group: reader.number("weights", group, value) for group, value in _table(raw, "weights").items()},
        population={group: reader.count("population", group, n) for group, n in _table(raw, "population").items()},
        expected=tuple(reader.words(raw, "expected", "groups")),
        minimum=minimum,
        base=Base(counted),
        scores={Answer(answer): value for answer, value in scores.items() if answer in tuple(Answer)},
        digest=digest,
    )
    for key in ("delimiter", "quote"):
        if len(getattr(made, key)) != 1:
            reader.fault(f"[file] {key} 须为一个字符", f"[file] {key} is one character")
    if reader.texts:
        raise SurveyFaults(reader.texts)
    return made


def _table(raw: Map[str, Any], name: str) -> Map[str, Any]:
    found = raw.get(name, {})
    return found if isinstance(found, dict) else {}


class _Reader:
    """Reads values and keeps the faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.texts: list[Text] = []

    def fault(self, zh: str, en: str) -> None:
        self.texts.append(Text(f"{self.name}：{zh}", f"{self.name}: {en}"))

    def check_keys(self, raw: Map[str, Any]) -> None:
        for table, value in raw.items():
            if table not in _KEYS:
                known = "、".join(_KEYS)
                self.fault(f"没有 [{table}] 这一节，可用：{known}", f"no section [{table}]; known: {known}")
            elif not isinstance(value, dict):
                self.fault(f"{table} 须写成 [{table}] 一节", f"{table} is a section: [{table}]")
            else:
                keys = _KEYS[table]
                for key in value:
                    if keys is not None and key not in keys:
                        known = "、".join(keys)
                        self.fault(f"[{table}] 没有 {key}，可用：{known}", f"[{table}] has no {key}; known: {known}")

    def check_items(self, raw: Map[str, Any]) -> None:
        seen: dict[str, str] = {}
        for code in _table(raw, "items"):
            for label in self.words(raw, "items", code):
                before = seen.setdefault(plain(label), code)
                if before != code:
                    self.fault(
                        f"[items] “{label}”同时属于 {before} 和 {code}",
                        f"[items] “{label}” means both {before} and {code}",
                    )

    def check_unique(self, raw: Map[str, Any]) -> None:
        seen: dict[str, str] = {}
        for answer in Answer:
            for word in self.words(raw, "answers", answer):
                before = seen.setdefault(plain(word), answer)
                if before != answer:
                    self.fault(
                        f"[answers] “{word}”同时属于 {before} 和 {answer}",
                        f"[answers] “{word}” means both {before} and {answer}",
                    )

    def words(self, raw: Map[str, Any], table: str, key: str) -> list[str]:
        value = _table(raw, table).get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.fault(f"[{table}] {key} 须为文本的列表", f"[{table}] {key} is a list of texts")
            return []
        return listed

    def text(self, table: str, key: str, value: Any) -> str:
        if not isinstance(value, str):
            self.fault(f"[{table}] {key} 须为文本", f"[{table}] {key} is a text")
            return "?"
        return value

    def number(self, table: str, key: str, value: Any) -> Fraction:
        try:
            number = Fraction(str(value)) if not isinstance(value, bool) else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            number = Fraction(-1)
        if number < 0:
            self.fault(f"[{table}] {key} 须为不小于 0 的数", f"[{table}] {key} is a number of 0 or more")
        return number

    def count(self, table: str, key: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.fault(f"[{table}] {key} 须为正整数", f"[{table}] {key} is a whole number above 0")
            return 1
        return value
