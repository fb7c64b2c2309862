"""One page for both changes of a plan: another protocol version, another day 0. First a preview."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.services import amendments
from app.ui import words
from app.ui.dates import parse_day
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.kept_fields import KeptFields
from app.ui.pages.amend import rows
from app.ui.pages.amend.frame import AmendFrame

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.amendments import Preview
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

VERSION, DAY0 = "version", "day0"
_Found = tuple[tuple["Preview", ...], int]  # the previews, and how many subjects are on an older version


class AmendPage(AmendFrame):
    """Shows what a change would do to one subject; nothing is stored before the button is pressed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._view: SubjectView | None = None
        self._mode = VERSION
        self._round = 0
        self._sending = False
        self._news: Notice | None = None  # to be told once the next preview stands
        self.previews: tuple[Preview, ...] = ()  # of the subject; with the tick, of all on older versions
        self._kept = KeptFields(desk, {"text": self.reason, "day0": self.field}, self)
        self.everybody.toggled.connect(lambda _on: self._ask_version())
        self.field.stepped.connect(self._on_day_typed)
        self.field.textEdited.connect(lambda _text: self._complain(""))
        self.show_button.clicked.connect(self._on_day_typed)
        self.reason.returnPressed.connect(self._apply)
        self.reason.textEdited.connect(lambda _text: self._miss_reason(""))
        self.apply_button.clicked.connect(self._apply)
        self.cancel_button.clicked.connect(self._leave)
        self.way_out.follow(self._kept, self.reason)
        self.way_out.forgotten.connect(self._begin_again)

    @property
    def mode(self) -> str:
        """version or day0."""
        return self._mode

    def show_version(self, view: SubjectView) -> None:
        """Show what moving a subject to the newest version of its protocol would change."""
        self._open(view, VERSION)
        self._ask_version()

    def show_day0(self, view: SubjectView) -> None:
        """Ask for the corrected day 0 of a subject."""
        self._open(view, DAY0)
        self.sentence.setText(self._texts("amend.type_day"))

    def begin(self) -> None:
        """Come to the front: the field that is empty comes first."""
        (self.field if self._mode == DAY0 and not self.previews else self.reason).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def read(self) -> None:
        """Preview again."""
        if self._view is None:
            return
        if self._mode == VERSION:
            self._ask_version()
        elif self.previews:
            self._on_day_typed()

    def _leave(self) -> None:
        self._kept.flush()
        self._desk.back_wanted.emit()

    def _begin_again(self) -> None:
        """What was typed is discarded: the page as it came."""
        if self._view is not None:
            (self.show_day0 if self._mode == DAY0 else self.show_version)(self._view)
            self.begin()

    # asking

    def _ask_version(self) -> None:
        view = self._view
        if view is None:
            return
        context, own, template = self._desk.context, view.course.subject.id, view.template
        wanted = self.everybody.isChecked()

        def look() -> _Found:
            newest = amendments.newer(context, template)
            if not newest:
                return (), 0
            behind = amendments.behind(context, template.id, newest)
            return amendments.preview(context, behind if wanted else [own], newest), len(behind)

        self._run(look)

    def _on_day_typed(self, _step: int = 1) -> None:
        day = parse_day(self.field.text())
        if day is None:
            self._complain(self._texts("amend.day0_bad", text=self.field.text().strip()))
            return
        self._complain("")
        self._ask_day0(day)

    def _ask_day0(self, day: date) -> None:
        if self._view is not None:
            context, subject_id = self._desk.context, self._view.course.subject.id
            self._run(lambda: ((amendments.preview_day0(context, subject_id, day),), 0))

    def _run(self, look: Callable[[], _Found]) -> None:
        self._round += 1
        asked = self._round
        self._desk.operations.run(
            look,
            owner=self,
            done=lambda found: self._on_previewed(asked, found),
            failed=lambda refusal: self._on_refused(asked, refusal),
        )

    def _on_previewed(self, asked: int, answer: _Found) -> None:
        if asked != self._round or self._view is None:
            return
        self.previews, behind = answer
        subject, template = self._view.course.subject, self._view.template
        self.everybody.say(self._texts("amend.everybody", count=behind, protocol=template.id))
        self.everybody.setVisible(behind > 1)
        if not self.previews:
            about = {"code": subject.code, "protocol": template.id, "version": template.version}
            self.sentence.setText(self._texts("amend.none", **about))
        self._show_preview()
        if self.previews and (self.field.hasFocus() or self.show_button.hasFocus()):
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)  # what is asked next
        if self._news is not None:
            self.strip.show_notice(self._news)
            self._news = None

    def _on_refused(self, asked: int, refusal: ServiceError) -> None:
        if asked == self._round:
            self.previews = ()
            self._show_preview()
            self.strip.show_notice(Notice("warning", words.refusal(self._texts, refusal)))

    # doing

    def _apply(self) -> None:
        if not self.previews or self._sending:
            return
        reason = self.reason.text().strip()
        if not reason:
            self._miss_reason(self._texts("errors.amendment_reason_missing"))
            return
        self._sending = True
        context, seen, mode = self._desk.context, self.previews, self._mode

        def write() -> Changes:
            if mode == VERSION:
                return amendments.apply(context, seen, reason=reason)
            return amendments.correct_day0(context, seen[0], reason=reason)

        self._desk.operations.run(
            write, owner=self, done=lambda changes: self._on_done(seen, changes), failed=self._on_not_done
        )

    def _on_done(self, seen: tuple[Preview, ...], changes: Changes) -> None:
        self._sending = False
        self.previews = ()
        self._kept.discard()
        texts = self._texts
        about = {"code": seen[0].code, "protocol": seen[0].protocol, "new": self._new(seen[0])}
        key = f"amend.done_{self._mode}" if len(seen) == 1 else "amend.done_everybody"
        said = texts(key, what=rows.done(seen, texts), count=len(seen), **about)
        self._desk.changed.emit(changes)
        if self._view is not None:
            self._desk.subject_wanted.emit(self._view.course.subject.id, "visits")
        self._desk.noticed.emit(Notice("done", said))

    def _on_not_done(self, refusal: ServiceError) -> None:
        self._sending = False
        if refusal.code == "stale" and self.previews:
            code = refusal.params.get("visit", self.previews[0].code)
            self._news = Notice("warning", self._texts("amend.stale", code=code))
            self.read()
        else:
            self.strip.show_notice(failure(self._texts, refusal))

    # showing

    def _open(self, view: SubjectView, mode: str) -> None:
        self._round += 1
        self._view, self._mode, self.previews = view, mode, ()
        self._sending = False
        self.everybody.blockSignals(True)
        self.everybody.setChecked(False)
        self.everybody.blockSignals(False)
        self.everybody.hide()
        self._kept.flush()
        self.reason.clear()
        self.field.clear()
        self._kept.about(f"amend:{view.course.subject.id}:{mode}")
        self._complain("")
        self._miss_reason("")
        self.strip.clear()
        self.sentence.setText("")
        self._show_head()
        self._show_preview()

    def _show_head(self) -> None:
        assert self._view is not None
        texts, subject, template = self._texts, self._view.course.subject, self._view.template
        about = {"code": subject.code, "protocol": template.id, "old": template.version}
        day0 = self._mode == DAY0
        if day0:
            anchor = texts(f"amend.anchor_{template.anchor}")
            self.title.setText(texts("amend.title_day0", **about))
            self.about.setText(texts("amend.about_day0", anchor=anchor))
            shown = texts.date(subject.day0) if subject.day0 else ""
            self.day0_now.setText(texts("amend.day0_now", day0=shown))
        else:
            newest = self._view.newer or template.version
            self.title.setText(texts("amend.title_version", new=newest, **about))
            self.about.setText(texts("amend.about_version", **about))
        for part in (self.day0_now, self.field, self.show_button):
            part.setVisible(day0)
        hint = "amend.reason_hint_day0" if day0 else "amend.reason_hint"
        self.reason.setPlaceholderText(texts(hint))

    def _show_preview(self) -> None:
        found, texts = self.previews, self._texts
        self.area.setVisible(bool(found))
        self.sentence.setVisible(not found and bool(self.sentence.text()))
        self.apply_button.setEnabled(bool(found))
        self.rules.setVisible(self._mode == VERSION)
        many = self._mode == VERSION and self.everybody.isChecked()
        self.subjects.setVisible(many)
        self.visits.setVisible(not many)
        if not found:
            open_key = "amend.apply_day0_open" if self._mode == DAY0 else "amend.apply_version"
            newest = self._view.newer if self._view is not None else ""
            self.apply_button.setText(texts(open_key, new=newest))
            return
        self.strip.clear()
        key = "amend.apply_everybody" if many else f"amend.apply_{self._mode}"
        self.apply_button.setText(texts(key, new=self._new(found[0]), count=len(found)))
        self.rules.show_rows(rows.rules_of_all(found, texts))
        if many:
            self.subjects.show_rows(rows.subjects(found, texts))
            self.verdicts.show_rows(rows.verdicts_of_all(found, texts))
            return
        self.visits.about.setText(texts(f"amend.visits_about_{self._mode}"))
        self.visits.show_rows(rows.visits(found[0], texts))
        self.verdicts.show_rows(rows.verdicts(found[0], texts))

    def _new(self, found: Preview) -> str:
        return self._texts.date(date.fromisoformat(found.new)) if self._mode == DAY0 else found.new

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)

    def _miss_reason(self, sentence: str) -> None:
        self.reason_problem.setText(sentence)
        self.reason_problem.setVisible(bool(sentence))
        self.reason.setAccessibleDescription(sentence)
        if sentence:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            event.accept()
        else:
            super().keyPressEvent(event)
