"""Labels that say sentences."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.widgets.elided import Elided, in_room
from app.ui.widgets.labels import label, say


def test_a_sentence_has_room_for_its_words_and_nothing_to_say_is_not_shown(qtbot: QtBot) -> None:
    made = label(wrap=True)
    qtbot.addWidget(made)
    say(made, "No target.", room=100)
    short = made.minimumWidth()
    assert not made.isHidden()
    assert short >= made.fontMetrics().horizontalAdvance("No target.")
    say(made, "Below the target of 150–250 ng/mL: ask the physician before the next dose.", room=100)
    assert short < made.minimumWidth() <= 2 * short, "it breaks where the room ends"
    say(made, "", room=100)
    assert made.isHidden()


def test_a_line_that_gives_way_is_whole_under_the_mouse_and_to_a_reader(qtbot: QtBot) -> None:
    line = Elided()
    qtbot.addWidget(line)
    line.set_text("18 Nov 2026, ANC 0.80 ×10⁹/L")
    assert line.toolTip() == line.accessibleName() == "18 Nov 2026, ANC 0.80 ×10⁹/L"
    assert line.minimumSizeHint().width() < line.sizeHint().width()


def test_a_line_is_cut_between_the_things_it_names_and_not_within_a_number(qtbot: QtBot) -> None:
    line = Elided()
    qtbot.addWidget(line)
    metrics, text = line.fontMetrics(), "TJ-001 · girl, 7 y 9 mo · 24.0 kg · 123 cm"
    assert in_room(text, metrics, metrics.horizontalAdvance(text)) == text
    assert (
        in_room(text, metrics, metrics.horizontalAdvance(text) - 1) == "TJ-001 · girl, 7 y 9 mo · 24.0 kg …"
    )
    assert in_room("TJ-001 · " + "m" * 60, metrics, metrics.horizontalAdvance("m" * 40)).endswith("m…")
