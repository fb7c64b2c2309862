"""Whose eyes a day is seen with: all that is known now, or what was known on it; and what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.i18n.causes import listed
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.segments import Segment, SegmentRow

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.assessments import Known, TwoViews

MOST_TOLD = 3


class KnownSwitch(QWidget):
    """Two buttons of which one is down."""

    switched = Signal(str)  # now | then

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(texts("response.known"))
        row = SegmentRow(self)
        group = QButtonGroup(self)
        self.buttons: dict[str, Segment] = {}
        for code in ("now", "then"):
            button = Segment(self, text=texts(f"response.known_{code}"))
            button.setToolTip(texts(f"response.known_{code}_about"))
            button.setAccessibleDescription(button.toolTip())
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
            self.buttons[code] = button
            button.clicked.connect(lambda _checked, known=code: self._on_clicked(known))
        self.buttons["now"].setChecked(True)
        self._known: Known = "now"

    @property
    def known(self) -> Known:
        """Which of the two is chosen."""
        return self._known

    def choose_now(self) -> None:
        """Back to all that is known, without telling."""
        self._known = "now"
        self.buttons["now"].setChecked(True)

    def _on_clicked(self, known: Known) -> None:
        if known != self._known:
            self._known = known
            self.switched.emit(known)


class KnownBar(QWidget):
    """The switch, and beside it what lies between the two."""

    switched = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.switch = KnownSwitch(texts, self)
        self.said = label(role="about", wrap=True, parent=self)
        row = Flow(self, gap=12)
        row.setContentsMargins(0, 0, 0, 0)
        row.add(self.switch)
        row.add(self.said, grows=True)
        self.switch.switched.connect(self._on_switched)
        self.say_now()

    @property
    def then(self) -> bool:
        """Whether the day is seen with what was known on it."""
        return self.switch.known == "then"

    def choose_now(self) -> None:
        """Back to all that is known, without telling."""
        self.switch.choose_now()
        self.say_now()

    def say_now(self) -> None:
        """Nothing lies between: the verdict is that of today's knowledge."""
        self.said.setText("" if self.then else self._texts("response.known_now_said"))

    def say(self, views: TwoViews) -> None:
        """Say what has changed since the day."""
        self.said.setText(difference(views, self._texts))

    def _on_switched(self, known: str) -> None:
        self.say_now()
        self.switched.emit(known)


def difference(views: TwoViews, texts: Texts) -> str:
    """What lies between the two verdicts, in one sentence."""
    day = texts.date(views.then.day)
    if not views.later:
        return texts("response.then_same", date=day, status=views.then.status)
    more = max(0, len(views.later) - MOST_TOLD)
    why = listed(views.later[:MOST_TOLD], texts, on=views.then.day, more=more)
    key = "response.then_other" if _differ(views) else "response.then_alike"
    return texts(key, date=day, then=views.then.status, now=views.now.status, why=why)


def _differ(views: TwoViews) -> bool:
    return (views.then.status, views.then.flags) != (views.now.status, views.now.flags)
