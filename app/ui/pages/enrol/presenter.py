"""What the six steps say of a draft: which step stops and why, the summary line, the counts. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.eligibility import CriterionResult
from app.domain.plausibility import ADULT_FROM_YEARS
from app.domain.timeline import age_months
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.domain.values import dataclass
from app.i18n.problems import problem_text
from app.services import enrolment
from app.services.context import ServiceError
from app.services.enrolment import Stop
from app.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from app.domain.protocol.model import Template
    from app.domain.schedule import PlannedVisit
    from app.i18n import Texts
    from app.services.context import Context
    from app.services.enrolment import EnrolmentDraft
    from app.ui.pages.enrol.form import Form

STEPS = ("protocol", "subject", "eligibility", "consent", "day0", "calendar")
_FIELDS = {
    "protocol": ("protocol", "arm"),
    "subject": ("code", "sex", "birth_date", "weight_kg", "height_cm", "identity"),
    "consent": ("consent_version", "consent_date", "assent"),
    "day0": ("day0", "hsct_date"),
}
_STEP_OF = {name: step for step, names in _FIELDS.items() for name in names}
SEVERITY_NEEDS = ("ANC", "PLT", "RETIC_ABS")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the services say of a draft."""

    criteria: tuple[CriterionResult, ...] = ()
    stops: tuple[Stop, ...] = ()
    calendar: tuple[PlannedVisit, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many criteria are clear, unknown and failed."""

    clear: int
    unknown: int
    failed: int


@dataclass(frozen=True, slots=True)
class StepState:
    """One line of the list of steps. `reachable`: every step before it is complete."""

    name: str
    complete: bool
    reachable: bool
    detail: str


def evaluate(context: Context, draft: EnrolmentDraft) -> Evaluation:
    """Ask the services about a draft; nothing can be asked before a protocol is chosen."""
    if not draft.protocol or not draft.arm:
        return Evaluation()
    calendar: tuple[PlannedVisit, ...] = ()
    if draft.day0 is not None:
        try:
            calendar = enrolment.calendar(context, draft)
        except ServiceError:  # the same reason stands among the stops
            calendar = ()
    return Evaluation(enrolment.criteria(context, draft), enrolment.stops(context, draft), calendar)


def protocol_text(texts: Texts, template: Template, arm: str) -> str:
    """saa_atg 1.0 · MSC; the arm only where there is a choice."""
    shown = arm if len(template.arms) > 1 else ""
    return words.protocol_arm(template.id, shown, texts=texts, version=template.version)


def step_of(path: str) -> str:
    """The step that holds the field of a stop."""
    return _STEP_OF.get(path.split(".", maxsplit=1)[0], "eligibility")


def merged(unread: Sequence[Stop], stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Stops of texts that cannot be used before those of the services; one for a field is enough."""
    told = {stop.path for stop in unread}
    return (*unread, *(stop for stop in stops if stop.path not in told))


def unchosen(form: Form) -> tuple[Stop, ...]:
    """What stops before a protocol and arm are chosen: the services have nothing to say by then."""
    if not form.protocol:
        return (Stop("protocol", "protocol_missing", {}),)
    return () if form.arm else (Stop("arm", "arm_missing", {}),)


def counts(criteria: Iterable[CriterionResult]) -> Counts:
    """The figures at the top of the eligibility step."""
    verdicts = [result.verdict for result in criteria]
    return Counts(*(sum(verdict is kind for verdict in verdicts) for kind in (TRUE, UNKNOWN, FALSE)))


def needed_analytes(template: Template) -> tuple[str, ...]:
    """The screening values that the criteria of a template need, in the order of the criteria."""
    seen: dict[str, None] = {}
    for criterion in template.eligibility:
        rule = criterion.rule
        if rule is not None and rule.kind == "severity_in":
            seen.update(dict.fromkeys(SEVERITY_NEEDS))
        elif rule is not None and rule.kind == "analyte" and rule.analyte is not None:
            seen[rule.analyte] = None
    return tuple(seen)


def needs_marrow(template: Template) -> bool:
    """Whether a criterion needs the marrow report."""
    return any(c.rule is not None and c.rule.kind == "severity_in" for c in template.eligibility)


def stop_text(texts: Texts, stop: Stop) -> str:
    """The sentence of a stop, beside its field."""
    for area in ("enrol.stop", "plausibility", "errors"):
        first, _, rest = area.partition(".")
        prefix = f"{rest}." if rest else ""
        if texts.has(f"{first}.{prefix}{stop.code}"):
            return problem_text(texts, f"{prefix}{stop.code}", stop.params, area=first)
    return texts("enrol.stop.other", code=stop.code)


def age_in_full(texts: Texts, birth: date, on: date) -> str:
    """7 years 9 months, said at once beside the birth date; years alone for adults."""
    years, months = divmod(age_months(birth, on), 12)
    if years == 0:
        return texts("enrol.age_months" + ("_one" if months == 1 else ""), months=months)
    if months == 0 or years >= ADULT_FROM_YEARS:
        return texts("enrol.age_years" + ("_one" if years == 1 else ""), years=years)
    kind = ("_one_year" if years == 1 else "") + ("_one_month" if months == 1 else "")
    return texts(f"enrol.age{kind}", years=years, months=months)


def person_text(texts: Texts, draft: EnrolmentDraft, on: date) -> str:
    """Girl, boy, woman or man with the age, as far as known."""
    born = draft.birth_date
    if draft.sex is None:
        return words.age(texts, born=born, on=on) if born is not None else ""
    if born is None:
        return texts(f"enrol.sex.{draft.sex}")
    return words.person(texts, draft.sex, born=born, on=on)


def summary(texts: Texts, draft: EnrolmentDraft, on: date) -> str:
    """The line beside the title: TJ-022 · girl, 7 y 9 mo · 24.0 kg · 123 cm."""
    parts = [draft.code, person_text(texts, draft, on)]
    if draft.weight_kg is not None:
        parts.append(f"{texts.number(draft.weight_kg, 1)} kg")
    if draft.height_cm is not None:
        parts.append(f"{texts.number(draft.height_cm)} cm")
    return " · ".join(part for part in parts if part)


def step_states(texts: Texts, draft: EnrolmentDraft, told: Told, *, today: date) -> tuple[StepState, ...]:
    """The six lines of the list of steps."""
    stopped = {step_of(stop.path) for stop in told.stops}
    details = _details(texts, draft, told, today)
    states: list[StepState] = []
    open_before = False
    for name in STEPS:
        complete = name not in stopped and told.asked and (name != "calendar")
        states.append(StepState(name, complete and not open_before, not open_before, details[name]))
        open_before = open_before or not complete
    return tuple(states)


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of a draft. `stops` of texts and services; `asked` once the services answered."""

    template: Template | None
    evaluation: Evaluation
    stops: tuple[Stop, ...]
    asked: bool


def _details(texts: Texts, draft: EnrolmentDraft, told: Told, today: date) -> dict[str, str]:
    template, criteria = told.template, told.evaluation.criteria
    answered = sum(result.verdict is not UNKNOWN for result in criteria)
    chosen = ""
    if template is not None and draft.arm:
        chosen = protocol_text(texts, template, draft.arm)
    consent = ""
    if draft.consent_date is not None:
        consent = " · ".join(part for part in (draft.consent_version, texts.date(draft.consent_date)) if part)
    visits = len(told.evaluation.calendar)
    return {
        "protocol": chosen,
        "subject": texts.spoken(part for part in (draft.code, person_text(texts, draft, today)) if part),
        "eligibility": texts("enrol.answered", n=answered, of=len(criteria)) if criteria else "",
        "consent": consent,
        "day0": texts.date(draft.day0) if draft.day0 is not None else "",
        "calendar": texts("enrol.visit_count", n=visits) if visits else "",
    }


def next_hindrance(texts: Texts, told: Told, step: str) -> str:
    """Why Next is disabled on a step; "" where it may be pressed."""
    if not told.asked:
        return texts("enrol.hindrance.checking")
    if step == "eligibility":
        return _eligibility_hindrance(texts, told)
    mine = [stop for stop in told.stops if step_of(stop.path) == step or step == "calendar"]
    return stop_text(texts, mine[0]) if mine else ""


def failure_hindrance(texts: Texts, told: Told) -> str:
    """Why the draft cannot be kept as a screen failure; "" where it can."""
    if not told.asked or any(step_of(stop.path) in {"protocol", "subject"} for stop in told.stops):
        return texts("enrol.failure.code_missing")
    wrong = (stop for stop in told.stops if stop.path == "consent_date")
    return next((stop_text(texts, stop) for stop in wrong if stop.code != "consent_date_missing"), "")


def _eligibility_hindrance(texts: Texts, told: Told) -> str:
    fields = [
        stop
        for stop in told.stops
        if step_of(stop.path) == "eligibility"
        and not stop.path.startswith("answers.")
        and stop.path != "answers"
    ]
    if fields:
        return stop_text(texts, fields[0])
    for verdict, key in ((FALSE, "failed"), (UNKNOWN, "unknown")):
        ids = [result.criterion.id for result in told.evaluation.criteria if result.verdict is verdict]
        if ids:
            return texts(f"enrol.hindrance.{key}", ids=texts.listed(ids))
    return ""
