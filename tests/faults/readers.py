"""Every reader of what others wrote: seeds to begin with, and what each may answer to any bytes at all.

A reader answers with a value or with its own refusal. Where it has a writer, what was read is written and
read again: the same value, or the reader has lost something in silence.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.protocol import definition_parse
from app.domain.protocol.faults import TemplateFaults
from app.domain.protocol.parse import examine, from_json, to_json
from app.domain.quantities import ANALYTES, QuantityError, parse_number, quantity
from app.i18n import Texts, help_pages
from app.services.assess import Desk, answer_all, load
from app.services.protocols import Library
from app.settings import Settings
from app.storage import keys, places
from app.storage.backups import label
from app.storage.faults import StorageError
from app.storage.keys import spelling
from app.ui.dates import parse_day
from app.ui.pages.enrol.form import Form, from_fields, to_fields
from app.ui.pages.visit_form import texts_of_form
from tests.faults import typed_readers
from tests.faults.typed_readers import ACROSS, BLOCK, COUNTS, ENDING, ODD_COUNTS, RANGES, VIEWS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
CHEAP = keys.Cost(1, 8, 1)


@dataclass(frozen=True, slots=True)
class Reader:
    """`share`: of a thousand inputs, how many are this reader's. `run` raises for what should not be."""

    seeds: tuple[bytes, ...]
    run: Callable[[bytes], bool]  # whether the input was accepted
    share: int


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _template(content: bytes) -> bool:
    found = examine(_text(content))
    assert (found.template is None) == bool(found.faults)
    if found.template is not None:
        assert from_json(to_json(found.template)) == found.template
    return found.template is not None


def _definition(content: bytes) -> bool:
    try:
        definition_parse.parse(_text(content), "any.yaml")
    except TemplateFaults as refusal:
        assert refusal.faults
        return False
    return True


def _cases(content: bytes) -> bool:
    try:
        raw = load(_text(content))
    except (ValueError, RecursionError):
        return False
    cases = raw if isinstance(raw, list) else [raw]
    answers = list(answer_all(cases, _desk()))
    assert len(answers) == len(cases)
    json.dumps(answers, ensure_ascii=False).encode()
    return not any("error" in answer for answer in answers)


def _desk() -> Desk:
    return Desk(Library((ROOT / "protocols",)), Texts())


def _settings(content: bytes) -> bool:
    path = FOLDER / "settings.json"
    path.write_bytes(content)
    read = Settings(path)
    assert all(type(read.get(key, "")) is str for key in ("scheme", "geometry", "text_size"))
    assert all(type(read.get(key, 100)) is int for key in ("text_size", "scheme"))
    return read.get("scheme", "none") != "none"


def _keys(content: bytes) -> bool:
    study = FOLDER / "study.mtrack"
    keys.path_of(study).write_bytes(content)
    try:
        file = keys.read(study)
    except StorageError as refusal:
        assert refusal.code in ("keys_damaged", "keys_newer"), refusal.code
        return False
    keys.write(study, file)
    assert keys.read(study) == file
    return True


def _label(content: bytes) -> bool:
    try:
        read = label.parse(content)
    except label.UnreadableLabelError:
        return False
    path = FOLDER / "copy.mtrack"
    label.write(path, read)
    again = label.read(path)
    assert again.rows == read.rows
    assert again.head == read.head
    assert abs((again.made_at - read.made_at).total_seconds()) < 0.001
    return True


def _enrolment_draft(content: bytes) -> bool:
    kept = typed_readers.json_object(content)
    form = from_fields(kept)
    assert from_fields(json.loads(json.dumps(to_fields(form)))) == form
    return bool(kept)


def _visit_draft(content: bytes) -> bool:
    kept = typed_readers.json_object(content)
    form = texts_of_form.from_json(kept)
    again = texts_of_form.from_json(json.loads(json.dumps(texts_of_form.to_json(form))))
    assert again == replace(form, values=tuple(row for row in form.values if not row.empty or row.unit))
    return bool(kept)


def _number(content: bytes) -> bool:
    text = _text(content)
    try:
        bound, number = parse_number(text)
    except QuantityError:
        return False
    assert bound in ("", "<", ">")
    assert number.is_finite()
    assert number >= 0
    code = ("ANC", "PLT", "HB")[len(content) % 3]
    try:
        quantity(code, text, ANALYTES[code].unit)
    except QuantityError:
        return False
    assert parse_number(f"{bound}{number:f}") == (bound, number)
    return True


def _day(content: bytes) -> bool:
    day = parse_day(_text(content))
    return day is not None and parse_day(day.isoformat()) == day


def _recovery_key(content: bytes) -> bool:
    try:
        typed = spelling.read_recovery_key(_text(content))
    except StorageError as refusal:
        assert refusal.code in ("recovery_key_incomplete", "recovery_key_mistyped")
        return False
    assert spelling.read_recovery_key(typed) == typed
    return True


def _mounts(content: bytes) -> bool:
    return bool(places.of_mount_table(_text(content), Path("/srv/share/study.mtrack")))


def _help(content: bytes) -> bool:
    page = help_pages._parsed("10-any", _text(content))
    return bool(page.blocks)


def _views(content: bytes) -> bool:
    return typed_readers.saved_views(content, Settings(FOLDER / "views.json"))


def _key_seeds() -> tuple[bytes, ...]:
    study = FOLDER / "seed.mtrack"
    made, secrets, _key = keys.found("mei", "correct horse battery", cost=CHEAP, database=keys.random_key())
    keys.write(study, made)
    first = keys.path_of(study).read_bytes()
    head = keys.TrailHead(7, "ab" * 32, 3, "cd" * 32)
    keys.write(study, keys.Keeper(made, secrets, CHEAP).vouch(head).file)
    return first, keys.path_of(study).read_bytes()


def _label_seed() -> bytes:
    path = FOLDER / "seed-copy.mtrack"
    at = datetime(2026, 11, 18, 9, 41, tzinfo=UTC)
    made = label.Label("study.mtrack", "ab" * 16, at, "day", 409_600, "cd" * 32, "0003", 214, "ef" * 32)
    label.write(path, made)
    return label.path_of(path).read_bytes()


def _files(pattern: str, most: int) -> tuple[bytes, ...]:
    return tuple(file.read_bytes() for file in sorted(ROOT.glob(pattern))[:most])


def _case_seeds() -> tuple[bytes, ...]:
    cases = [case for text in _files("protocols/cases/*.json", 3) for case in json.loads(text)[:4]]
    return tuple(json.dumps(case).encode() for case in cases)


def _draft_seeds() -> tuple[bytes, bytes]:
    visit = texts_of_form.FormTexts()
    return json.dumps(to_fields(Form(code="TJ-001"))).encode(), json.dumps(
        texts_of_form.to_json(visit)
    ).encode()


def readers() -> dict[str, Reader]:
    """Every reader by name."""
    enrolment, visit = _draft_seeds()
    rows = b'{"values":[{"analyte":"ANC","text":"0.5"}],"transfusions":[{"day":"1"}],"events":[{}]}'
    typed = (b"0.5", b"<5", b"> 1000", b"1,24", "−3".encode(), b"1e3", "１２".encode(), b"0.860")
    days = (b"2026-11-18", b"20261118", b"2026-02-30", b"0001-01-01")
    chosen = b'{"scheme": "dark", "text_size": 150, "geometry": "AAAA", "user_name.a.mtrack": "mei"}'
    mounts = b"30 22 0:40 / /srv/share rw shared:1 - nfs4 server:/share rw\n"
    return {
        "template": Reader(_files("protocols/*.yaml", 6), _template, 4),
        "definition": Reader(_files("protocols/definitions/*.yaml", 4), _definition, 6),
        "cases": Reader(_case_seeds(), _cases, 30),
        "settings": Reader((chosen,), _settings, 50),
        "keys file": Reader(_key_seeds(), _keys, 100),
        "backup label": Reader((_label_seed(),), _label, 100),
        "enrolment draft": Reader((enrolment,), _enrolment_draft, 100),
        "visit draft": Reader((visit, rows), _visit_draft, 110),
        "typed number": Reader(typed, _number, 150),
        "typed day": Reader(days, _day, 90),
        "recovery key": Reader((spelling.new_recovery_key().encode(),), _recovery_key, 60),
        "mount table": Reader((mounts,), _mounts, 30),
        "help page": Reader(_files("resources/help/en/*.txt", 2), _help, 30),
        "pasted block": Reader((BLOCK, ACROSS), typed_readers.pasted_block, 40),
        "counts draft": Reader((COUNTS, ODD_COUNTS), typed_readers.counts_draft, 30),
        "ending draft": Reader((ENDING,), typed_readers.ending_draft, 10),
        "saved views": Reader((VIEWS,), _views, 20),
        "head from paper": Reader((b"12345-0C3F9A2177B0D4E1",), typed_readers.head_from_paper, 20),
        "printed range": Reader(tuple(map(str.encode, RANGES)), typed_readers.printed_range, 20),
    }
