"""Asks for passphrase and reason before a dose above the maximum can be kept: a signature for one dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.domain.dosing import MILLION
from app.domain.quantities import exact_number
from app.i18n.cells import millions
from app.services import doses
from app.ui.dates import parse_day
from app.ui.kept_line import KeptLine
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.secret_field import SecretField
from app.ui.widgets.tab_order import enter_leads
from app.ui.words import refusal

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.dosing import DoseLimits
    from app.services.context import ServiceError
    from app.services.visits import SignedOverride
    from app.ui.desk import Desk
    from app.ui.pages.visit_form.infusion_row import InfusionRow


class OverrideStrip(QFrame):
    """What is signed, why, and the passphrase. Nothing is signed with either of them empty."""

    closed = Signal()

    def __init__(
        self, desk: Desk, *, limits: DoseLimits, kept_as: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._limits, self._kept_as = desk, limits, kept_as
        texts = desk.texts
        self._row: InfusionRow | None = None
        self._dose: tuple[Decimal, Decimal] | None = None  # cells, kg
        self.setProperty("strip", "warning")
        self._what = label(wrap=True, parent=self)
        self._fault = label(role="problem", wrap=True, parent=self)
        self._fault.hide()
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(texts("visit_form.override_reason"))
        self.reason.setPlaceholderText(texts("visit_form.override_reason"))
        self.passphrase = SecretField(texts, parent=self)
        self.passphrase.setAccessibleName(self._asked_of())
        self.passphrase.setPlaceholderText(self._asked_of())
        self.back = Button(texts("visit_form.back"), parent=self)
        self._kept = KeptLine(desk, self.reason)  # never the passphrase
        self.sign_button = Button(texts("visit_form.override_sign"), parent=self)
        row = Flow()
        row.setSpacing(8)
        row.add(self.reason, self.passphrase, grows=True)
        row.add(self.back, self.sign_button, right=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.setSpacing(6)
        outer.addWidget(self._what)
        outer.addLayout(row)
        outer.addWidget(self._fault)
        enter_leads(self.reason, self.passphrase)
        self.passphrase.returnPressed.connect(self._sign)
        self.sign_button.clicked.connect(self._sign)
        self.back.clicked.connect(self.put_off)
        self.hide()

    def ask(self, row: InfusionRow, *, cells: Decimal, weight: Decimal) -> None:
        """Ask for the signature of one dose."""
        self._row, self._dose = row, (cells, weight)
        texts, day = self._desk.texts, parse_day(row.text().day)
        self._what.setText(
            texts(
                "visit_form.override_asked",
                dose=millions(cells / weight, texts),
                day=texts.date(day) if day else "–",
                maximum=millions(self._limits.maximum, texts),
            )
        )
        self._say("")
        self._kept.flush()
        self.reason.clear()
        self.passphrase.clear()
        self._kept.about(f"{self._kept_as}:override")
        self.show()
        self.reason.setFocus()

    def put_off(self) -> None:
        """Close without a signature."""
        self.passphrase.clear()
        self._row = None
        self.hide()
        self.closed.emit()

    def _asked_of(self) -> str:
        return self._desk.texts("visit_form.override_passphrase", who=self._desk.context.user.user_name)

    def _sign(self) -> None:
        if not self.reason.text().strip():
            self._say(self._desk.texts("visit_form.override_reason_wanted"))
            self.reason.setFocus()
            return
        if self._dose is None or not self.sign_button.isEnabled():
            return
        (cells, weight), context = self._dose, self._desk.context
        passphrase, reason = self.passphrase.text(), self.reason.text()
        self._busy(True)
        self._desk.operations.run(
            lambda: doses.sign_override(
                context, passphrase, reason=reason, cells_total=cells, weight_kg=weight
            ),
            owner=self,
            done=self._on_signed,
            failed=self._on_refused,
        )

    def _on_signed(self, signed: SignedOverride) -> None:
        self._busy(False)
        row = self._row
        self._kept.discard()
        self.put_off()
        if row is not None:
            row.sign(signed)

    def _on_refused(self, error: ServiceError) -> None:
        self._busy(False)
        self._say(refusal(self._desk.texts, error))
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _busy(self, busy: bool) -> None:
        key = "visit_form.override_signing" if busy else "visit_form.override_sign"
        self.sign_button.setText(self._desk.texts(key))
        self.sign_button.setEnabled(not busy)

    def _say(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))


def dose_of(row: InfusionRow, weight: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Cells and weight of a row; None while either is missing."""
    cells = exact_number(row.text().cells)
    return None if cells is None or not weight else (cells * MILLION, weight)
