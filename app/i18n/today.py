"""Lines of the home page in words: what, why, when, and the next step; the same on screen and on paper."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.values import dataclass
from app.i18n.endings import short_text
from app.i18n.problems import analyte_name
from app.i18n.texts import Texts

_MOST_NAMES = 3
TOGETHER = {"CD3": "TCELLS", "CD4": "TCELLS", "CD8": "TCELLS", "PNH_RBC": "PNH", "PNH_GRAN": "PNH"}
# What a visit asks for, as it stands on the order for the laboratory; what is not drawn is left to the form.
_ORDERED = (
    dict.fromkeys(("WBC", "ANC", "LYM", "HB", "PLT", "RETIC_ABS", "MCV"), "COUNTS")
    | dict.fromkeys(("BILT", "ALT", "AST", "CREA", "LDH"), "CHEMISTRY")
    | dict.fromkeys(("VITALS", "HEIGHT", "KPS", "LANSKY", "INFECTION", "SURVIVAL"), "")
    | TOGETHER
)
_PLACES = {"PLT": 0, "HB": 0}


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line in words. `what` in bold, `why` beside it; `step` names the action, "" when there is none."""

    what: str
    why: str
    when: str
    step: str


class Said:
    """Puts lines into words for one day."""

    def __init__(self, texts: Texts, today: date, *, steps: Mapping[str, bool] | None = None) -> None:
        """`steps`: which next steps the role may take; all of them unless told."""
        self._texts = texts
        self._today = today
        self._steps = steps or {}

    def line(self, kind: str, *, ended: str = "", **parts: Any) -> LineWords:
        """The words of a line by its kind; `parts` are the fields of the line, `reason` a known reason.

        Of who has left the study, or its treatment, the line says so first.
        """
        if "title" in parts:
            parts["title"] = self._texts.written(parts["title"] or "")
        what, why, when, step = getattr(self, f"_{kind}")(**parts)
        if ended:
            why = self._texts.clauses(part for part in (short_text(ended, self._texts), why) if part)
        return LineWords(what, why, when, self._step(step))

    def window(self, first: date | None, last: date | None) -> str:
        """11–25 Nov; 26 Oct – 1 Nov; the year where it is another one."""
        if first is None or last is None:
            return ""
        if first == last:
            return self.day(last)
        if (first.year, first.month) == (last.year, last.month):
            if self._texts.language == "zh":
                return f"{first.month}月{first.day}–{last.day}日"
            return f"{first.day}–{self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"

    def day(self, day: date) -> str:
        """18 Nov, with the year where it is not this one."""
        return self._texts.date_from(day, self._today)

    def _step(self, code: str) -> str:
        return self._texts(f"today.step_{code}") if code and self._steps.get(code, True) else ""

    def _value(self, *, about: Mapping[str, Any], day: date, **_rest: object) -> tuple[str, str, str, str]:
        texts = self._texts
        name = analyte_name(texts, about["analyte"])
        places = _PLACES.get(about["analyte"])
        said = texts(
            "today.value",
            name=name[:1].upper() + name[1:],
            value=texts.number(about["value"], places),
            unit=texts.unit(about["unit"]),
        )
        why = [texts("today.below", limit=texts.number(about["limit"]))]
        if about["was"] is not None:
            was = texts.number(about["was"], places)
            why.append(texts("today.was", value=was, day=self.day(about["was_day"])))
        given = about["given"]
        why.append(texts("today.given", day=self.day(given)) if given else texts("today.not_given"))
        when = texts("today.today") if day == self._today else self.day(day)
        return said, texts.clauses(why), f"{when} {about['time']}".strip(), "note_seen"

    def _status(
        self, *, about: Mapping[str, Any], day: date, study_day: int | None, reason: str, **_rest: object
    ) -> tuple[str, str, str, str]:
        texts = self._texts
        names = [texts(f"common.status_{code}") for code in (about["before"], about["after"])]
        when = self.day(day)
        if study_day is not None:
            when = f"{when} · {texts.study_day(study_day)}"
        automatic = about.get("automatic", about["after"])
        if automatic != about["after"]:  # the reason that is known is that of the automatic one
            other = texts(f"common.status_{automatic}")
            reason = texts.clauses(part for part in (texts("today.signed", automatic=other), reason) if part)
        return " → ".join(names), reason, when, "evidence"

    def _visit(self, **parts: Any) -> tuple[str, str, str, str]:
        return self._planned(**parts, step="log_visit")

    def _infusion(self, **parts: Any) -> tuple[str, str, str, str]:
        return self._planned(**parts, step="log_infusion")

    def _planned(
        self,
        *,
        title: str,
        day: date,
        first: date,
        last: date,
        study_day: int | None,
        step: str,
        about: Mapping[str, Any],
        agreed: date | None = None,
        **_rest: object,
    ) -> tuple[str, str, str, str]:
        texts = self._texts
        span = self.window(first, last)
        said = self._agreed(agreed, first, day, last) if agreed is not None else []
        asked = self._asked(about.get("due", ()))
        if last < self._today:
            days = (self._today - last).days
            late = texts("today.late_one" if days == 1 else "today.late", days=days)
            return title, texts.clauses([*said, texts("today.closed", window=span), *asked]), late, step
        number = texts.study_day(study_day) if study_day is not None else ""
        if day == self._today:
            why = texts("today.target_today", day=number)
        elif day < self._today:
            why = texts("today.target_was", day=number, date=self.day(day))
        else:
            why = texts("today.target_is", day=number, date=self.day(day))
        left = (last - self._today).days
        when = texts("today.last_day") if left == 0 else texts("today.left", window=span, days=left)
        return title, texts.clauses([*said, why.strip(), *asked]), when, step

    def _asked(self, due: Iterable[str]) -> list[str]:
        """What has to be drawn or measured: counts, T-cell subsets. Counts alone every visit asks for."""
        names = self._names(due, _ORDERED)
        return [self._shortened(names)] if names != self._names(["ANC"], _ORDERED) and names else []

    def _agreed(self, agreed: date, first: date, target: date, last: date) -> list[str]:
        """The agreed day; once the window has closed, which is said beside it, any day lies after it."""
        from app.domain.timeline import Window  # of few lines, so not for the start
        from app.i18n.agreed import agreed_text, planned_text

        if last < self._today:
            return [planned_text(self._texts, agreed, today=self._today)]
        return [agreed_text(self._texts, agreed, Window(first, target, last), today=self._today)]

    def _gap(
        self, *, about: Mapping[str, Any], title: str, last: date | None, day: date, **_rest: object
    ) -> tuple[str, str, str, str]:
        texts = self._texts
        rule = tuple(about["rule"])
        ordered = (*rule, *(name for name in about["names"] if name not in rule))
        what = self._shortened(self._names(ordered))
        what = what[:1].upper() + what[1:]
        if about.get("made"):
            return what, texts("today.gap_made"), self.day(day), "evidence"
        why = texts("today.gap", visit=title)
        if rule and len(rule) == len(about["names"]):
            why = texts("today.gap_rule", visit=title)
        elif rule:
            why = texts("today.gap_part", visit=title, names=texts.listed(self._names(rule)))
        elif not rule:
            why = texts.clauses((why, texts("today.gap_beside")))
        when = texts("today.until", day=self.day(last)) if last is not None else ""
        return what, why, when, "enter_value"

    def names(self, codes: Iterable[str], *, short: bool = False) -> list[str]:
        """What is missing, each once; `short` as in a list: Retic."""
        keys = {f"evidence.short_{code}": code for code in codes} if short else {}
        said = {code: self._texts(key) for key, code in keys.items() if self._texts.has(key)}
        return [*said.values(), *self._names(code for code in codes if code not in said)]

    def _names(self, codes: Iterable[str], together: Mapping[str, str] = TOGETHER) -> list[str]:
        """Names, each once; what goes by one name with others, or by none, as `together` has it."""
        texts = self._texts
        found: dict[str, None] = {}
        for code in codes:
            group = together.get(code, code)
            key = f"today.name_{group}"
            if group:
                found[texts(key) if texts.has(key) else analyte_name(texts, code)] = None
        return list(found)

    def _shortened(self, names: list[str]) -> str:
        said = self._texts.listed(names[:_MOST_NAMES])
        more = len(names) - _MOST_NAMES
        return self._texts("today.names_more", names=said, count=more) if more > 0 else said

    def _consent(self, *, about: Mapping[str, Any], **_rest: object) -> tuple[str, str, str, str]:
        from app.i18n.consents import renewal_reason  # of few lines, so not for the start

        what = self._texts("subjects.consent_wanted", version=about["form"])
        return what, renewal_reason(self._texts, **about), "", "record_consent"

    def _query(
        self, *, about: Mapping[str, Any], title: str, day: date, **_rest: object
    ) -> tuple[str, str, str, str]:
        texts, count = self._texts, about["count"]
        what = texts("today.query" if count == 1 else "today.query_more", count=count)
        return what, texts(f"today.query_{about['state']}", visit=title), self._ago(day), "queries"

    def _to_verify(self, *, title: str, day: date, **_rest: object) -> tuple[str, str, str, str]:
        return self._texts("today.to_verify"), title, self._made(day), "verify"

    def _to_sign(self, *, title: str, day: date, **_rest: object) -> tuple[str, str, str, str]:
        return self._texts("today.to_sign"), title, self._made(day), "sign"

    def _draft(self, *, about: Mapping[str, Any], title: str, **_rest: object) -> tuple[str, str, str, str]:
        texts, kept = self._texts, about["kept"]
        what = texts(f"today.draft_{about['form']}", visit=title or texts("visits.unscheduled_visit"))
        step = "go_on" if about["may"] else ""
        return what, texts("today.draft_unsaved"), f"{self._ago(kept.date())} {kept:%H:%M}", step

    def _made(self, day: date | None) -> str:
        return self.day(day) if day is not None else ""

    def _ago(self, day: date) -> str:
        return self._texts("today.today") if day == self._today else self.day(day)


def amount(value: Decimal | int, texts: Texts, *, more: bool = False) -> str:
    """19, or 200+ where not all were counted."""
    return f"{texts.number(value)}+" if more else texts.number(value)
