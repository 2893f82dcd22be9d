"""Values of columns that say yes or no, as they may be shown: in clear only when every piece of one is a word of such
columns. Names, numbers and free text never are; they are told by their shape."""

from __future__ import annotations

from psscore.tickets.personal import masked_sql

LONGEST = 12
_DIGITS = 2
_WORDS = """
非常 很 十分 较 比较 基本 一般 不 未 已 没有 没 无 有 部分 全部 完全 正在 待 暂 再次 无法 否 是
满意度 满意 解决 评价 回访 参评 办结 办理 处理 处置 答复 反馈 完成 结案 归档 作废 撤销
退回 返工 重办 延期 强制 申请 同意
默认 好评 差评 中评 未知 其他 不详 不清楚 不了解 适用 有效 无效 接通 拒绝 拒评 放弃 弃权 了 的
"""
_LATIN = ("yes", "no", "y", "n", "true", "false", "null", "none", "n/a", "na", "unknown")
_MARKS = "[-—–/（）() 0-9]"


def category_sql(expression: str) -> str:
    """What is shown of a value, as an SQL expression of DuckDB."""
    # Longer words first: the expressions of DuckDB take the first that fits.
    words = "|".join(sorted(_WORDS.split(), key=lambda word: -len(word)))
    known = f"({words}|{_MARKS}){{1,{LONGEST}}}|(?i:{'|'.join(_LATIN)})"
    few = f"length({expression}) <= {LONGEST} AND length(regexp_replace({expression}, '[^0-9]', '', 'g')) <= {_DIGITS}"
    clear = f"{few} AND regexp_full_match({expression}, '{known}')"
    # A lone hyphen is a value like any other; before a word a spreadsheet would calculate with it.
    return f"CASE WHEN {clear} THEN regexp_replace({expression}, '^[-](.)', '?\\1') ELSE {masked_sql(expression)} END"
