"""Pictures of the counts as a grid: as it opens, with values typed, with a paste to be accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.pages.counts import CountsTab
    from app.ui.window import MainWindow
    from tests.looks import Stage

PRINT = """Date\tWBC (10^9/L)\tNEUT# (10^9/L)\tHGB (g/dL)\tPLT (10^9/L)\tRET# (10^9/L)
Reference\t4.5-13.5\t1.5-8.0\t11.5-15.5\t150-450\tsee note
2026-10-08\t1.60\t0.56\t7.0\t18\t29
2026-10-15\t1.80\t0.66\t8.8\t22\t34
2026-10-22\t2.00\t0.74\t8.7\t27\t40
2026-11-05\t2.50\t0.95\t9.6\t41\t52
2026-11-31\t2.70\t1.02\t9.7\t45\t55
2026-11-12\t2.80\t1.10\t9.9\t49\t57
"""


def _tab(stage: Stage) -> tuple[MainWindow, CountsTab]:
    from app.services import subjects
    from app.ui.pages.counts import CountsTab

    window = stage.window()
    window.open_subject(subjects.by_code(stage.desk.context, "TJ-014").id, "counts")
    stage.settle()
    (tab,) = window.findChildren(CountsTab)
    tab.table.setFocus()
    return window, tab


def counts(stage: Stage) -> QWidget:
    """The grid as it opens."""
    return _tab(stage)[0]


def typed(stage: Stage) -> QWidget:
    """A new row half typed, with a question about haemoglobin open."""
    window, tab = _tab(stage)
    tab.add_day(stage.desk.context.today())
    stage.settle()
    row = tab.table.currentIndex().row()
    for code, text in (("WBC", "2.9"), ("ANC", "-"), ("PLT", "52"), ("HB", "10.4")):
        index = tab.grid.index(row, tab.grid.columns.index(code))
        tab.table.setCurrentIndex(index)
        tab.grid.setData(index, text)
    stage.settle()
    return window


def pasted(stage: Stage) -> QWidget:
    """A print of the laboratory, to be accepted."""
    from PySide6.QtWidgets import QApplication

    window, tab = _tab(stage)
    QApplication.clipboard().setText(PRINT)
    QTest.keyClick(tab.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    return window


PAGES = {
    "demo-counts": (counts, True),
    "demo-counts-typed": (typed, True),
    "demo-counts-paste": (pasted, True),
}
