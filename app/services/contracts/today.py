"""What needs a person today, as lines in groups, and what a week holds."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

# Groups in the order of urgency; a line stands in one of them.
CRITICAL, CHANGED, OVERDUE, DUE = "critical", "changed", "overdue", "due"
MISSING, CONSENT, QUERIES, VERIFY = "missing", "consent", "queries", "verify"
DRAFTS = "drafts"  # of the person who asks: nobody else sees them, and no paper
URGENT = (CRITICAL, CHANGED, OVERDUE, DUE)
GROUPS = (CRITICAL, DRAFTS, CHANGED, OVERDUE, DUE, MISSING, CONSENT, QUERIES, VERIFY)
# What a line is about, finer than its group, which tells enough of a consent.
VALUE, STATUS, VISIT, INFUSION, GAP, QUERY = "value", "status", "visit", "infusion", "gap", "query"
TO_VERIFY, TO_SIGN, DRAFT = "to_verify", "to_sign", "draft"
FIRST_LINES = 200  # lines of a group that are read at once
EVERY_LINE = 10_000_000  # for what counts them, or who has one


@dataclass(frozen=True, slots=True)
class TodayQuery:
    """`protocol` "": all. `limit`: lines of each group at most. `subjects`, of critical values, of what a
    subject lacks, of consents and of what waits to be verified or signed: only of these, by their ids; none:
    all."""

    protocol: str = ""
    limit: int = FIRST_LINES
    subjects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `kind` as above; `status` is the subject's status now, "" before the first.

    `day`: when it happened, or the target of a visit; `first` and `last`: the window, or until when. `about`:
    value (analyte, value, unit, limit, was, was_day, given, time), status (before, after), visit (due,
    assessment), gap (names: codes, rule: those that the status rests on, window), consent (form, since,
    signed, signed_on), query (text, count), draft (form, key, part, kept: when, may: whether the role may go
    on). `ended`: how the participation of the subject, or its treatment alone, ended; a kind of
    `domain.endings`. `agreed`: the day agreed for a visit, `note` what was noted with it.
    """

    group: str
    kind: str
    subject_id: int
    code: str
    status: str
    protocol: str
    visit_id: int | None = None
    title: str = ""
    study_day: int | None = None
    day: date | None = None
    first: date | None = None
    last: date | None = None
    row_id: int = 0  # of the value, verdict, query … that it is about
    about: Mapping[str, object] = field(default_factory=dict)
    ended: str = ""
    agreed: date | None = None
    note: str = ""

    @property
    def rests_on_evidence(self) -> bool:
        """Whether the evidence of a verdict is what tells more of it."""
        return self.kind == STATUS or (self.kind == GAP and bool(self.about.get("made")))

    @property
    def form_above(self) -> str:
        """The form of the subject that it is acted on in; without one, the first page of the subject."""
        return CONSENT if self.kind == CONSENT else "overview"

    @property
    def waits_for_step(self) -> bool:
        """Whether its visit waits to be verified or signed."""
        return self.group == VERIFY

    @property
    def asked_field(self) -> str | None:
        """The field that a query about the line is about, "" for its visit as a whole.

        None where there is nothing to ask about: a visit that is not logged yet has no fields.
        """
        if self.visit_id is None or self.kind in (VISIT, INFUSION, DRAFT):
            return None
        if self.kind == VALUE:
            return f"values.{self.about['analyte']}"
        return "" if self.kind != GAP or self.about.get("made") else None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one group. `more`: the study has more of them than were read."""

    key: str
    lines: tuple[Line, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit in the calendar. `state`: a value of domain.schedule.VisitState on the context's day."""

    subject_id: int
    visit_id: int
    code: str
    title: str
    day: date
    state: str
    first: date | None
    last: date | None
    infusion: bool = False
    what: str = "target"  # or agreed: the day agreed with the family; closes: the last day of a window
    target: date | None = None
    agreed: date | None = None
    note: str = ""  # to the agreed day
    outside: bool = False  # the agreed day lies outside the window


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of the calendar. `more`: there are more visits than were read."""

    day: date
    visits: tuple[Planned, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class FileState:
    """The newest backup of the study file, None before the first; `backup_whole`: it is as it was checked."""

    backup: datetime | None
    backup_whole: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The home page. Empty groups are left out. Not `whole`: the most urgent groups alone, to begin with."""

    day: date
    groups: tuple[Group, ...]
    week: tuple[PlannedDay, ...]
    file: FileState
    whole: bool = True

    @property
    def total(self) -> int:
        """How many lines were read."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def more(self) -> bool:
        """Whether a group has more lines than were read."""
        return any(group.more for group in self.groups)

    def group(self, key: str) -> Group:
        """A group, an empty one when there is nothing in it."""
        return next((group for group in self.groups if group.key == key), Group(key, ()))
