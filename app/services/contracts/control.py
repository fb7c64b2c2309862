"""Control of the data: where a visit stands, who signed it off, what was asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

# Where a visit stands, in this order. A visit that nobody logged has none ("").
IN_WORK, COMPLETE, VERIFIED, SIGNED, LOCKED = "in_work", "complete", "verified", "signed", "locked"
STAGES = (IN_WORK, COMPLETE, VERIFIED, SIGNED, LOCKED)
# What may become of a signature (paper and banner say it in these codes).
VALID, NONE, VOID = "valid", "none", "void"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One time that a visit was completed, verified, signed or locked. `kind` is a stage.

    `digest`: SHA-256 of what it covers; `void_code`: data_changed, verdict_changed or the code of a reason.
    """

    kind: str
    user_name: str
    display_name: str
    at: datetime
    meaning: str = ""
    digest: str = ""
    voided_at: datetime | None = None
    void_code: str = ""
    void_text: str = ""

    @property
    def shown_name(self) -> str:
        """How the user is called beside what was done."""
        return self.display_name or self.user_name


@dataclass(frozen=True, slots=True)
class LateEntry:
    """Something entered later than the study allows. `field` is a path; `days` after it was due."""

    field: str
    day: date
    entered: date
    days: int


@dataclass(frozen=True, slots=True)
class VisitControl:
    """How far the control of one logged visit has come.

    `latest` holds the newest sign-off of each kind, void ones too; `second_entry`: "" where none is asked,
    else pending, differs or done.
    """

    visit_id: int
    stage: str
    latest: tuple[SignOff, ...] = ()
    late: tuple[LateEntry, ...] = ()
    open_queries: int = 0
    second_entry: str = ""

    def of(self, kind: str) -> SignOff | None:
        """The newest sign-off of a kind, void or not."""
        return next((each for each in self.latest if each.kind == kind), None)

    @property
    def signature(self) -> str:
        """valid, none or void."""
        signed = self.of(SIGNED)
        if signed is None:
            return NONE
        return VALID if signed.voided_at is None else VOID

    @property
    def verification_dropped(self) -> bool:
        """Whether a change of the data has taken the verification away."""
        verified = self.of(VERIFIED)
        return verified is not None and verified.voided_at is not None

    @property
    def locked(self) -> bool:
        """Whether the visit takes no change."""
        return self.stage == LOCKED


@dataclass(frozen=True, slots=True)
class QueryStep:
    """Something said in a query. `action`: raised, answered, proposed, closed or reopened."""

    action: str
    text: str
    user_name: str
    display_name: str
    role: str
    at: datetime

    @property
    def shown_name(self) -> str:
        """How the user is called beside what was said."""
        return self.display_name or self.user_name


@dataclass(frozen=True, slots=True)
class Query:
    """A question about a field of a visit. `status`: open, answered, proposed or closed."""

    id: int
    subject_id: int
    subject_code: str
    visit_id: int
    visit_title: str
    visit_day: int | None
    visit_actual: date | None
    field: str
    status: str
    raised_at: datetime
    closed_at: datetime | None
    version: int
    steps: tuple[QueryStep, ...]

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.status != "closed"

    @property
    def text(self) -> str:
        """What was asked first."""
        return self.steps[0].text if self.steps else ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the study asks of its data. `late_entry_days`: an entry is late when it comes later than this."""

    late_entry_days: int
    second_entry: bool
    version: int


@dataclass(frozen=True, slots=True)
class SecondLine:
    """One count of a second entry beside the first. `first` and `second` as they were entered, "" for none.

    `state`: pending, same, differs or kept (somebody decided that the first entry is right).
    """

    analyte: str
    first: str
    second: str
    state: str
    second_by: str = ""
    reason_code: str = ""
    reason_text: str = ""
