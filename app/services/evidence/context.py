"""What stood around a verdict: cover by transfusions and growth factor, events, other readings, overrides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.i18n.drugs import drug_name
from app.i18n.evidence import name_text
from app.i18n.grading import gvhd_text, term_name
from app.reports.content import Entry
from app.services import overrides

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.domain.definitions import Comparison
    from app.services.contracts.subjects import EventRow
    from app.services.summary.basis import Basis

_CONFOUNDING = frozenset({"adverse_event", "infection", "gvhd"})
BEFORE_DAYS = 28  # in which an infection or another event may have moved the counts
_CHIMERISM = "CHIM_DONOR"
_MOST = 6


def entries(basis: Basis, answers: Sequence[Comparison]) -> tuple[Entry, ...]:
    """Each thing that a reviewer asks for, also when there is nothing to tell."""
    texts = basis.texts
    found = [
        ("cover", texts.clauses(_cover(basis))),
        ("before", _listed(basis, _confounding(basis))),
        ("drugs", texts.clauses(_drugs(basis)) or texts("evidence.none")),
    ]
    if _CHIMERISM in _asked_for(basis):
        found.append(("chimerism", _chimerism(basis)))
    if basis.verdict is not None and basis.verdict.missing:
        found.append(("missing", texts.listed(_name(basis, code) for code in basis.verdict.missing)))
    found += [
        ("queries", _queries(basis)),
        ("others", _others(basis, answers)),
        ("override", _override(basis)),
    ]
    return tuple(Entry(texts(f"evidence.context_{key}"), said) for key, said in found)


def _cover(basis: Basis) -> Iterator[str]:
    """How long without each product against what the rules ask, and the wash-out of growth factor."""
    texts, rules = basis.texts, basis.template.response
    asked: dict[str, int] = {}
    nodes = basis.verdict.evidence.walk() if basis.verdict is not None else ()
    for node in nodes:
        if "free_of" in node.criterion and node.required is not None:
            product = str(node.params["product"])
            asked[product] = max(asked.get(product, 0), int(node.required.value))
    for product in ("RBC", "PLT"):
        days = asked.get(product) or rules.transfusion_free_days(product)
        first = basis.on - timedelta(days=days - 1)
        given = [day for day in basis.view.data.transfusion_days(product) if first <= day <= basis.on]
        shown = texts.listed(basis.day(day) for day in given) or texts("evidence.none")
        yield texts(f"evidence.context_cover_{product}", days=days, shown=shown)
    course = basis.view.data.gcsf_course(basis.on)
    if course is None:
        yield texts("evidence.context_gcsf_none")
    elif not course.exact:
        yield texts("evidence.context_gcsf_inexact", drug=drug_name(texts, course.drug))
    else:
        last = basis.day(course.stop) if course.stop is not None and course.stop <= basis.on else ""
        key = "evidence.context_gcsf_until" if last else "evidence.context_gcsf_ongoing"
        yield texts(key, drug=drug_name(texts, course.drug), day=last or basis.day(course.start))


def _confounding(basis: Basis) -> Iterator[EventRow]:
    first = basis.on - timedelta(days=BEFORE_DAYS)
    return (row for row in basis.course.events if row.type in _CONFOUNDING and first <= row.day <= basis.on)


def _listed(basis: Basis, rows: Iterable[EventRow]) -> str:
    texts = basis.texts
    told = [_event(basis, row) for row in sorted(rows, key=lambda row: (row.day, row.id), reverse=True)]
    if len(told) > _MOST:
        told = [*told[:_MOST], texts("evidence.context_more", count=len(told) - _MOST)]
    return texts.clauses(told) or texts("evidence.none")


def _event(basis: Basis, row: EventRow) -> str:
    """Infection, grade 3, D84. Notes stay in the record: they may say more than a code."""
    texts = basis.texts
    key = f"summary.event_{row.type}"
    kind = texts(key) if texts.has(key) else row.type.replace("_", " ")
    parts = [term_name(row.term, texts) or kind, gvhd_text(row.details, texts)]
    if row.grade is not None:
        parts.append(texts("evidence.context_grade", grade=row.grade))
    return texts.listed(part for part in (*parts, row.day_known or basis.day(row.day)) if part)


def _drugs(basis: Basis) -> Iterator[str]:
    """Courses on the day of what is no growth factor of the rules: it may move the counts all the same."""
    texts, washouts = basis.texts, basis.template.response.gcsf_washout_days
    for row in basis.course.medications:
        acting = row.start <= basis.on and (row.stop is None or row.stop >= basis.on)
        if acting and row.drug.strip().lower() not in washouts:
            said = f"{drug_name(texts, row.drug)} {row.dose}".strip()
            yield texts("evidence.context_drug", drug=said, day=row.start_known or basis.day(row.start))


def _asked_for(basis: Basis) -> set[str]:
    return {code for visit in basis.course.visits for code in visit.assessments}


def _chimerism(basis: Basis) -> str:
    texts = basis.texts
    known = [
        row
        for row in basis.course.counts
        if row.analyte == _CHIMERISM and row.value is not None and row.day <= basis.on
    ]
    if not known:
        return texts("evidence.none")
    row = max(known, key=lambda row: row.day)
    assert row.value is not None
    value = f"{row.bound}{texts.number(row.value)}\N{NO-BREAK SPACE}%"
    return texts("evidence.context_value", value=value, **basis.dated(row.day))


def _name(basis: Basis, code: str) -> str:
    plain = code.removesuffix("_BASELINE")
    name = name_text(plain, basis.texts)
    return name if plain == code else basis.texts("evidence.context_baseline", name=name)


def _queries(basis: Basis) -> str:
    texts = basis.texts
    mine = [each for each in basis.queries if each.is_open and each.visit_id == basis.visit.id]
    return texts.listed(f"Q-{each.id}" for each in mine) or texts("evidence.none")


def _others(basis: Basis, answers: Sequence[Comparison]) -> str:
    """How many other definitions were asked, and how many answer otherwise."""
    own = basis.verdict.status if basis.verdict else ""
    asked = [one for one in answers if one.definition is not None and one.kind == "status" and one.applies]
    differ = sum(one.status != own for one in asked)
    if not asked:
        return basis.texts("evidence.none")
    return basis.texts("evidence.context_asked", count=len(asked), same=len(asked) - differ, differ=differ)


def _override(basis: Basis) -> str:
    own = [row.override for row in basis.history if row.visit_id == basis.visit.id and row.override]
    if not own:
        return basis.texts("evidence.none")
    return overrides.words(own[0], basis.texts)
