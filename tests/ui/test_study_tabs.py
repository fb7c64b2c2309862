"""The tabs of the study: all in sight at large text, in each language."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.i18n import LANGUAGES, Texts
from app.ui import fonts
from app.ui.desk import Desk
from app.ui.pages.study.page import TABS, StudyPage

NARROWEST = 1366 - 66  # of a window, beside the narrow rail


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_shortened_before_a_tab_leaves_sight(qtbot: QtBot, desk: Desk, language: str) -> None:
    texts = desk.texts = Texts(language)
    page = StudyPage(desk)
    qtbot.addWidget(page)
    for at, key in enumerate(TABS):
        assert page.bar.accessibleTabName(at) == texts(f"study.tab_{key}")
    short = sum(fonts.advance(texts(f"study.short_{key}"), 20, bold=True) + 12 for key in TABS)
    assert short + 24 <= NARROWEST
