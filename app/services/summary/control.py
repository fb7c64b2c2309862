"""The control of the data on paper: the electronic signature, open queries, late entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.controls import field_name
from app.reports.content import Entry, Stamp
from app.services.contracts.control import SIGNED, VALID, VOID, LateEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.services.summary.basis import Basis

GROUPS, FIGURES = 4, 4  # of the hash that are printed


def stamp(basis: Basis) -> Stamp | None:
    """The state of the electronic signature; None where nothing is known of the visit's control."""
    control, texts = basis.control, basis.texts
    if control is None:
        return None
    signed = control.of(SIGNED)
    if signed is None:
        stage = texts("summary.signed_stage", stage=texts(f"control.stage.{control.stage}"))
        return Stamp("none", texts("summary.signed_none"), stage)
    state = control.signature
    key = "signed_valid" if state == VALID else "signed_void"
    if state == VOID and signed.void_code == "verdict_changed":
        key = "signed_void_status"
    line = texts(
        "summary.signed_by",
        who=signed.shown_name,
        time=texts.moment(signed.at),
        hash=" ".join(signed.digest[at : at + FIGURES] for at in range(0, GROUPS * FIGURES, FIGURES)),
    )
    return Stamp(state, texts(f"summary.{key}"), line)


def open_matters(basis: Basis) -> tuple[Entry, ...]:
    """Queries of the visit that are not closed, and what was entered late."""
    texts = basis.texts
    found = [
        Entry(
            texts("summary.query"),
            texts(
                "summary.query_words",
                field=field_name(texts, query.field),
                status=texts(f"queries.status.{query.status}"),
                date=query.raised_at.date().isoformat(),
                text=query.text,
            ),
        )
        for query in basis.queries
        if query.visit_id == basis.visit.id and query.is_open
    ]
    return (*found, *_late(basis))


def _late(basis: Basis) -> Iterator[Entry]:
    """What was entered late, each field with its longest delay; fields of the same days share a line."""
    texts, control = basis.texts, basis.control
    longest: dict[str, LateEntry] = {}
    for late in control.late if control is not None else ():
        name = field_name(texts, late.field)
        if name not in longest or late.days > longest[name].days:
            longest[name] = late
    together: dict[tuple[date, date, int], list[str]] = {}
    for name, late in longest.items():
        together.setdefault((late.day, late.entered, late.days), []).append(name)
    for (day, entered, days), names in together.items():
        said = texts(
            "summary.late_words",
            field=texts.listed(names),
            day=day.isoformat(),
            entered=entered.isoformat(),
            days=days,
        )
        yield Entry(texts("summary.late"), said)
