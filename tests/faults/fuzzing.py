"""Inputs made from good ones: bits, cuts, copies, odd numbers, deep nests. Seeded: a find repeats."""

from __future__ import annotations

import random
import re
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.readers import Reader, readers

_ODD = (
    *(
        b"",
        b"\x00",
        b"\xff\xfe",
        b"{",
        b"}",
        b"[" * 300,
        b'{"a":' * 300,
        b"null",
        b"true",
        b"-1",
        b"1e999",
        b"NaN",
    ),
    *(
        b"9" * 400,
        b"2026-02-30",
        b"9999-12-31",
        b'""',
        b'"\\ud800"',
        b"../../etc",
        b"=1+1",
        b"&a [*a]",
        b"<b>",
    ),
    *(
        b"!!python/object:os.system",
        b"%s{0}",
        b"\r\n",
        "１２".encode(),
        "−5".encode(),
        b"\xed\xa0\x80",
        b"1_000",
    ),
    *(b"0x10", b"- - - -"),
)
_NUMBER = re.compile(rb"-?[0-9]+")
LONGEST = 1 << 16


@dataclass(slots=True)
class Figures:
    """What became of the inputs of one reader."""

    inputs: int = 0
    accepted: int = 0
    seconds: float = 0.0
    crashes: list[str] = field(default_factory=list)


def mutated(seeds: tuple[bytes, ...], chance: random.Random) -> bytes:
    """One input: some of the steps below, one after the other, on one of the seeds."""
    content = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        content = chance.choice(_STEPS)(content, seeds, chance)
    return bytes(content[:LONGEST])


def _flip(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _byte(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    content.insert(chance.randrange(len(content) + 1), chance.randrange(256))
    return content


def _cut(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    del content[start : min(end, start + 40)]
    return content


def _end(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    return content[: chance.randrange(len(content) + 1)]


def _double(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    piece = content[start : min(end, start + 200)]
    place = chance.randrange(len(content) + 1)
    return content[:place] + piece + content[place:]


def _odd(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    place = chance.randrange(len(content) + 1)
    return content[:place] + bytearray(chance.choice(_ODD)) + content[place + chance.randrange(6) :]


def _number(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    return content[: one.start()] + bytearray(chance.choice(_ODD)) + content[one.end() :]


def _join(content: bytearray, seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    other = chance.choice(seeds)
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


def _letter(content: bytearray, _seeds: tuple[bytes, ...], chance: random.Random) -> bytearray:
    place = chance.randrange(len(content) + 1)
    return (
        content[:place]
        + chr(chance.choice((chance.randrange(0x20, 0x300), 0x1F600, 0x660))).encode()
        + content[place:]
    )


_STEPS: tuple[Callable[[bytearray, tuple[bytes, ...], random.Random], bytearray], ...] = (
    _flip, _byte, _cut, _end, _double, _odd, _number, _join, _letter,
)  # fmt: skip


def fuzz(reader: Reader, *, inputs: int, seed: int) -> Figures:
    """Give a reader this many inputs; a crash is kept with the input that repeats it."""
    chance, figures = random.Random(seed), Figures()
    begun = time.perf_counter()
    for content in reader.seeds:
        reader.run(content)
    for _ in range(inputs):
        content = mutated(reader.seeds, chance)
        figures.inputs += 1
        try:
            figures.accepted += reader.run(content)
        except Exception:  # any exception that is not the reader's own refusal is the find
            figures.crashes.append(f"{content[:400]!r}\n{traceback.format_exc(limit=-3)}")
    figures.seconds = time.perf_counter() - begun
    return figures


def all_readers(*, inputs: int, seed: int = 8) -> dict[str, Figures]:
    """About `inputs` inputs in all, each reader its share."""
    return {
        name: fuzz(reader, inputs=max(1, inputs * reader.share // 1000), seed=seed)
        for name, reader in readers().items()
    }
