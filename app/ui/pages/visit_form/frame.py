"""The parts of the form and where they stand: title row, news, typed side with its foot, preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.dosing import limits_of
from app.services import access, doses
from app.ui.dates import parse_day
from app.ui.desk import Notice
from app.ui.pages.visit_form.about import about
from app.ui.pages.visit_form.answers import name_of, unanswered
from app.ui.pages.visit_form.bar import ButtonBar
from app.ui.pages.visit_form.conflict_strip import ConflictStrip
from app.ui.pages.visit_form.control_bar import ControlBar
from app.ui.pages.visit_form.controller import VisitController
from app.ui.pages.visit_form.correction_strip import CorrectionStrip
from app.ui.pages.visit_form.keeper import draft_key
from app.ui.pages.visit_form.override_strip import OverrideStrip, dose_of
from app.ui.pages.visit_form.panel import TypedPanel
from app.ui.pages.visit_form.preview import PreviewPanel
from app.ui.pages.visit_form.sharing import Sharing
from app.ui.widgets.flow import Flow
from app.ui.widgets.kept_split import KeptSplitter
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.scrolled_stack import Upright

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.evidence import Verdict
    from app.domain.plausibility import Problem
    from app.services.visits import VisitForm
    from app.ui.desk import Desk
    from app.ui.pages.visit_form.infusion_row import InfusionRow
    from app.ui.subject_view import SubjectView

_NOTED = frozenset({"sample_time", "laboratory", "deviation", "deviation_note"})  # no status rests on these


class FormFrame(QWidget):
    """Builds and places the parts. What they do together is the page's."""

    def __init__(
        self, desk: Desk, *, form: VisitForm, view: SubjectView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._form, self._view = desk, form, view
        texts = desk.texts
        # Made in reading order, which is the order of Tab.
        self.control = ControlBar(desk, self)
        self.notice = NoticeStrip(texts, parent=self)
        self.typed = TypedPanel(
            form,
            view,
            texts=texts,
            today=desk.context.today,
            may_override=access.may(desk.context, doses.OVERRIDE),
            parent=self,
        )
        key = draft_key(form.subject_id, form.wanted)
        self.correction = CorrectionStrip(texts, parent=self)
        self.correction.keep_as(desk, f"{key}:reason")
        self.conflict = ConflictStrip(texts, self)
        self.override = OverrideStrip(desk, limits=limits_of(view.template), kept_as=key, parent=self)
        self.typed.since.override_wanted.connect(self._ask_override)
        self.bar = ButtonBar(texts, self)
        self.preview = PreviewPanel(texts, view=view, parent=self)
        self._state = label(role="about", parent=self)
        self._lock_words = label(role="strong", parent=self)
        self._lock_words.hide()
        self._splitter = self._split()
        self._room = Sharing(self, self._splitter, left=self._left, typed=self.typed, preview=self.preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(self._title_row())
        outer.addWidget(self.control)
        outer.addWidget(self.notice)
        outer.addWidget(self._splitter, 1)
        self._locked = False
        self._controller: VisitController | None = None
        self.unsaved = False
        self._restored = ""  # what was said of a draft that came back
        if not self.may_save:
            self._match_access()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self._desk.themed.connect(self._on_themed)

    @property
    def may_save(self) -> bool:
        """Whether this role may change the visit, and the visit may be changed."""
        return access.may(self._desk.context, "visits.record") and not self._locked

    @property
    def version(self) -> int:
        """The version of the visit that the form shows."""
        return self._form.version or 0

    def show_view(self, view: SubjectView) -> None:
        """The subject was read again: show where the visit stands; what is typed stays."""
        self._view = view
        if self._controller is not None:
            self._controller.show_view(view)

    def show_found(self, found: tuple[Problem, ...], verdict: Verdict | None) -> None:
        """Put beside the fields what stands against them, beside the form the status that a save gives."""
        self.typed.show_problems(found)
        typed, texts, last = self.typed.texts(), self._desk.texts, self._form.last_visit
        waiting = unanswered(typed, infusions_asked=bool(self.typed.infusions_asked))
        counts = {f"values.{value.analyte}" for value in typed.values if value.text.strip()}
        # A line of a log that is only asked about counts already; of what is only noted nothing is counted.
        told = (each for each in found if each.path not in _NOTED)
        out = (each for each in told if each.severity == "refused" or each.path in counts)
        names = {problem.path: name_of(texts, problem.path) for problem in out}
        self.preview.show_verdict(
            verdict,
            unknown=texts.listed(dict.fromkeys(name for path, name in names.items() if path in counts)),
            left_out=texts.listed(dict.fromkeys(name for path, name in names.items() if path not in counts)),
            transfusions_open="transfusions" in waiting,
            last_visit=texts.date_from(last, self._form.day) if last is not None else "",
        )

    def focus_field(self, field: str) -> None:
        """Lead to a field of the form and to its queries."""
        if self._controller is not None:
            self._controller.focus_field(field)
        else:
            self.typed.focus(field)

    def take_control(self, view: SubjectView) -> None:
        """A visit that was logged has its control; one that is being logged has none yet."""
        visit_id, stored = self._form.visit_id, self._form.stored
        if visit_id is not None and stored is not None:
            day = self._desk.texts.date(stored.day)
            self._controller = VisitController(self._desk, self, visit_id=visit_id, day=day, parent=self)
            self._controller.show_view(view)

    def show_locked(self, words: str) -> None:
        """Say in the title row that the visit is locked, and by whom; "" for one that is not."""
        self._lock_words.setText(words)
        self._lock_words.setVisible(bool(words))
        if self._locked != bool(words):
            self._locked = bool(words)
            self._match_access()

    def cover(self, on: bool) -> None:
        """Take what was typed out of sight, and what would follow from it, or show both again."""
        self.typed.setVisible(not on)
        self.preview.setVisible(not on)
        self.bar.hold(on)

    def place_below(self, part: QWidget) -> None:
        """Put a strip between what is typed and the buttons."""
        self._column.insertWidget(self._column.count() - 1, part)

    def _match_access(self) -> None:
        self.typed.be_read_only(on=not self.may_save)
        self.preview.be_read_only(on=not self.may_save)
        self.bar.offer_save(self.may_save)

    @property
    def title(self) -> str:
        """The title of the visit."""
        return self._desk.texts.written(self._form.title) or self._desk.texts("visit_form.unscheduled")

    @property
    def subject_id(self) -> int:
        """Whose visit it is."""
        return self._form.subject_id

    @property
    def visit_id(self) -> int | None:
        """The visit; None for one that was never planned."""
        return self._form.visit_id

    @property
    def wanted(self) -> int | str | None:
        """What was asked for: see `VisitForm.wanted`."""
        return self._form.wanted

    @property
    def state(self) -> str:
        """What is said at the right of the title: unsaved, draft kept."""
        return self._state.text()

    def show_state(self, key: str, at: datetime | None = None) -> None:
        """Say whether the form is unsaved or its draft kept."""
        if key in ("unsaved", "unchanged"):  # a draft is told to be kept later, perhaps after it was given up
            self.unsaved = key == "unsaved"
        time = f"{at.astimezone():%H:%M}" if at else ""
        self._state.setText(self._desk.texts(f"visit_form.state.{key}", time=time))
        if key == "unchanged" and self.notice.text == self._restored:
            self.notice.clear()  # nothing of the draft is left

    def show_restored(self, at: datetime) -> None:
        """Say that a draft is back, with the way to give it up."""
        texts = self._desk.texts
        self._restored = texts("visit_form.draft_restored", time=texts.moment(at))
        notice = Notice("warning", self._restored)
        self.notice.show_notice(notice, action=texts("visit_form.discard_draft"))

    def _today(self) -> None:
        if self.may_save:
            self.typed.head.day.set_day(self._desk.context.today())

    def _answers_needed(self) -> bool:
        row = next((row for row in self._view.course.visits if row.id == self._form.visit_id), None)
        return row is not None and (row.assessment or bool(row.infusion))

    def _title_row(self) -> Flow:
        row = Flow(gap=12)
        row.add(label(self.title, role="title", wrap=True, parent=self))
        words = about(self._form, self._desk.texts, today=self._desk.context.today())
        row.add(label(words, role="about", wrap=True, parent=self))
        row.add(self._lock_words, self._state, right=True)
        return row

    def _split(self) -> KeptSplitter:
        self._left = left = Upright(self)
        left.setProperty("panel", True)
        left.setAccessibleName(self._desk.texts("visit_form.form"))
        column = self._column = QVBoxLayout(left)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.typed, 1)
        column.addWidget(self.conflict)
        column.addWidget(self.correction)
        column.addWidget(self.override)
        column.addWidget(self.bar)
        splitter = KeptSplitter(self._desk, name="visit_form", parent=self)
        splitter.addWidget(left)
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setMinimumWidth(1)  # the page may get narrower than both side by side: then one is below
        self.preview.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        return splitter

    def _ask_override(self, row: InfusionRow) -> None:
        text = row.text()
        dose = dose_of(row, self.typed.weight().on(parse_day(text.day), text.weight))
        if dose is not None:
            self.override.ask(row, cells=dose[0], weight=dose[1])

    def _on_themed(self) -> None:
        # A slot of the form goes with it: one of its room would be called when the form is long gone.
        self._room.share()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.typed.follow_focus()
        self._follow(new)

    def _follow(self, focused: QWidget | None) -> None:
        """Keep a strip below the fields in sight once it has its room, or the form whose field it is."""
        area = self._room.area()
        if focused is None or area is None or not self._left.isAncestorOf(focused):
            return
        shown = self._left if self.typed.isAncestorOf(focused) else focused
        above = shown.parentWidget()
        while above is not None and above not in (self._left, self._splitter):
            shown, above = above, above.parentWidget()
        QTimer.singleShot(0, focused, lambda: area.ensureWidgetVisible(shown, 0, 4))

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._room.match()
        return bool(done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.share()
        self._follow(self.window().focusWidget())
