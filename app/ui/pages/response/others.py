"""The same day under other definitions: one line each, the protocol first; a line shows its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import comparisons as said
from app.ui import fonts
from app.ui.pages.response.side import clear
from app.ui.style import theme_of
from app.ui.widgets import tips
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.tab_order import follow, stops
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.definitions import Comparison
    from app.domain.protocol.model import Template
    from app.i18n import Texts

ANSWER, BECAUSE = 84, 92  # least widths of the columns at 100 per cent


class DefinitionLine(QAbstractButton):
    """Name, answer and what makes it differ; chosen by click, space or arrow keys like a radio button."""

    def __init__(self, comparison: Comparison, about: str, texts: Texts) -> None:
        super().__init__()
        self.comparison = comparison
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spoken = said.spoken(comparison, texts)
        self.setAccessibleName(spoken)
        self.setToolTip(tips.plain(spoken))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(label(said.title_text(comparison, texts), role="strong", wrap=True))
        names.addWidget(label(about, role="about", wrap=True))
        names.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 10, 5)
        row.setSpacing(8)
        self.answer = _answer(comparison, texts)
        self.because = label(said.because_text(comparison, texts), wrap=True)
        self.because.setMinimumWidth(fonts.scaled(BECAUSE))
        row.addLayout(names, 3)
        row.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.because, 2)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    # Qt overrides

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 40

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize(340, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # other lines of words: another least height

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), QColor(theme.selection))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(QRect(1, 1, self.width() - 2, self.height() - 3))
        painter.end()


def _answer(comparison: Comparison, texts: Texts) -> QWidget:
    """A chip for a status, a date in bold, otherwise a mark with its word."""
    if comparison.kind == "status":
        chip = StatusChip(texts)
        chip.show_status(comparison.status)
        return chip
    if comparison.reached is not None:
        return label(texts.date(comparison.reached), role="strong")
    mark = VerdictMark(texts)
    mark.show_verdict(comparison.met, words=said.answer_text(comparison, texts))
    return mark


class Others(Panel):
    """The lines; `chosen` carries the comparison whose evidence is wanted."""

    chosen = Signal(object)  # Comparison
    filled = Signal()  # with other stops of Tab

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("definitions.title"), padded=False, parent=parent)
        self._texts = texts
        self.body.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self.lines: list[DefinitionLine] = []

    def show_answers(self, answers: Sequence[Comparison], template: Template, *, signed: str = "") -> None:
        """Show these answers, the protocol's own first and chosen; `signed`: a status in its place."""
        focused = next((at for at, line in enumerate(self.lines) if line.hasFocus()), None)
        self._empty()
        own = self._texts("definitions.own_about", protocol=template.id, version=template.version)
        if signed:
            self._say(self._texts("definitions.signed", status=signed.replace("_", " ")))
        for answer in answers:
            line = DefinitionLine(answer, said.about_text(answer, self._texts) or own, self._texts)
            if signed and answer.definition is None:
                line.because.setText(self._texts("definitions.automatic"))
            self._group.addButton(line)
            self.body.addWidget(line)
            self.lines.append(line)
        widest = max((line.answer.sizeHint().width() for line in self.lines), default=0)
        for line in self.lines:  # one column, as wide as its widest answer
            line.answer.setFixedWidth(max(widest, fonts.scaled(ANSWER)))
        if len(answers) < 2:
            self._say(self._texts("definitions.none"))
        elif not all(answer.verified for answer in answers):
            self._say(self._texts("definitions.unverified"))
        self.choose_own()
        follow(self, stops(self))
        self.filled.emit()
        if focused is not None and focused < len(self.lines):
            self.lines[focused].setFocus()

    def show_refusal(self, sentence: str) -> None:
        """Say why there is no answer."""
        self._empty()
        self._say(sentence)

    def choose_own(self) -> None:
        """Choose the protocol's own line, without telling."""
        if self.lines:
            self.lines[0].setChecked(True)

    def _empty(self) -> None:
        for line in self.lines:
            self._group.removeButton(line)
        self.lines = []
        clear(self.body)

    def _say(self, sentence: str) -> None:
        said_so = label(sentence, role="secondary", wrap=True)
        said_so.setContentsMargins(12, 6, 12, 8)
        self.body.addWidget(said_so)

    def _on_clicked(self, line: QAbstractButton) -> None:
        if isinstance(line, DefinitionLine):
            self.chosen.emit(line.comparison)
