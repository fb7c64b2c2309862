"""What a preview says, as rows of words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import amendments as said
from app.ui import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Texts
    from app.services.amendments import Preview

Cells = tuple[str, ...]


def visits(preview: Preview, texts: Texts) -> tuple[Cells, ...]:
    """Visit, before, after, what happens."""
    return tuple(
        (
            texts.written(move.title),
            said.window_text(move.before, texts),
            said.window_text(move.after, texts),
            said.what_text(move, texts),
        )
        for move in preview.moves
    )


def verdicts(preview: Preview, texts: Texts) -> tuple[Cells, ...]:
    """Day, before, after; a status never without its flags."""
    return tuple(
        (
            texts("amend.day", date=texts.date(row.day), study_day=texts.study_day(row.study_day)),
            _status(row.before, row.flags_before, texts),
            _status(row.after, row.flags_after, texts),
        )
        for row in preview.verdicts
    )


def rules(preview: Preview, texts: Texts) -> tuple[Cells, ...]:
    """Rule, in the older version, in the newer one."""
    return tuple(
        (
            said.rule_text(difference, texts),
            said.side_text(difference.before, texts),
            said.side_text(difference.after, texts),
        )
        for difference in preview.rules
    )


def subjects(previews: Sequence[Preview], texts: Texts) -> tuple[Cells, ...]:
    """Subject, version before and after, how much changes."""
    return tuple((each.code, each.old, each.new, done([each], texts)) for each in previews)


def verdicts_of_all(previews: Sequence[Preview], texts: Texts) -> tuple[Cells, ...]:
    """The verdicts of several subjects, each with its subject."""
    return tuple(
        (texts("amend.of_subject", code=each.code, what=day), before, after)
        for each in previews
        for day, before, after in verdicts(each, texts)
    )


def rules_of_all(previews: Sequence[Preview], texts: Texts) -> tuple[Cells, ...]:
    """The rules that differ from any of the older versions, each once."""
    return tuple(dict.fromkeys(row for each in previews for row in rules(each, texts)))


def done(previews: Sequence[Preview], texts: Texts) -> str:
    """What changes, for the notice."""
    visits_changed = sum(len(each.moves) for each in previews)
    return texts(
        "amend.done_what", visits=visits_changed, verdicts=sum(len(each.verdicts) for each in previews)
    )


def _status(status: str, flags: tuple[str, ...], texts: Texts) -> str:
    if not status:
        return texts("amend.status_none")
    if not flags:
        return status
    return texts("amend.with_flags", status=status, flags=texts.listed(words.flags(texts, flags)))
