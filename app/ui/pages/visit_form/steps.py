"""The two steps that ask for something: the signature with the passphrase, the unlocking with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.pages.study.inline_form import CHOICE, SECRET, TEXT, InlineForm
from app.ui.pages.visit_form.correction_strip import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from app.ui.desk import Desk


class StepForms(QObject):
    """Two inline forms; nothing is done here."""

    signing = Signal(str)  # the passphrase
    unlocking = Signal(str, str)  # code and text of the reason

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        texts = desk.texts
        self.sign = InlineForm(
            "sign_form", {"passphrase": SECRET}, texts=texts, problems=_sign_problems, parent=parent
        )
        choices = {"": (texts("visit_form.correction_choose"), "")}
        choices |= {code: (texts(f"visit_form.correction.{code}"), "") for code in REASONS}
        self.unlock = InlineForm(
            "unlock_form",
            {"reason": CHOICE, "note": TEXT},
            texts=texts,
            choices=choices,
            problems=_unlock_problems,
            parent=parent,
        )
        self.all = (self.sign, self.unlock)
        self.sign.finished.connect(lambda given: self.signing.emit(given["passphrase"]))
        self.unlock.finished.connect(lambda given: self.unlocking.emit(given["reason"], given["note"]))

    def ask_signature(self, about: str) -> None:
        """Say what the signature means and ask for the passphrase."""
        self.unlock.put_away()
        self.sign.ask(about)

    def ask_unlock(self, visit_id: int) -> None:
        """Ask why a visit is to be opened again."""
        self.sign.put_away()
        self.unlock.keep_as(self._desk, f"unlock:{visit_id}")
        self.unlock.ask()

    def put_away(self) -> None:
        """Close whatever is open."""
        for form in self.all:
            form.put_away()


def _sign_problems(given: dict[str, str]) -> Mapping[str, str]:
    return {} if given["passphrase"] else {"passphrase": "passphrase_missing"}


def _unlock_problems(given: dict[str, str]) -> Mapping[str, str]:
    found = {} if given["reason"] else {"reason": "reason_missing"}
    return found if given["note"].strip() else found | {"note": "note_missing"}
