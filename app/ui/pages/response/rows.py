"""The evidence of a verdict as rows of words: what the tree shows and what a screen reader says. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.truth import UNKNOWN, Truth
from app.domain.values import dataclass
from app.i18n.evidence import (
    criterion_text,
    observed_text,
    reason_text,
    required_text,
    source_text,
    verdict_word,
)

if TYPE_CHECKING:
    from datetime import date

    from app.domain.evidence import Evidence, Fact, Verdict
    from app.i18n import Texts

OBSERVED_CELL = 2
_ORDER = {UNKNOWN: 0}


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion in words. `asides` are grey texts by column; `spoken` is what a screen reader says."""

    node: Evidence
    code: str
    cells: tuple[str, str, str, str, str]  # criterion, required, observed, verdict, source
    asides: Mapping[int, str]
    verdict: Truth
    reason: str
    spoken: str
    children: tuple[Row, ...] = field(default=())

    def whole(self, column: int) -> str:
        """A cell with its aside, for where it had to be cut."""
        return f"{self.cells[column]} {self.asides.get(column, '')}".strip()

    @property
    def group(self) -> bool:
        """Whether other criteria stand below it."""
        return bool(self.children)


def rows(verdict: Verdict, texts: Texts) -> tuple[Row, ...]:
    """The criteria under the status. Where it is not evaluable, the unknown ones come first."""
    first_unknown = verdict.status == "NE"
    made = [_row(node, texts, verdict.day, first_unknown=first_unknown) for node in verdict.evidence.children]
    return _ordered(made, first_unknown=first_unknown)


def _ordered(made: list[Row], *, first_unknown: bool) -> tuple[Row, ...]:
    return tuple(sorted(made, key=lambda row: _ORDER.get(row.verdict, 1)) if first_unknown else made)


def _row(node: Evidence, texts: Texts, on: date, *, first_unknown: bool) -> Row:
    made = [_row(child, texts, on, first_unknown=first_unknown) for child in node.children]
    children = _ordered(made, first_unknown=first_unknown)
    name, required = criterion_text(node, texts), required_text(node, texts)
    plain = node._replace(observed=tuple(_as_stored(fact) for fact in node.observed))
    observed = _without_name(observed_text(plain, texts, on=on), texts.named(name, ""))
    aside = entered_text(node, texts)
    word, reason = verdict_word(node, texts), reason_text(node, texts)
    return Row(
        node=node,
        code=node.criterion,
        cells=(name, required, observed, word, source_text(node, texts)),
        asides={OBSERVED_CELL: aside} if aside else {},
        verdict=node.verdict,
        reason=reason,
        spoken=_spoken(texts, (name, required, observed, word), reason),
        children=children,
    )


def _without_name(observed: str, opening: str) -> str:
    """ "No value …" where the name of the value already opens the row."""
    rest = observed.removeprefix(opening)
    return observed if rest == observed else rest[:1].upper() + rest[1:]


def _as_stored(fact: Fact) -> Fact:
    """The fact without its entered unit, which stands in grey behind it."""
    return fact._replace(entered_unit="") if fact.kind == "analyte" else fact


def entered_text(node: Evidence, texts: Texts) -> str:
    """(10.4 g/dL): the values of a criterion as entered, where the unit differs from the stored one."""
    entered = [
        f"{fact.entered_value}\N{NO-BREAK SPACE}{texts.unit(fact.entered_unit)}"
        for fact in node.observed
        if fact.entered_unit and fact.entered_unit != fact.unit and fact.kind == "analyte"
    ]
    return f"({', '.join(entered)})" if entered else ""


def _spoken(texts: Texts, said: tuple[str, str, str, str], reason: str) -> str:
    """Platelets: met, required more than 20, observed 58."""
    name, required, observed, word = said
    sentence = texts(
        "response.spoken",
        name=name,
        word=word.lower(),
        required=aloud(texts, required),
        observed=observed,
    )
    return texts.spoken([sentence, reason]) if reason and reason not in observed else sentence


def aloud(texts: Texts, limit: str) -> str:
    """A limit with its sign as a word: more than 20."""
    for sign, key in (("≥", "at_least"), ("≤", "at_most"), (">", "more_than"), ("<", "less_than")):
        if limit.startswith(sign):
            return texts(f"response.aloud.{key}", value=limit.removeprefix(sign).strip())
    return limit
