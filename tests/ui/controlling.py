"""A window's visits tab in the hands of one role, on a study with its team; real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from app.i18n import Texts
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.operations import Operations
from app.ui.theme import LIGHT
from tests.ui.visiting import Typist

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.ui.pages.visit_form.controller import VisitController
    from app.ui.pages.visit_form.query_strip import QueryStrip

NextDesk = Callable[..., "Person"]


class Person(Typist):
    """A typist with the control of the visit at hand."""

    def __init__(self, qtbot: QtBot, desk: Desk, subject_id: int) -> None:
        def settle() -> None:
            qtbot.waitUntil(lambda: desk.operations.idle, timeout=10_000)

        super().__init__(qtbot, desk, subject_id, settle)

    @property
    def controller(self) -> VisitController:
        made = self.form._controller
        assert made is not None, "the visit has not been logged"
        return made

    @property
    def strip(self) -> QueryStrip:
        return self.controller.strip

    def press_step(self) -> None:
        button = self.form.control.step_button
        assert button.isVisible() and button.isEnabled(), button.toolTip()
        self.click(button)
        self.settle()

    @property
    def step(self) -> str:
        button = self.form.control.step_button
        return button.text() if button.isVisible() else ""

    def say(self, words: str, step: str) -> None:
        """Type into the query and press what sends it."""
        thread = self.strip.thread_
        self.put(thread.text, words)
        self.click(thread.buttons[step] if step else thread.raise_button)
        self.settle()

    def sign(self, passphrase: str) -> None:
        self.press_step()
        form = self.controller.forms.sign
        QTest.keyClicks(form.inputs["passphrase"], passphrase)
        self.click(form.go)
        self.settle()

    @property
    def stages(self) -> str:
        return " · ".join(word for word in self.form.control.chain.words if "dashed_ring" not in word)


@contextmanager
def desk_of(context: Context, folder: Path, *, language: str = "en") -> Iterator[Desk]:
    """A desk of one user; its worker is stopped in the end."""
    operations = Operations()
    yield Desk(
        context=context,
        texts=Texts(language),
        theme=LIGHT,
        operations=operations,
        settings=Settings(folder / f"settings-{context.user.user_name}.json"),
    )
    operations.close()
