"""The one door to the background: database work, one piece after the other, answered in the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.services.context import ServiceError

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Answer:
    owner: QObject
    deliver: Callable[[], None]


class Operations(QObject):
    """Runs work on one worker thread. Answers for an owner that is gone by then are dropped."""

    _answered = Signal(object)
    crashed = Signal(str)  # a fault of ours: shown as a notice with the way to the log

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study")
        self._alive: dict[int, QObject] = {}
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], None] | None = None,
        failed: Callable[[ServiceError], None] | None = None,
    ) -> None:
        """Call `work` in the worker, then `done` with its result or `failed` with a ServiceError, in this thread."""
        key = id(owner)
        if key not in self._alive:
            self._alive[key] = owner
            owner.destroyed.connect(lambda: self._alive.pop(key, None))

        def finish(future: Future[T]) -> None:
            error = future.exception()
            if error is None:
                answer = future.result()
                self._answered.emit(_Answer(owner, lambda: done(answer) if done else None))
            elif isinstance(error, ServiceError):
                refusal = error
                self._answered.emit(_Answer(owner, lambda: failed(refusal) if failed else self._report(refusal)))
            else:
                self._answered.emit(_Answer(owner, lambda: self._report(error)))

        self._worker.submit(work).add_done_callback(finish)

    def close(self) -> None:
        """Finish what has begun and stop the worker."""
        self._worker.shutdown(wait=True)

    def _deliver(self, answer: _Answer) -> None:
        if self._alive.get(id(answer.owner)) is answer.owner:
            answer.deliver()

    def _report(self, error: BaseException) -> None:
        log.error("operation failed", exc_info=error)
        self.crashed.emit(type(error).__name__)
