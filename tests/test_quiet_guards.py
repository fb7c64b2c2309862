"""Each guard of `conftest.py` fails a bad test and lets a good one pass."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

BAD: dict[str, tuple[str, str]] = {
    "qt message in the test": (
        """
        def test_bad(qtbot):
            from PySide6.QtCore import qWarning
            qWarning("planted in the body")
        """,
        r"planted in the body",
    ),
    "qt debug message": (
        """
        def test_bad(qtbot):
            from PySide6.QtCore import qDebug
            qDebug("planted for debugging")
        """,
        r"planted for debugging",
    ),
    "qt message in the clean-up": (
        """
        import pytest

        @pytest.fixture
        def noisy(qtbot):
            yield
            from PySide6.QtCore import qWarning
            qWarning("planted")

        def test_bad(noisy): pass
        """,
        r"Qt said outside the test body: QtWarningMsg: planted",
    ),
    "exception in a slot": (
        """
        def test_bad(qtbot):
            from PySide6.QtWidgets import QPushButton
            button = QPushButton()
            qtbot.addWidget(button)
            button.clicked.connect(lambda: 1 / 0)
            button.click()
        """,
        r"ZeroDivisionError",
    ),
    "log record": (
        """
        import logging
        def test_bad(): logging.getLogger("app.services.visits").warning("disk %s", "planted")
        """,
        r"unexpected log record WARNING app.services.visits: disk planted",
    ),
    "announced log record that never comes": (
        """
        def test_bad(expect_log): expect_log("planted")
        """,
        r"expected log record never came: planted",
    ),
    "python warning": (
        """
        import warnings
        def test_bad(): warnings.warn("planted")
        """,
        r"UserWarning: planted",
    ),
    "exception in a thread": (
        """
        import threading
        def test_bad():
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
        """,
        r"PytestUnhandledThreadExceptionWarning",
    ),
    "thread": (
        """
        import threading
        def test_bad(): threading.Thread(target=threading.Event().wait, daemon=True, name="planted").start()
        """,
        r"threads left running: planted",
    ),
    "Qt thread": (
        """
        from PySide6.QtCore import QThread
        kept = []
        def test_bad(qtbot):
            thread = QThread()
            thread.setObjectName("planted")
            kept.append(thread)
            thread.start()

        def test_end():
            kept[0].quit()
            kept[0].wait()
        """,
        r"QThread left running: planted",
    ),
    "timer": (
        """
        from PySide6.QtCore import QTimer
        kept = []
        def test_bad(qtbot):
            timer = QTimer()
            timer.setObjectName("planted")
            kept.append(timer)
            timer.start(60_000)
        """,
        r"timer left active: planted",
    ),
    "visible window": (
        """
        from PySide6.QtWidgets import QWidget
        kept = []
        def test_bad(qtbot):
            kept.append(QWidget(windowTitle="planted visible"))
            kept[0].show()
        """,
        r"top-level widget left: QWidget 'planted visible'",
    ),
    "hidden window": (
        """
        from PySide6.QtWidgets import QWidget
        kept = []
        def test_bad(qtbot): kept.append(QWidget(windowTitle="planted hidden"))
        """,
        r"top-level widget left: QWidget 'planted hidden'",
    ),
}

GOOD = """
    import logging
    import os
    import threading
    import pytest

    def test_log(expect_log):
        expect_log("planted")
        logging.getLogger("app.x").error("it was planted")

    def test_info_is_no_warning():
        logging.getLogger("app.x").info("fine")

    def test_thread_that_ends():
        threading.Thread(target=lambda: None).start()

    @pytest.mark.qt_log_ignore("planted")
    def test_announced_qt_message(qtbot):
        from PySide6.QtCore import qWarning
        qWarning("planted")

    def test_window(qtbot):
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QMainWindow
        window = QMainWindow()
        qtbot.addWidget(window)
        timer = QTimer(window)
        timer.start(60_000)
        with qtbot.waitExposed(window):
            window.show()

    def test_pool(qtbot):
        from PySide6.QtCore import QThreadPool
        QThreadPool.globalInstance().start(lambda: None)

    def test_room():
        assert not [name for name in os.environ if name.startswith("MARROWTRACK_")]
        assert "quiet-room-" in os.environ["HOME"]
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

    def test_fonts(qapp):
        from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
        own = {"Open Sans", "Open Sans Semibold", "DejaVu Sans Mono", "WenQuanYi Micro Hei",
               "WenQuanYi Micro Hei Mono"}
        assert set(QFontDatabase.families()) - {"Sans Serif", "Serif", "Monospace"} == own
        assert QFontInfo(QFont()).family() == "Open Sans"
"""


def run_inner(folder: Path, sources: dict[str, str]) -> str:
    """Run test files in one process of its own with this repository's own conftest and settings."""
    files = []
    for name, source in sources.items():
        files.append(folder / f"test_{name.replace(' ', '_')}.py")
        files[-1].write_text(textwrap.dedent(source), encoding="utf-8")
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    outer |= {"PYTHONPATH": str(ROOT), "MARROWTRACK_PASSPHRASE": "from outside"}
    settings = ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", *settings, *map(str, files)],
        cwd=folder,
        env=outer,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run_inner(tmp_path_factory.mktemp("bad"), {name: source for name, (source, _) in BAD.items()})


@pytest.mark.parametrize("name", BAD)
def test_a_bad_test_fails(bad_run: str, name: str) -> None:
    file = f"test_{name.replace(' ', '_')}.py"

    failures = re.findall(rf"^(?:FAILED|ERROR) {file}::(\w+)", bad_run, re.MULTILINE)

    assert failures == ["test_bad"], bad_run
    assert re.search(BAD[name][1], bad_run), bad_run


def test_good_tests_pass(tmp_path: Path) -> None:
    output = run_inner(tmp_path, {"good": GOOD})

    assert re.search(r"^=+ 8 passed in ", output, re.MULTILINE), output
