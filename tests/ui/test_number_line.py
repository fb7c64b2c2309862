"""Numbers in fields: written with the decimal sign of the language, unchanged until somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.i18n import Texts
from app.services import drafts, visits
from app.ui.desk import Desk
from app.ui.pages.counts.typed import as_entered, read
from app.ui.pages.visit_form import keeper
from app.ui.widgets.number_line import NumberLine
from tests.ui import visiting
from tests.ui.visiting import DAY0, Typist

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_line_left_alone_says_what_it_was_given(qtbot: QtBot) -> None:
    line = NumberLine()
    qtbot.addWidget(line)
    line.show_number("2.80", Texts("pt").typed("2.80"))
    assert (line.text(), line.number()) == ("2,80", "2.80")

    QTest.keyClicks(line, "5")
    assert line.number() == "2,805"
    line.setText("2,80")
    assert line.number() == "2.80"  # typed back to what it was: no change


def test_a_double_click_takes_the_whole_number(qtbot: QtBot) -> None:
    line = NumberLine()
    qtbot.addWidget(line)
    line.setText("2.10")
    line.show()
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(line, "0.61")
    assert line.text() == "0.61"


def test_a_stored_visit_opens_with_decimal_commas_and_nothing_has_changed(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.texts = Texts("pt")
    subject_id = visiting.enrol_saa(desk.context)
    day = DAY0 + timedelta(days=14)
    dose = visits.InfusionEntry(
        day, "MSC", Decimal(21_400_000), Decimal("21.4"), "UC-1", "4", Decimal("92.5")
    )
    planned = visiting.visit_on_day(desk.context, subject_id, 14)
    form = visits.form(desk.context, subject_id=subject_id, visit_id=planned)
    values = (visits.ValueEntry("WBC", "2.80", "10*9/L", reference="4.5-13.5", confirmed=True),)
    draft = visits.VisitDraft(subject_id, planned, day, expected_version=form.version, values=values)
    visits.record(desk.context, replace(draft, infusions=(dose,), no_transfusion=True, no_event=True))
    typist = Typist(qtbot, desk, subject_id, settle)
    page = typist.open(planned)

    row = typist.row("WBC")
    assert (row.field.text(), row.range.text()) == ("2,80", "4,5-13,5")
    infusion = page.typed.since.infusions.rows[0]
    assert {"21,4", "92,5"} <= {field.text() for field in infusion.findChildren(NumberLine)}
    assert (row.value().text, row.value().reference) == ("2.80", "4.5-13.5")
    assert (infusion.text().cells, infusion.text().viability) == ("21.4", "92.5")
    page.keep_draft()
    settle()
    assert drafts.find(desk.context, keeper.draft_key(subject_id, planned)) is None


def test_a_cell_of_the_counts_is_edited_with_the_decimal_comma() -> None:
    row: Any = SimpleNamespace(
        value=Decimal("104"), entered_value="10.4", entered_unit="g/dL", analyte="HB", unit="g/L"
    )
    assert as_entered(row, Texts("pt")) == "10,4 g/dL"
    assert read("HB", "10,4 g/dL", age=None).text == "10,4"
