"""A study with its team, one subject and one logged assessment visit: for tests of the control of data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from app.services import access, enrolment, readings, subjects, visits, workflow
from app.services.context import Context
from app.services.contracts.control import VisitControl
from tests.services import team
from tests.services.conftest import drafts_of, values
from tests.services.team import TEAM

DAY0 = date(2026, 8, 20)
D90 = DAY0 + timedelta(days=90)  # the day of the tests' clock
COUNTS = {"ANC": "0.8", "PLT": "31", "HB": "88", "RETIC_ABS": "35"}


def make(path: Path) -> None:
    """The study at `path`; the coordinator has logged the visit of day 90."""
    team.make(path)
    with team.signed_in(path, access.COORDINATOR) as (context,):
        subject_id, _ = enrolment.enrol(context, drafts_of(context)(day0=DAY0))
        rows = subjects.course(context, subject_id).visits
        visit = next(row for row in rows if row.day == 90 and row.assessment)
        visits.record(
            context,
            visits.VisitDraft(
                subject_id,
                visit.id,
                D90,
                expected_version=visit.version,
                values=values(**COUNTS),
                no_transfusion=True,
                no_event=True,
                medicines_unchanged=True,
            ),
        )


class Desk:
    """The visit in the hands of each role."""

    def __init__(self, contexts: dict[str, Context]) -> None:
        self.by = contexts
        self.coordinator = contexts[access.COORDINATOR]
        self.monitor = contexts[access.MONITOR]
        self.investigator = contexts[access.INVESTIGATOR]
        self.administrator = contexts[access.ADMINISTRATOR]
        self.subject_id = subjects.listing(self.coordinator, subjects.ListQuery())[0].id
        self.visit_id = next(row.id for row in self.course.visits if row.actual == D90)

    @property
    def course(self) -> subjects.Course:
        return subjects.course(self.coordinator, self.subject_id)

    @property
    def version(self) -> int:
        return next(row.version for row in self.course.visits if row.id == self.visit_id)

    @property
    def control(self) -> VisitControl:
        return readings.read(self.coordinator, self.subject_id).controls[self.visit_id]

    def complete(self) -> None:
        workflow.complete(self.coordinator, self.visit_id, version=self.version)

    def verify(self) -> None:
        workflow.verify(self.monitor, self.visit_id, version=self.version)

    def sign(self, passphrase: str = TEAM[access.INVESTIGATOR][1]) -> None:
        workflow.sign(self.investigator, self.visit_id, version=self.version, passphrase=passphrase)

    def lock(self) -> None:
        workflow.lock(self.investigator, self.visit_id, version=self.version)

    def correct(self, *, reason: visits.Reason | None = None, **texts: str) -> None:
        """Change stored counts as the visit form does."""
        stored = visits.form(self.coordinator, subject_id=self.subject_id, visit_id=self.visit_id).stored
        assert stored is not None
        changed = {entry.analyte: entry for entry in values(**texts)}
        kept = tuple(changed.pop(entry.analyte, replace(entry, confirmed=True)) for entry in stored.values)
        visits.record(self.coordinator, replace(stored, values=(*kept, *changed.values()), reason=reason))


@contextmanager
def opened(made: Path, folder: Path) -> Iterator[Desk]:
    """A copy of the study, open for all four roles at once."""
    path = team.copied(made, folder)
    with team.signed_in(path, *TEAM) as contexts:
        yield Desk(dict(zip(TEAM, contexts, strict=True)))
