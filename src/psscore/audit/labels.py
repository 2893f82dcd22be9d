"""Lines that are no indicators: totals, subtotals, grades, notes, and the name of the project."""

from __future__ import annotations

import re
import unicodedata

from psscore.audit.grid import Line


def _spaced(words: str) -> str:
    """A pattern for any of the words, blanks between their characters allowed: forms print "总  分"."""
    return "(?:" + "|".join(r"\s*".join(word) for word in words.split()) + ")"


_TOTAL = re.compile(
    f"^(?:{_spaced('项目 本级 单位 部门')}?\\s*{_spaced('自评 评价 综合 绩效 指标 考核')}?\\s*"
    f"{_spaced('总分值 总评分 总得分 总分 得分合计 合计得分 总计得分 综合得分 合计 总计')}"
    f"|{_spaced('自评得分 评价得分 最终得分 total')})"
    r"\s*(?:\((?![优良中差])[^)]*\))?\s*:?\s*(?P<rest>[\d.\s]*分?)"
    r"[\s,;、(]*(?:(?:(?:自评|评价|评定)?等[级次])?\s*:?\s*(?P<grade>[优良中差])[秀好等]?)?\)?$",
    re.IGNORECASE,
)
_GRADE = re.compile(
    f"^{_spaced('自评结果 自评结论 自评 评价 评分 评定 绩效 综合 考核 考评')}?\\s*{_spaced('等级 等次 评级 grade')}"
    r"\s*(?:\([^)]*\))?(?:\s*:|\s|(?=[优良中差☑✓✔√■□☐])|$)(?P<rest>.*)$",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(
    r"^(?:(?P<group>\D{0,16}?)[(]?小计[)]?"
    r"|(?P<level>(?:[一二]级|产出|数量|质量|时效|成本|(?:(?:经济|社会|生态)?效益)|效果|可持续影响|(?:服务对象)?满意度"
    r"|决策|过程|项目管理)(?:类)?指标)(?:得分)?(?:合计|总计))(?:\([^)]*\))?:?$"
)
_ORDINAL = re.compile(r"^\(?(?P<number>\d{1,2})\)?(?:\s*=.*)?$")
_STATED = re.compile(r"\(\s*(?P<points>\d+(?:\.\d+)?\s*分)\s*\)$")
_NOTE = re.compile(
    r"^[(*※\s]*(?:注|备注|说明|填表|填报|联系|负责人|审核|经办|单位负责|日期|制表|评价人|自评人|附|其他需?要?说明)"
)
_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_PROJECT = re.compile(f"^{_spaced('项目名称 专项名称 project')}\\s*(?::(?P<rest>.*))?$", re.IGNORECASE)


def folded(text: str) -> str:
    """Full-width forms folded, line breaks as blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def one_line(text: str) -> str:
    """Words written down a column, or broken over lines, in one line."""
    return " ".join(_BREAK.sub("", text).split()) if "\n" in text or "\r" in text else text


def total_label(text: str) -> tuple[str, str] | None:
    """The number and the grade after a total's label in the same cell, "" when absent; None when no such label."""
    match = _TOTAL.match(folded(text))
    return (match["rest"].strip(), match["grade"] or "") if match else None


def grade_after(line: Line) -> tuple[int, str] | None:
    """Column and words of the grade on a line labelled 评分等级 (or the like); None when no cell is so labelled."""
    filled = line.filled
    for index, (column, _) in enumerate(filled):
        match = _GRADE.match(folded(" ".join(cell.text for _, cell in filled[index:])))
        if match:
            return (filled[-1][0] if index + 1 < len(filled) else column), match["rest"].strip()
    return None


def subtotal_group(text: str) -> str | None:
    """What a 小计 label, or "产出指标合计", says it sums, "" when it does not say; None when this is no such label."""
    match = _SUBTOTAL.match("".join(folded(text).split()))
    return (match["level"] or match["group"] or "") if match else None


def is_numbering(line: Line) -> bool:
    """A line below a header that numbers its columns: 1, 2, 3, ... or (1), (2), (3)=(2)/(1), ..."""
    matches = [_ORDINAL.match(folded(cell.text)) for _, cell in line.filled]
    numbers = [int(match["number"]) for match in matches if match]
    return len(numbers) == len(matches) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def points_in_name(name: str) -> str | None:
    """The points of "窗口数量（10分）"; None when the name states none."""
    match = _STATED.search(folded(name))
    return match["points"] if match else None


def is_note(text: str) -> bool:
    return bool(_NOTE.match(folded(text)))


def project_of(line: Line) -> str | None:
    """The name beside 项目名称; None when the line does not name a project."""
    texts = [folded(cell.text) for _, cell in line.filled]
    if not texts or (match := _PROJECT.match(texts[0])) is None:
        return None
    return (match["rest"] or "").strip() or (texts[1] if len(texts) > 1 else "")
