"""Versions of the consent form are kept, consents recorded again, and an older consent is told everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from app.domain.consent import Consent, FormVersion
from app.domain.endings import WITHDREW, WITHDREW_TREATMENT
from app.i18n import Texts
from app.i18n.consents import standing_text
from app.i18n.waits import waiting_text
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Section
from app.services import consents, endings, enrolment, list_export, subjects, today, trail
from app.services.consents import ConsentDraft, FormDraft
from app.services.context import Context, ServiceError
from app.services.contracts.subjects import ListQuery
from app.services.contracts.today import TodayQuery
from app.services.visits import Reason
from tests.services.conftest import Clock

NOW = date(2026, 11, 18)  # D90
SIGNED = date(2026, 8, 17)  # at enrolment
RENEWED = date(2026, 10, 1)  # the first day of 2.2
Drafts = Callable[..., enrolment.EnrolmentDraft]
WHY = Reason("transcription_error", "misread")


@pytest.fixture
def forms(context: Context) -> None:
    """2.1 since January, 2.2 since October."""
    consents.add_form(context, FormDraft("2.1", date(2026, 1, 5)))
    consents.add_form(context, FormDraft(" 2.2 ", RENEWED, note="amendment 3"))


@pytest.fixture
def child(context: Context, draft: Drafts) -> int:
    return enrolment.enrol(context, draft())[0]


def again(day: date = NOW, form: str = "2.2", **more: object) -> ConsentDraft:
    return replace(ConsentDraft(form, day, "guardian", assent=True), **more)  # type: ignore[arg-type]


def refused(does: Callable[[], object]) -> str:
    with pytest.raises(ServiceError) as refusal:
        does()
    return refusal.value.code


def due(context: Context, protocol: str = "") -> list[str]:
    return [line.code for line in today.read(context, TodayQuery(protocol=protocol)).group("consent").lines]


# versions


def test_versions_are_kept_newest_first_and_told_in_the_audit(context: Context, forms: None) -> None:
    assert [(form.label, form.since, form.note) for form in consents.forms(context)] == [
        ("2.2", RENEWED, "amendment 3"),
        ("2.1", date(2026, 1, 5), ""),
    ]
    line = trail.listing(context, trail.TrailQuery()).rows[0]
    assert (line.table, line.action, line.item) == ("consent_form", "insert", "2.2")


def test_a_version_is_corrected_with_a_reason_and_never_by_two_at_once(context: Context, forms: None) -> None:
    was = consents.forms(context)[0]
    better = FormDraft("2.2", date(2026, 10, 5), note=was.note)
    assert refused(lambda: consents.correct_form(context, was, better, Reason("", ""))) == "reason_missing"

    consents.correct_form(context, was, better, WHY)

    assert consents.forms(context)[0].since == date(2026, 10, 5)
    line = next(row for row in trail.listing(context, trail.TrailQuery()).rows if row.field == "since")
    assert (line.old, line.new, line.reason_text) == ("2026-10-01", "2026-10-05", "misread")
    assert refused(lambda: consents.correct_form(context, was, better, WHY)) == "stale"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (FormDraft("  ", NOW), "form_label_missing"),
        (FormDraft("2.3", None), "form_since_missing"),
        (FormDraft("2.1", NOW), "form_twice"),
        (FormDraft("2.3", RENEWED), "form_twice"),
    ],
)
def test_a_version_says_its_label_and_day_once(
    context: Context, forms: None, draft: FormDraft, code: str
) -> None:
    assert refused(lambda: consents.add_form(context, draft)) == code


def test_the_first_day_of_a_version_never_moves_behind_a_consent_to_it(
    context: Context, child: int, forms: None
) -> None:
    consents.record(context, child, again(date(2026, 10, 3)))
    newer, older = consents.forms(context)
    code = subjects.course(context, child).subject.code
    with pytest.raises(ServiceError) as refusal:
        consents.correct_form(context, newer, FormDraft("2.2", date(2026, 10, 4)), WHY)
    assert refusal.value.code == "form_since_after_signed"
    assert refusal.value.params["subjects"] == code
    assert refusal.value.params["first"] == date(2026, 10, 3)

    late = FormDraft("2.1", SIGNED + timedelta(days=1))  # that of the enrolment
    assert refused(lambda: consents.correct_form(context, older, late, WHY)) == "form_since_after_signed"
    assert consents.forms(context) == (newer, older)

    consents.correct_form(context, newer, FormDraft("2.2", date(2026, 10, 3)), WHY)
    consents.correct_form(context, older, FormDraft("2.1", SIGNED), WHY)
    assert [form.since for form in consents.forms(context)] == [date(2026, 10, 3), SIGNED]


def test_a_consent_from_before_its_version_was_listed_stands_in_the_way_of_no_correction(
    context: Context, child: int
) -> None:
    late = FormDraft("2.1", SIGNED + timedelta(days=1))
    consents.add_form(context, late)
    consents.correct_form(context, consents.forms(context)[0], replace(late, note="as printed"), WHY)
    assert consents.forms(context)[0].note == "as printed"

    signed = consents.of_subject(context, child).consents[0]
    same = ConsentDraft(signed.form, signed.day, "", assent=not signed.assent)
    consents.correct(context, child, signed, same, WHY)
    assert consents.of_subject(context, child).consents[0].assent is not signed.assent


def test_a_protocol_may_have_the_same_label_of_its_own(context: Context, forms: None) -> None:
    consents.add_form(context, FormDraft("2.2", RENEWED, protocol="pgf_msc"))
    assert len(consents.forms(context)) == 3
    assert "pgf_msc" in subjects.protocols(context)


# consents of a subject


def test_a_consent_is_recorded_beside_that_of_the_enrolment(
    context: Context, child: int, forms: None
) -> None:
    before = consents.of_subject(context, child)
    assert [(each.form, each.day) for each in before.consents] == [("2.1", SIGNED)]
    assert (before.due, before.current and before.current.label) == (True, "2.2")

    changes = consents.record(context, child, again(note="with both parents"))

    after = consents.of_subject(context, child)
    assert changes.subjects == {child}
    assert after.latest == Consent(
        "2.2", NOW, "guardian", assent=True, note="with both parents", id=1, version=1
    )
    assert not after.due
    assert subjects.course(context, child).consent_version == "2.1", "that of the enrolment stays"
    line = trail.listing(context, trail.TrailQuery()).rows[0]
    assert (line.table, line.action, line.item, line.subject) == ("consent", "insert", "2.2", "TJ-001")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (again(form="9.9"), "consent_form_unlisted"),
        (again(form=""), "consent_form_unlisted"),
        (replace(again(), day=None), "consent_day_missing"),
        (again(NOW + timedelta(days=1)), "consent_day_future"),
        (again(RENEWED - timedelta(days=1)), "consent_day_before_form"),
        (again(date(2020, 3, 8), "2.1"), "consent_day_before_birth"),
        (again(SIGNED - timedelta(days=1), "2.1"), "consent_day_before_first"),
        (again(SIGNED, "2.1"), "consent_twice"),
        (again(signed_by=""), "consent_signer_missing"),
    ],
)
def test_a_consent_that_cannot_be_is_refused_and_writes_nothing(
    context: Context, child: int, forms: None, typed: ConsentDraft, code: str
) -> None:
    assert refused(lambda: consents.record(context, child, typed)) == code
    assert len(consents.of_subject(context, child).consents) == 1


def stored(context: Context, subject_id: int, consent_id: int) -> Consent:
    known = {each.id: each for each in consents.of_subject(context, subject_id).consents}
    return known.get(consent_id, Consent("2.1", None, id=consent_id))


def correct(context: Context, subject_id: int, consent_id: int, draft: ConsentDraft, why: Reason) -> None:
    consents.correct(context, subject_id, stored(context, subject_id, consent_id), draft, why)


def test_without_versions_there_is_nothing_to_choose_from(context: Context, child: int) -> None:
    assert refused(lambda: consents.record(context, child, again())) == "consent_form_unlisted"


def test_nobody_consents_after_the_end_of_the_participation(
    context: Context, child: int, forms: None
) -> None:
    endings.end(context, endings.EndingDraft(child, WITHDREW, date(2026, 11, 10), "burden"))
    assert refused(lambda: consents.record(context, child, again())) == "consent_day_after_end"
    consents.record(context, child, again(date(2026, 11, 9)))  # found in the binder later


def test_a_screen_failure_has_no_consent_to_renew(context: Context, draft: Drafts, forms: None) -> None:
    failed, _ = enrolment.keep_screen_failure(context, draft(), reason="no marrow")
    assert refused(lambda: consents.record(context, failed, again())) == "consent_screen_failed"


def test_a_later_consent_is_corrected_with_a_reason(context: Context, child: int, forms: None) -> None:
    consents.record(context, child, again())
    better = again(date(2026, 11, 17), signed_by="guardian", assent=False)
    assert refused(lambda: correct(context, child, 1, better, Reason("", ""))) == "reason_missing"
    assert refused(lambda: correct(context, child, 7, better, WHY)) == "consent_unknown"

    correct(context, child, 1, better, WHY)

    latest = consents.of_subject(context, child).latest
    assert latest is not None
    assert (latest.day, latest.assent) == (date(2026, 11, 17), False)
    told = {row.field for row in trail.listing(context, trail.TrailQuery()).rows if row.table == "consent"}
    assert {"day", "assent"} <= told


@pytest.mark.parametrize("consent_id", [0, 1])
def test_a_consent_that_was_corrected_meanwhile_is_not_written_over(
    context: Context, child: int, forms: None, consent_id: int
) -> None:
    consents.record(context, child, again())
    seen = stored(context, child, consent_id)
    day = seen.day
    assert day is not None
    earlier = [ConsentDraft(seen.form, day - timedelta(days=back), seen.signed_by) for back in (1, 2)]
    consents.correct(context, child, seen, earlier[0], WHY)
    assert refused(lambda: consents.correct(context, child, seen, earlier[1], WHY)) == "consent_stale"
    assert stored(context, child, consent_id).day == day - timedelta(days=1)


def test_that_of_the_enrolment_is_corrected_within_what_rests_on_it(
    context: Context, child: int, forms: None
) -> None:
    consents.record(context, child, again())
    for day, code in (
        (date(2026, 8, 21), "day0_before_consent"),
        (NOW, "day0_before_consent"),
        (date(2025, 12, 1), "consent_day_before_form"),
    ):
        wrong = ConsentDraft("2.1", day, "")
        assert refused(partial(correct, context, child, 0, wrong, WHY)) == code

    correct(context, child, 0, ConsentDraft("2.1", date(2026, 8, 16), "", assent=True), WHY)

    course = subjects.course(context, child)
    assert (course.consent_version, course.consent_date) == ("2.1", date(2026, 8, 16))


def test_an_unlisted_version_of_the_enrolment_may_stay_while_its_day_is_corrected(
    context: Context, draft: Drafts, forms: None
) -> None:
    child, _ = enrolment.enrol(context, draft(consent_version="1.9"))
    correct(context, child, 0, ConsentDraft("1.9", date(2026, 8, 15), ""), WHY)
    assert consents.of_subject(context, child).consents[0].form == "1.9"
    other = ConsentDraft("1.8", date(2026, 8, 15), "")
    assert refused(lambda: correct(context, child, 0, other, WHY)) == "consent_form_unlisted"


# enrolment


def test_nobody_is_enrolled_on_a_version_that_was_not_in_force_yet(
    context: Context, draft: Drafts, forms: None
) -> None:
    early = draft(consent_version="2.2")
    assert [(stop.path, stop.code) for stop in enrolment.stops(context, early)] == [
        ("consent_date", "consent_before_form")
    ]
    assert refused(lambda: enrolment.enrol(context, early)) == "enrolment_incomplete"
    assert enrolment.stops(context, draft(consent_version="9.9")) == (), "what is not listed is not judged"


# what is told


def test_nobody_consents_before_being_born(context: Context, draft: Drafts) -> None:
    wrong = draft(consent_date=date(2020, 3, 8))  # the day before
    assert ("consent_date", "consent_before_birth") in [
        (stop.path, stop.code) for stop in enrolment.stops(context, wrong)
    ]
    assert refused(lambda: enrolment.enrol(context, wrong)) == "enrolment_incomplete"


def test_who_signed_an_older_version_is_told_on_today_and_in_the_list(
    context: Context, child: int, forms: None
) -> None:
    (line,) = today.read(context).group("consent").lines
    assert (line.code, line.about) == (
        "TJ-001",
        {"form": "2.2", "since": RENEWED, "signed": "2.1", "signed_on": SIGNED},
    )
    waits = subjects.waits(context, [child])[child]
    texts = Texts("en")
    assert waiting_text(waits, texts, today=NOW, short=True)[0] == "Consent 2.2"
    assert waiting_text(waits, texts, today=NOW, short=False)[0] == (
        "Consent to version 2.2 wanted: signed 2.1 on 17 Aug 2026; 2.2 in force since 1 Oct 2026"
    )
    file = list_export.make(context, ListQuery(), texts=texts).data.decode("utf-8-sig")
    assert "signed 2.1 on 17 Aug 2026" in file


def test_once_signed_again_nothing_is_told(context: Context, child: int, forms: None) -> None:
    consents.record(context, child, again())
    assert due(context) == []
    waits = subjects.waits(context, [child]).get(child)
    assert waits is None or waits.consent is None


def test_a_correction_to_an_older_version_brings_it_back(context: Context, child: int, forms: None) -> None:
    consents.record(context, child, again())
    correct(context, child, 1, again(date(2026, 11, 2), "2.1"), WHY)
    assert due(context) == ["TJ-001"]


def test_without_versions_and_before_the_first_day_of_one_nothing_is_told(
    context: Context, child: int
) -> None:
    assert due(context) == []
    consents.add_form(context, FormDraft("3.0", NOW + timedelta(days=1)))
    assert due(context) == []


def test_a_version_comes_into_force_over_night(context: Context, child: int, clock: Clock) -> None:
    consents.add_form(context, FormDraft("3.0", NOW + timedelta(days=1)))
    clock.set(NOW + timedelta(days=1))
    assert due(context) == ["TJ-001"]


@pytest.mark.parametrize(("form", "told"), [("", False), ("1.0", False), ("2.0", True)])
def test_a_version_that_is_not_listed_is_judged_by_its_day(
    context: Context, draft: Drafts, form: str, told: bool
) -> None:
    since = SIGNED if not told else SIGNED + timedelta(days=1)
    enrolment.enrol(context, draft(consent_version=form or "?"))
    consents.add_form(context, FormDraft("2.2", since))
    assert due(context) == (["TJ-001"] if told else [])


def test_a_version_of_one_protocol_concerns_its_subjects_alone(
    context: Context, child: int, adult: Drafts
) -> None:
    enrolment.enrol(context, adult())
    consents.add_form(context, FormDraft("3.0", RENEWED, protocol="pgf_msc"))
    assert due(context) == ["TJ-002"]
    assert due(context, "saa_atg") == []
    assert due(context, "pgf_msc") == ["TJ-002"]


def test_who_has_left_is_asked_for_nothing_and_who_is_followed_still_is(
    context: Context, child: int, draft: Drafts, forms: None
) -> None:
    other, _ = enrolment.enrol(context, draft())
    endings.end(context, endings.EndingDraft(child, WITHDREW, NOW, "burden"))
    endings.end(context, endings.EndingDraft(other, WITHDREW_TREATMENT, NOW, "burden"))
    assert due(context) == ["TJ-002"]
    left, followed = (consents.of_subject(context, each) for each in (child, other))
    assert (left.older, left.due, followed.due) == (True, False, True)
    assert standing_text(left, Texts("en")) == (
        "Takes part no longer, so no new consent is wanted; 2.2 in force since 1 Oct 2026."
    )


def test_the_select_and_the_rule_agree_on_many_subjects(
    context: Context, draft: Drafts, adult: Drafts
) -> None:
    from app.domain.consent import is_older, rule

    labels = ("1.0", "2.1", "2.2", "x")
    made: dict[str, tuple[str, Consent]] = {}
    for number, label in enumerate(labels * 2):
        make = draft if number % 2 else adult
        subject_id, _ = enrolment.enrol(context, make(consent_version=label))
        row = next(row for row in subjects.lines(context, [subject_id]))
        course = subjects.course(context, subject_id)
        made[row.code] = (row.protocol, Consent(label, course.consent_date))
    for form in (
        FormDraft("1.0", date(2026, 1, 1)),
        FormDraft("2.1", date(2026, 7, 1)),
        FormDraft("2.2", RENEWED),
        FormDraft("x", date(2026, 9, 1), protocol="pgf_msc"),
    ):
        consents.add_form(context, form)
        known: Iterable[FormVersion] = consents.forms(context)
        wanted = [
            code for code, (protocol, each) in made.items() if is_older(each, rule(known, protocol, on=NOW))
        ]
        assert due(context) == sorted(wanted)


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_history_and_log_name_what_was_signed_again(
    context: Context, child: int, forms: None, language: str
) -> None:
    from app.services.contracts.papers import Order
    from app.services.papers import enrolment_log, subject_history

    consents.record(context, child, again())
    texts = Texts(language)
    history = subject_history.content(context, Order("subject_history", subject_id=child), texts)
    cell = next(cell for cell in history.meta if cell.value == SIGNED.isoformat())
    assert "2.1" in cell.detail
    assert "2026-11-18" in cell.detail and "2.2" in cell.detail
    log = enrolment_log.content(context, Order("enrolment_log"), texts)
    section = log.parts[0]
    assert isinstance(section, Section)
    table = section.blocks[0]
    assert isinstance(table, PlainTable)
    said = str(table.rows[0][2])
    assert "2026-08-17 (v2.1)" in said and "2026-11-18 (v2.2)" in said


@pytest.mark.parametrize(
    ("label", "printed"), [("2.1", "(v2.1)"), ("V3.0", "(V3.0)"), ("3rd of May", "(3rd of May)")]
)
def test_the_log_prints_a_version_as_the_form_does(
    context: Context, draft: Drafts, label: str, printed: str
) -> None:
    from app.services.contracts.papers import Order
    from app.services.papers import enrolment_log

    enrolment.enrol(context, draft(consent_version=label))
    section = enrolment_log.content(context, Order("enrolment_log"), Texts("en")).parts[0]
    assert isinstance(section, Section) and isinstance(section.blocks[0], PlainTable)
    assert section.blocks[0].rows[0][2] == f"2026-08-17 {printed}"
