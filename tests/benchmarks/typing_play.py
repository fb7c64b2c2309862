"""Typing into the window, in this process: the longest that the window is busy, hence deaf to the next key.

`python -m tests.benchmarks.typing_play form|search|grid|finder|try DATA_DIR PASSPHRASE` prints the ms in its
last line; the line before has the 99th of a hundred turns of the loop, too. It is the processor time of the
window's own thread: what the machine does beside does not count.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from main import OBJECTS_BETWEEN_COLLECTIONS
from tests.benchmarks import play
from tests.benchmarks.play import Play, wait_until
from tests.benchmarks.studies import fresh_subjects

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.pages.counts import CountsTab
    from app.ui.pages.response.tab import ResponseTab
    from app.ui.pages.subjects import SubjectsPage

BETWEEN_KEYS_MS = 150  # a fast typist; what waits for a pause gets its turn too
QUIET_MS = 1000  # the promise is about a window that is a second old
Keys = Iterable[str | Qt.Key]


class Busy(QObject):
    """The processor time of each turn of the loop of this thread, ms."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[float] = []
        self._since = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._turned)

    def _turned(self) -> None:
        now = time.thread_time()
        self.turns.append((now - self._since) * 1000)
        self._since = now


def typed(on: Play, keys: Keys) -> float:
    """Type into whatever has the focus, key by key; the longest turn of the loop."""
    rest(QUIET_MS)
    on._settle()
    busy = Busy()
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTimer.singleShot(0, focused, lambda at=focused, key=key: _press(at, key))
        rest(BETWEEN_KEYS_MS)
    on._settle()
    told = sorted(turn for turn in busy.turns if turn > 0.2)  # a turn without work says nothing
    print(f"{len(told)} turns, 99 of 100 below {told[int(len(told) * 0.99) - 1]:.1f}, longest {told[-3:]}")
    return told[-1]


def rest(span: int) -> None:
    """Let the loop turn for some ms."""
    loop = QEventLoop()
    QTimer.singleShot(span, loop, loop.quit)
    loop.exec()


def _press(at: QWidget, key: str | Qt.Key) -> None:
    if isinstance(key, str):
        QTest.keyClicks(at, key)
    else:
        QTest.keyClick(at, key)


def form(on: Play) -> float:
    """Four values of the next visit, with the verdict that would follow beside them."""
    made = on._open_next(fresh_subjects(_folder(), count=1)[0])
    made.typed.grid.rows[0].field.setFocus()
    enter = Qt.Key.Key_Return
    return typed(on, [*"2.31", enter, *"0.87", enter, *"1.2", enter, *"94"])


def search(on: Play) -> float:
    """A code in the list of subjects."""
    page = cast("SubjectsPage", on.window.page("subjects"))
    on.window.go("subjects")
    page.search.setFocus()
    return typed(on, "TJ-0042")


def grid(on: Play) -> float:
    """Values over one another in the grid of counts."""
    on.window.open_subject(_subject(on), "counts")
    _wait_for_subject(on)
    tab = cast("CountsTab", on.window.subject_page.stack.currentWidget())
    tab.begin()
    tab.table.go_to(0)
    return typed(on, [*"2.5", Qt.Key.Key_Return, *"0.8", Qt.Key.Key_Tab, *"94", Qt.Key.Key_Return])


def finder(on: Play) -> float:
    """A code in the field that finds subjects and actions."""
    on.window.finder.begin()
    return typed(on, "TJ-0042")


def what_if(on: Play) -> float:
    """Other values in a scratch copy, the evidence following."""
    on.window.open_subject(_subject(on), "response")
    _wait_for_subject(on)
    tab = cast("ResponseTab", on.window.subject_page.stack.currentWidget())
    wait_until(lambda: tab.verdict is not None)
    tab.try_button.click()
    wait_until(lambda: tab.trying.on)
    return typed(on, [Qt.Key.Key_End, *(2 * [Qt.Key.Key_Backspace]), *"3.1", Qt.Key.Key_Backspace, *"42"])


def _folder() -> Path:
    return Path(sys.argv[2])


def _subject(on: Play) -> int:
    from app.services import subjects
    from tests.benchmarks.studies import CODE

    return subjects.by_code(on.window.desk.context, CODE).id


def _wait_for_subject(on: Play) -> None:
    wait_until(lambda: on.window.subject_page.view is not None)
    on._settle()


_PLACES: dict[str, Callable[[Play], float]] = {
    "form": form,
    "search": search,
    "grid": grid,
    "finder": finder,
    "try": what_if,
}
play.FIGURES |= _PLACES

if __name__ == "__main__":
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as main.py does
    play.main(sys.argv[1:])
