"""Control of the demonstration's data: a monitor and an investigator, sign-offs and queries on their days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.domain.values import dataclass
from app.services import accounts, queries, studies, subjects, workflow
from app.services.context import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from app.services.context import Context

Record = dict[str, Any]
_SAYING = {
    "answered": queries.answer,
    "proposed": queries.propose,
    "closed": queries.close,
    "reopened": queries.reopen,
}


@dataclass(frozen=True, slots=True)
class _Step:
    """What one of the team does about a visit on a day; `field` and `text` of a query."""

    day: date
    by: str
    code: str
    plan: str
    act: str
    field: str
    text: str


class Control:
    """Plays the steps of the records day by day. The team gets its accounts with the first of them."""

    def __init__(
        self,
        context: Context,
        records: Record,
        seen: Mapping[tuple[str, str], date],
        *,
        passphrase: str,
        clock: Callable[[date], Callable[[], datetime]],
    ) -> None:
        self._context, self._passphrase, self._clock = context, passphrase, clock
        self._team: list[Record] = records["team"]
        self._users: dict[str, User] = {}
        self._steps = sorted(_steps(records, seen), key=lambda step: step.day)

    def play_before(self, day: date) -> None:
        """Play what comes before a day."""
        while self._steps and self._steps[0].day < day:
            step = self._steps.pop(0)
            if not self._users:
                self._admit(self._clock(step.day))
            acting = replace(self._context, user=self._users[step.by], clock=self._clock(step.day))
            _play(acting, step, passphrase=self._passphrase)

    def _admit(self, clock: Callable[[], datetime]) -> None:
        """Add the others, with the passphrase of the demonstration: a person can try every role."""
        admin = replace(self._context, clock=clock)
        self._users[admin.user.user_name] = admin.user
        for member in self._team:
            new = accounts.NewUser(**member)
            user_id, once, _changes = accounts.add(admin, new)
            own = studies.unlock(admin.db.path, user_name=new.user_name, passphrase=once, clock=clock)
            try:
                accounts.change_passphrase(own, old=once, new=self._passphrase)
            finally:
                studies.close(own)
            self._users[new.user_name] = User(user_id, new.user_name, new.display_name, new.role)


def _steps(records: Record, seen: Mapping[tuple[str, str], date]) -> Iterator[_Step]:
    for entry in (*records["sign_offs"], *records["queries"]):
        place = entry["subject"], entry["plan"]
        if place not in seen:  # records of one's own may have other subjects
            continue
        for said in entry["steps"]:
            day = seen[place] + timedelta(days=said["after"])
            field, text = entry.get("field", ""), said.get("text", "")
            yield _Step(day, said["by"], *place, said["act"], field, text)


def _play(acting: Context, step: _Step, *, passphrase: str) -> None:
    subject = subjects.by_code(acting, step.code)
    visit = next(row for row in subjects.course(acting, subject.id).visits if row.plan_id == step.plan)
    if step.act == "complete":
        workflow.complete(acting, visit.id, version=visit.version)
    elif step.act == "verified":
        workflow.verify(acting, visit.id, version=visit.version)
    elif step.act == "signed":
        workflow.sign(acting, visit.id, version=visit.version, passphrase=passphrase)
    elif step.act == "locked":
        workflow.lock(acting, visit.id, version=visit.version)
    elif step.act == "raised":
        queries.raise_query(acting, visit.id, field=step.field, text=step.text)
    else:
        about = (visit.id, step.field)
        asked = next(
            each
            for each in queries.of_subject(acting, subject.id)
            if (each.visit_id, each.field) == about and each.is_open
        )
        _SAYING[step.act](acting, asked.id, version=asked.version, text=step.text)
