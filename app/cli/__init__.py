"""The verbs without a window. Each brings in what it needs when it runs, and answers with its exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import paths
from app.cli import backups, demo, documents, protocol, self_check, study, trail
from app.cli.verb import Options, Parser, Verb
from app.i18n import LANGUAGES


def _assess_arguments(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="CASES.json")
    parser.add_argument("--verify", action="store_true", help="compare with the expected answers")


def _assess(arguments: argparse.Namespace, options: Options) -> int:
    from app.i18n import Texts
    from app.services.assess import assess_command
    from app.services.protocols import Library

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    library = Library((paths.PROTOCOLS, paths.find(options.data_dir).protocols))
    return assess_command(
        arguments.file,
        verify=arguments.verify,
        library=library,
        texts=Texts(options.language),
        out=sys.stdout,
        err=sys.stderr,
    )


VERBS: dict[str, Verb] = {
    "assess": Verb("answer cases from a JSON file", _assess_arguments, _assess),
    **study.verbs(),
    **documents.verbs(),
    **backups.verbs(),
    **trail.verbs(),
    **self_check.verbs(),
    **demo.verbs(),
    **protocol.verbs(),
}


def main(arguments: Sequence[str]) -> int:
    """Run one verb. Returns its exit status; argparse leaves with 2 on a line that it cannot read."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR")
    shared.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS)
    parser = argparse.ArgumentParser(prog="main.py", parents=[shared])
    below = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in VERBS.items():
        own = below.add_parser(name, parents=[shared], help=verb.help)
        verb.arguments(own)
    given = parser.parse_args(arguments)
    paths.keep_private()
    options = Options(getattr(given, "data_dir", None), getattr(given, "language", "en"))
    try:
        status = VERBS[given.verb].run(given, options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads took the first lines and left (`| head`): nothing is wrong, nobody listens any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
