"""The synopsis of a protocol, written from its template: nothing in it is typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.problems import analyte_name
from app.i18n.visit_counts import visits_by_arm
from app.reports.content import Entry, MetaCell, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Listing, Paper, Section
from app.services.errors import ServiceError
from app.services.papers.common import paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.protocol.model import Source, Template, Treatment, Visit
    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.papers import Order

FEW = 3  # values; more that always come together have one name


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """The synopsis of the newest stored template of a name, else of the one on disk.

    Without a name the only stored one. Raises ServiceError `protocol_unknown`.
    """
    template, sha256 = _template(context, order.protocol)
    return paper(
        context,
        texts,
        kind="protocol_synopsis",
        document_id=f"PS-{template.id}-{template.version}",
        subtitle=texts.written(template.title),
        meta=_meta(template, sha256, texts),
        parts=tuple(_sections(template, texts)),
    )


def _template(context: Context, wanted: str) -> tuple[Template, str]:
    from app.services import subject_records
    from app.services.transactions import reading
    from app.storage import papers

    with reading(context) as connection:
        for row in papers.templates(connection):
            if wanted in {"", row.template_id}:
                return subject_records.stored_template(connection, row.id, row.sha256), row.sha256
    if not wanted:
        raise ServiceError("protocol_unknown", protocol="–")
    return context.library.get(wanted), ""


def _meta(template: Template, sha256: str, texts: Texts) -> tuple[MetaCell, ...]:
    return (
        MetaCell(
            texts("summary.meta_protocol"),
            texts("summary.meta_version", protocol=template.id, version=template.version),
            sha256[:16].upper(),
        ),
        MetaCell(texts("papers.registration"), *_registration(template, texts)),
        MetaCell(
            texts("papers.condition"),
            texts(f"papers.condition_{template.condition}"),
            texts(f"papers.anchor_{template.anchor}"),
        ),
        MetaCell(
            texts("papers.length"),
            texts.study_day(template.study_end_day),
            visits_by_arm(template, texts),
        ),
    )


def _registration(template: Template, texts: Texts) -> tuple[str, str]:
    """The number, or why there is none: a source may report one that could not be confirmed."""
    if template.registration:
        return template.registration, ""
    if any(quote.topic == "registration" for quote in template.quotes):
        return texts("papers.registration_unconfirmed"), texts("papers.registration_below")
    return texts("papers.registration_none"), ""


def _sections(template: Template, texts: Texts) -> Iterator[Section]:
    written = texts.written
    arms = tuple(Entry(_arms((arm.id,), texts), written(arm.title)) for arm in template.arms)
    yield Section("arms", texts("papers.arms"), (Listing(arms),))
    goals = tuple(
        (
            texts(f"papers.endpoint_{each.kind}"),
            written(each.text),
            written(each.time_frame) or "–",
            _source(each.source, texts),
        )
        for each in template.endpoints
    )
    heads = ("", texts("papers.endpoint"), texts("papers.time_frame"), texts("papers.source"))
    yield Section(
        "endpoints",
        texts("papers.endpoints"),
        (PlainTable(heads, goals, (22, 96, 34, 26), ("left",) * 4),),
    )
    yield _eligibility(template, texts)
    given = tuple(_treatment(each, texts) for each in template.treatments)
    names = tuple(texts(f"papers.{name}") for name in ("treatment", "dose", "route", "days", "arms"))
    yield Section(
        "treatments",
        texts("papers.treatments"),
        (PlainTable(names, given, (40, 72, 14, 36, 18), ("left",) * 5),),
    )
    yield _schedule(template, texts)
    yield _rules(template, texts)
    # A work that was not read again is named, never cited.
    sources = tuple(Entry(_source(each.key, texts), _citation(each, texts)) for each in template.sources)
    yield Section("sources", texts("papers.sources"), (Listing(sources),))


def _arms(arms: Sequence[str], texts: Texts) -> str:
    """Arms by name; what is of none is of all."""
    keys = {arm: f"common.arm_{arm}" for arm in arms}
    return texts.listed(texts(key) if texts.has(key) else arm for arm, key in keys.items()) or texts(
        "papers.all_arms"
    )


def _source(key: str, texts: Texts) -> str:
    """A source as people call it: Lan 2021."""
    if key == "site":
        return texts("eligibility.site_default")
    named = f"criteria.source.{key}"
    return texts(named) if texts.has(named) else key


def _citation(source: Source, texts: Texts) -> str:
    if source.kind == "recalled":
        return texts("papers.source_recalled")
    return texts.written(source.citation) if source.kind == "site_default" else source.citation


def _asked(code: str, texts: Texts) -> str:
    """What is due at a visit: an analyte or an examination."""
    key = f"schedule.exam.{code}"
    return texts(key) if texts.has(key) else analyte_name(texts, code)


def _eligibility(template: Template, texts: Texts) -> Section:
    from app.domain.eligibility import numbers

    called = numbers(template.eligibility)
    rows = tuple(
        (
            (Piece(called[each.id], "semibold"),),
            texts(f"papers.{each.kind}"),
            texts.written(each.text),
            texts.written(each.interpreted) or "–",
            _source(each.source, texts),
        )
        for each in template.eligibility
    )
    heads = ("", "", texts("papers.criterion"), texts("evidence.interpreted"), texts("papers.source"))
    return Section(
        "eligibility",
        texts("papers.eligibility"),
        (PlainTable(heads, rows, (11, 20, 60, 65, 24), ("left",) * 5),),
    )


def _treatment(treatment: Treatment, texts: Texts) -> tuple[str, ...]:
    return (
        texts.written(treatment.title),
        texts.written(treatment.dose),
        treatment.route or "–",
        texts.listed(texts.study_day(day) for day in treatment.days) or "–",
        _arms(treatment.arms, texts),
    )


def _schedule(template: Template, texts: Texts) -> Section:
    counts = _blood_count(template)
    in_order = sorted(template.visits, key=lambda visit: visit.day)
    rows = tuple(_visit(visit, counts, texts) for visit in in_order)
    named = texts.listed(_asked(code, texts) for code in counts)
    heads = (
        texts("papers.visit"),
        texts("papers.day"),
        texts("papers.window"),
        texts("papers.arms"),
        texts("papers.asks"),
    )
    aligns = ("left", "right", "left", "left", "left")
    note = (texts("papers.whole_count_is", parts=named),) if counts else ()
    table = PlainTable(heads, rows, (40, 14, 22, 16, 88), aligns, note)
    return Section("schedule", texts("papers.schedule"), (table,), remark=texts("papers.schedule_remark"))


def _blood_count(template: Template) -> tuple[str, ...]:
    """The values that every blood count of the plan asks for; none where they differ too much to be named."""
    asked = [visit.assessments for visit in template.visits if "HB" in visit.assessments]
    shared = tuple(code for code in (asked[0] if asked else ()) if all(code in each for each in asked))
    return shared if len(shared) > FEW else ()


def _visit(visit: Visit, counts: tuple[str, ...], texts: Texts) -> tuple[str | tuple[Piece, ...], ...]:
    if visit.before == visit.after:
        window = f"± {visit.before}" if visit.before else texts("papers.that_day")
    else:
        window = f"\N{MINUS SIGN}{visit.before} / +{visit.after}"
    whole = bool(counts) and set(counts) <= set(visit.assessments)
    rest = [code for code in visit.assessments if not (whole and code in counts)]
    asks = [*([texts("papers.whole_count")] if whole else []), *(_asked(code, texts) for code in rest)]
    named = texts.written(visit.title)
    title = (Piece(f"{named} *", "semibold") if visit.assessment else Piece(named),)
    return (
        title,
        texts.study_day(visit.day),
        window,
        _arms(visit.arms, texts),
        texts.listed(asks) or "–",
    )


def _rules(template: Template, texts: Texts) -> Section:
    rows = tuple(
        (
            (Piece(_topic(quote.topic, texts), "semibold"),),
            texts("evidence.quote", text=quote.registered)
            if quote.registered
            else texts("evidence.no_quote"),
            texts.written(quote.interpreted),
        )
        for quote in template.quotes
    )
    heads = ("", texts("evidence.registered"), texts("evidence.interpreted"))
    table = PlainTable(heads, rows, (22, 78, 78), ("left",) * 3)
    return Section("rules", texts("papers.rules"), (table,))


def _topic(topic: str, texts: Texts) -> str:
    key = f"papers.topic_{topic}"
    return texts(key) if texts.has(key) else topic.replace("_", " ")
