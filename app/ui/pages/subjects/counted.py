"""How many subjects a query has, and what stands in place of a list without one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.subjects import ListQuery
from app.ui.pages.subjects.filters import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts


def whole(query: ListQuery) -> bool:
    """Whether a query narrows nothing, in whatever order."""
    return replace(query, sort="code", descending=False) == ListQuery()


def counted(query: ListQuery, tally: Mapping[str, int], *, texts: Texts) -> str:
    """20 enrolled, 1 left the study; of a query that narrows: 5 match."""
    if not whole(query):
        return texts("subjects.count_match", count=sum(tally.values()))
    said = [(f"subjects.count_{state}", tally[state]) for state in STATES if tally.get(state)]
    return texts.listed(
        texts(f"{code}_one" if count == 1 and texts.has(f"{code}_one") else code, count=count)
        for code, count in said
    )


def nothing(query: ListQuery, texts: Texts, *, may_enrol: bool) -> tuple[str, str]:
    """The sentence and the action, "" for none, where no subject is shown."""
    if whole(query):
        return texts("subjects.empty"), texts("subjects.empty_action") if may_enrol else ""
    if query.text:
        return texts("subjects.no_match", text=query.text), texts("subjects.clear")
    return texts("subjects.no_match_filter"), texts("subjects.clear")
