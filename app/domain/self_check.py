"""What a self-check finds, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

INSTALLATION, CASES, ROUND_TRIP = "installation", "cases", "round_trip"


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: what it was (a code), whether it passed, and what was seen: a version, a size, a count."""

    area: str
    code: str
    passed: bool
    seen: str = ""


@dataclass(frozen=True, slots=True)
class TemplateChecked:
    """A template with its digest, and how many of its worked cases came out as expected."""

    id: str
    version: str
    sha256: str
    cases: int
    right: int


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """All checks of one run. `versions` are (name, version) of the program and what it stands on."""

    at: datetime
    seconds: float
    versions: tuple[tuple[str, str], ...]
    checks: tuple[Checked, ...]
    templates: tuple[TemplateChecked, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)
