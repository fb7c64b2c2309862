"""A save that failed: what is said of it, and truly whether what was typed is kept as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.desk import Notice

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.pages.visit_form.keeper import DraftKeeper
    from app.ui.widgets.notice import NoticeStrip


class FailedSave(QObject):
    """Nothing is shown before `tell`. A full disk takes no draft either: then closing is asked for twice."""

    def __init__(self, keeper: DraftKeeper, notice: NoticeStrip, texts: Texts) -> None:
        super().__init__(keeper)
        self._keeper, self._notice, self._texts = keeper, notice, texts
        self._why = ""
        self._warned = False
        keeper.kept.connect(lambda _at: self._on_kept())
        keeper.not_kept.connect(self._say)

    def tell(self, why: str) -> None:
        """Say that the visit was not saved, and why."""
        self._why = why
        self._say()

    def forget(self) -> None:
        """It is tried again."""
        self._why, self._warned = "", False

    def may_close(self) -> bool:
        """Whether nothing typed is lost by closing, or whoever closes was told that it is."""
        if not self._keeper.failing or self._warned:
            return True
        self._warned = True
        self._notice.show_notice(Notice("error", self._texts("visit_form.not_kept_close")))
        return False

    def _on_kept(self) -> None:
        self._warned = False
        self._say()

    def _say(self) -> None:
        if self._why and not self._warned:
            key = "not_saved_nor_kept" if self._keeper.failing else "not_saved"
            self._notice.show_notice(Notice("error", self._texts(f"visit_form.{key}", why=self._why)))
