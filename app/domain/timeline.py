"""Study days, calendar months, ages and windows. Whole days only: no clock and no time zone in here."""

from calendar import monthrange
from datetime import date, timedelta

from app.domain.values import dataclass


def study_day(anchor: date, day: date) -> int:
    """Study day of a date: 0 on the anchor, negative before it."""
    return (day - anchor).days


def date_of(anchor: date, n: int) -> date:
    """Date of study day `n`: anchor + n days. Raises OverflowError outside the calendar."""
    return anchor + timedelta(days=n)


def add_months(day: date, n: int) -> date:
    """The same day of the month `n` calendar months away, clipped to the end of a shorter month.

    31 August + 6 months is 28 February, 29 in a leap year. Raises ValueError outside the calendar.
    """
    years, month0 = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month0 + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{n} months from {day} is outside the calendar")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def age_months(birth: date, on: date) -> int:
    """Completed calendar months of age. Raises ValueError for a day before birth.

    A month is complete on its clipped day, as `add_months` counts: born on the 31st, one month old on
    28 February. Ages and visits thus follow one rule.
    """
    if on < birth:
        raise ValueError(f"{on} is before the birth on {birth}")
    months = (on.year - birth.year) * 12 + on.month - birth.month
    return months if add_months(birth, months) <= on else months - 1


def age_years(birth: date, on: date) -> int:
    """Completed years of age. Raises ValueError for a day before birth."""
    return age_months(birth, on) // 12


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a visit counts as in time, both ends included, around its target.

    Raises ValueError when the three are out of order.
    """

    earliest: date
    target: date
    latest: date

    def __post_init__(self) -> None:
        if not self.earliest <= self.target <= self.latest:
            raise ValueError(f"window out of order: {self.earliest}, {self.target}, {self.latest}")

    def holds(self, day: date) -> bool:
        """Whether a day lies inside."""
        return self.earliest <= day <= self.latest

    def meets(self, other: "Window") -> bool:
        """Whether the two share a day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def window_around(target: date, *, before: int, after: int) -> Window:
    """The window from `before` days before to `after` days after a target."""
    return Window(date_of(target, -before), target, date_of(target, after))
