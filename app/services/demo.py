"""A fictional study to try the program with, made through the services that a coordinator's clicks use."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.domain.eligibility import Answer
from app.domain.quantities import analyte
from app.domain.timeline import add_months
from app.services import enrolment, studies, subjects, visits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from app.services.context import Context

# The study is fictional and says so; its file is encrypted like any other.
USER_NAME = "r.coordinator"
PASSPHRASE = "marrow demo passphrase"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Case:
    """One fictional subject with the day that the demonstration plays on."""

    record: Record
    today: date

    @property
    def day0(self) -> date:
        return self.today + timedelta(days=self.record["day0"])

    def on(self, day: int) -> date:
        return self.day0 + timedelta(days=day)


def build(
    path: Path, records: Path, *, progress: Callable[[int, int], bool] = lambda _done, _of: True
) -> Context:
    """Create the demonstration study at `path` from the JSON file `records` and leave it open.

    `progress` is told how many subjects are done of how many, and answers whether to go on.
    """
    content = json.loads(records.read_text(encoding="utf-8"))
    new = studies.NewStudy(**content["study"], user_name=USER_NAME, passphrase=PASSPHRASE)
    context = studies.create(path, new)
    cases = [_Case(record, context.today()) for record in content["subjects"]]
    failure = _Case(content["screen_failure"], context.today())
    total = len(cases) + 1
    for done, case in enumerate(cases):
        if not progress(done, total):
            return context
        _play(context, case)
    enrolment.keep_screen_failure(context, _draft(context, failure), reason=failure.record["reason"])
    progress(total, total)
    return context


def _play(context: Context, case: _Case) -> None:
    subject_id, _ = enrolment.enrol(context, _draft(context, case))
    planned = {visit.plan_id: visit for visit in subjects.course(context, subject_id).visits if visit.plan_id}
    before = -10_000
    for entry in sorted(case.record["visits"], key=lambda entry: int(entry["day"])):
        visit = planned.get(entry.get("plan", ""))
        draft = visits.VisitDraft(
            subject_id=subject_id,
            visit_id=visit.id if visit else None,
            expected_version=visit.version if visit else None,
            title="" if visit else "Blood count",
            day=case.on(entry["day"]),
            sample_time="08:10",
            values=tuple(_values(entry)),
            **_since(case, before, entry["day"]),
        )
        visits.record(context, draft)
        before = entry["day"]


def _values(entry: Record) -> Iterable[visits.ValueEntry]:
    for code, text in entry["values"].items():
        yield visits.ValueEntry(
            code, text, entry.get("units", {}).get(code, analyte(code).unit), confirmed=True
        )
    for code, note in entry.get("missing", {}).items():
        yield visits.ValueEntry(code, "", analyte(code).unit, missing="not_done", missing_note=note)


def _since(case: _Case, before: int, day: int) -> Record:
    """What was given and what happened on the days after `before` up to `day`."""

    def within(kind: str, key: str = "day") -> list[Record]:
        return [row for row in case.record.get(kind, ()) if before < row[key] <= day]

    transfusions = tuple(
        visits.TransfusionEntry(case.on(row["day"]), row["product"], Decimal(1), row.get("reason", ""))
        for row in within("transfusions")
    )
    events = tuple(
        visits.EventEntry(case.on(row["day"]), row["type"], row["note"], row.get("grade"))
        for row in within("events")
    )
    medications = tuple(
        visits.MedicationEntry(
            row["drug"],
            case.on(row["start"]),
            None if row["stop"] is None else case.on(row["stop"]),
            row["dose"],
        )
        for row in within("medications", "start")
    )
    return {
        "transfusions": transfusions,
        "no_transfusion": not transfusions,
        "events": events,
        "no_event": not events,
        "medications": medications,
        "medicines_unchanged": not medications,
        "infusions": tuple(_infusion(case, row) for row in within("infusions")),
    }


def _infusion(case: _Case, row: Record) -> visits.InfusionEntry:
    weight = Decimal(str(case.record["weight_kg"]))
    per_kg = row.get("cells_per_kg")
    viability = row.get("viability_pct")
    return visits.InfusionEntry(
        day=case.on(row["day"]),
        product=row["product"],
        cells_total=Decimal(per_kg) * weight if per_kg else None,
        weight_kg=weight,
        batch=row.get("batch", ""),
        passage=row.get("passage", ""),
        viability_pct=Decimal(viability) if viability else None,
    )


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
        values=tuple(_values({"values": record["screening"]})),
        marrow_cellularity_pct=Decimal(10),
        marrow_residual_pct=Decimal(5),
        consent_version="2.1",
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
