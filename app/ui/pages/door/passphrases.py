"""Two doors that ask for a new passphrase: after a one-time passphrase, and with the recovery key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.pages.door.form import DoorForm

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Texts
    from app.services.context import Context
    from app.ui.operations import Operations


def new_passphrase_problems(user_name: str, passphrase: str, again: str) -> dict[str, str]:
    """What hinders a passphrase that is typed twice, by field."""
    from app.domain import passphrases

    code = passphrases.problem(user_name, passphrase)
    if code:
        return {"passphrase": code}
    return {} if passphrase == again else {"again": "passphrases_differ"}


class OwnPassphrasePage(DoorForm):
    """The first sign-in of a user: an own passphrase in place of the one-time one."""

    def __init__(self, *, context: Context, once: str, texts: Texts, operations: Operations) -> None:
        super().__init__(
            "own_passphrase",
            {"passphrase": True, "again": True},
            texts=texts,
            operations=operations,
            height=400,
        )
        self._context = context
        self._once = once
        self.fields["passphrase"].show_about(texts("first_run.passphrase_about"))

    def problems(self) -> dict[str, str]:
        """See DoorForm."""
        typed = {key: field.text() for key, field in self.inputs.items()}
        found = new_passphrase_problems(self._context.user.user_name, typed["passphrase"], typed["again"])
        if not found and typed["passphrase"] == self._once:
            return {"passphrase": "passphrase_unchanged"}
        return found

    def work(self) -> Callable[[], Context]:
        """See DoorForm."""
        from app.services import accounts

        context, once, new = self._context, self._once, self.inputs["passphrase"].text()

        def change() -> Context:
            accounts.change_passphrase(context, old=once, new=new)
            return context

        return change


class RecoverPage(DoorForm):
    """Opens a study with the printed recovery key and gives a user a new passphrase."""

    def __init__(self, *, path: Path, user_name: str, texts: Texts, operations: Operations) -> None:
        super().__init__(
            "recover",
            {"key": False, "user_name": False, "passphrase": True, "again": True},
            texts=texts,
            operations=operations,
            height=520,
        )
        self.path = path
        self.inputs["user_name"].setText(user_name)
        self.fields["key"].show_about(texts("recover.key_about", file=path.name))
        self.fields["passphrase"].show_about(texts("first_run.passphrase_about"))

    def problems(self) -> dict[str, str]:
        """See DoorForm."""
        typed = {key: field.text() for key, field in self.inputs.items()}
        found = new_passphrase_problems(typed["user_name"], typed["passphrase"], typed["again"])
        if not typed["user_name"].strip():
            found["user_name"] = "user_name_missing"
        if not typed["key"].strip():
            found["key"] = "recovery_key_missing"
        return found

    def work(self) -> Callable[[], Context]:
        """See DoorForm."""
        from app.services import studies

        typed = {key: field.text() for key, field in self.inputs.items()}
        return lambda: studies.recover(
            self.path,
            recovery_key=typed["key"],
            user_name=typed["user_name"].strip(),
            passphrase=typed["passphrase"],
        )
