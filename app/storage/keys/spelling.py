"""Secrets that people read from paper and type: the recovery key and one-time passphrases.

Crockford's base 32: no I, L, O or U, so that what is misread (I for 1, O for 0) is understood all the same.
"""

from __future__ import annotations

import hashlib
import secrets

from app.storage.faults import StorageError

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
_GROUP = 4
_BODY = 32  # letters of 5 bits: 160 random bits
_CHECK = 4  # 20 bits: of a million slips one goes unseen
_ONE_TIME = 20  # 100 bits, for a day or two


def new_recovery_key() -> str:
    """160 random bits and a check sum, in nine groups of four."""
    body = _letters(_BODY)
    return _grouped(body + _check(body))


def read_recovery_key(typed: str) -> str:
    """The key as it was printed, whatever spaces, dashes and case were typed.

    Raises StorageError `recovery_key_incomplete` (params letters, needed) or `recovery_key_mistyped`.
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
    if len(letters) != _BODY + _CHECK:
        raise StorageError("recovery_key_incomplete", letters=len(letters), needed=_BODY + _CHECK)
    if _check(letters[:_BODY]) != letters[_BODY:]:
        raise StorageError("recovery_key_mistyped")
    return _grouped(letters)


def new_one_time_passphrase() -> str:
    """A passphrase to be told once and changed at the first sign-in."""
    return _grouped(_letters(_ONE_TIME))


def read_one_time_passphrase(typed: str) -> str:
    """The passphrase as it was shown, whatever spaces, dashes and case were typed; anything else as typed."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
    return _grouped(letters) if len(letters) == _ONE_TIME and set(letters) <= set(_LETTERS) else typed


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _check(body: str) -> str:
    number = int.from_bytes(hashlib.sha256(b"recovery key " + body.encode()).digest()[:4], "big")
    return "".join(_LETTERS[number >> shift & 31] for shift in (0, 5, 10, 15))


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
