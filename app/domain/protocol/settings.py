"""How values of a record are read before any rule looks at them: windows, wash-outs, reference tables."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

GcsfMode = Literal["exclude", "count_but_flag"]
HbTable = Literal["WHO2024", "WHO2011", "LAB"]
WASHOUT_DAYS: Mapping[str, int] = MappingProxyType(
    {"filgrastim": 7, "lenograstim": 7, "g-csf": 7, "pegfilgrastim": 14}
)


class RuleSettings(BaseModel):
    """Defaults A-06, A-07, A-10, A-11 and the haemoglobin table, in days and metres."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    lookback_days: int = 7
    baseline_lookback_days: int = 14
    values_from_anchor: bool = False
    ti_rbc_days: int = 28
    ti_plt_days: int = 14
    gcsf_mode: GcsfMode = "exclude"
    gcsf_washout_days: dict[str, int] = dict(WASHOUT_DAYS)
    hb_table: HbTable = "WHO2024"
    altitude_m: int = 0
    retic_severe: Decimal = Decimal(20)

    def transfusion_free_days(self, product: str) -> int:
        """Days without a product that count as independence of it."""
        return self.ti_rbc_days if product == "RBC" else self.ti_plt_days
