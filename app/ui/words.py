"""Wordings that several pages share: who a subject is, which protocol, which flags."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from app.domain.timeline import age_months

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.protocol.faults import Fault
    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.services.subjects import SubjectRow

CHILD_MONTHS = 18 * 12
_SHOWN_FAULTS = 4
_WRITTEN = frozenset({"visit", "criterion"})  # what a protocol template wrote


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
    return texts.spoken(
        part for part in (texts(noun) if texts.has(noun) else sex, age(texts, born=born, on=on)) if part
    )


def sex_age(texts: Texts, sex: str, *, born: date, on: date) -> str:
    """F, 14 y: the short form of the list."""
    named = f"common.sex_{sex}"
    sex = texts(named) if texts.has(named) else sex
    if born > on:
        return sex
    months = age_months(born, on)
    short = texts("common.age_years", years=months // 12) if months >= 12 else age(texts, born=born, on=on)
    return texts.spoken((sex, short))


def protocol_arm(protocol: str, arm: str, *, texts: Texts, version: str = "") -> str:
    """saa_atg 1.2 · MSC; the arm is left out where the protocol has only one."""
    name = f"{protocol} {version}".strip()
    code = f"common.arm_{arm}"
    words = texts(code) if texts.has(code) else arm
    return f"{name} · {words}" if words else name


def flags(texts: Texts, codes: Iterable[str], *, short: bool = False) -> tuple[str, ...]:
    """Flags in words, `short` for a list. A code without words is shown as it is: a flag is never hidden."""
    return tuple(_flag(texts, code, short=short) for code in codes)


def _flag(texts: Texts, code: str, *, short: bool) -> str:
    keys = (f"flags.{code}.short", f"flags.{code}") if short else (f"flags.{code}",)
    return next((texts(key) for key in keys if texts.has(key)), code.replace("_", " "))


def shown_status(row: SubjectRow) -> str:
    """The status of a subject for its chip: SCREENING before the first answer, or why there will be none."""
    if row.state == "screen_failed" and not row.status:
        return "SCREEN_FAILURE"
    return row.status or ("PENDING" if row.state in ("enrolled", "left") else "SCREENING")


def unassessed(row: SubjectRow) -> bool:
    """Whether somebody left the study while the status was pending: no window is open any more."""
    return row.state == "left" and shown_status(row) == "PENDING"


def rescheduled(texts: Texts, row: SubjectRow) -> str:
    """That another day was agreed for the next visit, and where it lies against the window."""
    if row.next_agreed is None or row.next_earliest is None or row.next_latest is None:
        return ""
    from app.i18n.agreed import rescheduled_text  # of few rows, so not for the start

    return rescheduled_text(texts, row.next_agreed, row.next_earliest, row.next_latest)


def refusal(texts: Texts, error: ServiceError) -> str:
    """The sentence of a refused action; the code itself where there is none, so that nothing is lost."""
    code = f"errors.{error.code}"
    shown = {
        key: texts.date(value)
        if isinstance(value, date)
        else (texts.written(str(value)) if key in _WRITTEN else value)
        for key, value in error.params.items()
    }
    said = texts(code, **shown) if texts.has(code) else error.code.replace("_", " ")
    if error.code != "protocol_faulty":
        return said
    return "\n".join((said, *protocol_faults(texts, error)))


def no_backup(texts: Texts, code: str, **params: object) -> str:
    """Why no backup was made. What was entered is saved all the same: the words of a save would deny it."""
    from app.i18n.backups import why_none

    return why_none(texts, code, **params)


def protocol_faults(texts: Texts, error: ServiceError) -> tuple[str, ...]:
    """The first faults of a template that was refused, each with its line."""
    from app.i18n.protocol_faults import fault_line

    name = str(error.params["file"])
    faults = tuple(cast("Iterable[Fault]", error.params["faults"]))
    shown = [fault_line(name, fault, texts) for fault in faults[:_SHOWN_FAULTS]]
    if len(faults) > _SHOWN_FAULTS:
        shown.append(texts("protocol_faults.and_more", n=len(faults) - _SHOWN_FAULTS))
    return tuple(shown)
