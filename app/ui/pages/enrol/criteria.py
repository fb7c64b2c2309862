"""The words of one eligibility criterion: data or answer, verdict, source, reason, readings. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.eligibility import numbers
from app.domain.quantities import ANALYTES
from app.domain.truth import FALSE, TRUE, Truth
from app.domain.values import dataclass
from app.i18n.problems import analyte_name
from app.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.eligibility import CriterionResult
    from app.domain.evidence import Fact
    from app.domain.protocol.model import EligibilityCriterion, Template
    from app.i18n import Texts


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One line of the eligibility step in words. `data` holds one line per day; `reason` says what to do."""

    number: str
    kind: str
    text: str
    by_data: bool
    by: str
    data: tuple[str, ...]
    verdict: Truth
    word: str
    source: str
    citation: str
    reason: str
    answered: bool

    def spoken(self, texts: Texts) -> str:
        """What a screen reader says of the line."""
        parts = (self.number, self.text, self.by, *self.data, self.word, self.reason)
        return texts.spoken(part.rstrip(".。") for part in parts if part)


@dataclass(frozen=True, slots=True)
class Readings:
    """A criterion as the registry has it and as this program applies it."""

    registered: str
    interpreted: str


def row(texts: Texts, template: Template, result: CriterionResult, *, on: date) -> CriterionRow:
    """The words of a result on the day of screening."""
    criterion = result.criterion
    by_data = result.answered_by == "data"
    source = template.source(criterion.source)
    site = source.kind == "site_default"
    return CriterionRow(
        number=numbers(template.eligibility)[criterion.id],
        kind=criterion.kind,
        text=texts.written(criterion.text),
        by_data=by_data,
        by=texts("eligibility.by_data" if by_data else "eligibility.by_user"),
        data=data_lines(texts, result.observed, on=on) if by_data else (),
        verdict=result.verdict,
        word=verdict_word(texts, criterion.kind, result.verdict),
        source=texts("eligibility.site_default") if site else source_name(source.key),
        citation=(
            texts("response.citation_recalled", citation=source.citation)
            if source.kind == "recalled"
            else source.citation
        ),
        reason=_reason(texts, result),
        answered=result.reason != "not_answered",
    )


def verdict_word(texts: Texts, kind: str, verdict: Truth) -> str:
    """Met and Not met for an inclusion, Absent and Present for an exclusion; Unknown for both."""
    if verdict is TRUE:
        return texts("eligibility.met" if kind == "inclusion" else "eligibility.absent")
    if verdict is FALSE:
        return texts("eligibility.not_met" if kind == "inclusion" else "eligibility.present")
    return texts("eligibility.unknown")


def choices(texts: Texts, kind: str) -> tuple[tuple[str, str], ...]:
    """The three answers of a criterion, as (code, words), in the order of the buttons."""
    if kind == "inclusion":
        words = (texts("eligibility.choice_confirmed"), texts("enrol.eligibility.not_confirmed"))
    else:
        words = (texts("eligibility.choice_present"), texts("eligibility.choice_absent"))
    return (("present", words[0]), ("absent", words[1]), ("unknown", texts("eligibility.choice_unknown")))


def readings(texts: Texts, criterion: EligibilityCriterion) -> Readings:
    """As registered beside as interpreted."""
    quoted = texts("enrol.eligibility.quote", text=criterion.registered) if criterion.registered else ""
    return Readings(
        quoted or texts("enrol.eligibility.no_registered"),
        texts.written(criterion.interpreted) or texts("enrol.eligibility.no_interpreted"),
    )


def source_name(key: str) -> str:
    """A source as the window names it: registry numbers in capitals, papers by their key."""
    return key.upper() if key.lower().startswith("nct") else key.capitalize()


def short_name(texts: Texts, code: str) -> str:
    """An analyte in few letters: ANC, PLT, Hb, retic."""
    key = f"enrol.short.{code}"
    return texts(key) if texts.has(key) else code


def data_lines(texts: Texts, facts: Iterable[Fact], *, on: date) -> tuple[str, ...]:
    """The facts of each day in one line: ANC 0.34, PLT 11, retic 16 · 17 Nov."""
    days: dict[date | None, list[str]] = {}
    births: list[str] = []
    for fact in facts:
        if fact.kind == "birth" and fact.day is not None:
            births.append(
                texts("enrol.born", date=texts.date(fact.day), age=words.age(texts, born=fact.day, on=on))
            )
        elif fact.value is not None:
            days.setdefault(fact.day, []).append(_fact(texts, fact))
    lines = [
        texts("enrol.facts_of_day", facts=texts.listed(parts), day=texts.short_date(day))
        if day
        else texts.listed(parts)
        for day, parts in days.items()
    ]
    return (*births, *lines)


def _fact(texts: Texts, fact: Fact) -> str:
    value = fact.value
    if value is None:
        return ""
    if fact.kind == "marrow":
        kind = "marrow_residual" if "residual" in fact.subject.lower() else "marrow"
        return texts(f"enrol.fact.{kind}", value=texts.number(value))
    spec = ANALYTES.get(fact.subject)
    shown = fact.bound + texts.number(value, spec.places if spec is not None else None)
    unit = " %" if fact.unit == "%" else ""
    return f"{short_name(texts, fact.subject)} {shown}{unit}"


def _reason(texts: Texts, result: CriterionResult) -> str:
    if result.verdict is FALSE:
        return texts("eligibility.failed_stops")
    if result.reason is None:
        return ""
    missing = texts.listed(
        texts("enrol.analyte_missing.MARROW") if code == "MARROW" else analyte_name(texts, code)
        for code in result.missing
    )
    rule = result.criterion.rule
    within = rule.within_days if rule is not None else None
    return texts(f"eligibility.{result.reason}", missing=missing, within_days=within)
