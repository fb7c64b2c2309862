"""Lower limit of normal haemoglobin in g/L by age and sex, as versioned tables.

From 6 months: WHO 2024, and WHO 2011 (110 for the whole of 6-59 months). Below 6 months WHO has none;
the values there follow Dallman, mean minus two standard deviations. At or above the limit is normal (A-23).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

# First completed month of each step, limit of boys and men, limit of girls and women.
_Steps = tuple[tuple[int, int, int], ...]
_INFANTS: _Steps = ((0, 125, 125), (1, 100, 100), (2, 90, 90), (3, 95, 95))
_OLDER: _Steps = ((60, 115, 115), (144, 120, 120), (180, 130, 120))
TABLES: Mapping[str, _Steps] = MappingProxyType(
    {
        "WHO2024": (*_INFANTS, (6, 105, 105), (24, 110, 110), *_OLDER),
        "WHO2011": (*_INFANTS, (6, 110, 110), *_OLDER),
    }
)
_ALTITUDE = (0, 4, 8, 11, 14, 18, 21, 25, 29, 33)  # g/L added from 0, 500, 1000 … m; recalled, off by default


def completed_months(birth: date, on: date) -> int:
    """Completed months of age; negative before birth."""
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def lower_limit(
    table: str, sex: str | None, birth_date: date | None, on: date, *, altitude_m: int = 0
) -> Decimal | None:
    """The limit in g/L, or None where age, or from 15 years sex, is unknown. LAB has none of its own."""
    if birth_date is None or table not in TABLES:
        return None
    return _limit_at(table, completed_months(birth_date, on), sex, altitude_m)


@lru_cache(maxsize=4096)
def _limit_at(table: str, months: int, sex: str | None, altitude_m: int) -> Decimal | None:
    if months < 0:
        return None
    _, male, female = max(step for step in TABLES[table] if step[0] <= months)
    if male != female and sex not in {"M", "F"}:
        return None
    added = _ALTITUDE[min(altitude_m // 500, len(_ALTITUDE) - 1)]
    return Decimal((female if sex == "F" else male) + added)
