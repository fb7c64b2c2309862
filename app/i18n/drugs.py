"""Generic names of medicines in the languages: the study keeps the English name, a person reads her own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n.texts import Texts


KNOWN = (
    *("ciclosporin", "filgrastim", "lenograstim", "pegfilgrastim", "g-csf", "eltrombopag", "hetrombopag"),
    *("avatrombopag", "romiplostim", "prednisone", "prednisolone", "methylprednisolone", "tacrolimus"),
    *("sirolimus", "mycophenolate", "danazol", "stanozolol", "deferasirox", "aciclovir", "ganciclovir"),
    *("fluconazole", "voriconazole", "posaconazole", "co-trimoxazole", "levofloxacin"),
)


def drug_name(texts: Texts, drug: str) -> str:
    """The name of a medicine as a person reads it; one that is not known stays as it was typed."""
    key = f"drugs.{drug.strip().casefold()}"
    named = texts(key) if texts.has(key) else drug
    return drug if named.casefold() == drug.casefold() else named


def generic_name(texts: Texts, typed: str) -> str:
    """The generic name that the study keeps for what a person chose or typed in her language."""
    wanted = typed.strip().casefold()
    return next((drug for drug in KNOWN if drug_name(texts, drug).casefold() == wanted), typed.strip())
