"""Panels below the list of users: the own passphrase, the recovery key, the key of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.services import accounts
from app.ui.desk import Notice
from app.ui.pages.door.passphrases import new_passphrase_problems
from app.ui.pages.study.inline_form import SECRET, TICK, InlineForm
from app.ui.widgets.buttons import Button
from app.ui.widgets.key_card import KeyCard
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.context import Changes
    from app.ui.desk import Desk


class _AskingPanel(Panel):
    """A sentence, a button, and the form that the button opens."""

    grown = Signal(object)  # this panel, when it has opened something

    def __init__(self, desk: Desk, name: str, form: InlineForm, *, parent: QWidget | None = None) -> None:
        texts = desk.texts
        super().__init__(texts(f"users.{name}_title"), parent=parent)
        self._desk = desk
        self.about = label(texts(f"users.{name}_about"), role="about", wrap=True, parent=self)
        action = "change" if name == "own" else "make"
        self.button = Button(texts(f"users.{name}_{action}"), parent=self)
        self.form = form
        self.body.setSpacing(8)
        self.body.addWidget(self.about)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(form)
        self.button.clicked.connect(self.open)
        form.finished.connect(self._run)
        form.closed.connect(self._on_closed)

    def open(self) -> None:
        """Open the form in the button's place."""
        self.button.hide()
        self.form.ask()
        self.grown.emit(self)

    def forget(self) -> None:
        """Take away what is typed or shown."""
        self.form.put_away()

    def _on_closed(self) -> None:
        self.button.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _run(self, given: Mapping[str, str]) -> None:
        raise TypeError(type(self).__name__)

    def _say(self, code: str) -> None:
        self._desk.noticed.emit(Notice("done", self._desk.texts(code)))


class OwnPassphrasePanel(_AskingPanel):
    """Change the own passphrase: present one, new one twice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        form = InlineForm(
            "own_change",
            {"old": SECRET, "passphrase": SECRET, "again": SECRET},
            texts=desk.texts,
            problems=lambda given: new_passphrase_problems(
                desk.context.user.user_name, given["passphrase"], given["again"]
            ),
        )
        super().__init__(desk, "own", form, parent=parent)

    def _run(self, given: Mapping[str, str]) -> None:
        context, old, new = self._desk.context, given["old"], given["passphrase"]
        self._desk.operations.run(
            lambda: accounts.change_passphrase(context, old=old, new=new),
            owner=self,
            done=self._done,
            failed=self.form.show_refusal,
        )

    def _done(self, changes: Changes) -> None:
        self.form.put_away()
        self._say("users.own_changed")
        self._desk.changed.emit(changes)


class RecoveryPanel(_AskingPanel):
    """Whether there is a recovery key, and a new one in its place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        form = InlineForm("recovery_form", {"passphrase": SECRET}, texts=desk.texts)
        super().__init__(desk, "recovery", form, parent=parent)
        self.card = KeyCard(desk.texts, self)
        self.card.hide()
        self.body.addWidget(self.card)
        self.card.kept.connect(self._on_kept)

    def show_state(self, *, there: bool) -> None:
        """Say whether there is a recovery key."""
        self.about.setText(self._desk.texts(f"users.recovery_{'there' if there else 'missing'}"))

    def forget(self) -> None:
        """See above; a key on screen goes too."""
        super().forget()
        self.card.forget()
        self.card.hide()
        self.button.show()

    def _run(self, given: Mapping[str, str]) -> None:
        context, passphrase = self._desk.context, given["passphrase"]
        self._desk.operations.run(
            lambda: accounts.renew_recovery_key(context, passphrase=passphrase),
            owner=self,
            done=self._done,
            failed=self.form.show_refusal,
        )

    def _done(self, made: tuple[str, Changes]) -> None:
        key, changes = made
        self.form.put_away()
        self.button.hide()
        context = self._desk.context
        self.card.show_key(key, study=context.study.name, day=self._desk.texts.date(context.today()))
        self.card.show()
        self.grown.emit(self)
        self.card.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.changed.emit(changes)

    def _on_kept(self) -> None:
        self.card.hide()
        self._on_closed()


class StudyKeyPanel(_AskingPanel):
    """A new key for the study; on suspicion, one-time passphrases for everybody else."""

    told = Signal(object)  # user name → one-time passphrase

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        form = InlineForm("study_key_form", {"passphrase": SECRET, "everybody": TICK}, texts=desk.texts)
        super().__init__(desk, "key", form, parent=parent)

    def open(self) -> None:
        """See above, with what it means."""
        self.button.hide()
        self.form.ask(self._desk.texts("users.key_asked"))
        self.grown.emit(self)

    def _run(self, given: Mapping[str, str]) -> None:
        context, passphrase, everybody = self._desk.context, given["passphrase"], bool(given["everybody"])
        self._desk.operations.run(
            lambda: accounts.rekey(context, passphrase=passphrase, everybody=everybody),
            owner=self,
            done=self._done,
            failed=self.form.show_refusal,
        )

    def _done(self, made: tuple[dict[str, str], Changes]) -> None:
        secrets, changes = made
        self.form.put_away()
        self._say("users.key_made")
        if secrets:
            self.told.emit(secrets)
        self._desk.changed.emit(changes)
