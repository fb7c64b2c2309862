"""Figures as keyboards and prints write them: of full width, with marks that nobody sees."""

import unicodedata

# Forms that are the same figure in another dress. A raised, lowered or ringed one is not: 12² is twelve with
# a footnote, never 122.
_SAME = ("<wide>", "<narrow>", "<noBreak>", "<compat>")
# Pages and messengers leave these between letters. Marks that turn the order of figures round are no part.
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def plain_figures(text: str) -> str:
    """The text with plain figures, signs and blanks, and without letters of no width."""
    if text.isascii():
        return text
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter in _UNSEEN:
        return ""
    if unicodedata.decomposition(letter).startswith(_SAME):
        return unicodedata.normalize("NFKC", letter)
    return letter
