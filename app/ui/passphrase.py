"""How strong a passphrase is, in words: a coarse judgement that never leaves this computer."""

from __future__ import annotations

from math import log2

LEAST = 12
WEAK, FAIR, STRONG = "weak", "fair", "strong"
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_COMMON = ("password", "passphrase", "marrowtrack", "hospital", "welcome", "letmein", "secret")


def strength(passphrase: str) -> str:
    """short, weak, fair or strong. Length counts most; runs, repeats and common words count once."""
    if len(passphrase) < LEAST:
        return "short"
    bits = _characters(passphrase) * log2(_alphabet(passphrase))
    if bits < 50:
        return WEAK
    return FAIR if bits < 75 else STRONG


def _alphabet(text: str) -> int:
    size = 0
    for holds, count in (
        (str.islower, 26),
        (str.isupper, 26),
        (str.isdigit, 10),
        (lambda letter: letter.isascii() and not letter.isalnum(), 20),
        (lambda letter: not letter.isascii(), 100),
    ):
        if any(holds(letter) for letter in text):
            size += count
    return max(size, 2)


def _characters(text: str) -> float:
    """Characters that surprise: a step of a run or a repeat hardly does."""
    plain = text.casefold()
    for word in _COMMON:
        plain = plain.replace(word, word[0])
    counted = 0.0
    for place, letter in enumerate(plain):
        pair = plain[place - 1 : place + 1] if place else ""
        run = any(pair in known or pair[::-1] in known for known in _RUNS) if pair else False
        repeat = letter in plain[max(0, place - 2) : place]
        seen = letter in plain[:place]
        counted += 0.2 if run or repeat else (0.7 if seen else 1.0)
    return counted
