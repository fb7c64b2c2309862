"""The rows of the subject that was read last, for who asks again before anything is written.

A form asks at each pause of its typist, and its save once more: reading a course anew takes longer than
checking what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.diagnosis import Diagnosis
    from app.storage.courses import Whole
    from app.storage.rows import Connection


class LastRead:
    """Good while the trail has no new line: each transaction that changes data adds one, in any process."""

    def __init__(self) -> None:
        self._held: tuple[tuple[int, str], Whole] | None = None
        self.diagnosed: tuple[Whole, Diagnosis] | None = None  # by these rows: see `services.diagnoses`

    def whole(self, connection: Connection, subject_id: int) -> Whole:
        """Every row of a subject. Within a transaction it is asked before anything is written.

        Raises ServiceError `subject_unknown`.
        """
        from app.services import subject_records
        from app.storage import audit

        reached = audit.newest(connection)
        held = self._held
        if held is not None and held[0] == reached and held[1].subject.id == subject_id:
            return held[1]
        rows = subject_records.whole(connection, subject_id)
        self._held = reached, rows
        return rows
