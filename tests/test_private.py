"""What the program leaves on the disk: for its owner alone, and never what somebody typed."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import log

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = """
import os, resource, sys
from pathlib import Path
from app import paths
paths.keep_private()
Path(sys.argv[1]).write_text("x")
Path(sys.argv[1] + ".d").mkdir()
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_files_are_private_and_a_crash_leaves_no_core(tmp_path: Path) -> None:
    file = tmp_path / "made"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "0"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(f"{file}.d").stat().st_mode) == 0o700


def _fail(name: str) -> None:
    try:
        int(name)
    except ValueError as fault:
        raise RuntimeError(f"cannot enrol {name}") from fault


def test_a_fault_in_the_log_quotes_nothing_that_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "data" / "marrowtrack.log"
    log.begin(file)
    logger = logging.getLogger("app")
    handler = logger.handlers[-1]
    try:
        _fail("Zhangplanted")
    except RuntimeError as fault:
        record = logger.makeRecord(
            "app.test", logging.ERROR, "", 0, "fault in the window", (),
            (type(fault), fault, fault.__traceback__),
        )  # fmt: skip
        handler.handle(record)
    logger.removeHandler(handler)
    handler.close()

    said = file.read_text(encoding="utf-8")
    assert "Zhangplanted" not in said
    assert "builtins.RuntimeError" in said
    assert "builtins.ValueError" in said
    assert "in _fail" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_the_database_reports_names_no_value(tmp_path: Path) -> None:
    from sqlalchemy.exc import DBAPIError

    from app.storage import sqlite

    path = tmp_path / "study"
    sqlite.reserve(path)
    with sqlite.engine(path, bytes(32)).connect() as connection, pytest.raises(DBAPIError) as fault:
        connection.exec_driver_sql("SELECT nothing FROM nowhere WHERE name = ?", ("Zhangplanted",))
    assert "Zhangplanted" not in str(fault.value)
