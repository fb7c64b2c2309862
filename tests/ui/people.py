"""Rows of the subject list as the design's story has them: no template and no engine behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.services.subjects import SubjectRow

TODAY = date(2026, 11, 18)


def subject(number: int, **changes: object) -> SubjectRow:
    """A subject of the story; any field can be given."""
    values: dict[str, object] = {
        "id": number,
        "code": f"TJ-{number:03d}",
        "sex": "M",
        "birth_date": date(2020, 5, 11),
        "protocol": "saa_atg",
        "version": "1.2",
        "arm": "msc",
        "state": "enrolled",
        "day0": date(2026, 8, 20),
        "status": "PR",
        "status_since": date(2026, 11, 12),
        "flags": (),
        "anc": Decimal("1.10"),
        "plt": Decimal(49),
        "trend": tuple(
            Decimal(text) for text in ("0.31", "0.22", "0.08", "0.1", "0.16", "0.5", "0.7", "1.1")
        ),
        "next_visit": "D90 response",
        "next_target": date(2026, 11, 18),
        "next_earliest": date(2026, 11, 11),
        "next_latest": date(2026, 11, 25),
    }
    return SubjectRow(**(values | changes))  # type: ignore[arg-type]


STORY = (
    subject(1, sex="F", birth_date=date(2012, 5, 1), status="CLONAL_EVOLUTION", flags=("relapse_suspected",)),
    subject(3, sex="F", birth_date=date(2017, 2, 1), status="CR", anc=Decimal("2.41"), plt=Decimal(186)),
    subject(4, arm="control", status="NR", flags=("interpretation_sensitive", "response_lost")),
    subject(5, status="RELAPSE", flags=("relapse_persisting",)),
    subject(9, arm="control", next_target=date(2026, 10, 31), next_latest=date(2026, 11, 14)),
    subject(12, status="NE", flags=("cr_not_excluded",)),
    subject(13, protocol="pgf_msc", arm="", birth_date=date(1999, 1, 1), status="", flags=()),
    subject(14, flags=("unconfirmed",)),
    subject(
        16,
        protocol="pgf_msc",
        arm="",
        status="PENDING",
        flags=("anc_on_gcsf", "lost_after_recovery", "unconfirmed"),
    ),
    subject(
        19,
        state="screening",
        day0=None,
        status="",
        status_since=None,
        next_visit="",
        next_target=None,
        next_earliest=None,
        next_latest=None,
    ),
    subject(20, state="screen_failed", day0=None, status="", trend=(), anc=None, plt=None),
)
