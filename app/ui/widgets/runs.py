"""A line of words of which some are bold or grey: the figures stand out from their names. No mark-up runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.domain.values import dataclass
from app.ui.style import theme_of

if TYPE_CHECKING:
    from app.ui.theme import Theme

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. `quiet`: in grey. `whole`: never broken at the end of a line."""

    text: str
    bold: bool = False
    quiet: bool = False
    whole: bool = False


def plain(runs: Sequence[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


class RunLabel(QLabel):
    """Goes on in the next line where the width ends. To a screen reader it is a label with its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", 0)  # as any label: data may look like mark-up
        self.setWordWrap(True)
        self.runs: tuple[Run, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, runs: Sequence[Run]) -> None:
        """Show these words."""
        self.runs = tuple(runs)
        self.setText(plain(runs))
        self.updateGeometry()

    def _laid(self, width: int, theme: Theme | None = None) -> QTextLayout:
        """The words in lines of a width, in the colours of a theme where they are painted."""
        said = "".join(run.text.replace(" ", _NO_BREAK) if run.whole else run.text for run in self.runs)
        layout = QTextLayout(said, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.setFormats(self._formats(theme))
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, high))
            high += line.height()
        layout.endLayout()
        return layout

    def _formats(self, theme: Theme | None) -> list[QTextLayout.FormatRange]:
        found, start = [], 0
        for run in self.runs:
            made = QTextLayout.FormatRange()
            made.start, made.length = start, len(run.text)
            look = QTextCharFormat()
            look.setFontWeight(QFont.Weight.Bold if run.bold else QFont.Weight.Normal)
            if theme is not None:
                look.setForeground(QColor(theme.text2 if run.quiet else theme.text))
            made.format = look
            found.append(made)
            start += len(run.text)
        return found

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return max(self.fontMetrics().height(), round(self._laid(width).boundingRect().height()))

    def sizeHint(self) -> QSize:
        one = self._laid(10_000)
        return QSize(
            round(one.lineAt(0).naturalTextWidth()) + 1 if self.runs else 0, self.heightForWidth(10_000)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        laid = self._laid(self.width(), theme_of(self))
        above = max(0.0, (self.height() - laid.boundingRect().height()) / 2)
        laid.draw(painter, QPointF(0, above))
