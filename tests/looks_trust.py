"""Pictures of the trail, of histories and of the self-check, for `tests.looks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def trail(*, broken: bool = False) -> Callable[[Any], QWidget]:
    """The audit trail of the demonstration after a check; `broken`: rows altered with the database key."""

    def paint(stage: Any) -> QWidget:
        if broken:
            with stage.desk.context.db.scribble() as connection:
                connection.exec_driver_sql("DROP TRIGGER audit_no_update")
                connection.exec_driver_sql("UPDATE audit SET new = '99' WHERE id = 4100")
        window = stage.window()
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
