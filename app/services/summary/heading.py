"""Who, which visit, when, and the status with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION
from app.domain.schedule import place
from app.domain.timeline import Window, age_months, study_day
from app.i18n.causes import cause_text
from app.i18n.endings import ending_text
from app.i18n.headlines import headline
from app.reports.content import MetaCell, Piece, StatusBox, Words
from app.services import overrides
from app.services.summary.basis import Basis, span

if TYPE_CHECKING:
    from datetime import date

    from app.services.contracts.assessments import Override
    from app.services.contracts.subjects import VisitRow


def meta(basis: Basis) -> tuple[MetaCell, ...]:
    """The row of facts under the title."""
    return (_protocol(basis), _visit(basis), _date(basis), _window(basis), _person(basis))


def _protocol(basis: Basis) -> MetaCell:
    texts, template, subject = basis.texts, basis.template, basis.course.subject
    name = f"common.arm_{subject.arm}"
    arm = texts(name) if texts.has(name) else subject.arm
    code = "summary.meta_arm_registration" if template.registration else "summary.meta_arm"
    return MetaCell(
        texts("summary.meta_protocol"),
        texts("summary.meta_version", protocol=template.id, version=template.version),
        texts(code, arm=arm, registration=template.registration) if arm else template.registration,
    )


def _visit(basis: Basis) -> MetaCell:
    visit, texts = basis.visit, basis.texts
    kind = "assessment" if visit.assessment else ("scheduled" if visit.target is not None else "unscheduled")
    if visit.kind == EARLY_TERMINATION:
        kind = "unscheduled"
    title = texts.written(visit.title) or texts("summary.meta_unscheduled").capitalize()
    # Who has no day 0 has no plan either: the screening that it was kept with was not beside one.
    planless = kind == "unscheduled" and visit.title and basis.course.subject.day0 is None
    said = "" if planless else texts(f"summary.meta_{kind}")
    return MetaCell(texts("summary.meta_visit"), title, said)


def _date(basis: Basis) -> MetaCell:
    texts, day0 = basis.texts, basis.course.subject.day0
    value = basis.on.isoformat()
    if day0 is None:
        return MetaCell(texts("summary.meta_date"), value, texts("summary.meta_no_day0"))
    return MetaCell(
        texts("summary.meta_date"),
        texts("summary.meta_date_value", **basis.dated(basis.on)),
        texts(f"summary.meta_day0_{basis.template.anchor}", date=day0.isoformat()),
    )


def _window(basis: Basis) -> MetaCell:
    visit, texts = basis.visit, basis.texts
    if visit.kind == EARLY_TERMINATION:
        none = texts("summary.meta_no_window")
        return MetaCell(texts("summary.meta_window"), none, texts("summary.meta_not_in_protocol"))
    if visit.target is None or visit.earliest is None or visit.latest is None:
        return MetaCell(
            texts("summary.meta_window"),
            texts("summary.meta_no_window"),
            texts("summary.meta_no_window_detail"),
        )
    window = Window(visit.earliest, visit.target, visit.latest)
    before, after = (visit.target - visit.earliest).days, (visit.latest - visit.target).days
    label = texts("summary.meta_window")
    if before == after and before:
        label = texts("summary.meta_window_around", day=basis.day(visit.target), width=before)
    where = texts(f"summary.place_{place(window, basis.on)}")
    return MetaCell(label, span(visit.earliest, visit.latest), where)


def _person(basis: Basis) -> MetaCell:
    texts, course, subject = basis.texts, basis.course, basis.course.subject
    named = f"common.sex_{subject.sex}"
    value = texts(named) if texts.has(named) else subject.sex or "–"
    if subject.birth_date <= basis.on:
        months = age_months(subject.birth_date, basis.on)
        code = "summary.age_years" if months >= 12 else "summary.age_months"
        age = texts(code, years=months // 12, months=months)
        value = texts("summary.meta_person_value", sex=value, age=age)
    weights = [row for row in course.counts if row.analyte == "WEIGHT" and row.value and row.day <= basis.on]
    if weights and weights[-1].value is not None:
        kg, when = weights[-1].value, weights[-1].day
    elif course.weight_kg is not None and course.weight_day is not None and course.weight_day <= basis.on:
        kg, when = course.weight_kg, course.weight_day
    else:
        return MetaCell(texts("summary.meta_person"), value, texts("summary.meta_no_weight"))
    detail = texts("summary.meta_weight", kg=texts.number(kg, 1), date=when.isoformat())
    return MetaCell(texts("summary.meta_person"), value, detail)


def status(basis: Basis, rules: str) -> StatusBox:
    """The status box; a status is never shown without its flags."""
    texts, verdict = basis.texts, basis.verdict
    automatic = texts("summary.automatic", rules=rules)
    if verdict is None:
        return StatusBox(
            texts("summary.status_none"),
            texts("summary.status_none_words"),
            texts("summary.status_none_reason"),
            "",
            (*_ended(basis), automatic),
        )
    signed = _signed(basis)
    codes = verdict.flags
    if signed is not None:
        codes = (overrides.FLAG, overrides.OTHER_DATA) if signed.other_data else (overrides.FLAG,)
    flags = [_flag(basis, code) for code in codes]
    words = ""
    if flags:
        joined = texts.clauses(flags)
        words = texts("summary.flags", flags=joined[:1].upper() + joined[1:])
    lines = texts.sentences(part for part in (_before(basis), _lineages(basis)) if part)
    shown = signed.status if signed is not None else verdict.status
    said = texts(f"status.{shown}")
    why = headline(verdict, texts)
    remarks = (lines, *_rewritten(basis), *_ended(basis), automatic)
    if signed is not None:
        told = texts("summary.override_automatic", automatic=verdict.status.replace("_", " "), reason=why)
        why, remarks = overrides.words(signed, basis.texts), (told, *remarks)
    return StatusBox(shown, said[:1].upper() + said[1:], why, words, remarks)


def _ended(basis: Basis) -> tuple[str, ...]:
    """How the participation ended, once that is known: a later print of an earlier visit says so."""
    shown = basis.course.ends.shown
    if shown is None:
        return ()
    said = ending_text(shown, basis.texts)
    return (basis.texts("summary.ended", said=said),)


def _signed(basis: Basis) -> Override | None:
    """The override that stands in place of this visit's verdict."""
    own = [row for row in basis.history if row.visit_id == basis.visit.id]
    return next((row.override for row in own if row.override is not None), None)


def _flag(basis: Basis, code: str) -> str:
    key = f"flags.{code}"
    return basis.texts(key) if basis.texts.has(key) else code.replace("_", " ")


def _before(basis: Basis) -> str:
    """The status before, and since when this one stands."""
    texts = basis.texts
    standing = [row for row in basis.history if row.superseded_at is None and row.day <= basis.on]
    standing.sort(key=lambda row: (row.day, row.id), reverse=True)
    signed = _signed(basis)
    own = signed.status if signed else basis.verdict.status if basis.verdict else ""
    since = basis.on
    for row in standing:
        if row.said != own:
            before = texts("summary.before", status=row.said, **basis.dated(row.day))
            return f"{_since(basis, own, since)}{before}"
        since = row.day
    return f"{_since(basis, own, since)}{texts('summary.before_none') if since == basis.on else ''}".strip()


def _rewritten(basis: Basis) -> tuple[str, ...]:
    """Why this verdict is not what it was first, where it took another one's place."""
    own = [row for row in basis.history if row.visit_id == basis.visit.id and row.superseded_at is None]
    if not own or own[0].cause is None:
        return ()
    why = cause_text(own[0].cause, own[0].status, basis.texts, on=basis.on)
    moment = basis.texts.moment(own[0].computed_at)
    return (basis.texts("summary.rewritten", why=why, moment=moment),)


def _since(basis: Basis, own: str, since: date) -> str:
    if since == basis.on:
        return ""
    return basis.texts("summary.since", status=own, **basis.dated(since)) + " "


def _lineages(basis: Basis) -> str:
    texts = basis.texts
    states = basis.verdict.lineage if basis.verdict else {}
    parts = []
    for key, state in states.items():
        if state is None:
            shown = texts("status.lineage.no_response")
        elif isinstance(state, int):
            shown = texts("summary.lineage_days", days=state)
        else:
            shown = _state(basis, key, state)
        parts.append(texts("summary.lineage", name={"HB": "Hb"}.get(key, key), state=shown))
    return texts("summary.lineages", states=texts.listed(parts)) if parts else ""


def _state(basis: Basis, key: str, state: str) -> str:
    """The words of a lineage's state; by runs, only platelets are graded, the others recover or don't."""
    texts = basis.texts
    if basis.template.response.method == "runs" and state == "CR" and key != "PLT":
        return texts("status.lineage.HB.recovered")
    for code in (f"status.lineage.{key}.{state}", f"status.lineage.{state}"):
        if texts.has(code):
            return texts(code)
    return state


def next_visit(basis: Basis) -> Words:
    """The planned visit that comes after this one, with its window."""
    texts = basis.texts
    found = next_row(basis)
    if found is None or found.target is None:
        return texts("summary.next_none")
    title = basis.texts.written(found.title)
    when = found.agreed or found.target
    day = basis.day(when)
    shown = texts("summary.meta_date_value", date=when.isoformat(), day=day) if day else ""
    if found.earliest is None or found.latest is None or found.earliest == found.latest:
        return Piece(title, "semibold"), Piece(texts("summary.next_words_day", date=shown))
    window = span(found.earliest, found.latest)
    return Piece(title, "semibold"), Piece(texts("summary.next_words", date=shown, window=window))


def next_row(basis: Basis) -> VisitRow | None:
    """The first planned visit after this one that had not been made when this one took place."""
    ahead = [
        row
        for row in basis.course.visits
        if row.target is not None
        and row.latest is not None
        and row.id != basis.visit.id
        and row.state not in ("missed", "not_expected")
        and (row.actual is None or row.actual > basis.on)
        and row.latest >= basis.on
        and (row.target > basis.on or row.actual is None)
    ]
    return min(ahead, key=lambda row: (row.target, row.id), default=None)


def document_id(basis: Basis) -> str:
    """VS-TJ-014-D91: never anything of the identity."""
    day0 = basis.course.subject.day0
    when = f"D{study_day(day0, basis.on)}" if day0 is not None else basis.on.isoformat()
    return f"VS-{basis.course.subject.code}-{when}"
