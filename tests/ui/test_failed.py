"""The details of what failed, on request; a refusal has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest

from app.i18n import Texts
from app.services.errors import ServiceError
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


def test_details_for_support_stand_behind_one_key(qtbot: QtBot) -> None:
    texts = Texts("en")
    error = ServiceError("disk_full")
    error.__cause__ = OSError(28, "full")
    strip = NoticeStrip(texts)
    qtbot.addWidget(strip)
    strip.show_notice(failure(texts, error, "The visit was not saved."))
    assert strip.text == "The visit was not saved."
    more, detail = strip._inside.more, strip._inside.detail
    assert not detail.isVisible()
    QTest.keyClick(more, Qt.Key.Key_Return)
    assert detail.isVisible()
    assert detail.text() == "For support: disk_full · OSError ENOSPC"
    strip.show_notice(failure(texts, ServiceError("not_allowed")))
    assert not more.isVisible()
    assert not detail.isVisible()


def test_the_ink_of_a_strip_follows_its_news(qtbot: QtBot, desk: Desk) -> None:
    kinds = ("error", "warning", "done")

    def told(strip: NoticeStrip, kind: str) -> str:
        qtbot.addWidget(strip)
        strip.show_notice(Notice(kind, "Saved."))
        return strip._inside.sentence.palette().color(QPalette.ColorRole.WindowText).name()

    one = NoticeStrip(desk.texts)
    inks = [told(one, kind) for kind in kinds]
    assert inks == [told(NoticeStrip(desk.texts), kind) for kind in kinds]
    assert len(set(inks)) == len(kinds)
