"""The button that saves the list as it is narrowed and ordered; the audit keeps who did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.services import access
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.context import ServiceError
    from app.services.list_export import ListFile
    from app.services.subjects import ListQuery
    from app.ui.desk import Desk

EXPORT = "exports.make"


class ExportButton(Button):
    """Absent for whom may take nothing away. `query` gives what the list is narrowed to."""

    def __init__(self, desk: Desk, query: Callable[[], ListQuery], *, parent: QWidget) -> None:
        super().__init__(desk.texts("subjects.export"), parent=parent)
        self._desk, self._query = desk, query
        self.ask_path: Callable[[str], Path | None] = self._ask_path
        self.setVisible(access.may(desk.context, EXPORT))
        self.clicked.connect(self.save)

    def save(self) -> None:
        """Ask where to, write, tell."""
        from app.services import list_export, named_files

        texts, context = self._desk.texts, self._desk.context
        path = self.ask_path(list_export.name(context))
        if path is None:
            return
        query = self._query()  # as the study is once the place is chosen

        def write() -> ListFile:
            made = list_export.make(context, query, texts=texts)
            with named_files.leaving(path, made.data):
                list_export.left(context, made, name=path.name)
            return made

        self._desk.operations.run(
            write, owner=self, done=lambda made: self._saved(path, made), failed=self._failed
        )

    def _ask_path(self, name: str) -> Path | None:
        from app.ui import file_places

        title, kinds = self._desk.texts("subjects.export_title"), self._desk.texts("subjects.export_filter")
        path, _kind = file_places.ask(self, self._desk, title=title, name=name, kinds=kinds)
        return path if path is None or path.suffix else path.with_suffix(".csv")

    def _saved(self, path: Path, made: ListFile) -> None:
        said = self._desk.texts("subjects.exported", count=made.rows, path=str(path))
        self._desk.noticed.emit(Notice("done", said))

    def _failed(self, error: ServiceError) -> None:
        self._desk.noticed.emit(failure(self._desk.texts, error))
