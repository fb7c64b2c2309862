"""A copy of the data folder, taken while the study is open, holds nothing readable of the patients."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import log as program_log
from app.i18n import Texts
from app.services import backups, drafts, enrolment, prints, visits
from app.services.visits import EventEntry
from app.settings import Settings

PLANTED = (
    "Zhangplanted",
    "张明明",
    "HOSP-778899",
    "Feverplanted",
    "Draftplanted",
    "Tianjin",
    "Mei Li",
    "TJ-001",
)


def test_a_copy_of_the_data_folder_holds_nothing_readable(context, study_file: Path, draft, log) -> None:
    folder = study_file.parent
    program_log.begin(folder / "marrowtrack.log")
    Settings(folder / "settings.json").put("study_file", study_file.name)
    who = enrolment.Identity("Zhangplanted 张明明", "HOSP-778899")
    subject_id, _ = enrolment.enrol(context, draft(identity=who))
    day = date(2026, 8, 20) + timedelta(days=20)
    log(subject_id, day, ANC="1.5", more={"events": (EventEntry(day, "infection", "Feverplanted"),)})
    drafts.keep(context, "visit:1:2", {"note": "Draftplanted"})
    visits.form(context, subject_id=subject_id, visit_id=None)
    stick = folder / "stick"
    stick.mkdir()
    Settings(folder / "settings.json").put("backup_place.study.mtrack", str(stick))
    backups.make(context, second=stick)
    _fault_in_the_log()

    copied = Path(shutil.copytree(folder, folder.parent / "stolen"))
    files = [file for file in copied.rglob("*") if file.is_file()]

    names = {file.name for file in files}
    assert {"study.mtrack", "study.mtrack-wal", "study.mtrack.keys", "settings.json"} <= names
    assert len([name for name in names if name.endswith(".mtrack.backup")]) == 1
    assert len([file for file in files if file.parent.name in ("stick", "backups")]) == 6
    assert "marrowtrack.log" in names
    for file in files:
        content = file.read_bytes()
        for name in PLANTED:
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert name.encode(encoding) not in content, (file.name, name)
        assert b"SQLite format 3" not in content
        assert b"CREATE TABLE" not in content
    _forget_log()


def test_no_temporary_file_is_written_for_data(
    context, draft, log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large sort, a backup, a document: what SQLite and reportlab need for a moment stays in memory."""
    place = tmp_path / "temporary"
    place.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    subject_id, _ = enrolment.enrol(
        context, draft(identity=enrolment.Identity("Zhangplanted", "HOSP-778899"))
    )
    visit_id = log(subject_id, date(2026, 9, 9), ANC="1.5", PLT="20")
    before = place.stat().st_mtime_ns
    backups.make(context)
    prints.visit_summary(context, visit_id, texts=Texts())
    with context.db.read() as connection:
        connection.exec_driver_sql("SELECT * FROM audit a, audit b ORDER BY a.new || b.new LIMIT 3").all()
    assert list(place.iterdir()) == []
    assert place.stat().st_mtime_ns == before


def _fault_in_the_log() -> None:
    import logging

    try:
        raise ValueError("Zhangplanted")
    except ValueError:
        logger = logging.getLogger("app")
        record = logger.makeRecord("app.x", logging.ERROR, "", 0, "fault", (), sys.exc_info())
        for handler in logger.handlers:
            if isinstance(handler, logging.FileHandler):
                handler.handle(record)


def _forget_log() -> None:
    import logging

    logger = logging.getLogger("app")
    for handler in list(logger.handlers):
        if isinstance(handler, logging.FileHandler):
            logger.removeHandler(handler)
            handler.close()
