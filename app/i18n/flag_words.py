"""What a typed text means among the flags of the list: “late”, “Retic”, “to verify”."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.i18n.problems import analyte_name
from app.i18n.today import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.i18n.texts import Texts

# Kinds as in `services.contracts.subjects.ListQuery.said`, each with the texts that say it.
_SAID = {
    "critical": ("subjects.critical", "subjects.critical_hb"),
    "late": ("subjects.days_late",),
    "moved": ("schedule.agreed", "schedule.agreed_early", "schedule.agreed_late"),
    "queries": ("control.queries", "control.queries_one"),
    "consent": ("subjects.consent_due", "subjects.consent_wanted"),
    "verify": ("subjects.to_verify", "subjects.to_verify_long"),
    "sign": ("subjects.to_sign", "subjects.to_sign_long"),
    "gap": ("subjects.result_due_more", "subjects.result_missing_more"),
}
_GAP = ("subjects.result_due", "subjects.result_missing")
_SHARES = frozenset({"RETIC_PCT", "NEUT_PCT"})  # a count is worked out of them: no visit asks for one
_FIGURES = re.compile(r"\{\w+\}|[0-9]+(?:[.,][0-9]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class FlagWords:
    """The words of all flags in one language."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def meant(self, typed: str) -> tuple[str, ...]:
        """The kinds whose words have one that begins with what is typed; figures in it are passed over.

        Fewer than three letters, or two of Chinese, mean none: a code or a name is looked for.
        """
        wanted = _plain(typed)
        chinese = _HAN.search(wanted) is not None
        if len(wanted) < (2 if chinese else 3):
            return ()
        found = re.compile(re.escape(wanted) if chinese else rf"(?<!\w){re.escape(wanted)}")
        return tuple(dict.fromkeys(kind for words, kind in self._known if found.search(words)))

    @cached_property
    def _known(self) -> tuple[tuple[str, str], ...]:
        pairs = (*self._fixed(), *self._results(), *self._coded())
        return tuple((_plain(words), kind) for words, kind in pairs)

    def _fixed(self) -> Iterator[tuple[str, str]]:
        for kind, codes in _SAID.items():
            for code in codes:
                yield self._texts(code), kind

    def _results(self) -> Iterator[tuple[str, str]]:
        texts = self._texts
        groups: dict[str, list[str]] = {}
        for code, group in TOGETHER.items():
            groups.setdefault(group, []).append(code)
        named = [(texts(f"evidence.short_{code}"), code) for code in texts.codes("evidence.short_", "")]
        named += [(analyte_name(texts, code), code) for code in ANALYTES if code not in _SHARES]
        for group in texts.codes("today.name_", ""):
            named += [(texts(f"today.name_{group}"), code) for code in groups.get(group, [group])]
        for name, code in named:
            for said in _GAP:
                yield texts(said, name=name), f"gap:{code}"

    def _coded(self) -> Iterator[tuple[str, str]]:
        for code in self._texts.codes("flags.", ""):
            if not code.endswith(".long"):
                yield self._texts(f"flags.{code}"), f"flag:{code.removesuffix('.short')}"
        for place in ("endings.short.", "endings.how."):
            for code in self._texts.codes(place, ""):
                yield self._texts(f"{place}{code}"), f"ended:{code}"


def _plain(words: str) -> str:
    return " ".join(_FIGURES.sub(" ", words).casefold().split())
