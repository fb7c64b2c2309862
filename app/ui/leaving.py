"""Leaving a study: the backup that is due, then the file is closed; who waits for it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import backups
from app.ui import backing_up
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context, ServiceError
    from app.settings import Settings
    from app.ui.operations import Operations

LATER_MS = 400


def leave(
    context: Context,
    *,
    operations: Operations,
    settings: Settings,
    owner: QObject,
    done: Callable[[], object] | None = None,
) -> None:
    """Back up when one is due and close the study, in the worker. What fails is told at the next start."""
    study = context.db.path.name
    second = backing_up.second_place(settings, study)
    beside = operations.beside()

    def work() -> backups.Made | None:
        beside.finish()  # a backup that has begun still reads the study
        return backups.leave(context, second=second)

    def finish(made: backups.Made | None) -> None:
        if made is not None:
            backing_up.remember_trouble(settings, study, made.trouble)
        if done is not None:
            done()

    def failed(error: ServiceError) -> None:
        backing_up.remember_trouble(settings, study, error.code)
        if done is not None:
            done()

    operations.run(work, owner=owner, done=finish, failed=failed)


class Leaving(QWidget):
    """A sentence in a small window, when leaving takes longer than a moment."""

    done = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setWindowTitle(texts("common.program"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addWidget(label(texts("backups.leaving"), parent=self))
        self._later = QTimer(self)
        self._later.setObjectName("leaving")
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.show)

    def begin(self) -> None:
        """Show up soon."""
        self._later.start()

    def end(self) -> None:
        """It is done."""
        self._later.stop()
        self.hide()
        self.deleteLater()
        self.done.emit()
