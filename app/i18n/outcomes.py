"""What became of a subject, line by line: the same for window, paper and command line."""

from collections.abc import Iterator
from datetime import date

from app.domain.evidence import Evidence
from app.domain.protocol.model import Template
from app.domain.protocol.response import CriteriaRules, RiseRules
from app.domain.response.outcomes import Left, Outcomes, Reached, Span
from app.domain.response.turning import Turn
from app.domain.timeline import study_day
from app.domain.truth import TRUE
from app.domain.values import dataclass
from app.i18n.endings import said_text
from app.i18n.evidence import joined, source_text
from app.i18n.texts import Texts


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, the answer, and by which rule."""

    code: str
    label: str
    value: str
    about: str


class Wording:
    """Words for the outcomes of one subject; study days count from `anchor`."""

    def __init__(self, template: Template, anchor: date, texts: Texts) -> None:
        self._template, self._anchor, self._texts = template, anchor, texts

    def lines(self, found: Outcomes) -> tuple[Line, ...]:
        """Best and first response, duration, relapse or loss, failure-free and overall survival."""
        return (
            self._line("best", self._reached(found.best)),
            self._line("first", self._first(found.first_response)),
            *self._lineages(found),
            self._line("duration", self._duration(found.duration), about=""),
            self._turning(found),
            self._failure_free(found),
            self._survival(found),
        )

    def _line(self, code: str, value: str, *, about: str | None = None) -> Line:
        texts = self._texts
        said = texts(f"outcomes.{code}_about") if about is None else about
        return Line(code, texts(f"outcomes.{code}"), value, said)

    def _reached(self, found: Reached | None) -> str:
        texts = self._texts
        if found is None:
            return texts("outcomes.best_none")
        return texts(
            "outcomes.reached",
            status=found.status,
            date=texts.date(found.day),
            day=texts.study_day(found.days),
        )

    def _first(self, found: Reached | None) -> str:
        texts = self._texts
        if found is None:
            return texts("outcomes.first_none")
        day = texts.date(found.day)
        return texts("outcomes.first_value", status=found.status, date=day, days=found.days)

    def _lineages(self, found: Outcomes) -> Iterator[Line]:
        texts = self._texts
        parts = []
        for key, days in found.lineages.items():
            named = f"outcomes.lineage.{key}"
            name = texts(named) if texts.has(named) else key
            code = "outcomes.lineage_none" if days is None else "outcomes.lineage"
            parts.append(texts(code, name=name, days=days))
        if parts:
            yield self._line("lineages", texts.listed(parts))

    def _duration(self, found: Span | None) -> str:
        if found is None:
            return self._texts("outcomes.duration_none")
        return self._span("duration", found)

    def _turning(self, found: Outcomes) -> Line:
        """Relapse, or the loss of the response where the template has no relapse."""
        rules = self._template.response
        relapsing = isinstance(rules, CriteriaRules) and rules.relapse is not None
        code = "relapse" if relapsing or found.relapse is not None else "lost"
        turn = found.relapse if code == "relapse" else found.lost
        none = "outcomes.relapse_none" if found.first_response else "outcomes.relapse_none_yet"
        value = self._texts(none) if turn is None else self._turn(turn)
        source = rules.relapse.source if isinstance(rules, CriteriaRules) and rules.relapse else ""
        if not source:
            source = "site A-14" if isinstance(rules, RiseRules) else rules.source
        about = self._texts(f"outcomes.{code}_about", source=self._source(source))
        return self._line(code, value, about=about)

    def _turn(self, turn: Turn) -> str:
        texts = self._texts
        day = texts.study_day(study_day(self._anchor, turn.day))
        return texts(
            "outcomes.relapse_value", date=texts.date(turn.day), day=day, cause=self._cause(turn.rule)
        )

    def _failure_free(self, found: Outcomes) -> Line:
        texts, rules = self._texts, self._template.response
        counted = [
            code for code in rules.ffs_events if code != "no_response" or rules.ffs_nr_visit is not None
        ]
        about = texts(
            "outcomes.ffs_about",
            causes=joined((self._cause(code) for code in counted), texts),
            start=texts(f"outcomes.start.{rules.os_from}"),
            source=self._source("site A-15"),
        )
        return self._line("ffs", self._counted("ffs", found.failure_free, found.left), about=about)

    def _survival(self, found: Outcomes) -> Line:
        texts = self._texts
        about = texts("outcomes.os_about", start=texts(f"outcomes.start.{self._template.response.os_from}"))
        return self._line("os", self._counted("os", found.survival, found.left), about=about)

    def _counted(self, code: str, span: Span | None, left: Left | None) -> str:
        """A survival time; one that somebody's leaving cut off says so."""
        if span is None:
            return self._texts("outcomes.ffs_unknown")
        said = self._span(code, span)
        if span.ended or left is None:
            return said
        return self._texts("outcomes.censored", said=said, how=said_text(left.kind, left.day, self._texts))

    def _span(self, code: str, span: Span) -> str:
        texts = self._texts
        key = f"outcomes.{code}_{'ended' if span.ended else 'open'}"
        return texts(key, days=span.days, date=texts.date(span.stop), cause=self._cause(span.cause))

    def _cause(self, code: str) -> str:
        if not code:
            return ""
        key = f"outcomes.cause.{code}"
        if not self._texts.has(key):
            return code.replace("_", " ")
        return self._texts(key, day=self._nr_day()) if code == "no_response" else self._texts(key)

    def _nr_day(self) -> str:
        """The study day of the assessment whose NR is a failure."""
        wanted = self._template.response.ffs_nr_visit
        day = next((visit.day for visit in self._template.visits if visit.id == wanted), None)
        return self._texts.study_day(day) if day is not None else wanted or ""

    def _source(self, source: str) -> str:
        """NCT02218437, A-14; site default A-15."""
        said = source_text(Evidence("status", TRUE, source=source), self._texts)
        return said[:1].upper() + said[1:]


def outcome_lines(found: Outcomes, template: Template, *, anchor: date, texts: Texts) -> tuple[Line, ...]:
    """The lines of a subject's outcomes."""
    return Wording(template, anchor, texts).lines(found)
