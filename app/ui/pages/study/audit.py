"""The tab Audit trail: the check above, filters, the lines page by page, and the whole of one below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.i18n import trail as words
from app.i18n.trail_search import sought
from app.services import trail
from app.ui import fonts
from app.ui.pages.study.audit_check import CheckPanel
from app.ui.pages.study.audit_rows import COLUMNS, LINES, ROW, WAYS, WIDTHS, AuditRows
from app.ui.widgets import columns
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field import Field
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.read_table import read_table

if TYPE_CHECKING:
    from app.services.trail import Choices, TrailPage, TrailRow
    from app.ui.desk import Desk

_DETAIL_LINES = 5
_PAUSE_MS = 300


class AuditTab(QScrollArea):
    """Read-only for everybody; identities stay with those who may see them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds is brought into sight as Tab comes there
        self._desk = desk
        self._texts = texts = desk.texts
        self._asked = 0
        self._goal = 0  # the row to stand on once its page is there
        self.checking = CheckPanel(desk, self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(texts("trail.find_hint"))
        self.search.setClearButtonEnabled(True)
        self.user, self.action = ChoiceBox(self), ChoiceBox(self)
        self.subject = QLineEdit(self)
        self.subject.setPlaceholderText(texts("trail.subject_hint"))
        self.since = self._date_field()
        self.until = self._date_field()
        self._choices = trail.Choices({}, ())
        self._typing = QTimer(self)  # a word is looked for through the whole trail, so once it is typed
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_MS)
        self.rows = AuditRows(texts, self)
        self.table = self._table()
        self.empty = label(texts("trail.none"), role="about", wrap=True, parent=self)
        self.detail = label(texts("trail.detail_none"), wrap=True, parent=self)
        self._fill(trail.Choices({}, ()))
        self._lay_out()
        self._connect()

    @property
    def query(self) -> trail.TrailQuery:
        """The filters as they stand; a date that is none yet filters nothing."""
        return trail.TrailQuery(
            user=self.user.code,
            action=self.action.code,
            subject=self.subject.text().strip(),
            since=self.since.day(),
            until=self.until.day(),
            sought=self._sought(),
        )

    def _sought(self) -> tuple[trail.Sought, ...]:
        known = self._choices
        return sought(self.search.text(), self._texts, people=known.users, visits=known.visits)

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read the filters' choices and the first page again."""
        context = self._desk.context
        self._desk.operations.run(lambda: trail.choices(context), owner=self, done=self._fill)
        self._read(0)

    def keep_draft(self) -> None:
        """Nothing is typed here; a check that runs ends."""
        self.checking.give_up()

    def go_to(self, row: int) -> None:
        """Show a row of the trail and what stands around it, without filters."""
        for field in (self.search, self.subject, self.since, self.until):
            field.clear()
        self._typing.stop()
        for box in (self.user, self.action):
            box.setCurrentIndex(0)
        self._goal = row
        self._read(row + trail.PAGE // 2)

    def _read(self, before: int) -> None:
        self._asked += 1
        asked, context, query = self._asked, self._desk.context, replace(self.query, before=before)
        self._desk.operations.run(
            lambda: trail.listing(context, query), owner=self, done=lambda page: self._show(asked, page)
        )

    def _read_more(self) -> None:
        last = self.rows.row_at(len(self.rows.rows) - 1)
        if last is None:
            return
        asked, context, query = self._asked, self._desk.context, replace(self.query, before=last.id)
        self._desk.operations.run(
            lambda: trail.listing(context, query), owner=self, done=lambda page: self._add(asked, page)
        )

    def _show(self, asked: int, page: TrailPage) -> None:
        if asked != self._asked:
            return
        self.rows.show_page(page)
        self.empty.setVisible(not page.rows)
        self.table.setVisible(bool(page.rows))
        place = next((at for at, row in enumerate(page.rows) if self._goal and row.id <= self._goal), 0)
        self._goal = 0
        if page.rows:
            self.table.setCurrentIndex(self.rows.index(place, 0))
            self.table.scrollTo(self.rows.index(place, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        self._show_line()

    def _add(self, asked: int, page: TrailPage) -> None:
        if asked == self._asked:
            self.rows.add_page(page)

    def _show_line(self) -> None:
        row = self.rows.row_at(self.table.currentIndex().row())
        said = self._texts("trail.detail_none") if row is None else self._line(row)
        self.detail.setText(said)

    def _line(self, row: TrailRow) -> str:
        texts = self._texts
        named = row.user in row.who
        who = row.who if named else texts("subject_trail.thing_of", thing=row.who, item=row.user)
        head = [str(row.id), words.moment_text(row.at, texts), who]
        head += [words.action_text(row.action, texts), row.subject, words.place_text(row, texts)]
        if row.row_id is not None:
            head.append(texts("trail.place_row", table=words.table_text(row.table, texts), row_id=row.row_id))
        lines = [" · ".join(part for part in head if part)]
        if row.hidden:
            lines.append(texts("trail.hidden"))
        elif row.old is not None or row.new is not None:
            for key, value in (("was", row.old), ("is", row.new)):
                if value is not None or row.old is not None:
                    said = words.value_text(row, value, texts) or texts("trail.nothing")
                    lines.append(texts.named(texts(f"trail.{key}"), said))
        reason = words.reason_text(row.reason_code, row.reason_text, texts)
        if reason:
            lines.append(texts.named(texts("trail.column_reason"), reason))
        return "\n".join(lines)

    def _fill(self, choices: Choices) -> None:
        texts, self._choices = self._texts, choices
        actions = {code: words.action_text(code, texts) for code in choices.actions}
        named = sorted(actions.items(), key=lambda pair: pair[1].casefold())
        users = sorted(choices.users.items(), key=lambda pair: pair[1].casefold())
        for box, first, pairs in ((self.user, "user", users), (self.action, "action", named)):
            box.offer([("", texts(f"trail.every_{first}")), *pairs], box.code)

    def _connect(self) -> None:
        self.rows.wanted.connect(self._read_more)
        self.checking.row_wanted.connect(self.go_to)
        for box in (self.user, self.action):
            box.activated.connect(lambda _index: self._read(0))
        self.subject.textChanged.connect(lambda _text: self._read(0))
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._typing.stop)
        self.search.returnPressed.connect(lambda: self._read(0))
        self._typing.timeout.connect(lambda: self._read(0))
        for field in (self.since, self.until):
            field.day_changed.connect(lambda _day: self._read(0))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_line())
        self._desk.locking.connect(self.checking.give_up)

    def _lay_out(self) -> None:
        texts = self._texts
        filters = Flow()
        inputs = (self.search, self.user, self.action, self.subject, self.since, self.until)
        for key, made in zip(("find", "user", "action", "subject", "since", "until"), inputs, strict=True):
            filters.add(Field(texts(f"trail.filter_{key}"), made, parent=self))
        self.subject.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 12)
        self.search.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 30)
        whole = QScrollArea(self)
        whole.setWidget(self.detail)
        whole.setWidgetResizable(True)
        whole.setFrameShape(QFrame.Shape.NoFrame)
        whole.setFixedHeight(self.fontMetrics().lineSpacing() * _DETAIL_LINES + 8)
        whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        whole.setAccessibleName(texts("trail.detail_none"))
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(label(texts("trail.about"), role="about", wrap=True, parent=self))
        column.addWidget(self.checking)
        column.addLayout(filters)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(whole)
        self.table.setMinimumHeight(fonts.scaled(160))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def _date_field(self) -> DateField:
        def today() -> date:
            return self._desk.context.today()

        field = DateField(self._texts, today=today, calendar_hint=self._texts("trail.calendar"), parent=self)
        digit = self.fontMetrics().horizontalAdvance("0")
        field.setMinimumWidth(digit * 12)
        field.setMaximumWidth(digit * 19)
        return field

    def _table(self) -> QTableView:
        desk, samples = self._desk, {1: self._texts.moment(columns.LONGEST)}
        name = self._texts("trail.rows")
        table = read_table(self.rows, name=name, row=ROW, widths=WIDTHS, samples=samples, parent=self)
        fit_table(
            *(table, WAYS),
            keys=COLUMNS,
            widths=WIDTHS,
            samples=samples,
            row=ROW,
            desk=desk,
            name="audit",
            lines=LINES,
        )
        return table
