"""Which parts and which texts the documents of each kind have: the names a template may use."""

from __future__ import annotations

SECTIONS: dict[str, tuple[str, ...]] = {
    "self": (
        "lead",
        "overview",
        "method",
        "scores_by_level",
        "losses",
        "findings",
        "year_on_year",
        "improvement_list",
        "signature",
        "appendix",
    ),
    "card": ("lead", "result", "scores_by_level", "strongest", "weakest", "year_on_year", "small_print"),
    "bulletin": ("lead", "summary", "ranking", "red_list", "black_list", "no_data", "notable_losses", "method"),
}
SECTIONS["third_party"] = SECTIONS["self"]

_UNIT_FIELDS = (
    "title",
    "unit",
    "period",
    "evaluator",
    "mode",
    "standard",
    "reference",
    "total",
    "grade",
    "progress",
    "digest",
    "short_digest",
    "scored_at",
    "file",
)
FIELDS: dict[str, tuple[str, ...]] = {
    "self": _UNIT_FIELDS,
    "third_party": _UNIT_FIELDS,
    "card": _UNIT_FIELDS,
    "bulletin": ("title", "period", "standard", "reference", "units", "ranked", "digest", "short_digest", "scored_at"),
}
