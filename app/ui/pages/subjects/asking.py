"""What the list asks for: the query as it stands, with the flags that the typed text may mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.services import subjects
from app.ui.pages.subjects.marks import KeptMarks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.i18n import Texts
    from app.i18n.flag_words import FlagWords
    from app.services.context import Context
    from app.services.subjects import ListQuery, SubjectRow
    from app.ui.pages.subjects.marks import MarksRead


class Answer(NamedTuple):
    """What was found for a question; `tally` by state and `marked`: None where they were not asked for."""

    rows: tuple[SubjectRow, ...]
    tally: Mapping[str, int] | None
    marked: MarksRead | None


class Asking:
    """Makes the question for the service, and the work that has it answered in the worker."""

    def __init__(self, texts: Texts, context: Context) -> None:
        self._texts, self._context = texts, context
        self._words: FlagWords | None = None
        self.marks = KeptMarks(context)

    def query(self, query: ListQuery, *, limit: int = 0, offset: int = 0) -> ListQuery:
        """The question for some lines of a query."""
        asked = self._with_flags(query)
        return replace(asked, limit=limit, offset=offset, marks=self.marks.known)

    def _with_flags(self, query: ListQuery) -> ListQuery:
        if not query.text:
            return query
        if self._words is None:
            from app.i18n.flag_words import FlagWords  # behind the first paint

            self._words = FlagWords(self._texts)
        return replace(query, said=self._words.meant(query.text))

    def answering(self, query: ListQuery, *, counted: bool) -> Callable[[], Answer]:
        """Work that gives the rows of a question, with how many there are in all."""
        context = self._context
        read = self.marks.reading() if query.wants_lacking and query.marks is None else None

        def answer() -> Answer:
            found = read() if read is not None else None
            asked = query if found is None else replace(query, marks=found.marks)
            tally = subjects.tally(context, asked) if counted else None
            return Answer(subjects.listing(context, asked), tally, found)

        return answer
