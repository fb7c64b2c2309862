"""Which version of the consent form is in force, and whose consent is to an older one."""

from datetime import date

import pytest

from app.domain.consent import Consent, FormVersion, in_force, is_older, latest, not_yet, rule

OLD = FormVersion("2.0", date(2025, 1, 10), id=1)
NEW = FormVersion("2.1", date(2026, 3, 1), id=2)
OWN = FormVersion("P-1", date(2026, 6, 1), protocol="pgf_msc", id=3)
FORMS = (NEW, OWN, OLD)


@pytest.mark.parametrize(
    ("protocol", "on", "label"),
    [
        ("saa_atg", date(2025, 1, 9), ""),
        ("saa_atg", date(2025, 1, 10), "2.0"),
        ("saa_atg", date(2026, 2, 28), "2.0"),
        ("saa_atg", date(2026, 3, 1), "2.1"),
        ("saa_atg", date(2026, 12, 1), "2.1"),
        ("pgf_msc", date(2026, 5, 31), "2.1"),
        ("pgf_msc", date(2026, 6, 1), "P-1"),
    ],
)
def test_the_version_in_force_is_the_newest_that_has_begun_for_all_or_for_the_protocol(
    protocol: str, on: date, label: str
) -> None:
    found = in_force(FORMS, protocol, on=on)
    assert (found.label if found else "") == label


def test_a_protocols_own_version_goes_before_one_for_all_of_the_same_day() -> None:
    shared = FormVersion("3.0", OWN.since, id=9)
    assert in_force((*FORMS, shared), "pgf_msc", on=OWN.since) == OWN
    assert in_force((*FORMS, shared), "saa_atg", on=OWN.since) == shared


@pytest.mark.parametrize(
    ("form", "day", "older"),
    [
        ("2.0", date(2026, 2, 1), True),
        ("2.0", date(2026, 7, 1), True),  # an old sheet out of the drawer
        ("2.1", date(2026, 3, 1), False),
        ("2.1", date(2026, 2, 1), False),
        ("1.0", date(2026, 2, 28), True),  # not listed: the day tells
        ("1.0", date(2026, 3, 1), False),
        ("", date(2026, 2, 28), True),
        ("", date(2026, 3, 1), False),
        ("", None, False),
        ("2.0", None, True),
    ],
)
def test_a_consent_is_older_by_its_version_or_unlisted_by_its_day(
    form: str, day: date | None, older: bool
) -> None:
    assert is_older(Consent(form, day), rule(FORMS, "saa_atg", on=date(2026, 11, 18))) is older


def test_nothing_is_older_while_no_version_is_in_force() -> None:
    assert rule((), "saa_atg", on=date(2026, 11, 18)) is None
    assert rule(FORMS, "saa_atg", on=date(2024, 1, 1)) is None
    assert not is_older(Consent("1.0", date(2023, 1, 1)), None)


def test_a_version_that_begins_later_leaves_those_of_today_in_peace() -> None:
    held = rule(FORMS, "saa_atg", on=date(2026, 2, 1))
    assert not is_older(Consent("2.0", date(2026, 1, 1)), held)
    assert not is_older(Consent("2.1", date(2026, 1, 1)), held), "listed, and not older"


def test_a_label_that_came_back_is_the_version_in_force() -> None:
    again = FormVersion("2.0", date(2026, 9, 1), id=7)
    assert not is_older(Consent("2.0", date(2025, 2, 1)), rule((*FORMS, again), "saa_atg", on=again.since))


def test_the_latest_consent_holds() -> None:
    first, second = Consent("2.0", date(2026, 1, 1)), Consent("2.1", date(2026, 4, 1), id=1)
    assert latest([second, first]) == second
    twin = Consent("2.2", date(2026, 4, 1), id=2)
    assert latest([twin, second]) == twin
    assert latest([]) is None


def test_a_version_cannot_be_signed_before_it_is_in_force() -> None:
    assert not_yet(FORMS, "saa_atg", label="2.1", on=date(2026, 2, 28)) == NEW
    assert not_yet(FORMS, "saa_atg", label="2.1", on=date(2026, 3, 1)) is None
    assert not_yet(FORMS, "saa_atg", label="1.0", on=date(2020, 1, 1)) is None
    assert not_yet(FORMS, "saa_atg", label="P-1", on=date(2020, 1, 1)) is None, "another protocol's"
