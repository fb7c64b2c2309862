"""What will be needed next, brought in by the worker while somebody types or reads."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QObject

    from app.ui.operations import Operations

# What each home page needs before it can be painted. Of the pages only the one that unlocking leads to: the
# others come when somebody goes there.
_BEHIND = {
    "today": ("ui.pages.today", "services.today_groups"),
    "subjects": ("ui.pages.subjects", "services.subject_lines"),
}
# What somebody goes to from there. Rules and charts come in pieces: other work goes between.
_NEXT = (
    "app.ui.pages.today",
    "app.ui.pages.subjects",
    "app.ui.pages.queries",
    "app.ui.pages.printing",
    "app.ui.pages.study.users",
    "app.ui.pages.study.page",
    "app.ui.pages.subject",
    "pydantic",
    "app.domain.protocol.model",
    "app.services.charts",
    "app.services.readings",
    "app.services.visits",
    "app.ui.pages.overview",
    "app.ui.pages.visits",
    "app.ui.pages.enrol",
)
_LOOK_MS = 250  # between looks whether the home page has all its answers


def warm_up(home: str) -> None:
    """Import what opening a study and its home page need. For the worker, after the first paint."""
    from app.services import studies

    studies.prepare()
    for name in ("ui.window", *_BEHIND[home]):
        import_module(f"app.{name}")


def bring_in_pages(operations: Operations, *, owner: QObject) -> None:
    """Import the pages that the home page leads to, once that stands there with what it has asked for: the
    first way to each is as quick as the second."""

    timer = QTimer(owner)
    timer.setObjectName("pages to bring in")

    def look() -> None:
        if operations.idle or operations.closed:
            timer.stop()
            bring_in(_NEXT, operations, owner=owner)

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)


def bring_in(paths: Iterable[str], operations: Operations, *, owner: QObject) -> None:
    """Import the modules of `package.module` or `package.module:Class`, one by one: what else is to be done
    goes between."""
    left = iter(paths)

    def next_one(_module: object = None) -> None:
        path = next(left, None)
        if path is not None and not operations.closed:
            name = path.partition(":")[0]
            operations.run(lambda: import_module(name), owner=owner, done=next_one)

    next_one()
