"""The news of an action that was refused or failed: its sentence, and for support what failed beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.desk import Notice
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import ServiceError


def failure(texts: Texts, error: ServiceError, said: str = "") -> Notice:
    """`said` takes the place of the error's own sentence."""
    from app.services.beneath import beneath

    below = beneath(error)
    return Notice(
        "error", said or refusal(texts, error), texts("common.for_support", what=below) if below else ""
    )
