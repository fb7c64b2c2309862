"""The verbs without a window. Each brings in what it needs when it runs, and answers with its exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import paths
from app.cli import backups, demo, documents, protocol, self_check, study, trail
from app.cli.verb import Options, Parser, Verb, speak_utf8
from app.i18n import LANGUAGES, Texts


def _assess_arguments(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="CASES.json")
    parser.add_argument("--verify", action="store_true", help=parser.texts("cli.help_assess_verify"))


def _assess(arguments: argparse.Namespace, options: Options) -> int:
    from app.services.assess import assess_command
    from app.services.protocols import Library

    speak_utf8()
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
    "assess": Verb("cli.help_assess", _assess_arguments, _assess),
    **study.verbs(),
    **documents.verbs(),
    **backups.verbs(),
    **trail.verbs(),
    **self_check.verbs(),
    **demo.verbs(),
    **protocol.verbs(),
}


_WITH_VALUE = ("--data-dir", "--language")
_SET = tuple(f"{name}=" for name in _WITH_VALUE)


def _language(arguments: Sequence[str]) -> str:
    """The language that the line asks for, before anything else of it is understood."""
    for place, word in enumerate(arguments):
        name, equals, value = word.partition("=")
        if name == "--language":
            wanted = value if equals else next(iter(arguments[place + 1 :]), "")
            return wanted if wanted in LANGUAGES else "en"
    return "en"


def _asked(arguments: Sequence[str]) -> dict[str, Verb]:
    """The verb of the line alone, which saves the parsers of all others; every verb where it names none."""
    words = iter(arguments)
    for word in words:
        if word in VERBS:
            return {word: VERBS[word]}
        if word in _WITH_VALUE:
            next(words, "")
        elif not word.startswith(_SET):
            break
    return VERBS


def main(arguments: Sequence[str]) -> int:
    """Run one verb. Returns its exit status; a line that cannot be read leaves with 2."""
    texts = Texts(_language(arguments))
    shared = Parser(texts=texts, add_help=False)
    unset, data_dir, language = argparse.SUPPRESS, texts("cli.help_data_dir"), texts("cli.help_language")
    shared.add_argument("--data-dir", type=Path, default=unset, metavar="DIR", help=data_dir)
    shared.add_argument("--language", choices=LANGUAGES, default=unset, help=language)
    parser = Parser(texts=texts, prog="main.py", parents=[shared])
    below = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in _asked(arguments).items():
        own = below.add_parser(name, texts=texts, parents=[shared], help=texts(verb.help))
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
