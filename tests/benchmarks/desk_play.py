"""The window at work, in this process: another page, another order, another filter, nothing at all.

`python -m tests.benchmarks.desk_play first|switch|sort|flagged|filter|idle DATA_DIR PASSPHRASE` prints one
number in its last line.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from main import OBJECTS_BETWEEN_COLLECTIONS
from tests.benchmarks import play
from tests.benchmarks.play import Painted, Play, wait, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.subjects import SubjectRow
    from app.ui.pages.subjects import SubjectsPage
    from app.ui.pages.today import TodayPage
    from app.ui.window import MainWindow

TURNS = 5
IDLE_MS = 3000


def first(on: Play) -> float:
    """The slowest first showing of a page of the rail or of a tab of a subject, by its key, until painted."""
    from app.ui.pages.subject import TABS
    from app.ui.rail import RAIL

    window, taken = on.window, dict[str, float]()

    def show(name: str, key: str, modifier: Qt.KeyboardModifier, front: Callable[[], QWidget | None]) -> None:
        start = time.perf_counter()
        QTest.keyClick(window, getattr(Qt.Key, f"Key_{key}"), modifier)
        came = front()
        assert came is not None
        painted = Painted(came, lambda: True)
        wait(painted.seen)
        taken[name] = (painted.at - start) * 1000
        on._settle()

    for at, (page, _icon) in enumerate(RAIL, start=1):
        if page != window.current:
            show(page, str(at), Qt.KeyboardModifier.ControlModifier, window.stack.currentWidget)
    window.open_subject(1, "overview")
    on._settle()
    on._settle()  # what the other tabs import comes behind the first
    for at, tab in enumerate(TABS, start=1):
        if tab != "overview":
            show(tab, str(at % 10), Qt.KeyboardModifier.AltModifier, window.subject_page.stack.currentWidget)
    print("each:", *(f"{name} {each:.1f}" for name, each in taken.items()))
    return max(taken.values())


def switch(on: Play) -> float:
    """The slowest way from page to page by its key, once both were seen: until the other one is painted."""
    from app.ui.rail import RAIL

    window = on.window
    keys = [getattr(Qt.Key, f"Key_{place}") for place in range(1, len(RAIL) + 1)]
    for key in keys:
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        on._settle()
    taken: dict[Qt.Key, list[float]] = {}
    for _turn in range(TURNS):
        for key in keys:
            start = time.perf_counter()
            QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
            painted = Painted(_front(window), lambda: True)
            wait(painted.seen)
            taken.setdefault(key, []).append((painted.at - start) * 1000)
            on._settle()
    print("each:", *(f"{statistics.median(each):.1f}" for each in taken.values()))
    return max(statistics.median(each) for each in taken.values())


def _front(window: MainWindow) -> QWidget:
    """What is looked at of the page in front, which is painted last."""
    page = window.stack.currentWidget()
    assert page is not None
    if window.current == "calendar":
        return cast("TodayPage", page).calendar.week
    return cast("TodayPage", page).tree.viewport() if window.current == "today" else page


def sort(on: Play) -> float:
    """From a click on a header to the list in its new order on the screen, whole."""
    page = cast("SubjectsPage", on.window.page("subjects"))
    on.window.go("subjects")
    on._settle()

    def turn(number: int) -> None:
        columns = ("status", "anc", "next", "day", "code")
        from app.ui.pages.subjects.columns import KEYS

        order = Qt.SortOrder.DescendingOrder if number % 2 else Qt.SortOrder.AscendingOrder
        page.table.sortByColumn(KEYS.index(columns[number % len(columns)]), order)

    return _listed(on, page, turn)


def flagged(on: Play) -> float:
    """As `sort`, by flags and by what assessments lack, a subject having been changed before each turn."""
    page = cast("SubjectsPage", on.window.page("subjects"))
    on.window.go("subjects")
    on._settle()
    wait_until(lambda: page.asking.marks.known is not None)  # read ahead, a quiet moment behind the list

    def turn(number: int) -> None:
        from app.services.context import Changes
        from app.ui.pages.subjects.columns import KEYS

        page.asking.marks.on_changed(Changes(frozenset({number + 1})))
        order = Qt.SortOrder.DescendingOrder if number % 2 else Qt.SortOrder.AscendingOrder
        page.table.sortByColumn(KEYS.index("flags"), order)

    return _listed(on, page, turn)


def narrow(on: Play) -> float:
    """From the choice of a filter to its rows on the screen."""
    page = cast("SubjectsPage", on.window.page("subjects"))
    on.window.go("subjects")
    on._settle()
    return _listed(on, page, lambda number: page.status.setCurrentIndex(1 + number % 6))


def _listed(on: Play, page: SubjectsPage, turn: Callable[[int], None]) -> float:
    taken = []
    for number in range(TURNS + 1):
        before = page.rows.rows[:1]
        painted = Painted(page.table.viewport(), _others(page, before))
        start = time.perf_counter()
        turn(number)
        wait(painted.seen)
        taken.append((painted.at - start) * 1000)
        on._settle()
    print("each:", *(f"{each:.1f}" for each in taken))
    return statistics.median(taken[1:])


def _others(page: SubjectsPage, before: tuple[SubjectRow, ...]) -> Callable[[], bool]:
    """Whether the list begins with rows that came later."""
    return lambda: bool(page.rows.rows) and page.rows.rows[0] is not (before[0] if before else None)


def idle(on: Play) -> float:
    """Milliseconds of processor time that the open window takes in three seconds of rest."""
    on._settle()
    loop = QEventLoop()
    QTimer.singleShot(IDLE_MS, loop, loop.quit)
    start = time.process_time()
    loop.exec()
    return (time.process_time() - start) * 1000


play.FIGURES |= {
    "first": first,
    "switch": switch,
    "sort": sort,
    "flagged": flagged,
    "filter": narrow,
    "idle": idle,
}

if __name__ == "__main__":
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as main.py does
    play.main(sys.argv[1:])
