"""The tab Users: who may open the study and as what, the own passphrase, the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services import access, accounts
from app.ui.desk import Notice
from app.ui.pages.study.inline_form import CHOICE, TEXT, InlineForm
from app.ui.pages.study.own_panels import OwnPassphrasePanel, RecoveryPanel, StudyKeyPanel
from app.ui.pages.study.told_once import ToldOnce
from app.ui.pages.study.user_rows import COLUMNS, ROW, WAYS, WIDTHS, UserRows
from app.ui.widgets import columns
from app.ui.widgets.buttons import Button
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.read_table import fit_rows, read_table

if TYPE_CHECKING:
    from app.services.accounts import Roll, UserRow
    from app.services.context import Changes
    from app.ui.desk import Desk

T = TypeVar("T")
# Button → the form that it opens. Each is there only for a role that may do it.
ACTIONS = {"add": "add_user", "reset": "user_reset", "change_role": "user_role", "disable": "user_disable"}


class UsersTab(QScrollArea):
    """The list above, the forms in its place of action, the panels below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._asked = 0
        self._added = 0  # the user to choose once read: what comes next is mostly about that one
        self.setAccessibleName(texts("study.tab_users"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds is brought into sight as Tab comes there
        self.rows = UserRows(texts, own_id=desk.context.user.id, parent=self)
        may = {code: access.may(desk.context, f"accounts.{code}") for code in (*ACTIONS, "enable")}
        self.buttons = {code: Button(texts(f"users.{code}"), parent=self) for code in may if may[code]}
        self.forms = {code: self._form(code) for code in self.buttons}
        self.once = ToldOnce(texts, self)
        self.table = self._table()
        self.own = OwnPassphrasePanel(desk, self)
        self.recovery = (
            RecoveryPanel(desk, self) if access.may(desk.context, "accounts.renew_recovery_key") else None
        )
        self.key = StudyKeyPanel(desk, self) if access.may(desk.context, "accounts.rekey") else None
        self._lay_out()
        self._connect()

    @property
    def user(self) -> UserRow | None:
        """The chosen user."""
        return self.rows.row_at(self.table.currentIndex().row())

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the users."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read the users again."""
        self._asked += 1
        asked, context = self._asked, self._desk.context
        self._desk.operations.run(
            lambda: accounts.roll(context), owner=self, done=lambda roll: self._show(asked, roll)
        )

    def keep_draft(self) -> None:
        """Secrets are no drafts: what is told here goes when the page is left, and of what is typed only
        names and roles are kept."""
        for form in self.forms.values():
            form.put_away()
        self.once.forget()
        for panel in (self.own, self.recovery, self.key):
            if panel is not None:
                panel.forget()

    def open(self, code: str) -> None:
        """Open the form of an action, for the chosen user."""
        for form in self.forms.values():
            form.put_away()
        user = self.user
        if code == "add":
            self.forms[code].keep_as(self._desk, "users:add")
            self.forms[code].ask()
        elif user is not None:
            self.forms[code].keep_as(self._desk, f"users:{code}:{user.id}")
            name = "role" if code == "change_role" else code
            about = self._texts(f"user_forms.{name}_asked", user=user.display_name)
            given = {"role": user.role} if code == "change_role" else {}
            self.forms[code].ask(about, **given)

    def _show(self, asked: int, roll: Roll) -> None:
        if asked != self._asked:
            return
        chosen = self._added or (self.user.id if self.user is not None else 0)
        self._added = 0
        self.rows.show_rows(roll.users)
        self.table.setCurrentIndex(self.rows.index(self.rows.place_of(chosen), 0))
        self._fit_rows()
        if self.recovery is not None:
            self.recovery.show_state(there=roll.recovery_key)
        self._match()

    def _match(self) -> None:
        """Offer what can be done to the chosen user."""
        user = self.user
        other = user is not None and user.id != self._desk.context.user.id
        active = user is not None and user.active
        for code, button in self.buttons.items():
            if code != "add":
                wanted = {"enable": other and not active, "change_role": other}.get(code, other and active)
                button.setEnabled(wanted)
                button.setToolTip("" if other else self._texts("users.own_account"))
        if "enable" in self.buttons:
            self.buttons["enable"].setVisible(not active and user is not None)
            self.buttons["disable"].setVisible(active or user is None)

    # actions

    def _run(self, code: str, given: Mapping[str, str]) -> None:
        context, user = self._desk.context, self.user
        if code == "add":
            new = accounts.NewUser(given["user_name"].strip(), given["display_name"].strip(), given["role"])
            self._ask(code, lambda: accounts.add(context, new), lambda made: self._tell_new(new, *made))
        elif user is None:
            self.forms[code].put_away()
        elif code == "change_role":
            role = given["role"]
            self._ask(
                code,
                lambda: accounts.change_role(context, user.id, role),
                lambda changes: self._say(
                    "users.role_changed", changes, user=user.display_name, role=self._texts(f"roles.{role}")
                ),
            )
        elif code == "disable":
            self._ask(
                code,
                lambda: accounts.disable(context, user.id),
                lambda changes: self._say("users.disabled", changes, user=user.display_name),
            )
        else:
            act = accounts.reset if code == "reset" else accounts.enable
            self._ask(code, lambda: act(context, user.id), lambda told: self._tell(user.user_name, told))

    def _show_whole(self, panel: QWidget) -> None:
        """Scroll to a panel that has opened a form, once it has its height."""
        QTimer.singleShot(0, panel, lambda: self.ensureWidgetVisible(panel, 0, 12))

    def _ask(self, code: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        form = self.forms[code]

        def finish(answer: T) -> None:
            form.put_away()
            done(answer)

        self._desk.operations.run(work, owner=self, done=finish, failed=form.show_refusal)

    def _tell_new(self, new: accounts.NewUser, user_id: int, secret: str, changes: Changes) -> None:
        self._added = user_id
        self._tell(new.user_name, (secret, changes))

    def _tell(self, user_name: str, told: tuple[str, Changes]) -> None:
        secret, changes = told
        self.once.tell({user_name: secret})
        self._changed(changes)

    def _say(self, sentence: str, changes: Changes, **params: object) -> None:
        self._desk.noticed.emit(Notice("done", self._texts(sentence, **params)))
        self._changed(changes)

    def _changed(self, changes: Changes) -> None:
        self._desk.changed.emit(changes)
        self.read()

    # building

    def _form(self, code: str) -> InlineForm:
        texts = self._texts
        roles = {role: (texts(f"roles.{role}"), texts(f"roles.{role}_about")) for role in access.ROLES}
        parts = {
            "add": {"display_name": TEXT, "user_name": TEXT, "role": CHOICE},
            "change_role": {"role": CHOICE},
        }.get(code, {})
        problems = _new_user_problems if code == "add" else None
        area = ACTIONS.get(code, "user_enable")
        return InlineForm(area, parts, texts=texts, choices=roles, problems=problems, parent=self)

    def _connect(self) -> None:
        for code, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, which=code: self.open(which))
            self.forms[code].finished.connect(lambda given, which=code: self._run(which, given))
            self.forms[code].closed.connect(lambda which=code: self.buttons[which].setFocus())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._match())
        for panel in (self.own, self.recovery, self.key):
            if panel is not None:
                panel.grown.connect(self._show_whole)
        self.once.passed_on.connect(self.begin)
        if self.key is not None:
            self.key.told.connect(self.once.tell)
            self.key.told.connect(lambda _told: self.read())

    def _lay_out(self) -> None:
        inside = QWidget(self)
        bar = Flow()
        for code in ("add", "reset", "change_role", "disable", "enable"):
            if code in self.buttons:
                bar.add(self.buttons[code])
        if not self.buttons:
            bar.add(label(self._texts("users.none_but_own"), role="secondary", parent=inside))
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(label(self._texts("users.users"), role="section", parent=inside))
        column.addLayout(bar)
        for part in (*self.forms.values(), self.once, self.table):
            column.addWidget(part)
        column.addSpacing(6)
        for panel in (self.own, self.recovery, self.key):
            if panel is not None:
                column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _fit_rows(self) -> None:
        fit_rows(self.table, least=3, most=10)

    def _table(self) -> QTableView:
        desk, samples = self._desk, {4: self._texts.moment(columns.LONGEST)}
        name = self._texts("users.users")
        table = read_table(self.rows, name=name, row=ROW, widths=WIDTHS, samples=samples, parent=self)
        fitting = fit_table(
            table, WAYS, keys=COLUMNS, widths=WIDTHS, samples=samples, row=ROW, desk=desk, name="users"
        )
        fitting.raised.connect(self._fit_rows)
        return table


def _new_user_problems(given: Mapping[str, str]) -> Mapping[str, str]:
    new = accounts.NewUser(given["user_name"], given["display_name"], given["role"])
    return dict(reversed(accounts.problems(new)))
