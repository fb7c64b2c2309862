"""Why there is no value: the kinds, and the reasons for what was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from app.ui.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Texts

MISSING = ("not_done", "not_applicable", "unknown")
REASONS = ("haemolysed", "clotted", "too_little", "lost", "not_ordered", "refused")


def kinds_menu(texts: Texts, chosen: Callable[[str], None], parent: QWidget) -> QMenu:
    """The kinds to choose from."""
    menu = QMenu(parent)
    for code in MISSING:
        action = menu.addAction(texts(f"visit_form.missing.{code}"))
        action.triggered.connect(lambda _on=False, kind=code: chosen(kind))
    return menu


def reason_box(texts: Texts, *, name: str, parent: QWidget) -> ChoiceBox:
    """The usual reasons, or one in words; `name`: of the analyte."""
    box = ChoiceBox(parent)
    box.setEditable(True)
    # It takes the room that there is: the longest reason would push the preview below the form.
    box.give_way(9)
    box.setProperty("dense", True)
    box.addItems([texts(f"visit_form.reason.{code}") for code in REASONS])
    box.be_called(texts("visit_form.named_reason", name=name))
    editor = box.lineEdit()
    if editor is not None:
        editor.setPlaceholderText(texts("visit_form.reason_wanted"))
    return box
