"""The history of a subject: the whole course on the first page, then every list that stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import age_years
from app.reports.content import MetaCell, StatusBox
from app.reports.paper_content import Contents, NewPage, Pair, Paper, Section
from app.services import overrides
from app.services.papers import history_charts, history_lists, history_tables
from app.services.papers.common import (
    dated,
    day_of,
    identity_cells,
    paper,
    person_cell,
    protocol_cell,
    signing,
)
from app.services.papers.history_tables import Whole

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.reports.paper_content import Part
    from app.services.context import Context
    from app.services.contracts.papers import Order


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """Everything known of a subject up to today."""
    from app.services import assessments, consents, deviations, endings, outcomes, readings

    read = readings.read(context, order.subject_id)
    course = read.course
    official = [row for row in read.history if row.superseded_at is None and row.official]
    official.sort(key=lambda row: (row.day, row.id))
    known = course.subject.day0 is not None
    said = Whole(
        course=course,
        template=read.template,
        history=read.history,
        verdict=read.verdict,
        official=tuple(official),
        verdicts={
            row.visit_id: verdict
            for row in official
            if row.visit_id is not None
            and (verdict := assessments.verdict_of_visit(context, row.visit_id)) is not None
        },
        outcomes=outcomes.of_subject(context, order.subject_id) if known else None,
        deviations=deviations.of_course(course, read.template),
        queries=read.queries,
        on=context.today(),
        ends=endings.history(context, order.subject_id),
        consents=consents.of_subject(context, order.subject_id).consents,
    )
    return paper(
        context,
        texts,
        kind="subject_history",
        document_id=f"SH-{course.subject.code}",
        code=course.subject.code,
        subtitle=texts(
            "papers.history_to",
            day=dated(course, said.on, texts),
            title=texts.written(read.template.short_title),
        ),
        meta=(*_meta(said, texts), *identity_cells(context, order.subject_id, texts, wanted=order.identity)),
        parts=_parts(said, texts),
    )


def _meta(said: Whole, texts: Texts) -> tuple[MetaCell, ...]:
    subject = said.course.subject
    day0 = subject.day0
    born = subject.birth_date
    then = ""
    if day0 is not None and born <= day0:
        then = texts("papers.age_at_day0", years=age_years(born, day0))
    return (
        protocol_cell(said.template, subject, texts),
        MetaCell(
            texts("papers.condition"),
            texts(f"papers.condition_{said.template.condition}"),
            _state(said, texts),
        ),
        MetaCell(
            texts("papers.log_day0"),
            day0.isoformat() if day0 else "–",
            texts(f"papers.anchor_{said.template.anchor}"),
        ),
        _consent(said, texts),
        person_cell(subject, texts, on=said.on, detail=then),
    )


def _consent(said: Whole, texts: Texts) -> MetaCell:
    """The consent of the enrolment, and the latest after it."""
    first, *later = said.consents or (None,)
    day = first.day.isoformat() if first is not None and first.day is not None else "–"
    form = texts("papers.form_version", version=first.form) if first is not None and first.form else ""
    if later and later[-1].day is not None:
        again = texts("papers.form_version", version=later[-1].form)
        renewed = texts("papers.renewed", date=later[-1].day.isoformat(), form=again)
        form = texts.clauses(part for part in (form, renewed) if part)
    return MetaCell(texts("papers.log_consent"), day, form)


def _state(said: Whole, texts: Texts) -> str:
    """Enrolled; or how the participation, or the treatment alone, ended, and why."""
    from app.i18n.endings import ending_text

    shown = said.course.ends.shown
    return (
        ending_text(shown, texts) if shown is not None else texts(f"common.state_{said.course.subject.state}")
    )


def _parts(said: Whole, texts: Texts) -> tuple[Part, ...]:
    number = _Numbers(texts)
    parts: list[Part] = [Section("status", "", (_status(said, texts),))]
    trend = history_charts.decisive(said, texts)
    if trend is not None:
        remark = texts("papers.course_remark")
        parts.append(Section("course", number("course"), (trend,), remark=remark, whole=True))
    parts.append(Section("response", number("response"), (history_tables.response(said, texts),)))
    if said.course.subject.day0 is not None:  # the periods are counted from it
        parts.append(Section("units", number("units"), (history_tables.units(said, texts),)))
    parts.append(
        Pair(
            Section("treatment", number("treatments"), (history_lists.treatment(said, texts),)),
            Section("milestones", number("milestones"), (history_tables.milestones(said, texts),)),
        )
    )
    contents = number("contents")
    lists = _lists(said, texts, number)
    listed = Contents(tuple((each.key, each.title) for each in lists))
    return (
        *parts,
        Section("contents", contents, (listed,), remark=texts("papers.contents_remark"), whole=True),
        NewPage(),
        *lists,
        signing(texts, "coordinator", "investigator"),
    )


def _lists(said: Whole, texts: Texts, number: _Numbers) -> tuple[Section, ...]:
    """What stands behind the first page."""
    return (
        *_more_charts(said, texts, number),
        Section("counts", number("counts"), (history_tables.counts(said, texts),)),
        Section("infusions", number("infusions"), (history_lists.infusions(said, texts),)),
        Section("months", number("months"), (history_tables.months(said, texts),)),
        Section("transfusions", number("transfusions"), (history_lists.transfusions(said, texts),)),
        Section("medication", number("medication"), (history_lists.medication(said, texts),)),
        Section("events", number("events"), (history_lists.events(said, texts),)),
        Section("deviations", number("deviations"), (history_lists.departures(said, texts),)),
        Section("queries", number("queries"), (history_lists.asked(said, texts),)),
    )


def _more_charts(said: Whole, texts: Texts, number: _Numbers) -> tuple[Section, ...]:
    """The courses of all other analytes."""
    trends = history_charts.others(said, texts)
    if not trends:
        return ()
    return (Section("charts", number("charts"), trends, remark=texts("papers.charts_remark")),)


class _Numbers:
    """Numbers the sections in order."""

    def __init__(self, texts: Texts) -> None:
        self._texts, self._count = texts, 0

    def __call__(self, key: str) -> str:
        self._count += 1
        return f"{self._count} {self._texts(f'papers.history_{key}')}"


def _status(said: Whole, texts: Texts) -> StatusBox:
    from app.i18n.headlines import headline

    verdict = said.verdict
    rules = f"{said.template.id} {said.template.version}"
    automatic = texts("summary.automatic", rules=rules)
    if verdict is None:
        return StatusBox(
            texts("summary.status_none"),
            texts("papers.no_status"),
            texts("papers.no_status_reason"),
            "",
            (automatic,),
        )
    given = [row for row in said.history if row.day == verdict.day and row.override is not None]
    signed = given[0].override if given else None
    status = signed.status if signed is not None else verdict.status
    over = said.course.subject.state == "left"
    words = texts("status.PENDING_over" if over and status == "PENDING" else f"status.{status}")
    codes = verdict.flags if signed is None else (overrides.FLAG,)
    flags = [texts(f"flags.{code}") if texts.has(f"flags.{code}") else code for code in codes]
    joined = texts.clauses(flags)
    shown = texts("summary.flags", flags=joined[:1].upper() + joined[1:]) if flags else ""
    day = day_of(said.course, verdict.day, texts)
    when = texts("papers.status_of", date=verdict.day.isoformat(), day=day)
    why = headline(verdict, texts, over=over) if signed is None else overrides.words(signed, texts)
    return StatusBox(status, words[:1].upper() + words[1:], why, shown, (when, automatic))
