"""Pictures of the Response page with values being tried, and with an override."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING
from unittest.mock import patch

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


def override(stage: Stage) -> QWidget:
    """A signed override in place of a partial response."""
    from app.services import assessments, demo, overriding, subjects
    from app.services.visits import Reason
    from tests.looks import demo_tab

    context = stage.desk.context
    child = subjects.by_code(context, "TJ-014").id
    row = next(row for row in assessments.history(context, child) if row.superseded_at is None)
    reason = Reason("known_elsewhere", "The last red cells were given for a biopsy.")
    with _everybody_signs():
        overriding.override(context, row.id, status="CR", reason=reason, passphrase=demo.PASSPHRASE)
        return demo_tab("response", code="TJ-014")(stage)


def override_form(stage: Stage) -> QWidget:
    """The form that asks for an override."""
    from tests.looks import demo_tab

    with _everybody_signs():
        window = demo_tab("response", code="TJ-014")(stage)
    tab = window.page("subject").stack.currentWidget()  # type: ignore[attr-defined]
    tab.override_button.click()
    stage.settle()
    return window


def override_list(stage: Stage) -> QWidget:
    """The list, where the override shows by its pen and its word."""
    override(stage)
    return stage.window()


def missing(stage: Stage) -> QWidget:
    """A status that is not evaluable, and what each missing value would decide."""
    from tests.looks import demo_tab

    return demo_tab("response", code="TJ-012")(stage)


def _everybody_signs() -> AbstractContextManager[object]:
    """The user of the demonstration is no investigator."""
    from app.services import access

    return patch.dict(access.ALLOWED, {"verdicts.override": frozenset(access.ROLES)})


PAGES: dict[str, tuple[Paint, bool]] = {
    "demo-missing": (missing, True),
    "demo-try": (trying, True),
    "demo-override": (override, True),
    "demo-override-form": (override_form, True),
    "demo-override-list": (override_list, True),
}
