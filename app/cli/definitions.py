"""The answers of other definitions as lines of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.comparisons import about_text, answer_text, because_text, title_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.definitions import Comparison
    from app.i18n import Texts


def tell_answers(answers: Sequence[Comparison], texts: Texts) -> None:
    """One line a definition, the protocol first; recalled wording is marked and the mark explained."""
    print(texts("definitions.cli_header"))
    for answer in answers:
        title = title_text(answer, texts)
        if answer.definition is not None:
            title = texts("definitions.cli_answer", title=title, about=about_text(answer, texts))
        day = answer.reached.isoformat() if answer.reached is not None else ""
        print("\t".join((title, answer_text(answer, texts, day=day), because_text(answer, texts) or "-")))
    if not all(answer.verified for answer in answers):
        print(texts("definitions.unverified"))
