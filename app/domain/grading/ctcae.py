"""CTCAE grades of laboratory values, v5.0. The version is part of every grade; versions are never mixed.

A grade is an interval between limits. The lower end belongs to the milder grade for terms of decrease, the
upper end for terms of increase. Without the limit of normal, grade 1 and 0 cannot be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

VERSIONS = ("5.0",)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade 0 to 4 of a term. `baseline_based`: multiples of the baseline decided it."""

    version: str
    term: str
    grade: int
    baseline_based: bool = False


@dataclass(frozen=True, slots=True)
class Ungraded:
    """No grade, with the reason: `no_term`, `no_version`, `no_lln`, `no_uln` or `no_baseline`.

    `at_most`: the grades that the value can still have are 0 to `at_most`.
    """

    version: str
    reason: str
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Decrease:
    """A term of decrease: below LLN grade 1, below each limit in turn grade 2, 3, 4.

    Anaemia ends at grade 3 on numbers; grade 4 is a clinical judgement.
    """

    term: str
    limits: tuple[Decimal, ...]

    def grade_below(self, value: Decimal) -> int:
        """2 to 4 by the fixed limits, 0 where none is undercut."""
        undercut = sum(value < limit for limit in self.limits)
        return undercut + 1 if undercut else 0


@dataclass(frozen=True, slots=True)
class Increase:
    """A term of increase: above each multiple of ULN grade 1, 2, 3, 4.

    `abnormal`: multiples of the baseline that apply instead when the baseline lies above ULN; `either`: they
    apply beside those of ULN and the higher grade counts (creatinine).
    """

    term: str
    multiples: tuple[Decimal, ...]
    abnormal: tuple[Decimal, ...]
    either: bool = False


def _numbers(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


_INFINITE = Decimal("Infinity")
TABLE_5: Mapping[str, Decrease | Increase] = MappingProxyType(
    {
        "HB": Decrease("anaemia", _numbers("100", "80")),
        "ANC": Decrease("neutrophil_count_decreased", _numbers("1.5", "1.0", "0.5")),
        "PLT": Decrease("platelet_count_decreased", _numbers("75", "50", "25")),
        "WBC": Decrease("white_blood_cell_decreased", _numbers("3.0", "2.0", "1.0")),
        "LYM": Decrease("lymphocyte_count_decreased", _numbers("0.8", "0.5", "0.2")),
        "CD4": Decrease("cd4_lymphocytes_decreased", _numbers("0.5", "0.2", "0.05")),
        "ALT": Increase("alt_increased", _numbers("1", "3", "5", "20"), _numbers("1.5", "3", "5", "20")),
        "AST": Increase("ast_increased", _numbers("1", "3", "5", "20"), _numbers("1.5", "3", "5", "20")),
        "BILT": Increase(
            "blood_bilirubin_increased", _numbers("1", "1.5", "3", "10"), _numbers("1", "1.5", "3", "10")
        ),
        "CREA": Increase(
            "creatinine_increased",
            _numbers("1", "1.5", "3", "6"),
            (_INFINITE, Decimal("1.5"), Decimal(3), _INFINITE),
            either=True,
        ),
    }
)


def ctcae(
    version: str,
    analyte: str,
    value: Decimal,
    *,
    lln: Decimal | None = None,
    uln: Decimal | None = None,
    baseline: Decimal | None = None,
) -> Grade | Ungraded:
    """The grade of a value in the canonical unit, or why there is none.

    `lln`, `uln` and `baseline` are in the same unit. Source: NCI CTCAE of `version`.
    """
    if version not in VERSIONS:
        return Ungraded(version, "no_version")
    entry = TABLE_5.get(analyte)
    if entry is None:
        return Ungraded(version, "no_term")
    if isinstance(entry, Decrease):
        return _decreased(version, entry, value, lln)
    return _increased(version, entry, value, uln, baseline)


def _decreased(version: str, entry: Decrease, value: Decimal, lln: Decimal | None) -> Grade | Ungraded:
    grade = entry.grade_below(value)
    if grade:
        return Grade(version, entry.term, grade)
    if lln is None:
        return Ungraded(version, "no_lln", 1)
    return Grade(version, entry.term, 1 if value < lln else 0)


def _increased(
    version: str, entry: Increase, value: Decimal, uln: Decimal | None, baseline: Decimal | None
) -> Grade | Ungraded:
    if uln is None:
        return Ungraded(version, "no_uln")
    by_normal = sum(value > multiple * uln for multiple in entry.multiples)
    if entry.either:
        if baseline is None:
            return Grade(version, entry.term, by_normal)
        by_baseline = _steps(value, baseline, entry.abnormal)
        return Grade(version, entry.term, max(by_normal, by_baseline), by_baseline > by_normal)
    if baseline is not None and baseline > uln:
        by_baseline = sum(value > multiple * baseline for multiple in entry.abnormal)
        if by_baseline == 0 and entry.abnormal[0] > 1:
            by_baseline = int(value == entry.abnormal[0] * baseline)
        return Grade(version, entry.term, by_baseline, baseline_based=True)
    return Grade(version, entry.term, by_normal)


def _steps(value: Decimal, baseline: Decimal, multiples: tuple[Decimal, ...]) -> int:
    """The highest step whose multiple of the baseline is exceeded."""
    return max(
        (
            step
            for step, multiple in enumerate(multiples, start=1)
            if multiple.is_finite() and value > multiple * baseline
        ),
        default=0,
    )
