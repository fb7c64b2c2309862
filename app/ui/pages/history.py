"""The history of a value or row: what it was, who entered it, when, why, which verdicts changed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import trail as words
from app.i18n.trail_codes import ASIDE, LOGS
from app.i18n.trail_values import field_text, stored_text
from app.services import trail
from app.ui import fonts
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.trail import PastValue, ValueHistory
    from app.ui.desk import Desk

SIZE = QSize(560, 420)
KEYS = "Ctrl+H"


def show_history(desk: Desk, path: str, *, visit_id: int, parent: QWidget) -> HistoryDialog | None:
    """Open the history of a field by its path ("values.ANC", "events.12", "day"); None for a path of none."""
    area, _, rest = path.partition(".")
    if not area or (area in LOGS and not rest.isdigit()):
        return None
    dialog = HistoryDialog(desk, parent)
    if area == "values":
        dialog.ask(lambda context: trail.of_value(context, visit_id=visit_id, analyte=rest))
    else:
        table, row_id = (LOGS[area], int(rest)) if area in LOGS else ("visit", visit_id)
        dialog.ask(lambda context: trail.of_row(context, visit_id=visit_id, table=table, row_id=row_id))
    dialog.show()
    return dialog


class HistoryDialog(QDialog):
    """Beside the work: what is typed there stays in sight. Esc closes."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self.history: ValueHistory | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("history.open"))
        room = parent.window().size()
        self.resize(QSize(*map(fonts.scaled, (SIZE.width(), SIZE.height()))).boundedTo(room))
        self.title = label(role="section", wrap=True, parent=self)
        self.list = QScrollArea(self)
        self.list.setWidgetResizable(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.close_button = Button(texts("history.close"), parent=self)
        self.close_button.clicked.connect(self.close)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(label(texts("history.about"), role="secondary", wrap=True, parent=self))
        column.addWidget(self.list, 1)
        column.addLayout(below)
        desk.locking.connect(self.close)

    def ask(self, read: object) -> None:
        """Read the history and show it."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: read(context),  # type: ignore[operator]  # a function of the context
            owner=self,
            done=self.show_history,
            failed=lambda error: self.title.setText(refusal(self._texts, error)),
        )

    def show_history(self, history: ValueHistory) -> None:
        """Show what was read, newest first."""
        self.history = history
        texts = self._texts
        self.title.setText(self._named(history))
        self.setWindowTitle(texts("history.open"))  # a window title names no value
        self.list.setAccessibleName(texts("history.open_named", name=self._named(history)))
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        if not history.values:
            column.addWidget(label(texts("history.none"), role="about", wrap=True, parent=inside))
        for place, value in enumerate(history.values):
            first = place == len(history.values) - 1
            column.addLayout(self._entry(value, inside, first=first, newest=place == 0))
        column.addStretch(1)
        self.list.setWidget(inside)

    def _named(self, history: ValueHistory) -> str:
        texts = self._texts
        named = [texts.written(history.visit)] + ([texts.date(history.day)] if history.day else [])
        visit = texts.spoken(named)
        if history.table == "visit":
            return texts("history.visit_title", visit=visit)
        key = f"visit_form.analyte.{history.analyte}"
        name = texts(key) if texts.has(key) else history.analyte
        name = name if history.analyte else words.table_text(history.table, texts)
        return texts("history.title", name=name, visit=visit)

    def _entry(self, value: PastValue, parent: QWidget, *, first: bool, newest: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for role, said in self.lines_of(value, first=first, newest=newest):
            line = label(said, role=role, wrap=True, parent=parent)
            column.addWidget(line)
        return column

    def lines_of(self, value: PastValue, *, first: bool, newest: bool) -> list[tuple[str, str]]:
        """The lines of one entry with their roles."""
        texts = self._texts
        lines: list[tuple[str, str]] = []
        said = self._said(value)
        if said:
            standing = f"  ({texts('history.now')})" if newest and not first else ""
            lines.append(("strong", said + standing))
        if not first or not said:
            lines += [("strong" if not said else "", text) for text in self._changes(value)]
        moment = texts.moment(value.at)
        lines.append(
            ("", texts(f"history.{'entered' if first else 'changed'}", moment=moment, who=value.who))
        )
        if value.set_back:
            lines.append(("question", texts("trail.set_back_about")))
        if value.day is not None:
            day = texts("history.day", day=texts.date(value.day))
            told = texts.spoken((day, texts("history.late"))) if value.late else day
            lines.append(("secondary", told))
        reason = words.reason_text(value.reason_code, value.reason_text, texts)
        if reason:
            lines.append(("", texts("history.reason", reason=reason)))
        for change in value.verdicts:
            day = f"{texts.date(change.day)} ({texts.study_day(change.study_day)})"
            key = "verdict" if change.was else "verdict_first"
            was, now = (_status(said, texts) for said in (change.was, change.now))
            lines.append(("", texts(f"history.{key}", day=day, was=was, now=now)))
        return lines

    def _said(self, value: PastValue) -> str:
        texts = self._texts
        if value.changes:
            return ""
        if value.missing:
            key = f"visit_form.missing.{value.missing}"
            reason = texts(key) if texts.has(key) else value.missing
            note = value.missing_note
            return texts("history.missing", reason=texts.named(reason, note) if note else reason)
        said = f"{texts.typed(value.text)} {texts.unit(value.unit)}".strip()
        if not value.reference:
            return said
        reference = stored_text(value.table, "entered_range", value.reference, texts)
        return texts("history.with_range", value=said, range=reference)

    def _changes(self, value: PastValue) -> list[str]:
        texts = self._texts
        return [
            texts(
                "history.change",
                field=field_text(name, texts),
                was=stored_text(value.table, name, was, texts) or texts("trail.nothing"),
                now=stored_text(value.table, name, now, texts) or texts("trail.nothing"),
            )
            for name, was, now in value.changes
            if name not in ASIDE
        ]


def _status(code: str, texts: Texts) -> str:
    key = f"common.status_{code}"
    return texts(key) if texts.has(key) else code
