"""Chronic GVHD: eight sites scored 0 to 3 and the global severity, NIH 2014.

Jagasia MH, et al. National Institutes of Health consensus development project on criteria for clinical
trials in chronic graft-versus-host disease: I. The 2014 diagnosis and staging working group report. Biol
Blood Marrow Transplant 2015;21:389-401. The rule of the global severity was read in the report of the
consortium on the same categories (NIH 2005, kept in 2014), Blood 2010;116(21):220: mild, no more than two
organs with score 1; moderate, three or more with score 1, lung score 1 or any other score 2; severe, lung
score 2 or any score 3.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.values import dataclass

SOURCE = "Jagasia MH et al., Biol Blood Marrow Transplant 2015;21:389-401 (NIH 2014)"
SITES = ("skin", "mouth", "eyes", "gi", "liver", "lungs", "joints", "genital")
SEVERITIES = ("none", "mild", "moderate", "severe")
HIGHEST = 3


@dataclass(frozen=True, slots=True)
class ChronicGrade:
    """Scores by site (None: not examined) and the global severity.

    `at_most` is worse than `severity` where a site that was not examined could raise it.
    """

    scores: Mapping[str, int | None]
    severity: str
    at_most: str

    @property
    def complete(self) -> bool:
        """Whether the severity can no longer change by what is not known."""
        return self.severity == self.at_most


def assess(scores: Mapping[str, int | None]) -> ChronicGrade:
    """The global severity of scores by site. Raises ValueError for a score outside 0 to 3."""
    known = {site: scores.get(site) for site in SITES}
    if any(score is not None and not 0 <= score <= HIGHEST for score in known.values()):
        raise ValueError("a site is scored 0 to 3")
    least = severity({site: score or 0 for site, score in known.items()})
    worst = severity({site: HIGHEST if score is None else score for site, score in known.items()})
    return ChronicGrade(MappingProxyType(known), least, worst)


def severity(scores: Mapping[str, int]) -> str:
    """none, mild, moderate or severe. The performance status is not part of it."""
    others = [score for site, score in scores.items() if site != "lungs"]
    lungs = scores["lungs"]
    involved = sum(score > 0 for score in scores.values())
    if not involved:
        return "none"
    if HIGHEST in others or lungs >= 2:
        return "severe"
    if involved >= 3 or 2 in others or lungs == 1:
        return "moderate"
    return "mild"
