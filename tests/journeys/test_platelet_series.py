"""The platelet series of CIBMTR's table, typed day by day as a patient with poor graft function."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.services import subjects
from tests.ui.conftest import desk, founded_study, settle, study_context  # noqa: F401 - the same study and desk
from tests.ui.visiting import Typist, enrol_pgf

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

# Day, platelets; the last platelet transfusion was on the first of these days.
SERIES = (
    (date(2026, 6, 13), "10"),
    (date(2026, 6, 14), "30"),
    (date(2026, 6, 15), "25"),
    (date(2026, 6, 16), "10"),
    (date(2026, 6, 17), "15"),
    (date(2026, 6, 18), "19"),
    (date(2026, 6, 19), "23"),
    (date(2026, 6, 20), "25"),
    (date(2026, 6, 21), "40"),
    (date(2026, 6, 22), "50"),
    (date(2026, 6, 23), "56"),
    (date(2026, 6, 24), "65"),
    (date(2026, 6, 25), "72"),
)


@pytest.mark.slow
def test_platelets_recover_on_the_day_that_the_rule_says(
    qtbot: QtBot,
    desk: Desk,  # noqa: F811 - the fixture
    settle: Callable[[], None],  # noqa: F811 - the fixture
):
    subject_id = enrol_pgf(desk.context, day0=date(2026, 6, 10))
    typist = Typist(qtbot, desk, subject_id, settle)
    for number, (day, platelets) in enumerate(SERIES):
        form = typist.open(None)
        typist.put(form.typed.head.day, day.isoformat())
        for code, text in (("ANC", "1.0"), ("HB", "90"), ("PLT", platelets)):
            typist.put(typist.row(code).field, text)
        if number == 0:
            section = form.typed.since.transfusions
            typist.click(section.add_button)
            product = section.rows[0].findChildren(QComboBox)[0]
            product.setFocus()
            typist.press(Qt.Key.Key_Down)
            assert product.currentText() == "Platelets"
        else:
            typist.click_tick(form.typed.since.transfusions.tick)
        typist.review()
        previewed = form.preview.status
        typist.save()
        assert typist.closed, form.bar.open_words
        stored = {
            row.actual: row.status for row in subjects.course(desk.context, subject_id).visits if row.actual
        }
        assert stored[day] == previewed
    stored = {
        row.actual: row.status for row in subjects.course(desk.context, subject_id).visits if row.actual
    }
    assert {stored[day] for day, _ in SERIES[:-1]} == {"PENDING"}
    assert stored[date(2026, 6, 24)] == "PENDING"
    assert stored[date(2026, 6, 25)] == "PR"
    assert subjects.by_code(desk.context, "TJ-020").status == "PR"
    assert typist.notices[-1].text == "Saved 09:41 · PENDING → PR"
