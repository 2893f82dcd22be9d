"""The readings a draft leaves open: where tables of cities are usually silent."""

from __future__ import annotations

from typing import Any


def _value(name: str, zh: str, en: str) -> dict[str, Any]:
    return {"name": name, "title": {"zh": zh, "en": en}}


READINGS: dict[str, dict[str, Any]] = {
    "step": {
        "name": "step",
        "title": {"zh": "不足一档的计法", "en": "A part of a step"},
        "affects": "score",
        "default": "proportional",
        "note": {
            "zh": "原表未写不足一档如何计；通行做法为按比例。",
            "en": "The table is silent; usual practice is in proportion.",
        },
        "values": [
            _value("proportional", "按比例（插入法）", "in proportion"),
            _value("whole", "满一档才计", "completed steps only"),
            _value("ceil", "不足一档按一档计", "a started step counts"),
        ],
    },
    "no_cases": {
        "name": "no_cases",
        "title": {"zh": "基数为 0 时的计法", "en": "A base of 0"},
        "affects": "score",
        "note": {
            "zh": "原表未写基数为 0 时如何计；选定前该行无得分。",
            "en": "The table is silent; until chosen there is no score.",
        },
        "values": [
            _value("full", "得满分", "full points"),
            _value("zero", "不得分", "no points"),
            _value("exclude", "不计入，总分按比例折算", "left out, the total scaled"),
        ],
    },
    "floor": {
        "name": "floor",
        "title": {"zh": "扣分是否到 0 分为止", "en": "Whether deductions stop at 0"},
        "affects": "score",
        "default": "zero",
        "note": {
            "zh": "原表未写“扣完为止”；通行做法为扣到 0 分为止。",
            "en": "No floor is stated; usual practice is down to 0.",
        },
        "values": [_value("zero", "扣到 0 分为止", "down to 0"), _value("none", "可为负分", "below 0 if need be")],
    },
    "rounding": {
        "name": "rounding",
        "title": {"zh": "得分取舍方式", "en": "Rounding of points"},
        "affects": "score",
        "default": "half_up",
        "note": {"zh": "原表未写；默认两位小数四舍五入。", "en": "Not stated; two decimals half up by default."},
        "values": [_value("half_up", "四舍五入", "half up"), _value("truncate", "截尾", "truncated")],
    },
}
