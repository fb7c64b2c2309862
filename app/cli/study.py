"""The verbs that read a study: list, status. The passphrase never stands on the command line."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from app.cli.opening import opened, refusals, study_arguments
from app.cli.verb import Options, Parser, Verb
from app.i18n import Texts
from app.services.context import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.evidence import Evidence, Verdict
    from app.services.context import Context
    from app.services.subjects import SubjectRow


def verbs() -> dict[str, Verb]:
    """The verbs of this module by name."""
    return {
        "list": Verb("cli.help_list", study_arguments, _list),
        "status": Verb("cli.help_status", _status_arguments, _status),
        "definitions": Verb("definitions.cli_help", _status_arguments, _definitions),
    }


def _status_arguments(parser: Parser) -> None:
    texts = parser.texts
    study_arguments(parser)
    parser.add_argument("code", metavar="CODE", help=texts("cli.help_code"))
    parser.add_argument("--on", metavar="DATE", type=_date(texts), help=texts("cli.help_on"))
    parser.add_argument("--known", choices=("now", "then"), default="now", help=texts("cli.help_known"))


def _list(arguments: argparse.Namespace, options: Options) -> int:
    from app.services import subjects

    texts = Texts(options.language)
    with refusals(texts) as outcome, opened(arguments, options, texts) as context:
        rows = subjects.listing(context, subjects.ListQuery())
        print(texts("cli.header") if rows else texts("cli.no_subjects"))
        for row in rows:
            cells = (
                row.code,
                row.protocol,
                row.arm,
                _day(row.day0),
                row.status or row.state,
                _day(row.status_since),
                ", ".join(_flag(flag, texts) for flag in row.flags) or "-",
                texts.written(row.next_visit) or "-",
                _day(row.next_target),
            )
            print("\t".join(cells))
    return outcome[0]


def _status(arguments: argparse.Namespace, options: Options) -> int:
    from app.cli.course import tell_course
    from app.services import assessments, outcomes, subjects

    texts = Texts(options.language)
    with refusals(texts) as outcome, opened(arguments, options, texts) as context:
        row = subjects.by_code(context, arguments.code)
        day, study_day = _day_to_judge(context, row, arguments.on, texts)
        verdict = assessments.on_day(context, row.id, day, known=arguments.known)
        _tell(row.code, verdict, study_day, texts)
        if arguments.known == "now":
            tell_course(outcomes.of_subject(context, row.id, on=arguments.on), texts)
        print()
        print(texts("cli.not_a_decision"))
    return outcome[0]


def _definitions(arguments: argparse.Namespace, options: Options) -> int:
    from app.cli.definitions import tell_answers
    from app.services import assessments, subjects

    texts = Texts(options.language)
    with refusals(texts) as outcome, opened(arguments, options, texts) as context:
        row = subjects.by_code(context, arguments.code)
        day, study_day = _day_to_judge(context, row, arguments.on, texts)
        print(f"{row.code}  {texts.date(day)} ({texts.study_day(study_day)})")
        tell_answers(assessments.definitions(context, row.id, day, known=arguments.known), texts)
        print()
        print(texts("cli.not_a_decision"))
    return outcome[0]


def _day_to_judge(context: Context, row: SubjectRow, on: date | None, texts: Texts) -> tuple[date, int]:
    """The day asked for, else the newest assessed one; and its study day."""
    from app.services import assessments

    given = assessments.history(context, row.id) if on is None else ()
    day = on or (given[0].day if given else None)
    if row.day0 is None or day is None:
        raise ServiceError("no_status_yet", subject=row.code)
    if day < row.day0:
        raise ServiceError("before_day0", day=texts.date(day), day0=texts.date(row.day0))
    return day, (day - row.day0).days


def _tell(code: str, verdict: Verdict, study_day: int, texts: Texts) -> None:
    from app.i18n.headlines import headline

    words = texts(f"status.{verdict.status}")
    day = f"{texts.date(verdict.day)} ({texts.study_day(study_day)})"
    print(f"{code}  {day}  {verdict.status} · {words}")
    print(headline(verdict, texts))
    if verdict.flags:
        print(texts("cli.flags", flags=", ".join(_flag(flag, texts) for flag in verdict.flags)))
    if verdict.missing:
        print(texts("cli.missing", missing=", ".join(verdict.missing)))
    print()
    for node in verdict.evidence.children or (verdict.evidence,):
        _tell_node(node, 0, verdict.day, texts)


def _tell_node(node: Evidence, depth: int, on: date, texts: Texts) -> None:
    from app.i18n import evidence

    parts = (
        evidence.criterion_text(node, texts),
        evidence.required_text(node, texts),
        evidence.observed_text(node, texts, on=on),
        evidence.verdict_word(node, texts),
    )
    print("  " * depth + " | ".join(part for part in parts if part))
    for child in node.children:
        _tell_node(child, depth + 1, on, texts)


def _flag(code: str, texts: Texts) -> str:
    return texts(f"flags.{code}") if texts.has(f"flags.{code}") else code


def _date(texts: Texts) -> Callable[[str], date]:
    """How a day on the line is read."""

    def read(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(texts("cli.date_unreadable", text=text)) from None

    return read


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "-"
