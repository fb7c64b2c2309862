"""Who may do what: one table of actions and roles, asked by what writes and by reads of identity.

The window asks the same table, so that what a role lacks is absent there; but the refusal is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.context import Context

COORDINATOR = "coordinator"
INVESTIGATOR = "investigator"
MONITOR = "monitor"
ADMINISTRATOR = "administrator"
ROLES = (COORDINATOR, INVESTIGATOR, MONITOR, ADMINISTRATOR)

_ALL = frozenset(ROLES)
_DESK = frozenset({COORDINATOR, INVESTIGATOR, ADMINISTRATOR})  # enters data
_ADMIN = frozenset({ADMINISTRATOR})

# Action → roles. An action is named like the function of the service; one that is not here is nobody's.
ALLOWED: Mapping[str, frozenset[str]] = {
    # what everybody does with an own account
    "drafts.keep": _ALL,
    "accounts.change_passphrase": _ALL,
    "prints.printed": _ALL,
    # taking note of a critical value or of a changed status
    "today.note_seen": _ALL,
    # data
    "enrolment.enrol": _DESK,
    "enrolment.keep_screen_failure": _DESK,
    "amendments.apply": _DESK,
    "amendments.correct_day0": _DESK,
    "visits.record": _DESK,
    "visits.mark_missed": _DESK,
    "visits.reschedule": _DESK,
    "visits.second_entry": _DESK,
    "continuing.confirm": _DESK,
    "continuing.decline": _DESK,
    "endings.end": _DESK,
    "endings.correct": _DESK,
    "endings.undo": _DESK,
    "references.replace": _DESK,
    "consents.change_forms": _DESK,
    "consents.record": _DESK,
    "consents.correct": _DESK,
    # A dose above the maximum is answered for by name (domain C: signed override).
    "doses.override": frozenset({INVESTIGATOR, ADMINISTRATOR}),
    # The status is the investigator's to answer for; the automatic one stays beside it.
    "verdicts.override": frozenset({INVESTIGATOR}),
    "verdicts.undo_override": frozenset({INVESTIGATOR}),
    "visits.complete": _DESK,
    # A monitor compares with the source; an investigator answers for the data (ICH E6(R3) 2.12, 3.11.4).
    "visits.verify": frozenset({MONITOR}),
    "visits.sign": frozenset({INVESTIGATOR}),
    "visits.lock": frozenset({INVESTIGATOR, ADMINISTRATOR}),
    "visits.unlock": frozenset({INVESTIGATOR, ADMINISTRATOR}),
    # Late entries, second entry: what the study asks of its data.
    "study.control": _ADMIN,
    "queries.raise": _ALL,
    "queries.answer": _DESK,
    "queries.propose": _DESK,
    "queries.close": frozenset({MONITOR, INVESTIGATOR}),
    # Names and hospital numbers: a monitor works with codes.
    "identity.read": _DESK,
    # the trail, the file, the accounts
    "audit.read": _ALL,
    "audit.verify": _ALL,
    "self_check.run": _ALL,
    "backups.make": _DESK,
    "backups.keep": _ALL,  # the one that is due, in the places that were chosen
    "backups.restore": _ADMIN,
    "exports.make": _DESK,
    "accounts.roll": _ALL,
    "accounts.add": _ADMIN,
    "accounts.reset": _ADMIN,
    "accounts.disable": _ADMIN,
    "accounts.enable": _ADMIN,
    "accounts.change_role": _ADMIN,
    "accounts.rekey": _ADMIN,
    "accounts.renew_recovery_key": _ADMIN,
}


def may(context: Context, action: str) -> bool:
    """Whether the signed-in user's role allows an action."""
    return context.user.role in ALLOWED.get(action, frozenset())


def require(context: Context, action: str) -> None:
    """Raise ServiceError `not_allowed` (params action, role) unless the role allows it."""
    if not may(context, action):
        raise ServiceError("not_allowed", action=action, role=context.user.role)
