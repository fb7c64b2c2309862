"""Times the key derivation of this process, which figures leave out: its cost is the user's protection."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any


@dataclass
class KeyDerivation:
    """Remembers the key derivations since it was wrapped, to time them on their own.

    While the program derives it also does other things, which slows the derivation; to take off what it took
    then would make the rest look better than it is.
    """

    _again: list[Callable[[], bytes]] = field(default_factory=list)

    def wrap(self) -> None:
        """Begin to watch."""
        from argon2 import low_level

        derive = low_level.hash_secret_raw

        def watched(*given: Any, **named: Any) -> bytes:
            self._again.append(partial(derive, *given, **named))
            return derive(*given, **named)

        low_level.hash_secret_raw = watched

    def alone(self) -> float:
        """What they take when the process does nothing else, in ms: they are done once more."""
        start = time.perf_counter()
        for again in self._again:
            again()
        return (time.perf_counter() - start) * 1000
