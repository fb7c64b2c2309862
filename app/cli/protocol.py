"""The verbs for protocol templates: `check-protocol` and `protocol-schema`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.verb import Options, Parser, Verb, speak_utf8
from app.i18n import Texts

if TYPE_CHECKING:
    from app.services.protocol_check import Finding, Report

CLEAN, FAULTY, UNREADABLE = 0, 1, 2


def verbs() -> dict[str, Verb]:
    """The verbs of this module by name."""
    return {
        "check-protocol": Verb("cli.help_check_protocol", _check_arguments, _check),
        "protocol-schema": Verb("cli.help_protocol_schema", _schema_arguments, _schema),
    }


def _check_arguments(parser: Parser) -> None:
    texts = parser.texts
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help=texts("cli.help_protocol_file"))
    parser.add_argument(
        "--mutate",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=texts("cli.help_mutate"),
    )


def _schema_arguments(parser: Parser) -> None:
    parser.add_argument("--out", metavar="FILE", type=Path, help=parser.texts("cli.help_schema_out"))


def _check(arguments: argparse.Namespace, options: Options) -> int:
    """Check each file. 0: no faults; 1: some; 2: a file could not be read."""
    from app import paths
    from app.services.protocol_check import check_file

    speak_utf8()
    texts = Texts(options.language)
    status = CLEAN
    for file in arguments.files:
        report = check_file(file, program=paths.PROTOCOLS, mutate=arguments.mutate)
        _tell(report, texts)
        if not report.readable:
            status = UNREADABLE
        elif report.findings:
            status = max(status, FAULTY)
    return status


def _tell(report: Report, texts: Texts) -> None:
    for finding in report.findings:
        print(_line(finding, texts))
    for finding in report.notes:
        print(texts("protocol_faults.note", line=_line(finding, texts)))
    if not report.findings:
        code = "protocol_faults.clean" if report.changes else "protocol_faults.clean.unchanged"
        print(texts(code, file=report.file, cases=report.cases, changes=report.changes))


def _line(finding: Finding, texts: Texts) -> str:
    from app.i18n.protocol_faults import fault_line

    return fault_line(str(finding.file), finding.fault, texts)


def _schema(arguments: argparse.Namespace, options: Options) -> int:
    """The JSON Schema of a template, for editors. 2: the file could not be written."""
    from app.domain.protocol.schema import schema_text

    if arguments.out is None:
        sys.stdout.write(schema_text())
        return CLEAN
    try:
        arguments.out.write_text(schema_text(), encoding="utf-8")
    except OSError as problem:
        from app.services.named_files import not_written

        refusal, texts = not_written(arguments.out, problem), Texts(options.language)
        print(texts(f"errors.{refusal.code}", **refusal.params), file=sys.stderr)
        return UNREADABLE
    return CLEAN
