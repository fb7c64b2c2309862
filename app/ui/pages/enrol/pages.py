"""The steps by name: each is built when somebody first goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.pages.enrol.calendar import CalendarStep
from app.ui.pages.enrol.consent import ConsentStep
from app.ui.pages.enrol.day0 import Day0Step
from app.ui.pages.enrol.eligibility import EligibilityStep
from app.ui.pages.enrol.protocol import ProtocolStep
from app.ui.pages.enrol.step import Step
from app.ui.pages.enrol.subject import SubjectStep

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.desk import Desk

_BUILD: dict[str, Callable[[Desk], Step]] = {
    "protocol": ProtocolStep,
    "subject": SubjectStep,
    "eligibility": EligibilityStep,
    "consent": ConsentStep,
    "day0": Day0Step,
    "calendar": CalendarStep,
}


class StepPages(dict[str, Step]):
    """Those that were seen; asking for another builds it. `furnish` is called with each that is new."""

    def __init__(self, desk: Desk, furnish: Callable[[Step], None]) -> None:
        super().__init__()
        self._desk, self._furnish = desk, furnish

    def __missing__(self, name: str) -> Step:
        made = self[name] = _BUILD[name](self._desk)
        self._furnish(made)
        return made
