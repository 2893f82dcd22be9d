"""Counts as a report for machines: `psscore.tickets/1`. Every number is a whole number, null where it is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from psscore import __version__
from psscore.model.text import Text
from psscore.scoring.numbers import short_text
from psscore.tickets.case_rates import Measured
from psscore.tickets.counting import Counts
from psscore.tickets.coverage import none_in, partly
from psscore.tickets.exclusions import Exclusion, exclusions
from psscore.tickets.indicators import STANDARD, inputs
from psscore.tickets.items import Labels
from psscore.tickets.measures import MEASURES
from psscore.tickets.per_inhabitants import Change
from psscore.tickets.periods import moment_text
from psscore.tickets.personal import label_shown
from psscore.tickets.places import blank_told
from psscore.tickets.sql import COUNTED, ELSEWHERE, EXCLUDED, LATER, OUTSIDE, PLACES, SUPERSEDED, UNDATED, UNMAPPED
from psscore.tickets.tied_versions import tied_told, untold_told

SCHEMA = "psscore.tickets/1"
_LISTED = 200
_STATES = (COUNTED, SUPERSEDED, LATER, ELSEWHERE, UNMAPPED, UNDATED, OUTSIDE)


def to_json(
    counts: Counts,
    *,
    records: Mapping[str, Any],
    change: Change | None = None,
    rates: Iterable[Measured] | None = None,
    lang: str = "zh",
) -> dict[str, Any]:
    """The report. `records` says what was read: read, accepted, rejected, duplicate, sources; null where not known."""
    settings, terms = counts.settings, counts.settings.terms
    period = settings.period
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "psscore": __version__,
        "engine": {"name": counts.engine, "version": counts.engine_version},
        "standard": STANDARD,
        "period": period
        and {"name": period.name, "from": moment_text(period.from_s), "until": moment_text(period.until_s)},
        "as_of": None if terms.as_of_s is None else moment_text(terms.as_of_s),
        "readings": {
            "signed_within_minutes": None if terms.signed_within_s is None else terms.signed_within_s // 60,
            "signed_from": terms.signed_from,
            "excluded": [one.name for one in settings.exclusions],
        },
        "places": {place.field: place.name for place in settings.places},
        "span": _span(counts, lang),
        "by": list(settings.by),
        "blank_groups": [
            {"group": name, "reason": blank_told(name)(lang)}
            for at, name in enumerate(settings.by)
            if name in PLACES and counts.groups and all(group.key[at] is None for group in counts.groups)
        ],
        **{name: records.get(name) for name in ("read", "accepted", "rejected", "duplicate", "several_cities")},
        "sources": list(records.get("sources", ())),
        "mapping_sha256": list(records.get("mapping_sha256", ())),
        "versions": _versions(counts),
        "excluded": [_excluded(one, counts, lang) for one in exclusions()],
        "measures": {measure.name: measure.title(lang) for measure in MEASURES},
        "withheld": {name: reason(lang) for name, reason in counts.withheld.items()},
        "totals": counts.totals,
        "groups": [
            {**dict(zip(settings.by, group.key, strict=True)), "counts": group.numbers} for group in counts.groups
        ],
        "indicators": [
            {
                "indicator": one.indicator,
                "item": one.item,
                **one.place,
                "value": one.value,
                "base": one.base,
                "reason": _said(one.reason, lang),
            }
            for one in inputs(counts)
        ],
        "items": _items(counts),
        "ties": {
            "tied": counts.ties.tied,
            "undetermined": counts.ties.undetermined,
            "example": counts.ties.example,
            "across": counts.ties.across,
            "reason": _said(tied_told(counts.ties), lang),
        },
        "without_update": _without_update(counts, lang),
        "requests": change and _change(change, lang),
    }
    if rates is not None:
        found["rates"] = [_rate(one, settings.by, lang) for one in rates]
    return found


def _without_update(counts: Counts, lang: str) -> dict[str, Any] | None:
    """Tickets counted at a moment that do not say when they were changed; None without a moment."""
    if counts.settings.terms.as_of_s is None:
        return None
    return {"tickets": counts.untold, "reason": _said(untold_told(counts.untold), lang)}


def _span(counts: Counts, lang: str) -> dict[str, Any]:
    """The days the tickets in the data are of, and what part of the period they leave out."""
    period, span = counts.settings.period, counts.span
    first, last = span.days or (None, None)
    missing = () if period is None else span.missing(period, counts.settings.terms.as_of_s)
    reason = None
    if period is not None and not span.in_period:
        reason = none_in(period, span)
    elif period is not None and missing:
        reason = partly(period, span, missing)
    return {"first": first, "last": last, "missing_months": list(missing), "reason": _said(reason, lang)}


def _versions(counts: Counts) -> dict[str, int]:
    """Every version of the source in one state; the states add up to `all`."""
    states = {name: counts.states.get(name, 0) for name in _STATES}
    excluded = sum(number for name, number in counts.states.items() if name.startswith(EXCLUDED))
    other = counts.versions - sum(counts.states.values())
    return {"all": counts.versions, **states, "excluded": excluded, "other_items": other}


def _excluded(one: Exclusion, counts: Counts, lang: str) -> dict[str, Any]:
    applied = one in counts.settings.exclusions
    return {
        "name": one.name,
        "title": one.title(lang),
        "applied": applied,
        "tickets": counts.states.get(EXCLUDED + one.name, 0) if applied else None,
        "clause": one.clause(lang),
    }


def _items(counts: Counts) -> dict[str, Any] | None:
    found = counts.assignment
    if found is None:
        return None
    return {
        "unmapped_labels": len(found.unmapped),
        "unmapped_versions": sum(labels.versions for labels in found.unmapped),
        "unmapped": [_labels(labels) for labels in found.unmapped[:_LISTED]],
        "contested": [
            {
                **_labels(one.labels),
                "items": list(one.items),
                "taken": one.taken,
                "rows": list(one.rows),
                "tied": one.tied,
            }
            for one in found.contested
        ],
        "review": [{**_labels(one.labels), "item": one.item, "keyword": one.keyword} for one in found.review],
        "unused_rows": [rule.row for rule in found.unused],
    }


def _labels(labels: Labels) -> dict[str, Any]:
    texts = {field: label_shown(text, code=field == "platform_code") for field, text in labels.texts.items()}
    return {**texts, "versions": labels.versions}


def _change(change: Change, lang: str) -> dict[str, Any]:
    return {
        "years": [
            {"year": year.year, "requests": year.requests, "population": year.population} for year in change.years
        ],
        "change": change.change,
        "reason": _said(change.reason, lang),
    }


def _rate(one: Measured, by: tuple[str, ...], lang: str) -> dict[str, Any]:
    rate = one.rate
    return {
        "rate": rate.name,
        "title": rate.title(lang),
        "indicator": rate.indicator,
        "reading": rate.reading,
        "choice": rate.choice,
        "group": dict(zip(by, one.key, strict=True)) if one.key else None,
        "part": one.part,
        "whole": one.whole,
        "value": None if one.value is None else str(one.value),
        "percent": None if one.value is None else f"{short_text(one.value * 100, 2)}%",
        "reason": _said(one.reason, lang),
        "clause": rate.clause(lang),
    }


def _said(text: Text | None, lang: str) -> str | None:
    return None if text is None else text(lang)
