"""A fictional study to try the program with, made through the services that a coordinator's clicks use."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.domain.eligibility import Answer
from app.domain.timeline import add_months
from app.domain.values import dataclass
from app.services import demo_consents, demo_control, endings, enrolment, studies, subjects, visits
from app.services.context import now
from app.services.demo_entries import since, values_of
from app.storage.keys import Cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from app.services.context import Context

# The study is fictional and says so; its file is encrypted like any other.
USER_NAME = "r.coordinator"
PASSPHRASE = "marrow demo passphrase"
CONTROL = "control.json"  # beside the records: who signs, who asks
CONSENTS = "consents.json"  # and what is signed
EASY = Cost(time=1, memory=8 * 1024, lanes=1)  # the passphrase is known to everybody: nothing to make dear
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Case:
    """One fictional subject with the day that the demonstration plays on."""

    record: Record
    today: date
    consent: str = demo_consents.USUAL  # the version that is signed at enrolment

    @property
    def day0(self) -> date:
        return self.today + timedelta(days=self.record["day0"])

    def on(self, day: int) -> date:
        return self.day0 + timedelta(days=day)

    def scenes(self) -> Iterator[_Scene]:
        """Enrolment, visits and corrections of the subject, each on the day on which it was entered."""
        yield _Scene(self, self.day0)
        before = -10_000
        for entry in sorted(self.record["visits"], key=lambda entry: int(entry["day"])):
            # A course of a drug is entered once its end is known.
            stops = [
                row["stop"]
                for row in self.record.get("medications", ())
                if before < row["start"] <= entry["day"]
            ]
            entered = max([entry["day"], *(stop for stop in stops if stop is not None)])
            yield _Scene(self, self.on(entered), entry, before)
            if "first_typed" in entry:
                yield _Scene(
                    self, self.on(entered + entry["corrected_after"]), entry, before, correction=True
                )
            before = entry["day"]
        if ending := self.record.get("ending"):
            yield _Scene(self, self.on(ending["entered"]), ending, before, ends=True)


@dataclass(frozen=True, slots=True)
class _Scene:
    """Entered on a day: an enrolment (`entry` None), a visit since `before`, a correction, an end."""

    case: _Case
    day: date
    entry: Record | None = None
    before: int = -10_000
    correction: bool = False
    ends: bool = False

    @property
    def order(self) -> tuple[date, str, int, bool]:
        """By day; of one day subject by subject, the enrolment first."""
        return self.day, self.case.record["code"], self.before, self.correction


def build(
    path: Path,
    records: Path,
    *,
    progress: Callable[[int, int], bool] = lambda _done, _of: True,
    cost: Cost = EASY,
) -> Context:
    """Create the demonstration study at `path` from the JSON file `records` and leave it open.

    Everything is entered on the day on which it happened, so that past days can be seen as they were known.
    `progress` is told how many subjects are enrolled of how many, and answers whether to go on.
    `cost` is that of a key derivation.
    """
    content = json.loads(records.read_text(encoding="utf-8"))
    new = studies.NewStudy(**content["study"], user_name=USER_NAME, passphrase=PASSPHRASE)
    today = now().date()
    signing = demo_consents.read(records.with_name(CONSENTS))
    cases = [
        _Case(record, today, signing["signed"].get(record["code"], demo_consents.USUAL))
        for record in content["subjects"]
    ]
    failure = _Case(content["screen_failure"], today)
    total = len(cases) + 1
    scenes = sorted((scene for case in cases for scene in case.scenes()), key=lambda scene: scene.order)
    first = _clock(scenes[0].day if scenes else today)
    context = studies.create(path, new, clock=first, cost=cost)
    control = demo_control.Control(
        context,
        _control(records.with_name(CONTROL)),
        _seen(cases),
        passphrase=PASSPHRASE,
        clock=_clock,
    )
    done = 0
    for scene in scenes:
        control.play_before(scene.day)
        if scene.entry is None:
            if not progress(done, total):
                return replace(context, clock=now)
            done += 1
        _play(replace(context, clock=_clock(scene.day)), scene)
    control.play_before(date.max)
    context = replace(context, clock=now)
    if progress(done, total):
        demo_consents.play(context, signing, cases)
        enrolment.keep_screen_failure(context, _draft(context, failure), reason=failure.record["reason"])
        progress(total, total)
    return context


def _control(file: Path) -> Record:
    """Who signs and who asks; nobody where records come without."""
    if not file.is_file():
        return {"team": [], "sign_offs": [], "queries": []}
    found: Record = json.loads(file.read_text(encoding="utf-8"))
    return found


def _seen(cases: Iterable[_Case]) -> dict[tuple[str, str], date]:
    """The day of each planned visit, by subject and plan id."""
    return {
        (case.record["code"], entry.get("plan", "")): case.on(entry["day"])
        for case in cases
        for entry in case.record["visits"]
    }


def _clock(day: date) -> Callable[[], datetime]:
    """The desk's clock in the afternoon of a day, but never ahead of the real one."""
    return lambda: min(now().replace(year=day.year, month=day.month, day=day.day, hour=16, minute=20), now())


def _play(context: Context, scene: _Scene) -> None:
    """Enrol, log a visit, or correct what was typed wrong, on the day on which it happened."""
    case, entry = scene.case, scene.entry
    if entry is None:
        enrolment.enrol(context, _draft(context, case))
        return
    subject = subjects.by_code(context, case.record["code"])
    if scene.ends:
        day, said = case.on(entry["day"]), (entry["reason"], entry["note"])
        endings.end(context, endings.EndingDraft(subject.id, entry["kind"], day, *said))
        return
    rows = subjects.course(context, subject.id).visits
    if scene.correction:
        _correct(context, subject.id, next(row for row in rows if row.actual == case.on(entry["day"])), entry)
        return
    visit = next((row for row in rows if row.plan_id and row.plan_id == entry.get("plan", "")), None)
    draft = visits.VisitDraft(
        subject_id=subject.id,
        visit_id=visit.id if visit else None,
        expected_version=visit.version if visit else None,
        day=case.on(entry["day"]),
        sample_time="08:10",
        values=tuple(values_of(entry | {"values": entry["values"] | entry.get("first_typed", {})})),
        **since(case, scene.before, entry["day"]),
    )
    visits.record(context, draft)


def _correct(context: Context, subject_id: int, visit: subjects.VisitRow, entry: Record) -> None:
    """Put the right values in the place of those first typed."""
    stored = visits.form(context, subject_id=subject_id, visit_id=visit.id).stored
    assert stored is not None  # it was logged a few scenes ago
    right = {value.analyte: value for value in values_of(entry) if value.analyte in entry["first_typed"]}
    values = tuple(right.get(value.analyte, replace(value, confirmed=True)) for value in stored.values)
    reason = visits.Reason("transcription_error", entry["corrected_because"])
    visits.record(context, replace(stored, values=values, expected_version=visit.version, reason=reason))


def _draft(context: Context, case: _Case) -> enrolment.EnrolmentDraft:
    record = case.record
    screening = case.on(-3) if "day0" in record else case.today
    identity = record.get("identity") or {}
    draft = enrolment.EnrolmentDraft(
        protocol=record["protocol"],
        arm=record["arm"] or "msc",
        code=record["code"],
        sex=record["sex"],
        birth_date=add_months(screening, -record["age_months"]) - timedelta(days=40),
        weight_kg=Decimal(str(record["weight_kg"])),
        height_cm=Decimal(str(record["height_cm"])),
        identity=enrolment.Identity(**identity),
        screening_date=screening,
        values=tuple(values_of({"values": record["screening"]})),
        marrow_cellularity_pct=Decimal(10),
        marrow_residual_pct=Decimal(5),
        consent_version=case.consent,
        consent_date=screening,
        assent=True,
        day0=case.day0 if "day0" in record else None,
        hsct_date=case.today + timedelta(days=record["hsct"]) if record.get("hsct") else None,
    )
    return _answered(context, draft)


def _answered(context: Context, draft: enrolment.EnrolmentDraft) -> enrolment.EnrolmentDraft:
    """The draft with each criterion that a person answers set to the answer that lets the subject in."""
    answers = tuple(
        Answer(result.criterion.id, "present" if result.criterion.kind == "inclusion" else "absent", "")
        for result in enrolment.criteria(context, draft)
        if result.answered_by == "user"
    )
    return replace(draft, answers=answers)
