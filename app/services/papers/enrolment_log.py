"""The log of enrolment and screening: everybody who was screened, in order, by code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.domain.timeline import age_years
from app.reports.content import MetaCell, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Paper, Section
from app.services.papers.common import paper, signing

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.papers import Order
    from app.storage.rows import Row

_HEADS = ("number", "code", "consent", "sex_age", "protocol", "state", "day0", "reason")
_PARTS = (9, 22, 30, 20, 34, 26, 22, 40)
_ALIGNS = ("right", *("left",) * 7)


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """Of one protocol, or of all."""
    from app.services.transactions import reading
    from app.storage import consents, papers

    with reading(context) as connection:
        rows = [row for row in papers.enrolment(connection) if order.protocol in {"", row.protocol}]
        renewed = {row.subject_id: row for row in consents.later_of_all(connection)}  # the latest stays
    today = context.today()
    states = Counter(row.state for row in rows)
    about = "-" + order.protocol if order.protocol else ""
    table = PlainTable(
        tuple(texts(f"papers.log_{name}") for name in _HEADS),
        tuple(_line(number, row, renewed.get(row.id), texts) for number, row in enumerate(rows, start=1)),
        _PARTS,
        _ALIGNS,
    )
    known = ("enrolled", "screening", "screen_failed", "left")
    meta = (
        MetaCell(texts("papers.screened"), str(len(rows)), texts("papers.as_of", date=today.isoformat())),
        *(MetaCell(texts(f"subjects.state_{state}"), str(states[state]), "") for state in known),
    )
    return paper(
        context,
        texts,
        kind="enrolment_log",
        document_id=f"EL-{today.isoformat()}{about}",
        meta=meta,
        parts=(
            Section("log", texts("papers.log"), (table,), remark=texts("papers.log_remark")),
            signing(texts, "coordinator", "investigator"),
        ),
    )


def _line(number: int, row: Row, renewed: Row | None, texts: Texts) -> tuple[str | tuple[Piece, ...], ...]:
    sex = texts(f"common.sex_{row.sex}") if row.sex else "–"
    day = row.consent_date or row.entered_at.date()
    age = ""
    if row.birth_date is not None and row.birth_date <= day:
        age = texts("summary.age_years", years=age_years(row.birth_date, day), months=0)
    consent = row.consent_date.isoformat() if row.consent_date else "–"
    if row.consent_version:
        consent = f"{consent} ({_version(row.consent_version)})"
    if renewed is not None:
        again = f"{renewed.day.isoformat()} ({_version(renewed.consent_version)})"
        consent = texts("papers.log_renewed", first=consent, again=again)
    arm = f"common.arm_{row.arm}"
    shown_arm = texts(arm) if texts.has(arm) else row.arm
    return (
        str(number),
        (Piece(row.code, "semibold"),),
        consent,
        texts("summary.meta_person_value", sex=sex, age=age) if age else sex,
        " · ".join(part for part in (f"{row.protocol} {row.protocol_version}", shown_arm) if part),
        texts(f"common.state_{row.state}"),
        row.day0.isoformat() if row.day0 else "–",
        row.screen_failure_reason or _ended(row, texts) or "–",
    )


def _ended(row: Row, texts: Texts) -> str:
    """How the participation, or the treatment alone, ended; "" while it goes on."""
    from app.i18n.endings import said_text

    return said_text(row.ended, row.ended_on, texts) if row.ended else ""


def _version(label: str) -> str:
    """v2.1; a label that says by itself what it is, V2.1 or 3rd amendment, as it is printed on the form."""
    return f"v{label}" if label.replace(".", "").isdecimal() else label
