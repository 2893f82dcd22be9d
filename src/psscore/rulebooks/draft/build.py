"""A table that was read to a draft standard: codes, points, and a proposed rule for every sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences import Proposal, Unread, parse_sentence, sentence_of
from psscore.rulebook.sentences.parts import YES_NO
from psscore.rulebook.sentences.proposal import raw_number
from psscore.rulebook.sentences.statements import counted_in
from psscore.rulebooks.draft.codes import codes_of
from psscore.rulebooks.draft.drift import drift, points_of
from psscore.rulebooks.draft.headers import Role
from psscore.rulebooks.draft.readings import READINGS
from psscore.rulebooks.draft.rows import Node, Read
from psscore.rulebooks.draft.sources import Sources
from psscore.rulebooks.draft.verdicts import fill_grades, grades_of, remarked_vetoes
from psscore.rulebooks.finding import Finding, Severity
from psscore.rulebooks.sheets import Rulebook

JUDGED = "judged"


@dataclass(slots=True)
class Draft:
    """A draft standard, what stands beside each indicator for its author, and what was found."""

    book: Rulebook
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """Cells of the table by the address the loader uses, such as `indicator 1.2 > quote`."""


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever imports a table says where it is silent: the way of collection, the best grade a veto leaves."""

    collection: str | None = None
    veto_grade: str | None = None


class Builder:
    """Builds one draft."""

    def __init__(self, read: Read, name: str, sheet: str, given: Given) -> None:
        self.read, self.sheet, self.given = read, sheet, given
        self.sources = Sources(read, given.collection)
        self.id, _, self.edition = name.partition("/")
        self.findings = read.findings
        self.rules: dict[str, Mapping[str, Any]] = {}
        self.indicators: list[dict[str, Any]] = []
        self.vetoes: list[dict[str, Any]] = []
        self.shown: dict[str, dict[str, str]] = {}
        self.veto_places: list[str] = []
        self.bonus = Fraction(0)
        self.places: dict[str, str] = {}

    def build(self) -> Draft:
        leaves = [leaf for root in self.read.roots for leaf in root.leaves()]
        self._check_names(leaves)
        codes = codes_of(self.read)
        roots = [root for root in self.read.roots if points_of(root)]
        for root in self.read.roots:
            self._add(root, "", codes)
        total = sum((points_of(root) for root in roots), start=Fraction(0))
        self._check_total(total)
        raw: dict[str, Any] = {
            "schema": "psscore.standard/1",
            "id": self.id,
            "edition": self.edition,
            "revision": 1,
            "title": _both(self.read.title or self.sheet),
            "source": _both(f"{self.read.file}，工作表“{self.sheet}”"),
            "total_points": raw_number(total),
            "rounding": {"places": 2, "mode": {"reading": "rounding"}, "stage": "item"},
        }
        grades = grades_of(self.read)
        if grades is not None:
            raw["grades"] = grades
        for veto, where in remarked_vetoes(self.read):
            if veto["title"]["zh"] not in {known["title"]["zh"] for known in self.vetoes}:
                self._veto(veto, where)
        fill_grades(self.read, self.vetoes, self.veto_places, grades["bands"] if grades else [], self.given.veto_grade)
        self.sources.report()
        if self.vetoes:
            raw["veto"] = self.vetoes
        raw["rules"] = self.rules
        raw["indicator"] = self.indicators
        raw["reading"] = [READINGS[name] for name in READINGS if name == "rounding" or _uses(self.rules, name)]
        return Draft(Rulebook(raw, None, self._notes()), self.shown, self.findings, self.places)

    def _check_names(self, leaves: list[Node]) -> None:
        seen: dict[str, Node] = {}
        for leaf in leaves:
            if leaf.name in seen:
                self.read.find(
                    Severity.DIFFERENCE,
                    leaf.place,
                    f"与 {seen[leaf.name].place} 同名：{leaf.name}",
                    f"the same name as {seen[leaf.name].place}: {leaf.name}",
                )
            seen.setdefault(leaf.name, leaf)

    def _add(self, node: Node, parent: str, codes: Mapping[int, str]) -> None:
        code, points = codes[id(node)], points_of(node)
        item: dict[str, Any] = {"code": code, "name": _both(node.name), "points": raw_number(points)}
        if parent:
            item["parent"] = parent
        self.places |= {
            f"indicator {code}": node.place,
            f"indicator {code} > name": node.place,
            f"indicator {code} > points": node.points_place or node.place,
        }
        if not node.children:
            if self._leaf(node, item):
                self.indicators.append(item)
            return
        self.indicators.append(item)
        if node.printed is not None and node.printed.all != points:
            hint = drift(self.read.roots, node)
            self.read.find(
                Severity.DIFFERENCE,
                node.points_place or node.place,
                f"{node.name}：印为 {raw_number(node.printed.all)} 分，下级合计 {raw_number(points)} 分，"
                f"按下级合计计{hint.zh}",
                f"{node.name}: {raw_number(node.printed.all)} points printed, its rows add to {raw_number(points)}, "
                f"which is used{hint.en}",
            )
        for child in node.children:
            self._add(child, code, codes)

    def _leaf(self, node: Node, item: dict[str, Any]) -> bool:
        """The rest of a scored indicator; False for a veto, which has no points."""
        quote = node.texts.get(Role.RULE) or node.texts.get(Role.DEFINITION, "")
        read = parse_sentence(quote)
        where = node.places.get(Role.RULE, node.place)
        if isinstance(read, Proposal) and read.kind == "veto":
            self._veto({"title": _both(node.name), "clause": _both(self._clause(node)), "quote": quote}, where)
            if node.printed is None:
                # A veto has no points: that there are none is no fault.
                self.findings[:] = [one for one in self.findings if one.where != node.points_place]
                return False
        item |= {
            key: node.texts[role]
            for role, key in (
                (Role.DEFINITION, "definition"),
                (Role.METHOD, "method"),
                (Role.SOURCE, "data_source"),
                (Role.REFERENCE, "reference_value"),
            )
            if role in node.texts
        }
        if item.get("definition") == node.name and not re.search(r"\d", node.name):
            del item["definition"]  # it has become the name
        yes_no = isinstance(read, Proposal) and YES_NO in read.open
        if yes_no:
            item["definition"] = "；".join(part for part in (item.get("definition", ""), YES_NO.zh) if part)
        for role, key in (
            (Role.DEFINITION, "definition"),
            (Role.REFERENCE, "reference_value"),
            (Role.RULE, "quote"),
            (Role.COLLECTION if Role.COLLECTION in node.places else Role.SOURCE, "collection"),
        ):
            if role in node.places:
                self.places[f"indicator {item['code']} > {key}"] = node.places[role]
        item |= {
            "quote": quote,
            "clause": _both(self._clause(node)),
            "unit": {"zh": "是=1，否=0", "en": "yes=1, no=0"}
            if yes_no
            else _both(node.texts.get(Role.UNIT) or _unit(read)),
        }
        way, note = self.sources.of(node, item["code"])
        if way:
            item["collection"] = way
        item["rule"] = self._rule(read, node, item, where)
        beside = self.shown[item["code"]]
        beside["(open)"] = "；".join(part for part in (beside["(open)"], note) if part)
        if node.printed is not None:
            self.bonus += node.printed.bonus
            if isinstance(read, Proposal) and read.kind == "bonus":
                self.bonus += node.printed.all - node.printed.bonus
        return True

    def _veto(self, veto: dict[str, Any], where: str) -> None:
        code = f"V{len(self.vetoes) + 1}"
        self.places[f"veto {code}"] = self.places[f"veto[{len(self.vetoes)}]"] = where
        self.vetoes.append({"code": code} | veto)
        self.veto_places.append(where)

    def _clause(self, node: Node) -> str:
        return f"{self.sheet} 第{node.row + 1}行"

    def _rule(self, read: Any, node: Node, item: dict[str, Any], where: str) -> str:
        """The name of the proposed rule; the same parameters share one."""
        beside = {"(proposal)": "", "(basis)": "", "(open)": "", "(confirmed)": ""}
        self.shown[item["code"]] = beside
        if not isinstance(read, Proposal) or read.kind in ("veto", "grades"):
            reason = read.reason if not isinstance(read, Proposal) else Text("不是计分规则", "no scoring rule")
            beside |= {"(proposal)": "由评价人评定", "(open)": reason.zh}
            self.rules.setdefault(JUDGED, {"kind": "judgement", "measure": "amount", "base": "none", "reason_below": 1})
            return JUDGED
        points = Fraction(str(item["points"]))
        if node.printed is not None and read.points is not None and read.points != points:
            self.read.find(
                Severity.DIFFERENCE,
                where,
                f"计分方式写的是 {raw_number(read.points)} 分，分值是 {raw_number(points)} 分",
                f"the scoring sentence says {raw_number(read.points)} points, the row has {raw_number(points)}",
            )
        beside |= {
            "(proposal)": _proposed(read, read.points or points, item["unit"]["zh"]),
            "(basis)": "；".join(read.words),
            "(open)": "；".join(text.zh for text in read.open),
        }
        for name, rule in self.rules.items():
            if rule == read.rule:
                return name
        name = f"{read.kind}_{sum(rule['kind'] == read.kind for rule in self.rules.values()) + 1}"
        self.rules[name] = read.rule
        return name

    def _check_total(self, total: Fraction) -> None:
        if self.read.total is None:
            return
        printed, place = self.read.total
        if printed.all != total:
            self.read.find(
                Severity.DIFFERENCE,
                place,
                f"总分印为 {raw_number(printed.all)}，各项合计 {raw_number(total)}，按合计计",
                f"the total is printed as {raw_number(printed.all)}, "
                f"the rows add to {raw_number(total)}, which is used",
            )
        if printed.bonus and printed.bonus != self.bonus:
            self.read.find(
                Severity.DIFFERENCE,
                place,
                f"加分印为 {raw_number(printed.bonus)}，各项加分合计 {raw_number(self.bonus)}",
                f"bonus points are printed as {raw_number(printed.bonus)}, "
                f"those of the rows add to {raw_number(self.bonus)}",
            )

    def _notes(self) -> str:
        lines = [f"# {self.read.title or self.sheet}", "", f"由 {self.read.file} 的工作表“{self.sheet}”读入。", ""]
        if self.findings:
            lines += ["## 原表的出入", ""]
            lines += [f"- {finding.where}：{finding.message.zh}" for finding in self.findings]
            lines.append("")
        if self.read.notes:
            lines += ["## 原表的注", "", *(f"- {text}" for text, _ in self.read.notes), ""]
        lines += ["## 读法", "", "原表未写明之处，取值见 `step`、`no_cases`、`floor`、`rounding` 等读法。", ""]
        return "\n".join(lines)


def _unit(read: Proposal | Unread) -> str:
    """The unit of the value a proposed rule is applied to."""
    if not isinstance(read, Proposal) or read.kind in ("veto", "grades", "deductions"):
        return "分"
    if read.kind == "rank_points":
        return "名"
    if read.rule["measure"] not in ("count", "amount"):
        return "%"
    return counted_in(";".join(read.words)) or "次"


def _proposed(read: Proposal, points: Fraction, unit: str) -> str:
    """The rule in words for its author, with the unit its numbers are in."""
    if YES_NO in read.open:
        return f"填 1（是）得{raw_number(points)}分，填 0（否）不得分"
    return sentence_of(read.rule, points, unit if read.rule["measure"] in ("count", "amount") else "")


def _uses(data: Any, reading: str) -> bool:
    if isinstance(data, Mapping):
        return data == {"reading": reading} or any(_uses(value, reading) for value in data.values())
    return isinstance(data, list) and any(_uses(item, reading) for item in data)


def _both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}
