"""Pictures of the trail, of histories and of the self-check, for `tests.looks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def trail(*, broken: bool = False) -> Callable[[Any], Any]:
    """The audit trail of the demonstration after a check; `broken`: rows altered with the database key."""

    def paint(stage: Any) -> Any:
        if broken:
            with stage.desk.context.db.scribble() as connection:
                connection.exec_driver_sql("DROP TRIGGER audit_no_update")
                connection.exec_driver_sql("UPDATE audit SET new = '99' WHERE id = 4100")
        window: Any = stage.window()
        window.go("study")
        stage.settle()
        page = window.page("study")
        page.choose("audit")
        stage.settle()
        tab = page.tab_widget("audit")
        tab.checking.paper.setText("4000-0123456789ABCDEF" if broken else "")
        tab.checking.start()
        while not stage.desk.operations.beside().idle:
            stage.application.processEvents()
        if broken:
            tab.go_to(4100)
            stage.settle()
        return window

    return paint


PAGES: dict[str, tuple[Callable[[Any], Any], bool]] = {
    "study-trail": (trail(), True),
    "study-trail-broken": (trail(broken=True), True),
}


def history(stage: Any) -> Any:
    """All that a corrected value has been."""
    from app.services import subjects
    from app.ui.pages.history import show_history

    context = stage.desk.context
    row = subjects.by_code(context, "TJ-009")
    visit = next(count.visit_id for count in subjects.course(context, row.id).counts if count.changed)
    window: Any = stage.window()
    dialog = show_history(stage.desk, "values.PLT", visit_id=visit, parent=window)
    stage.settle()
    assert dialog is not None
    return dialog


def form_of_the_past(stage: Any) -> Any:
    """A logged visit with the buttons of its histories."""
    from app.services import subjects

    context = stage.desk.context
    row = subjects.by_code(context, "TJ-009")
    visit = next(count.visit_id for count in subjects.course(context, row.id).counts if count.changed)
    window: Any = stage.window()
    window.open_subject(row.id, "visits")
    stage.settle()
    stage.desk.visit_wanted.emit(row.id, visit)
    stage.settle()
    return window


PAGES |= {"history": (history, True), "form-histories": (form_of_the_past, True)}


def self_check(stage: Any) -> Any:
    """The self-check after a run."""
    window: Any = stage.window()
    window.go("study")
    stage.settle()
    page = window.page("study")
    page.choose("self_check")
    stage.settle()
    page.tab_widget("self_check").run()
    while not stage.desk.operations.beside().idle:
        stage.application.processEvents()
    return window


PAGES |= {"study-self-check": (self_check, False)}
