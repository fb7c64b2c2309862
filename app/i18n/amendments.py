"""What an amendment or another day 0 changes, in words."""

from app.domain.protocol.differences import Difference
from app.domain.schedule.replan import Move
from app.domain.timeline import Window
from app.i18n.evidence import name_text
from app.i18n.texts import Texts


def what_text(move: Move, texts: Texts) -> str:
    """What happens to a visit: moves by +2 d; added; done 5 Apr 2026, stays."""
    if move.before is None or move.after is None:
        return texts(f"amend.what.{move.kind}")
    days = f"{(move.after.target - move.before.target).days:+d}".replace("-", "\N{MINUS SIGN}")
    if move.kind == "moved" and move.after.target == move.before.target:
        return texts("amend.what.moved_window")
    if move.kind == "rewindowed":
        if move.actual is None:
            return texts("amend.what.rewindowed_missed", days=days)
        return texts("amend.what.rewindowed", actual=texts.date(move.actual), days=days)
    return texts(f"amend.what.{move.kind}", days=days)


def window_text(window: Window | None, texts: Texts) -> str:
    """5 Apr 2026 (29 Mar – 12 Apr)."""
    if window is None:
        return texts("amend.not_planned")
    if window.earliest == window.latest:
        return texts("amend.window_day", target=texts.date(window.target))
    return texts("amend.window", target=texts.date(window.target), window=_span(window, texts))


def rule_text(difference: Difference, texts: Texts) -> str:
    """PR · Platelets · limit."""
    words = [_word(step, texts) for step in difference.path]
    return " · ".join(word for word in words if word)


def side_text(value: str | None, texts: Texts) -> str:
    """One side of a difference."""
    return texts("amend.absent") if value is None else value


def _span(window: Window, texts: Texts) -> str:
    if window.earliest.year == window.latest.year == window.target.year:
        return texts.short_span(window.earliest, window.latest)
    return texts.span(window.earliest, window.latest)


def _word(step: str, texts: Texts) -> str:
    key = f"amend.word.{step}"
    if texts.has(key):
        return texts(key)
    kind, _, subject = step.rpartition(".")
    if kind == "free_of":
        return texts("criteria.free_of", product=texts(f"criteria.product.{subject.split()[0]}"))
    name = name_text(subject, texts)
    return name if name != subject else step.replace("_", " ")
