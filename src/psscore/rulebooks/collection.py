"""How data are collected: four ways, their names in Chinese, and the words that announce them."""

from __future__ import annotations

WAYS: dict[str, str] = {
    "platform_report": "平台上报",
    "survey": "问卷调查",
    "site_visit": "实地考察",
    "document_review": "材料审核",
}
"""Codes as data have them, and what people read and choose."""

_SAID = {
    "platform_report": ("热线", "平台", "系统", "上报"),
    "survey": ("问卷", "满意度", "调查", "测评"),
    "site_visit": ("现场", "实地", "抽查", "检测", "暗访", "巡查"),
    "document_review": ("台账", "资料", "文件", "材料", "查阅", "档案"),
}


def way_of(text: str) -> str | None:
    """The code of a way named outright, by its code or its Chinese name."""
    bare = text.strip()
    return bare if bare in WAYS else next((code for code, name in WAYS.items() if name == bare), None)


def recognised(text: str) -> list[str]:
    """The ways the words of a data source speak of; only one is a proposal, several decide nothing."""
    outright = way_of(text)
    if outright is not None:
        return [outright]
    return [code for code, words in _SAID.items() if any(word in text for word in words)]


def choices(lang: str = "zh") -> str:
    """All ways as people write them, for messages."""
    return "、".join(WAYS.values()) if lang == "zh" else ", ".join(WAYS)
