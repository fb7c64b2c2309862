"""The course chart in the window: the shared picture painted with QPainter, led by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.chart import screen
from app.domain.chart.course import Course, View, neighbour, showing, whole, zoomed
from app.domain.chart.primitives import Picture
from app.domain.chart.scales import Scale
from app.ui import painting, spoken
from app.ui.style import theme_of
from app.ui.widgets import tips

LEAST_WIDTH = 480


class CourseChart(QWidget):
    """Shows a course and lets one day be selected. `readout` turns a day into the words under the chart."""

    spoken_as = "Chart"

    selected = Signal(object)  # the study day, or None
    table_wanted = Signal()

    def __init__(
        self,
        *,
        words: screen.Words,
        readout: Callable[[int | None], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._readout = readout
        self._course: Course | None = None
        self._view = View(0, 1)
        self._picture: Picture | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def view(self) -> View:
        """What is looked at."""
        return self._view

    @property
    def picture(self) -> Picture | None:
        """The shapes on the widget, None before there is a course."""
        if self._picture is None and self._course is not None:
            scale = self._scale()
            self._picture = screen.draw(
                self._course,
                self._view,
                width=self.width() / scale,
                height=self.height() / scale,
                words=self._words,
            )
        return self._picture

    def show_course(self, course: Course | None, *, keep: bool = False) -> None:
        """Show a course with its newest day selected.

        `keep` keeps the zoom and the selected day of the same subject, unless there is a newer day now.
        """
        before, view = self._course, self._view
        self._course = course
        if course is None:
            self._change(replace(view, first=0, last=1, selected=None))
        else:
            newest = course.days[-1] if course.days else None
            known = keep and before is not None and before.days[-1:] == course.days[-1:]
            day = view.selected if known and view.selected in course.days else newest
            if keep and before is not None and not _shows_all(view, before):
                self._change(showing(view, course, day))
            else:
                self._change(replace(whole(course, selected=day, log=view.log), every=view.every))
        self.updateGeometry()

    def set_log(self, log: bool, *, every: bool = False) -> None:
        """Logarithmic lanes where they usually are, `every` lane, or linear ones."""
        self._change(replace(self._view, log=log, every=log and every))

    def zoom(self, factor: float) -> None:
        """Show less (below 1) or more days."""
        if self._course is not None:
            self._change(zoomed(self._view, self._course, factor))

    def fit(self) -> None:
        """Show all days."""
        if self._course is not None:
            full = whole(self._course)
            self._change(replace(self._view, first=full.first, last=full.last))

    def select(self, day: int | None) -> None:
        """Select a day, moving the view where it lies outside."""
        if self._course is not None:
            self._change(showing(self._view, self._course, day))

    def copy_readout(self) -> None:
        """Put the words of the selected day on the clipboard."""
        QGuiApplication.clipboard().setText(self._readout(self._view.selected))

    def _change(self, view: View) -> None:
        moved = view.selected != self._view.selected
        self._view = view
        self._picture = None
        self.update()
        self.setAccessibleDescription(self._readout(view.selected))
        if moved:
            self.selected.emit(view.selected)
            if self.hasFocus():
                spoken.announce(self, self.accessibleDescription())

    def _point_at(self, day: int | None) -> None:
        """What a corrected value was stands beside it while the mouse is at its day."""
        course, view = self._course, self._view
        ghosts = (
            {was.day for lane in course.lanes for was in lane.former} if course is not None else set[int]()
        )
        wanted = day if day in ghosts else None
        if wanted != view.pointed:
            self._change(replace(view, pointed=wanted))

    def _scale(self) -> float:
        """Logical pixels a unit: the chart grows with the text size."""
        return max(0.8, self.font().pointSizeF() / 10)

    def _nearest(self, at: QPointF) -> int | None:
        """The day with data nearest to a point of the plot."""
        course = self._course
        if course is None or not course.days:
            return None
        left, right = (edge * self._scale() for edge in screen.plot_edges(self.width() / self._scale()))
        if not left - 8 <= at.x() <= right + 8:
            return None
        axis = Scale(self._view.first, self._view.last, left, right)
        return min(course.days, key=lambda day: abs(axis.at(day) - at.x()))

    def _on_key(self, event: QKeyEvent) -> bool:
        course = self._course
        if course is None:
            return False
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        day = self._view.selected
        if key == Qt.Key.Key_C and control:
            self.copy_readout()
        elif control:
            return False
        elif key == Qt.Key.Key_Left:
            self.select(neighbour(course, day, -1))
        elif key == Qt.Key.Key_Right:
            self.select(neighbour(course, day, 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and course.days:
            self.select(course.days[0 if key == Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(0.5)
        elif key == Qt.Key.Key_Minus:
            self.zoom(2.0)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_T:
            self.table_wanted.emit()
        else:
            return False
        return True

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(round(760 * self._scale()), round(520 * self._scale()))

    def minimumSizeHint(self) -> QSize:
        least = screen.least_height(self._course) if self._course is not None else 200
        return QSize(round(LEAST_WIDTH * self._scale()), round(least * self._scale()))

    def resizeEvent(self, _event: QEvent) -> None:
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._picture = None
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        picture = self.picture
        if picture is not None:
            painter.save()
            painter.scale(self._scale(), self._scale())
            painting.paint(painter, picture, theme)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            day = self._nearest(event.position())
            if day is not None:
                self.select(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self._nearest(event.position())
        if day is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.select(day)
        self._point_at(day)
        self.setToolTip(tips.plain(self._readout(day)) if day is not None else "")

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(0.8 if event.angleDelta().y() > 0 else 1.25)
            event.accept()
        else:
            event.ignore()


def _shows_all(view: View, course: Course) -> bool:
    everything = whole(course)
    return (view.first, view.last) == (everything.first, everything.last)
