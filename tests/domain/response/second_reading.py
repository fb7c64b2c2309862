"""The fine print of the response rules written a second time, naively and without the engine's parts.

No compiled criteria, no prepared series, no evidence: for each day everything is looked up again in plain
loops, in the order in which the specification tells it. Tests hold the engine against this reading.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from app.domain.record import SubjectRecord

YES, NO, OPEN = "yes", "no", "open"
SEVERITY_ORDER = ["CLONAL_EVOLUTION", "RELAPSE", "NR", "PENDING", "PR", "CR"]
Value = tuple[Decimal, str]


def d(text: str) -> Decimal:
    return Decimal(text)


def both(*answers: str) -> str:
    return NO if NO in answers else OPEN if OPEN in answers else YES


def either(*answers: str) -> str:
    return YES if YES in answers else OPEN if OPEN in answers else NO


def at_least_two(*answers: str) -> str:
    if answers.count(YES) >= 2:
        return YES
    return OPEN if len(answers) - answers.count(NO) >= 2 else NO


def opposite(answer: str) -> str:
    return {YES: NO, NO: YES, OPEN: OPEN}[answer]


def holds(value: Value, op: str, limit: Decimal) -> str:
    """A bound decides where every value that it leaves possible says the same (item 14)."""
    number, bound = value
    upward = op in {">", ">="}
    if bound == "<":  # all values that are possible lie below the number
        return OPEN if number > limit else NO if upward else YES
    if bound == ">":
        return OPEN if number < limit else YES if upward else NO
    return (
        YES
        if {">": number > limit, ">=": number >= limit, "<": number < limit, "<=": number <= limit}[op]
        else NO
    )


@dataclass
class Reading:
    """One subject on one day. `washout` of the short-acting factors in days; `first` hides earlier values."""

    record: SubjectRecord
    on: date
    washout: int = 7
    first: date = date.min

    @property
    def anchor(self) -> date:
        return self.record.anchor

    @property
    def study_day(self) -> int:
        return (self.on - self.anchor).days

    # Item 1: one value per analyte and day.

    def direct(self, analyte: str) -> dict[date, Value]:
        found: dict[date, list[Value]] = {}
        for row in self.record.measurements:
            if row.analyte == analyte and self.first <= row.day <= self.on:
                found.setdefault(row.day, []).append((row.quantity.value, row.quantity.bound))
        order = ["<", "", ">"]
        return {day: min(rows, key=lambda v: (v[0], order.index(v[1]))) for day, rows in found.items()}

    def days(self, analyte: str) -> dict[date, Value]:
        """Day by day, in order, with what is derived."""
        found = self.direct(analyte)
        parts = {"ANC": ("WBC", "NEUT_PCT", d("0.01")), "RETIC_ABS": ("RETIC_PCT", "RBC", d("10"))}
        if analyte in parts:
            one, two, factor = parts[analyte]
            left, right = self.direct(one), self.direct(two)
            for day in set(left) & set(right) - set(found):
                bounds = {left[day][1], right[day][1]} - {""}
                if len(bounds) < 2:
                    found[day] = (left[day][0] * right[day][0] * factor, "".join(bounds))
        return dict(sorted(found.items()))

    # Item 2: current value and baseline.

    def newest(self, analyte: str, first: date, last: date) -> tuple[date, Value] | None:
        inside = [(day, value) for day, value in self.days(analyte).items() if first <= day <= last]
        return inside[-1] if inside else None

    def current(self, analyte: str) -> tuple[date, Value] | None:
        return self.newest(analyte, self.on - timedelta(days=7), self.on)

    def baseline(self, analyte: str) -> tuple[date, Value] | None:
        return self.newest(analyte, self.anchor - timedelta(days=14), self.anchor)

    # Items 3 and 4.

    def free(self, product: str, days: int, on: date | None = None) -> bool:
        day = on or self.on
        return not any(
            row.product == product and row.day <= day and (day - row.day).days < days
            for row in self.record.transfusions
        )

    def on_gcsf(self, day: date) -> bool:
        washouts = dict.fromkeys(("filgrastim", "lenograstim", "g-csf"), self.washout)
        washouts["pegfilgrastim"] = 14
        for row in self.record.medications:
            length = washouts.get(row.drug.strip().lower())
            if length is None or row.start > day:
                continue
            last = day if row.stop is None or row.stop > day else row.stop
            if (day - last).days < length:
                return True
        return False

    def confounded(self) -> bool:
        anc = self.current("ANC")
        return anc is not None and self.on_gcsf(anc[0])

    def now(self, analyte: str, op: str, limit: Decimal) -> str:
        """The current value against a limit."""
        return self.at(analyte, self.current(analyte), op, limit)

    def at(self, analyte: str, found: tuple[date, Value] | None, op: str, limit: Decimal) -> str:
        if found is None:
            return OPEN
        answer = holds(found[1], op, limit)
        if analyte == "ANC" and self.on_gcsf(found[0]):
            if op in {">", ">="} and answer == YES:
                return OPEN
            if op in {"<", "<="} and answer == NO:
                return OPEN
        return answer

    def independent(self, rbc: int = 28, plt: int = 14) -> list[str]:
        return [YES if self.free("RBC", rbc) else NO, YES if self.free("PLT", plt) else NO]

    # Item 7a and the assessments before.

    def events(self, *types: str, since: date | None = None) -> list[date]:
        first = since or self.anchor
        return [row.day for row in self.record.events if row.type in types and first <= row.day <= self.on]

    def overriding(self) -> tuple[str, set[str]] | None:
        if self.events("death"):
            return "NR", {"death"}
        if self.events("clonal_evolution"):
            return "CLONAL_EVOLUTION", set()
        if self.events("hsct", "second_line"):
            return "NR", {"rescue_therapy"}
        return None

    def priors(self) -> list[tuple[date, str]]:
        found: dict[date, str] = {}
        for row in self.record.prior_assessments:
            if row.status != "NE" and self.anchor <= row.day < self.on:
                present = found.get(row.day, "CR")
                found[row.day] = min(present, row.status, key=SEVERITY_ORDER.index)
        return sorted(found.items())

    def unconfirmed(self, status: str) -> bool:
        """Item 12, looked at from each prior assessment that might confirm."""
        good = {"CR"} if status == "CR" else {"CR", "PR"}
        priors = self.priors()
        for at, (day, given) in enumerate(priors):
            if given in good and (self.on - day).days >= 28 and all(s in good for _, s in priors[at:]):
                return False
        return True


Answer = tuple[str, dict[str, object], set[str], set[str]]


def _missing(day: Reading, counts: Iterable[str]) -> set[str]:
    return {analyte for analyte in counts if day.current(analyte) is None}


def _closed(
    day: Reading, status: str, lineage: dict[str, object], flags: set[str], missing: set[str]
) -> Answer:
    if status in {"CR", "PR"} and day.unconfirmed(status):
        flags = flags | {"unconfirmed"}
    return status, lineage, flags, missing


def _relapse(day: Reading, retic: Decimal) -> tuple[str | None, bool]:
    """Items 7b and 7c: the flag of a relapse, else whether one is suspected."""
    responses = [when for when, status in day.priors() if status in {"CR", "PR"}]
    if not responses:
        return None, False
    r = responses[-1]
    turns = [(when, status) for when, status in day.priors() if status in {"CR", "PR", "RELAPSE"}]
    for event in day.events("csa_dependence", since=r):
        if not (turns[-1][1] == "RELAPSE" and turns[-1][0] >= event):
            return "csa_dependence", False
    given = {
        row.day
        for row in day.record.transfusions
        if row.reason != "procedure" and r < row.day <= day.on and (day.on - row.day).days < 56
    }
    if len(given) >= 2:
        return "transfusion_dependence", False
    series = {analyte: day.days(analyte) for analyte in ("ANC", "PLT", "RETIC_ABS")}
    panels = [
        when for when in series["ANC"] if when > r and (when in series["PLT"] or when in series["RETIC_ABS"])
    ]
    severe: list[date] = []
    for when in reversed(panels):
        limits = (("ANC", d("0.5")), ("PLT", d("20")), ("RETIC_ABS", retic))
        sure = 0
        for analyte, limit in limits:
            value = series[analyte].get(when)
            if value is not None and day.at(analyte, (when, value), "<", limit) == YES:
                sure += 1
        if sure < 2:
            break
        severe.append(when)
    if len(severe) >= 2 and (severe[0] - severe[-1]).days >= 7:
        return "counts_severe_again", False
    return None, len(given) == 1 or bool(severe)


def _status(day: Reading, cr: str, pr: str, suspected: bool, nr_from: int) -> tuple[str, set[str]]:
    """Items 7d and 7e."""
    turns = [status for _, status in day.priors() if status in {"CR", "PR", "RELAPSE"}]
    relapsed = bool(turns) and turns[-1] == "RELAPSE"
    flags = {"relapse_suspected"} if suspected else set()
    if YES in {cr, pr}:
        if cr == OPEN:
            flags.add("cr_not_excluded")
        if relapsed:
            flags.add("after_relapse")
        return ("CR" if cr == YES else "PR"), flags
    if relapsed:
        return "RELAPSE", flags | {"relapse_persisting"}
    if suspected or OPEN in {cr, pr}:
        return "NE", flags
    if {"CR", "PR"} & set(turns):
        flags.add("response_lost")
    return ("PENDING" if day.study_day < nr_from else "NR"), flags


def saa(day: Reading, lln: Decimal | None) -> Answer:
    """Items 5 and 7."""
    decided = day.overriding()
    if decided is not None:
        return decided[0], {}, decided[1], set()
    flag, suspected = _relapse(day, d("20"))
    if flag is not None:
        return "RELAPSE", {}, {flag}, set()
    free = day.independent()
    hb = OPEN if lln is None else day.now("HB", ">=", lln)
    cr = both(hb, day.now("ANC", ">", d("1.5")), day.now("PLT", ">", d("100")), *free)
    anc, start = day.current("ANC"), day.baseline("ANC")

    def above(plus: Decimal) -> str:
        if anc is None or start is None:
            return OPEN
        if anc[1][1] or start[1][1]:
            return _pair(anc[1], start[1], plus, guarded=day.on_gcsf(anc[0]))
        return day.at("ANC", anc, ">", start[1][0] + plus)

    absolute = day.now("ANC", ">", d("0.5"))
    clause = both(absolute, above(d("0")))
    rest = [*free, day.now("RETIC_ABS", ">", d("30")), day.now("PLT", ">", d("20"))]
    pr = both(*rest, clause)
    missing = _missing(day, ("ANC", "HB", "PLT", "RETIC_ABS"))
    if start is None:
        missing.add("ANC_BASELINE")
    status, flags = _status(day, cr, pr, suspected, 40)
    if day.confounded():
        flags.add("anc_on_gcsf")
    known = anc is not None and start is not None and not day.on_gcsf(anc[0]) and not day.on_gcsf(start[0])
    if cr != YES and known and {both(*rest, above(d("0.5"))), both(*rest, absolute)} != {pr}:
        flags.add("interpretation_sensitive")
    lineage: dict[str, object] = {
        "ANC": _saa_anc(day, clause),
        "PLT": _saa_plt(day, free[1]),
        "HB": _saa_hb(day, free[0], hb, lln),
    }
    return _closed(day, status, lineage, flags, missing)


def _pair(left: Value, right: Value, plus: Decimal, *, guarded: bool) -> str:
    """`left > right + plus` where one of them is a bound: by the ends of what is possible."""
    low, high = _ends(left)
    other_low, other_high = (None if end is None else end + plus for end in _ends(right))
    assert low is not None and other_low is not None
    open_ends = left[1] == ">" or right[1] == "<"
    answer = OPEN
    if other_high is not None and (low > other_high or (low == other_high and open_ends)):
        answer = YES
    elif high is not None and high <= other_low:
        answer = NO
    return OPEN if guarded and answer == YES else answer


def _ends(value: Value) -> tuple[Decimal | None, Decimal | None]:
    number, bound = value
    return (d("0"), number) if bound == "<" else (number, None) if bound == ">" else (number, number)


def _saa_anc(day: Reading, clause: str) -> str:
    anc = day.current("ANC")
    if anc is None or (day.on_gcsf(anc[0]) and holds(anc[1], ">", d("0.5")) != NO):
        return "NE"
    cr = holds(anc[1], ">", d("1.5"))
    if cr == YES:
        return "CR"
    if clause == YES:
        return "PR"
    return "NE" if OPEN in {clause, cr} else "NR"


def _saa_plt(day: Reading, free: str) -> str:
    if free == NO:
        return "NR"
    if day.current("PLT") is None:
        return "NE"
    cr, pr = day.now("PLT", ">", d("100")), day.now("PLT", ">", d("20"))
    return "CR" if cr == YES else "PR" if pr == YES else "NE" if OPEN in {cr, pr} else "NR"


def _saa_hb(day: Reading, free: str, hb: str, lln: Decimal | None) -> str:
    if free == NO:
        return "NR"
    if day.current("HB") is None or lln is None:
        return "NE"
    return "CR" if hb == YES else "PR"


def rsaa(day: Reading) -> Answer:
    """Items 6 and 7."""
    decided = day.overriding()
    if decided is not None:
        return decided[0], {}, decided[1], set()
    flag, suspected = _relapse(day, d("60"))
    if flag is not None:
        return "RELAPSE", {}, {flag}, set()
    free = day.independent()
    severe = at_least_two(
        day.now("ANC", "<", d("0.5")), day.now("PLT", "<", d("20")), day.now("RETIC_ABS", "<", d("60"))
    )
    pr = both(opposite(severe), *free)
    cr = both(
        day.now("HB", ">", d("100")), day.now("ANC", ">", d("1.0")), day.now("PLT", ">", d("100")), *free
    )
    status, flags = _status(day, cr, pr, suspected, 83)
    if day.confounded():
        flags.add("anc_on_gcsf")
    return _closed(day, status, {}, flags, _missing(day, ("ANC", "HB", "PLT", "RETIC_ABS")))


def pgf(day: Reading) -> Answer:
    """Item 8. The reading must have been made with `washout=3` and `first=anchor`."""
    decided = day.overriding()
    if decided is not None:
        return decided[0], {}, decided[1], set()
    flags: set[str] = set()
    waiting = "PENDING" if day.study_day < 56 else "NR"
    anc, anc_flags = _pgf_anc(day, waiting)
    plt, plt_flags = _pgf_plt(day, waiting)
    hb = "NE"
    if day.current("HB") is not None:
        enough = both(day.now("HB", ">=", d("70")), YES if day.free("RBC", 14) else NO)
        hb = {YES: "CR", NO: waiting, OPEN: "NE"}[enough]
    states = {anc, hb, plt}
    if anc == hb == "CR" and plt in {"CR", "PR"}:
        status = plt
    elif "NE" in states and not states & {"PENDING", "NR"}:
        status = "NE"
    else:
        status = waiting
    flags |= anc_flags | plt_flags
    return _closed(
        day, status, {"ANC": anc, "HB": hb, "PLT": plt}, flags, _missing(day, ("ANC", "HB", "PLT"))
    )


def _pgf_anc(day: Reading, waiting: str) -> tuple[str, set[str]]:
    def runs(*, off: bool) -> list[list[date]]:
        return _runs(day, "ANC", ">", d("0.5"), lambda when: off and day.on_gcsf(when), span=1)

    failing = [when for when, value in day.days("ANC").items() if holds(value, ">", d("0.5")) == NO]

    def held(found: list[list[date]]) -> bool:
        return bool(found) and not any(when > found[-1][-1] for when in failing)

    newest = day.current("ANC")
    if newest is None:
        return "NE", set()
    lost = any(any(when > run[-1] for when in failing) for run in runs(off=True))
    if held(runs(off=True)):
        state = "NE" if day.on_gcsf(newest[0]) else "CR"
    else:
        state = "NE" if held(runs(off=False)) else waiting
    flags = {"anc_on_gcsf"} if state == "NE" else set()
    return state, flags | ({"lost_after_recovery"} if lost and state != "CR" else set())


def _pgf_plt(day: Reading, waiting: str) -> tuple[str, set[str]]:
    if day.current("PLT") is None:
        return "NE", set()
    given = sorted({row.day for row in day.record.transfusions if row.product == "PLT" and row.day <= day.on})
    state, lost = waiting, {}
    for grade, limit in (("PR", d("20")), ("CR", d("50"))):
        found = _runs(day, "PLT", ">=", limit, lambda when: when in given, span=7, between=given)
        ends = [when for when, value in day.days("PLT").items() if holds(value, ">=", limit) == NO] + given
        if found and not any(when > found[-1][-1] for when in ends):
            state = grade
        lost[grade] = any(any(when > run[-1] for when in ends) for run in found)
    below = (lost["CR"] and state != "CR") or (lost["PR"] and state not in {"CR", "PR"})
    return state, {"lost_after_recovery"} if below else set()


def _runs(
    day: Reading,
    analyte: str,
    op: str,
    limit: Decimal,
    barred: Callable[[date], bool],
    *,
    span: int,
    between: Iterable[date] = (),
) -> list[list[date]]:
    """The complete runs; an undecided day is passed over."""
    run: list[date] = []
    found = [run]
    for when, value in day.days(analyte).items():
        answer = holds(value, op, limit)
        if answer == OPEN:
            continue
        if answer == NO or barred(when):
            run = []
            found.append(run)
            continue
        cut = run and ((when - run[-1]).days > 3 or any(run[-1] <= other <= when for other in between))
        if cut:
            run = []
            found.append(run)
        run.append(when)
    return [run for run in found if len(run) >= 3 and (run[-1] - run[0]).days + 1 >= span]


def raa(day: Reading, lln: Decimal | None) -> Answer:
    """Item 9, `continue_infusions` apart."""
    decided = day.overriding()
    if decided is not None:
        return decided[0], {}, decided[1], set()
    flags = {"anc_on_gcsf"} if day.confounded() else set()
    missing = _missing(day, ("ANC", "HB", "PLT"))
    without = {f"{analyte}_BASELINE" for analyte in ("ANC", "HB", "PLT") if day.baseline(analyte) is None}
    if without:
        return "NE", {}, flags, missing | without
    hb = OPEN if lln is None else day.now("HB", ">=", lln)
    cr = both(hb, day.now("ANC", ">", d("1.5")), day.now("PLT", ">", d("150")), *day.independent())
    lines = {
        "L": _line(day, "ANC", d("0.5"), d("0.5"), normal=d("1.5"), clean=lambda when: not day.on_gcsf(when)),
        "E": _line(day, "HB", d("60"), d("30"), normal=lln, clean=lambda when: day.free("RBC", 14, when)),
        "M": _line(
            day, "PLT", d("20"), d("20"), normal=d("150"), clean=lambda when: day.free("PLT", 7, when)
        ),
    }
    analytes = {"L": "ANC", "E": "HB", "M": "PLT"}
    kept = [key for key, (number, lost) in lines.items() if number is not None and not lost]
    if any(lost for _, lost in lines.values()):
        flags.add("response_lost")
    if cr == YES:
        status = "CR"
    elif any(day.current(analytes[key]) is not None for key in kept):
        status = "PR"
        if cr == OPEN:
            flags.add("cr_not_excluded")
    elif kept:
        status = "NE"
    elif any(number is not None for number, _ in lines.values()):
        status = "NR"
    elif cr == OPEN or missing:
        status = "NE"
    else:
        status = "PENDING" if day.study_day < 12 else "NR"
    return _closed(day, status, {key: number for key, (number, _) in lines.items()}, flags, missing)


def _line(
    day: Reading,
    analyte: str,
    low: Decimal,
    rise: Decimal,
    *,
    normal: Decimal | None,
    clean: Callable[[date], bool],
) -> tuple[int | None, bool]:
    """The day of response and whether it was lost."""
    found = day.baseline(analyte)
    assert found is not None
    start = found[1]

    def satisfied(value: Value) -> str:
        is_low = holds(start, "<", low)
        risen = _more(value, start, rise)
        twice = _at_least_twice(value, start)
        if normal is not None:
            twice = both(holds(start, "<", normal), either(twice, holds(value, ">=", normal)))
        return either(both(is_low, risen), both(opposite(is_low), twice))

    judged = [
        (when, satisfied(value) == YES, clean(when))
        for when, value in day.days(analyte).items()
        if when > day.anchor
    ]
    number = next(
        (
            (one[0] - day.anchor).days
            for one, two in pairwise(judged)
            if one[1] and one[2] and two[1] and two[2]
        ),
        None,
    )
    speaking = [entry for entry in judged if not (analyte == "ANC" and entry[1] and not entry[2])]
    return number, number is not None and not (speaking[-1][1] and speaking[-1][2])


def _more(value: Value, start: Value, plus: Decimal) -> str:
    if value[1] or start[1]:
        return _pair(value, start, plus, guarded=False)
    return YES if value[0] > start[0] + plus else NO


def _at_least_twice(value: Value, start: Value) -> str:
    twice = (start[0] * 2, start[1])
    if not value[1] and not start[1]:
        return YES if value[0] >= twice[0] else NO
    low, high = _ends(value)
    other_low, other_high = _ends(twice)
    assert low is not None and other_low is not None
    if other_high is not None and low >= other_high:
        return YES
    strict = value[1] == "<" or twice[1] == ">"
    if high is not None and (high < other_low or (high == other_low and strict)):
        return NO
    return OPEN
