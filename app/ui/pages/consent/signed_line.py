"""One consent of a subject in a line, with the link that corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n.consents import consent_text
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from app.domain.consent import Consent
    from app.i18n import Texts


class SignedLine(QWidget):
    """2.1, signed on 3 Nov 2026 by a parent or guardian, the child agrees. Correct…"""

    wanted = Signal()

    def __init__(self, consent: Consent, texts: Texts, *, may: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.consent = consent
        self.words = label(consent_text(consent, texts), wrap=True, parent=self)
        self.link = Button(texts("endings.correct_link"), kind="link", parent=self)
        self.link.setAccessibleName(texts("consents.correct_named", version=consent.form))
        self._may = may
        self.link.setVisible(may)
        self.chosen = label(texts("consents.being_corrected"), role="strong", parent=self)
        self.chosen.hide()
        self.link.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.link)
        row.addWidget(self.chosen)

    def show_chosen(self, *, on: bool) -> None:
        """Whether it is this consent that the form below corrects."""
        self.link.setVisible(self._may and not on)
        self.chosen.setVisible(on)
        set_role(self.words, "strong" if on else "")
