"""A panel: its title is its name to a screen reader, and a link stands there only where one is wanted."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.widgets.panel import Panel


def test_a_panel_is_called_as_its_title_says(qtbot: QtBot) -> None:
    panel = Panel("Next 7 days", note="live", link="Calendar")
    qtbot.addWidget(panel)
    assert panel.accessibleName() == panel.title.text() == "Next 7 days"
    assert panel.note.text() == "live"
    assert panel.link is not None
    assert panel.link.text() == "Calendar"


def test_a_panel_without_a_link_has_none(qtbot: QtBot) -> None:
    panel = Panel("Gaps", padded=False)
    qtbot.addWidget(panel)
    assert panel.link is None
    assert panel.body.contentsMargins().left() == 0
