"""What somebody looks for in the audit trail: the words that are shown, and the codes behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.trail import Sought
from app.i18n import trail_codes
from app.i18n.trail import REASONS
from app.i18n.written_days import DayError, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.i18n.texts import Texts

_NUMBER = re.compile(r"\d+([.,]\d+)?")
_MOST = 12  # codes in values: a word that fits more says little
_FIELDS = ("fields.", "papers.title_", "backups.why_")
_ITEMS = ("plausibility.name.", "drugs.", "visit_form.product.", "visit_form.event.", "endings.kind.")
_STAGES = ("control.stage.",)


def sought(
    typed: str, texts: Texts, *, people: Mapping[str, str], visits: Iterable[str]
) -> tuple[Sought, ...]:
    """What a line has to hold, word by word; a whole day is one word. `visits`: titles as they are stored."""
    plain = " ".join(typed.split())
    if not plain:
        return ()
    titles = tuple(visits)
    try:
        return (Sought(day=read_day(plain, day_first=texts.day_first).isoformat()),)
    except DayError:
        return tuple(_word(word, texts, people, titles) for word in plain.split(" "))


def _word(word: str, texts: Texts, people: Mapping[str, str], titles: tuple[str, ...]) -> Sought:
    wanted = word.casefold()
    codes = [code for place in dict.fromkeys(trail_codes.every_place()) for code in texts.codes(place, word)]
    number = word.replace(",", ".") if _NUMBER.fullmatch(word) else ""
    return Sought(
        text=word,
        actions=tuple(texts.codes("trail.action_", word)),
        tables=tuple(texts.codes("trail.table_", word)),
        fields=tuple(code for place in _FIELDS for code in texts.codes(place, word)),
        items=tuple(code for place in (*_ITEMS, *_STAGES) for code in texts.codes(place, word)),
        reasons=tuple(code for place in REASONS for code in texts.codes(place, word)),
        people=tuple(name for name, said in people.items() if wanted in f"{said} {name}".casefold()),
        visits=tuple(title for title in titles if wanted in f"{texts.written(title)} {title}".casefold()),
        codes=() if number else tuple(dict.fromkeys(codes))[:_MOST],
        number=number,
    )
