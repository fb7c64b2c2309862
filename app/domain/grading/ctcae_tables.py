"""The laboratory tables of CTCAE as data, one set for each version; versions are never mixed.

Limits are in canonical units. The numbers were compared with the grading metadata of the public package
admiral (ncictcaev5.json, ncictcaev6.json). Version 6.0 has no entry here for lymphocytes: that metadata gives
no limits of a lymphocyte count decreased, and the official text of the term could not be read.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from app.domain.values import dataclass

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "5.0": "NCI, Common Terminology Criteria for Adverse Events v5.0, 27 Nov 2017",
        "6.0": "NCI, Common Terminology Criteria for Adverse Events v6.0, 22 Jul 2025",
    }
)
VERSIONS = tuple(SOURCES)

Beside = Literal["if_high", "either", "if_low"]


@dataclass(frozen=True, slots=True)
class Decrease:
    """A term of decrease: below each limit in turn the next grade; a limit belongs to the milder grade.

    `limits` are those of grades 2, 3 … where grade 1 begins at LLN, or of grades 1, 2, 3 … (`from_normal`
    false). Anaemia ends at grade 3 on numbers; grade 4 is a clinical judgement.
    """

    term: str
    limits: tuple[Decimal, ...]
    from_normal: bool = True


@dataclass(frozen=True, slots=True)
class Increase:
    """A term of increase: above each multiple of ULN grade 1, 2, 3, 4; a limit belongs to the milder grade.

    `of_baseline` are multiples of the baseline (None: none for that grade). They apply in the place of those
    of ULN when the baseline lies above ULN (`if_high`), beside them (`either`), or beside them when it lies
    below LLN (`if_low`). `reached`: the first multiple of the baseline itself is grade 1 already.
    """

    term: str
    multiples: tuple[Decimal, ...]
    of_baseline: tuple[Decimal | None, ...]
    beside: Beside = "if_high"
    reached: bool = False


Entry = Decrease | Increase


def _numbers(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


def _enzyme(term: str, *of_baseline: str) -> Increase:
    return Increase(term, _numbers("1", "3", "5", "20"), _numbers(*of_baseline), reached=True)


_SAME: Mapping[str, Entry] = {
    "HB": Decrease("anaemia", _numbers("100", "80")),
    "WBC": Decrease("white_blood_cell_decreased", _numbers("3.0", "2.0", "1.0")),
    "CD4": Decrease("cd4_lymphocytes_decreased", _numbers("0.5", "0.2", "0.05")),
}
_MULTIPLES_OF_BILIRUBIN = _numbers("1", "1.5", "3", "10")
_MULTIPLES_OF_CREATININE = _numbers("1", "1.5", "3", "6")
_CREATININE_BASELINE = (None, Decimal("1.5"), Decimal(3), None)
TABLE_5: Mapping[str, Entry] = MappingProxyType(
    {
        **_SAME,
        "ANC": Decrease("neutrophil_count_decreased", _numbers("1.5", "1.0", "0.5")),
        "PLT": Decrease("platelet_count_decreased", _numbers("75", "50", "25")),
        "LYM": Decrease("lymphocyte_count_decreased", _numbers("0.8", "0.5", "0.2")),
        "ALT": _enzyme("alt_increased", "1.5", "3", "5", "20"),
        "AST": _enzyme("ast_increased", "1.5", "3", "5", "20"),
        "BILT": Increase("blood_bilirubin_increased", _MULTIPLES_OF_BILIRUBIN, _MULTIPLES_OF_BILIRUBIN),
        "CREA": Increase("creatinine_increased", _MULTIPLES_OF_CREATININE, _CREATININE_BASELINE, "either"),
    }
)
# v6.0 prints grade 3 of ALT and AST as ">2.0 - 4.0 x baseline if baseline was >ULN up to 5 x ULN"; above that
# it prints none. The hole is closed with the same multiples.
TABLE_6: Mapping[str, Entry] = MappingProxyType(
    {
        **_SAME,
        "ANC": Decrease(
            "neutrophil_count_decreased", _numbers("1.5", "1.0", "0.5", "0.1"), from_normal=False
        ),
        "PLT": Decrease("thrombocytopenia", _numbers("75", "50", "10")),
        "ALT": _enzyme("alt_increased", "1", "1.5", "2", "4"),
        "AST": _enzyme("ast_increased", "1", "1.5", "2", "4"),
        "BILT": Increase(
            "blood_bilirubin_increased",
            _MULTIPLES_OF_BILIRUBIN,
            _numbers("1", "1.5", "2.5", "10"),
            reached=True,
        ),
        "CREA": Increase("creatinine_increased", _MULTIPLES_OF_CREATININE, _CREATININE_BASELINE, "if_low"),
    }
)
# Counts that a version may well grade, but whose limits could not be compared with its text.
UNVERIFIED: Mapping[str, frozenset[str]] = MappingProxyType({"6.0": frozenset({"LYM"})})
TABLES: Mapping[str, Mapping[str, Entry]] = MappingProxyType({"5.0": TABLE_5, "6.0": TABLE_6})
