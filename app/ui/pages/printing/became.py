"""What became of a batch of summaries, in words: how many, why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.words import refusal

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Texts
    from app.services.batches import Failed, Outcome

NAMED = 6  # so many of those that failed for one reason are named


def news(texts: Texts, outcome: Outcome, *, total: int, where: Path) -> Notice | None:
    """The news of `total` summaries that were to be written to `where`; None where nothing became of them."""
    said = []
    if outcome.refused is not None:
        said += [refusal(texts, outcome.refused), texts("papers.written_of", count=outcome.made, total=total)]
    elif outcome.stopped:
        said.append(texts("papers.stopped", count=outcome.made))
    elif outcome.made:
        said.append(texts("papers.made", count=outcome.made, pages=outcome.pages, where=str(where)))
    if outcome.beside:
        said.append(texts("papers.beside", count=outcome.beside))
    if outcome.failed:
        said.append(texts("papers.some_not_made", count=len(outcome.failed)))
    if outcome.refused is not None:
        return failure(texts, outcome.refused, texts.sentences(said))
    whole = not (outcome.stopped or outcome.failed)
    return Notice("done" if whole else "warning", texts.sentences(said)) if said else None


def not_made(texts: Texts, failed: tuple[Failed, ...]) -> str:
    """Each reason once, behind the summaries that it kept from being made."""
    names: dict[str, list[str]] = {}
    for each in failed:
        member = each.member
        visit = texts.written(member.title) or texts.date(member.day)
        name = texts("papers.not_made_one", code=member.code, visit=visit)
        names.setdefault(texts(f"errors.{each.code}", **each.params), []).append(name)
    said = []
    for why, named in names.items():
        more = [texts("papers.not_made_more", n=len(named) - NAMED)] if len(named) > NAMED else []
        said.append(texts.named(texts.clauses([*named[:NAMED], *more]), why))
    return texts("papers.not_made", list="\n".join(said)) if said else ""
