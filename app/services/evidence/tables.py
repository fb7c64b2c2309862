"""The rules as written, the other definitions, what was given, and the verdicts so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.causes import cause_text
from app.i18n.comparisons import about_text, answer_text, because_text, title_text
from app.i18n.drugs import drug_name
from app.reports.content import Entry, Piece
from app.reports.evidence_content import PlainTable, RuleText
from app.services import overrides
from app.services.evidence.runs import day_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.definitions import Comparison
    from app.services.contracts.assessments import AssessmentRow
    from app.services.contracts.subjects import MedicationRow, TransfusionRow
    from app.services.summary.basis import Basis

# The topics that a status rests on, in reading order; the second ones only where nothing was reached.
_TOPICS = ("cr", "pr", "response", "anc", "hb", "plt", "overall")
_FAILED = ("nr", "window")
_MOST_VERDICTS = 9


def rules(basis: Basis) -> tuple[RuleText, ...]:
    """Each rule that bears on the status, as registered beside as interpreted."""
    status = basis.verdict.status if basis.verdict else ""
    wanted = list(_TOPICS)
    if status in {"NR", "PENDING", "NE"}:
        wanted += _FAILED
    if status in {"RELAPSE", "CLONAL_EVOLUTION"} or _relapse_looked_at(basis):
        wanted.append("relapse")
    quotes = {quote.topic: quote for quote in basis.template.quotes}
    texts = basis.texts
    return tuple(
        RuleText(
            _topic(basis, topic),
            texts("evidence.quote", text=quotes[topic].registered)
            if quotes[topic].registered
            else texts("evidence.no_quote"),
            texts.written(quotes[topic].interpreted),
        )
        for topic in wanted
        if topic in quotes
    )


def _relapse_looked_at(basis: Basis) -> bool:
    flags = basis.verdict.flags if basis.verdict else ()
    return any("relapse" in flag for flag in flags)


def _topic(basis: Basis, topic: str) -> str:
    key = f"evidence.topic_{topic}"
    return basis.texts(key) if basis.texts.has(key) else topic.upper()


def others(basis: Basis, answers: Sequence[Comparison]) -> PlainTable | None:
    """The same day under every other definition; recalled wording is marked and the mark explained."""
    texts = basis.texts
    found = [answer for answer in answers if answer.definition is not None]
    if not found:
        return None
    own = basis.verdict.status if basis.verdict else ""
    rows = []
    for answer in found:
        assert answer.definition is not None
        day = answer.reached.isoformat() if answer.reached is not None else ""
        shown = answer_text(answer, texts, day=day)
        weight = "bold" if answer.kind == "status" and answer.applies and answer.status != own else "semibold"
        name = (Piece(title_text(answer, texts)), Piece(f"  {about_text(answer, texts)}", "", "secondary"))
        rows.append((name, (Piece(shown, weight),), because_text(answer, texts)))
    notes = () if all(answer.verified for answer in found) else (texts("definitions.unverified"),)
    return PlainTable(
        (texts("evidence.other_definition"), texts("evidence.other_answer"), texts("evidence.other_because")),
        tuple(rows),
        (84, 28, 66),
        ("left", "left", "left"),
        notes,
    )


def given(basis: Basis) -> tuple[Entry, ...]:
    """Transfusions by product, growth factor and cells, each with its days."""
    texts = basis.texts
    lines = [
        Entry(texts(f"evidence.given_{product}"), _units(basis, rows))
        for product in ("RBC", "PLT")
        for rows in [
            [row for row in basis.course.transfusions if row.product == product and row.day <= basis.on]
        ]
    ]
    washouts = basis.template.response.gcsf_washout_days
    courses = [
        row
        for row in basis.course.medications
        if row.drug.strip().lower() in washouts and row.start <= basis.on
    ]
    said = [
        texts(
            "evidence.given_course",
            drug=drug_name(texts, row.drug),
            days=_course_days(basis, row),
        )
        for row in courses
    ]
    lines.append(Entry(texts("evidence.given_GCSF"), texts.clauses(said) or texts("evidence.none")))
    for product in ("ATG", "MSC"):
        days = sorted(
            {row.day for row in basis.course.infusions if row.product == product and row.day <= basis.on}
        )
        if days or any(plan.product == product for plan in basis.template.treatments):
            shown = texts.listed(basis.day(day) for day in days) or texts("evidence.none")
            lines.append(Entry(texts(f"evidence.given_{product}"), shown))
    return tuple(lines)


def _course_days(basis: Basis, row: MedicationRow) -> str:
    """From the first to the last day, or going on; with the precision with which they are known."""
    texts = basis.texts
    start = row.start_known or basis.day(row.start)
    if row.ongoing or (row.stop is not None and row.stop > basis.on):
        return texts("evidence.given_ongoing", day=start)
    if row.exact and row.stop is not None:
        return day_range(basis, row.start, row.stop)
    return f"{start} – {row.stop_known or (basis.day(row.stop) if row.stop is not None else '')}"


def _units(basis: Basis, rows: Sequence[TransfusionRow]) -> str:
    """D1, D8 (2 units), D20; last 2026-07-26, 18 d before."""
    texts = basis.texts
    if not rows:
        return texts("evidence.none")
    days = texts.listed(
        basis.day(row.day)
        if row.units == 1
        else texts("evidence.units", day=basis.day(row.day), units=texts.number(row.units))
        for row in rows
    )
    last = max(row.day for row in rows)
    return texts("evidence.given_days", days=days, last=last.isoformat(), ago=(basis.on - last).days)


def verdicts(basis: Basis) -> PlainTable:
    """Every verdict up to the day, newest first; superseded ones say so."""
    texts = basis.texts
    shown = sorted(
        (row for row in basis.history if row.day <= basis.on),
        key=lambda row: (row.day, row.superseded_at is None, row.computed_at),
        reverse=True,
    )
    rows = [_verdict(basis, row) for row in shown[:_MOST_VERDICTS]]
    left = len(shown) - len(rows)
    notes = (texts("evidence.more_verdicts", count=left),) if left > 0 else ()
    none = (texts("evidence.none"), "", "")
    return PlainTable(
        (texts("evidence.assessed"), texts("evidence.verdict"), texts("evidence.why")),
        tuple(rows) or (none,),
        (34, 22, 52),
        ("left", "left", "left"),
        notes,
    )


def _verdict(basis: Basis, row: AssessmentRow) -> tuple[str | tuple[Piece, ...], ...]:
    texts = basis.texts
    this = row.day == basis.on and row.superseded_at is None
    parts = [texts("evidence.this_report")] if this else []
    parts += _flags(basis, row.flags)
    if row.cause is not None:
        parts.append(cause_text(row.cause, row.status, texts, on=row.day))
    if row.override is not None:
        parts.append(overrides.words(row.override, texts))
    if row.superseded_at is not None:
        parts.append(texts("evidence.superseded", moment=f"{row.superseded_at.astimezone():%Y-%m-%d}"))
    when = texts("summary.meta_date_value", **basis.dated(row.day))
    weight = "semibold" if this else "regular"
    return (Piece(when, weight),), (Piece(row.status.replace("_", " "), weight),), texts.clauses(parts)


def _flags(basis: Basis, codes: Iterable[str]) -> list[str]:
    texts = basis.texts
    return [texts(f"flags.{code}") if texts.has(f"flags.{code}") else code for code in codes]
