"""Rows of subjects and of all that is stored of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import NONE
from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from app.domain.endings import Ends
    from app.services.contracts.visits import SignedOverride

    # The flags that are no part of a stored line: the subjects of each kind, with what each lacks by codes.
    Names = Mapping[int, tuple[str, ...]]
    Marks = Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One line of the subject list, read from the summary table; nothing in it needs a template.

    `state`: enrolled, screening, screen_failed or left. `ended`: a kind of `domain.endings`, on its day; of
    somebody who is enrolled it can only be the end of the treatment. `status` is a response status or ""
    before the first. `trend`: newest ANC values, oldest first, ×10⁹/L, at most 12. `next_*` of the next
    planned visit, if any; `next_agreed`: the day that was agreed for it. `queries`: how many are open,
    counted for the lines of the list only.
    """

    id: int
    code: str
    sex: str
    birth_date: date
    protocol: str
    version: str
    arm: str
    state: str
    day0: date | None
    status: str
    status_since: date | None
    flags: tuple[str, ...]
    anc: Decimal | None
    plt: Decimal | None
    trend: tuple[Decimal, ...]
    next_visit: str
    next_target: date | None
    next_earliest: date | None
    next_latest: date | None
    ended: str = ""
    ended_on: date | None = None
    next_agreed: date | None = None
    queries: int = 0


def day_counted(row: SubjectRow, *, on: date) -> date:
    """The day whose study day is told on a day: of who left the study, that of the end."""
    return row.ended_on if row.state == "left" and row.ended_on is not None else on


def days_late(row: SubjectRow, *, on: date) -> int:
    """For how many days the window of the next visit has been closed without the visit; 0: it is not."""
    last = row.next_latest or row.next_target
    if last is None or last >= on or row.state not in ("enrolled", "left"):
        return 0
    return (on - last).days


# Flags that a list is narrowed to; those of `said` are more.
CRITICAL, GAP, CONSENT, QUERIES, VERIFY, SIGN = "critical", "gap", "consent", "queries", "verify", "sign"
FLAGS = "flags"  # the order by how urgent a line is


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Search, filters and order of the list, all done in SQL. `limit` 0: every line from `offset` on.

    `due`, of the next visit: overdue, due (its window is open) or week (it is planned in the next 7 days).
    `flag`: a kind of flag. `said`: what the text may mean beside a code or a name, kinds of flags again, and
    late, moved (another day was agreed), `gap:` and the code of a result, `flag:` and one of the status,
    `ended:` and how. `marks`: the flags that are not stored, where the asker knows them already.
    """

    text: str = ""
    protocol: str = ""
    arm: str = ""
    due: str = ""
    status: str = ""
    state: str = ""
    sort: str = "code"
    descending: bool = False
    limit: int = 0
    offset: int = 0
    flag: str = ""
    said: tuple[str, ...] = ()
    marks: Marks | None = None

    @property
    def wants_lacking(self) -> bool:
        """Whether the answer hangs on what assessments lack, which takes long to read."""
        return self.sort == FLAGS or any(each.partition(":")[0] == GAP for each in (self.flag, *self.said))


@dataclass(frozen=True, slots=True)
class CountRow:
    """One stored value. `missing` is why there is none: not_done, not_applicable, unknown."""

    id: int
    visit_id: int
    day: date
    analyte: str
    value: Decimal | None
    unit: str
    bound: str
    entered_value: str
    entered_unit: str
    missing: str
    missing_note: str
    changed: bool  # changed since first entry
    version: int
    low: Decimal | None = None  # limits of normal printed beside the value, in `unit`
    high: Decimal | None = None
    entered_range: str = ""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit, planned or made. `state` is a value of domain.schedule.VisitState on the context's day."""

    id: int
    plan_id: str  # "" for an unscheduled visit
    title: str
    kind: str  # scheduled | unscheduled | early_termination
    day: int | None
    target: date | None
    earliest: date | None
    latest: date | None
    actual: date | None
    state: str
    assessment: bool
    infusion: str
    status: str  # verdict of the visit's own day, "" when none
    flags: tuple[str, ...]
    version: int
    assessments: tuple[str, ...] = ()  # codes due
    missed: str = ""  # why it was missed
    missed_note: str = ""
    deviation: str = ""  # why it took place outside its window
    deviation_note: str = ""
    agreed: date | None = None  # the day agreed with the family, while the visit is open
    agreed_note: str = ""

    @property
    def when(self) -> date | None:
        """The day on which it took place; before that the agreed one, else its target."""
        return self.actual or self.agreed or self.target


@dataclass(frozen=True, slots=True)
class Former:
    """A value before its last correction, as it was entered; `missing` says why there was none."""

    text: str
    unit: str
    missing: str = ""
    visit_id: int = 0  # where it stands
    analyte: str = ""


@dataclass(frozen=True, slots=True)
class TransfusionRow:
    """A stored transfusion. `product` RBC or PLT."""

    id: int
    visit_id: int
    day: date
    product: str
    units: Decimal
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class MedicationRow:
    """A stored course of a drug; `stop` None while it goes on, or where nothing is known of its end.

    `start_known` and `stop_known` as in `visits.MedicationEntry`.
    """

    id: int
    visit_id: int
    drug: str
    start: date
    stop: date | None
    dose: str
    version: int
    start_known: str = ""
    stop_known: str = ""

    @property
    def exact(self) -> bool:
        """Whether both of its days are known exactly."""
        return not (self.start_known or self.stop_known)

    @property
    def ongoing(self) -> bool:
        """Whether it goes on."""
        return self.stop is None and not self.stop_known


@dataclass(frozen=True, slots=True)
class InfusionRow:
    """A stored dose of a planned treatment: MSC cells, or an ATG day."""

    id: int
    visit_id: int
    day: date
    product: str
    cells_total: Decimal | None
    weight_kg: Decimal | None
    batch: str
    passage: str
    viability_pct: Decimal | None
    version: int
    dose_mg: Decimal | None = None
    override: SignedOverride | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """A stored event; `type` as in domain.record.Event, plus adverse_event, infection, gvhd, other.

    `visit_id` is None for a death that was not entered in a visit's form.
    `term` and what follows it as in `visits.EventEntry`.
    """

    id: int
    visit_id: int | None
    day: date
    type: str
    note: str
    grade: int | None
    version: int
    term: str = ""
    ctcae: str = ""
    details: Mapping[str, object] | None = None
    day_known: str = ""
    until: date | None = None
    until_known: str = ""
    outcome: str = ""
    diagnosed: date | None = None
    diagnosed_known: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether it may still be followed up."""
        from app.domain.event_course import goes_on

        return goes_on(self.type, self.outcome, ended=self.until is not None or bool(self.until_known))


@dataclass(frozen=True, slots=True)
class Declined:
    """Who decided against the further infusions that an assessment on `day` calls for, when and why.

    `reason` is a code of `continuing.REASONS`; `note` free text.
    """

    day: date
    user_id: int
    user_name: str
    at: datetime
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Everything stored of one subject, as frozen rows in date order."""

    subject: SubjectRow
    weight_kg: Decimal | None
    weight_day: date | None
    height_cm: Decimal | None
    consent_version: str
    consent_date: date | None
    hsct_date: date | None
    visits: tuple[VisitRow, ...]
    counts: tuple[CountRow, ...]
    transfusions: tuple[TransfusionRow, ...]
    medications: tuple[MedicationRow, ...]
    infusions: tuple[InfusionRow, ...]
    events: tuple[EventRow, ...]
    version: int
    declined: Declined | None = None
    ends: Ends = NONE
