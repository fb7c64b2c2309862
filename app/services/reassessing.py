"""Assessing a subject again after its data changed, and the line of the list that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain import cause_values
from app.domain.record import PriorAssessment
from app.domain.response import Prepared, prepare
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.services import ending_rows, overrides, second_lines, sign_offs, subject_records
from app.storage import controls, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from app.domain.evidence import Verdict
    from app.services.because import DataChanged, PlanChanged
    from app.services.overrides import Said
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Row

TREND = 12
FIRST, NEW_DATA, CORRECTION = "first", "new_data", "correction"
AMENDMENT, DAY0 = "amendment", "day0"
Given = tuple["Row", "Verdict", tuple[PriorAssessment, ...]]


@dataclass(frozen=True, slots=True)
class Anew:
    """What was given: the ids of verdicts that say something new, and every verdict by its visit's id."""

    new: frozenset[int]
    verdicts: Mapping[int, Verdict]


def reassess(
    change: Change,
    rows: Whole,
    *,
    since: date,
    why: str = NEW_DATA,
    because: DataChanged | PlanChanged | None = None,
) -> frozenset[int]:
    """See `give_anew`; the ids of the verdicts that are new."""
    return give_anew(change, rows, since=since, why=why, because=because).new


def give_anew(
    change: Change,
    rows: Whole,
    *,
    since: date,
    why: str = NEW_DATA,
    because: DataChanged | PlanChanged | None = None,
) -> Anew:
    """Give the verdict of every visit from `since` on anew.

    `rows` are the subject's as the change has left them. Visits of the plan's assessments are official: their
    verdicts are prior assessments of later days. A verdict that says the same as before stays; another one
    takes its place with `why` and the cause that `because` finds, and the old row is kept.
    """
    subject_id, day0 = rows.subject.id, rows.subject.day0
    made = [row for row in rows.visits if day0 and row.actual and row.actual >= day0]
    standing = {row.visit_id: row for row in rows.standing}
    after: dict[int, Row | Verdict] = {row.id: standing[row.id] for row in made if row.id in standing}
    new: set[int] = set()
    given: dict[int, Verdict] = {}
    for row, verdict, priors in _verdicts(change, rows, made, since) if made else ():
        old, given[row.id] = standing.get(row.id), verdict
        values = _values(verdict, official=row.assessment, anchor=day0)
        if old is not None and all(getattr(old, name) == value for name, value in values.items()):
            continue
        cause = because.cause(old, verdict, priors) if old is not None and because is not None else None
        if old is not None:
            verdicts.supersede(change, old.id, subject_id=subject_id)
        after[row.id] = verdict
        new.add(
            verdicts.give(
                change,
                subject_id=subject_id,
                visit_id=row.id,
                template_id=rows.subject.template_id,
                why=FIRST if old is None else why,
                cause=cause_values.to_json(cause) if cause is not None else None,
                **values,
            )
        )
    _let_go(change, subject_id, standing, {row.id for row in made})
    sign_offs.recheck(change, rows, after)
    _summarise(change, rows, after.items())
    return Anew(frozenset(new), given)


def summarise(change: Change, subject_id: int) -> None:
    """Write the subject's line of the list from what is stored now."""
    rows = subject_records.whole(change.connection, subject_id)
    _summarise(change, rows, [(row.visit_id, row) for row in rows.standing])


def _summarise(change: Change, rows: Whole, standing: Iterable[tuple[int, Row | Verdict]]) -> None:
    """`standing`: the verdicts that stand now; those of `rows` may be from before this change."""
    subject = rows.subject
    counts = [row for row in rows.counts if row.value is not None]
    anc = _by_day(counts, "ANC")
    plt = _by_day(counts, "PLT")
    ends = ending_rows.of_rows(rows)
    upcoming = next_visit([row for row in rows.visits if ending_rows.asked_for(row, ends)])
    said = [overrides.said(given, rows.overrides.get(visit_id)) for visit_id, given in standing]
    newest = sorted(said, key=lambda given: given.day, reverse=True)
    verdicts.summarise(
        change.connection,
        subject.id,
        {
            "code": subject.code,
            "sex": subject.sex or "",
            "birth_date": subject.birth_date,
            "protocol": subject.protocol,
            "protocol_version": subject.template_version,
            "arm": subject.arm,
            "state": ending_rows.state_of(subject, ends),
            "day0": subject.day0,
            **_status(newest, more=_more_flags(change, rows, newest)),
            "anc": anc[-1] if anc else None,
            "plt": plt[-1] if plt else None,
            "trend": [format(value, "f") for value in anc[-TREND:]],
            "next_visit": upcoming.title if upcoming else "",
            "next_target": upcoming.target if upcoming else None,
            "next_earliest": upcoming.earliest if upcoming else None,
            "next_latest": upcoming.latest if upcoming else None,
            "next_agreed": upcoming.agreed if upcoming else None,
            "ended": ends.shown.kind if ends.shown else "",
            "ended_on": ends.shown.day if ends.shown else None,
        },
    )


def next_visit(visits: Sequence[Row]) -> Row | None:
    """The first open planned visit that had not been let go by when the subject was last seen.

    It had been where its window had closed, unless a later day was agreed for it.
    """
    last = max((row.actual for row in visits if row.actual), default=None)
    open_ones = [
        row
        for row in visits
        if row.target
        and not row.actual
        and not row.missed
        and (last is None or row.latest >= last or (row.agreed and row.agreed > last))
    ]
    return min(open_ones, key=lambda row: (row.target, row.id), default=None)


def anew(prepared: Prepared, rows: Whole, made: Sequence[Row], since: date) -> Iterator[Given]:
    """The verdict of each visit from `since` on, with the earlier official ones that it was given with."""
    standing = {row.visit_id: row for row in rows.standing}
    official_days = {row.actual for row in made if row.assessment}
    priors = {
        row.actual: subject_records.counted(standing[row.id], rows.overrides)
        for row in made
        if row.actual < since and row.assessment and row.id in standing
    }
    known: dict[date, Verdict] = {}
    for row in sorted(made, key=lambda row: (row.actual, row.id)):
        if row.actual < since:
            continue
        if row.actual not in known:
            known[row.actual] = prepared.on(row.actual, tuple(priors.values()))
            if row.actual in official_days:
                priors[row.actual] = PriorAssessment(row.actual, _counts(row.actual, known, made, rows))
        yield row, known[row.actual], tuple(prior for day, prior in priors.items() if day < row.actual)


def _counts(day: date, known: Mapping[date, Verdict], made: Sequence[Row], rows: Whole) -> str:
    """The status of a day as later days count it: the one that a person signed for, else the verdict's."""
    for row in made:
        if row.actual == day and row.assessment and row.id in rows.overrides:
            return str(rows.overrides[row.id].status)
    return known[day].status


def _verdicts(change: Change, rows: Whole, made: Sequence[Row], since: date) -> Iterator[Given]:
    template = subject_records.template_of(change.connection, rows)
    return anew(prepare(template, subject_records.record(rows)), rows, made, since)


def _values(verdict: Verdict, *, official: bool, anchor: date) -> dict[str, object]:
    return {
        "day": verdict.day,
        "study_day": study_day(anchor, verdict.day),
        "status": verdict.status,
        "lineage": dict(verdict.lineage),
        "flags": list(verdict.flags),
        "missing": list(verdict.missing),
        "continue_infusions": verdict.continue_infusions,
        "official": official,
    }


def _let_go(change: Change, subject_id: int, standing: dict[int, Row], made: set[int]) -> None:
    """Verdicts of visits that no longer lie on or after day 0 stand no longer."""
    for visit_id, row in standing.items():
        if visit_id not in made:
            verdicts.supersede(change, row.id, subject_id=subject_id)


def _status(standing: Sequence[Said], *, more: tuple[str, ...]) -> dict[str, object]:
    """Status of the newest assessed day, since when without a break, and its flags. Newest day first."""
    if not standing:
        return {"status": "", "status_since": None, "flags": []}
    newest = standing[0]
    since = newest.day
    for row in standing:
        if row.status != newest.status:
            break
        since = row.day
    return {"status": newest.status, "status_since": since, "flags": [*newest.flags, *more]}


def _more_flags(change: Change, rows: Whole, standing: Sequence[Said]) -> tuple[str, ...]:
    """The qualifier of the newest verdict while its second entry is not done."""
    if not standing or not controls.settings(change.connection).second_entry:
        return ()
    template = subject_records.template_of(change.connection, rows)
    return second_lines.flags_of_day(change.connection, rows, template, standing[0].day)


def _by_day(counts: Sequence[Row], analyte: str) -> list[Any]:
    """One value a day, the lowest, oldest day first."""
    lowest: dict[date, Any] = {}
    for row in counts:
        if row.analyte == analyte:
            lowest[row.day] = min(lowest.get(row.day, row.value), row.value)
    return [lowest[day] for day in sorted(lowest)]
