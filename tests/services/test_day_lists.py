"""The day list: the lines of the home page on paper, codes only, its leaving in the audit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pdfplumber
import pytest

from app import paths
from app.i18n import Texts
from app.services import day_lists, demo, studies, today
from app.services.context import Context


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    path = tmp_path_factory.mktemp("demo") / "demo.mtrack"
    made = demo.build(path, paths.RESOURCES / "demo" / "subjects.json")
    yield made
    studies.close(made)


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        return "\n".join(page.extract_text() for page in read.pages)


def test_every_line_of_the_page_stands_on_the_paper(context: Context) -> None:
    read = today.read(context)
    content = day_lists.content_of(context, protocol="", texts=Texts("en"))
    assert [group.key for group in content.groups] == [group.key for group in read.groups]
    assert sum(len(group.lines) for group in content.groups) == read.total
    printed = text_of(day_lists.day_list(context, texts=Texts("en")).pdf)
    for group in content.groups:
        assert group.title in printed
        assert all(line.code in printed for line in group.lines)


def test_a_changed_status_comes_with_its_reason(context: Context) -> None:
    content = day_lists.content_of(context, protocol="", texts=Texts("en"))
    changed = next(group for group in content.groups if group.key == today.CHANGED)
    assert all(line.why for line in changed.lines)


def test_a_list_of_one_protocol_holds_no_other(context: Context) -> None:
    content = day_lists.content_of(context, protocol="pgf_msc", texts=Texts("en"))
    of_protocol = {
        line.code for group in today.read(context, today.TodayQuery("pgf_msc")).groups for line in group.lines
    }
    assert {line.code for group in content.groups for line in group.lines} == of_protocol
    assert content.document_id.endswith("pgf_msc")


@pytest.mark.parametrize("language", ["zh", "pt"])
def test_it_is_written_in_the_language_of_the_window(context: Context, language: str) -> None:
    texts = Texts(language)
    assert texts("today.group_overdue") in text_of(day_lists.day_list(context, texts=texts).pdf)


def test_nothing_to_do_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    from app.storage.keys import Cost

    new = studies.NewStudy("Empty", "TJ", "TJ-###", "mei", "Mei", "a quiet marrow at dawn")
    path = tmp_path_factory.mktemp("empty") / "empty.mtrack"
    context = studies.create(path, new, cost=Cost(1, 8 * 4, 4))
    document = day_lists.day_list(context, texts=Texts("en"))
    assert "Nothing is due today." in text_of(document.pdf)
    studies.close(context)


def test_that_it_left_is_written_to_the_audit(context: Context) -> None:
    document = day_lists.day_list(context, texts=Texts("en"))
    day_lists.printed(context, document, how="saved")
    with context.db.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT action, field, new, subject_id FROM audit ORDER BY id DESC"
        ).first()
    assert row is not None
    assert (row.action, row.field, row.subject_id) == ("saved", "day_list", None)
    assert json.loads(row.new)["sha256"] == document.data_hash
