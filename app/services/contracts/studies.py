"""What the first run asks for."""

from __future__ import annotations

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What the first run asks for."""

    name: str
    site: str
    code_pattern: str
    user_name: str
    display_name: str
    passphrase: str
