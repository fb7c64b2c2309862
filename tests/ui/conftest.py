"""A desk on a study in a temporary folder, as the window would build it, for every test of a page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.i18n import Texts
from app.settings import Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.ui.desk import Desk

USER_NAME = "r.coordinator"
PASSPHRASE = "a quiet marrow at dawn"
NOW = datetime(2026, 11, 18, 9, 41, tzinfo=UTC)


@pytest.fixture(scope="session")
def founded_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh encrypted study, founded once: laying its schema takes longer than most tests of a page."""
    from app.services import studies
    from app.storage.keys import Cost

    new = studies.NewStudy(
        name="MSC in marrow failure",
        site="TJ",
        code_pattern="TJ-###",
        user_name=USER_NAME,
        display_name="R. Coordinator",
        passphrase=PASSPHRASE,
    )
    path = tmp_path_factory.mktemp("founded") / "msc-marrow-failure.mtrack"
    studies.close(studies.create(path, new, clock=lambda: NOW, cost=Cost(1, 8 * 4, 4)))
    return path


@pytest.fixture
def study_context(founded_study: Path, tmp_path: Path) -> Iterator[Context]:
    """A copy of the fresh study, opened by its founder; its clock stands at 18 November 2026, 09:41."""
    from app.services import studies
    from app.storage.keys import path_of

    path = tmp_path / founded_study.name
    shutil.copy(founded_study, path)
    shutil.copy(path_of(founded_study), path_of(path))
    context = studies.unlock(path, user_name=USER_NAME, passphrase=PASSPHRASE, clock=lambda: NOW)
    yield context
    studies.close(context)


@pytest.fixture
def desk(qtbot: QtBot, study_context: Context, tmp_path: Path) -> Iterator[Desk]:
    """A desk in light clothes; its worker is stopped before the study is closed."""
    from PySide6.QtWidgets import QApplication

    from app.ui import fonts, style
    from app.ui.desk import Desk
    from app.ui.language import teach_qt
    from app.ui.operations import Operations
    from app.ui.theme import LIGHT

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    fonts.load_latin()
    style.dress(application, LIGHT)
    teach_qt(application, "en")
    operations = Operations()
    made = Desk(
        context=study_context,
        texts=Texts("en"),
        theme=LIGHT,
        operations=operations,
        settings=Settings(paths.find(tmp_path).settings),
    )
    yield made
    operations.close()
    if application.font().pointSizeF() != fonts.BODY_POINTS or fonts.density() != "normal":
        style.dress(application, LIGHT)  # tests without a desk take letters and rows as they find them


@pytest.fixture
def settle(qtbot: QtBot, desk: Desk) -> Callable[[], None]:
    """Wait until the worker has answered everything that was asked."""

    def wait() -> None:
        qtbot.waitUntil(lambda: desk.operations.idle, timeout=10_000)

    return wait


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration study, built once; tests work on copies."""
    from app.services import demo, studies

    folder = tmp_path_factory.mktemp("demo")
    records = paths.RESOURCES / "demo" / "subjects.json"
    studies.close(demo.build(folder / "demo.mtrack", records))
    Settings(paths.find(folder).settings).put("home", "subjects")  # where most tests begin
    return folder


@pytest.fixture
def demo_data(demo_folder: Path, tmp_path: Path) -> Path:
    """A data folder with a copy of the demonstration study."""
    data = tmp_path / "data"
    shutil.copytree(demo_folder, data)
    return data
