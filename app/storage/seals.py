"""Signed heads of the trail: each transaction's end is signed by a key that is gone afterwards.

A transaction makes a new pair, signs the head (row count, last hash) together with the new public half by
the key that it finds, and puts the new key in its place. Whoever opens the file later, also with the database
key, finds the key of the next signature and none of those before: rows and seals of the past cannot be made
anew, and what is left after a cut does not fit the key that is there. What a seal cannot show, an earlier
copy of the whole file put in place, the administrators' head in the keys file shows (`keys.TrailHead`), and
the heads on paper and in backups.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from app.domain.values import dataclass
from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import audit_seal, audit_signer
from app.storage.types import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from app.storage.rows import Row

_NEWEST = select(audit_seal).where(audit_seal.c.id == select(func.max(audit_seal.c.id)).scalar_subquery())
_SIGNER = select(audit_signer.c.secret).where(audit_signer.c.id == 1)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail at some moment: how many rows, the hash of the last, the seal, and what the next
    seal's signature opens with."""

    rows: int
    hash: str
    seal: int
    public: str


def add(connection: Connection, *, rows: int, digest: str) -> None:
    """Seal the head, as the last step of a transaction that wrote to the trail."""
    newest = fetch_first(connection, _NEWEST)
    secret = connection.execute(_SIGNER).scalar()
    fresh = _ed25519().Ed25519PrivateKey.generate()
    public = fresh.public_key().public_bytes_raw().hex()
    number = newest.id + 1 if newest else 1
    signature = ""
    if newest is not None and secret:
        signer = _ed25519().Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        signature = signer.sign(_said(number, rows, digest, public, newest.signature)).hex()
    row = {"id": number, "rows": rows, "hash": digest, "public": public, "signature": signature}
    connection.execute(insert(audit_seal), row)
    kept = fresh.private_bytes_raw().hex()
    if secret is None:
        connection.execute(insert(audit_signer), {"id": 1, "secret": kept})
    else:
        connection.execute(update(audit_signer).values(secret=kept))


def head(connection: Connection) -> Head | None:
    """The newest seal; None before the first."""
    row = fetch_first(connection, _NEWEST)
    return None if row is None else Head(row.rows, row.hash, row.id, row.public)


def after(connection: Connection, number: int) -> Sequence[Row]:
    """The seals behind a number, oldest first."""
    query = select(audit_seal).where(audit_seal.c.id > number).order_by(audit_seal.c.id)
    return fetch_all(connection, query)


def signed(seal: Row, *, by: str, before: str) -> bool:
    """Whether a seal was signed by the key whose public half is `by`; `before` is the signature before it."""
    from cryptography.exceptions import InvalidSignature

    said = _said(seal.id, seal.rows, seal.hash, seal.public, before)
    try:
        opener = _ed25519().Ed25519PublicKey.from_public_bytes(bytes.fromhex(by))
        opener.verify(bytes.fromhex(seal.signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_fits(connection: Connection, public: str) -> bool:
    """Whether the key that will sign next is the one that the newest seal names."""
    secret = connection.execute(_SIGNER).scalar()
    try:
        signer = _ed25519().Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret or ""))
    except ValueError:
        return False
    return bool(signer.public_key().public_bytes_raw().hex() == public)


def unbroken(connection: Connection, since: Head) -> bool:
    """Whether everything sealed since a head was signed key by key up to the key that is there now."""
    first = fetch_first(connection, select(audit_seal).where(audit_seal.c.id == since.seal))
    if first is None or Head(first.rows, first.hash, first.id, first.public) != since:
        return False
    public, signature = first.public, first.signature
    for seal in after(connection, since.seal):
        if not signed(seal, by=public, before=signature):
            return False
        public, signature = seal.public, seal.signature
    return key_fits(connection, public)


@cache
def _ed25519() -> Any:
    """Imported late: the door paints before anything is sealed."""
    from cryptography.hazmat.primitives.asymmetric import ed25519

    return ed25519


def _said(number: int, rows: int, digest: str, public: str, before: str) -> bytes:
    return canonical([number, rows, digest, public, before]).encode()
