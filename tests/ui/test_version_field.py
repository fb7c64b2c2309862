"""The version of a consent form: typed, or chosen from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.i18n import Texts
from app.ui.pages.enrol.version_field import VersionField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.qt_log_ignore("^This plugin does not support")  # off the screen, of a pop-up
def test_a_version_is_offered_as_it_is_written(qtbot: QtBot) -> None:
    field = VersionField(Texts("en"))
    qtbot.addWidget(field)
    field.offer({"2 & 3": "2 & 3, in force"})
    menu = field.open_list()
    assert menu is not None
    (action,) = menu.actions()
    assert action.text() == "2 && 3, in force", "a single one would be taken for the mark of a letter"
    action.trigger()
    assert field.text() == "2 & 3"
    menu.close()
