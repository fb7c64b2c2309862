"""What somebody typed and has not saved stands on that person's home page, and nowhere else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.i18n import Texts
from app.i18n.today import Said
from app.services import access, day_lists, drafts, enrolment, queries, studies, subjects, today, visits
from app.services.context import Context
from app.services.contracts.today import DRAFTS, Line, TodayQuery

ROOT = Path(__file__).resolve().parents[2]
TYPES = """
import sys
from pathlib import Path
from app.services import drafts, studies
context = studies.unlock(Path(sys.argv[1]), user_name="mei", passphrase="correct horse battery")
drafts.keep(context, sys.argv[2], {"day": "2026-11-18"})
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def subject_id(context: Context, draft) -> int:
    made, _ = enrolment.enrol(context, draft(day0=date(2026, 8, 20)))
    return made


def kept(context: Context, query: TodayQuery | None = None) -> tuple[Line, ...]:
    return today.read(context, query).group(DRAFTS).lines


def planned(context: Context, subject_id: int) -> subjects.VisitRow:
    return next(row for row in subjects.course(context, subject_id).visits if row.actual is None)


def test_a_draft_of_a_visit_is_one_line_with_its_visit_and_when_it_was_typed(
    context: Context, subject_id: int
) -> None:
    visit = planned(context, subject_id)
    key = f"visit:{subject_id}:{visit.id}"
    drafts.keep(context, f"{key}:reason", {"reason": "typing"})
    at = drafts.keep(context, key, {"day": "2026-11-18"})
    (line,) = kept(context)
    assert (line.subject_id, line.visit_id, line.code, line.title) == (
        subject_id,
        visit.id,
        "TJ-001",
        visit.title,
    )
    assert (line.about["form"], line.about["key"], line.about["part"]) == ("visit", key, str(visit.id))
    assert (line.about["kept"], line.about["may"], line.asked_field) == (at, True, None)
    assert today.count(context) == today.read(context).total
    said = Said(Texts("en"), context.today()).line(line.kind, about=line.about, title=line.title)
    assert (said.what, said.when, said.step) == (f"Draft of {visit.title}", "Today 09:41", "Continue")


def test_every_kind_of_form_has_its_words(context: Context, subject_id: int) -> None:
    visit = planned(context, subject_id)
    asked, _ = queries.raise_query(
        context, _logged(context, subject_id), field="", text="Is the sample the right one?"
    )
    keys = {
        f"visit:{subject_id}:new": "visit",
        f"visit:{subject_id}:early_termination": "visit",
        f"counts:{subject_id}": "counts",
        f"paste:{subject_id}": "paste",
        f"ending:{subject_id}:new": "ending",
        f"amend:{subject_id}:day0": "amend",
        f"continue:{subject_id}": "continue",
        f"decline:{subject_id}": "decline",
        f"missed:{visit.id}": "missed",
        f"reschedule:{visit.id}": "reschedule",
        f"second:{visit.id}:HB": "second",
        f"query:{asked}": "query",
        f"query:new:{visit.id}:values.HB": "query",
        "enrolment": "enrolment",
        "enrolment:failure": "enrolment",
        "study:limits": "study",
        "users:add": "users",
        "a form of a later version": "",
        "visit:99999:new": "",
    }
    for key in keys:
        drafts.keep(context, key, {"text": "half"})
    found = kept(context)
    wanted = [form for form in keys.values() if form]
    wanted.remove("enrolment")  # two keys are of one enrolment
    assert sorted(str(line.about["form"]) for line in found) == sorted(wanted)
    for language in ("en", "zh", "pt"):
        say = Said(Texts(language), context.today())
        for line in found:
            words = say.line(line.kind, about=line.about, title=line.title, ended=line.ended)
            assert words.what
            assert words.step
            assert "{" not in words.what
    narrowed = kept(context, TodayQuery(protocol="saa_atg"))
    assert {line.code for line in narrowed} == {"TJ-001"}
    assert kept(context, TodayQuery(protocol="other")) == ()


def _logged(context: Context, subject_id: int) -> int:
    visit_id, _ = visits.record(
        context,
        visits.VisitDraft(
            subject_id, None, date(2026, 11, 10), values=(visits.ValueEntry("HB", "99", "g/L"),)
        ),
    )
    return visit_id


def test_a_draft_is_its_writers_alone_and_no_paper_has_it(context: Context) -> None:
    drafts.keep(context, "enrolment", {"code": "TJ-009"})
    assert [line.about["form"] for line in kept(context)] == ["enrolment"]
    assert kept(replace(context, user=replace(context.user, id=99))) == ()
    paper = day_lists.content_of(context, protocol="", texts=Texts("en"))
    assert DRAFTS not in [group.key for group in paper.groups]


def test_who_may_not_go_on_is_told_of_the_draft_but_not_led_to_it(context: Context) -> None:
    drafts.keep(context, "enrolment", {"code": "TJ-009"})
    (line,) = kept(replace(context, user=replace(context.user, role=access.MONITOR)))
    said = Said(Texts("en"), context.today()).line(line.kind, about=line.about, title="")
    assert (line.about["may"], said.step) == (False, "")


def test_a_discarded_draft_comes_back_with_its_parts_and_its_time(
    context: Context, subject_id: int, clock
) -> None:
    key = f"visit:{subject_id}:new"
    drafts.keep(context, key, {"day": "2026-11-18"})
    drafts.keep(context, f"{key}:override", {"text": "why"})
    before = kept(context)[0].about["kept"]
    taken = drafts.take_away(context, key)
    assert kept(context) == ()
    assert drafts.find(context, f"{key}:override") is None
    clock.set(date(2026, 11, 20))
    drafts.put_back(context, taken)
    assert kept(context)[0].about["kept"] == before
    found = drafts.find(context, f"{key}:override")
    assert found is not None
    assert found.fields == {"text": "why"}


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_what_a_killed_program_had_kept_is_told_at_the_next_unlock(
    study_file: Path, context: Context, subject_id: int
) -> None:
    visit = planned(context, subject_id)
    studies.close(context)
    command = [sys.executable, "-c", TYPES, str(study_file), f"visit:{subject_id}:{visit.id}"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as typing_:
        assert typing_.stdout is not None
        assert typing_.stdout.readline() == "kept\n"
        typing_.send_signal(signal.SIGKILL)
    assert b"2026-11-18" not in study_file.read_bytes()
    again = studies.unlock(study_file, user_name="mei", passphrase="correct horse battery")
    assert [line.visit_id for line in kept(again)] == [visit.id]
    studies.close(again)


def test_the_visits_of_a_subject_with_a_draft_are_told_to_who_typed_it(
    context: Context, subject_id: int
) -> None:
    visit = planned(context, subject_id)
    drafts.keep(context, f"visit:{subject_id}:{visit.id}:reason", {"reason": "typing"})
    drafts.keep(context, f"visit:{subject_id}:new", {"day": "2026-11-18"})
    drafts.keep(context, f"visit:{subject_id + 1}:77", {"day": "2026-11-18"})
    drafts.keep(context, f"second:{visit.id}", {"HB": "99"})
    assert drafts.of_visits(context, subject_id) == {visit.id}
    assert drafts.of_visits(replace(context, read_only="reading_only"), subject_id) == frozenset()
    other = replace(context, user=replace(context.user, id=context.user.id + 1))
    assert drafts.of_visits(other, subject_id) == frozenset()
    drafts.discard(context, f"visit:{subject_id}:{visit.id}")
    assert drafts.of_visits(context, subject_id) == frozenset()
