"""How an event goes on: when it was diagnosed, what became of it, and whether it still lasts.

The outcomes are those of CDISC's codelist "Outcome of Event" (OUT, C66768).
"""

from app.domain.grading.serious import ASKED

RECOVERED, SEQUELAE, RECOVERING = "recovered", "sequelae", "recovering"
NOT_RECOVERED, FATAL, UNKNOWN = "not_recovered", "fatal", "unknown"
OUTCOMES = (RECOVERED, SEQUELAE, RECOVERING, NOT_RECOVERED, FATAL, UNKNOWN)
OPEN = frozenset({RECOVERING, NOT_RECOVERED})  # it goes on: a later visit may say what became of it
ENDED = frozenset({RECOVERED, SEQUELAE, FATAL})  # its last day is asked for
LASTING = ASKED  # kinds of events that have an end; the others happen on one day
DIAGNOSED = ("infection", "gvhd")  # kinds whose diagnosis may come later than their first sign


def goes_on(kind: str, outcome: str, *, ended: bool) -> bool:
    """Whether an event may still be followed up. `ended`: something is known of its last day."""
    return kind in LASTING and not ended and (not outcome or outcome in OPEN)
