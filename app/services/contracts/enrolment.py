"""What the six steps of enrolment collect, and what stops one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.domain.eligibility import Answer
    from app.services.contracts.visits import ValueEntry


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the subject is; kept in a table of its own."""

    name: str = ""
    hospital_number: str = ""


@dataclass(frozen=True, slots=True)
class EnrolmentDraft:
    """What the six steps collect. `values` and `marrow_*` are stored with the screening visit."""

    protocol: str
    arm: str
    code: str
    sex: str | None
    birth_date: date | None
    weight_kg: Decimal | None
    height_cm: Decimal | None
    identity: Identity = Identity()
    screening_date: date | None = None
    values: tuple[ValueEntry, ...] = ()
    marrow_cellularity_pct: Decimal | None = None
    marrow_residual_pct: Decimal | None = None
    answers: tuple[Answer, ...] = ()
    consent_version: str = ""
    consent_date: date | None = None
    assent: bool = False
    day0: date | None = None
    hsct_date: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason why the draft cannot be enrolled; `path` names the field: code, answers.E-1, values.HB."""

    path: str
    code: str
    params: dict[str, object]
