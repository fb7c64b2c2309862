"""What the parts of the tab may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QUndoStack

    from app.ui.pages.counts.model import CountGrid, Key
    from app.ui.pages.counts.table import CountTable
    from app.ui.pages.counts.typed import Typed
    from app.ui.pages.visit_form.correction_strip import CorrectionStrip
    from app.ui.subject_view import SubjectView
    from app.ui.widgets.empty import EmptyState
    from app.ui.widgets.kept_split import KeptSplitter
    from app.ui.widgets.notice import NoticeStrip


class GridPlace(Protocol):
    """The grid with what stands around it; `CountsTab` is the one there is."""

    grid: CountGrid
    table: CountTable
    strip: NoticeStrip
    empty: EmptyState
    splitter: KeptSplitter
    correction: CorrectionStrip
    undo_stack: QUndoStack

    @property
    def view(self) -> SubjectView | None:
        """The subject shown."""

    def begin(self) -> None:
        """Come to the front."""

    def renew(self) -> None:
        """Build the grid anew; the current cell stays."""

    def put(self, changes: Mapping[Key, Typed | None]) -> None:
        """Lay values over the stored ones; can be undone until they are saved."""

    def saved(self, refused: Mapping[str, str]) -> None:
        """Something was stored; rows that were not say why."""

    def close_paste(self) -> None:
        """Put the preview of a paste away."""
