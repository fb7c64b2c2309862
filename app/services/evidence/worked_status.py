"""The last step of a verdict: from the answers of the criteria to the status, in the order of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.protocol.response import CriteriaRules, RunRules
from app.domain.truth import Truth
from app.i18n.evidence import name_text
from app.reports.content import Piece
from app.services.evidence.worked_lines import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.evidence import Verdict
    from app.reports.content import Words
    from app.services.summary.basis import Basis

_LOOKED_BACK = ("relapse_persisting", "relapse_suspected", "after_relapse")


def lines(basis: Basis) -> tuple[Words, ...]:
    """Why the answers above lead to the status."""
    verdict = basis.verdict
    if verdict is None:
        return ()
    return tuple(_lines(basis, verdict))


def _lines(basis: Basis, verdict: Verdict) -> Iterator[Words]:
    texts = basis.texts
    answers = {node.criterion: node.verdict for node in verdict.evidence.children}
    rules = basis.template.response
    if answers.get("no_overriding_event") is Truth.FALSE:
        yield _told(basis, "by_event", verdict)
        return
    if answers.get("no_relapse") is Truth.FALSE:
        yield _told(basis, "by_relapse", verdict)
        return
    if verdict.lineage and not isinstance(rules, CriteriaRules):
        said = (_state(basis, key, state) for key, state in verdict.lineage.items())
        yield texts.clauses(said)
    if isinstance(rules, RunRules):
        yield texts(f"evidence.overall_{rules.overall_rule}", leading=rules.leading)
    yield _told(basis, _because(basis, verdict, answers), verdict)
    if rules.confirm_days and answers.get("confirmed") is not Truth.TRUE and "confirmed" in answers:
        yield texts("evidence.status_unconfirmed", days=rules.confirm_days)
    if verdict.continue_infusions is not None:
        yield texts(f"evidence.infusions_{'yes' if verdict.continue_infusions else 'no'}")


def _told(basis: Basis, why: str, verdict: Verdict) -> Words:
    day = basis.texts.study_day(basis.template.response.nr_from_day)
    said = basis.texts(f"evidence.status_{why}", day=basis.day(basis.on), from_day=day)
    return Piece(spaced(said)), Piece(verdict.status.replace("_", " "), "bold")


def _state(basis: Basis, key: str, state: str | int | None) -> str:
    """ANC CR; of rules that count days, the day of the response."""
    texts = basis.texts
    named = f"criteria.lineage.{key}"
    name = texts(named) if texts.has(named) else name_text(key, texts)
    if state is None:
        return texts("evidence.lineage_none", name=name)
    shown = texts.study_day(state) if isinstance(state, int) else state
    return f"{name} {shown}"


def _because(basis: Basis, verdict: Verdict, answers: dict[str, Truth]) -> str:
    """Which sentence tells how the answers became the status."""
    flags = set(verdict.flags)
    if answers.get("cr") is Truth.TRUE:
        return "cr"
    if answers.get("pr") is Truth.TRUE:
        return "pr_cr_unknown" if answers.get("cr") is Truth.UNKNOWN else "pr"
    for flag in _LOOKED_BACK:
        if flag in flags:
            return flag
    if isinstance(basis.template.response, CriteriaRules):
        if Truth.UNKNOWN in {answers.get("cr"), answers.get("pr")}:
            return "unknown"
        if verdict.status == "NE":
            return "strict"
    if verdict.status in {"CR", "PR"}:
        return "lineages"
    return {"PENDING": "pending", "NR": "nr"}.get(verdict.status, "unknown")
