"""Studies of a given size to measure on: the courses of the demonstration, as often as it takes.

The demonstration is played through the services once; its subjects are then copied by the database with all
that belongs to them, so that each has a score of visits, its counts, verdicts and its line of the list. The
audit of a copy is left out: its seals could not be copied, and no figure depends on its length.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, insert, literal, select, true

from app.paths import RESOURCES, STUDY_SUFFIX
from app.services import demo, studies, subjects
from app.settings import Settings
from app.storage import keys, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection, Select

    from app.services.context import Context

# A visit of a long course: the one that is printed.
CODE, VISIT = "TJ-001", "m12"
RECORDS = RESOURCES / "demo" / "subjects.json"
NAME = f"study{STUDY_SUFFIX}"
# Ids of the n-th copy of a row lie n strides above those of the original.
STRIDE = 100_000
_COPIED = (
    schema.subject,
    schema.identity,
    schema.eligibility_answer,
    schema.visit,
    schema.count_value,
    schema.transfusion,
    schema.medication,
    schema.infusion,
    schema.event,
    schema.marrow,
    schema.assessment,
    schema.subject_summary,
)
_COPIED_NAMES = frozenset(table.name for table in _COPIED)


def place(folder: Path, *, count: int) -> Path:
    """Put a study of so many subjects into a data folder, as its user left it; the path of its file."""
    made = _multiplied(count)
    path = folder / NAME
    for file, copy in ((made, path), (keys.path_of(made), keys.path_of(path))):
        shutil.copyfile(file, copy)
        copy.chmod(0o600)
    settings = Settings(folder / "settings.json")
    settings.put(f"user_name.{NAME}", demo.USER_NAME)
    settings.put("home", "subjects")  # the figures of the list are of a start that leads to it
    return path


def placing(count: int) -> Callable[[Path], None]:
    """What prepares a benchmark that wants a study of so many subjects."""

    def prepare(folder: Path) -> None:
        place(folder, count=count)

    return prepare


def opened(folder: Path) -> Context:
    """The study of a data folder, open."""
    return _unlocked(folder / NAME)


def visit_to_print(context: Context) -> int:
    """The id of the visit that is printed."""
    course = subjects.course(context, subjects.by_code(context, CODE).id)
    return next(visit.id for visit in course.visits if visit.plan_id == VISIT)


def fresh_subjects(folder: Path, *, count: int) -> list[int]:
    """Subjects of one long course to save on, others at each call: none grows by being measured."""
    turns = folder / "turns"
    turn = int(turns.read_text(encoding="ascii")) if turns.exists() else 0
    turns.write_text(str(turn + count), encoding="ascii")
    return [1 + STRIDE * (turn + number + 1) for number in range(count)]


def multiply(connection: Connection, *, wanted: int) -> None:
    """Copy the subjects of a study until it has `wanted` of them, codes counted on."""
    originals = connection.execute(select(func.count()).select_from(schema.subject)).scalar_one()
    if wanted <= originals:
        return
    for table in _COPIED:
        columns = [column.name for column in table.columns]
        query = _copies(table, originals=originals, wanted=wanted)
        connection.execute(insert(table).from_select(columns, query))


def _copies(table: Table, *, originals: int, wanted: int) -> Select[Any]:
    first = select(literal(1).label("number")).cte("copy", recursive=True)
    copy = first.union_all(select(first.c.number + 1).where(first.c.number < wanted // originals + 1))
    number = copy.c.number
    whose = table.c.id if table is schema.subject else table.c.subject_id

    def copied(column: ColumnElement[Any], *, name: str, moves: bool) -> ColumnElement[Any]:
        if name == "code":
            return func.printf("TJ-%05d", number * originals + whose)
        return (column + number * STRIDE) if moves else column

    values = [
        copied(
            column,
            name=column.name,
            moves=column.name == "id"
            or any(key.column.table.name in _COPIED_NAMES for key in column.foreign_keys),
        ).label(column.name)
        for column in table.columns
    ]
    # The first condition keeps apart what the same statement has just added; rows that come in the order of
    # their keys go to the end of each index, which is a hundred times as fast.
    return (
        select(*values)
        .select_from(copy.join(table, true()))
        .where(whose < STRIDE, number * originals + whose <= wanted)
        .order_by(number, table.primary_key.columns[0])
    )


def _unlocked(path: Path) -> Context:
    return studies.unlock(path, user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)


@cache
def _room() -> Path:
    room = Path(tempfile.mkdtemp(prefix="bench-studies-"))
    atexit.register(partial(shutil.rmtree, room, ignore_errors=True))
    return room


@cache
def _played() -> Path:
    path = _room() / NAME
    studies.close(demo.build(path, RECORDS, cost=keys.Cost()))  # as a real study: its derivation is measured
    return path


@cache
def _multiplied(count: int) -> Path:
    played = _played()
    path = _room() / str(count) / NAME
    path.parent.mkdir()
    shutil.copyfile(played, path)
    shutil.copyfile(keys.path_of(played), keys.path_of(path))
    context = _unlocked(path)
    try:
        with context.db.scribble() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = -262144")
            multiply(connection, wanted=count)
    finally:
        studies.close(context)
    return path
