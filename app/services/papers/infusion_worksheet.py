"""The infusion worksheet: the dose step by step, the product, and the observations at the bedside."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.dosing.cells import limits_of
from app.domain.dosing.drugs import weight_counts
from app.domain.dosing.worksheet import Cells
from app.domain.quantities import exact_number
from app.reports.content import MetaCell, Piece
from app.reports.evidence_content import PlainTable
from app.reports.paper_content import Answer, Field, Fields, HandTable, Pair, Paper, Section, Signature
from app.reports.paper_content import Signatures as Boxes
from app.services.errors import ServiceError
from app.services.papers import worksheet_steps
from app.services.papers.common import day_of, day_words, identity_cells, paper, person_cell, protocol_cell
from app.services.papers.worksheet_steps import Sheet

if TYPE_CHECKING:
    from datetime import date

    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.context import Context
    from app.services.contracts.papers import Order
    from app.services.contracts.subjects import Course, VisitRow

_TIMES = ("before", "0", "15", "30", "60", "end", "end_1", "end_2", "end_24")
_OBSERVED = (
    "time",
    "planned",
    "actual",
    "temperature",
    "pulse",
    "pressure",
    "breathing",
    "oxygen",
    "signs",
    "initials",
)
_OBSERVED_PARTS = (19, 14, 14, 14, 14, 21, 13, 12, 42, 15)


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """Details: cells=5.60 (10⁶ a mL after thaw), viability=93 (percent), weight=26.4 (kg), start=10:00.

    Raises ServiceError `no_infusion`, `number_unreadable`.
    """
    from app.services import paper_contents, readings

    subject_id = paper_contents.subject_of(context, order.visit_id)
    read = readings.read(context, subject_id)
    visit = next(row for row in read.course.visits if row.id == order.visit_id)
    sheet = _sheet(order, read.course, read.template, visit, today=context.today())
    code = read.course.subject.code
    number = f"{sheet.treatment.product}{sheet.number}"
    return paper(
        context,
        texts,
        kind="infusion_worksheet",
        document_id=f"IW-{code}-{number}",
        code=code,
        subtitle=f"{texts.written(read.template.short_title)} · {texts('papers.bedside')}",
        meta=(*_meta(sheet, texts), *identity_cells(context, subject_id, texts, wanted=order.identity)),
        parts=_parts(sheet, order, texts),
    )


def _sheet(order: Order, course: Course, template: Template, visit: VisitRow, *, today: date) -> Sheet:
    treatment = next((each for each in template.treatments if each.id == visit.infusion), None)
    if treatment is None:
        raise ServiceError("no_infusion")
    on = visit.when or today
    given = next((row for row in course.infusions if row.visit_id == visit.id), None)
    weight, weighed = course.weight_kg, course.weight_day
    if given is not None and given.weight_kg is not None:
        weight, weighed = given.weight_kg, given.day
    typed = _number(order.asked("weight"))
    if typed is not None:
        weight, weighed = typed, on
    usable = weight is not None and weighed is not None and weight_counts(weighed, on)
    limits = limits_of(template)
    per_kg = treatment.cells_per_kg_high or treatment.cells_per_kg_low
    viability = _number(order.asked("viability")) or (given.viability_pct if given is not None else None)
    own = [row for row in course.visits if row.infusion == treatment.id]
    own.sort(key=lambda row: (row.target or row.actual or on, row.id))
    return Sheet(
        course=course,
        template=template,
        visit=visit,
        treatment=treatment,
        on=on,
        number=own.index(visit) + 1,
        of=len(own),
        weighed=weighed,
        stale=not usable,
        cells=Cells(
            weight if usable else None, per_kg, _number(order.asked("cells")), viability, limits.maximum
        ),
        batch=given.batch if given is not None else "",
        passage=given.passage if given is not None else "",
    )


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    found = exact_number(text)
    if found is None or found <= 0:
        raise ServiceError("number_unreadable", text=text)
    return found


def _meta(sheet: Sheet, texts: Texts) -> tuple[MetaCell, ...]:
    visit, course = sheet.visit, sheet.course
    window = MetaCell(texts("summary.meta_window"), texts("summary.meta_no_window"), "")
    if visit.earliest is not None and visit.latest is not None:
        from app.services.summary.basis import span

        window = MetaCell(
            texts("summary.meta_window"), span(visit.earliest, visit.latest), _last(sheet, texts)
        )
    day0 = course.subject.day0
    return (
        protocol_cell(sheet.template, course.subject, texts),
        MetaCell(
            texts("papers.infusion"),
            texts("papers.number_of", product=sheet.treatment.product, number=sheet.number, of=sheet.of),
            texts("papers.intravenous") if sheet.treatment.route == "IV" else sheet.treatment.route,
        ),
        MetaCell(
            texts("papers.planned_for"),
            day_words(course, sheet.on, texts),
            texts("papers.day0", date=day0.isoformat()) if day0 else "",
        ),
        window,
        person_cell(course.subject, texts, on=sheet.on, detail=worksheet_steps.weight_text(sheet, texts)),
    )


def _last(sheet: Sheet, texts: Texts) -> str:
    product = sheet.treatment.product
    days = [row.day for row in sheet.course.infusions if row.product == product and row.day < sheet.on]
    if not days:
        return texts("papers.first_infusion")
    last = max(days)
    return texts("papers.last_infusion", date=last.isoformat(), day=day_of(sheet.course, last, texts))


def _parts(sheet: Sheet, order: Order, texts: Texts) -> tuple[Section | Pair, ...]:
    signs = tuple(
        Signature(texts(f"papers.sign_{role}"), texts("summary.signed_none"), "dashed")
        for role in ("calculated", "given", "physician")
    )
    return (
        Section("answer", "", (_answer(sheet, texts),)),
        Section(
            "calculation",
            texts("papers.calculation"),
            (worksheet_steps.table(sheet, texts),),
            remark=texts("papers.calculation_remark"),
        ),
        Pair(_product(sheet, texts), _before(sheet, texts)),
        Section(
            "observation",
            texts("papers.observation"),
            (_observation(order, texts),),
            remark=texts("papers.observation_remark"),
        ),
        Pair(_reaction(sheet, texts), _given(sheet, texts), 0.62),
        Section("signatures", "", (Boxes(signs, 3),), whole=True),
    )


def _answer(sheet: Sheet, texts: Texts) -> Answer:
    reason, remarks = worksheet_steps.reason(sheet, texts)
    if sheet.treatment.product != "MSC":
        return Answer(texts("papers.dose_to_give"), worksheet_steps.drug_dose(sheet, texts), reason, remarks)
    volume = sheet.cells.volume
    value = texts("papers.ml", value=texts.number(volume, 1)) if volume is not None else "____ mL"
    return Answer(texts("papers.volume_to_give"), value, reason, remarks)


def _product(sheet: Sheet, texts: Texts) -> Section:
    yes_no = (texts("papers.yes"), texts("papers.no_do_not_give"))
    cells = sheet.treatment.product == "MSC"  # a drug has no passage, nor lines of cells in its calculation
    passage = (Field(texts("papers.passage"), sheet.passage),) if cells else ()
    fields = (
        Field(texts("papers.product"), texts.written(sheet.treatment.title)),
        Field(texts("papers.crf_batch"), sheet.batch),
        *passage,
        Field(texts("papers.expiry")),
        Field(texts("papers.label_agrees" if cells else "papers.label_agrees_drug"), boxes=yes_no),
        Field(texts("papers.diluent")),
    )
    return Section("product", texts("papers.product_head"), (Fields(fields, label=34),))


def _before(sheet: Sheet, texts: Texts) -> Section:
    fields = (
        Field(texts("papers.two_persons"), boxes=("________", "________")),
        Field(texts("papers.last_counts"), worksheet_steps.last_counts(sheet, texts) or "–"),
        Field(texts("papers.fever"), boxes=(texts("papers.no"), texts("papers.yes_ask"))),
        Field(texts("papers.premedication")),
        Field(texts("papers.emergency"), boxes=(texts("papers.at_bedside"),)),
        Field(texts("papers.start_stop"), boxes=()),
    )
    return Section("before", texts("papers.before_head"), (Fields(fields, label=34),))


def _observation(order: Order, texts: Texts) -> HandTable:
    start = order.asked("start")
    rows = tuple(
        (
            (Piece(texts(f"papers.time_{name}"), "semibold"),),
            worksheet_steps.planned_time(start, name),
            "",
            "",
            "",
            "/",
            "",
            "",
            "",
            "",
        )
        for name in _TIMES
    )
    aligns = ("left", *("center",) * 7, "left", "center")
    heads = tuple(texts(f"papers.obs_{name}") for name in _OBSERVED)
    return HandTable(heads, rows, _OBSERVED_PARTS, aligns)


def _reaction(sheet: Sheet, texts: Texts) -> Section:
    rows = tuple(
        ((Piece(grade, "bold"),), texts(f"papers.reaction_{at}"))
        for at, grade in enumerate(("1", "2", "3", "4, 5"), 1)
    )
    table = PlainTable(
        (texts("papers.grade"), texts("papers.signs_action")),
        rows,
        (14, 92),
        ("left", "left"),
        (texts("papers.reaction_note"),),
    )
    return Section(
        "reaction",
        texts("papers.reaction_head"),
        (table,),
        remark=texts("papers.reaction_remark", version=sheet.template.ctcae),
    )


def _given(sheet: Sheet, texts: Texts) -> Section:
    volume = sheet.cells.volume
    planned = (
        texts("papers.ml", value=texts.number(volume, 1)) if volume is not None else texts("papers.plan")
    )
    fields = (
        Field(texts("papers.volume_given"), after="mL"),
        Field(texts("papers.reason_if_not", planned=planned)),
        Field(texts("papers.reaction"), boxes=(texts("papers.none"), texts("papers.with_grade"))),
        Field(texts("papers.bag_kept"), boxes=(texts("papers.yes"), texts("papers.no"))),
    )
    return Section("given", texts("papers.given_head"), (Fields(fields, label=25),))
