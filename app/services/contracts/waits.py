"""What waits for somebody at a subject: critical values, sign-offs, a consent, what an assessment lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.services.contracts.consents import Due


@dataclass(frozen=True, slots=True)
class Lack:
    """What an assessment lacks, as the line of the home page has it: codes, those that its verdict rests on.

    `day`: its target, `last`: until when; `made`: it took place, and the verdict stays open without them.
    """

    title: str
    day: date | None
    last: date | None
    names: tuple[str, ...]
    rule: tuple[str, ...]
    made: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for somebody beside the line of the list, as the home page finds it.

    `to_verify`, `to_sign`: how many visits; `gap`: what is missing before an assessment;
    `consent`: to be asked for again; `critical`: new values, analyte and value in its canonical unit.
    """

    to_verify: int = 0
    to_sign: int = 0
    gap: Lack | None = None
    consent: Due | None = None
    critical: tuple[tuple[str, Decimal], ...] = ()
