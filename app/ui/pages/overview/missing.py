"""What is missing of a subject, in words: for its verdict, for the assessment ahead, to confirm it. No Qt."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.criteria.view import NOT_EXACT
from app.domain.truth import UNKNOWN
from app.domain.values import dataclass
from app.i18n.agreed import planned_text
from app.i18n.drugs import drug_name
from app.i18n.evidence import name_text, reason_text
from app.i18n.today import Said
from app.services.contracts.today import GAP
from app.services.today_gaps import AHEAD_DAYS, lacking
from app.ui.visit_choice import latest_logged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.evidence import Verdict
    from app.i18n import Texts
    from app.services.subjects import VisitRow
    from app.ui.subject_view import SubjectView

CONFIRM_DAYS = 28  # a second qualifying assessment at least so much later
_MOST_LATE = 4
_NOT_SHOWN = frozenset({"MARROW", "CYTOGENETICS"})  # not among the counts: Today tells of them


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there: what, why it matters, and the visit, or its field, that would fill it."""

    title: str
    detail: str
    visit_id: int | None
    action: str
    late: bool = False
    field: str = ""


def gaps(view: SubjectView, texts: Texts, *, today: date) -> tuple[Gap, ...]:
    """What the verdict and the assessment ahead lack, what would confirm a response, what is late."""
    return (
        *_values(view, texts),
        *_inexact(view, texts),
        *_ahead(view, texts, today),
        *_confirmation(view, texts),
        *_late(view, texts, today),
    )


def _values(view: SubjectView, texts: Texts) -> Iterator[Gap]:
    verdict = view.verdict
    if verdict is None:
        return
    visit = latest_logged(view.course)
    for code in verdict.missing:
        base = code.removesuffix("_BASELINE")
        name = name_text(base, texts)
        title = texts("overview.missing_baseline" if code != base else "overview.missing_value", name=name)
        place = visit.id if visit else None
        detail = _why(verdict, base, name, texts)
        yield Gap(title, detail, place, texts("overview.enter"), field=f"values.{base}")


def _why(verdict: Verdict, code: str, name: str, texts: Texts) -> str:
    """For which days there is no value, and what that does to the status."""
    node = next(
        (
            node
            for node in verdict.evidence.walk()
            if node.verdict is UNKNOWN and node.params.get("analyte") == code and node.reason
        ),
        None,
    )
    if node is None:
        return texts("overview.missing_not_needed", status=verdict.status)
    rest = reason_text(node, texts).removeprefix(name).lstrip(":： ")  # the title names it
    said = rest[:1].upper() + rest[1:]
    if verdict.status != "NE":
        return said
    return texts.clauses((said, texts("overview.missing_decides", status=verdict.status)))


def _inexact(view: SubjectView, texts: Texts) -> Iterator[Gap]:
    """The courses whose days leave a criterion open: they are known to somebody, but not here."""
    if view.verdict is None:
        return
    open_nodes = (node for node in view.verdict.evidence.walk() if node.verdict is UNKNOWN)
    drugs = {fact.subject for node in open_nodes for fact in node.observed if fact.note == NOT_EXACT}
    status = view.verdict.status
    said = texts(
        "overview.missing_decides" if status == "NE" else "overview.missing_not_needed", status=status
    )
    detail = said[:1].upper() + said[1:]
    for course in view.course.medications:
        drug = course.drug.strip().lower()
        if course.exact or drug not in drugs:
            continue
        title = texts("criteria.fact.drug_inexact", drug=drug_name(texts, drug))
        field = f"medications.{course.id}"
        yield Gap(title, detail, course.visit_id, texts("overview.enter"), field=field)


def _ahead(view: SubjectView, texts: Texts, today: date) -> Iterator[Gap]:
    """Beside the usual counts, what an assessment asks for whose window is open, or opens within a week."""
    if view.course.ends.left is not None or view.verdict is None:
        return
    known = {(row.analyte, row.day) for row in view.course.counts if row.value is not None or row.missing}
    in_rule = {node.params.get("analyte") for node in view.verdict.evidence.walk()}
    for visit in view.course.visits:
        if visit.actual is not None or visit.missed or not visit.assessment or visit.latest is None:
            continue
        if visit.latest < today or visit.earliest is None or visit.earliest > today + timedelta(AHEAD_DAYS):
            continue
        names = tuple(code for code in lacking(visit, known) if code not in _NOT_SHOWN)
        if names:
            rule = tuple(code for code in names if code in in_rule)
            about = {"names": names, "rule": rule}
            said = Said(texts, today).line(
                GAP, about=about, title=visit.title, last=visit.latest, day=visit.target
            )
            detail = texts.clauses((said.when, said.why))
            detail = detail[:1].upper() + detail[1:]
            yield Gap(
                said.what, detail, visit.id, texts("overview.enter"), field=f"values.{(rule or names)[0]}"
            )


def _confirmation(view: SubjectView, texts: Texts) -> Iterator[Gap]:
    subject = view.course.subject
    over = view.course.ends.left is not None  # nothing can confirm it any more
    if not over and "unconfirmed" in subject.flags and subject.status_since is not None:
        when = texts.date(subject.status_since + timedelta(days=CONFIRM_DAYS))
        detail = texts("overview.second_panel_detail", date=when, status=subject.status)
        yield Gap(texts("overview.second_panel"), detail, None, "")


def _late(view: SubjectView, texts: Texts, today: date) -> Iterator[Gap]:
    late = [visit for visit in view.course.visits if visit.state == "late" and visit.latest is not None]
    for visit in late[:_MOST_LATE]:
        title = texts("overview.late_visit", title=texts.written(visit.title))
        yield Gap(title, _closed(visit, texts, today), visit.id, texts("overview.log_visit"), late=True)


def _closed(visit: VisitRow, texts: Texts, today: date) -> str:
    if visit.latest is None:
        return ""
    if visit.agreed is None:
        return texts("overview.late_detail", date=texts.date(visit.latest))
    planned = planned_text(texts, visit.agreed, today=today)
    return texts("overview.late_planned", date=texts.date(visit.latest), planned=planned)
