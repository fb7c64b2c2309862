"""The story that the demonstration plays: unlock, look, log a visit, read the evidence, print, enrol."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from app.ui.playback.enrolling import enrol
from app.ui.playback.paper import summaries
from app.ui.playback.player import ALT, CTRL, SHIFT, PlaybackError, Player

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtPdfWidgets import QPdfView

    from app.ui.pages.amend import AmendPage
    from app.ui.pages.door.unlock import UnlockPage
    from app.ui.pages.preview import PreviewPage
    from app.ui.pages.response import ResponseTab
    from app.ui.pages.today import TodayPage
    from app.ui.pages.visits import VisitsTab

SUBJECT = "TJ-014"
PANEL = ("3.10", "1.24", "1.52", "10.4", "58", "62")
SIZE = (1366, 768)


def play(player: Player, *, passphrase: str) -> list[Path]:
    """Play the main job on the demonstration study; the files written. Raises PlaybackError."""
    _unlock(player, passphrase)
    _look(player)
    _log_visit(player)
    _read_evidence(player)
    _print(player)
    enrol(player)
    _by_night(player)
    player.written += summaries(player)
    return player.written


def _unlock(player: Player, passphrase: str) -> None:
    player.until(lambda: player.stage.door is not None and player.stage.door.isVisible(), "no door opens")
    door = cast("UnlockPage", player.stage.door)
    player.type(door.user_name, "r.coordinator")
    player.type(door.passphrase, "not the passphrase")
    player.key(Qt.Key.Key_Return)
    player.picture("01-unlock-refused")
    player.type(door.passphrase, passphrase)
    player.strike(Qt.Key.Key_Return)
    player.until(lambda: player.stage.window is not None and player.window.isVisible(), "no window opens")
    player.window.resize(*SIZE)
    home = player.window.findChild(_today_page())
    player.until(lambda: home is not None and home.rows.rowCount() > 1, "nothing is to be done today")


def _look(player: Player) -> None:
    player.picture("02-today")
    home = player.window.findChild(_today_page())
    assert home is not None
    player.click(home.week_button)
    player.picture("02-today-week")
    player.click(home.list_button)
    player.key(Qt.Key.Key_2, CTRL)
    table = player.window.findChild(QTableView)
    player.until(lambda: table is not None and table.model().rowCount() > 1, "the list stays empty")
    player.picture("02-subjects")
    player.key(Qt.Key.Key_K, CTRL)
    player.keys(SUBJECT)
    player.settle()
    player.key(Qt.Key.Key_Return)
    player.until(lambda: player.window.current == "subject", "the subject does not open")
    player.picture("03-overview-before")
    player.key(Qt.Key.Key_2, ALT)
    player.picture("04-visits")


def _log_visit(player: Player) -> None:
    player.key(Qt.Key.Key_V, CTRL | SHIFT)
    tab = player.window.findChild(_visits_tab())
    assert tab is not None
    player.until(lambda: tab.form is not None, "the visit form does not open")
    form = tab.form
    assert form is not None
    for text in PANEL:
        player.keys(text)
        player.strike(Qt.Key.Key_Return)
    player.picture("05-visit-question")
    row = next(row for row in form.typed.grid.rows if row.code == "HB")
    player.click(row.strip.buttons()[0])
    for section in form.typed.since.sections().values():
        if not section.isHidden() and not section.answered:
            section.tick.setFocus()
            player.strike(Qt.Key.Key_Space)
    player.picture("06-visit-ready")
    player.key(Qt.Key.Key_S, CTRL)
    player.until(lambda: tab.form is None, "the visit is not saved")
    player.picture("07-visit-saved")


def _today_page() -> type[TodayPage]:
    from app.ui.pages.today import TodayPage

    return TodayPage


def _visits_tab() -> type[VisitsTab]:
    from app.ui.pages.visits import VisitsTab

    return VisitsTab


def _response_tab() -> type[ResponseTab]:
    from app.ui.pages.response import ResponseTab

    return ResponseTab


def _read_evidence(player: Player) -> None:
    player.key(Qt.Key.Key_1, ALT)
    player.picture("08-overview")
    player.key(Qt.Key.Key_E, CTRL)
    player.picture("09-evidence")
    tab = player.window.findChild(_response_tab())
    assert tab is not None
    player.click(tab.known.switch.buttons["then"])
    player.picture("09-evidence-as-known-then")
    player.click(tab.known.switch.buttons["now"])
    _compare_definitions(player, tab)
    _look_at_day0(player)
    player.key(Qt.Key.Key_4, ALT)
    player.picture("10-documents")


def _compare_definitions(player: Player, tab: ResponseTab) -> None:
    """The same day under another definition, then the evidence report and back."""
    line = next(line for line in tab.others.lines if not line.comparison.verified)
    player.click(line)
    player.picture("09-evidence-other-definition")
    player.click(tab.others.lines[0])
    player.click(tab.print_button)
    player.until(lambda: player.window.current == "preview", "the evidence report does not open")
    player.picture("09-evidence-report")
    player.strike(Qt.Key.Key_Escape)
    player.until(lambda: player.window.current == "subject", "the subject does not come back")


def _look_at_day0(player: Player) -> None:
    """What another day 0 would change; nothing is stored."""
    player.window.menus.actions["correct_day0"].trigger()
    page = cast("AmendPage", player.window.page("amend"))
    day0 = player.today - timedelta(days=89)
    player.type(page.field, day0.isoformat())
    player.strike(Qt.Key.Key_Return)
    player.until(lambda: bool(page.previews), "the corrected day 0 has no preview")
    player.picture("09-day0-previewed")
    player.click(page.cancel_button)
    player.until(lambda: player.window.current == "subject", "the subject does not come back")


def _print(player: Player) -> None:
    player.key(Qt.Key.Key_P, CTRL)
    player.until(lambda: player.window.current == "preview", "the preview does not open")
    page = cast("PreviewPage", player.window.page("preview"))
    player.settle()
    if page.document is None:
        raise PlaybackError(f"there is no summary to show: {page.strip.text}")
    player.until(lambda: _is_inked(page.view), "the page stays white")
    player.picture("11-preview")
    player.key(Qt.Key.Key_Escape)


def _is_inked(view: QPdfView) -> bool:
    """Whether the page, which Qt renders on its own time, shows more than white paper."""
    shown = view.grab().toImage().scaled(40, 40)
    colours = {shown.pixel(x, y) for x in range(8, 32) for y in range(8, 32)}
    return len(colours) > len(("paper", "edge"))


def _by_night(player: Player) -> None:
    player.window.menus.actions["scheme_dark"].trigger()
    player.key(Qt.Key.Key_K, CTRL)
    player.keys(SUBJECT)
    player.settle()
    player.key(Qt.Key.Key_Return)
    player.key(Qt.Key.Key_1, ALT)
    player.picture("18-overview-dark")
    player.key(Qt.Key.Key_E, CTRL)
    player.picture("19-evidence-dark")
    player.window.menus.actions["scheme_light"].trigger()
