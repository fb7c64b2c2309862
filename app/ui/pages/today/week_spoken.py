"""The cards of the week for a screen reader, which finds no children in what one widget paints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from app.services.contracts.today import Planned


class SpokenCards(QObject):
    """One child for each card, in the order of the days; they are kept from week to week."""

    pressed = Signal(int, int)  # subject, visit

    def __init__(self, week: QWidget) -> None:
        super().__init__(week)
        self._week = week
        self._cards: list[_Card] = []

    def show(self, cards: Iterable[tuple[Planned, str, QRect]]) -> None:
        """Let a card stand for each visit: what is said of it, and where it is painted."""
        count = 0
        for count, (visit, said, place) in enumerate(cards, start=1):
            if count > len(self._cards):
                self._cards.append(_Card(self._week))
                self._cards[-1].clicked.connect(self._press)
            card = self._cards[count - 1]
            card.visit = visit
            card.setAccessibleName(said)
            card.setGeometry(place)
            card.show()
        for card in self._cards[count:]:
            card.hide()  # a reader skips what is hidden

    def _press(self) -> None:
        card = self.sender()
        if isinstance(card, _Card) and card.visit is not None:
            self.pressed.emit(card.visit.subject_id, card.visit.visit_id)


class _Card(QAbstractButton):
    """Stands where a card is painted and shows nothing; mouse and keys go to the week behind it."""

    def __init__(self, week: QWidget) -> None:
        super().__init__(week)
        self.visit: Planned | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        pass
