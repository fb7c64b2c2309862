"""The one door to the background: database work, one after the other, answered in the window's thread."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.values import dataclass
from app.ui.turns import PAINTING, Turns

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from app.services.context import ServiceError

T = TypeVar("T")
# How long (s) the worker may go on while the window waits for its turn. A page asks for it hundreds of times
# while it is laid out and painted: Python's own 5 ms each made one wait for most of a second.
GIVES_WAY = 0.0005


@dataclass(frozen=True, slots=True)
class _Answer:
    key: int
    deliver: Callable[[], None]


class Operations(QObject):
    """Runs work on one worker thread. Answers for an owner that is gone by then are dropped."""

    _answered = Signal(object)
    crashed = Signal(str)  # a fault of ours: shown as a notice with the way to the log
    refused = Signal(object)  # ServiceError that nobody took

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: ThreadPoolExecutor | None = None  # made with the first work, after the first paint
        self._alive: dict[int, QObject] = {}
        self._open = 0
        self.closed = False  # takes no more work
        self._behind: list[Callable[[], None]] = []
        self._painted = Turns(PAINTING + 1, self._begin_behind, self)
        self._beside: Operations | None = None
        self._answered.connect(self._deliver)  # emitted in the worker, hence queued

    @property
    def idle(self) -> bool:
        """Whether every answer has been delivered."""
        return self._open == 0

    def run(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], None] | None = None,
        failed: Callable[[ServiceError], None] | None = None,
        behind: bool = False,
    ) -> None:
        """Call `work` in the worker, then in this thread `done` with its result or `failed`.

        `behind`: begin when what waits to be painted has been. After `close` nothing is begun.
        """
        if self.closed:
            return  # a timer of a window that is on its way out
        key = self._key_of(owner)
        self._open += 1

        def answer() -> None:
            # In the worker to its end, no callback of its future: that is called at once, within `run`, where
            # the work is done before it is asked for, and whoever asked believes it still under way.
            from app.services.context import ServiceError

            try:
                found = work()
            except ServiceError as error:
                refusal = error
                deliver = (lambda: failed(refusal)) if failed else (lambda: self.refused.emit(refusal))
            except BaseException as error:  # a panic of a library, too: nobody would hear of it
                fault = error
                deliver = lambda: self._report(fault)  # noqa: E731 - one of three spellings of the same thing
            else:
                deliver = (lambda: done(found)) if done else _nothing
            self._answered.emit(_Answer(key, deliver))

        if behind:
            self._behind.append(answer)
            self._painted.begin()
        else:
            self._start().submit(answer)

    def beside(self) -> Operations:
        """A second worker for what may take long and needs no order with the rest: backups."""
        if self._beside is None:
            self._beside = Operations(self)
            self._beside.closed = self.closed
            self._beside.crashed.connect(self.crashed)
            self._beside.refused.connect(self.refused)
        return self._beside

    def finish(self) -> None:
        """Wait until what has begun is done; for another worker that needs it to be."""
        if self._worker is not None:
            try:
                self._worker.submit(_nothing).result()
            except RuntimeError:  # it takes no more work, and ends when what has begun is done
                self._worker.shutdown(wait=True)

    def close(self) -> None:
        """Finish what has begun and stop the workers."""
        self.closed = True
        self._behind.clear()
        if self._worker is not None:
            self._worker.shutdown(wait=True)
        if self._beside is not None:  # last: the other one may have to wait for it
            self._beside.close()

    def _begin_behind(self) -> None:
        behind, self._behind = self._behind, []
        for answer in behind:
            self._start().submit(answer)

    def _start(self) -> ThreadPoolExecutor:
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor

            sys.setswitchinterval(GIVES_WAY)
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study")
        return self._worker

    def _key_of(self, owner: QObject) -> int:
        key = id(owner)
        if self._alive.get(key) is not owner:
            self._alive[key] = owner  # kept, so that the number cannot be given to another object
            owner.destroyed.connect(lambda: self._alive.pop(key, None))
        return key

    def _deliver(self, answer: _Answer) -> None:
        self._open -= 1
        if answer.key in self._alive:
            answer.deliver()

    def _report(self, error: BaseException) -> None:
        import logging

        logging.getLogger(__name__).error("operation failed", exc_info=error)
        self.crashed.emit(type(error).__name__)


def _nothing() -> None:
    """No answer was asked for."""
