"""What if: the verdict of a day from a scratch copy of the record. Reads once; writes nothing, ever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from app.services.contracts.scratch import Outlook, ScratchCopy, Tried, TriedValue, TriedVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.record import PriorAssessment, SubjectRecord
    from app.domain.response import Prepared
    from app.services.context import Context

T = TypeVar("T")
_ORDER = ("CR", "PR", "NR", "RELAPSE", "CLONAL_EVOLUTION", "PENDING", "NE", "SCREENING")

__all__ = ["Outlook", "ScratchCopy", "Tried", "TriedValue", "TriedVerdict", "copy", "outlook", "verdict"]


def copy(context: Context, subject_id: int, day: date) -> ScratchCopy:
    """A subject's record to try values in. Raises ServiceError `subject_unknown`."""
    from app.domain.response import assess
    from app.services import subject_records
    from app.services.transactions import reading

    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
        template = subject_records.template_of(connection, rows)
    record = subject_records.record(rows)
    priors = tuple(prior for prior in record.prior_assessments if prior.day < day)
    record = replace(record, prior_assessments=priors)
    signed = frozenset(row.day for row in rows.overrides.values())
    return ScratchCopy(day, template, record, assess(template, record, day), signed)


def verdict(scratch: ScratchCopy, tried: Tried) -> TriedVerdict:
    """The verdict of the copy's day with what is tried in it. Pure: no study is asked.

    Official verdicts of earlier days from the first change on are given anew, since later days rest on them.
    """
    from app.domain.response import prepare

    if tried.nothing:
        return TriedVerdict(scratch.stored)
    record, refused = _record(scratch.record, tried)
    prepared = prepare(scratch.template, record)
    priors = _priors(prepared, scratch, since=min(_days(tried), default=scratch.day))
    return TriedVerdict(prepared.on(scratch.day, priors), refused)


def outlook(context: Context, subject_id: int, day: date) -> tuple[Outlook, ...]:
    """What each missing count of a day would decide if it alone were there. Raises as `copy`.

    Tried are the ends of its possible range and both sides of every limit that the rules set for it.
    """
    from app.domain.quantities import ANALYTES

    scratch = copy(context, subject_id, day)
    found = []
    for code in scratch.stored.missing:
        if code in ANALYTES:
            said = {
                verdict(scratch, Tried((TriedValue(day, code, text, ANALYTES[code].unit),))).verdict.status
                for text in _tellings(scratch, code)
            }
            found.append(Outlook(code, tuple(sorted(said, key=_ORDER.index))))
    return tuple(found)


def _tellings(scratch: ScratchCopy, code: str) -> list[str]:
    """Values on each side of everything that is asked of an analyte."""
    from decimal import Decimal

    from app.domain.quantities import ANALYTES

    spec, little = ANALYTES[code], Decimal("0.01")
    values = {max(spec.hard.low, little), spec.hard.high}
    for node in scratch.stored.evidence.walk():
        limit = node.required
        if node.params.get("analyte") == code and limit is not None and limit.unit == spec.unit:
            values |= {max(limit.value - little, little), limit.value + little}
    return [format(value, "f") for value in values if spec.hard.holds(value)]


def _record(stored: SubjectRecord, tried: Tried) -> tuple[SubjectRecord, tuple[tuple[TriedValue, str], ...]]:
    from app.domain.quantities import QuantityError, quantity
    from app.domain.record import Measurement

    replaced = {(value.day, value.analyte) for value in tried.values}
    measurements = [each for each in stored.measurements if (each.day, each.analyte) not in replaced]
    # What is tried in the place of a value stands beside the same printed limit.
    limits = {(each.day, each.analyte): each.lower_limit for each in stored.measurements}
    refused: list[tuple[TriedValue, str]] = []
    for value in tried.values:
        if not value.text.strip():
            continue
        try:
            entered = quantity(value.analyte, value.text, value.unit)
        except QuantityError as fault:
            refused.append((value, fault.code))
            continue
        limit = limits.get((value.day, value.analyte))
        measurements.append(Measurement(value.day, value.analyte, entered, limit))
    record = replace(
        stored,
        measurements=tuple(measurements),
        transfusions=(*_without(stored.transfusions, tried.no_transfusions), *tried.transfusions),
        medications=(*_without(stored.medications, tried.no_courses), *tried.courses),
    )
    return record, tuple(refused)


def _without(rows: Iterable[T], gone: Iterable[T]) -> list[T]:
    """Rows less those taken away, one for one: two alike are two."""
    left = list(rows)
    for row in gone:
        if row in left:
            left.remove(row)
    return left


def _days(tried: Tried) -> list[date]:
    given = [value.day for value in tried.values]
    given += [row.day for row in (*tried.transfusions, *tried.no_transfusions)]
    return given + [row.start for row in (*tried.courses, *tried.no_courses)]


def _priors(prepared: Prepared, scratch: ScratchCopy, *, since: date) -> tuple[PriorAssessment, ...]:
    from app.domain.record import PriorAssessment

    given: list[PriorAssessment] = []
    for prior in sorted(scratch.record.prior_assessments, key=lambda prior: prior.day):
        if prior.day >= since and prior.day not in scratch.signed:
            before = tuple(each for each in given if each.day < prior.day)
            given.append(PriorAssessment(prior.day, prepared.on(prior.day, before).status))
        else:
            given.append(prior)
    return tuple(given)
