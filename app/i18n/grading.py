"""Grades, clinical terms and staged GVHD in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.domain.grading import Grade, Ungraded, emergent
from app.domain.grading.chronic_gvhd import SITES
from app.domain.grading.serious import NO, serious
from app.domain.grading.terms import TERMS

if TYPE_CHECKING:
    from app.i18n.texts import Texts


def grade_text(grade: Grade | Ungraded | None, texts: Texts) -> str:
    """G3, none, G0–1 where the limit of normal is not known, – where there is no grade."""
    if isinstance(grade, Grade):
        return texts("grading.grade", grade=grade.grade) if grade.grade else texts("grading.none")
    if grade is None or grade.at_most is None:
        return "–"
    return texts("grading.at_most", low=grade.at_least, high=grade.at_most)


def grade_tip(
    grade: Grade | Ungraded | None, baseline: Grade | Ungraded | None, day: str, texts: Texts
) -> str:
    """Baseline G4 on 17 Aug. Not worse than the baseline. And why a grade is open."""
    words = []
    if isinstance(grade, Ungraded) and texts.has(f"grading.tip_{grade.reason}"):
        words.append(texts(f"grading.tip_{grade.reason}", version=grade.version))
    if baseline is not None:
        words.append(texts("grading.tip_baseline", grade=grade_text(baseline, texts), day=day))
        worse = emergent(grade, baseline) if grade is not None else None
        if worse is not None:
            words.append(texts("grading.tip_emergent" if worse else "grading.tip_not_emergent"))
    return texts.sentences(words)


def term_name(term: str, texts: Texts) -> str:
    """Infusion related reaction; "" for no term."""
    return texts(f"grading.term.{term}") if term and texts.has(f"grading.term.{term}") else ""


def term_help(term: str, grade: int | None, version: str, texts: Texts) -> str:
    """The text of a grade of a term with its source; without a grade those of all its grades."""
    known = TERMS.get(term)
    if known is None:
        return ""
    chosen = known.grades if grade is None else (grade,)
    said = [
        texts.named(texts("grading.grade", grade=each), texts(f"grading.term.{term}.{each}"))
        for each in chosen
        if each in known.grades
    ]
    source = texts("grading.recalled" if known.recalled(version) else "grading.quoted", version=version)
    return f"{' · '.join(said)} ({source})" if said else ""


def gvhd_text(details: Mapping[str, object] | None, texts: Texts) -> str:
    """A stored or a live staging in one sentence; "" for none, as of a death, which has a cause instead."""
    if not details or not ("stages" in details or "scores" in details):
        return ""
    return _acute(details, texts) if "stages" in details else _chronic(details, texts)


def serious_text(kind: str, grade: int | None, details: Mapping[str, object] | None, texts: Texts) -> str:
    """Serious (hospitalisation); "" for an event that is not, or of which nobody said so."""
    why = serious(kind, grade, details)
    if why in ("", NO) or kind == "death":  # a death says it itself
        return ""
    return texts("grading.serious", why=texts(f"events.serious_{why}"))


def _acute(details: Mapping[str, object], texts: Texts) -> str:
    stages = details["stages"]
    assert isinstance(stages, Mapping)
    listed = texts.listed(
        texts(
            "grading.acute.stage",
            organ=texts(f"grading.acute.organ.{organ}"),
            stage=texts("grading.acute.not_known") if stage is None else stage,
        )
        for organ, stage in stages.items()
    )
    flags = [texts(f"grading.acute.flag.{flag}") for flag in _list(details.get("flags"))]
    grade, most = details["grade"], details["at_most"]
    said = texts(
        "grading.acute.grade" if grade == most else "grading.acute.grade_at_least",
        grade=texts(f"grading.acute.roman.{grade}"),
        at_most=texts(f"grading.acute.roman.{most}"),
        stages=listed,
    )
    return texts.clauses([said, *flags])


def _chronic(details: Mapping[str, object], texts: Texts) -> str:
    scores = details["scores"]
    assert isinstance(scores, Mapping)
    named = {site: texts(f"grading.chronic.site.{site}") for site in SITES}
    involved = [
        texts("grading.chronic.score", site=named[site], score=scores[site])
        for site in SITES
        if scores.get(site)
    ]
    absent = [named[site] for site in SITES if scores.get(site) is None]
    parts = [texts.listed(involved)] if involved else []
    if not involved and not absent:
        parts.append(texts("grading.chronic.all_zero"))
    if absent:
        parts.append(texts("grading.chronic.not_examined", sites=texts.listed(absent)))
    severity, most = details["severity"], details["at_most"]
    return texts(
        "grading.chronic.severity" if severity == most else "grading.chronic.severity_at_least",
        severity=texts(f"grading.chronic.{severity}"),
        at_most=texts(f"grading.chronic.{most}"),
        scores=texts.clauses(parts),
    )


def _list(value: object) -> Iterable[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []
