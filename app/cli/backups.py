"""The verbs on backups: make one, restore one after a look at what would be lost."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.opening import asked_passphrase, named, opened, refusals, study_arguments
from app.cli.verb import Options, Parser, Verb
from app.i18n import Texts
from app.services.context import ServiceError, now

if TYPE_CHECKING:
    from app.services.backups import Difference

# With these the study itself cannot be opened: the backup's own keys file answers for who restores.
_LOST = frozenset({"study_missing", "study_damaged", "keys_missing", "keys_damaged", "study_not_found"})
_SHOWN = 12


def verbs() -> dict[str, Verb]:
    """The verbs of this module by name."""
    return {
        "backup": Verb("backups.cli_backup", _backup_arguments, _backup),
        "restore": Verb("backups.cli_restore", _restore_arguments, _restore),
    }


def _backup_arguments(parser: Parser) -> None:
    texts = parser.texts
    study_arguments(parser)
    parser.add_argument("--to", metavar="FOLDER", type=Path, help=texts("backups.cli_to"))
    parser.add_argument("--list", action="store_true", help=texts("backups.cli_list"))


def _restore_arguments(parser: Parser) -> None:
    texts = parser.texts
    study_arguments(parser)
    parser.add_argument("backup", metavar="BACKUP", type=Path, help=texts("backups.cli_file"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=texts("backups.cli_reason"))
    parser.add_argument("--yes", action="store_true", help=texts("backups.cli_yes"))


def _backup(arguments: argparse.Namespace, options: Options) -> int:
    from app.i18n.backups import line, why_none
    from app.services import backups

    texts = Texts(options.language)
    with refusals(texts) as outcome, opened(arguments, options, texts) as context:
        if arguments.list:
            for row in backups.listing(context, second=arguments.to):
                print(line(texts, row))
            return outcome[0]
        made = backups.make(context, second=arguments.to)
        print(made.here.path)
        if made.second is not None:
            print(made.second.path)
        if made.trouble:
            print(why_none(texts, made.trouble), file=sys.stderr)
            outcome[0] = 1
    return outcome[0]


def _restore(arguments: argparse.Namespace, options: Options) -> int:
    texts = Texts(options.language)
    with refusals(texts) as outcome:
        file, user = named(arguments, options)
        passphrase = asked_passphrase(user, texts)
        try:
            done = _restore_open(arguments, texts, file, user, passphrase)
        except ServiceError as error:
            if error.code not in _LOST:
                raise
            done = _restore_lost(arguments, texts, file, user, passphrase)
        if not done:
            outcome[0] = 1
    return outcome[0]


def _restore_open(
    arguments: argparse.Namespace, texts: Texts, file: Path, user: str, passphrase: str
) -> bool:
    from app.services import backups, studies

    context = studies.unlock(file, user_name=user, passphrase=passphrase)
    try:
        _tell(backups.preview(context, arguments.backup, passphrase=passphrase), texts)
        if not arguments.yes:
            print(texts("backups.cli_not_yet"), file=sys.stderr)
            return False
        backups.restore(
            context,
            arguments.backup,
            passphrase=passphrase,
            reason=arguments.reason,
            old_passphrase=passphrase,
        )
    finally:
        studies.close(context)
    print(texts("backups.restored"))
    return True


def _restore_lost(
    arguments: argparse.Namespace, texts: Texts, file: Path, user: str, passphrase: str
) -> bool:
    from app.services import backups

    print(texts("backups.cli_lost", file=file.name))
    if not arguments.yes:
        print(texts("backups.cli_not_yet"), file=sys.stderr)
        return False
    backups.restore_closed(
        file, arguments.backup, user_name=user, passphrase=passphrase, reason=arguments.reason, clock=now
    )
    print(texts("backups.restored"))
    return True


def _tell(found: Difference, texts: Texts) -> None:
    from app.i18n.backups import counts, lost_line

    print(counts(texts, found))
    for lost in found.lines[:_SHOWN]:
        print("  " + lost_line(texts, lost))
    more = found.more + max(0, len(found.lines) - _SHOWN)
    if more:
        print("  " + texts("backups.more", n=more))
