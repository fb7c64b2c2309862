"""The decision to go on with infusions, as `raa_msc` knows it: read, then confirmed with the first date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.schedule.more import first_window, more_infusions, plan_more
from app.domain.values import dataclass
from app.services import access, planned_visits, reassessing, subject_records
from app.services.context import Changes, Context
from app.services.contracts.subjects import Declined
from app.services.contracts.visits import Reason
from app.services.declining import plain_declined
from app.services.errors import ServiceError
from app.services.transactions import changing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.protocol.model import Template
    from app.domain.timeline import Window
    from app.services.contracts.subjects import Course

CONFIRM = "continuing.confirm"
DECLINE = "continuing.decline"
REASONS = ("physician", "patient", "adverse_event", "product_missing", "other")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the assessment says about going on. `window`: days for the first of the further infusions.

    `go_on` is the rule's answer on `day`; `planned`: the infusions are in the calendar already; `declined`:
    somebody has decided against them after this very assessment.
    """

    subject_id: int
    day: date
    status: str
    go_on: bool
    planned: bool
    window: Window
    titles: tuple[str, ...]
    declined: Declined | None = None


def decision(course: Course, template: Template) -> Decision | None:
    """The newest decision of a subject; None where the template has none or no assessment decided yet."""
    more, anchor = more_infusions(template), course.subject.day0
    later = template.response.continue_if
    if more is None or later is None or anchor is None:
        return None
    made = [
        visit
        for visit in course.visits
        if visit.actual is not None
        and visit.status
        and visit.assessment
        and later.from_day <= (visit.actual - anchor).days <= later.to_day
    ]
    if not made:
        return None
    last = max(made, key=lambda visit: (visit.actual, visit.id))
    assert last.actual is not None  # chosen above
    return Decision(
        subject_id=course.subject.id,
        day=last.actual,
        status=last.status,
        go_on=last.status in later.statuses,
        planned=_planned(template, (visit.plan_id for visit in course.visits)),
        window=first_window(more, anchor),
        titles=more.titles,
        declined=course.declined if course.declined and course.declined.day == last.actual else None,
    )


def confirm(context: Context, subject_id: int, *, first: date, note: str = "") -> Changes:
    """Plan the further infusions, the first on `first`. A decision against them no longer holds then.

    Raises ServiceError `not_allowed`, `continue_not_decided` (no response on the decision day),
    `continue_planned`, `continue_outside` (`earliest`, `latest`).
    """
    from app.services import course_rows
    from app.storage import schema

    access.require(context, CONFIRM)
    with changing(context, Reason("continue_infusions", note)) as change:
        rows = subject_records.whole(change.connection, subject_id)
        template = subject_records.template_of(change.connection, rows)
        course = course_rows.course_of(change.connection, rows, today=context.today())
        found = decision(course, template)
        if found is None or not found.go_on:
            raise ServiceError("continue_not_decided")
        if found.planned:
            raise ServiceError("continue_planned")
        window = found.window
        if not window.holds(first):
            raise ServiceError("continue_outside", earliest=window.earliest, latest=window.latest)
        for visit in plan_more(template, anchor=rows.subject.day0, first=first):
            planned_visits.add(change, subject_id, visit)
        if rows.subject.declined_infusions:
            change.update(schema.subject, subject_id, declined_infusions=None)
        else:
            change.touch(schema.subject, subject_id)
        reassessing.summarise(change, subject_id)
    return Changes(frozenset({subject_id}))


def decline(context: Context, subject_id: int, reason: Reason) -> Changes:
    """Store that somebody decided against the further infusions; planning them later stays possible.

    Raises ServiceError `not_allowed`, `decline_reason_missing` (no code of REASONS, or `other` without a
    note), `continue_not_decided` (no response on the decision day), `continue_planned`.
    """
    from app.services import course_rows
    from app.storage import schema

    access.require(context, DECLINE)
    note = reason.text.strip()
    if reason.code not in REASONS or (reason.code == "other" and not note):
        raise ServiceError("decline_reason_missing", fields=("reason",))
    with changing(context, Reason(reason.code, note)) as change:
        rows = subject_records.whole(change.connection, subject_id)
        template = subject_records.template_of(change.connection, rows)
        found = decision(course_rows.course_of(change.connection, rows, today=context.today()), template)
        if found is None or not found.go_on:
            raise ServiceError("continue_not_decided")
        if found.planned:
            raise ServiceError("continue_planned")
        user = context.user
        said = Declined(found.day, user.id, user.user_name, context.clock(), reason.code, note)
        change.update(schema.subject, subject_id, declined_infusions=plain_declined(said))
        reassessing.summarise(change, subject_id)
    return Changes(frozenset({subject_id}))


def _planned(template: Template, plan_ids: Iterable[str]) -> bool:
    """Whether a further infusion is in the calendar: a visit that the template itself does not list."""
    more = more_infusions(template)
    listed = {visit.id for visit in template.visits}
    return more is not None and any(
        plan_id.startswith(f"{more.treatment}_") and plan_id not in listed for plan_id in plan_ids
    )
