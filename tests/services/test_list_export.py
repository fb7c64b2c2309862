"""The list as a file: as it is narrowed and ordered, by codes, audited, for roles that may take data away."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.i18n import LANGUAGES, Texts
from app.services import access, enrolment, list_export, trail
from app.services.context import ServiceError
from app.services.subjects import ListQuery

DAY0 = date(2026, 8, 20)


@pytest.fixture
def two(context, draft, adult, log) -> None:
    child = enrolment.enrol(context, draft(identity=enrolment.Identity("=HYPERLINK", "H-4711")))[0]
    enrolment.enrol(context, adult())
    log(child, DAY0 + timedelta(days=10), ANC="0.9", PLT="100")


def exported(context, language: str = "en", **query: Any) -> list[dict[str, str]]:
    texts = Texts(language)
    made = list_export.make(context, ListQuery(**query), texts=texts)
    text = io.StringIO(made.data.decode("utf-8-sig"), newline="")
    heads, *rows = csv.reader(text, delimiter=";" if texts.point == "," else ",")
    assert len(set(heads)) == len(heads) == len(list_export.COLUMNS)
    assert made.rows == len(rows)
    return [dict(zip(list_export.COLUMNS, row, strict=True)) for row in rows]


def test_the_file_has_the_lines_of_the_list_in_its_order(context, two) -> None:
    assert [row["code"] for row in exported(context, sort="age")] == ["TJ-001", "TJ-002"]
    assert [row["code"] for row in exported(context, protocol="pgf_msc")] == ["TJ-002"]
    row = exported(context)[0]
    assert (row["sex"], row["protocol"], row["state"], row["day0"]) == (
        "M",
        "saa_atg",
        "enrolled",
        "2026-08-20",
    )
    assert (row["anc"], row["plt"]) == ("0.9", "100")
    assert int(row["day"]) == (context.today() - DAY0).days
    assert row["age"].isdigit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_number_or_birth_date_leaves(context, two, language: str) -> None:
    said = str(exported(context, language))
    assert "HYPERLINK" not in said
    assert "H-4711" not in said
    assert "2020" not in said  # the year of birth


def test_decimals_are_those_of_the_language(context, two) -> None:
    assert exported(context, "pt")[0]["anc"] == "0,9"


def test_that_the_list_left_is_audited(context, two) -> None:
    made = list_export.make(context, ListQuery(), texts=Texts("en"))
    list_export.left(context, made, name="list.csv")
    row = trail.listing(context, trail.TrailQuery()).rows[0]
    assert (row.action, row.table, row.field) == ("exported", "study", "subject_list")
    assert '"rows":2' in str(row.new)


def test_a_monitor_takes_no_list_away(context, two) -> None:
    made = list_export.make(context, ListQuery(), texts=Texts("en"))
    monitor = replace(context, user=replace(context.user, role=access.MONITOR))
    for leave in (
        lambda: list_export.make(monitor, ListQuery(), texts=Texts("en")),
        lambda: list_export.left(monitor, made, name="list.csv"),
    ):
        with pytest.raises(ServiceError, match="not_allowed"):
            leave()
