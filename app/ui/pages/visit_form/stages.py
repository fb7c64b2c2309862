"""How far the control of a visit has come, as a chain of marks and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.values import dataclass
from app.services.contracts.control import STAGES, VisitControl
from app.ui import fonts
from app.ui.pages.visit_list.table import paint_state
from app.ui.style import theme_of

if TYPE_CHECKING:
    from app.i18n import Texts

MARK, GAP, BETWEEN = 14, 5, 18


@dataclass(frozen=True, slots=True)
class _Link:
    """One stage: its word, how it is drawn, and who reached it when."""

    word: str
    shape: str
    about: str


class StageChain(QWidget):
    """Complete, verified, signed, locked: ticked where it holds, crossed where it was voided."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._links: tuple[_Link, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_control(self, control: VisitControl) -> None:
        """Show where a visit stands."""
        self._links = tuple(self._link(control, stage) for stage in STAGES[1:])
        texts = self._texts
        said = [texts(f"control.stage.{control.stage}"), *(link.about for link in self._links if link.about)]
        self.setAccessibleName(texts.named(texts("control.stages"), texts.clauses(said)))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> tuple[str, ...]:
        """Each stage that was reached, as a person reads it."""
        return tuple(f"{link.shape} {link.word}" for link in self._links)

    def _link(self, control: VisitControl, stage: str) -> _Link:
        word = self._texts(f"control.stage.{stage}")
        signed = control.of(stage)
        if signed is None or (signed.voided_at is not None and stage == "locked"):
            return _Link(word, "dashed_ring", "")
        if signed.voided_at is not None:
            word = self._texts("control.stage_void", stage=word)
        who = signed.shown_name
        about = self._texts("control.done_by", stage=word, time=self._texts.moment(signed.at), who=who)
        return _Link(word, "tick" if signed.voided_at is None else "cross", about)

    def _width(self, link: _Link) -> int:
        return fonts.scaled(MARK) + GAP + fonts.advance(link.word, 9, bold=link.shape == "tick") + BETWEEN

    # Qt overrides

    def sizeHint(self) -> QSize:
        width = sum(self._width(link) for link in self._links)
        return QSize(max(width - BETWEEN, 1) + 4, max(self.fontMetrics().height() + 6, 24))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            left = 0
            for link in self._links:
                left += self._width(link)
                if event.pos().x() < left:
                    QToolTip.showText(event.globalPos(), link.about, self)
                    break
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        left, middle, size = 0, self.height() / 2, fonts.scaled(MARK)
        for link in self._links:
            colour = theme.error.ink if link.shape == "cross" else theme.text2
            paint_state(
                painter, theme, link.shape, rect=QRectF(left, middle - size / 2, size, size), colour=colour
            )
            reached = link.shape == "tick"
            painter.setFont(fonts.sized(9, bold=reached))
            painter.setPen(QPen(QColor(theme.text if reached else colour)))
            width = self._width(link)
            place = QRectF(left + size + GAP, 0, width, self.height())
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), link.word
            )
            left += width
        painter.end()
