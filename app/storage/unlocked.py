"""What an open study file keeps in memory of its keys, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.storage.keys import Cost, Secrets
    from app.storage.sqlite import KeyHolder
    from app.storage.upgrade import State


@dataclass(slots=True)
class Unlocked:
    """The secrets of the signed-in user. A copy of the file (a backup) needs `database_key` and a copy of the
    keys file beside it."""

    secrets: Secrets = field(repr=False)
    holder: KeyHolder = field(repr=False)
    cost: Cost
    must_change: bool = False  # signed in with a one-time passphrase
    read_only: str = ""  # code of why the file can only be read
    upgraded: tuple[State, State] | None = None  # how the file was and is, when this sign-in upgraded it
    recovery_key: str = field(default="", repr=False)  # of a study that was just made; told once

    @property
    def database_key(self) -> bytes:
        """The key of the study file."""
        return self.secrets.database

    @property
    def administrator_key(self) -> bytes | None:
        """The secret that administrators and the recovery key alone open; None for everybody else."""
        return self.secrets.administrator

    def renewed(self, secrets: Secrets) -> None:
        """The study was re-keyed: use its new secrets from now on."""
        self.secrets = secrets
        self.holder.value = secrets.database
