"""The definitions of the program, and their answers for subjects in few words."""

from functools import cache
from pathlib import Path

from app.domain.definitions import Comparison, side_by_side
from app.domain.protocol.definition import Definition
from app.domain.protocol.definition_parse import parse
from app.domain.record import SubjectRecord
from tests.domain.builders import ROOT, day, template

FOLDER: Path = ROOT / "protocols" / "definitions"


@cache
def definitions() -> tuple[Definition, ...]:
    """Every definition of the program."""
    return tuple(parse(file.read_text(encoding="utf-8"), file.name) for file in sorted(FOLDER.glob("*.yaml")))


def answers(protocol: str, record: SubjectRecord, on: int, **given: object) -> dict[str, Comparison]:
    """The answers of a study day by the id of the definition; the protocol's own under its id."""
    found = side_by_side(template(protocol), record, day(on), definitions(), **given)  # type: ignore[arg-type]  # as named
    return {one.definition.id if one.definition else protocol: one for one in found}
