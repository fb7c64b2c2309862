"""How long to wait after wrong passphrases: guessing is made slow, a slip of the finger is not."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import monotonic

FREE = 3
FIRST_WAIT = 5
LONGEST_WAIT = 60


class Attempts:
    """Counts wrong tries. The third one and each after it costs 5, 10, 20 … at most 60 seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._failed = 0
        self._until = 0.0

    def count(self) -> None:
        """One more wrong try."""
        self._failed += 1
        if self._failed >= FREE:
            wait = min(FIRST_WAIT * 2 ** (self._failed - FREE), LONGEST_WAIT)
            self._until = self._clock() + wait

    def clear(self) -> None:
        """The right one came."""
        self._failed, self._until = 0, 0.0

    def seconds_left(self) -> int:
        """Whole seconds until the next try, 0 when it may come now."""
        return max(0, ceil(self._until - self._clock()))
