"""From typed texts to a draft of values, with a reason beside each text that cannot be used. No Qt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.consent import in_force
from app.domain.eligibility import Answer
from app.domain.plausibility import ADULT_FROM_YEARS, Checked, Problem, check_value
from app.domain.quantities import QuantityError, parse_number
from app.domain.timeline import age_years
from app.domain.values import dataclass
from app.services.enrolment import EnrolmentDraft, Identity, Stop
from app.services.visits import ValueEntry
from app.ui.dates import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.consent import FormVersion
    from app.domain.eligibility import Choice
    from app.ui.pages.enrol.form import Form

SIZES = {"weight_kg": ("WEIGHT", "kg"), "height_cm": ("HEIGHT", "cm")}
CHOICES: Mapping[str, Choice] = {"present": "present", "absent": "absent", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of a form, a stop for each text that cannot be used, and by path what is asked."""

    draft: EnrolmentDraft
    stops: tuple[Stop, ...]
    asked: Mapping[str, Problem]


def read_date(text: str) -> date | None:
    """The day of a text as in `parse_day`, and 2019/2/14; None for nothing. Raises ValueError otherwise."""
    body = text.strip()
    if not body:
        return None
    short = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", body)
    if short is not None:
        return date(int(short[1]), int(short[3]), int(short[4]))
    found = parse_day(body)
    if found is None:
        raise ValueError(body)
    return found


def read(form: Form, *, today: date) -> Reading:
    """Make a draft of a form. A text that cannot be used counts as not given and is named in `stops`."""
    stops: list[Stop] = []
    asked: dict[str, Problem] = {}
    born = _day("birth_date", form.birth_date, stops)
    years = age_years(born, today) if born is not None and born <= today else None

    def size(path: str, text: str) -> Decimal | None:
        checked = _checked(*SIZES[path], text=text, years=years, confirmed=False)
        return _kept(path, checked, stops, asked)

    draft = EnrolmentDraft(
        protocol=form.protocol,
        arm=form.arm,
        code=form.code.strip(),
        sex=form.sex or None,
        birth_date=born,
        weight_kg=size("weight_kg", form.weight_kg),
        height_cm=size("height_cm", form.height_cm),
        identity=Identity(form.name.strip(), form.hospital_number.strip()),
        screening_date=_day("screening_date", form.screening_date, stops),
        values=_values(form, years, stops, asked),
        marrow_cellularity_pct=_percent("marrow_cellularity_pct", form.marrow_cellularity_pct, stops),
        marrow_residual_pct=_percent("marrow_residual_pct", form.marrow_residual_pct, stops),
        answers=tuple(Answer(key, CHOICES.get(a.choice), a.note.strip()) for key, a in form.answers.items()),
        consent_version=form.consent_version.strip(),
        consent_date=_day("consent_date", form.consent_date, stops),
        assent=form.assent,
        day0=_day("day0", form.day0, stops),
        hsct_date=_day("hsct_date", form.hsct_date, stops),
    )
    return Reading(draft, tuple(stops), asked)


def changed(
    before: Form, changes: Mapping[str, object], versions: Iterable[FormVersion], *, today: date
) -> Form:
    """The form with some fields changed, and with the version of the consent form that is in force on the
    day of consent. A version that a person typed stays, and a field that a person emptied stays empty.
    """
    form = before.with_changes(changes)
    if form.consent_version not in {"", form.consent_proposed} or "consent_version" in changes:
        return form
    try:
        on = read_date(form.consent_date) or today
    except ValueError:
        return form
    found = in_force(versions, form.protocol, on=on)
    label = found.label if found is not None else ""
    return replace(form, consent_version=label, consent_proposed=label)


def is_child(form: Form, *, today: date) -> bool:
    """Whether the subject is under age on the day of consent, or today while that is not given."""
    try:
        born, on = read_date(form.birth_date), read_date(form.consent_date) or today
    except ValueError:
        return False
    return born is not None and born <= on and age_years(born, on) < ADULT_FROM_YEARS


def _day(name: str, text: str, stops: list[Stop]) -> date | None:
    try:
        return read_date(text)
    except ValueError:
        stops.append(Stop(name, "bad_date", {"text": text.strip()}))
        return None


def _values(
    form: Form, years: int | None, stops: list[Stop], asked: dict[str, Problem]
) -> tuple[ValueEntry, ...]:
    entries = []
    for analyte, typed in form.values.items():
        checked = _checked(analyte, typed.unit, text=typed.text, years=years, confirmed=typed.confirmed)
        if _kept(f"values.{analyte}", checked, stops, asked) is not None:
            entries.append(ValueEntry(analyte, typed.text.strip(), typed.unit, confirmed=typed.confirmed))
    return tuple(entries)


def _checked(analyte: str, unit: str, *, text: str, years: int | None, confirmed: bool) -> Checked | None:
    if not text.strip():
        return None
    return check_value(analyte, text, unit, age_years=years, previous=None, confirmed=confirmed)


def _kept(path: str, checked: Checked | None, stops: list[Stop], asked: dict[str, Problem]) -> Decimal | None:
    """The canonical value of an entry that may stand; refusals become stops, questions are asked."""
    if checked is None:
        return None
    if path in SIZES and checked.quantity is not None and checked.quantity.bound:
        stops.append(Stop(path, "bad_size", {"text": checked.quantity.entered_value}))
        return None
    for problem in checked.problems:
        stops.append(Stop(path, problem.code, dict(problem.params)))
        if problem.severity == "question":
            asked[path] = problem
    return checked.quantity.value if checked.clear and checked.quantity is not None else None


def _percent(name: str, text: str, stops: list[Stop]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        bound, number = parse_number(text)
    except QuantityError as fault:
        stops.append(Stop(name, fault.code, {"text": text.strip(), "analyte": "MARROW"}))
        return None
    if bound or number > 100:
        stops.append(Stop(name, "not_a_percentage", {"text": text.strip()}))
        return None
    return number
