"""The tab Backups, the backups that are made by themselves, and the way back after a restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.trail import shown_head
from app.i18n import LANGUAGES, Texts
from app.services import backups, enrolment, subjects
from app.storage.backups import label
from app.ui import words
from app.ui.backing_up import BackingUp
from app.ui.desk import Desk, Notice
from app.ui.pages.study.backups import BackupsTab
from tests.services.conftest import drafts_of
from tests.ui.conftest import PASSPHRASE


@pytest.fixture
def calm(qtbot, desk: Desk) -> Callable[[], None]:
    """Wait until both workers have answered."""

    def wait() -> None:
        qtbot.waitUntil(lambda: desk.operations.idle and desk.operations.beside().idle, timeout=10_000)

    return wait


@pytest.fixture
def tab(qtbot, desk: Desk, calm) -> BackupsTab:
    made = BackupsTab(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.read()
    calm()
    return made


def enrol(desk: Desk, code: str) -> int:
    return enrolment.enrol(desk.context, drafts_of(desk.context)(code=code))[0]


def test_a_backup_by_hand_appears_in_the_list_checked_with_its_head(
    qtbot, tab: BackupsTab, desk: Desk, calm
) -> None:
    assert tab.empty.isVisible()
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    with qtbot.waitActive(tab):
        tab.activateWindow()
    tab.now.setFocus()
    tab.now.click()
    assert not tab.now.isEnabled()
    assert tab.hasFocus(), "not the next button, which may be the one that locks"
    calm()
    calm()
    assert tab.now.hasFocus()

    row = tab.backup
    assert row is not None
    texts = [str(tab.rows.index(0, column).data()) for column in range(tab.rows.columnCount())]
    assert texts[1] == "By hand"
    assert texts[3:5] == ["Beside the study", "Opened and checked"]
    assert texts[5] == shown_head(row.rows, row.head), "as documents and the trail print it"
    assert told[0].kind == "done"
    assert tab.now.isEnabled()


def test_a_second_place_is_remembered_used_and_given_up(
    tab: BackupsTab, desk: Desk, calm, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    tab.take_second(stick)
    assert str(stick) in tab.place.text()
    tab.make()
    calm()
    calm()
    rows = [tab.rows.row_at(at) for at in range(tab.rows.rowCount())]
    assert {row.place for row in rows if row is not None} == {"here", "second"}
    assert len(list(stick.glob("*.mtrack"))) == 1
    tab.alone.click()
    calm()
    assert tab.second is None


def test_a_stick_that_is_gone_is_told_and_the_other_copy_is_there(
    tab: BackupsTab, desk: Desk, calm, tmp_path
) -> None:
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    tab.take_second(tmp_path / "gone")
    tab.make()
    calm()
    calm()
    assert told[-1].kind == "warning"
    assert "second place" in told[-1].text
    assert tab.backup is not None


def test_restoring_tells_what_would_be_lost_asks_and_locks(tab: BackupsTab, desk: Desk, calm, qtbot) -> None:
    enrol(desk, "TJ-001")
    tab.make()
    calm()
    calm()
    enrol(desk, "TJ-002")
    tab.restore.click()
    calm()
    assert "1 subject" in tab.panel.counts.text()
    shown = [tab.panel.lines.item(at).text() for at in range(tab.panel.lines.count())]
    assert any("TJ-002" in line for line in shown)

    tab.panel.form.go.click()
    assert tab.panel.form.fields["reason"].problem
    tab.panel.form.inputs["reason"].setText("Entered twice")  # type: ignore[union-attr]
    tab.panel.form.inputs["passphrase"].setText(PASSPHRASE)  # type: ignore[union-attr]
    with qtbot.waitSignal(desk.lock_wanted, timeout=10_000) as locked:
        tab.panel.form.go.click()
    assert "restored" in locked.args[0]
    calm()
    rows = subjects.listing(desk.context, subjects.ListQuery())
    assert [row.code for row in rows] == ["TJ-001"]


def test_a_file_that_cannot_come_back_is_refused_in_the_news_and_asks_nothing(
    tab: BackupsTab, desk: Desk, calm, tmp_path: Path
) -> None:
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    other = tmp_path / "other.mtrack"
    other.write_bytes(b"something else")
    tab.ask_restore(other, other.name)
    calm()
    assert not tab.panel.isVisible()
    assert told[-1].kind == "error"
    assert other.name in told[-1].text


def test_a_backup_that_is_damaged_is_named_in_its_refusal(
    tab: BackupsTab, desk: Desk, calm, tmp_path: Path
) -> None:
    tab.make()
    calm()
    made = tab.backup
    assert made is not None
    whole = made.path.read_bytes()
    place = len(whole) // 2
    made.path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    tab.ask_restore(made.path, "18 Nov 2026, 09:41")
    calm()
    assert not tab.panel.isVisible()
    assert told[-1].text.startswith("Backup 18 Nov 2026, 09:41: ")
    assert not told[-1].text.endswith(": ")


def test_a_wrong_passphrase_restores_nothing_and_keeps_the_reason(tab: BackupsTab, desk: Desk, calm) -> None:
    enrol(desk, "TJ-001")
    tab.make()
    calm()
    calm()
    tab.restore.click()
    calm()
    tab.panel.form.inputs["reason"].setText("Entered twice")  # type: ignore[union-attr]
    tab.panel.form.inputs["passphrase"].setText("nonsense")  # type: ignore[union-attr]
    tab.panel.form.go.click()
    calm()
    assert "passphrase" in tab.panel.form.told.text()
    assert tab.panel.form.inputs["reason"].text() == "Entered twice"  # type: ignore[union-attr]


def test_a_backup_that_changed_since_cannot_be_chosen_for_restoring(
    tab: BackupsTab, desk: Desk, calm
) -> None:
    made = backups.make(desk.context)
    with made.here.path.open("ab") as file:
        file.write(b"x")
    tab.read()
    calm()
    assert not tab.restore.isEnabled()
    assert tab.rows.index(0, 4).data() == "Changed since: do not use"
    assert label.path_of(made.here.path).exists()


def test_leaving_the_page_forgets_what_was_typed(tab: BackupsTab, desk: Desk, calm) -> None:
    tab.make()
    calm()
    calm()
    tab.restore.click()
    calm()
    tab.panel.form.inputs["passphrase"].setText("half a pass")  # type: ignore[union-attr]
    tab.keep_draft()
    assert tab.panel.form.inputs["passphrase"].text() == ""  # type: ignore[union-attr]
    assert tab.panel.isHidden()


def test_the_days_first_change_makes_one_backup_and_the_second_none(qtbot, desk: Desk, calm) -> None:
    said: list[str] = []
    desk.backup_said.connect(said.append)
    keeper = BackingUp(desk)
    keeper.begin()
    calm()
    assert said == ["No backup yet"]
    for code in ("TJ-001", "TJ-002"):
        enrolment_id = enrol(desk, code)
        assert enrolment_id
        desk.changed.emit(None)
        calm()
    assert len(backups.listing(desk.context)) == 1
    assert said[-1] == "Last backup 18 Nov 09:41"


def test_a_backup_that_fails_is_told_and_the_work_goes_on(qtbot, desk: Desk, calm, study_context) -> None:
    told: list[Notice] = []
    said: list[str] = []
    desk.noticed.connect(told.append)
    desk.backup_said.connect(said.append)
    keeper = BackingUp(desk)
    (study_context.db.path.parent / "backups").write_text("in the way")
    enrol(desk, "TJ-001")
    keeper.look()
    calm()
    assert told[0].kind == "warning"
    assert "No backup was made" in told[0].text
    assert said == ["Last backup failed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_backup_that_finds_no_room_never_says_that_nothing_was_saved(language: str) -> None:
    """Found by hand: after a visit was saved, the words of a failed save told of the backup."""
    texts = Texts(language)
    for code in ("disk_full", "disk_failed"):
        own = words.no_backup(texts, code)
        assert own not in (texts(f"errors.{code}"), code)
    assert "{" not in words.no_backup(texts, "folder_not_writable")  # of a second place only the code is kept
    assert words.no_backup(texts, "folder_not_writable", folder="/media/stick") == texts(
        "errors.folder_not_writable", folder="/media/stick"
    )
