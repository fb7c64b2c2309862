"""Looking for a text in a document on show: each place is marked, Enter leads to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtPdf import QPdfSearchModel
from PySide6.QtWidgets import QWidget

from app.ui import fonts
from app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

    from app.i18n import Texts


class PreviewSearch(SearchField):
    """A field that marks what is typed on the pages of a view."""

    def __init__(
        self, pdf: QPdfDocument, view: QPdfView, *, texts: Texts, parent: QWidget | None = None
    ) -> None:
        hint = texts("papers.find")
        super().__init__(hint=hint, name=hint, clear=texts("subjects.clear"), parent=parent)
        self._view = view
        self.found = QPdfSearchModel(self)
        self.found.setDocument(pdf)
        view.setSearchModel(self.found)
        self.setFixedWidth(
            max(fonts.scaled(200), fonts.advance(hint, 10) + fonts.scaled(62))
        )  # with its signs
        self.textChanged.connect(self.found.setSearchString)
        self.returnPressed.connect(self.go)

    def go(self, step: int = 1) -> None:
        """Go to the next place, or with −1 to the one before; around at the ends."""
        count = self.found.rowCount(QModelIndex())
        if not count:
            return
        place = (self._view.currentSearchResultIndex() + step) % count
        self._view.setCurrentSearchResultIndex(place)
        result = self.found.resultAtIndex(place)
        navigator = self._view.pageNavigator()
        navigator.jump(result.page(), result.location(), navigator.currentZoom())
