"""Many visit summaries in one go: of a day, a planned visit, a protocol. One that fails stops no other."""

from __future__ import annotations

import logging
from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services import named_files
from app.services.contracts.papers import Order, Printed
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from app.i18n import Texts
    from app.reports.document import Bound
    from app.services.context import Context

_log = logging.getLogger(__name__)
KIND = "visit_summary"
SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which summaries: of the visits made on a day, of a planned visit, of a protocol."""

    day: date | None = None
    plan_id: str = ""
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One visit of a batch."""

    visit_id: int
    code: str
    title: str
    day: date
    plan_id: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A summary that could not be made, and why."""

    member: Member
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch. `files` were written; `stopped`: the user thought better of it.

    `refused`: why nothing more could be written where the user said. `beside`: how many stand beside a file
    of their name that was there before.
    """

    made: int
    pages: int
    failed: tuple[Failed, ...]
    files: tuple[Path, ...]
    stopped: bool = False
    refused: ServiceError | None = None
    beside: int = 0


def members(context: Context, wanted: Wanted) -> tuple[Member, ...]:
    """The logged visits that a batch would print, by subject and day."""
    from app.services.transactions import reading
    from app.storage import papers

    with reading(context) as connection:
        rows = papers.logged_visits(
            connection, day=wanted.day, plan_id=wanted.plan_id, protocol=wanted.protocol
        )
    return tuple(Member(row.id, row.code, row.title, row.actual, row.plan_id) for row in rows)


def into_one_file(
    context: Context,
    chosen: Sequence[Member],
    file: Path,
    *,
    texts: Texts,
    paper: str = "A4",
    going: Callable[[int], bool] = lambda _done: True,
) -> Outcome:
    """Write all summaries behind each other into a file.

    `going` hears how many are done before each one and after the last; it answers whether to go on. Stopped,
    nothing is written. Raises ServiceError as `named_files.write`.
    """
    from app.reports.document import Bound

    named_files.try_place(file)  # not after minutes of making what no place takes
    book = Bound()
    made, failed, stopped = _made(
        context, chosen, texts=texts, paper=paper, going=going, keep=lambda _done: None, book=book
    )
    if stopped or not made:
        return Outcome(0, 0, failed, (), stopped)
    pdf = book.finish()
    with named_files.leaving(file, pdf):
        _told(context, made, how=SAVED, file=pdf)
    return Outcome(len(made), sum(each.pages for each in made), failed, (file,))


def into_folder(
    context: Context,
    chosen: Sequence[Member],
    folder: Path,
    *,
    texts: Texts,
    paper: str = "A4",
    going: Callable[[int], bool] = lambda _done: True,
) -> Outcome:
    """Write each summary into a file of its own, as it is made. Stopped, those that are written stay.

    A file that was there stays as well. A folder that takes one no more would take none of the others either:
    it ends the batch, and is told once.
    """
    files: list[Path] = []
    pages: list[int] = []
    beside: list[Path] = []
    refused: list[ServiceError] = []

    def keep(document: Printed) -> None:
        wanted = folder / document.name
        file = _apart(wanted, files)
        try:
            with named_files.leaving(file, document.pdf):
                _told(context, (document,), how=SAVED)
        except ServiceError as error:
            refused.append(error)
            return
        if file != wanted and wanted not in files:
            beside.append(file)
        files.append(file)
        pages.append(document.pages)

    def goes_on(done: int) -> bool:
        return not refused and going(done)

    _, failed, stopped = _made(context, chosen, texts=texts, paper=paper, going=goes_on, keep=keep)
    why = refused[0] if refused else None
    return Outcome(
        len(files), sum(pages), failed, tuple(files), stopped and not refused, refused=why, beside=len(beside)
    )


def as_bytes(
    context: Context,
    chosen: Sequence[Member],
    *,
    texts: Texts,
    paper: str = "A4",
    going: Callable[[int], bool] = lambda _done: True,
) -> tuple[bytes, tuple[Printed, ...], tuple[Failed, ...]]:
    """All summaries behind each other, for a printer: the bytes, what they hold, and what failed."""
    from app.reports.document import Bound

    book = Bound()
    made, failed, stopped = _made(
        context, chosen, texts=texts, paper=paper, going=going, keep=lambda _done: None, book=book
    )
    return (b"" if stopped else book.finish()), made, failed


def left(context: Context, made: Sequence[Printed], *, how: str) -> None:
    """Tell the audit of each summary that left."""
    _told(context, made, how=how)


def _made(
    context: Context,
    chosen: Sequence[Member],
    *,
    texts: Texts,
    paper: str,
    going: Callable[[int], bool],
    keep: Callable[[Printed], None],
    book: Bound | None = None,
) -> tuple[tuple[Printed, ...], tuple[Failed, ...], bool]:
    """The summaries without their bytes, so that a long batch needs no more memory than a short one."""
    from dataclasses import replace

    from app.services import printing

    made: list[Printed] = []
    failed: list[Failed] = []
    for done, member in enumerate(chosen):
        if not going(done):
            return tuple(made), tuple(failed), True
        try:
            order = Order(KIND, visit_id=member.visit_id)
            document = printing.make(context, order, texts=texts, paper=paper, book=book)
            keep(document)
        except ServiceError as error:
            failed.append(Failed(member, error.code, error.params))
            continue
        except Exception:  # a fault of ours on one paper: told and kept in the log, and the others are made
            _log.exception("a summary was not made, visit %s", member.visit_id)
            failed.append(Failed(member, "document_not_made"))
            continue
        made.append(replace(document, pdf=b""))
    going(len(chosen))
    return tuple(made), tuple(failed), False


def _apart(file: Path, taken: Sequence[Path]) -> Path:
    """The name, with a figure where two visits of a day share it or a file of this name is there."""
    number, wanted = 2, file
    while wanted in taken or wanted.exists():
        wanted = file.with_stem(f"{file.stem}-{number}")
        number += 1
    return wanted


def _told(context: Context, made: Sequence[Printed], *, how: str, file: bytes | None = None) -> None:
    from app.services import printing

    printing.all_left(context, made, how=how, file=file)
