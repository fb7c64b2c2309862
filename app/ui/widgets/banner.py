"""The subject's banner: who, how old, how heavy, which protocol, day and status. Never scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.status_marks import OVERRIDE as FLAG
from app.domain.timeline import study_day
from app.services.contracts.subjects import day_counted
from app.ui import fonts, words
from app.ui.widgets import tips
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.icon_mark import IconMark
from app.ui.widgets.labels import label
from app.ui.widgets.least import LeastHeight

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.i18n import Texts
    from app.ui.subject_view import SubjectView


_ROLES = {"day": "strong", "alerts": "alert"}
_SIGN, _BESIDE = 14, 4  # the warning sign, and what stands between it and the words
_ALERTS = 240  # pixels that long alerts keep beside the other facts
_GIVE_WAY = ("day0", "diagnosis", "weight", "protocol", "day")


Fact = tuple[QWidget, QLabel, QLabel]  # the box, the caption and the value in it


class Banner(LeastHeight):
    """Facts left, status right. Facts that are not known are left out, except the study day."""

    def __init__(self, texts: Texts, *, parent: QWidget | None = None) -> None:
        super().__init__(60, parent)
        self.setObjectName("banner")
        self._texts = texts
        self._facts: dict[str, Fact] = {}
        self._alerts = ""  # the whole of it, which the label may show cut
        self._first, self._more = "", 0  # the first of them, and how many there are beside it
        self._low = False
        self._said, self._beside = "", ""  # of the status: all, and all but since when it stands
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(20)
        self.code = label(role="title", parent=self)
        self.person = label(role="secondary", parent=self)
        self._left = _stack(self, self.code, self.person)
        layout.addWidget(self._left)
        for key in ("weight", "diagnosis", "protocol", "day0", "day", "alerts"):
            self._add_fact(layout, key)
        layout.addStretch(1)
        self.chip = StatusChip(texts, full=True, parent=self)
        self.since = label(role="secondary", parent=self)
        self.chip.hide()  # until a subject is read: no status at all rather than a wrong one
        right = self._right = _stack(self, self.chip, self.since)
        for part in (self.chip, self.since):
            column = right.layout()
            if column is not None:
                column.setAlignment(part, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def be_low(self, on: bool) -> None:
        """Take one line rather than two: in a low window of large letters the page needs the other."""
        if on == self._low:
            return
        self._low = on
        for box in (self._left, self._right):
            column = box.layout()
            if isinstance(column, QBoxLayout):
                ways = QBoxLayout.Direction
                column.setDirection(ways.LeftToRight if on else ways.TopToBottom)
                column.setSpacing(8 if on else 1)
        for _box, caption, _value in self._facts.values():
            caption.setVisible(not on)  # the value is spoken with it
        self._make_room()

    def show_subject(self, view: SubjectView, *, today: date) -> None:
        """Show a subject as it stands on a day."""
        texts, course = self._texts, view.course
        row = course.subject
        self.code.setText(row.code)
        self.person.setText(words.person(texts, row.sex, born=row.birth_date, on=today))
        weight = ""
        if course.weight_kg is not None:
            weight = texts("subject.weight_value", kg=texts.number(course.weight_kg, 1))
            if course.weight_day is not None:
                weight += f" ({texts.date_from(course.weight_day, today)})"
        self._set("weight", texts("subject.weight"), weight)
        self._show_diagnosis(view)
        arm = words.protocol_arm(row.protocol, row.arm, version=row.version, texts=texts)
        self._set("protocol", texts("subject.protocol"), arm)
        self._set("day0", self._day0_caption(view), texts.date(row.day0) if row.day0 else "")
        none = "subject.no_day_ever" if row.state == "screen_failed" else "subject.no_day"
        day = texts(none)
        if row.day0:
            day = texts.study_day(study_day(row.day0, day_counted(row, on=today)))
            if row.state == "left" and row.ended_on is not None:
                day = texts("subject.day_at_end", study_day=day)
        self._set("day", texts("subject.study_day"), day)
        self._show_alerts(view)
        self._show_status(view)
        self._make_room()

    def _show_diagnosis(self, view: SubjectView) -> None:
        """What the subject was enrolled for; where that comes from, under the mouse and spoken."""
        if view.diagnosis is None:
            return
        from app.i18n.diagnoses import basis_text, diagnosis_text

        texts, row = self._texts, view.course.subject
        said = diagnosis_text(view.diagnosis, texts)
        self._set("diagnosis", texts("subject.diagnosis"), said)
        value = self._facts["diagnosis"][2]
        why = basis_text(view.diagnosis, texts, protocol=f"{row.protocol} {row.version}")
        value.setToolTip(tips.plain(why))
        value.setAccessibleDescription(why)

    def _show_alerts(self, view: SubjectView) -> None:
        """Allergies and reactions: the first in sight, all of them under the mouse and to a screen reader."""
        from app.domain.alerts import alerts
        from app.i18n.alerts import alert_text, short

        texts = self._texts
        found = alerts(view.course.events, view.course.infusions)
        self._alerts = short(found, texts)
        self._first, self._more = short(found[:1], texts), len(found) - 1
        self._set("alerts", texts("subject.alerts"), self._alerts)
        value, every = self._facts["alerts"][2], [alert_text(each, texts) for each in found]
        value.setToolTip(tips.plain("\n".join(every)))
        value.setAccessibleName(texts.spoken((texts("subject.alerts"), *every)))

    def _day0_caption(self, view: SubjectView) -> str:
        code = f"subject.day0_{view.template.anchor}"
        return self._texts(code if self._texts.has(code) else "subject.day0")

    def _show_status(self, view: SubjectView) -> None:
        texts, row = self._texts, view.course.subject
        flags = words.flags(texts, row.flags)
        since = texts.date(row.status_since) if row.status_since else ""
        signed = FLAG in row.flags
        self.chip.show()
        self.chip.show_status(
            words.shown_status(row), since=since, flags=flags, signed=signed, over=words.unassessed(row)
        )
        parts: list[str] = []
        if since and row.status_since and row.day0:
            on_day = texts.study_day(study_day(row.day0, row.status_since))
            parts.append(texts("subject.since_day", day=since, study_day=on_day))
        elif since:
            parts.append(texts("common.since", day=since))
        if row.ended and row.ended_on is not None:
            from app.i18n.endings import said_text

            parts.append(said_text(row.ended, row.ended_on, texts))
        said = [*parts, *flags]
        self._said, self._beside = " · ".join(said), " · ".join(said[bool(since) :])
        self.since.setAccessibleName(self._said)
        self._show_since()

    def _add_fact(self, layout: QHBoxLayout, key: str) -> None:
        caption = label(role="caption", parent=self)
        value = label(role=_ROLES.get(key, ""), parent=self)
        box = _stack(self, caption, _warned(value) if key == "alerts" else value)
        self._facts[key] = (box, caption, value)
        layout.addWidget(box)

    def _set(self, key: str, caption: str, value: str) -> None:
        _box, over, under = self._facts[key]
        over.setText(caption)
        under.setText(value)
        under.setAccessibleName(f"{caption} {value}")

    def _show_since(self) -> None:
        """Since when the status stands gives way before what else is said of it, whole under the mouse."""
        metrics, margins = self.since.fontMetrics(), self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2 * self._row.spacing()
        room -= self._left.sizeHint().width() + (self.chip.width() if self._low else 0)
        whole = not self._low and metrics.horizontalAdvance(self._said) <= room
        words = self._said if whole else self._beside
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
        if shown != self.since.text() or self.since.isHidden() == bool(shown):
            self.since.setText(shown)
            self.since.setVisible(bool(shown))
        self._right.setToolTip(tips.plain(self._said) if shown != self._said else "")

    def _make_room(self) -> None:
        """Code and status never give way. Words of long alerts do, then facts, the least needed first."""
        self._show_since()
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        room = self.width() - margins.left() - margins.right() - gap
        room -= self._left.sizeHint().width() + self._right.sizeHint().width()
        room -= self.chip.spare if self.chip.short else 0
        alerts = self._facts["alerts"][2]
        whole = alerts.fontMetrics().horizontalAdvance(self._alerts) + 2
        known = {key: part for key, part in self._facts.items() if part[2].text()}
        widths = self._wanted(known, whole)
        wanted = widths.get("alerts", 0)
        if wanted:
            widths["alerts"] = min(wanted, fonts.scaled(_ALERTS))
        for key in _GIVE_WAY:
            if sum(widths.values()) + gap * len(widths) <= room:
                break
            widths.pop(key, None)
        left = room - sum(widths.values()) - gap * len(widths) + widths.get("alerts", 0)
        # In one line the words of the status would stand where those of the alerts are cut.
        short = self._low and left < wanted
        self.chip.be_short(short)
        if wanted:
            self._show_alerts_in(whole - wanted + left + (self.chip.spare if short else 0), whole)
        for key, (box, _over, _under) in self._facts.items():
            box.setVisible(key in widths)
        gone = [part[2].accessibleName() for key, part in known.items() if key not in widths]
        self._left.setToolTip(tips.plain("\n".join(gone)))  # what has no room is under the mouse

    def _show_alerts_in(self, room: int, whole: int) -> None:
        """The alerts as far as there is room for their words; `whole`: what all of them need.

        That there are more than one is said in any room.
        """
        alerts = self._facts["alerts"][2]
        metrics, more = alerts.fontMetrics(), f" +{self._more}" if self._more > 0 else ""
        left = max(room - metrics.horizontalAdvance(more), 0)
        cut = metrics.elidedText(self._first, Qt.TextElideMode.ElideRight, left)
        alerts.setText(f"{cut}{more}" if room < whole else self._alerts)

    def _wanted(self, known: Mapping[str, Fact], whole: int) -> dict[str, int]:
        """The widths of the facts that are known. `whole`: of the words of all alerts, cut or not."""
        widths = {key: box.sizeHint().width() for key, (box, _over, _under) in known.items()}
        if self._alerts:
            over = self._facts["alerts"][1]
            widths["alerts"] = max(over.sizeHint().width(), fonts.scaled(_SIGN) + _BESIDE + whole)
        return widths

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # words of another length, letters of another size
            self._make_room()
        return bool(done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()


def _warned(value: QLabel) -> QWidget:
    """Words behind a warning sign: they are read without colour, too."""
    held = QWidget(value.parentWidget())
    line = QHBoxLayout(held)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(_BESIDE)
    line.addWidget(IconMark("warning", size=_SIGN, parent=held))
    line.addWidget(value)
    return held


def _stack(parent: QWidget, *parts: QWidget) -> QWidget:
    box = QWidget(parent)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addStretch(1)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return box
