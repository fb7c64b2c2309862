"""One criterion of the eligibility step as a line with its answer, its verdict and its note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from app.domain.truth import FALSE, TRUE
from app.ui import fonts
from app.ui.pages.enrol.criteria import choices
from app.ui.pages.enrol.criteria_columns import (
    ANSWERED,
    CRITERION,
    DATA,
    NUMBER,
    SOURCE,
    VERDICT,
    Room,
    fit_columns,
    in_column,
    lay_columns,
)
from app.ui.style import theme_of
from app.ui.widgets.flow import Flow
from app.ui.widgets.icon_mark import IconButton, IconMark, warned, wrong
from app.ui.widgets.labels import label
from app.ui.widgets.segments import Segment, SegmentRow
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.pages.enrol.criteria import CriterionRow


class CriterionLine(QWidget):
    """A line can hold the focus itself, so that the keyboard reaches criteria that data answer."""

    chosen = Signal(str, str)  # criterion id, choice
    noted = Signal(str, str)  # criterion id, note
    selected = Signal(str)  # criterion id
    stepped = Signal(str, int)  # criterion id, −1 up or +1 down
    answered = Signal(str)  # by a key: the next open one is wanted

    def __init__(self, texts: Texts, *, criterion_id: str, number: str, kind: str, by_data: bool) -> None:
        super().__init__()
        self._texts = texts
        self.id = criterion_id
        self._current = False
        self._room: Room = "wide"
        self._note_wanted = False
        self._word = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.number = label(number, role="strong")
        self.text = label(wrap=True)
        self.by = label(role="about")
        self.data = label(wrap=True, parent=self)
        self.verdict = VerdictMark(texts)
        self.source = label(role="about", wrap=True)
        self.buttons: dict[str, Segment] = {}
        self._answers = QWidget(self)
        self.note = QLineEdit()
        self.note.setProperty("dense", True)
        self._pen = IconButton("pen", parent=self._answers)
        self._reason_mark = IconMark("warning")
        self.reason = label(wrap=True)
        self._build(kind, by_data=by_data)

    def show_row(self, row: CriterionRow, *, choice: str, note: str) -> None:
        """Show what is said of the criterion now."""
        self._word = row.text
        self.text.setText(row.text)
        self.by.setText(row.by)
        self.data.setText("\n".join(row.data))
        self.data.setVisible(row.by_data)
        self.verdict.show_verdict(row.verdict, words=row.word)
        self.source.setText(row.source)
        self.source.setToolTip(row.citation)
        self.setAccessibleName(row.spoken(self._texts))
        for code, button in self.buttons.items():
            if button.isChecked() != (code == choice):
                button.setChecked(code == choice)
        if self.note.text() != note:
            self.note.setText(note)
        self._pen.setVisible(bool(choice))
        self._answers.setVisible(not row.by_data)
        stops = row.verdict is not TRUE
        silent = not row.by_data and not choice
        self._show_reason("" if silent or not stops else self._stop_words(row), failed=row.verdict is FALSE)
        self._show_note(wanted=self._note_wanted or bool(note) or (bool(choice) and stops))

    def set_current(self, current: bool) -> None:
        """Mark the line whose readings stand below."""
        if current != self._current:
            self._current = current
            self.update()

    def fit(self, room: Room) -> None:
        """Leave out the columns of low priority, or put the answer below the criterion."""
        fit_columns(self._grid, self._texts, room)
        for cell in (self.by, self.source):
            cell.setVisible(room == "wide")
        if room != self._room:
            self._room = room
            self._place()

    def _place(self) -> None:
        stacked = self._room == "stacked"
        answer = self._answers if self.buttons else self.data
        for cell in (self.text, answer):
            self._grid.removeWidget(cell)
        middle, wide = Qt.AlignmentFlag.AlignVCenter, 3 if stacked else 1
        self._grid.addWidget(self.text, 0, CRITERION, 1, wide, middle)
        self._grid.addWidget(answer, *((1, CRITERION) if stacked else (0, DATA)), 1, wide, middle)

    # how it is built

    def _build(self, kind: str, *, by_data: bool) -> None:
        grid = self._grid = QGridLayout(self)
        lay_columns(grid, self._texts)
        grid.setContentsMargins(12, 6, 8, 7)
        grid.setVerticalSpacing(6)
        cells: tuple[tuple[QWidget, int], ...] = (
            (self.number, NUMBER),
            (self.by, ANSWERED),
            (self.verdict, VERDICT),
            (self.source, SOURCE),
        )
        for cell, column in cells:
            grid.addWidget(in_column(cell, column, self._texts), 0, column, Qt.AlignmentFlag.AlignVCenter)
        grid.setRowMinimumHeight(0, 27)
        if not by_data:
            self._build_answers(kind)
        for cell in (self.text, self._answers, self.data):
            in_column(cell, DATA, self._texts)
        self._place()
        grid.addWidget(self._build_second_line(), 2, CRITERION, 1, SOURCE)
        for child in (*self.buttons.values(), self.note, self._pen):
            child.installEventFilter(self)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab stops at in the line, as one reads it."""
        return (*self.buttons.values(), self._pen, self.note)

    @property
    def waits(self) -> bool:
        """Whether a person has still to answer it."""
        return bool(self.buttons) and not any(button.isChecked() for button in self.buttons.values())

    def _build_answers(self, kind: str) -> None:
        line = Flow(self._answers, gap=0, between=4)
        line.setContentsMargins(0, 0, 0, 0)
        joined = SegmentRow()
        line.add_row(joined)
        group = QButtonGroup(self)
        for number, (code, words) in enumerate(choices(self._texts, kind), start=1):
            button = Segment(self._answers, text=words, dense=True)
            button.setToolTip(self._texts("enrol.eligibility.key", choice=words, key=number))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, code=code: self.chosen.emit(self.id, code))
            group.addButton(button)
            joined.add(button)
            self.buttons[code] = button
        self._pen.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pen.clicked.connect(self._open_note)
        line.add(self._pen)

    def _build_second_line(self) -> QWidget:
        self._second = QWidget()
        line = QHBoxLayout(self._second)
        line.setContentsMargins(0, 0, 0, 2)
        line.setSpacing(8)
        self._note_caption = label(self._texts("enrol.eligibility.note"), role="about")
        self._note_caption.setBuddy(self.note)
        self.note.setMaximumWidth(fonts.scaled(420))
        self._note_caption.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.note.textEdited.connect(lambda text: self.noted.emit(self.id, text))
        line.addWidget(self._note_caption)
        line.addWidget(self.note, 1)
        line.addWidget(self._reason_mark)
        line.addWidget(self.reason, 1)
        line.addStretch(0)
        return self._second

    def _open_note(self) -> None:
        self._note_wanted = True
        self._show_note(wanted=True)
        self.note.setFocus()

    def _show_note(self, *, wanted: bool) -> None:
        shown = wanted and bool(self.buttons)
        self._note_caption.setVisible(shown)
        self.note.setVisible(shown)
        self._second.setVisible(shown or bool(self.reason.text()))
        name = self._texts("enrol.eligibility.note_of", criterion=f"{self.number.text()} {self._word}")
        self.note.setAccessibleName(name)
        self._pen.say(name)
        for button in self.buttons.values():
            spoken = self._texts(
                "enrol.eligibility.answer_of", criterion=self.number.text(), choice=button.text()
            )
            button.setAccessibleName(spoken)

    def _stop_words(self, row: CriterionRow) -> str:
        if row.by_data or row.verdict is FALSE:
            return row.reason
        return self._texts("eligibility.unknown_stops")

    def _show_reason(self, text: str, *, failed: bool) -> None:
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
        self._reason_mark.setVisible(bool(text))
        self._reason_mark.show_icon("warning", wrong if failed else warned)
        role = "problem" if failed else "question"
        if self.reason.property("role") != role:
            self.reason.setProperty("role", role)
            self.reason.style().unpolish(self.reason)
            self.reason.style().polish(self.reason)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.selected.emit(self.id)
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.selected.emit(self.id)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(event.key())
        answer = event.key() - Qt.Key.Key_1.value
        if step is not None:
            self.stepped.emit(self.id, step)
        elif 0 <= answer < len(self.buttons):
            list(self.buttons.values())[answer].click()
            self.answered.emit(self.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        frame = self.rect()
        painter.fillRect(frame, QColor(theme.selection if self._current else theme.surface))
        painter.fillRect(QRect(0, frame.height() - 1, frame.width(), 1), QColor(theme.line))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -2))
        painter.end()
