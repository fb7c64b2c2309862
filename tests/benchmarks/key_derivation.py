"""Times the key derivation of this process, which figures leave out: its cost is the user's protection."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class KeyDerivation:
    """What the key derivation took, in ms, counted from when it was wrapped."""

    ms: float = field(default=0.0)

    def wrap(self) -> None:
        """Begin to count."""
        from argon2 import low_level

        derive = low_level.hash_secret_raw

        def timed(*given: Any, **named: Any) -> bytes:
            start = time.perf_counter()
            try:
                return derive(*given, **named)
            finally:
                self.ms += (time.perf_counter() - start) * 1000

        low_level.hash_secret_raw = timed
