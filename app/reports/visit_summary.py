"""The visit summary: answer first, then figures, then what was done, then the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.chart import paper as paper_chart
from app.domain.values import dataclass
from app.i18n.chart_days import DayNames
from app.reports import document
from app.reports.base import Sheet
from app.reports.blocks import foot, head, tables
from app.reports.content import Entry, Summary, Trend, VisitSummary
from app.reports.document import Bound, Document
from app.reports.layout import Flowable, KeepTogether, Spacer
from app.reports.look import MM
from app.reports.pictures import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.i18n import Texts

GUTTER = 5 * MM


@dataclass(frozen=True, slots=True)
class Air:
    """Room over each heading in mm, the height of a panel of the chart in points and of a signature in mm."""

    above: float
    panel: float
    sign: float = foot.HEIGHT


AIRS = Air(2.3, paper_chart.PANEL), Air(1.1, 22.0), Air(0.7, 17.0), Air(0.5, 14.3, 12.2)
# Of treatment beside events: the first one, or where room is short the one that takes the least height.
SHARES = tuple(each / 173 for each in (72, 80, 92, 101))
LONG_LIST = 14  # more entries than this stand below each other: a cell must never outgrow the page


def pages(content: VisitSummary, *, texts: Texts, paper: str = "A4", book: Bound | None = None) -> Document:
    """The document as PDF or added to a book, its number of pages, and the hash of its content.

    The same content gives the same bytes.
    """
    sheet = Sheet(paper)
    story = _story(content.summary, texts, sheet.width)
    if not sheet.holds(story):
        # Rather less air and lower panels than signatures alone on a page. The type never shrinks.
        story = _on_two(content.summary, texts, sheet.width)
        for air in AIRS[1:]:
            tighter = _story(content.summary, texts, sheet.width, air=air)
            if sheet.holds(tighter):
                story = tighter
                break
    said, printing = content.summary, content.printing
    return document.build(story, sheet, said=said, printing=printing, texts=texts, book=book)


def _on_two(summary: Summary, texts: Texts, room: float) -> list[Flowable]:
    """Where one page cannot hold it, criteria, next visit and signatures go to the second one together."""
    return [
        *_above(summary, texts, room, AIRS[0]),
        KeepTogether([*_criteria(summary, texts, room, AIRS[0]), *_closing(summary, texts, room, AIRS[0])]),
    ]


def _story(summary: Summary, texts: Texts, room: float, *, air: Air = AIRS[0]) -> list[Flowable]:
    return [
        *_above(summary, texts, room, air),
        *_criteria(summary, texts, room, air),
        KeepTogether(_closing(summary, texts, room, air)),
    ]


def _above(summary: Summary, texts: Texts, room: float, air: Air) -> list[Flowable]:
    """Everything over the criteria."""
    return [
        *head.header(
            summary.title, summary.subtitle, code_label=texts("summary.subject"), code=summary.code, room=room
        ),
        head.meta_row(summary.meta, room=room),
        Spacer(0, air.above * MM + 2),
        head.status_box(summary.status, room=room),
        *_counts(summary, texts, room, air),
        *(_trend(summary.trend, texts, room, air) if summary.trend is not None else ()),
        *_since(summary, texts, room, air),
    ]


def _closing(summary: Summary, texts: Texts, room: float, air: Air) -> list[Flowable]:
    """The next visit and the signatures stay on one page."""
    labels = texts("summary.sign_name"), texts("summary.sign_date")
    return [
        Spacer(0, (air.above + 0.1) * MM),
        foot.next_visit(texts("summary.next"), summary.next_visit, room=room),
        *foot.signatures(summary.signatures, labels=labels, room=room, stamp=summary.stamp, height=air.sign),
    ]


def _counts(summary: Summary, texts: Texts, room: float, air: Air) -> list[Flowable]:
    title = head.section(
        texts("summary.counts"), room=room, key="counts", remark=summary.counts.remark, above=air.above
    )
    table = tables.counts(summary.counts, room=room)
    return [*title, *(table or [_none(texts, room)])]


def _trend(trend: Trend, texts: Texts, room: float, air: Air) -> list[Flowable]:
    picture = paper_chart.draw(
        trend.course,
        width=room,
        day_text=DayNames(texts, trend.course.since),
        selected=trend.day,
        this_visit=texts("summary.this_visit"),
        panel=air.panel,
    )
    title = head.section(texts("summary.trend"), room=room, key="trend", remark=trend.remark, above=air.above)
    return [*title, Drawn(picture)]


def _since(summary: Summary, texts: Texts, room: float, air: Air) -> list[Flowable]:
    """Treatment beside events while both are short, else one under the other."""

    def block(title: str, key: str, lines: tuple[Entry, ...], own: float) -> list[Flowable]:
        body = tables.entries(lines, room=own) if lines else _none(texts, own)
        return [*head.section(title, room=own, key=key, above=air.above), body]

    if max(len(summary.treatment), len(summary.events)) > LONG_LIST:
        return [
            *block(summary.treatment_title, "treatment", summary.treatment, room),
            *block(summary.events_title, "events", summary.events, room),
        ]
    shares = SHARES[:1] if air is AIRS[0] else SHARES
    made = [_beside(block, summary, room, share) for share in shares]
    return [_lowest(made, room)]


def _lowest(made: Sequence[Flowable], room: float) -> Flowable:
    """Of several layouts of the same the one that takes the least height; the first where it is alone."""
    if len(made) == 1:
        return made[0]
    return min(made, key=lambda one: one.wrap(room, sum(Sheet("A4").size))[1])


def _beside(
    block: Callable[..., list[Flowable]], summary: Summary, room: float, share: float
) -> tables.Beside:
    """Treatment with its share of the width, events with the rest."""
    left = (room - GUTTER) * share
    right = room - GUTTER - left
    return tables.Beside(
        block(summary.treatment_title, "treatment", summary.treatment, left),
        block(summary.events_title, "events", summary.events, right),
        widths=(left, right),
        gutter=GUTTER,
    )


def _criteria(summary: Summary, texts: Texts, room: float, air: Air) -> list[Flowable]:
    title = head.section(
        texts("summary.criteria"), room=room, key="criteria", remark=summary.criteria_remark, above=air.above
    )
    if not summary.criteria:
        return [*title, _none(texts, room)]
    heads = [
        texts(f"summary.criteria_{name}") for name in ("name", "required", "observed", "source", "result")
    ]
    words = {verdict: texts(f"summary.verdict_{verdict}") for verdict in ("met", "not_met", "unknown")}
    ways = (False,) if air is AIRS[0] else (False, True)
    made = [
        tables.criteria(summary.criteria, heads=heads, words=words, room=room, snug=snug) for snug in ways
    ]
    return [*title, _lowest(made, room)]


def _none(texts: Texts, room: float) -> Flowable:
    return tables.entries((Entry(texts("summary.none"), ""),), room=room, label=room / 2)
