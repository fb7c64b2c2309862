"""Moving subjects to a newer version of their protocol: what would change, and the change with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.amendments import Preview, VerdictChange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.protocol.model import Template
    from app.services.context import Changes, Context


__all__ = ["Preview", "VerdictChange", "apply", "behind", "correct_day0", "newer", "preview", "preview_day0"]


def newer(context: Context, template: Template) -> str:
    """The version of a newer template of this id in the protocol folders, "" when there is none."""
    from app.services import amending

    return amending.newer(context, template)


def behind(context: Context, protocol: str, to_version: str) -> tuple[int, ...]:
    """The subjects with a day 0 on an older version of a protocol, by code."""
    from app.services import amending

    return amending.behind(context, protocol, to_version)


def preview(context: Context, subject_ids: Iterable[int], to_version: str) -> tuple[Preview, ...]:
    """What moving subjects to another version of their protocol would change; nothing is written.

    Raises ServiceError `subject_unknown`, `amendment_none`, `amendment_arm`, `amendment_not_enrolled`.
    """
    from app.services import amending

    return amending.preview(context, tuple(subject_ids), to_version)


def apply(context: Context, previews: Iterable[Preview], *, reason: str) -> Changes:
    """Move the subjects of the previews, all or none, in one audited transaction.

    Visits that took place never move. Raises what `preview` raises, `amendment_reason_missing`,
    `not_allowed`, and `stale` when a subject has changed since the preview.
    """
    from app.services import amending

    return amending.apply(context, tuple(previews), reason)


def preview_day0(context: Context, subject_id: int, day0: date) -> Preview:
    """What correcting day 0 would change: windows, study days, verdicts. Nothing is written.

    Raises ServiceError `subject_unknown`, `amendment_not_enrolled`, `day0_same`, `day0_future`,
    `day0_before_consent`.
    """
    from app.services import rescheduling

    return rescheduling.preview(context, subject_id, day0)


def correct_day0(context: Context, previewed: Preview, *, reason: str) -> Changes:
    """Correct day 0 as previewed, in one audited transaction. Raises as `apply`."""
    from app.services import rescheduling

    return rescheduling.apply(context, previewed, reason)
