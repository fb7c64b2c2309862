"""What holds of a visit's verdict: the automatic status, or the one that a person signed for in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.status_marks import OVERRIDE
from app.domain.values import dataclass
from app.i18n.overrides import signed_text
from app.services.contracts.assessments import Override

if TYPE_CHECKING:
    from datetime import date

    from app.domain.evidence import Verdict
    from app.i18n import Texts
    from app.storage.rows import Row

FLAG, OTHER_DATA = OVERRIDE, "override_other_data"


@dataclass(frozen=True, slots=True)
class Said:
    """The status that holds on a day, with the qualifiers that must stand beside it."""

    day: date
    status: str
    flags: tuple[str, ...]


def said(verdict: Row | Verdict, override: Row | None) -> Said:
    """The signed status where there is one. The automatic verdict's own qualifiers say nothing of it."""
    if override is None:
        return Said(verdict.day, verdict.status, tuple(verdict.flags))
    other = getattr(verdict, "id", None) != override.assessment_id
    return Said(verdict.day, override.status, (FLAG, OTHER_DATA) if other else (FLAG,))


def row(stored: Row, *, standing: int) -> Override:
    """A stored override; `standing`: the automatic verdict of its visit that stands now."""
    return Override(
        id=stored.id,
        automatic=stored.automatic,
        status=stored.status,
        name=stored.display_name or stored.user_name,
        at=stored.at,
        reason_code=stored.reason_code,
        reason_text=stored.reason_text,
        other_data=stored.assessment_id != standing,
        undone_at=stored.undone_at,
        undone_by=stored.undone_by,
        undo_text=stored.undo_text,
    )


def words(signed: Override, texts: Texts) -> str:
    """Who signed, when, for which status in place of which, and why."""
    return signed_text(
        texts,
        name=signed.name,
        at=signed.at,
        status=signed.status,
        automatic=signed.automatic,
        code=signed.reason_code,
        why=signed.reason_text,
    )
