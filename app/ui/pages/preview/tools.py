"""The tools over a document on show: zoom, looking for a text, identity by choice, the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.ui.pages.preview.search import PreviewSearch
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

    from app.ui.desk import Desk
    from app.ui.document_sources import Source


class PreviewTools(QWidget):
    """One row, more where large text needs them. The paper used last is remembered; identity never is."""

    paper_chosen = Signal()
    identity_turned = Signal()

    def __init__(self, desk: Desk, pdf: QPdfDocument, view: QPdfView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = desk.texts
        self._settings = desk.settings
        self._key = "paper"
        self.smaller = Button("\N{MINUS SIGN}", dense=True, parent=self)
        self.larger = Button("+", dense=True, parent=self)
        self.fit_button = Button(texts("preview.fit"), dense=True, parent=self)
        self.percent = label(role="secondary", parent=self)
        self.pages = label(role="secondary", parent=self)
        self.paper = ChoiceBox(self)
        self.paper.addItem("A4")
        self.sought = PreviewSearch(pdf, view, texts=texts, parent=self)
        self.identity = QCheckBox(texts("papers.with_identity"), self)
        self.identity.setToolTip(texts("papers.with_identity_tip"))
        self.identity.setVisible(False)
        self.paper.setAccessibleName(texts("preview.paper"))
        self.smaller.setAccessibleName(texts("preview.smaller"))
        self.larger.setAccessibleName(texts("preview.larger"))
        sheet = QHBoxLayout()
        sheet.setSpacing(8)
        sheet.addWidget(label(texts("preview.paper"), role="secondary", parent=self))
        sheet.addWidget(self.paper)
        row = Flow(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.add(self.smaller, self.larger, self.fit_button, self.percent, self.sought)
        row.add(self.identity, self.pages, right=True)
        row.add_row(sheet, right=True)
        through(self.smaller, self.larger, self.fit_button, self.sought, self.identity, self.paper)
        self.identity.toggled.connect(lambda _on: self.identity_turned.emit())
        self.paper.currentIndexChanged.connect(lambda _index: self._choose())

    def offer(self, source: Source) -> None:
        """The papers that a document may be printed on, the one used last chosen; identity or not."""
        self._key = "paper_pocket" if "A5" in source.papers else "paper"
        used = self._settings.get(self._key, source.papers[0])
        about = source.key[1]
        self.identity.setVisible(source.turned is not None)
        with QSignalBlocker(self.paper), QSignalBlocker(self.identity):
            self.identity.setChecked(isinstance(about, tuple) and about[-1] is True)
            self.paper.clear()
            self.paper.addItems(list(source.papers))
            self.paper.setCurrentText(used if used in source.papers else source.papers[0])

    def _choose(self) -> None:
        if self.paper.currentText():
            self._settings.put(self._key, self.paper.currentText())
            self.paper_chosen.emit()
