"""Why a verdict is not what it was: the evidence before a change is worked out again and compared."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.causes import Cause, of_data
from app.domain.response import Prepared, prepare
from app.services import happenings, subject_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.causes import Happening
    from app.domain.evidence import Verdict
    from app.domain.record import PriorAssessment, SubjectRecord
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row


class DataChanged:
    """Values, transfusions, events … were added, corrected or removed. Nothing is worked out unasked."""

    def __init__(self, connection: Connection, before: Whole, after: Whole) -> None:
        self._connection, self._before, self._after = connection, before, after

    def cause(self, old: Row, verdict: Verdict, priors: Sequence[PriorAssessment]) -> Cause:
        """Why `verdict`, given with `priors`, is not what the row `old` says."""
        was = tuple(row for row in self._record.prior_assessments if row.day < old.day)
        before = self._prepared.on(old.day, was)
        return of_data(before, verdict, self._happened, priors=(was, priors))

    @cached_property
    def _record(self) -> SubjectRecord:
        return subject_records.record(self._before)

    @cached_property
    def _prepared(self) -> Prepared:
        return prepare(subject_records.template_of(self._connection, self._before), self._record)

    @cached_property
    def _happened(self) -> tuple[Happening, ...]:
        return happenings.between(self._before, self._after)


class PlanChanged:
    """The rules or day 0 changed, not the data: `code` amendment or day0 with what was and is."""

    def __init__(self, code: str, params: Mapping[str, str]) -> None:
        self._code, self._params = code, params

    def cause(self, old: Row, _verdict: Verdict, _priors: Sequence[PriorAssessment]) -> Cause:
        """The same for every verdict that it changed."""
        return Cause(self._code, old.status, params=self._params)
