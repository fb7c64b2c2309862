"""A study with one user of each role, each with a passphrase of the own. Made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from app.services import access, accounts, studies
from app.services.context import Context
from app.storage.keys import path_of
from tests.services.conftest import CHEAP, NEW, PASSPHRASE, Clock

# Role → (user name, passphrase).
TEAM = {
    access.ADMINISTRATOR: ("mei", PASSPHRASE),
    access.COORDINATOR: ("chen", "passphrase of chen"),
    access.INVESTIGATOR: ("wu", "passphrase of wu"),
    access.MONITOR: ("li", "passphrase of li"),
}


def make(path: Path) -> None:
    """Create the study and its four users."""
    context = studies.create(path, NEW, clock=Clock(), cost=CHEAP)
    for role, (name, passphrase) in TEAM.items():
        if role == access.ADMINISTRATOR:
            continue
        _id, once, _changes = accounts.add(context, accounts.NewUser(name, name.title(), role))
        first = studies.unlock(path, user_name=name, passphrase=once, clock=Clock())
        accounts.change_passphrase(first, old=once, new=passphrase)
        studies.close(first)
    studies.close(context)


def copied(made: Path, folder: Path) -> Path:
    """A copy to act on."""
    folder.mkdir(exist_ok=True)
    path = Path(shutil.copy(made, folder / made.name))
    shutil.copy(path_of(made), path_of(path))
    return path


def sign_in(path: Path, role: str, clock: Callable[[], object]) -> Context:
    """The context of the user of a role."""
    name, passphrase = TEAM[role]
    return studies.unlock(path, user_name=name, passphrase=passphrase, clock=clock)  # type: ignore[arg-type]


@contextmanager
def signed_in(path: Path, *roles: str) -> Iterator[list[Context]]:
    """Several users in one file at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(_open(path, role)) for role in roles]


@contextmanager
def _open(path: Path, role: str) -> Iterator[Context]:
    context = sign_in(path, role, Clock())
    with closing(context.db):
        yield context


def user_id(context: Context, role: str) -> int:
    """The id of the user of a role."""
    return next(user.id for user in accounts.roll(context).users if user.user_name == TEAM[role][0])
