"""Pictures of the Response page with values being tried, and with an override."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.looks import Stage

Paint = Callable[["Stage"], "QWidget"]


def trying(stage: Stage) -> QWidget:
    """Values of a partial response being tried: platelets that fail, a transfusion that is added."""
    from PySide6.QtTest import QTest

    from tests.looks import demo_tab

    window = demo_tab("response", code="TJ-014")(stage)
    tab = window.page("subject").stack.currentWidget()  # type: ignore[attr-defined]
    tab.try_button.click()
    stage.settle()
    row = next(row for row in tab.trying.panel.rows if getattr(row, "analyte", "") == "PLT")
    row.field.selectAll()
    QTest.keyClicks(row.field, "19")
    tab.trying.panel.adders["RBC"].click()
    stage.settle()
    return window


PAGES: dict[str, tuple[Paint, bool]] = {"demo-try": (trying, True)}
