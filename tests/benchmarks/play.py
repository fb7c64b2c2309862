"""The program in this process, off-screen, played by keys up to a moment that is worth a figure.

`python -m tests.benchmarks.play enter|whole|memory|save DATA_DIR PASSPHRASE` prints one number in its last
line; `tests.benchmarks.desk_play` has the figures of the desk. Nothing of the program is imported here that
its own start would not import.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Options, Program
from main import OBJECTS_BETWEEN_COLLECTIONS
from tests.benchmarks.key_derivation import KeyDerivation

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.pages.door.unlock import UnlockPage
    from app.ui.pages.subjects import SubjectsPage
    from app.ui.pages.today import TodayPage
    from app.ui.pages.visit_form.form import VisitFormPage
    from app.ui.pages.visits import VisitsTab
    from app.ui.window import MainWindow

PATIENCE_MS = 20_000
SAVES = 5


class Painted(QObject):
    """Tells when a widget has been painted while a condition held."""

    seen = Signal()

    def __init__(self, widget: QWidget, when: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._when = when
        self.at = 0.0
        widget.installEventFilter(self)

    def _note(self) -> None:
        self.at = time.perf_counter()
        self.seen.emit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._when():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._note)  # when the loop turns again the picture is on the screen
        return False


def wait(signal: Any) -> None:
    """Let the program run until a signal comes."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(PATIENCE_MS, loop, lambda: loop.exit(1))
    if loop.exec() != 0:
        raise TimeoutError(f"nothing came within {PATIENCE_MS} ms")


def wait_until(true: Callable[[], object]) -> None:
    """Look every few milliseconds; never part of a figure."""
    loop, look, end = QEventLoop(), QTimer(), time.perf_counter() + PATIENCE_MS / 1000

    def ask() -> None:
        if true():
            loop.quit()
        elif time.perf_counter() > end:
            loop.exit(1)

    look.timeout.connect(ask)
    look.start(5)
    if loop.exec() != 0:
        raise TimeoutError(f"not true within {PATIENCE_MS} ms")


class Play:
    """One start of the program on a data folder that holds a study."""

    def __init__(self, folder: Path) -> None:
        self.application = QApplication(sys.argv[:1])
        self.program = Program(self.application, Options(data_dir=folder))
        self.derivation = KeyDerivation()
        self.program.start()

    @property
    def window(self) -> MainWindow:
        return cast("MainWindow", self.program.window)

    def unlock(self, passphrase: str) -> float:
        """Type the passphrase and press Enter; the ms to the painted home page, key derivation apart.

        That is the list in the studies of the figures unless they say otherwise.
        """
        door = cast("UnlockPage", self.program.door)
        wait(Painted(door, lambda: True).seen)
        self._let_worker_finish()  # it has imported what it wants to while somebody types
        self.derivation.wrap()
        QTest.keyClicks(door.passphrase, passphrase)
        entered: list[Painted] = []
        found = QEventLoop()

        def watch(_context: object) -> None:
            page = cast("SubjectsPage | TodayPage", self.window.page(self.window.current))
            view = page.tree if hasattr(page, "tree") else page.table
            painted = Painted(view.viewport(), lambda: page.rows.rowCount() > 0)
            painted.seen.connect(found.quit)
            entered.append(painted)

        door.opened.connect(watch)
        QTimer.singleShot(PATIENCE_MS, found, lambda: found.exit(1))
        start = time.perf_counter()
        QTest.keyClick(door.passphrase, Qt.Key.Key_Return)
        if found.exec() != 0:
            raise TimeoutError("the list never came")
        return (entered[0].at - start) * 1000 - self.derivation.alone()

    def save(self, subject_id: int) -> float:
        """Log the next visit of a subject by keys; the ms from Ctrl+S to the repainted list of its visits."""
        form = self._open_next(subject_id)
        for row in form.typed.grid.rows:
            before = form._form.previous.get(row.code)
            if before is not None:
                QTest.keyClicks(row.field, before.quantity.entered_value)
        since = form.typed.since
        for log in (since.transfusions, since.infusions, since.medications, since.events):
            if log.tick.isVisibleTo(form) and not log.tick.isChecked():
                log.tick.click()
        self._settle()
        page = self.window.subject_page
        tab = cast("VisitsTab", page.stack.currentWidget())
        visit_id, before_view = form.visit_id, page.view

        def shown() -> bool:
            done = {visit.id for visit in page.view.course.visits if visit.actual} if page.view else set()
            return page.view is not before_view and visit_id in done

        painted = Painted(tab.list.table.viewport(), shown)
        start = time.perf_counter()
        QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        wait(painted.seen)
        return (painted.at - start) * 1000

    def end(self) -> None:
        """Close as the last window does."""
        self.program.end()

    def _open_next(self, subject_id: int) -> VisitFormPage:
        from app.ui.visit_choice import next_due

        page = self.window.subject_page
        self.window.open_subject(subject_id, "visits")
        wait_until(lambda: page.view is not None and page.view.course.subject.id == subject_id)
        assert page.view is not None
        due = next_due(page.view.course)
        visit = due or next(visit for visit in page.view.course.visits if visit.actual is None)
        self.window.open_visit(subject_id, visit.id)
        tab = cast("VisitsTab", page.stack.currentWidget())
        wait_until(lambda: tab.form is not None and tab.form.visit_id == visit.id and tab.form.isVisible())
        assert tab.form is not None
        return tab.form

    def _let_worker_finish(self) -> None:
        """Wait for what the worker was given until now, and no longer: this counts as part of the start."""
        loop = QEventLoop()

        def ask() -> None:
            self.program.operations.run(lambda: None, owner=self.program, done=lambda _none: loop.quit())

        QTimer.singleShot(0, loop, ask)  # behind the program's own answer to its first paint
        loop.exec()

    def _settle(self) -> None:
        """Wait until the worker has nothing left, and what waits for a pause in typing has had it."""
        quiet = QTimer()
        quiet.setSingleShot(True)
        quiet.start(700)
        wait(quiet.timeout)
        wait_until(lambda: self.program.operations.idle)


def memory() -> float:
    """Resident memory of this process in MiB, now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


# Name → what takes the figure on an unlocked study; filled by `desk_play`.
FIGURES: dict[str, Callable[[Play], float]] = {}


def main(arguments: list[str]) -> None:
    """Play one figure and print it."""
    what, folder, passphrase = arguments[0], Path(arguments[1]), arguments[2]
    play = Play(folder)
    entered = play.unlock(passphrase)
    if what == "enter":
        figure = entered
    elif what == "whole":
        # The runner takes it off the whole: as part of the start, and twice more for figures.
        figure = 3 * play.derivation.alone()
    elif what == "memory":
        play._settle()
        figure = memory()
    elif what in FIGURES:
        play._settle()
        figure = FIGURES[what](play)
    else:
        from tests.benchmarks.studies import fresh_subjects

        figures = [play.save(subject) for subject in fresh_subjects(folder, count=SAVES + 1)]
        print("each:", *(f"{taken:.1f}" for taken in figures))
        figure = statistics.median(figures[1:])
    play.end()
    print(figure)


if __name__ == "__main__":
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as main.py does
    main(sys.argv[1:])
