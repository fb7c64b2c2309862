"""The audit trail of one subject: who did what, when, for which visit, what it was and is, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.values import dataclass
from app.i18n import trail
from app.i18n.problems import analyte_name
from app.i18n.trail_search import sought
from app.services import subject_trail
from app.ui import fonts
from app.ui.pages.subject_trail import words
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.columns import LONGEST
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.row_model import Column
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.tab_order import through
from app.ui.widgets.table_panel import TablePanel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.i18n import Texts
    from app.services.subject_trail import SubjectTrailPage, SubjectTrailRow
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

_PAUSE_MS = 300


class SubjectTrailTab(QWidget):
    """Read-only for everybody. Enter leads to the field in the visit form."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._round = 0
        self._last = 0  # where the next page begins
        self._subject_id = 0
        self.visit, self.field, self.person = (_Choice(self) for _ in range(3))
        for key, box in (("visit", self.visit), ("field", self.field), ("person", self.person)):
            box.setAccessibleName(texts(f"subject_trail.filter_{key}"))
            box.give_way(20)
            box.activated.connect(lambda _at: self._read())
        self.search = SearchField(
            hint=texts("subject_trail.find_hint"),
            name=texts("trail.filter_find"),
            clear=texts("subjects.clear"),
            parent=self,
        )
        self._typing = QTimer(self)  # looked for once the word is typed
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_MS)
        self._people: Mapping[str, str] = {}
        self._titles: tuple[str, ...] = ()
        self.lines: TablePanel[SubjectTrailRow] = TablePanel(
            texts("subject_trail.lines"),
            _columns(texts),
            empty=texts("subject_trail.none"),
            desk=desk,
            name="trail.lines",
            parent=self,
        )
        self.clear = self.lines.offered(lambda place: Button(texts("subjects.clear"), parent=place))
        self.more = Button(texts("subject_trail.more"), kind="link", parent=self)
        self.more.hide()
        self.sentence = label(wrap=True, parent=self)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        through(self.search, self.visit, self.field, self.person, self.lines, self.more)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._read)
        self._typing.timeout.connect(self._read)
        self.clear.clicked.connect(self.search.clear)
        self.lines.opened.connect(self._open)
        self.lines.chosen.connect(self._tell)
        self.more.clicked.connect(self._read_more)

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the lines."""
        self.lines.take_focus()

    def show_subject(self, view: SubjectView) -> None:
        """Show the trail of a subject; filters of the same one stay."""
        other = self._subject_id != view.course.subject.id
        self._subject_id = view.course.subject.id
        if other:
            for box in (self.visit, self.field, self.person):
                box.setCurrentIndex(0)
            self._people = {}
            self.search.clear()
        self._titles = tuple(dict.fromkeys(visit.title for visit in view.course.visits if visit.title))
        self._typing.stop()
        self._round += 1
        asked, context, query, texts = self._round, self._desk.context, self._query(), self._texts
        self._desk.operations.run(
            lambda: (_offered(view, texts), subject_trail.listing(context, query)),
            owner=self,
            done=lambda found: self._begin(asked, *found),
        )

    def _begin(self, asked: int, offered: _Offered, page: SubjectTrailPage) -> None:
        if asked == self._round:
            self.visit.offer(offered.visits, self.visit.code)
            self.field.offer(offered.fields, self.field.code)
            self._show(asked, page, add=False)

    def _query(self, before: int = 0) -> subject_trail.SubjectTrailQuery:
        return subject_trail.SubjectTrailQuery(
            self._subject_id,
            user=self.person.code,
            visit_id=int(self.visit.code) if self.visit.code else None,
            field=self.field.code,
            before=before,
            sought=sought(self.search.text(), self._texts, people=self._people, visits=self._titles),
        )

    def _read(self) -> None:
        self._typing.stop()
        self._round += 1
        asked, context, query = self._round, self._desk.context, self._query()
        self._desk.operations.run(
            lambda: subject_trail.listing(context, query),
            owner=self,
            done=lambda page: self._show(asked, page, add=False),
        )

    def _read_more(self) -> None:
        asked, context = self._round, self._desk.context
        query = replace(self._query(), before=self._last)
        self._desk.operations.run(
            lambda: subject_trail.listing(context, query),
            owner=self,
            done=lambda page: self._show(asked, page, add=True),
        )

    def _show(self, asked: int, page: SubjectTrailPage, *, add: bool) -> None:
        if asked != self._round:
            return
        self._last = page.last
        if add:
            self.lines.show_rows((*self.lines.model.given, *page.rows))
        else:
            self._people = page.people
            every = ("", self._texts("subject_trail.every_person"))
            self.person.offer([every, *page.people.items()], self.person.code)
            self.lines.show_rows(page.rows)
            self.clear.setVisible(bool(self.search.text().strip()))
        self.more.setVisible(page.more)
        shown = len(self.lines.model.rows)
        key = "subject_trail.newest" if page.more else "subject_trail.all"
        self.lines.note.setText(self._texts(key, count=shown) if shown else "")

    def _tell(self, row: SubjectTrailRow | None) -> None:
        self.sentence.setText(words.sentence(row, self._texts) if row is not None else "")

    def _open(self, row: SubjectTrailRow) -> None:
        if row.visit_id is None:  # of the person, the plan or the end of the participation
            self._desk.subject_wanted.emit(self._subject_id, "overview")
        elif row.path:
            self._desk.field_wanted.emit(self._subject_id, row.visit_id, row.path)
        elif row.table in ("assessment", "verdict_override"):
            self._desk.subject_wanted.emit(self._subject_id, "response")
        else:
            self._desk.visit_wanted.emit(self._subject_id, row.visit_id)

    def _lay_out(self) -> None:
        bar = Flow()
        bar.add(label(self._texts("subject_trail.title"), role="title", parent=self))
        bar.add(self.search, self.visit, self.field, self.person)
        self.search.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 28)
        foot = QHBoxLayout()
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.sentence.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(bar)
        about = label(self._texts("subject_trail.about"), role="about", wrap=True, parent=self)
        layout.addWidget(about)
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(420), super().minimumSizeHint().height())


def _columns(texts: Texts) -> tuple[Column[SubjectTrailRow], ...]:
    return (
        Column(
            texts("subject_trail.column_at"),
            126,
            lambda row: texts.moment(row.at),
            order=lambda row: row.id,
            longest=texts.moment(LONGEST),
            breaks=92,
        ),
        Column(texts("subject_trail.column_who"), 110, lambda row: row.who, breaks=94),
        Column(
            texts("subject_trail.column_visit"), 150, lambda row: trail.visit_text(row, texts), breaks=100
        ),
        Column(
            texts("subject_trail.column_what"), 270, lambda row: words.what(row, texts), bold=True, breaks=130
        ),
        Column(
            texts("subject_trail.column_was"),
            110,
            lambda row: words.was(row, texts),
            tone=lambda _row: "text2",
            breaks=84,
        ),
        Column(texts("subject_trail.column_now"), 210, lambda row: words.now(row, texts), breaks=96),
        # The sentence below the list says the reason, too.
        Column(texts("subject_trail.column_reason"), 150, lambda row: words.reason(row, texts), hides=1),
    )


class _Choice(ChoiceBox):
    """A box whose lines come all at once: a subject may have thousands of visits."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._codes: list[str] = []

    @property
    def code(self) -> str:
        """What stands behind the chosen line, "" for every."""
        at = self.currentIndex()
        return self._codes[at] if 0 <= at < len(self._codes) else ""

    def choose(self, code: object) -> None:
        """Choose the line of a code, the first one where none has it."""
        self.setCurrentIndex(next((at for at, each in enumerate(self._codes) if each == code), 0))

    def offer(self, choices: Iterable[tuple[str, str]], chosen: str = "") -> None:
        """Offer other lines, each its code and its words, and choose one. Nobody is told: no one chose."""
        listed = list(choices)
        self._codes = [code for code, _words in listed]
        self.blockSignals(True)
        self.clear()
        self.addItems([words for _code, words in listed])
        self.choose(chosen)
        self.blockSignals(False)


@dataclass(frozen=True, slots=True)
class _Offered:
    visits: list[tuple[str, str]]
    fields: list[tuple[str, str]]


def _offered(view: SubjectView, texts: Texts) -> _Offered:
    """What a subject's trail can be filtered by."""
    visits = [("", texts("subject_trail.every_visit"))]
    for visit in reversed(view.course.visits):
        if visit.actual is not None or visit.missed:
            title = texts.written(visit.title) or texts("visit_form.unscheduled")
            named = texts.spoken([title, texts.date(visit.actual)]) if visit.actual is not None else title
            visits.append((str(visit.id), named))
    counted = {row.analyte for row in view.course.counts}
    fields = [("", texts("subject_trail.every_field"))]
    fields += [(area, texts(f"subject_trail.area_{area}")) for area in subject_trail.AREAS]
    named_codes = ((f"values.{code}", analyte_name(texts, code)) for code in counted)
    fields += sorted(named_codes, key=lambda choice: choice[1])
    return _Offered(visits, fields)
