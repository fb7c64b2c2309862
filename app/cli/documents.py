"""The verbs on documents: print one or many, and check a PDF file against the study."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.opening import opened, refusals, study_arguments
from app.cli.verb import Options, Parser, Verb
from app.i18n import Texts
from app.services import named_files
from app.services.context import ServiceError
from app.services.contracts.papers import PROTOCOL, STUDY
from app.services.printing import ABOUT_ONE, KINDS

if TYPE_CHECKING:
    from app.services.context import Context
    from app.services.contracts.papers import Order

NOT_SAME = 1  # what the command ends with where a paper differs from what was printed


def verbs() -> dict[str, Verb]:
    """The verbs of this module by name."""
    return {
        "print": Verb("cli.help_print", _print_arguments, _print),
        "verify-document": Verb("papers.help_verify", _verify_arguments, _verify),
    }


def _print_arguments(parser: Parser) -> None:
    texts = parser.texts
    study_arguments(parser)
    parser.add_argument("code", metavar="CODE", nargs="?", default="", help=texts("cli.help_code"))
    parser.add_argument("--visit", metavar="ID", default="", help=texts("cli.help_visit"))
    names = [kind.replace("_", "-") for kind in KINDS]
    parser.add_argument(
        "--document", choices=names, default="visit-summary", help=texts("papers.help_document")
    )
    parser.add_argument("--evidence", action="store_true", help=texts("cli.help_evidence"))
    parser.add_argument("--protocol", metavar="ID", default="", help=texts("papers.help_protocol"))
    parser.add_argument(
        "--paper", choices=("A4", "Letter", "A5"), default="", help=texts("papers.help_paper")
    )
    parser.add_argument("--identity", action="store_true", help=texts("papers.help_identity"))
    parser.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help=texts("papers.help_set")
    )
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help=texts("cli.help_out"))


def _verify_arguments(parser: Parser) -> None:
    texts = parser.texts
    study_arguments(parser)
    parser.add_argument("file", metavar="FILE.pdf", type=Path, help=texts("papers.help_verify_file"))


def _print(arguments: argparse.Namespace, options: Options) -> int:
    from app.services import printing

    texts = Texts(options.language)
    with refusals(texts) as outcome, opened(arguments, options, texts) as context:
        order = _order(arguments, context)
        paper = arguments.paper or printing.KINDS[order.kind].papers[0]
        document = printing.make(context, order, texts=texts, paper=paper)
        with named_files.leaving(arguments.out, document.pdf):
            printing.left(context, document, how="saved")
        print(arguments.out)
    return outcome[0]


def _order(arguments: argparse.Namespace, context: Context) -> Order:
    """What was asked for, by id. Raises ServiceError."""
    from app.services import subjects
    from app.services.contracts.papers import VISIT, Order

    kind = "evidence_report" if arguments.evidence else arguments.document.replace("-", "_")
    about = KINDS[kind].about
    detail = "\n".join(_details(kind, arguments))
    if about in {STUDY, PROTOCOL}:
        return Order(kind, protocol=arguments.protocol, detail=detail)
    if not arguments.code:
        raise ServiceError("subject_needed")
    row = subjects.by_code(context, arguments.code)
    if about != VISIT:
        return Order(kind, row.id, identity=arguments.identity, detail=detail)
    if not arguments.visit:
        raise ServiceError("visit_needed")
    visit_id = subjects.visit_named(context, row.id, arguments.visit)
    return Order(kind, visit_id=visit_id, identity=arguments.identity, detail=detail)


def _details(kind: str, arguments: argparse.Namespace) -> list[str]:
    """What the document is asked beyond its kind, each as NAME=VALUE. Raises ServiceError for what it
    would not heed: nothing that was typed is dropped in silence."""
    asks = KINDS[kind].asks
    for each in arguments.set:
        name, equals, value = each.partition("=")
        if not equals or not value or name not in asks:
            raise ServiceError("detail_unknown", text=each, names=", ".join(asks) or "–")
    if not arguments.code or KINDS[kind].about not in {STUDY, PROTOCOL}:
        return list(arguments.set)
    if ABOUT_ONE not in asks:
        raise ServiceError("code_not_wanted", code=arguments.code)
    return [*arguments.set, f"{ABOUT_ONE}={arguments.code}"]


def _verify(arguments: argparse.Namespace, options: Options) -> int:
    from app.services import paper_checks
    from app.services.contracts.papers import SAME

    texts = Texts(options.language)
    with refusals(texts) as outcome:
        try:
            pdf = arguments.file.read_bytes()
        except OSError as error:
            raise named_files.not_read(arguments.file, error) from error
        with opened(arguments, options, texts) as context:
            found = paper_checks.check(context, pdf)
        for each in found:
            at = texts.moment(each.at.astimezone()) if each.at is not None else ""
            params = {"id": each.document_id, "who": each.who, "at": at, "copy": each.copy}
            known = each.state if each.document_id else "unknown_file"
            print(texts(f"papers.verify_{known}", **params))
        if any(each.state != SAME for each in found):
            outcome[0] = NOT_SAME
    return outcome[0]
