"""A study to act on: made once, copied for each test, opened at a fixed moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.domain.eligibility import Answer
from app.services import enrolment, studies, visits
from app.services.context import Context
from app.storage.keys import Cost, path_of

if TYPE_CHECKING:
    from tests.services.controlled import Desk

PASSPHRASE = "correct horse battery"
CHINA = timezone(timedelta(hours=8))
CHEAP = Cost(time=1, memory=64, lanes=1)  # the derivation itself is tested once, with its real cost
NEW = studies.NewStudy("MSC in marrow failure", "Tianjin", "TJ-###", "mei", "Mei Li", PASSPHRASE)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 18, 9, 41, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.moment

    def set(self, day: date) -> None:
        self.moment = datetime(day.year, day.month, day.day, 9, 41, tzinfo=CHINA)


@pytest.fixture(scope="session")
def made_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "study.mtrack"
    studies.close(studies.create(path, NEW, clock=Clock(), cost=CHEAP))
    return path


@pytest.fixture
def study_file(made_study: Path, tmp_path: Path) -> Path:
    path = tmp_path / "data" / "study.mtrack"
    path.parent.mkdir()
    shutil.copy(made_study, path)
    shutil.copy(path_of(made_study), path_of(path))
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(study_file: Path, clock: Clock) -> Iterator[Context]:
    opened = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE, clock=clock)
    yield opened
    studies.close(opened)


@pytest.fixture
def draft(context: Context) -> Callable[..., enrolment.EnrolmentDraft]:
    """A draft of a child that may be enrolled on saa_atg; keyword arguments change it."""
    return drafts_of(context)


def drafts_of(context: Context) -> Callable[..., enrolment.EnrolmentDraft]:
    """The same for a context of one's own."""

    def make(**changes: Any) -> enrolment.EnrolmentDraft:
        day0 = changes.get("day0") or date(2026, 8, 20)
        screening = changes.get("screening_date") or day0 - timedelta(days=3)
        made = enrolment.EnrolmentDraft(
            protocol="saa_atg",
            arm="msc",
            code=enrolment.propose_code(context),
            sex="M",
            birth_date=date(2020, 3, 9),
            weight_kg=Decimal("21.4"),
            height_cm=Decimal(117),
            screening_date=screening,
            values=values(ANC="0.22", PLT="8", HB="65", RETIC_ABS="10"),
            marrow_cellularity_pct=Decimal(10),
            marrow_residual_pct=Decimal(5),
            consent_version="2.1",
            consent_date=screening,
            assent=True,
            day0=day0,
        )
        made = replace(made, **changes)
        answers = tuple(
            Answer(result.criterion.id, "present" if result.criterion.kind == "inclusion" else "absent")
            for result in enrolment.criteria(context, made)
            if result.answered_by == "user"
        )
        return made if "answers" in changes else replace(made, answers=answers)

    return make


@pytest.fixture
def adult(draft: Callable[..., enrolment.EnrolmentDraft]) -> Callable[..., enrolment.EnrolmentDraft]:
    """A draft of an adult that may be enrolled on pgf_msc."""

    def make(**changes: Any) -> enrolment.EnrolmentDraft:
        day0 = changes.pop("day0", date(2026, 6, 13))
        return draft(
            protocol="pgf_msc",
            birth_date=date(1990, 1, 2),
            values=values(ANC="0.3", PLT="9", HB="65", KPS="80", CHIM_DONOR="99"),
            day0=day0,
            hsct_date=day0 - timedelta(days=60),
            **changes,
        )

    return make


@pytest.fixture
def log(context: Context) -> Callable[..., int]:
    """Log an unscheduled visit: `log(subject, day, ANC="0.5", PLT="20")`; the visit's id."""

    def save(subject_id: int, day: date, /, *, more: dict[str, Any] | None = None, **texts: str) -> int:
        form = visits.VisitDraft(
            subject_id, None, day, title="Blood count", values=values(**texts), **(more or {})
        )
        return visits.record(context, form)[0]

    return save


def values(**texts: str) -> tuple[visits.ValueEntry, ...]:
    """Entries in the usual unit of each analyte, soft questions answered."""
    units = {"HB": "g/L", "KPS": "%", "CHIM_DONOR": "%", "WEIGHT": "kg", "CSA": "ng/mL"}
    return tuple(
        visits.ValueEntry(code, text, units.get(code, "10*9/L"), confirmed=True)
        for code, text in texts.items()
    )


@pytest.fixture
def desk(controlled_study: Path, tmp_path: Path) -> Iterator[Desk]:
    """The visit of the controlled study in the hands of each role."""
    from tests.services import controlled  # which builds on this module

    with controlled.opened(controlled_study, tmp_path / "data") as on:
        yield on
