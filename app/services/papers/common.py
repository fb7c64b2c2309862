"""What several documents say alike: protocol, person, signatures, the words of a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.timeline import age_months, study_day
from app.reports.content import MetaCell
from app.reports.paper_content import Paper, Section, Signature, Signatures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.reports.evidence_content import PlainTable
    from app.reports.paper_content import Part
    from app.services.context import Context
    from app.services.contracts.subjects import Course, SubjectRow


def paper(
    context: Context,
    texts: Texts,
    *,
    kind: str,
    document_id: str,
    code: str = "",
    meta: Sequence[MetaCell] = (),
    parts: Sequence[Part],
    subtitle: str = "",
) -> Paper:
    """A document of sections with the title of its kind."""
    return Paper(
        document_id=document_id,
        language=texts.language,
        title=texts(f"papers.title_{kind}"),
        subtitle=subtitle or study_line(context),
        code_label=texts("summary.subject") if code else "",
        code=code,
        meta=tuple(meta),
        parts=tuple(parts),
        none=texts("summary.none"),
    )


def study_line(context: Context) -> str:
    """The study and its site."""
    study = context.study
    return f"{study.name} · {study.site}" if study.site else study.name


def protocol_cell(template: Template, subject: SubjectRow, texts: Texts) -> MetaCell:
    """The protocol with its version, arm and registration."""
    arm = f"common.arm_{subject.arm}"
    words = texts(arm) if texts.has(arm) else subject.arm
    about = [texts("summary.meta_arm", arm=words)] if words else []
    return MetaCell(
        texts("summary.meta_protocol"),
        texts("summary.meta_version", protocol=template.id, version=template.version),
        " · ".join([*about, *([template.registration] if template.registration else [])]),
    )


def person_cell(subject: SubjectRow, texts: Texts, *, on: date, detail: str = "") -> MetaCell:
    """Sex and age in years on a day: never the date of birth."""
    value = texts(f"common.sex_{subject.sex}") if subject.sex else "–"
    if subject.birth_date <= on:
        months = age_months(subject.birth_date, on)
        key = "summary.age_years" if months >= 12 else "summary.age_months"
        age = texts(key, years=months // 12, months=months)
        value = texts("summary.meta_person_value", sex=value, age=age)
    return MetaCell(texts("summary.meta_person"), value, detail)


def identity_cell(context: Context, subject_id: int, texts: Texts) -> MetaCell:
    """Name and hospital number."""
    from app.services.transactions import reading
    from app.storage import papers

    with reading(context) as connection:
        name, number = papers.names(connection, subject_id)
    return MetaCell(texts("papers.identity"), name or "–", number)


def identity_cells(context: Context, subject_id: int, texts: Texts, *, wanted: bool) -> tuple[MetaCell, ...]:
    """The same where it was asked for."""
    return (identity_cell(context, subject_id, texts),) if wanted else ()


def day_words(course: Course, day: date, texts: Texts) -> str:
    """2026-09-15 · D91, or the date alone before day 0 is set."""
    day0 = course.subject.day0
    if day0 is None:
        return day.isoformat()
    shown = texts.study_day(study_day(day0, day))
    return texts("summary.meta_date_value", date=day.isoformat(), day=shown)


def day_of(course: Course, day: date, texts: Texts) -> str:
    """D91, "" before day 0 is set."""
    day0 = course.subject.day0
    return "" if day0 is None else texts.study_day(study_day(day0, day))


def dated(course: Course, day: date, texts: Texts) -> str:
    """2026-09-15 (D91), or the date alone before day 0 is set."""
    shown = day_of(course, day, texts)
    return f"{day.isoformat()} ({shown})" if shown else day.isoformat()


def without_column(table: PlainTable, at: int, *, room_to: int) -> PlainTable:
    """A table without one of its columns, whose room another one takes."""
    parts = [*table.parts]
    parts[room_to] += parts[at]
    kept = [place for place in range(len(parts)) if place != at]
    return replace(
        table,
        heads=tuple(table.heads[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        parts=tuple(parts[place] for place in kept),
        aligns=tuple(table.aligns[place] for place in kept),
    )


def signing(texts: Texts, *roles: str, columns: int = 2) -> Section:
    """Boxes for a hand."""
    boxes = tuple(Signature(texts(f"papers.sign_{role}")) for role in roles)
    return Section("signatures", "", (Signatures(boxes, columns),), whole=True)


def capital(text: str) -> str:
    """A name at the head of a line."""
    return text[:1].upper() + text[1:]
