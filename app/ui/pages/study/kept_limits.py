"""Half-typed limits of normal: kept as a draft, and put back in the place of the stored table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from app.services import drafts
from app.ui.desk import Notice
from app.ui.pages.visit_form.keeper import DraftKeeper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QLineEdit, QWidget

    from app.services.drafts import Draft
    from app.ui.desk import Desk
    from app.ui.widgets.notice import NoticeStrip

KEY = "study:limits"
_MOST = 500  # lines of a draft


class Line(Protocol):
    """A line of the table as its texts."""

    def texts(self) -> dict[str, str]:
        """What stands in its fields."""


class Table(Protocol):
    """The tab as its draft sees it."""

    strip: NoticeStrip
    reason: QLineEdit

    @property
    def lines(self) -> Sequence[Line]:
        """The lines in order."""

    def show_texts(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show these lines in place of those that are there."""


class KeptLimits(QObject):
    """One draft of the whole table, a second after the last key."""

    def __init__(self, desk: Desk, table: Table, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._table = desk, table
        self._keeper = DraftKeeper(desk, KEY, self)
        desk.locking.connect(self._keeper.flush)

    def touch(self) -> None:
        """A person has changed something: keep it soon."""
        lines = [line.texts() for line in self._table.lines]
        self._keeper.keep({"lines": lines, "reason": self._table.reason.text()})

    def flush(self) -> None:
        """Keep it at once."""
        self._keeper.flush()

    def discard(self) -> None:
        """The table is stored."""
        self._keeper.discard()

    def look(self) -> None:
        """Put a kept table back."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: drafts.find(context, KEY), owner=self, done=self._restore, failed=lambda _error: None
        )

    def _restore(self, kept: Draft | None) -> None:
        if kept is None:
            return
        lines = kept.fields.get("lines")
        self._table.show_texts([_texts(line) for line in lines[:_MOST]] if isinstance(lines, list) else [])
        reason = kept.fields.get("reason")
        self._table.reason.setText(reason if isinstance(reason, str) else "")
        texts = self._desk.texts
        said = texts("visit_form.draft_restored", time=texts.moment(kept.saved_at))
        self._table.strip.show_notice(Notice("warning", said), action=texts("visit_form.discard_draft"))


def _texts(line: object) -> dict[str, str]:
    """A line of a draft; what is no text is left out."""
    if not isinstance(line, dict):
        return {}
    return {str(name): text for name, text in line.items() if isinstance(text, str)}
