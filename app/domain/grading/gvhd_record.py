"""What is kept of a staged GVHD: the findings as typed, the stages that follow, and the criteria's name."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.domain.grading import acute_gvhd, chronic_gvhd
from app.domain.grading.acute_gvhd import AcuteFindings, AcuteGrade
from app.domain.grading.chronic_gvhd import ChronicGrade
from app.domain.plausibility import Problem, check_value
from app.domain.quantities import exact_number

ACUTE, CHRONIC = "acute_gvhd", "chronic_gvhd"
CRITERIA: Mapping[str, str] = {ACUTE: "MAGIC 2016", CHRONIC: "NIH 2014"}
MG_DL = "mg/dL"
# Of the findings of the acute form, all texts: beside these the unit of bilirubin, the ticks blistering and
# severe_gut ("1" or ""), and nausea ("", "0" or "1").
ACUTE_NUMBERS = ("skin_pct", "bilirubin", "volume_ml", "episodes", "weight_kg")
# No source prints a limit: these are the program's own, above what any body gives in a day.
MOST: Mapping[str, Decimal] = {"volume_ml": Decimal(20_000), "episodes": Decimal(100)}


def acute(typed: Mapping[str, str], numbers: Mapping[str, Decimal | None]) -> AcuteGrade:
    """The grade of a typed form; `numbers` are its number fields, None where empty or unreadable."""
    bilirubin = numbers.get("bilirubin")
    if bilirubin is not None and typed.get("bilirubin_unit") == MG_DL:
        bilirubin *= acute_gvhd.UMOL_PER_MG
    nausea = typed.get("nausea", "")
    return acute_gvhd.assess(
        AcuteFindings(
            skin_pct=numbers.get("skin_pct"),
            blistering=bool(typed.get("blistering")),
            bilirubin_umol=bilirubin,
            volume_ml=numbers.get("volume_ml"),
            episodes=numbers.get("episodes"),
            severe_gut=bool(typed.get("severe_gut")),
            nausea=None if nausea == "" else nausea == "1",
            weight_kg=numbers.get("weight_kg"),
        )
    )


def chronic(typed: Mapping[str, str]) -> ChronicGrade:
    """The severity of a typed form: a score for each site, "" where it was not examined."""
    return chronic_gvhd.assess(
        {site: int(typed[site]) if typed.get(site, "") else None for site in chronic_gvhd.SITES}
    )


def details(term: str, typed: Mapping[str, str], graded: AcuteGrade | ChronicGrade) -> dict[str, object]:
    """The JSON object that is stored with the event."""
    kept: dict[str, object] = {
        "criteria": CRITERIA[term],
        "findings": {name: text for name, text in typed.items() if text},
    }
    if isinstance(graded, AcuteGrade):
        kept |= {
            "stages": dict(graded.stages),
            "grade": graded.grade,
            "at_most": graded.at_most,
            "flags": list(graded.flags),
        }
    else:
        kept |= {
            "scores": dict(graded.scores),
            "severity": graded.severity,
            "at_most": graded.at_most,
        }
    return kept


def findings(stored: Mapping[str, object] | None) -> dict[str, str]:
    """The typed findings of a stored event."""
    listed = (stored or {}).get("findings")
    return {str(name): str(text) for name, text in listed.items()} if isinstance(listed, Mapping) else {}


def impossible(stored: Mapping[str, object] | None) -> Iterator[Problem]:
    """What of the findings of an acute GVHD no patient has; paths are the names of the findings."""
    typed = findings(stored)
    if bilirubin := typed.get("bilirubin", ""):
        checked = check_value(
            "BILT",
            bilirubin,
            typed.get("bilirubin_unit", "umol/L"),
            age_years=None,
            previous=None,
            confirmed=True,
        )
        for problem in checked.problems:
            yield Problem("bilirubin", problem.code, problem.severity, problem.params)
    for name, most in MOST.items():
        value = exact_number(typed.get(name, ""))
        if value is not None and value > most:
            yield Problem(name, f"stool_{name}_above", "refused", {"value": value, "most": most})
