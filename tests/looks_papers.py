"""Pictures of the page Print and of documents in the preview, for `tests.looks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def printing(stage: Any) -> Any:
    """Documents of the study and batches."""
    window: Any = stage.window()
    window.go("print")
    stage.settle()
    return window


def history(stage: Any) -> Any:
    """A subject's history in the preview, with a text looked for."""
    from app.services import subjects
    from app.services.contracts.papers import Order

    window: Any = stage.window()
    row = subjects.by_code(stage.desk.context, "TJ-003")
    stage.desk.document_wanted.emit(Order("subject_history", row.id))
    stage.settle()
    window.page("preview").sought.setText("PR")
    stage.settle()
    return printed(stage, window)


def printed(stage: Any, window: Any) -> Any:
    """The window once the document is drawn: the preview orders that when it is painted first."""
    from PySide6.QtPdf import QPdfPageRenderer

    drawn: list[int] = []
    (renderer,) = window.page("preview").view.findChildren(QPdfPageRenderer)
    renderer.pageRendered.connect(lambda page, *_about: drawn.append(page))
    window.grab()
    stage.settle(until=lambda: bool(drawn))
    return window


def tab(stage: Any) -> Any:
    """The documents tab with the infusion worksheet chosen."""
    from app.services import subjects

    window: Any = stage.window()
    row = subjects.by_code(stage.desk.context, "TJ-017")
    window.open_subject(row.id, "documents")
    stage.settle()
    shown = window.subject_page.findChildren(_tab())[0]
    shown.kind.setCurrentIndex(shown.kind.findData("infusion_worksheet"))
    stage.settle()
    return window


def _tab() -> Any:
    from app.ui.pages.documents import DocumentsTab

    return DocumentsTab


PAGES: dict[str, tuple[Callable[[Any], Any], bool]] = {
    "print": (printing, True),
    "paper-history": (history, True),
    "paper-tab": (tab, True),
}
