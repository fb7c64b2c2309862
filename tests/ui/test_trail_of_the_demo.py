"""Every kind of line that the demonstration leaves in the trail, as page, tab and paper tell it: no code, no
moment of a machine, no foreign decimal sign, no English."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.i18n import Texts, trail_codes
from app.i18n import trail as words
from app.services import demo, studies, subject_trail, trail
from app.services.papers import audit_report
from app.services.subject_trail import SubjectTrailRow
from app.services.trail import TrailRow
from app.ui.pages.study.audit_rows import COLUMNS, AuditRows
from app.ui.pages.subject_trail import words as of_subject

OF_EACH = 12  # lines of one kind: the others say the same with other figures
CODE = re.compile(r"[a-z]+_[a-z]\w*|[A-Z]{2,}_[A-Z]+|[{}\[\]\"]|\bNone\b|\bTrue\b|\bFalse\b")
MACHINE = re.compile(r"\d{4}-\d\d-\d\d")
POINT = re.compile(r"\d\.\d")
ENGLISH = re.compile(r"[a-z]{4,}")
AS_IT_IS = re.compile(
    r"(saa_atg|pgf_msc)( 1\.0)?|5\.0|2\.1|Karnofsky|R\. Coordinator|M\. Monitor|I\. Investigator"
)
Lines = tuple[list[TrailRow], list[SubjectTrailRow]]


@pytest.fixture(scope="module")
def lines(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lines]:
    """Some of each kind of line, of the study and of its subjects."""
    data = tmp_path_factory.mktemp("trail") / "data"
    shutil.copytree(demo_folder, data)
    context = studies.unlock(data / "demo.mtrack", user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    seen: Counter[object] = Counter()
    told = list(trail.listing(context, trail.TrailQuery(limit=20_000)).rows)
    kept = [row for row in told if _new(seen, row)]
    own = [
        row
        for subject in (4, 9, 11, 14)
        for row in subject_trail.listing(context, subject_trail.SubjectTrailQuery(subject, limit=5_000)).rows
        if _new(seen, row)
    ]
    studies.close(context)
    yield kept, own


def _new(seen: Counter[object], row: TrailRow | SubjectTrailRow) -> bool:
    content = _content(row)
    shape = tuple(sorted(name for name, said in content.items() if said))
    kind = (type(row), row.action, row.table, row.field, row.reason_code, row.item, shape)
    seen[kind] += 1
    return seen[kind] <= OF_EACH // (1 + len(shape)) + 1


def _content(row: TrailRow | SubjectTrailRow) -> dict[str, object]:
    found = json.loads(row.new) if row.new and row.new.startswith("{") else {}
    return dict(found)


def _said(lines: Lines, texts: Texts) -> Iterator[tuple[TrailRow | SubjectTrailRow, str]]:
    model = AuditRows(texts)
    for row in lines[0]:
        for column in COLUMNS:
            said = model._text(row, column)
            if column not in ("id", "subject") and not said.endswith("…"):  # cut: the whole comes next
                yield row, said
        yield row, words.value_text(row, row.new, texts)  # the whole of it, below the list and on paper
    for line in lines[1]:
        yield line, of_subject.sentence(line, texts)


def _plain(row: TrailRow | SubjectTrailRow, said: str) -> str:
    """What is said without what a person wrote, and without versions of protocols and forms."""
    content = _content(row)
    written = [str(content.get(name) or "") for name in trail_codes.WRITTEN] + [row.reason_text]
    written += [row.new or ""] if row.field in trail_codes.WRITTEN else []
    for text in sorted(filter(None, written), key=len, reverse=True):
        said = said.replace(text.rstrip("."), "")
    return AS_IT_IS.sub("", said)


@pytest.mark.parametrize("language", ["pt", "zh"])
def test_no_line_shows_a_code_a_moment_of_a_machine_or_a_foreign_number(lines: Lines, language: str) -> None:
    texts = Texts(language)
    wrong = {CODE, MACHINE} | ({POINT} if language == "pt" else {ENGLISH})
    faults = {
        f"{row.action} {row.table}.{row.field}: {said}"
        for row, said in _said(lines, texts)
        if any(sign.search(_plain(row, said)) for sign in wrong)
    }
    assert len(lines[0]) > 150
    assert not faults, "\n".join(sorted(faults)[:20])


def test_the_report_on_paper_says_the_same(lines: Lines) -> None:
    texts = Texts("pt")
    for row in lines[0]:
        for cells in audit_report._lines(row, texts):
            plain = _plain(row, " ".join(cell for cell in cells[2:] if isinstance(cell, str)))
            assert not CODE.search(plain) and not POINT.search(plain), plain
