"""The trail as people read it: pages, filters, identities that monitors don't see, heads, words."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.i18n import Texts
from app.i18n import trail as words
from app.services import access, enrolment, studies, subject_trail, trail, visits
from app.services.context import Context, ServiceError
from app.storage import schema
from tests.services import team
from tests.services.conftest import Clock, drafts_of, values

DAY0 = date(2026, 8, 20)
SERVICES = Path(trail.__file__).parent


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """The team's study: a subject with an identity, and a value that was corrected a month later."""
    path = tmp_path_factory.mktemp("trail") / "study.mtrack"
    team.make(path)
    clock = Clock()
    clock.set(DAY0 + timedelta(days=9))
    context = team.sign_in(path, access.COORDINATOR, clock)
    who = enrolment.Identity("张明明", "HOSP-778899")
    subject_id, _ = enrolment.enrol(context, drafts_of(context)(identity=who, day0=DAY0))
    day = DAY0 + timedelta(days=9)
    form = visits.VisitDraft(subject_id, None, day, title="Count", values=values(ANC="0.4", PLT="9"))
    visit_id, _ = visits.record(context, form)
    clock.set(DAY0 + timedelta(days=40))
    stored = visits.form(context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    from dataclasses import replace

    changed = tuple(replace(each, text="19") if each.analyte == "PLT" else each for each in stored.values)
    reason = visits.Reason("source_corrected", "the laboratory sent a new report")
    visits.record(context, replace(stored, values=changed, reason=reason))
    studies.close(context)
    return path, subject_id, visit_id


@pytest.fixture
def enter(worked_in: tuple[Path, int, int], tmp_path: Path) -> Callable[[str], Context]:
    path = team.copied(worked_in[0], tmp_path / "data")
    return lambda role: team.sign_in(path, role, Clock())


def test_pages_follow_each_other_without_a_gap(enter: Callable[[str], Context]) -> None:
    context = enter(access.COORDINATOR)
    seen: list[int] = []
    page = trail.listing(context, trail.TrailQuery(limit=7))
    while True:
        seen += [row.id for row in page.rows]
        if not page.more:
            break
        page = trail.listing(context, trail.TrailQuery(limit=7, before=seen[-1]))
    studies.close(context)

    assert seen == list(range(seen[0], 0, -1))


def test_filters_by_user_period_and_subject(enter: Callable[[str], Context]) -> None:
    context = enter(access.INVESTIGATOR)
    late = DAY0 + timedelta(days=40)
    found = trail.listing(context, trail.TrailQuery(user="chen", since=late, until=late, subject="TJ-001"))
    nobody = trail.listing(context, trail.TrailQuery(subject="TJ-999"))
    studies.close(context)

    assert {(row.user, row.at.date(), row.subject) for row in found.rows} == {("chen", late, "TJ-001")}
    assert "source_corrected" in {row.reason_code for row in found.rows}
    assert nobody.rows == ()


@pytest.mark.parametrize("role", access.ROLES)
def test_only_those_with_the_right_read_identities_in_the_trail(
    enter: Callable[[str], Context], worked_in: tuple[Path, int, int], role: str
) -> None:
    context = enter(role)
    rows = trail.listing(context, trail.TrailQuery(limit=5000)).rows
    sought = tuple(trail.Sought(text=text) for text in ("张明明", "HOSP-778899"))
    found = [bool(trail.listing(context, trail.TrailQuery(sought=(word,))).rows) for word in sought]
    queries = (subject_trail.SubjectTrailQuery(worked_in[1], sought=(word,)) for word in sought)
    found += [bool(subject_trail.listing(context, query).rows) for query in queries]
    studies.close(context)

    told = "".join(f"{row.old}{row.new}{row.reason_text}" for row in rows)
    may = role in access.ALLOWED["identity.read"]
    assert ("张明明" in told, "HOSP-778899" in told) == (may, may)
    assert found == [may] * 4, "to find a name would be to read it"
    assert any(row.table == "identity" for row in rows)
    assert all(row.hidden is not may for row in rows if row.table == "identity")


def test_the_history_of_a_value_tells_all_that_it_has_been(
    enter: Callable[[str], Context], worked_in: tuple[Path, int, int]
) -> None:
    context = enter(access.MONITOR)
    found = trail.of_value(context, visit_id=worked_in[2], analyte="PLT")
    none = trail.of_value(context, visit_id=worked_in[2], analyte="HB")
    visit = trail.of_row(context, visit_id=worked_in[2], table="visit", row_id=worked_in[2])
    studies.close(context)

    assert [(value.text, value.reason_code, value.who) for value in found.values] == [
        ("19", "source_corrected", "Chen"),
        ("9", "", "Chen"),
    ]
    assert [value.late for value in found.values] == [True, False]
    assert none.values == ()
    assert ("title", "", "Count") in visit.values[-1].changes


@pytest.mark.parametrize("text", ["12-0c3f9a2177b0d4e1", " 12 - 0C3F 9A21 77B0 D4E1 "])
def test_a_head_is_read_as_it_was_printed(text: str) -> None:
    head = trail.read_head(text)

    assert (head.rows, head.hash) == (12, "0c3f9a2177b0d4e1")


@pytest.mark.parametrize(
    "text", ["", "12", "-", "x-0c3f9a2177b0d4e1", "12-0c3f", "12-zzzzzzzzzzzzzzzz", "9" * 40]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        trail.read_head(text)
    assert refusal.value.code == "head_unreadable"


def _noted() -> set[str]:
    """Every action that a service notes by a literal."""
    found = set()
    for file in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "note" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found | {"insert", "update", "supersede", "sign_in", "recovery", "saved", "printed"}


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_every_action_and_table_has_words(language: str) -> None:
    texts = Texts(language)
    silent = {"audit", "audit_seal"}

    missing = [code for code in sorted(_noted()) if not texts.has(f"trail.action_{code}")]
    missing += [
        t.name for t in schema.KEPT if t.name not in silent and not texts.has(f"trail.table_{t.name}")
    ]
    assert missing == []


def test_reasons_are_told_in_words() -> None:
    assert words.reason_text("transcription_error", "", Texts("en")) == "Typing mistake"
    assert words.reason_text("transcription_error", "15 g/L", Texts("zh")) == "录入笔误：15 g/L"


def test_heads_of_backups_that_a_restore_set_aside_are_explained(context, study_file, draft, clock) -> None:
    from app.services import backups
    from tests.services.conftest import PASSPHRASE

    enrolment.enrol(context, draft(code="TJ-001", day0=DAY0))
    first = backups.make(context).here
    enrolment.enrol(context, draft(code="TJ-002", day0=DAY0))
    clock.set(date(2026, 11, 19))
    second = backups.make(context).here
    backups.restore(context, first.path, passphrase=PASSPHRASE, reason="The wrong sheet was entered.")

    again = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    heads = [trail.KnownHead(made.path.name, made.rows, made.head) for made in (first, second)]
    report = trail.check(again, heads=heads)
    studies.close(again)

    verdicts = {head.source: head.verdict for head in report.heads}
    assert (verdicts[first.path.name], verdicts[second.path.name]) == ("same", "left_behind")
    assert report.whole, report
