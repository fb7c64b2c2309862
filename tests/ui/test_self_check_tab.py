"""The tab Self-check: runs beside the work, shows each check, keeps the record, can be stopped."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.self_check import INSTALLATION, Checked, SelfCheck
from app.services import self_check, trail
from app.services.context import ServiceError
from app.ui.desk import Desk, Notice
from app.ui.pages.study.self_check import SelfCheckTab

RESULT = SelfCheck(
    datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    1.0,
    (("MarrowTrack", "0.1.0"), ("Python", "3.11.7")),
    (Checked(INSTALLATION, "python", True, "3.11.7"), Checked(INSTALLATION, "disk", False, "100000000")),
    (),
)


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk) -> SelfCheckTab:
    made = SelfCheckTab(desk)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def run(tab: SelfCheckTab, desk: Desk, qtbot: QtBot) -> None:
    tab.start.click()
    qtbot.waitUntil(lambda: desk.operations.beside().idle, timeout=20_000)


def test_a_run_shows_the_failed_checks_first_and_offers_the_record(
    tab: SelfCheckTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(self_check, "run", lambda *_folder, **_given: RESULT)
    assert tab.save.isHidden()
    run(tab, desk, qtbot)

    said = [made.text() for made in tab.rows.findChildren(QLabel)]
    assert said.index("There is room on the disk") < said.index("Python is recent enough")
    assert tab.sentence.text().startswith("1 of 2 checks failed")
    assert tab.mark._name == "warning"
    line = trail.listing(desk.context, trail.TrailQuery(action="self_check")).rows[0]
    assert "installation.disk" in (line.new or "")

    notices: list[Notice] = []
    desk.noticed.connect(notices.append)
    tab.write(tmp_path / "record.pdf")
    qtbot.waitUntil(lambda: desk.operations.idle)
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    assert notices[0].text == "The record is in record.pdf."

    tab.write(tmp_path / "no folder" / "record.pdf")
    qtbot.waitUntil(lambda: desk.operations.idle)
    assert "record.pdf" in tab.sentence.text()


def test_a_run_that_was_stopped_says_so(
    tab: SelfCheckTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_folder: object, stopped, **_given: object) -> SelfCheck:
        tab.work.give_up()
        assert stopped()
        raise ServiceError("check_stopped")

    monkeypatch.setattr(self_check, "run", stop)
    run(tab, desk, qtbot)

    assert tab.sentence.text() == "The self-check was stopped."
    assert tab.start.isEnabled()
    assert tab.save.isHidden()
