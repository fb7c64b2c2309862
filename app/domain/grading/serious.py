"""What makes an event serious: seriousness is an outcome and no grade (ICH E2A II.B)."""

from collections.abc import Mapping

NO, DEATH = "no", "death"
CRITERIA = (DEATH, "life_threatening", "hospitalisation", "disability", "congenital", "important")
KEY = "serious"  # in the details that are kept with an event
ASKED = ("adverse_event", "infection", "gvhd", "other")  # kinds of which it is asked


def stated(details: Mapping[str, object] | None) -> str:
    """What was stated with an event: a code of CRITERIA, `no`, or "" where nothing was."""
    said = (details or {}).get(KEY, "")
    return str(said) if said in (NO, *CRITERIA) else ""


def serious(kind: str, grade: int | None, details: Mapping[str, object] | None) -> str:
    """Why an event is serious: what was stated, or death where it ended so; `no`, or "" for not stated.

    Relapse, a second line and the like are outcomes of the disease: nobody is asked, and they are `no`.
    """
    if kind == "death" or grade == 5:
        return DEATH
    return stated(details) or ("" if kind in ASKED else NO)


def with_stated(details: Mapping[str, object] | None, code: str) -> Mapping[str, object] | None:
    """The details of an event with another statement; None where nothing is left to keep."""
    kept = {name: value for name, value in (details or {}).items() if name != KEY}
    return ({**kept, KEY: code} if code else kept) or None
