"""The backups as rows of a table, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.domain.trail import shown_head
from app.i18n import backups as said
from app.ui.widgets import columns
from app.ui.widgets.cells import BOLD_ROLE, ROW_ROLE, SORT_ROLE, TONE_ROLE
from app.ui.widgets.worded_rows import Index, WordedRows

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.backups import BackupRow

COLUMNS = ("made_at", "why", "size", "place", "checked", "head")
WIDTHS = (170, 180, 80, 150, 200, 240)
ROW = 28
WAYS = (
    columns.breaks("why", 110),
    columns.breaks("checked", 130),
    columns.breaks("place", 100),
    columns.breaks("made_at", 96),
    columns.hides("head"),
)


class BackupRows(WordedRows["BackupRow"]):
    """One row a backup; one that changed since it was checked stands out."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(texts, area="backups", columns=COLUMNS, parent=parent)

    def _text(self, row: BackupRow, column: str) -> str:
        texts = self._texts
        if column == "made_at":
            return texts.moment(row.made_at.astimezone())
        if column == "why":
            return texts(f"backups.why_{row.why}")
        if column == "size":
            return said.size(texts, row.size)
        if column == "place":
            return texts(f"backups.place_{row.place}")
        return said.checked(texts, row) if column == "checked" else shown_head(row.rows, row.head)

    # Qt overrides

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, SORT_ROLE):
            return self._text(row, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path)
        if role == ROW_ROLE:
            return row
        if role == BOLD_ROLE:
            return index.column() == 0
        if role == TONE_ROLE:
            if not row.whole:
                return "error"
            return "text2" if index.column() > 1 else None
        return None
