"""What the keys file is sealed with: argon2id for passphrases, X25519 with AES-GCM for a holder's public key.

The libraries are imported late: the door paints before it derives anything.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from app.domain.values import dataclass

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16
WRAPPED_BYTES = KEY_BYTES + TAG_BYTES
SEALED_BYTES = KEY_BYTES + WRAPPED_BYTES  # the passing public key stands before the sealed secret


class UnopenedError(Exception):
    """The seal does not open: another key, or something that it binds was changed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: argon2id passes, memory in KiB, lanes."""

    time: int = 3
    memory: int = 64 * 1024
    lanes: int = 4

    def bearable(self) -> bool:
        """Whether this machine may be asked to do it: a planted file must not eat its memory."""
        return 1 <= self.time <= 32 and 8 * self.lanes <= self.memory <= 1 << 21 and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True)
class Pair:
    """The two halves of a holder's key."""

    private: bytes
    public: bytes


def random_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def new_pair() -> Pair:
    """A fresh pair."""
    return pair_of(random_key())


def pair_of(private: bytes) -> Pair:
    """The pair of a private half."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return Pair(private, X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def derived(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The wrapping key of a passphrase. Releases the interpreter meanwhile."""
    from argon2.low_level import Type, hash_secret_raw

    # NFKC: the same words typed on another keyboard or system give the same bytes.
    return hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).encode(),
        salt,
        time_cost=cost.time,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def wrap(secret: bytes, key: bytes, *, nonce: bytes, bound: bytes) -> bytes:
    """Seal a secret with a symmetric key; `bound` must be the same to open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, secret, bound)


def unwrap(wrapped: bytes, key: bytes, *, nonce: bytes, bound: bytes) -> bytes:
    """The secret. Raises UnopenedError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, wrapped, bound)
    except InvalidTag:
        raise UnopenedError from None


def seal(secret: bytes, public: bytes, *, bound: bytes) -> bytes:
    """Seal a secret for the holder of a public key; nobody else opens it, the sealer included."""
    passing = new_pair()
    key = _agreed(passing.private, public, passing.public, public)
    # The key serves this one message, so a fixed nonce is never used twice with it.
    return passing.public + wrap(secret, key, nonce=bytes(NONCE_BYTES), bound=bound)


def unseal(sealed: bytes, pair: Pair, *, bound: bytes) -> bytes:
    """The secret that was sealed for a pair. Raises UnopenedError."""
    passing, content = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        key = _agreed(pair.private, passing, passing, pair.public)
    except ValueError:  # a point without any secret in it
        raise UnopenedError from None
    return unwrap(content, key, nonce=bytes(NONCE_BYTES), bound=bound)


def mark(key: bytes, content: bytes, *, purpose: bytes = b"roster") -> bytes:
    """A keyed mark of a content, 32 bytes. A mark of one purpose is none of another."""
    return hashlib.blake2b(content, key=key, digest_size=32, person=purpose).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one, other)


def _agreed(private: bytes, other: bytes, passing: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(other))
    return hashlib.blake2b(passing + public, key=shared, digest_size=KEY_BYTES, person=b"sealed").digest()
