"""Causes of verdicts as the study file keeps them: plain JSON values."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.causes import Cause, Happening

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_json(cause: Cause) -> dict[str, Any]:
    """The cause as stored; empty fields of a happening are left out."""
    return {
        "code": cause.code,
        "before": cause.before,
        "happenings": [_plain(each) for each in cause.happenings],
        "more": cause.more,
        "params": dict(cause.params),
    }


def from_json(stored: Mapping[str, Any] | None) -> Cause | None:
    """A stored cause; None for a first verdict and for those given before causes were kept."""
    if not stored:
        return None
    return Cause(
        code=stored["code"],
        before=stored["before"],
        happenings=tuple(
            Happening(**each | {"day": date.fromisoformat(each["day"]) if "day" in each else None})
            for each in stored["happenings"]
        ),
        more=stored["more"],
        params=stored["params"],
    )


def _plain(happening: Happening) -> dict[str, Any]:
    told = {key: value for key, value in asdict(happening).items() if value not in (None, "")}
    return told | {"day": happening.day.isoformat()} if happening.day is not None else told
