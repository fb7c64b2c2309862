"""Pictures of a subject that leave the program: the audit keeps who took which, and its checksum."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.context import Context

ACTION, FIELD = "exported", "course_picture"
EXPORT = "exports.make"


def may_take(context: Context) -> bool:
    """Whether the signed-in user may take a picture away."""
    from app.services import access

    return access.may(context, EXPORT)


def left(context: Context, subject_id: int, *, name: str, data: bytes) -> None:
    """Write to the audit that a picture of a subject's course left. `name`: the file's, without its folder.

    Raises ServiceError `not_allowed`.
    """
    from hashlib import sha256

    from app.services import access
    from app.services.transactions import changing
    from app.storage.types import canonical

    access.require(context, EXPORT)
    about = {"document": name, "sha256": sha256(data).hexdigest()}
    with changing(context) as change:
        change.note(
            ACTION,
            table="subject",
            row_id=subject_id,
            subject_id=subject_id,
            field=FIELD,
            new=canonical(about),
        )
