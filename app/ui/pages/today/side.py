"""Beside the list: the next seven days and the state of the study file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.i18n.today import amount
from app.i18n.unbroken import unbroken
from app.services.contracts.today import QUERIES, TO_SIGN, TO_VERIFY, VERIFY
from app.ui import fonts
from app.ui.style import theme_of
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.services.contracts.today import FileState, Planned, PlannedDay, Today
    from app.ui.desk import Desk

WIDTH = 248
_MOST = 3  # visits of a day in the strip
_WORDS = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


class Entry(QAbstractButton):
    """A line that leads somewhere; its words go on in another where there is no room."""

    def __init__(self, text: str, *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strong = strong
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(fonts.advance(self.text(), 9, bold=self._strong) + 6, fonts.measured(9)[1].height() + 2)

    def heightForWidth(self, width: int) -> int:
        hint = self.sizeHint()
        if hint.width() <= width:
            return hint.height()
        metrics = fonts.measured(9, bold=self._strong)[1]
        return (
            metrics.boundingRect(0, 0, max(width - 6, 1), 10_000, _WORDS, unbroken(self.text())).height() + 2
        )

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        live = self.underMouse() or self._strong
        painter.setPen(QColor(theme.accent if live else theme.text))
        painter.setFont(fonts.measured(9, bold=self._strong)[0])
        painter.drawText(self.rect().adjusted(3, 0, -3, 0), _WORDS, unbroken(self.text()))
        painter.end()


class NextDays(Panel):
    """Seven days with their visits; each leads to its form, "and 2 more" to the calendar."""

    opened = Signal(int, int)  # subject, visit
    week_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.texts("today.next_days"), padded=False, parent=parent)
        self._texts = desk.texts
        self._content = QWidget(self)
        self.body.addWidget(self._content)

    def show_days(self, days: tuple[PlannedDay, ...], *, today: date) -> None:
        """Replace the days."""
        self._content.deleteLater()
        self._content = QWidget(self)
        self.body.addWidget(self._content, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for planned in days:
            column.addWidget(self._day(planned, now=planned.day == today))

    def _day(self, planned: PlannedDay, *, now: bool) -> QWidget:
        texts = self._texts
        row = QWidget(self._content)
        row.setObjectName("plannedToday" if now else "plannedDay")
        row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout(row)
        across.setContentsMargins(12, 4, 8, 4)
        across.setSpacing(8)
        name = QVBoxLayout()
        name.setSpacing(0)
        for text, role in (
            (str(planned.day.day), "strong"),
            (texts(f"today.short_{planned.day.weekday()}"), "secondary"),
        ):
            part = label(text, role=role, parent=row)
            part.setMinimumWidth(fonts.scaled(34))
            name.addWidget(part)
        name.addStretch(1)
        across.addLayout(name)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        if not planned.visits:
            nothing = label(texts("today.nothing_planned"), role="secondary", parent=row)
            nothing.setContentsMargins(3, 0, 0, 0)
            lines.addWidget(nothing)
        cut = planned.more or len(planned.visits) > _MOST
        shown = planned.visits[: _MOST - 1 if cut else _MOST]
        for visit in shown:
            lines.addWidget(self._entry(visit, row))
        if cut:
            rest = amount(len(planned.visits) - len(shown), texts, more=planned.more)
            more = Entry(texts("today.and_count", count=rest), strong=True, parent=row)
            more.clicked.connect(self.week_wanted)
            lines.addWidget(more)
        lines.addStretch(1)
        across.addLayout(lines, 1)
        return row

    def _entry(self, visit: Planned, parent: QWidget) -> Entry:
        title = self._texts.written(visit.title)
        if visit.what == "closes":
            title = self._texts("today.closes", title=title)
        elif visit.what == "agreed":
            title = f"{title} · {self._texts('today.rescheduled')}"
        made = Entry(f"{visit.code} · {title}", parent=parent)
        made.clicked.connect(lambda: self.opened.emit(visit.subject_id, visit.visit_id))
        return made


class FilePanel(Panel):
    """Last backup, open queries, what waits to be verified and signed."""

    group_wanted = Signal(str)
    backups_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.texts("today.file"), link=desk.texts("today.see_backups"), parent=parent)
        if self.link is not None:
            self.link.clicked.connect(self.backups_wanted)
        self._desk = desk
        self._content = QWidget(self)
        self.body.addWidget(self._content)

    def show_state(self, today: Today) -> None:
        """Replace the figures."""
        texts = self._desk.texts
        self._content.deleteLater()
        self._content = QWidget(self)
        self.body.addWidget(self._content, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self._content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(texts("today.backup"), role="secondary", parent=self._content), 0, 0)
        backup = label(self._backup(today.file, today.day), role="secondary", wrap=True, parent=self._content)
        backup.setContentsMargins(3, 0, 0, 0)  # as the links below it
        grid.addWidget(backup, 0, 1)
        verify = today.group(VERIFY)
        asked = today.group(QUERIES)
        figures = (
            (
                "open_queries",
                QUERIES,
                sum(_count(line.about.get("count")) for line in asked.lines),
                asked.more,
            ),
            ("visits_to_verify", VERIFY, sum(e.kind == TO_VERIFY for e in verify.lines), verify.more),
            ("visits_to_sign", VERIFY, sum(e.kind == TO_SIGN for e in verify.lines), verify.more),
        )
        for row, (name, group, count, more) in enumerate(figures, start=1):
            grid.addWidget(label(texts(f"today.{name}"), role="secondary", parent=self._content), row, 0)
            said = amount(count, texts, more=more)
            if not count:
                none = label(said, role="secondary", parent=self._content)
                none.setContentsMargins(3, 0, 0, 0)
                grid.addWidget(none, row, 1)
                continue
            link = Entry(said, strong=True, parent=self._content)
            link.setAccessibleName(texts.spoken((texts(f"today.{name}"), said)))
            link.clicked.connect(lambda _checked=False, key=group: self.group_wanted.emit(key))
            grid.addWidget(link, row, 1)

    def _backup(self, state: FileState, today: date) -> str:
        texts = self._desk.texts
        if state.backup is None:
            return texts("today.backup_none")
        made = state.backup.astimezone()
        time = f"{made:%H:%M}"
        if made.date() == today:
            when = texts("today.backup_today", time=time)
        elif made.date() == today - timedelta(days=1):
            when = texts("today.backup_yesterday", time=time)
        else:
            when = texts.date(made.date())
        return texts("today.backup_checked" if state.backup_whole else "today.backup_broken", when=when)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
