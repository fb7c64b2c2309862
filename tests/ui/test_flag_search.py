"""The flags of the list, searched for, narrowed by and ordered: what the database finds is what is shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.i18n import Texts
from app.i18n.flag_words import FlagWords
from app.services import demo, list_export, studies, subjects, today
from app.services.context import Changes, Context
from app.services.contracts.subjects import days_late
from app.services.subjects import ListQuery, SubjectRow, Waits
from app.ui.pages.subjects.asking import Answer, Asking
from app.ui.pages.subjects.flags import critical, flags_said
from app.ui.pages.subjects.views import FLAGS
from tests.ui.people import STORY, TODAY

if TYPE_CHECKING:
    from app.services.contracts.subjects import Marks


@pytest.fixture(scope="module")
def context(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    data = tmp_path_factory.mktemp("flags") / "data"
    shutil.copytree(demo_folder, data)
    opened = studies.unlock(data / "demo.mtrack", user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    yield opened
    studies.close(opened)


def codes(context: Context, query: ListQuery) -> list[str]:
    return [row.code for row in subjects.listing(context, query)]


def shown(context: Context, language: str = "en") -> dict[str, tuple[str, ...]]:
    """What the cells say, by code."""
    rows = subjects.listing(context, ListQuery())
    waits, texts = subjects.waits(context, [row.id for row in rows]), Texts(language)
    return {row.code: flags_said(row, texts, day=context.today(), waits=waits.get(row.id)) for row in rows}


KINDS: dict[str, Callable[[SubjectRow, Waits | None], object]] = {
    "critical": critical,
    "gap": lambda _row, waits: waits and waits.gap,
    "consent": lambda _row, waits: waits and waits.consent,
    "queries": lambda row, _waits: row.queries,
    "verify": lambda _row, waits: waits and waits.to_verify,
    "sign": lambda _row, waits: waits and waits.to_sign,
}


def test_each_flag_that_is_offered_is_looked_at_here() -> None:
    assert set(KINDS) == set(FLAGS)


@pytest.mark.parametrize("kind", FLAGS)
def test_a_list_is_narrowed_to_the_rows_that_show_the_flag(context: Context, kind: str) -> None:
    rows = subjects.listing(context, ListQuery())
    waits = subjects.waits(context, [row.id for row in rows])
    wanted = [row.code for row in rows if KINDS[kind](row, waits.get(row.id))]
    assert codes(context, ListQuery(flag=kind)) == wanted
    assert sum(subjects.tally(context, ListQuery(flag=kind)).values()) == len(wanted)


def test_most_urgent_rows_come_first_and_those_without_a_flag_last(context: Context) -> None:
    said, day = shown(context), context.today()
    waits = subjects.waits(context, [row.id for row in subjects.listing(context, ListQuery())])

    def urgency(row: SubjectRow) -> int:
        if critical(row, waits.get(row.id)):
            return 0
        return 1 if days_late(row, on=day) else 2 if said[row.code] else 3

    rows = subjects.listing(context, ListQuery(sort="flags"))
    ranks = [urgency(row) for row in rows]
    assert ranks == sorted(ranks)
    assert {0, 1, 2, 3} & set(ranks) >= {2, 3}
    turned = [urgency(row) for row in subjects.listing(context, ListQuery(sort="flags", descending=True))]
    flagged = [rank for rank in turned if rank < 3]
    assert flagged == sorted(flagged, reverse=True)
    assert turned == flagged + [3] * (len(turned) - len(flagged))


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_the_words_of_every_flag_that_is_shown_find_its_row(context: Context, language: str) -> None:
    words = FlagWords(Texts(language))
    found: dict[str, list[str]] = {}
    for code, flags in shown(context, language).items():
        for flag in flags:
            said = words.meant(flag)
            assert said, flag
            if flag not in found:
                found[flag] = codes(context, ListQuery(text=flag, said=said))
            assert code in found[flag], (code, flag)
    assert len(found) > 5


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "late", ("late",)),
        ("en", "6 d late", ("late",)),
        ("en", "Verify", ("verify",)),
        ("en", "PLT 8", ("critical", "gap:PLT")),
        ("en", "retic", ("gap:RETIC_ABS",)),
        ("en", "Retic due", ("gap:RETIC_ABS",)),
        ("en", "ate", ()),  # within a word
        ("en", "la", ()),  # a code or a name
        ("en", "TJ-014", ()),
        ("en", "2026", ()),
        ("en", "(", ()),
        ("en", "", ()),
        ("zh", "逾期", ("late",)),
        ("zh", "核查", ("verify",)),
        ("zh", "期", ()),
        ("pt", "atraso", ("late",)),
        ("pt", "a assinar", ("sign",)),
    ],
)
def test_a_typed_text_means_the_flags_whose_words_begin_with_it(
    language: str, typed: str, meant: tuple[str, ...]
) -> None:
    assert FlagWords(Texts(language)).meant(typed) == meant


def test_the_file_of_a_list_has_the_lines_that_were_searched_for(context: Context) -> None:
    asked = Asking(Texts("en"), context).query(ListQuery(text="verify"))
    wanted = codes(context, ListQuery(flag="verify"))
    made = list_export.make(context, asked, texts=Texts("en"))
    assert made.rows == len(wanted) > 0


class Reads:
    """What was asked of the service, and the list by it."""

    def __init__(self, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[int, ...]] = []
        self.mended: set[int] = set()  # they lack nothing any more
        self.asking = Asking(Texts("en"), context)
        real = subjects.marks

        def marks(by: Context, *, of: tuple[int, ...] = ()) -> Marks:
            self.asked.append(of)
            found = dict(real(by, of=of))
            found["gap"] = {each: names for each, names in found["gap"].items() if each not in self.mended}
            return found

        monkeypatch.setattr(subjects, "marks", marks)

    def answering(self, query: ListQuery) -> Callable[[], Answer]:
        return self.asking.answering(self.asking.query(query), counted=True)

    def look(self, query: ListQuery) -> list[str]:
        answer = self.answering(query)()
        if answer.marked is not None:
            self.asking.marks.keep(answer.marked)
        return [row.code for row in answer.rows]


@pytest.fixture
def reads(context: Context, monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(context, monkeypatch)


def test_what_assessments_lack_is_looked_for_once_until_the_study_changes(
    context: Context, reads: Reads
) -> None:
    first = reads.look(ListQuery(flag="gap"))
    assert first == codes(context, ListQuery(flag="gap"))
    assert reads.look(ListQuery(flag="gap")) == first
    assert reads.look(ListQuery(flag="verify")) == codes(context, ListQuery(flag="verify")) != []
    reads.look(ListQuery(sort="flags"))
    assert reads.asked == [()]
    reads.asking.marks.on_changed(Changes(study=True))
    reads.look(ListQuery(text="retic"))
    assert reads.asked == [(), ()]


def test_only_who_was_changed_is_looked_at_again(context: Context, reads: Reads) -> None:
    lacked = reads.look(ListQuery(flag="gap"))
    one = next(row.id for row in subjects.listing(context, ListQuery()) if row.code == lacked[0])
    other = next(row.id for row in subjects.listing(context, ListQuery()) if row.code == lacked[1])
    reads.mended = {one, other}
    reads.asking.marks.on_changed(Changes(frozenset({one})))
    assert reads.look(ListQuery(flag="gap")) == lacked[1:]
    assert reads.asked == [(), (one,)]


def test_an_answer_from_before_a_change_is_true_of_the_others_alone(reads: Reads) -> None:
    before = reads.answering(ListQuery(flag="gap"))()
    assert before.marked is not None
    reads.asking.marks.on_changed(Changes(frozenset({7})))
    reads.asking.marks.keep(before.marked)
    reads.look(ListQuery(flag="gap"))
    assert reads.asked == [(), (7,)]
    reads.asking.marks.on_changed(Changes(frozenset({7})))
    late = reads.answering(ListQuery(flag="gap"))
    reads.asking.marks.on_changed(Changes(frozenset({8})))
    found = late().marked
    assert found is not None
    reads.asking.marks.keep(found)
    assert reads.asking.marks.known is None
    reads.look(ListQuery(flag="gap"))
    assert reads.asked[2:] == [(7,), (8,)]


def test_an_answer_from_another_day_is_not_kept(reads: Reads) -> None:
    late = reads.answering(ListQuery(flag="gap"))().marked
    reads.asking.marks.forget()
    assert late is not None
    reads.asking.marks.keep(late)
    assert reads.asking.marks.known is None


def test_the_flags_of_one_are_its_flags_among_all(context: Context) -> None:
    every = subjects.marks(context)
    assert all(every.values()), "the demonstration has none of a kind"
    for row in subjects.listing(context, ListQuery()):
        own = subjects.marks(context, of=(row.id,))
        assert own == {kind: {row.id: by[row.id]} if row.id in by else {} for kind, by in every.items()}


def test_who_has_a_critical_value_on_the_home_page_has_the_flag(context: Context) -> None:
    groups = {group.key: group for group in today.read(context).groups}
    named = {line.code: line for line in groups["critical"].lines}
    said = shown(context)
    assert set(named) <= set(codes(context, ListQuery(flag="critical")))
    assert {row.state for row in subjects.listing(context, ListQuery()) if row.code in named} > {"enrolled"}
    for code, line in named.items():
        assert said[code][0] == f"PLT {line.about['value']}"


def test_a_low_haemoglobin_is_a_flag_behind_low_platelets() -> None:
    waits = Waits(critical=(("HB", Decimal(55)), ("PLT", Decimal(8))))
    row = replace(STORY[0], state="screen_failed", flags=(), queries=0, next_agreed=None, ended="")
    assert flags_said(row, Texts("en"), day=TODAY, waits=waits)[:2] == ("PLT 8", "Hb 55")
    assert not critical(row)
