"""A line that is kept as a draft while it is typed: a reason, the text of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.kept_fields import KeptFields

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from app.ui.desk import Desk


class KeptLine(KeptFields):
    """Keeps what somebody types into one field, per key; puts it back when the key comes again."""

    def __init__(self, desk: Desk, line: QLineEdit) -> None:
        super().__init__(desk, {"text": line}, line)
