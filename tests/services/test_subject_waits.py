"""What waits for somebody at a subject is told whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.services import enrolment, subjects, workflow
from app.services.context import Context

DAY0 = date(2026, 8, 20)


def test_every_visit_of_a_subject_that_waits_is_counted(
    context: Context, draft: Callable[..., enrolment.EnrolmentDraft], log: Callable[..., int]
) -> None:
    child = enrolment.enrol(context, draft())[0]
    made = {log(child, DAY0 + timedelta(days=day), ANC="0.5") for day in range(1, 54)}
    for row in subjects.course(context, child).visits:
        if row.id in made:
            workflow.complete(context, row.id, version=row.version)
    assert subjects.waits(context, [child])[child].to_verify == len(made) == 53
