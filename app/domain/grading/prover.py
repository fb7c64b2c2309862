"""The proof that every table of grades covers its whole range once: for `check-protocol` and the tests."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from app.domain.grading import acute_gvhd, chronic_gvhd
from app.domain.grading.bands import BandFault, prove
from app.domain.grading.ctcae import bands
from app.domain.grading.ctcae_tables import TABLES, Decrease, Entry
from app.domain.grading.normal import Normal
from app.domain.values import dataclass

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TableFault:
    """A fault of a named table: `ctcae 5.0 PLT`, `magic volume_ml`, `magic overall`, `nih global`."""

    table: str
    code: str
    at: Decimal | None = None


def table_faults(version: str | None = None) -> tuple[TableFault, ...]:
    """Every gap and overlap of the tables: those of one CTCAE version, or all of them with GVHD."""
    versions = (version,) if version is not None else tuple(TABLES)
    found = [fault for each in versions for fault in _ctcae(each)]
    if version is None:
        found += _acute()
        found += _chronic()
    return tuple(found)


def _ctcae(version: str) -> Iterator[TableFault]:
    if version not in TABLES:
        yield TableFault(f"ctcae {version}", "no_version")
        return
    for analyte, entry in TABLES[version].items():
        name = f"ctcae {version} {analyte}"
        for normal, baseline in _situations(entry):
            for table in bands(entry, normal=normal, baseline=baseline):
                yield from (_named(name, fault) for fault in prove(table))


def _situations(entry: Entry) -> Iterator[tuple[Normal, Decimal | None]]:
    """Limits of normal below, at and above the first limit; baselines below, inside and above normal."""
    if isinstance(entry, Decrease):
        for factor in ("0.5", "1", "1.0001", "2"):
            yield Normal(entry.limits[0] * Decimal(factor), None), None
        return
    for baseline in (None, Decimal(10), Decimal(60), _HUNDRED, Decimal("100.01"), Decimal(700)):
        yield Normal(Decimal(40), _HUNDRED), baseline


def _acute() -> Iterator[TableFault]:
    for name, table in acute_gvhd.TABLES.items():
        yield from (_named(f"magic {name}", fault) for fault in prove(table))
    stages = {organ: range(5) for organ in ("skin", "liver", "lower_gi")} | {"upper_gi": range(2)}
    for values in product(*stages.values()):
        chosen = dict(zip(stages, values, strict=True))
        grade = acute_gvhd.overall(**chosen)
        for organ, value in chosen.items():
            if value + 1 in stages[organ] and acute_gvhd.overall(**{**chosen, organ: value + 1}) < grade:
                yield TableFault("magic overall", "order", Decimal(value))


def _chronic() -> Iterator[TableFault]:
    rank = chronic_gvhd.SEVERITIES.index
    for lungs, ones, twos, threes in product(range(4), range(4), range(3), range(2)):
        scores = [1] * ones + [2] * twos + [3] * threes + [0] * 7
        others = [site for site in chronic_gvhd.SITES if site != "lungs"]
        chosen = {"lungs": lungs, **dict(zip(others, scores, strict=False))}
        found = rank(chronic_gvhd.severity(chosen))
        for site, score in chosen.items():
            worse = {**chosen, site: min(score + 1, chronic_gvhd.HIGHEST)}
            if rank(chronic_gvhd.severity(worse)) < found:
                yield TableFault("nih global", "order", Decimal(score))


def _named(name: str, fault: BandFault) -> TableFault:
    return TableFault(name, fault.code, fault.at)
