"""Rarer errands to their very end, once by the keyboard alone and once by the mouse alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QTabBar, QWidget

from app.domain.endings import WITHDREW
from app.paths import PROTOCOLS
from app.services import access, enrolment, subjects
from app.services.protocols import Library
from app.ui.pages.study.backups import BackupsTab
from app.ui.window import MainWindow
from tests.journeys.hands import Hands
from tests.services import team
from tests.services.conftest import drafts_of
from tests.services.team import TEAM
from tests.ui import controlling, responding, visiting
from tests.ui.conftest import PASSPHRASE, desk, founded_study, study_context

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk
    from app.ui.pages.amend import AmendPage
    from app.ui.pages.response import ResponseTab
    from app.ui.pages.study import StudyPage

__all__ = ["desk", "founded_study", "study_context"]  # fixtures
# The off-screen platform says so when a list comes up.
pytestmark = [pytest.mark.qt_log_ignore("^This plugin does not support"), pytest.mark.slow]
DOUBLE_CLICK_MS = 400  # Qt's own
BY = pytest.mark.parametrize("by", ["keys", "mouse"])


@pytest.fixture
def at_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Desk], Hands]]:
    """Hands at the window of a desk."""
    made: list[MainWindow] = []

    def sit_down(desk: Desk) -> Hands:
        window = MainWindow(desk)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return Hands(qtbot, window, qapp)

    yield sit_down
    QApplication.setDoubleClickInterval(DOUBLE_CLICK_MS)
    for window in made:
        window.desk.operations.close()


# the same with either


def only(hands: Hands, by: str) -> None:
    """Nothing but the one was used; letters that were typed as data count for neither."""
    effort = hands.effort()
    assert (effort.clicks if by == "keys" else effort.keys) == 0


def find(hands: Hands, words: str) -> None:
    """By keys: the finder's first line."""
    hands.press("Ctrl+K")
    hands.type(words)
    hands.until(lambda: hands.window.finder._found.rowCount() > 0)
    hands.press("Return")


def open_by_mouse(hands: Hands, row: int = 0) -> None:
    hands.click(hands.window.rail.pages[1])
    table = cast("Any", hands.window.page("subjects")).table
    hands.until(lambda: table.model().rowCount() > row)
    hands.click(table.viewport(), table.visualRect(table.model().index(row, 0)).center(), double=True)
    hands.until(lambda: hands.window.subject_page.view is not None)


def from_menu(hands: Hands, menu: str, code: str) -> None:
    """By mouse: a line of the menu bar."""
    bar = hands.window.menuBar()
    wanted = hands.window.menus.actions[code]
    shown = next(each for each in bar.actions() if wanted in cast("QMenu", each.menu()).actions())
    hands.click(bar, bar.actionGeometry(shown).center())
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    opened = cast("QMenu", QApplication.activePopupWidget())
    hands.click(opened, opened.actionGeometry(wanted).center())


def pick(hands: Hands, box: QComboBox, data: str) -> None:
    """By mouse: a line of a list."""
    QApplication.setDoubleClickInterval(1)  # a list that has just opened takes no click for so long
    hands.click(box)
    shown = box.view()
    hands.until(shown.isVisible)
    index = shown.model().index(box.findData(data), 0)
    hands.click(shown.viewport(), shown.visualRect(index).center())
    QApplication.setDoubleClickInterval(DOUBLE_CLICK_MS)


def step_to(hands: Hands, box: QComboBox, data: str) -> None:
    """By keys: down to a line of the list that has the focus."""
    assert box.hasFocus()
    hands.press("Home")
    while box.currentData() != data:
        hands.press("Down")


def tab_to(hands: Hands, widget: QWidget) -> None:
    """By keys: with Tab alone, in less than a round."""
    for _ in range(60):
        if widget.hasFocus():
            return
        hands.press("Tab")
    raise AssertionError(f"Tab does not reach {widget}")


def choose_tab(hands: Hands, bar: QTabBar, at: int) -> None:
    hands.click(bar, bar.tabRect(at).center())


# withdrawal, to its end and back


@BY
def test_a_withdrawal_is_entered_looked_at_and_undone(
    desk: Desk,
    at_window: Callable[[Desk], Hands],
    by: str,
) -> None:
    child = visiting.enrol_saa(desk.context)
    hands = at_window(desk)
    hands.begin()
    keys = by == "keys"
    find(hands, "014") if keys else open_by_mouse(hands)
    hands.until(lambda: hands.window.subject_view() is not None)
    ask_end(hands, keys=keys)
    panel = hands.window.subject_page.ending
    assert panel is not None
    if keys:
        step_to(hands, panel.kind, WITHDREW)
        hands.press("Tab", "Ctrl+;", "Return")
        step_to(hands, panel.reason, "moved")
        hands.press("Tab")
    else:
        pick(hands, panel.kind, WITHDREW)
        hands.click(panel.day)
        hands.type(desk.context.today().isoformat())
        pick(hands, panel.reason, "moved")
        hands.click(panel.note)
    hands.type("to the south")
    hands.until(lambda: "No longer expected" in panel.follows.text())
    hands.press("Return") if keys else hands.click(panel.go_button)
    hands.until(lambda: "withdrew consent" in hands.window.subject_page.banner.since.text())
    left = subjects.course(desk.context, child).ends.left
    assert left is not None and left.kind == WITHDREW

    ask_end(hands, keys=keys)
    hands.press("Escape") if keys else hands.click(panel.back_button)
    assert not panel.isVisible()
    ask_end(hands, keys=keys)
    if keys:
        tab_to(hands, panel.why)
        hands.press("Down", "Tab")
    else:
        pick(hands, panel.why, str(panel.why.itemData(1)))
        hands.click(panel.why_text)
    hands.type("the wrong child")
    if keys:
        tab_to(hands, panel.undo_button)
        hands.press("Return")
    else:
        hands.click(panel.undo_button)
    hands.until(lambda: "withdrew" not in hands.window.subject_page.banner.since.text())
    assert subjects.course(desk.context, child).ends.left is None
    assert hands.window.isAncestorOf(cast("QWidget", QApplication.focusWidget()))
    only(hands, by)


def ask_end(hands: Hands, *, keys: bool) -> None:
    find(hands, "withdrawal") if keys else from_menu(hands, "subject", "end_participation")
    hands.until(lambda: (made := hands.window.subject_page.ending) is not None and made.isVisible())
    hands.settle()


# moving a subject to a newer protocol


@BY
def test_a_subject_is_moved_to_a_newer_version_after_a_look_at_what_changes(
    desk: Desk,
    at_window: Callable[[Desk], Hands],
    by: str,
) -> None:
    context = desk.context = replace(desk.context, clock=lambda: datetime(2020, 4, 5, 9, 41, tzinfo=UTC))
    child = responding.enrol_child(context)
    folder = Path(context.db.path).parent / "protocols"
    folder.mkdir()
    text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
    now = Library((PROTOCOLS,)).version("saa_atg")
    (folder / "saa_atg.yaml").write_text(
        text.replace(f'version: "{now}"', 'version: "9.0"').replace("    day: 270\n", "    day: 280\n"),
        encoding="utf-8",
    )
    hands = at_window(desk)
    hands.begin()
    keys = by == "keys"
    find(hands, "001") if keys else open_by_mouse(hands)
    hands.until(lambda: hands.window.subject_view() is not None)
    find(hands, "amendment") if keys else from_menu(hands, "subject", "move_version")
    page = cast("AmendPage", hands.window.page("amend"))
    hands.until(lambda: bool(page.previews))
    assert [row.day for row in subjects.course(context, child).visits if row.plan_id == "d270"] == [270]
    if not keys:
        hands.click(page.reason)
    hands.type("Amendment 2")
    hands.press("Return") if keys else hands.click(page.apply_button)
    hands.until(lambda: hands.window.current == "subject")
    assert subjects.template(context, child).version == "9.0"
    assert [row.day for row in subjects.course(context, child).visits if row.plan_id == "d270"] == [280]
    only(hands, by)


# an investigator's own status, and back


@pytest.fixture(scope="module")
def with_team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("walks") / "study.mtrack"
    team.make(path)
    with team.signed_in(path, access.COORDINATOR) as (context,):
        child = responding.enrol_child(context, code="TJ-901")
        responding.log_d90(context, child, values={**responding.AT_D90, "PLT": "19"})
    return path


@BY
def test_an_override_is_signed_and_taken_back(
    with_team: Path, tmp_path: Path, at_window: Callable[[Desk], Hands], by: str
) -> None:
    path = team.copied(with_team, tmp_path / "data")
    with (
        team.signed_in(path, access.INVESTIGATOR) as (context,),
        controlling.desk_of(context, tmp_path) as own,
    ):
        hands = at_window(own)
        hands.begin()
        keys = by == "keys"
        find(hands, "901") if keys else open_by_mouse(hands)
        page = hands.window.subject_page
        hands.until(lambda: page.view is not None)
        if keys:
            hands.press("Ctrl+E")
        else:
            choose_tab(hands, page.bar, page._keys.index("response"))
        tab = cast("ResponseTab", page.stack.currentWidget())
        hands.until(lambda: tab.chip.status == "NR")
        sign(hands, tab, keys=keys)
        hands.until(lambda: (tab.chip.status, tab.chip.signed) == ("PR", True))
        take_back(hands, tab, keys=keys)
        hands.until(lambda: (tab.chip.status, tab.chip.signed) == ("NR", False))
        only(hands, by)


def sign(hands: Hands, tab: ResponseTab, *, keys: bool) -> None:
    form = tab.override.form
    find(hands, "override") if keys else hands.click(tab.override_button)
    hands.until(form.isVisible)
    status, code = (cast("QComboBox", form.inputs[key]) for key in ("status", "code"))
    if keys:
        step_to(hands, status, "PR")
        hands.press("Tab")
        step_to(hands, code, "other")
        hands.press("Tab")
    else:
        pick(hands, status, "PR")
        pick(hands, code, "other")
        hands.click(form.inputs["text"])
    hands.type("given for a biopsy")
    hands.press("Return") if keys else hands.click(form.inputs["passphrase"])
    hands.type(TEAM[access.INVESTIGATOR][1])
    hands.press("Return") if keys else hands.click(form.go)


def take_back(hands: Hands, tab: ResponseTab, *, keys: bool) -> None:
    form = tab.override.undo_form
    find(hands, "undo override") if keys else hands.click(tab.override.undo_button)
    hands.until(form.isVisible)
    if not keys:
        hands.click(form.inputs["text"])
    hands.type("on the wrong day")
    hands.press("Return") if keys else hands.click(form.go)


# a backup, and the study as it was then


@BY
def test_a_backup_is_made_and_put_in_the_place_of_the_study(
    desk: Desk,
    at_window: Callable[[Desk], Hands],
    by: str,
) -> None:
    def enrol(code: str) -> None:
        enrolment.enrol(desk.context, drafts_of(desk.context)(code=code))

    enrol("TJ-001")
    hands = at_window(desk)
    hands.begin()
    keys = by == "keys"
    if keys:
        find(hands, "backups")
    else:
        hands.click(hands.window.rail.pages[5])
        bar = cast("StudyPage", hands.window.page("study")).bar
        choose_tab(hands, bar, 4)
    tab = cast("BackupsTab", cast("StudyPage", hands.window.page("study")).stack.currentWidget())
    assert isinstance(tab, BackupsTab)
    calm(hands)
    press(hands, tab.now, keys=keys)
    hands.until(lambda: tab.rows.rowCount() == 1 and tab.restore.isEnabled())
    calm(hands)
    enrol("TJ-002")
    press(hands, tab.restore, keys=keys)
    form = tab.panel.form
    hands.until(form.isVisible)
    for key, text in (("reason", "entered twice"), ("passphrase", PASSPHRASE)):
        if keys:
            hands.until(form.inputs[key].hasFocus)
        else:
            hands.click(form.inputs[key])
        hands.type(text)
        if keys and key == "reason":
            hands.press("Return")
    with hands.qtbot.waitSignal(desk.lock_wanted, timeout=20_000) as locked:
        hands.press("Return") if keys else hands.click(form.go)
    calm(hands)
    assert "restored" in locked.args[0]
    rows = subjects.listing(desk.context, subjects.ListQuery())
    assert [row.code for row in rows] == ["TJ-001"]
    only(hands, by)


def press(hands: Hands, button: QWidget, *, keys: bool) -> None:
    hands.until(button.isEnabled)
    if keys:
        tab_to(hands, button)
        hands.press("Return")
    else:
        hands.click(button, QPoint(12, button.height() // 2))


def calm(hands: Hands) -> None:
    operations = hands.window.desk.operations
    hands.until(lambda: operations.idle and operations.beside().idle)
