"""A subject asked for again is read again only after something was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import subject_records
from app.services.transactions import changing, reading
from app.storage import schema
from tests.ui.visiting import enrol_saa

if TYPE_CHECKING:
    from app.services.context import Context


def test_the_same_rows_until_something_is_written(context: Context) -> None:
    subject_id = enrol_saa(context)
    with reading(context) as connection:
        first = context.last_read.whole(connection, subject_id)
    with reading(context) as connection:
        assert context.last_read.whole(connection, subject_id) is first
    with changing(context) as change:
        change.update(schema.visit, first.visits[-1].id, missed="other", missed_note="away")
    with reading(context) as connection:
        after = context.last_read.whole(connection, subject_id)
        assert after == subject_records.whole(connection, subject_id)
    assert after.visits[-1].missed_note == "away"


def test_another_subject_is_another_reading(context: Context) -> None:
    one, other = enrol_saa(context), enrol_saa(context, code="TJ-015")
    with reading(context) as connection:
        assert context.last_read.whole(connection, one).subject.code == "TJ-014"
        assert context.last_read.whole(connection, other).subject.code == "TJ-015"
        assert context.last_read.whole(connection, one) == subject_records.whole(connection, one)
