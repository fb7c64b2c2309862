"""A copy of the data folder, taken while the study is open, holds nothing readable of the patients."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from app import log as program_log
from app.services import drafts, enrolment, visits
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

    copied = Path(shutil.copytree(folder, folder.parent / "stolen"))
    files = [file for file in copied.rglob("*") if file.is_file()]

    assert {"study.mtrack", "study.mtrack-wal", "study.mtrack.keys"} <= {file.name for file in files}
    for file in files:
        content = file.read_bytes()
        for name in PLANTED:
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert name.encode(encoding) not in content, (file.name, name)
        assert b"SQLite format 3" not in content
        assert b"CREATE TABLE" not in content
    _forget_log()


def _forget_log() -> None:
    import logging

    logger = logging.getLogger("app")
    for handler in list(logger.handlers):
        if isinstance(handler, logging.FileHandler):
            logger.removeHandler(handler)
            handler.close()
