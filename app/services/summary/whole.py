"""A visit summary as a whole."""

from __future__ import annotations

from app.domain.timeline import study_day
from app.reports.content import Summary, Trend
from app.services.charts import course_chart
from app.services.summary import control, figures, heading, proof, since
from app.services.summary.basis import Basis


def summary(basis: Basis, *, study: str, site: str) -> Summary:
    """Everything that the page says, finished."""
    texts, template = basis.texts, basis.template
    rules = f"{template.id} {template.version}"
    subtitle = "summary.subtitle" if site else "summary.subtitle_no_site"
    return Summary(
        document_id=heading.document_id(basis),
        language=texts.language,
        title=texts("summary.title"),
        subtitle=texts(subtitle, title=texts.written(template.short_title), study=study, site=site),
        code=basis.course.subject.code,
        meta=heading.meta(basis),
        status=heading.status(basis, rules),
        counts=figures.counts(basis),
        trend=_trend(basis),
        treatment_title=since.treatment_title(basis),
        treatment=since.treatment(basis),
        events_title=since.events_title(basis),
        events=since.events(basis),
        criteria=proof.criteria(basis),
        criteria_remark=proof.remark(basis),
        next_visit=heading.next_visit(basis),
        signatures=(texts("summary.sign_coordinator"), texts("summary.sign_investigator")),
        rules=rules,
        stamp=control.stamp(basis),
    )


def _trend(basis: Basis) -> Trend | None:
    course = course_chart(
        basis.course, basis.template, basis.history, texts=basis.texts, until=basis.on, brief=True
    )
    if course is None:
        return None
    return Trend(
        course, study_day(course.since or basis.anchor, basis.on), basis.texts("summary.trend_remark")
    )
