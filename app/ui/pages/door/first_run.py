"""The first run: a study, its site, its first user and a passphrase become an encrypted file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui import names
from app.ui.language import LanguageButton
from app.ui.widgets.buttons import Button
from app.ui.widgets.emblem import door_head
from app.ui.widgets.field import Field
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.secret_field import SecretField, lead_to, shows_last
from app.ui.widgets.tab_order import enter_leads, set_aside

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Texts
    from app.paths import Paths
    from app.services.context import Context, ServiceError
    from app.services.studies import NewStudy
    from app.settings import Settings
    from app.ui.operations import Operations
    from app.ui.widgets.busy import BusyBar
    from app.ui.widgets.notice import NoticeStrip

WIDTH, HEIGHT = 680, 560
_ORDER = ("name", "site", "code_pattern", "display_name", "user_name", "passphrase", "again")


class FirstRunPage(QWidget):
    """A window of its own. `opened` carries the Context of the new study."""

    opened = Signal(object)
    back_wanted = Signal()
    closed = Signal()

    def __init__(self, *, paths: Paths, texts: Texts, settings: Settings, operations: Operations) -> None:
        super().__init__()
        self._paths = paths
        self._texts = texts
        self._settings = settings
        self._operations = operations
        self.setWindowTitle(texts("common.program"))
        self.inputs: dict[str, QLineEdit] = {
            key: SecretField(texts, parent=self) if key in ("passphrase", "again") else QLineEdit(self)
            for key in _ORDER
        }
        self.fields = {key: Field(texts(f"first_run.{key}"), self.inputs[key], parent=self) for key in _ORDER}
        self.where = label(role="secondary", wrap=True, parent=self)
        self._strip: NoticeStrip | None = None
        self._bar: BusyBar | None = None
        self.back = Button(texts("first_run.back"), parent=self)
        self.back.setVisible(bool(paths.studies()))
        self.language = LanguageButton(texts.language, name=texts("common.language"), parent=self)
        self.finish = Button(texts("first_run.create"), kind="primary", parent=self)
        self._lay_out()
        shows_last(self.inputs.values())
        self._connect()
        self._show_where()
        fit(self, WIDTH, HEIGHT)

    @property
    def path(self) -> Path:
        """Where the study file will be."""
        return names.free_path(self._paths.data, names.file_name(self.inputs["name"].text()))

    @property
    def strip(self) -> NoticeStrip:
        """The strip for news, built when there is some: the first paint does not wait for it."""
        if self._strip is None:
            from app.ui.widgets.notice import NoticeStrip

            self._strip = NoticeStrip(self._texts, closable=False, parent=self)
            self._news.insertWidget(0, self._strip)
        return self._strip

    @property
    def busy(self) -> BusyBar:
        """The bar that runs while the key is derived."""
        if self._bar is None:
            from app.ui.widgets.busy import BusyBar

            self._bar = BusyBar(self)
            self._news.addWidget(self._bar)
        return self._bar

    def new_study(self) -> NewStudy:
        """What is typed."""
        from app.services.studies import NewStudy

        text = {key: field.text() for key, field in self.inputs.items()}
        return NewStudy(
            name=text["name"].strip(),
            site=text["site"].strip(),
            code_pattern=text["code_pattern"].strip(),
            user_name=text["user_name"].strip(),
            display_name=text["display_name"].strip(),
            passphrase=text["passphrase"],
        )

    def try_to_create(self) -> None:
        """Create the study in the worker when nothing stands against it."""
        if not self.finish.isEnabled() or self._show_problems():
            return
        from app.services import studies

        path, new = self.path, self.new_study()
        self._be_busy(on=True)

        def work() -> Context:
            path.parent.mkdir(parents=True, exist_ok=True)
            return studies.create(path, new)

        self._operations.run(
            work, owner=self, done=lambda context: self._on_created(path, context), failed=self._on_refused
        )

    def _show_problems(self) -> bool:
        """Say what is wrong beside each field; the focus goes to the first. Whether there is anything."""
        from app.services import studies

        found = dict(reversed(studies.problems(self.new_study())))
        if "passphrase" not in found and self.inputs["again"].text() != self.inputs["passphrase"].text():
            found["again"] = "passphrases_differ"
        for key, field in self.fields.items():
            field.show_problem(self._problem_words(found[key]) if key in found else "")
        first = next((key for key in _ORDER if key in found), None)
        if first is not None:
            lead_to(self.inputs[first])
            fit(self, WIDTH, HEIGHT)
        else:
            self._show_hints()
        return first is not None

    def _problem_words(self, code: str) -> str:
        text = self.inputs["code_pattern"].text().strip()
        if code == "code_pattern_unusable" and not text:
            code = "code_pattern_missing"
        own = f"first_run.{code}"
        if self._texts.has(own):
            return self._texts(own, pattern=text)
        return self._texts(f"errors.{code}") if self._texts.has(f"errors.{code}") else code

    def _on_created(self, path: Path, context: Context) -> None:
        self._settings.put("study_file", path.name)
        self._settings.put(f"user_name.{path.name}", self.inputs["user_name"].text().strip())
        for key in ("passphrase", "again"):
            self.inputs[key].clear()
        self._be_busy(on=False)
        self.opened.emit(context)

    def _on_refused(self, error: ServiceError) -> None:
        self._be_busy(on=False)
        from app.ui.failed import failure

        self.strip.show_notice(failure(self._texts, error))

    def _be_busy(self, *, on: bool) -> None:
        if on:
            self._give_back = set_aside(self)
        self.finish.setText(self._texts("first_run.creating" if on else "first_run.create"))
        self.finish.setEnabled(not on)
        self.back.setEnabled(not on)
        for field in self.inputs.values():
            field.setEnabled(not on)
        (self.busy.begin if on else self.busy.end)()
        if on and self._strip is not None:
            self._strip.clear()
        if not on:
            self._give_back()

    # proposals and hints while typing

    def _on_name(self, text: str) -> None:
        del text
        self._show_where()

    def _propose_pattern(self, site: str) -> None:
        pattern = self.inputs["code_pattern"]
        if not pattern.isModified():
            short = "".join(letter for letter in site.upper() if letter.isascii() and letter.isalnum())[:6]
            pattern.setText(f"{short}-###" if short else "")
            self._show_hints()

    def _propose_user_name(self, display_name: str) -> None:
        user_name = self.inputs["user_name"]
        if not user_name.isModified():
            user_name.setText(names.user_name(display_name))

    def _show_hints(self) -> None:
        self.fields["code_pattern"].show_about(self._code_hint())
        self.fields["passphrase"].show_about(self._strength_hint())

    def _code_hint(self) -> str:
        from app.domain import codes

        pattern = self.inputs["code_pattern"].text().strip()
        if not codes.is_pattern(pattern):
            return self._texts("first_run.pattern_about")
        first = codes.propose(pattern, ())
        return self._texts("first_run.pattern_preview", first=first, second=codes.propose(pattern, (first,)))

    def _strength_hint(self) -> str:
        from app.ui import passphrase

        typed = self.inputs["passphrase"].text()
        if not typed:
            return self._texts("first_run.passphrase_about")
        code = passphrase.strength(typed)
        return self._texts(f"first_run.strength_{code}", missing=passphrase.LEAST - len(typed))

    def _on_edited(self, key: str) -> None:
        for told in (key, "again") if key == "passphrase" else (key,):
            if self.fields[told].problem:
                self.fields[told].clear_problem()
        if key in ("code_pattern", "passphrase"):
            self._show_hints()

    def _show_where(self) -> None:
        self.where.setText(self._texts("first_run.where", path=str(self.path)))

    def _connect(self) -> None:
        self.inputs["name"].textChanged.connect(self._on_name)
        self.inputs["site"].textEdited.connect(self._propose_pattern)
        self.inputs["display_name"].textEdited.connect(self._propose_user_name)
        for place, (key, field) in enumerate(self.inputs.items()):
            field.textEdited.connect(lambda _text, which=key: self._on_edited(which))
            if place + 1 < len(_ORDER):
                enter_leads(field, self.inputs[_ORDER[place + 1]])
        self.inputs["again"].returnPressed.connect(self.try_to_create)
        self.finish.clicked.connect(self.try_to_create)
        self.back.clicked.connect(self.back_wanted)

    def _lay_out(self) -> None:
        texts = self._texts
        head = door_head(texts("first_run.title"), texts("first_run.about"), parent=self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for place, key in enumerate(("name", "site", "code_pattern", "", "display_name", "user_name")):
            if key:
                grid.addWidget(self.fields[key], place // 2, place % 2)
        grid.addWidget(self.fields["passphrase"], 3, 0)
        grid.addWidget(self.fields["again"], 3, 1)
        for field in self.fields.values():
            field.fill()
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.fields["code_pattern"].show_about(texts("first_run.pattern_about"))
        self.fields["user_name"].show_about(texts("first_run.user_name_about"))
        self.fields["passphrase"].show_about(texts("first_run.passphrase_about"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(self.language)
        buttons.addStretch(1)
        buttons.addWidget(self.finish)
        page = QVBoxLayout(self)
        page.setContentsMargins(32, 28, 32, 24)
        page.setSpacing(12)
        page.addLayout(head)
        page.addLayout(grid)
        page.addWidget(self.where)
        self._news = QVBoxLayout()
        page.addLayout(self._news)
        page.addStretch(1)
        page.addLayout(buttons)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.inputs["name"].setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
