"""The end of a participation in words: for banner, list, notice and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH, LOST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.endings import Ending
    from app.i18n.texts import Texts


def how_text(kind: str, texts: Texts) -> str:
    """Withdrew consent, lost to follow-up; a kind without words by its code."""
    key = f"endings.how.{kind}"
    return texts(key) if texts.has(key) else kind.replace("_", " ")


def short_text(kind: str, texts: Texts) -> str:
    """The same for a cell of a list: withdrew, died."""
    key = f"endings.short.{kind}"
    return texts(key) if texts.has(key) else kind.replace("_", " ")


def said_text(kind: str, day: date, texts: Texts) -> str:
    """Withdrew consent 12 Mar 2026; lost to follow-up, last contact 12 Mar 2026."""
    key = "endings.said_lost" if kind == LOST else "endings.said"
    return texts(key, how=how_text(kind, texts), date=texts.date(day))


def reason_text(ending: Ending, texts: Texts) -> str:
    """Its reason and note; "" where neither is known."""
    key = f"endings.reason.{ending.reason}"
    said = texts(key) if ending.reason and texts.has(key) else ending.reason.replace("_", " ")
    if ending.reason == "other" and ending.note:
        said = ""
    return texts.clauses(part for part in (said, ending.note.rstrip(".。")) if part)


def ending_text(ending: Ending, texts: Texts) -> str:
    """The whole end: died 12 Mar 2026 (infection)."""
    said = said_text(ending.kind, ending.day, texts)
    why = reason_text(ending, texts)
    return texts("endings.because", said=said, reason=why) if why else said


def cause_text(details: Mapping[str, object] | None, texts: Texts) -> str:
    """The cause of a death that is stored with its event; "" for other events and for none."""
    code = str((details or {}).get("cause", ""))
    key = f"endings.reason.{code}"
    return texts(key) if code not in ("", "other") and texts.has(key) else ""


def reason_label(kind: str, texts: Texts) -> str:
    """What the reason is called: of a death, its cause."""
    return texts("endings.reason.death" if kind == DEATH else "endings.reason")
