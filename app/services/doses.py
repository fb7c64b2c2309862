"""Doses: a signed override of the maximum, and an entered dose completed by what the study knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.dosing.drugs import weight_counts
from app.services.contracts.visits import InfusionEntry, SignedOverride
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.context import Context
    from app.services.contracts.visits import Previous, VisitDraft

OVERRIDE = "doses.override"


def sign_override(
    context: Context, passphrase: str, *, reason: str, cells_total: Decimal, weight_kg: Decimal
) -> SignedOverride:
    """Sign one dose above the maximum; it is stored and audited with the visit that holds the dose.

    Raises ServiceError `not_allowed`, `reason_missing`, `cannot_confirm`.
    """
    from app.services import access, signing

    access.require(context, OVERRIDE)
    if not reason.strip():
        raise ServiceError("reason_missing", fields=("override",))
    signing.confirm(context, passphrase)
    user = context.user
    return SignedOverride(user.id, user.user_name, context.clock(), reason.strip(), cells_total, weight_kg)


def plain_override(signed: SignedOverride) -> dict[str, object]:
    """A signed override as it is stored."""
    return {
        "user_id": signed.user_id,
        "user_name": signed.user_name,
        "at": signed.at.isoformat(timespec="milliseconds"),
        "reason": signed.reason,
        "cells_total": format(signed.cells_total, "f"),
        "weight_kg": format(signed.weight_kg, "f"),
    }


def read_override(stored: Mapping[str, object] | None) -> SignedOverride | None:
    """The override of a stored infusion."""
    if not stored:
        return None
    return SignedOverride(
        user_id=int(str(stored["user_id"])),
        user_name=str(stored["user_name"]),
        at=datetime.fromisoformat(str(stored["at"])),
        reason=str(stored["reason"]),
        cells_total=Decimal(str(stored["cells_total"])),
        weight_kg=Decimal(str(stored["weight_kg"])),
    )


def with_weights(draft: VisitDraft, previous: Mapping[str, Previous]) -> VisitDraft:
    """Give doses without a weight the newest one of the study, if it is not older than a week."""
    weighed = previous.get("WEIGHT")
    if weighed is None or all(entry.weight_kg is not None for entry in draft.infusions):
        return draft
    known = weighed

    def filled(entry: InfusionEntry) -> InfusionEntry:
        usable = entry.weight_kg is None and weight_counts(known.day, entry.day)
        return replace(entry, weight_kg=known.quantity.value) if usable else entry

    return replace(draft, infusions=tuple(map(filled, draft.infusions)))
