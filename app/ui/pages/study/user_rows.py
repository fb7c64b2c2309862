"""The users as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.ui.widgets import columns
from app.ui.widgets.cells import BOLD_ROLE, ROW_ROLE, SORT_ROLE, TONE_ROLE
from app.ui.widgets.worded_rows import Index, WordedRows

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.accounts import UserRow

COLUMNS = ("name", "user_name", "role", "access", "last_sign_in")
WIDTHS = (220, 160, 140, 260, 160)
ROW = 28
WAYS = (
    columns.breaks("access", 180),
    columns.breaks("name", 130),
    columns.breaks("user_name", 110),
    columns.breaks("role", 108),
    columns.breaks("last_sign_in", 96),
    columns.breaks("access", 124),
    columns.hides("last_sign_in"),
)


def access_of(user: UserRow) -> str:
    """Code of how a user gets in: disabled, passphrase, one_time, nothing."""
    return user.opens_with if user.active else "disabled"


class UserRows(WordedRows["UserRow"]):
    """One row a user; the signed-in one says so."""

    def __init__(self, texts: Texts, *, own_id: int, parent: QObject | None = None) -> None:
        super().__init__(texts, area="users", columns=COLUMNS, parent=parent)
        self._own_id = own_id

    def place_of(self, user_id: int) -> int:
        """The row of a user, the first when there is none such."""
        return next((place for place, user in enumerate(self._rows) if user.id == user_id), 0)

    def _text(self, user: UserRow, column: str) -> str:
        texts = self._texts
        if column == "name":
            return (
                texts("users.you", name=user.display_name) if user.id == self._own_id else user.display_name
            )
        if column == "user_name":
            return user.user_name
        if column == "role":
            return texts(f"roles.{user.role}")
        if column == "access":
            return texts(f"users.access_{access_of(user)}")
        return texts.moment(user.last_sign_in.astimezone()) if user.last_sign_in else texts("users.never")

    # Qt overrides

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        user = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, SORT_ROLE):
            return self._text(user, COLUMNS[index.column()])
        if role == ROW_ROLE:
            return user
        if role == BOLD_ROLE:
            return index.column() == 0 and user.active
        if role == TONE_ROLE and (not user.active or index.column() > 2):
            return "text2"
        return None
