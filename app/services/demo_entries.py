"""The records of the demonstration as the entries that a coordinator would type."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.grading import gvhd_record
from app.domain.grading.serious import with_stated
from app.domain.quantities import analyte
from app.services import visits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Record = dict[str, Any]


class Played(Protocol):
    """A fictional subject on the day that the demonstration plays on."""

    @property
    def record(self) -> Record: ...

    def on(self, day: int) -> date:
        """A study day as a date."""


def values_of(entry: Record) -> Iterator[visits.ValueEntry]:
    """The values of a visit, some with the range that its laboratory printed, and why others are missing."""
    for code, text in entry["values"].items():
        unit = entry.get("units", {}).get(code, analyte(code).unit)
        printed = entry.get("ranges", {}).get(code)
        yield visits.ValueEntry(code, text, unit, confirmed=True, reference=printed)
    for code, note in entry.get("missing", {}).items():
        yield visits.ValueEntry(code, "", analyte(code).unit, missing="not_done", missing_note=note)


def since(case: Played, before: int, day: int) -> Record:
    """What was given and what happened on the days after `before` up to `day`."""

    def within(kind: str, key: str = "day") -> list[Record]:
        return [row for row in case.record.get(kind, ()) if before < row[key] <= day]

    transfusions = tuple(
        visits.TransfusionEntry(case.on(row["day"]), row["product"], Decimal(1), row.get("reason", ""))
        for row in within("transfusions")
    )
    events = tuple(_event(case, row) for row in within("events"))
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


def _event(case: Played, row: Record) -> visits.EventEntry:
    """An event; one with findings is staged as the form of the visit stages it."""
    grade, term, staged = row.get("grade"), row.get("term", ""), None
    if findings := row.get("findings"):
        numbers = {name: Decimal(findings[name]) for name in gvhd_record.ACUTE_NUMBERS if name in findings}
        graded = gvhd_record.acute(findings, numbers)
        grade, staged = graded.grade, gvhd_record.details(term, findings, graded)
    details = with_stated(staged, row.get("serious", ""))
    until, diagnosed = row.get("until"), row.get("diagnosed")
    return visits.EventEntry(
        case.on(row["day"]),
        row["type"],
        row["note"],
        grade,
        term=term,
        details=details,
        until=None if until is None else case.on(until),
        outcome=row.get("outcome", ""),
        diagnosed=None if diagnosed is None else case.on(diagnosed),
    )


def _infusion(case: Played, row: Record) -> visits.InfusionEntry:
    weight = Decimal(str(case.record["weight_kg"]))
    per_kg = row.get("cells_per_kg")
    viability = row.get("viability_pct")
    return visits.InfusionEntry(
        day=case.on(row["day"]),
        product=row["product"],
        cells_total=Decimal(per_kg) * weight if per_kg else None,
        dose_mg=round(Decimal(row["mg_per_kg"]) * weight, 1) if "mg_per_kg" in row else None,
        weight_kg=weight,
        batch=row.get("batch", ""),
        passage=row.get("passage", ""),
        viability_pct=Decimal(viability) if viability else None,
    )
