"""The versions of the consent form as rows of a table, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.domain.consent import in_force
from app.ui.widgets import columns
from app.ui.widgets.cells import BOLD_ROLE, ROW_ROLE, SORT_ROLE, TONE_ROLE
from app.ui.widgets.worded_rows import Index, WordedRows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.domain.consent import FormVersion
    from app.i18n import Texts

COLUMNS = ("label", "since", "protocol", "state", "note")
WIDTHS = (120, 130, 150, 170, 260)
ROW = 28
WAYS = (
    columns.breaks("note", 150),
    columns.breaks("state", 110),
    columns.breaks("protocol", 100),
    columns.breaks("since", 96),
    columns.breaks("label", 80),
    columns.hides("note"),
)


class ConsentFormRows(WordedRows["FormVersion"]):
    """One row a version; the one in force stands out."""

    def __init__(self, texts: Texts, *, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(texts, area="consent_forms", columns=COLUMNS, parent=parent)
        self._today = today

    def place_of(self, form_id: int) -> int:
        """The row of a version, the first when there is none such."""
        return next((place for place, form in enumerate(self._rows) if form.id == form_id), 0)

    def state(self, form: FormVersion) -> str:
        """Code: ahead, in_force, replaced."""
        today = self._today()
        if form.since > today:
            return "ahead"
        return "in_force" if in_force(self._rows, form.protocol, on=today) == form else "replaced"

    def _text(self, form: FormVersion, column: str) -> str:
        texts = self._texts
        if column == "since":
            return texts.date(form.since)
        if column == "protocol":
            return form.protocol or texts("today.all_protocols")
        if column == "state":
            return texts(f"consent_forms.state_{self.state(form)}")
        if column == "label":
            return texts("consent_forms.version", version=form.label)
        return form.note

    # Qt overrides

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        form = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, SORT_ROLE):
            return self._text(form, COLUMNS[index.column()])
        if role == ROW_ROLE:
            return form
        if role == BOLD_ROLE:
            return index.column() == 0 and self.state(form) == "in_force"
        if role == TONE_ROLE and self.state(form) != "in_force":
            return "text2"
        return None
