"""What a person has narrowed a list to, kept until the day is over.

A lock or another language loses none of it; the next day begins with everything, so that no filter of
yesterday hides what is new. No text that was searched for is kept: it may name somebody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton, QComboBox

    from app.ui.desk import Desk


def chosen(desk: Desk, name: str) -> str:
    """What was chosen today, "" for nothing."""
    day, _, value = desk.state.get(f"chosen.{name}", "").partition(" ")
    return value if day == desk.context.today().isoformat() else ""


def keep(desk: Desk, name: str, value: str) -> None:
    """Keep a choice until tomorrow; "" is the whole list."""
    desk.state.put(f"chosen.{name}", f"{desk.context.today().isoformat()} {value}" if value else "")


def keep_box(box: QComboBox, desk: Desk, name: str, *, said: Callable[[str], str] | None = None) -> None:
    """Put a box as it was chosen today, and keep what is chosen in it. To be called before anybody listens.

    `said`: the words of a value that is offered only later.
    """
    value = chosen(desk, name)
    if value and said is not None and box.findData(value) < 0:
        box.addItem(said(value), value)
    at = next((at for at in range(box.count()) if str(box.itemData(at)) == value), -1) if value else -1
    if at >= 0:
        box.setCurrentIndex(at)
    first = str(box.itemData(0))

    def store() -> None:
        data = str(box.currentData())
        keep(desk, name, "" if data == first else data)

    box.currentIndexChanged.connect(lambda _at: store())


def keep_tick(tick: QAbstractButton, desk: Desk, name: str) -> None:
    """The same for what is on or off."""
    tick.setChecked(bool(chosen(desk, name)))
    tick.toggled.connect(lambda on: keep(desk, name, "on" if on else ""))
