"""Whether SQLCipher and the seals do on this computer what they must."""

from __future__ import annotations

import tempfile
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from app.storage import sqlite
from app.storage.keys import sealing


def versions() -> tuple[tuple[str, str], ...]:
    """SQLite and SQLCipher."""
    raw = driver.connect(":memory:")
    try:
        cipher = raw.execute("PRAGMA cipher_version").fetchone()
    finally:
        raw.close()
    return ("SQLite", driver.sqlite_version), ("SQLCipher", str(cipher[0]) if cipher else "–")


def encrypts() -> tuple[bool, str]:
    """Whether what is written is not readable in the file, opens with its key, and with no other."""
    key, planted = sealing.random_key(), "planted words"
    with tempfile.TemporaryDirectory(prefix="marrowtrack-") as folder:
        path = Path(folder) / "probe"
        sqlite.reserve(path)
        raw = sqlite.connect(path, key, mode="rwc")
        raw.execute("CREATE TABLE probe (words TEXT)")
        raw.execute("INSERT INTO probe VALUES (?)", (planted,))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        readable = planted.encode() in path.read_bytes()
        raw = sqlite.connect(path, key)
        back = raw.execute("SELECT words FROM probe").fetchone()[0] == planted
        raw.close()
        closed = not sqlite.opens(path, sealing.random_key())
    return back and closed and not readable, versions()[1][1]


def searches() -> tuple[bool, str]:
    """Whether SQLite has its full-text search."""
    raw = driver.connect(":memory:")
    try:
        raw.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        raw.execute("INSERT INTO probe VALUES ('platelet count')")
        found = raw.execute("SELECT count(*) FROM probe WHERE probe MATCH 'platelet'").fetchone()[0]
    finally:
        raw.close()
    return found == 1, "FTS5"


def seals_and_signs() -> tuple[bool, str]:
    """Whether a sealed secret opens for its holder alone, and a signature for its content alone."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    pair, other, secret = sealing.new_pair(), sealing.new_pair(), sealing.random_key()
    sealed = sealing.seal(secret, pair.public, bound=b"probe")
    if sealing.unseal(sealed, pair, bound=b"probe") != secret:
        return False, "X25519"
    try:
        sealing.unseal(sealed, other, bound=b"probe")
    except sealing.UnopenedError:
        pass
    else:
        return False, "X25519"
    signer = Ed25519PrivateKey.generate()
    signature = signer.sign(b"content")
    signer.public_key().verify(signature, b"content")
    try:
        signer.public_key().verify(signature, b"another")
    except InvalidSignature:
        return True, "X25519, AES-GCM, Ed25519"
    return False, "Ed25519"
