"""A week as seven columns, painted from the same rows as the list; arrows move, Enter opens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.ui import fonts, spoken
from app.ui.pages.today.week_card import card_height, card_title, paint_card, paint_nothing
from app.ui.style import theme_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.i18n import Texts
    from app.services.contracts.today import Planned, PlannedDay
    from app.ui.pages.today.week_spoken import SpokenCards
    from app.ui.theme import Theme

_GAP = 4
MONTH = 4  # weeks of a long step
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
Place = tuple[int, int]  # day, visit


class WeekCalendar(QWidget):
    """Shows seven days. Every visit is a card: code, title, and a sign for what has become of it."""

    opened = Signal(int, int)  # subject, visit
    turned = Signal(int)  # weeks forward or back
    menu_wanted = Signal(QPoint)  # of the visit that the keys stand on; where on the screen

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._days: tuple[PlannedDay, ...] = ()
        self._today = date.min
        self._at: Place = (0, 0)
        self._stacks: list[list[tuple[int, int]]] = []  # top and height of the cards of each day
        self._spoken: SpokenCards | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(texts("today.calendar"))

    @property
    def days(self) -> tuple[PlannedDay, ...]:
        """The days shown."""
        return self._days

    @property
    def current(self) -> Planned | None:
        """The visit that the keys stand on."""
        day, row = self._at
        visits = self._days[day].visits if day < len(self._days) else ()
        return visits[row] if row < len(visits) else None

    def show_days(self, days: tuple[PlannedDay, ...], *, today: date, keep: bool = False) -> None:
        """Replace the week; the keys stand on today's first visit, else on the first of the week. `keep`:
        where they stand on a visit that is still there they stay."""
        before = self.current
        at = self._first(days, today)
        if keep and before is not None:
            at = next((place for place, visit in _placed(days) if visit.visit_id == before.visit_id), at)
        if (days, today, at) == (self._days, self._today, self._at):
            return  # nothing to paint again
        self._days, self._today, self._at = days, today, at
        self._make_room()
        self._tell()
        self.update()

    def _first(self, days: tuple[PlannedDay, ...], today: date) -> Place:
        wanted = [at for at, day in enumerate(days) if day.visits]
        now = [at for at in wanted if days[at].day == today]
        return ((now or wanted or [0])[0], 0)

    def rect_of(self, place: Place) -> QRect:
        """Where the card of a visit stands; after the last one of a day, the line that tells of more."""
        day, row = place
        left, width = self._column(day)
        top, high = self._stacks[day][row]
        return QRect(left + _GAP, top, width - 2 * _GAP, high)

    def said(self, visit: Planned) -> str:
        """What a screen reader says of a visit."""
        state = self._texts(f"schedule.{visit.state}")
        said = self._texts(
            "today.week_said",
            day=self._texts.date(visit.day),
            code=visit.code,
            title=self._texts.written(visit.title),
            state=state,
        )
        return self._texts.spoken(part for part in (said, self._agreed(visit)) if part)

    def _agreed(self, visit: Planned) -> str:
        """The agreed day with the window; "" where none was agreed."""
        if visit.what != "agreed" or visit.agreed is None:
            return ""
        from app.domain.timeline import Window  # of few visits
        from app.i18n.agreed import agreed_with_window

        window = Window(visit.first or visit.day, visit.target or visit.day, visit.last or visit.day)
        return agreed_with_window(self._texts, visit.agreed, window, today=self._today)

    def _head(self) -> int:
        return fonts.measured(10)[1].height() * 2 + 12

    def _make_room(self) -> None:
        """As much height as the titles need in their columns."""
        self._stacks = [self._stacked(day, self._column(0)[1] - 2 * _GAP) for day in self._days]
        ends = (
            stack[-1][0] + (stack[-1][1] + _GAP if day.more else 0)
            for stack, day in zip(self._stacks, self._days, strict=True)
        )
        self.setMinimumHeight(max(ends, default=self._head()) + _GAP)
        self._speak()

    def _speak(self) -> None:
        """Give a screen reader, if one runs, the cards as children."""
        if self._stacks and spoken.heard():
            from app.ui.pages.today.week_spoken import SpokenCards  # nobody else needs them

            if self._spoken is None:
                self._spoken = SpokenCards(self)
                self._spoken.pressed.connect(self.opened)
            cards = ((visit, self.said(visit), self.rect_of(place)) for place, visit in _placed(self._days))
            self._spoken.show(cards)

    def _stacked(self, day: PlannedDay, wide: int) -> list[tuple[int, int]]:
        """The cards of a day; one place more than they are, for the line that tells of others."""
        top, places = self._head() + _GAP, list[tuple[int, int]]()
        for title in (*(card_title(visit, self._texts, wide) for visit in day.visits), ""):
            high = card_height(title, wide)
            places.append((top, high))
            top += high + _GAP
        return places

    def _column(self, day: int) -> tuple[int, int]:
        left = self.width() * day // 7
        return left, self.width() * (day + 1) // 7 - left

    def _place_at(self, x: float, y: float) -> Place | None:
        places = (place for place, _visit in _placed(self._days))
        return next((place for place in places if self.rect_of(place).contains(int(x), int(y))), None)

    def _tell(self) -> None:
        visit = self.current
        self.setAccessibleDescription(self.said(visit) if visit else self._texts("today.week_empty"))
        if self.hasFocus():
            spoken.announce(self, self.accessibleDescription())

    def _move(self, days: int, rows: int) -> None:
        """One visit up or down, or the nearest day with a visit to the left or right."""
        day, row = self._at
        if rows:
            count = len(self._days[day].visits) if self._days else 0
            self._at = (day, min(max(row + rows, 0), max(count - 1, 0)))
        else:
            there = day + days
            while 0 <= there < len(self._days) and not self._days[there].visits:
                there += days
            if not 0 <= there < len(self._days):
                self.turned.emit(days)
                return
            self._at = (there, min(row, len(self._days[there].visits) - 1))
        self._tell()
        self.update()

    def _paint_head(self, painter: QPainter, theme: Theme, at: int) -> None:
        day = self._days[at].day
        left, width = self._column(at)
        frame = QRect(left, 0, width, self._head())
        painter.fillRect(frame, QColor(theme.selection if day == self._today else theme.head))
        painter.setPen(QColor(theme.text))
        painter.setFont(fonts.sized(10, bold=True))
        half = self._head() // 2
        painter.drawText(QRect(left + 8, 2, width - 10, half), _LEFT, self._texts.short_date(day))
        painter.setPen(QColor(theme.text2))
        painter.setFont(fonts.sized(9))
        weekday = self._texts(f"today.weekday_{day.weekday()}")
        painter.drawText(QRect(left + 8, half, width - 10, half - 2), _LEFT, weekday)

    # Qt overrides

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        place = self._place_at(event.x(), event.y()) if by_mouse else self._at
        if place is not None and self.current is not None:
            self._at = place
            self._tell()
            self.update()
            at = event.globalPos() if by_mouse else self.mapToGlobal(self.rect_of(place).center())
            self.menu_wanted.emit(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._make_room()

    def sizeHint(self) -> QSize:
        return QSize(7 * fonts.scaled(120), max(self.minimumHeight(), 400))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        for at, planned in enumerate(self._days):
            left, _width = self._column(at)
            if planned.day.weekday() >= 5:
                column = QRect(left, self._head(), self._column(at)[1], self.height())
                painter.fillRect(column, QColor(theme.window))
            self._paint_head(painter, theme, at)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(left, 0, left, self.height())
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, visit in enumerate(planned.visits):
                place, frame = (at, row), self.rect_of((at, row))
                if frame.intersects(event.rect()):  # hundreds may be out of sight
                    here = place == self._at and self.hasFocus()
                    paint_card(painter, theme, visit, frame, texts=self._texts, here=here)
            painter.restore()
            if planned.more:
                painter.setPen(QColor(theme.text2))
                painter.setFont(fonts.sized(9))
                rest = self.rect_of((at, len(planned.visits)))
                painter.drawText(rest, _LEFT, self._texts("today.and_more"))
        if self._days and not any(day.visits or day.more for day in self._days):
            room = self.rect().adjusted(0, self._head(), 0, 0)
            paint_nothing(painter, theme, room, words=self._texts("today.week_empty"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        visit = self.current
        if event.key() in moves:
            self._move(*moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            weeks = MONTH if far else 1
            self.turned.emit(-weeks if event.key() == Qt.Key.Key_PageUp else weeks)
        elif event.key() == Qt.Key.Key_Home:
            self.turned.emit(0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and visit is not None:
            self.opened.emit(visit.subject_id, visit.visit_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x(), event.position().y())
        if place is not None:
            self._at = place
            self._tell()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x(), event.position().y())
        visit = self.current
        left = event.button() == Qt.MouseButton.LeftButton
        if left and place is not None and place == self._at and visit is not None:
            self.opened.emit(visit.subject_id, visit.visit_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._place_at(event.position().x(), event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.FocusIn):
            self._speak()  # a reader may have been started since
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.x(), event.y())
            text = self.said(self._days[place[0]].visits[place[1]]) if place is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().event(event))


def _placed(days: tuple[PlannedDay, ...]) -> Iterator[tuple[Place, Planned]]:
    for at, day in enumerate(days):
        for row, visit in enumerate(day.visits):
            yield (at, row), visit
