"""The right column: what is missing or what would make it CR, the flags in sentences, the verdicts so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.truth import UNKNOWN
from app.i18n.evidence import name_text
from app.ui import words
from app.ui.style import theme_of
from app.ui.widgets.buttons import Button
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.tab_order import follow, stops, through
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout

    from app.i18n import Texts
    from app.ui.pages.response.gaps import Bar, Missing
    from app.ui.pages.response.past import PastLine


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class BarMark(QWidget):
    """How far a value is on the way to its limit."""

    spoken_as = "Graphic"

    def __init__(self, bar: Bar, texts: Texts) -> None:
        super().__init__()
        self._share = bar.share
        self.setAccessibleName(texts.spoken((texts.named(bar.name, bar.value), bar.limit)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(80, 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.control), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRect(frame)
        painter.fillRect(
            QRectF(frame.left() + 1, frame.top() + 1, (frame.width() - 2) * self._share, frame.height() - 2),
            QColor(theme.accent),
        )
        painter.end()


class Struck(QWidget):
    """A chip of a verdict that another one took the place of: drawn through."""

    spoken_as = "StaticText"

    def __init__(self, chip: StatusChip, *, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        self._picture = QPixmap()
        self._chip = chip
        chip.setParent(self)
        self.setFixedSize(chip.sizeHint())
        self._over = _Line(self)
        self._over.setFixedSize(chip.sizeHint())


class _Line(QWidget):
    """Drawn over a chip, which is named already."""

    spoken_as = "Whitespace"

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme_of(self).text), 1.4))
        middle = self.height() / 2
        painter.drawLine(2, int(middle), self.width() - 2, int(middle))
        painter.end()


class Gaps(Panel):
    """What is missing to decide where the status is not evaluable, else what would make it CR."""

    enter = Signal(str)  # the field of the visit form that would fill a gap
    filled = Signal()  # with other stops of Tab

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("response.to_cr_title"), parent=parent)
        self._texts = texts

    def show_missing(self, lines: Sequence[Missing], *, may_enter: bool = False) -> None:
        """Name what is missing, one line each; `may_enter`: with a way to the field."""
        self._begin("response.missing_title")
        if not lines:
            self.body.addWidget(label(self._texts("response.missing_none"), role="about", wrap=True))
        self._add_missing(lines, may_enter=may_enter)

    def _add_missing(self, lines: Sequence[Missing], *, may_enter: bool) -> None:
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            mark = VerdictMark(self._texts, mark_only=True)
            mark.show_verdict(UNKNOWN)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            words_ = label(line.text, wrap=True)
            row.addWidget(words_, 1)
            if may_enter and line.analyte:
                button = Button(self._texts("response.missing.enter"), kind="link")
                button.setAccessibleName(
                    self._texts.named(button.text(), name_text(line.analyte, self._texts))
                )
                button.clicked.connect(lambda _on=False, code=line.analyte: self.enter.emit(f"values.{code}"))
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
            words_.show()  # in sight at once, where the panel is: they come after the rest
        follow(self, stops(self))
        self.filled.emit()

    def show_bars(
        self,
        bars: Sequence[Bar],
        others: Sequence[str],
        *,
        lines: Sequence[Missing] = (),
        may_enter: bool = False,
        whose: str = "",
    ) -> None:
        """Bars of value against limit, then the other criteria in words, then what else could decide.

        `whose`: by whose limits, where that is not plain.
        """
        self._begin("response.to_cr_title")
        if whose:
            self.body.addWidget(label(whose, role="about", wrap=True))
        self._add_missing(lines, may_enter=may_enter)
        if not bars and not others:
            if lines:
                return
            self.body.addWidget(label(self._texts("response.to_cr_all"), role="about", wrap=True))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for at, bar in enumerate(bars):
            grid.addWidget(label(bar.name), at, 0)
            grid.addWidget(BarMark(bar, self._texts), at, 1)
            text = self._texts("response.bar", value=bar.value, limit=bar.limit)
            grid.addWidget(label(text, role="strong"), at, 2, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(grid)
        for other in others:
            self.body.addWidget(label(other, wrap=True))
        self.body.addWidget(label(self._texts("response.to_cr_about"), role="secondary", wrap=True))

    def show_over(self, over: str, *, lines: Sequence[Missing] = (), may_enter: bool = False) -> None:
        """Say that nothing is to come, beside what else could decide."""
        self._begin("response.to_cr_title")
        self._add_missing(lines, may_enter=may_enter)
        self.body.addWidget(label(over, role="about", wrap=True))

    def _begin(self, title: str) -> None:
        clear(self.body)
        self.title.setText(self._texts(title))
        self.setAccessibleName(self._texts(title))


class Flags(Panel):
    """Each flag with its sentence; away when there is none."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("response.flags_title"), parent=parent)
        self._texts = texts

    def show_flags(self, codes: Sequence[str]) -> None:
        """Show the flags of a verdict."""
        clear(self.body)
        self.setVisible(bool(codes))
        for code, word in zip(codes, words.flags(self._texts, codes), strict=True):
            self.body.addWidget(label(word[:1].upper() + word[1:], role="strong", wrap=True))
            sentence = f"flags.{code}.long"
            if self._texts.has(sentence):
                self.body.addWidget(label(self._texts(sentence), role="about", wrap=True))


class Past(Panel):
    """The verdicts that were given, newest day first; superseded ones struck through.

    Those that only say the same again are left out until they are asked for.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("response.history_title"), parent=parent)
        self._texts = texts

    def show_lines(self, lines: Sequence[PastLine]) -> None:
        """Show the verdicts of a subject."""
        telling = [line for line in lines if line.telling]
        self._put(telling)
        if len(telling) < len(lines):
            every = Button(self._texts("response.history_all", count=len(lines)), kind="link", parent=self)
            every.clicked.connect(lambda: self._show_every(lines))
            self.body.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_every(self, lines: Sequence[PastLine]) -> None:
        self._put(lines)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # what had it is gone

    def _put(self, lines: Sequence[PastLine]) -> None:
        clear(self.body)
        if not lines:
            self.body.addWidget(label(self._texts("response.history_none"), role="about", wrap=True))
            return
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for at, line in enumerate(lines):
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(_struck(label(line.when, parent=holder), on=line.struck), at, 0, top)
            grid.addWidget(self._chip(line), at, 1, top)
            grid.addWidget(label(line.why, role="about", wrap=True, parent=holder), at, 2, top)
        self.body.addWidget(holder)

    def _chip(self, line: PastLine) -> QWidget:
        chip = StatusChip(self._texts)
        chip.show_status(line.status, since=line.when, signed=line.signed)
        said = self._texts.spoken((line.when, line.status, line.why))
        return Struck(chip, spoken=said) if line.struck else chip


def _struck(shown: QLabel, *, on: bool) -> QLabel:
    font = shown.font()
    font.setStrikeOut(on)
    shown.setFont(font)
    return shown


class PanelColumn(QWidget):
    """Panels below each other, the rest empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")

    def stack(self, *panels: QWidget) -> None:
        """Put the panels that were made for it in their order."""
        self._panels = panels
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for panel in panels:
            layout.addWidget(panel)
        layout.addStretch(1)

    def order_keys(self) -> None:
        """Let Tab go from panel to panel, whichever of them was filled last."""
        through(*self._panels)
