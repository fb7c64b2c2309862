"""A save that failed: what is said of it, and truly whether what was typed is kept as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.ui.pages.visit_form.keeper import DraftKeeper
    from app.ui.widgets.notice import NoticeStrip


class FailedSave(QObject):
    """Nothing is shown before `tell`. A full disk takes no draft either: then closing is asked for twice."""

    def __init__(self, keeper: DraftKeeper, notice: NoticeStrip, texts: Texts) -> None:
        super().__init__(keeper)
        self._keeper, self._notice, self._texts = keeper, notice, texts
        self._why: ServiceError | None = None
        self._warned = False
        keeper.kept.connect(lambda _at: self._on_kept())
        keeper.not_kept.connect(self._say)

    def tell(self, why: ServiceError) -> None:
        """Say that the visit was not saved, and why."""
        self._why = why
        self._say()

    def forget(self) -> None:
        """It is tried again."""
        self._why, self._warned = None, False

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
        if self._why is None or self._warned:
            return
        texts = self._texts
        key = "visit_form.not_saved_nor_kept" if self._keeper.failing else "visit_form.not_saved"
        own = f"{key}.{self._why.code}"  # what is to be done stands last there
        said = texts(own) if texts.has(own) else texts(key, why=refusal(texts, self._why))
        self._notice.show_notice(failure(texts, self._why, said))
