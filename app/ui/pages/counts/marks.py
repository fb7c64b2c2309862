"""Grade and range of a value on its day: by the protocol's CTCAE version and the limits of that age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.criteria.view import SubjectData
from app.domain.grading import Grade, Ungraded, ctcae
from app.domain.grading.normal import NONE, Normal, beside, normal
from app.services.charts import record_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.domain.grading.normal import Limits
    from app.ui.subject_view import SubjectView

LOW, HIGH, WITHIN = "low", "high", ""


class Marker:
    """Looks limits up once for each analyte and month."""

    def __init__(self, view: SubjectView) -> None:
        self._view = view
        self._known: dict[tuple[str, int, int], Normal] = {}
        self._shown: dict[tuple[str, Decimal, Normal], tuple[int, str]] = {}
        self.version = view.template.ctcae
        self._data: SubjectData | None = None
        self._acting: dict[date, str] = {}

    def limits(self, code: str, on: date) -> Normal:
        """The limits of normal; they change with completed months of age, hence twice a month at most."""
        born = self._view.course.subject.birth_date
        month = (code, on.year * 12 + on.month, int(on.day >= born.day))
        if month not in self._known:
            self._known[month] = normal(
                code,
                rows=self._view.limits,
                settings=self._view.template.response,
                sex=self._view.course.subject.sex or None,
                birth=born,
                on=on,
            )
        return self._known[month]

    def growth_factor(self, code: str, on: date) -> str:
        """The growth factor under which an ANC of a day was measured, "" without: the chart's open marks."""
        if code != "ANC":
            return ""
        if on not in self._acting:
            if self._data is None:
                course = self._view.course
                record = record_of(course, course.subject.day0 or on)
                self._data = SubjectData(record, self._view.template.response)
            acting = self._data.gcsf_course(on)
            self._acting[on] = acting.drug if acting is not None else ""
        return self._acting[on]

    def of(self, code: str, on: date, own: Limits | None = None) -> Normal:
        """The limits of one value: those printed beside it (`own`) before those of the table."""
        return beside(own, self.limits(code, on))

    def grade(
        self, code: str, value: Decimal | None, on: date, own: Limits | None = None
    ) -> Grade | Ungraded | None:
        """The grade of a value in its stored unit."""
        if value is None:
            return None
        limits = self.of(code, on, own)
        return ctcae(self.version, code, value, lln=limits.low, uln=limits.high)

    def shown(self, code: str, value: Decimal, on: date, own: Limits | None = None) -> tuple[int, str]:
        """The grade as a figure, 0 for none or where it is open, and the side out of range: for painting."""
        key = (code, value, self.of(code, on, own))
        if key not in self._shown:
            found = self.grade(code, value, on, own)
            figure = found.grade if isinstance(found, Grade) else 0
            self._shown[key] = figure, self.range(code, value, on, own)
        return self._shown[key]

    def range(self, code: str, value: Decimal | None, on: date, own: Limits | None = None) -> str:
        """Whether a value lies below or above the limits."""
        limits = self.of(code, on, own) if value is not None else NONE
        if value is None or limits == NONE:
            return WITHIN
        if limits.low is not None and value < limits.low:
            return LOW
        return HIGH if limits.high is not None and value > limits.high else WITHIN
