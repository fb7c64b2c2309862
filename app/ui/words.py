"""Wordings that several pages share: who a subject is, which protocol, which flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.timeline import age_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.services.subjects import SubjectRow

CHILD_MONTHS = 18 * 12


def age(texts: Texts, *, born: date, on: date) -> str:
    """6 y 6 mo for a child, 34 y for a grown-up, 5 mo for an infant; "" for a birth date in the future."""
    if born > on:
        return ""
    years, months = divmod(age_months(born, on), 12)
    if years == 0:
        return texts("common.age_months", months=months)
    if years < 18 and months:
        return texts("common.age_years_months", years=years, months=months)
    return texts("common.age_years", years=years)


def person(texts: Texts, sex: str, *, born: date, on: date) -> str:
    """boy, 6 y 6 mo."""
    child = born > on or age_months(born, on) < CHILD_MONTHS
    noun = f"common.{'child' if child else 'adult'}_{sex}"
    return ", ".join(
        part for part in (texts(noun) if texts.has(noun) else sex, age(texts, born=born, on=on)) if part
    )


def sex_age(texts: Texts, sex: str, *, born: date, on: date) -> str:
    """F, 14 y: the short form of the list."""
    if born > on:
        return sex
    months = age_months(born, on)
    short = texts("common.age_years", years=months // 12) if months >= 12 else age(texts, born=born, on=on)
    return f"{sex}, {short}"


def protocol_arm(protocol: str, arm: str, *, texts: Texts, version: str = "") -> str:
    """saa_atg 1.2 · MSC; the arm is left out where the protocol has only one."""
    name = f"{protocol} {version}".strip()
    code = f"common.arm_{arm}"
    words = texts(code) if texts.has(code) else arm
    return f"{name} · {words}" if words else name


def flags(texts: Texts, codes: Iterable[str]) -> tuple[str, ...]:
    """Flags in words. A code without a sentence is shown as it is: a flag is never hidden."""
    return tuple(
        texts(f"flags.{code}") if texts.has(f"flags.{code}") else code.replace("_", " ") for code in codes
    )


def shown_status(row: SubjectRow) -> str:
    """The status of a subject for its chip: SCREENING before the first answer."""
    return row.status or ("SCREENING" if row.state != "enrolled" else "PENDING")


def refusal(texts: Texts, error: ServiceError) -> str:
    """The sentence of a refused action; the code itself where there is none, so that nothing is lost."""
    code = f"errors.{error.code}"
    return texts(code, **error.params) if texts.has(code) else error.code.replace("_", " ")
