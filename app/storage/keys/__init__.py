"""The keys file beside a study file: who can open it, and with what."""

from app.storage.keys.holders import Keeper, found, fresh_secrets, rewrapped, settled
from app.storage.keys.lock import changing
from app.storage.keys.model import ONE_TIME, RECOVERY, KeySet, KeysFile, Opened, Secrets, Slot, TrailHead
from app.storage.keys.sealing import KEY_BYTES, Cost, random_key
from app.storage.keys.spelling import new_one_time_passphrase, read_one_time_passphrase
from app.storage.keys.text import SUFFIX, path_of, read, write

__all__ = [
    "KEY_BYTES",
    "ONE_TIME",
    "RECOVERY",
    "SUFFIX",
    "Cost",
    "Keeper",
    "KeySet",
    "KeysFile",
    "Opened",
    "Secrets",
    "Slot",
    "TrailHead",
    "changing",
    "found",
    "fresh_secrets",
    "new_one_time_passphrase",
    "path_of",
    "random_key",
    "read",
    "read_one_time_passphrase",
    "rewrapped",
    "settled",
    "write",
]
