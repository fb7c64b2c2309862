"""Grades and doses of a template: tables without gaps, targets in order, infusions that can follow."""

from collections.abc import Iterator
from functools import lru_cache

from app.domain.protocol.faults import Problem
from app.domain.protocol.parts import Parts
from app.domain.protocol.response import MoreInfusions


def grade_problems(parts: Parts) -> Iterator[Problem]:
    """Gaps and overlaps of the CTCAE tables that the template names, and doses that cannot be meant."""
    yield from _tables(str(parts.content.get("ctcae", "5.0")))
    for index, treatment in parts.treatments:
        low, high = treatment.trough_low, treatment.trough_high
        if low is not None and high is not None and low >= high:
            where = ("treatments", index, "trough_high")
            yield Problem(where, "trough_crossed", {"low": low, "high": high})
    later = getattr(parts.response, "continue_if", None)
    if later is not None and later.then is not None:
        yield from _more(later.then, later.from_day)


def _more(more: MoreInfusions, decided_from: int) -> Iterator[Problem]:
    place = ("response", "continue_if", "then")
    if more.first_from < decided_from:
        yield Problem((*place, "first_from"), "more_before_decision", {"day": decided_from})
    if more.before + more.after >= more.every_days:
        yield Problem((*place, "every_days"), "more_windows_meet", {"days": more.every_days})


def _tables(version: str) -> Iterator[Problem]:
    for table, code in _proof(version):
        yield Problem(("ctcae",), "grade_table", {"table": table, "fault": code})


@lru_cache(maxsize=8)
def _proof(version: str) -> tuple[tuple[str, str], ...]:
    from app.domain.grading.ctcae_tables import VERSIONS
    from app.domain.grading.prover import table_faults

    if version not in VERSIONS:
        return ()  # the format itself refuses it
    return tuple((fault.table, fault.code) for fault in table_faults(version))
