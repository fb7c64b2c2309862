"""The button that saves the course chart as a picture where the user says; the audit keeps who did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.services import named_files, pictures
from app.ui import chart_file
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.chart.primitives import Picture
    from app.services.context import ServiceError
    from app.services.subjects import SubjectRow
    from app.ui.desk import Desk


class PictureButton(Button):
    """Absent for whom may take nothing away. `picture` gives what the chart shows, None before a course."""

    def __init__(self, desk: Desk, picture: Callable[[], Picture | None], *, parent: QWidget) -> None:
        super().__init__(desk.texts("overview.save_picture"), parent=parent)
        self._desk = desk
        self._picture = picture
        self._subject: SubjectRow | None = None
        self.ask_path: Callable[[str], Path | None] = lambda name: chart_file.ask_path(self, desk, name)
        self.setVisible(pictures.may_take(desk.context))
        self.clicked.connect(self.save)

    def show_subject(self, subject: SubjectRow) -> None:
        """Of whom the picture is."""
        self._subject = subject

    def save(self) -> None:
        """Ask where to, draw, write, tell."""
        subject, picture = self._subject, self._picture()
        if subject is None or picture is None:
            return
        path = self.ask_path(f"{subject.code}_course")
        if path is None:
            return
        texts, context = self._desk.texts, self._desk.context
        made = texts.moment(context.clock())
        protocol = f"{subject.protocol} {subject.version}"
        caption = texts("overview.picture_caption", code=subject.code, protocol=protocol, made=made)
        data = chart_file.drawn(chart_file.with_caption(picture, caption), chart_file.kind_of(path))

        def write() -> None:
            with named_files.leaving(path, data):
                pictures.left(context, subject.id, name=path.name, data=data)

        self._desk.operations.run(
            write, owner=self, done=lambda _nothing: self._saved(path), failed=self._failed
        )

    def _saved(self, path: Path) -> None:
        self._desk.noticed.emit(Notice("done", self._desk.texts("overview.picture_saved", path=str(path))))

    def _failed(self, error: ServiceError) -> None:
        self._desk.noticed.emit(failure(self._desk.texts, error))
