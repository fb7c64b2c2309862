"""Counts that somebody should hear of the same day.

Not a rule of any protocol: limits at which laboratories usually ring the ward. Neutrophils are left out: in
marrow failure most are below any such limit for weeks. Platelets below 10 ×10⁹/L are where prophylactic
transfusion is usual (BSH guideline 2016, AABB 2015).
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

# Analyte → a value below this, in its canonical unit, is critical.
BELOW: Mapping[str, Decimal] = MappingProxyType({"PLT": Decimal(10), "HB": Decimal(60)})
# The product that is usually given for it.
GIVEN: Mapping[str, str] = MappingProxyType({"PLT": "PLT", "HB": "RBC"})
RECENT_DAYS = 14  # an older value is history, not news


def is_critical(analyte: str, value: Decimal) -> bool:
    """Whether a value in the canonical unit is below the limit of its analyte."""
    limit = BELOW.get(analyte)
    return limit is not None and value < limit
