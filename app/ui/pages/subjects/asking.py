"""What the list asks for: the query as it stands, with the flags that the typed text may mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.services import subjects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts
    from app.i18n.flag_words import FlagWords
    from app.services.context import Context
    from app.services.subjects import ListQuery, SubjectRow


class Answer(NamedTuple):
    """What was found for a question; `tally` by state, None where it was not asked for."""

    rows: tuple[SubjectRow, ...]
    tally: Mapping[str, int] | None
    query: ListQuery


class Asking:
    """Makes the question for the service. What assessments lack is asked for once, until something changes:
    in a study of ten thousand that takes longer than a list may."""

    def __init__(self, texts: Texts, context: Context) -> None:
        self._texts, self._context = texts, context
        self._words: FlagWords | None = None
        self._kept: ListQuery | None = None

    def query(self, query: ListQuery, *, limit: int = 0, offset: int = 0) -> ListQuery:
        """The question for some lines of a query."""
        known = self._kept.lacking if self._kept is not None else None
        lacking = known if (asked := self._with_flags(query)).wants_lacking else None
        return replace(asked, limit=limit, offset=offset, lacking=lacking)

    def _with_flags(self, query: ListQuery) -> ListQuery:
        if not query.text:
            return query
        if self._words is None:
            from app.i18n.flag_words import FlagWords  # behind the first paint

            self._words = FlagWords(self._texts)
        return replace(query, said=self._words.meant(query.text))

    def answer(self, query: ListQuery, *, counted: bool) -> Answer:
        """The rows, with how many there are in all; in the worker."""
        context = self._context
        if query.wants_lacking and query.lacking is None:
            query = replace(query, lacking=subjects.lacking(context))
        tally = subjects.tally(context, query) if counted else None
        return Answer(subjects.listing(context, query), tally, query)

    def keep(self, query: ListQuery) -> None:
        """Remember what was found for a question."""
        if query.lacking is not None:
            self._kept = query

    def forget(self) -> None:
        """Something was changed, or the day."""
        self._kept = None
