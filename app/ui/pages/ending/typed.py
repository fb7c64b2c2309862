"""What is typed into the form of an end, as plain texts, and what hinders it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH
from app.domain.values import dataclass
from app.services.contracts.endings import EndingDraft
from app.ui.dates import parse_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.endings import Ending


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form. Codes are empty until something is chosen."""

    kind: str = ""
    day: str = ""
    reason: str = ""
    note: str = ""
    last_visit: bool = False
    why: str = ""
    why_text: str = ""

    def plain(self) -> dict[str, object]:
        """As a draft keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}

    def draft(self, subject_id: int) -> EndingDraft | None:
        """What the service takes; None while the kind or a readable day is missing."""
        day = parse_day(self.day)
        if not self.kind or day is None:
            return None
        return EndingDraft(subject_id, self.kind, day, self.reason, self.note.strip(), self.last_visit)

    def missing(self, *, corrects: bool, undoes: bool = False) -> dict[str, str]:
        """What hinders a save: field → code of the sentence, in reading order."""
        found: dict[str, str] = {}
        if not undoes:
            if not self.kind:
                found["kind"] = "kind_wanted"
            if parse_day(self.day) is None:
                found["day"] = "day_bad"
            if self.kind and not self.reason:
                found["reason"] = "cause_wanted" if self.kind == DEATH else "reason_wanted"
            if self.reason == "other" and not self.note.strip():
                found["note"] = "note_wanted"
        if corrects or undoes:
            if not self.why:
                found["why"] = "why_wanted"
            elif self.why == "other" and not self.why_text.strip():
                found["why_text"] = "why_text_wanted"
        return found


def restored(fields: Mapping[str, object]) -> Typed:
    """The fields of a kept draft; what it lacks is empty."""
    given = {name: fields.get(name) for name in Typed.__slots__}
    texts = {name: value for name, value in given.items() if isinstance(value, str) and name != "last_visit"}
    return Typed(**texts, last_visit=given["last_visit"] is True)


def of_ending(ending: Ending) -> Typed:
    """An end that stands, to be corrected."""
    planned = ending.visit_id is not None
    return Typed(ending.kind, ending.day.isoformat(), ending.reason, ending.note, last_visit=planned)
