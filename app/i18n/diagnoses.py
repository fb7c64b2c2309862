"""A diagnosis in words, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.diagnosis import COUNTS, CRITERION

if TYPE_CHECKING:
    from app.domain.diagnosis import Diagnosis
    from app.i18n.texts import Texts


def diagnosis_text(found: Diagnosis, texts: Texts) -> str:
    """Severe AA (Camitta), where counts and marrow showed it; severe AA where a criterion alone says so."""
    said = texts(f"diagnosis.{found.code}")
    return texts("diagnosis.by_camitta", said=said) if found.basis == COUNTS else said


def basis_text(found: Diagnosis, texts: Texts, *, protocol: str) -> str:
    """Where it comes from. `protocol`: name and version."""
    if found.basis == COUNTS:
        return texts("diagnosis.from_counts", said=texts(f"diagnosis.{found.code}.whole"))
    if found.basis == CRITERION:
        return texts("diagnosis.from_criterion", protocol=protocol, said=texts.written(found.said))
    return texts("diagnosis.from_condition", protocol=protocol, said=texts(f"diagnosis.{found.code}.whole"))
