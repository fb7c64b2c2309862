"""The door: study file, user name, passphrase. Tells nothing of the content before the key is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

import app
from app.ui.language import LanguageButton
from app.ui.widgets.buttons import Button
from app.ui.widgets.emblem import door_head
from app.ui.widgets.field import Field
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.secret_field import SecretField
from app.ui.widgets.tab_order import behind, enter_leads, follow

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.paths import Paths
    from app.services.context import Context, ServiceError
    from app.settings import Settings
    from app.ui.operations import Operations
    from app.ui.typed_ahead import TypedAhead
    from app.ui.widgets.busy import BusyBar
    from app.ui.widgets.notice import NoticeStrip

WIDTH, HEIGHT = 480, 448
BACKUP_HELPS = frozenset({"study_damaged", "study_missing", "keys_missing", "keys_damaged"})


class UnlockPage(QWidget):
    """A window of its own. `opened` carries the Context of the open study."""

    opened = Signal(object)
    one_time = Signal(object, str)  # Context, the one-time passphrase that it was opened with
    recovery_wanted = Signal(object, str)  # study file, user name
    restore_wanted = Signal(object, str)  # study file that does not open, user name
    new_study_wanted = Signal()
    closed = Signal()

    def __init__(self, *, paths: Paths, texts: Texts, settings: Settings, operations: Operations) -> None:
        super().__init__()
        self._texts = texts
        self._settings = settings
        self._operations = operations
        self._busy = False
        self.ahead: TypedAhead | None = None  # while the study is being opened, and behind that
        self._left = 0  # seconds until the next try
        self.setWindowTitle(texts("common.program"))
        self.file = QComboBox(self)
        self.user_name = QLineEdit(self)
        self.passphrase = SecretField(texts, parent=self)
        self._strip: NoticeStrip | None = None
        self._bar: BusyBar | None = None
        self.caps = label(texts("unlock.caps_lock"), role="question", parent=self)
        self.other = Button(texts("unlock.other_file"), parent=self)
        self.new = Button(texts("unlock.new_study"), parent=self)
        self.recover = Button(texts("unlock.recover"), kind="link", parent=self)
        self.unlock = Button(texts("unlock.unlock"), kind="primary", parent=self)
        self.language = LanguageButton(texts.language, name=texts("common.language"), parent=self)
        self._second = QTimer(self)
        self._lay_out()
        self._offer(paths.studies())
        fit(self, WIDTH, HEIGHT)
        self._connect()

    def choose(self, path: Path, *, user_name: str = "") -> None:
        """Offer a file, first in the list when it is not in the data folder."""
        place = self.file.findData(str(path))
        if place < 0:
            self.file.insertItem(0, path.name, str(path))
        self.file.setCurrentIndex(max(place, 0))
        if user_name:
            self.user_name.setText(user_name)

    @property
    def path(self) -> Path:
        """The chosen study file."""
        return Path(str(self.file.currentData()))

    @property
    def strip(self) -> NoticeStrip:
        """The strip for news, built when there is some: the first paint does not wait for it."""
        if self._strip is None:
            from app.ui.widgets.notice import NoticeStrip

            self._strip = NoticeStrip(self._texts, closable=False, parent=self)
            self._strip.action_wanted.connect(
                lambda: self.restore_wanted.emit(self.path, self.user_name.text().strip())
            )
            self._news.insertWidget(0, self._strip)
            follow(self.other, [self._strip])
        return self._strip

    @property
    def busy(self) -> BusyBar:
        """The bar that runs while the key is derived."""
        if self._bar is None:
            from app.ui.widgets.busy import BusyBar

            self._bar = BusyBar(self)
            self._news.addWidget(self._bar)
        return self._bar

    def try_to_open(self) -> None:
        """Try the key in the worker; the window stays alive meanwhile."""
        if self._busy or self._left:
            return
        from app.services import studies
        from app.ui.typed_ahead import TypedAhead

        self.ahead = TypedAhead()
        path, name, secret = self.path, self.user_name.text().strip(), self.passphrase.text()
        self._be_busy(on=True)
        self._operations.run(
            lambda: studies.unlock(path, user_name=name, passphrase=secret),
            owner=self,
            done=self._on_opened,
            failed=self._on_refused,
        )

    def _on_opened(self, context: Context) -> None:
        from app.services import accounts

        self._settings.put("study_file", self.path.name)
        self._settings.put(f"user_name.{self.path.name}", self.user_name.text().strip())
        secret = self.passphrase.text()
        self.passphrase.clear()
        self._be_busy(on=False)
        if accounts.must_change_passphrase(context):
            self.one_time.emit(context, secret)
        else:
            self.opened.emit(context)

    def _on_refused(self, error: ServiceError) -> None:
        self.ahead = None
        self._be_busy(on=False)
        if error.code == "cannot_unlock":
            caps = self._texts("unlock.caps_now_on") if self.passphrase.caps else ""
            sentence = self._texts("unlock.cannot_unlock", caps=caps)
        else:
            from app.ui import words

            sentence = words.refusal(self._texts, error)
        helps = error.code in BACKUP_HELPS
        self.tell("error", sentence, action=self._texts("unlock.restore") if helps else "")
        self.passphrase.setFocus()
        self.passphrase.selectAll()
        if error.code in ("cannot_unlock", "wait"):
            self._begin_wait()

    def tell(self, kind: str = "", sentence: str = "", *, action: str = "") -> None:
        """Say something between the fields and the buttons, or nothing more."""
        from app.ui.desk import Notice

        if not kind:
            if self._strip is not None:
                self._strip.clear()
            return
        self.strip.show_notice(Notice(kind, sentence), action=action)
        fit(self, WIDTH, HEIGHT)

    def _begin_wait(self) -> None:
        """Ask how long the next try must wait: the count is kept in the study's keys file."""
        from app.services import studies

        self._left = studies.seconds_to_wait(self.path)
        if self._left:
            self._second.start()
        self._show_wait()

    def _count_down(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._second.stop()
            self.tell("warning", self._texts("unlock.wait_over"))
        self._show_wait()

    def _show_wait(self) -> None:
        if self._left:
            from app.ui.waiting import sentence

            self.tell("warning", sentence(self._texts, self._left))
        self.unlock.setEnabled(not self._left and not self._busy)

    def _be_busy(self, *, on: bool) -> None:
        self._busy = on
        self.unlock.setText(self._texts("unlock.unlocking" if on else "unlock.unlock"))
        self.unlock.setEnabled(not on)
        (self.busy.begin if on else self.busy.end)()
        for control in (self.file, self.user_name, self.passphrase, self.other, self.new, self.recover):
            control.setEnabled(not on)
        if on:
            self.tell()
            self.setFocus()  # not the next button, which a second Enter would press

    def _say_caps(self, on: bool) -> None:
        self.caps.setVisible(on)
        self.passphrase.setAccessibleDescription(self.caps.text() if on else "")
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        if on and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self.caps, QAccessible.Event.Alert))

    def _on_file(self) -> None:
        self.user_name.setText(self._settings.get(f"user_name.{self.path.name}", ""))
        self.tell()
        self._second.stop()
        self._left = 0
        self.unlock.setEnabled(not self._busy)

    def _choose_other(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _kind = QFileDialog.getOpenFileName(
            self, self._texts("unlock.other_title"), str(self.path.parent), self._texts("unlock.file_kind")
        )
        if chosen:
            self.choose(Path(chosen))
            self._first_empty().setFocus()

    def _first_empty(self) -> QLineEdit:
        return self.passphrase if self.user_name.text() else self.user_name

    def _offer(self, files: list[Path]) -> None:
        for path in files:
            self.file.addItem(path.name, str(path))
        last = self.file.findText(self._settings.get("study_file", ""))
        self.file.setCurrentIndex(max(last, 0))
        self._on_file()

    def _connect(self) -> None:
        self.file.currentIndexChanged.connect(lambda _place: self._on_file())
        enter_leads(self.user_name, self.passphrase)
        self.passphrase.returnPressed.connect(self.try_to_open)
        self.passphrase.caps_lock.connect(self._say_caps)
        self.unlock.clicked.connect(self.try_to_open)
        self.other.clicked.connect(self._choose_other)
        self.new.clicked.connect(self.new_study_wanted)
        name = self.user_name
        self.recover.clicked.connect(lambda: self.recovery_wanted.emit(self.path, name.text().strip()))
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)

    def _lay_out(self) -> None:
        texts = self._texts
        head = door_head(texts("common.program"), texts("unlock.about"), wrap=False, parent=self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.other)
        buttons.addWidget(self.new)
        buttons.addStretch(1)
        buttons.addWidget(self.unlock)
        self.caps.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(32, 28, 32, 12)
        page.setSpacing(0)
        page.addLayout(head)
        page.addSpacing(16)
        fields = (("file", self.file), ("user_name", self.user_name), ("passphrase", self.passphrase))
        for caption, control in fields:
            page.addWidget(Field(texts(f"unlock.{caption}"), control, parent=self))
            page.addSpacing(14 if control is not self.passphrase else 4)
        page.addWidget(self.caps)
        page.addSpacing(8)
        self._news = QVBoxLayout()
        page.addLayout(self._news)
        page.addStretch(1)
        page.addSpacing(12)
        page.addLayout(buttons)
        page.addSpacing(16)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(label(texts("unlock.version", version=app.__version__), role="caption", parent=self))
        foot.addWidget(self.language)
        foot.addStretch(1)
        foot.addWidget(self.recover)
        page.addLayout(foot)
        secret = (self.user_name, self.passphrase, self.passphrase.show_button)
        # Each is a stop: `through` would ask each, for which Qt's names take a tenth of the first paint.
        behind(self.file, (*secret, self.other, self.new, self.unlock, self.language, self.recover))

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first_empty().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.ahead is None or not self.ahead.take(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
