"""A scoring sentence to one proposed rule. Understood to the last number, or not at all."""

from __future__ import annotations

import re
from itertools import islice

from psscore.model.text import Text
from psscore.rulebook.sentences import agree, bands, cases, limits
from psscore.rulebook.sentences.ambiguous import ambiguous
from psscore.rulebook.sentences.normal import normalise
from psscore.rulebook.sentences.parts import MINUS, Contradiction
from psscore.rulebook.sentences.proposal import Proposal, Unread
from psscore.rulebook.sentences.statements import Statement, beginning_at, statements
from psscore.rulebook.sentences.words import harmless, judged, plain_cause, without_last_year

LONGEST = 600
_SHAPES = (
    limits.step_down,
    limits.step_up,
    limits.tiers,
    cases.deductions,
    cases.awards,
    cases.yes_or_no,
    cases.ratio,
    cases.linear,
    cases.ranks,
    bands.grades,
)
_CUTS = 200
"""Ways of cutting one sentence that are looked at."""


def parse_sentence(text: str) -> Proposal | Unread:
    """The rule a sentence of 计分方式 states, for its author to confirm; never raises."""
    if len(text) > LONGEST:
        return _unread("句子过长，请分成几个指标", "too long: split it over several indicators")
    plain = normalise(text)
    if not plain:
        return _unread("没有计分方式", "there is no scoring sentence")
    if judged(plain):
        return _unread("含酌情、综合评定等由人判断的部分", "leaves part of the points to an evaluator's discretion")
    if re.search(r"(?<![\d.])0\d|\d[\d.]*\.\.|\d,\d{3}(?!\d)", plain):
        return _unread("数字的写法有歧义", "the notation of a number is ambiguous")
    if "一票否" in plain:
        return _veto(plain)
    if (unclear := ambiguous(text, plain)) is not None:
        return Unread(unclear)
    read: list[Proposal] = []
    faults: list[Text] = []
    for cut in islice(statements(plain), _CUTS):
        if not all(_accounted(statement) for statement in cut):
            continue
        for shape in _SHAPES:
            try:
                made = shape(cut, text)
                if made is not None:
                    agree.check(cut)
            except Contradiction as fault:
                faults.append(fault.message)
                continue
            if made is not None and made not in read:
                read.append(made)
    rules = {(one.kind, str(one.rule), one.points) for one in read}
    if len(rules) == 1:
        return read[0]
    if rules:
        return _unread("可以有几种读法", "it can be read in several ways")
    if faults:
        return Unread(faults[0])
    return _unread(*_why(plain))


def _accounted(statement: Statement) -> bool:
    """Whether the words around the numbers change nothing; the cause of a deduction is a title of its own."""
    if statement.kind == "no":
        return True
    if statement.kind == "case" and statement.act in MINUS:
        return plain_cause(statement.subject)
    subject = without_last_year(statement.subject)[0] if statement.kind == "step" else statement.subject
    return harmless(subject)


def _why(plain: str) -> tuple[str, str]:
    found = re.search(r"\d+(?:\.\d+)?%?", plain)
    if found is None:
        return "没有可识别的计分规则", "no scoring rule was recognised in it"
    missed = _missed(plain)
    named = "".join(f"“{words}”" for words in missed)
    if missed:
        return f"没有读懂{named}，未作规则", f"not understood, so no rule was made: {named}"
    return (
        f"各句都读懂了，合在一起不是已知的规则：{plain}",
        f"each part was understood, but together they are no known rule: {plain}",
    )


def _missed(plain: str) -> list[str]:
    """The clauses no statement accounts for, as they stand in the sentence."""
    clauses = [match.span() for match in re.finditer(r"[^,;]+", plain)]
    understood: set[int] = set()
    for begin, _ in clauses:
        for statement, end in beginning_at(plain, begin):
            if _accounted(statement):
                understood |= {at for at, (first, last) in enumerate(clauses) if first >= begin and last <= end}
    return [plain[slice(*span)] for at, span in enumerate(clauses) if at not in understood]


def _veto(plain: str) -> Proposal | Unread:
    rest = re.sub(r"[(]?(?:实行|予以)?一票否(?:决|优)(?:制|项)?[)]?", "", plain)
    if re.search(r"\d|[扣得加]分|每", rest):
        return _unread("一票否决与其他计分混写，请分开", "a veto is mixed with other scoring: separate them")
    return Proposal("veto", {}, None, (plain,), (Text("否决后的最高等级", "the best grade left by the veto"),))


def _unread(zh: str, en: str) -> Unread:
    return Unread(Text(zh, en))
