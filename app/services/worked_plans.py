"""The worked plan beside a template: a calendar in dates, and answers of eligibility rules that data give.

    {"calendar": [{"arm": "msc", "anchor_date": "2020-08-31", "hsct_date": null,
                   "visits": {"d90": ["2020-11-22", "2020-11-29", "2020-12-06"]}}],
     "eligibility": [{"criterion": "I-2", "on": "2020-08-31", "patient": {"sex": "F", "birth_date": …},
                      "labs": […], "marrow": {…}, "expected": "met"}]}

A calendar names every visit of its arm with the first, the planned and the last day of its window.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain import eligibility, schedule
from app.domain.protocol.faults import Fault
from app.domain.values import dataclass
from app.services.case_reader import CaseFault, read_case
from app.services.worked_cases import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from app.domain.eligibility import EligibilityFacts
    from app.domain.protocol.model import Template

Days = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The visits of an arm in dates: first, planned and last day of each."""

    arm: str
    anchor: date
    hsct: date | None
    visits: Mapping[str, Days]


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion of eligibility, what is known, and the answer: met, not_met or unknown."""

    criterion: str
    facts: EligibilityFacts
    expected: str


@dataclass(frozen=True, slots=True)
class WorkedPlan:
    """What a plan file says, and its faults."""

    calendars: tuple[Calendar, ...] = ()
    questions: tuple[Question, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_plan(path: Path, template: Template) -> WorkedPlan:
    """The worked plan of a file; what cannot be used is a fault."""
    content, _, faults = read_json(path)
    if faults:
        return WorkedPlan(faults=faults)
    if not isinstance(content, dict):
        return WorkedPlan(faults=(Fault(1, "", "worked_unreadable", {"detail": "no mapping"}),))
    calendars, questions, found = [], [], []
    for index, raw in enumerate(content.get("calendar") or []):
        try:
            calendars.append(_calendar(raw))
        except (KeyError, TypeError, ValueError) as problem:
            place = f"calendar[{index}]"
            found.append(Fault(1, place, "worked_unreadable", {"detail": f"{place}: {problem}"}))
    for index, raw in enumerate(content.get("eligibility") or []):
        place = f"eligibility[{index}]"
        try:
            questions.append(_question(raw, template))
        except CaseFault as fault:
            found.append(Fault(1, place, "worked_unreadable", {"detail": f"{place}: {fault}"}))
        except (KeyError, TypeError) as problem:
            found.append(Fault(1, place, "worked_unreadable", {"detail": f"{place}: {problem}"}))
    return WorkedPlan(tuple(calendars), tuple(questions), tuple(found))


def _calendar(raw: Mapping[str, Any]) -> Calendar:
    transplant = raw.get("hsct_date")
    visits = {
        str(name): (str(first), str(day), str(last)) for name, (first, day, last) in raw["visits"].items()
    }
    return Calendar(
        str(raw["arm"]),
        date.fromisoformat(raw["anchor_date"]),
        None if transplant is None else date.fromisoformat(transplant),
        visits,
    )


def _question(raw: Mapping[str, Any], template: Template) -> Question:
    """A question is read as a case of that day, so that values and units are checked alike."""
    on = raw["on"]
    base = {"id": "question", "kind": "severity", "protocol": template.id, "assess_on": on}
    named = {key: raw[key] for key in ("patient", "labs", "marrow", "medications") if key in raw}
    case = read_case(base | {"anchor_date": on} | named, (template.id,))
    facts = eligibility.EligibilityFacts(case.on, case.record.birth_date, case.record)
    return Question(str(raw["criterion"]), facts, str(raw["expected"]))


def plan_faults(worked: WorkedPlan, template: Template) -> Iterator[Fault]:
    """A fault for each day or answer that the template gives otherwise."""
    for calendar in worked.calendars:
        for name, detail in _calendar_differences(calendar, template):
            params = {"visit": name, "arm": calendar.arm, "detail": detail}
            yield Fault(1, name, "calendar_differs", params)
    for question in worked.questions:
        given = _answer(question, template)
        if given != question.expected:
            params = {"criterion": question.criterion, "expected": question.expected, "given": given}
            yield Fault(1, question.criterion, "eligibility_differs", params)


def _calendar_differences(calendar: Calendar, template: Template) -> Iterator[tuple[str, str]]:
    try:
        planned = schedule.plan(template, arm=calendar.arm, anchor=calendar.anchor, hsct=calendar.hsct)
    except KeyError:
        yield calendar.arm, "no such arm"
        return
    except ValueError as problem:
        yield calendar.arm, str(problem)
        return
    given = {
        visit.plan_id: tuple(
            day.isoformat() for day in (visit.window.earliest, visit.window.target, visit.window.latest)
        )
        for visit in planned
    }
    for name in sorted({*given, *calendar.visits}):
        if given.get(name) != calendar.visits.get(name):
            expected, got = calendar.visits.get(name, ("–",)), given.get(name, ("–",))
            yield name, f"expected {' '.join(expected)}, got {' '.join(got)}"


def _answer(question: Question, template: Template) -> str:
    for result in eligibility.evaluate(template, (), question.facts):
        if result.criterion.id == question.criterion:
            return result.verdict.value
    return "absent"


def plan_notices(worked: WorkedPlan, template: Template) -> bool:
    """Whether a day or an answer comes out otherwise under a changed template."""
    return next(plan_faults(worked, template), None) is not None
