"""What the tabs of one subject show, read in one go in the worker.

The subject page (`app/ui/pages/subject.py`) builds a tab on first use as `Tab(desk, parent)`, by the path in
its table, and gives it the subject at once and again after each change.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.diagnosis import Diagnosis
    from app.domain.evidence import Verdict
    from app.domain.grading.normal import Normal, ReferenceRow
    from app.domain.protocol.model import Template
    from app.services.assessments import AssessmentRow
    from app.services.context import Context
    from app.services.contracts.control import Query, VisitControl
    from app.services.contracts.papers import Order
    from app.services.contracts.subjects import Former
    from app.services.readings import Reading
    from app.services.subjects import Course

QUERIES, NEW_QUERY, STEP = "queries", "queries.new", "step"


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One subject: stored rows, template, the verdict of the latest logged visit, and all verdicts."""

    course: Course
    template: Template
    verdict: Verdict | None
    history: tuple[AssessmentRow, ...]
    newer: str = ""  # the version of a newer template in the protocol folders
    controls: Mapping[int, VisitControl] = field(default_factory=dict)  # of each logged visit
    queries: tuple[Query, ...] = ()  # about its visits, oldest first
    normals: Mapping[str, Normal] = field(default_factory=dict)  # limits on the newest day with counts
    limits: tuple[ReferenceRow, ...] = ()  # the laboratory's table, for the other days
    former: Mapping[int, Former] = field(default_factory=dict)  # of corrected counts, by their ids
    diagnosis: Diagnosis | None = None  # at its entry

    def ends_with(self, verdict: Verdict) -> bool:
        """Whether nothing comes after a verdict: the subject left the study, and it is the latest."""
        return self.course.subject.state == "left" and verdict == self.verdict


class SubjectTab(Protocol):
    """A tab of the subject page. Built on first use, then shown the subject again after each change."""

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject, or the same one after a change: then keep selection and scroll."""


@runtime_checkable
class OpensVisits(Protocol):
    """The tab that `desk.visit_wanted` leads to; called after `show_subject` of that subject."""

    def open_visit(self, wanted: int | str | None, field: str | None = None) -> None:
        """Open the form of a visit, of a new one of a kind, or of an unscheduled one (None).

        `field`: the one to lead to.

        A field is a path: values.ANC, events.12, day; events.new leads to where an event is added, QUERIES to
        those of the visit, NEW_QUERY with a dot and a path to where one about that field is asked, and STEP
        to the button of the next step of its control.
        """


@runtime_checkable
class KeepsDrafts(Protocol):
    """A tab or page with half-typed text. Asked before a lock, leaving and closing."""

    def keep_draft(self) -> None:
        """Hand what is typed to `services.drafts` through `desk.operations`, at once, without asking."""


class PreviewsVisits(Protocol):
    """The page that `desk.preview_wanted` and `desk.evidence_wanted` lead to."""

    def show_visit(self, visit_id: int) -> None:
        """Show the summary of a visit."""

    def show_evidence(self, visit_id: int) -> None:
        """Show the evidence report of a visit's verdict."""

    def show_order(self, order: Order) -> None:
        """Show any document."""

    def show_day_list(self, protocol: str) -> None:
        """Show the list of what is to be done today."""


def load(context: Context, subject_id: int) -> SubjectView:
    """Read a subject. Raises ServiceError `subject_unknown`."""
    # Late: the window knows this module for its protocols, and the list needs no rules.
    from app.services import readings

    return of_reading(context, readings.read(context, subject_id))


def of_reading(context: Context, read: Reading) -> SubjectView:
    """The same of a subject that was just read."""
    from app.services import amendments, former_values, references

    newer = amendments.newer(context, read.template)
    newest = max((row.day for row in read.course.counts if row.value is not None), default=None)
    limits: Mapping[str, Normal] = {}
    if newest is not None:
        limits = references.normals(
            read.limits,
            settings=read.template.response,
            sex=read.course.subject.sex or None,
            birth=read.course.subject.birth_date,
            on=newest,
        )
    return SubjectView(
        read.course,
        read.template,
        read.verdict,
        read.history,
        newer,
        read.controls,
        read.queries,
        limits,
        read.limits,
        former_values.of_counts(context, read.course.counts),
        read.diagnosis,
    )
