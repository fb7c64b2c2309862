"""Acute GVHD: stage of each organ and overall grade by the MAGIC criteria.

Harris AC, et al. International, multicenter standardization of acute graft-versus-host disease clinical data
collection. Biol Blood Marrow Transplant 2016;22:4-10. Printed holes are closed: bilirubin above 3 mg/dL is
stage 2 (printed 3.1), and an average of episodes is below a stage until it reaches that stage's first number.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from app.domain.grading.bands import Band, grade_in
from app.domain.values import dataclass

SOURCE = "Harris AC et al., Biol Blood Marrow Transplant 2016;22:4-10 (MAGIC)"
CHILD_UP_TO_KG = Decimal(50)
UMOL_PER_MG = Decimal("17.104")


def _steps(*ends: tuple[str, bool]) -> tuple[Band, ...]:
    """Stages 0, 1, 2 … from nothing up; an end with True belongs to the lower stage."""
    made, low, low_in = [], Decimal(0), True
    for stage, (text, belongs) in enumerate(ends):
        high = Decimal(text)
        made.append(Band(stage, low, high, low_in=low_in, high_in=belongs))
        low, low_in = high, not belongs
    return (*made, Band(len(ends), low, None, low_in=low_in))


TABLES: Mapping[str, tuple[Band, ...]] = MappingProxyType(
    {
        "skin_pct": _steps(("0", True), ("25", False), ("50", True)),
        "bilirubin_mg_dl": _steps(("2", False), ("3", True), ("6", True), ("15", True)),
        "volume_ml": _steps(("500", False), ("1000", False), ("1500", True)),
        "volume_ml_kg": _steps(("10", False), ("20", False), ("30", True)),
        "episodes": _steps(("3", False), ("5", False), ("7", True)),
        "episodes_child": _steps(("4", False), ("7", False), ("10", True)),
    }
)


@dataclass(frozen=True, slots=True)
class AcuteFindings:
    """What the examination found; None where it was not said. Stool values are averages of 3 days, per day.

    `bilirubin_umol` in umol/L; `blistering`: generalised erythroderma with bullae or desquamation over more
    than 5 % of the body surface; `severe_gut`: severe abdominal pain with or without ileus, or grossly bloody
    stool; `nausea`: persistent nausea, vomiting or anorexia.
    """

    skin_pct: Decimal | None = None
    blistering: bool = False
    bilirubin_umol: Decimal | None = None
    volume_ml: Decimal | None = None
    episodes: Decimal | None = None
    severe_gut: bool = False
    nausea: bool | None = None
    weight_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AcuteGrade:
    """Stages by organ (None: not known) and the overall grade 0 to 4.

    `at_most` is above `grade` where an organ that is not known could raise it. Flags: `volume_and_episodes_
    disagree`, `weight_missing`, `child` (stool by weight).
    """

    stages: Mapping[str, int | None]
    grade: int
    at_most: int
    flags: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the grade can no longer change by what is not known."""
        return self.grade == self.at_most


def assess(findings: AcuteFindings) -> AcuteGrade:
    """Stage each organ and grade the whole."""
    gut, flags = _lower_gut(findings)
    stages: dict[str, int | None] = {
        "skin": 4 if findings.blistering else _stage("skin_pct", findings.skin_pct),
        "liver": None
        if findings.bilirubin_umol is None
        else _stage("bilirubin_mg_dl", findings.bilirubin_umol / UMOL_PER_MG),
        "lower_gi": gut,
        "upper_gi": None if findings.nausea is None else int(findings.nausea),
    }
    least = {organ: stage or 0 for organ, stage in stages.items()}
    worst = {organ: (1 if organ == "upper_gi" else 4) if s is None else s for organ, s in stages.items()}
    return AcuteGrade(MappingProxyType(stages), overall(**least), overall(**worst), flags)


def overall(*, skin: int, liver: int, lower_gi: int, upper_gi: int) -> int:
    """The overall grade: 0 none, I to IV as 1 to 4."""
    if 4 in (skin, liver, lower_gi):
        return 4
    if liver >= 2 or lower_gi >= 2:
        return 3
    if skin == 3 or liver == 1 or lower_gi == 1 or upper_gi == 1:
        return 2
    return 1 if skin else 0


def _lower_gut(findings: AcuteFindings) -> tuple[int | None, tuple[str, ...]]:
    if findings.severe_gut:
        return 4, ()
    volume, episodes, weight = findings.volume_ml, findings.episodes, findings.weight_kg
    if volume is None and episodes is None:
        return None, ()
    if weight is None or weight <= 0:  # 0 is what a weight of 0.9 begins with
        return None, ("weight_missing",)
    child = weight <= CHILD_UP_TO_KG
    found = [
        _stage("volume_ml_kg" if child else "volume_ml", _per(volume, weight) if child else volume),
        _stage("episodes_child" if child else "episodes", episodes),
    ]
    known = {stage for stage in found if stage is not None}
    flags = ("child",) if child else ()
    # Volume and episodes disagree: the higher stage counts, and it is said.
    return max(known), (*flags, "volume_and_episodes_disagree") if len(known) > 1 else flags


def _per(volume: Decimal | None, weight: Decimal) -> Decimal | None:
    return None if volume is None else volume / weight


def _stage(table: str, value: Decimal | None) -> int | None:
    return None if value is None else grade_in(TABLES[table], value)
