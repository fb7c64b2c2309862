"""The charter of the house, held by reading every import: who may lean on what, and how large a room may be.

Plain `ast`, so imports inside functions and under TYPE_CHECKING count too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"

# Room → the rooms of app/ that it may import (itself always). main.py is the room "main".
LEAVES = frozenset({"paths", "settings", "log"})
MAY_IMPORT: dict[str, frozenset[str]] = {
    "main": frozenset({"bootstrap", "cli"}),
    "bootstrap": frozenset({"ui", "services", "storage", "reports", "exchange", "domain", "i18n"}) | LEAVES,
    # The verb `demo` without a screen plays the job through the real window, which bootstrap puts together.
    "cli": frozenset({"bootstrap", "ui", "services", "domain", "i18n"}) | LEAVES,
    "ui": frozenset({"services", "domain", "i18n"}) | LEAVES,
    "services": frozenset({"storage", "reports", "exchange", "domain", "i18n"}) | LEAVES,
    "storage": frozenset({"domain"}),
    "reports": frozenset({"domain", "i18n"}),
    "exchange": frozenset({"domain", "i18n"}),
    "domain": frozenset(),
    # It makes sentences of the domain's values (evidence, problems, verdicts); the domain never asks it.
    "i18n": frozenset({"domain"}),
    "paths": frozenset(),
    "settings": frozenset(),
    "log": frozenset(),
}

# Library → the rooms where it lives.
HOMES: dict[str, frozenset[str]] = {
    "sqlalchemy": frozenset({"storage"}),
    "alembic": frozenset({"storage"}),
    "sqlcipher3": frozenset({"storage"}),
    "sqlite3": frozenset({"storage"}),
    "reportlab": frozenset({"reports"}),
    "PySide6": frozenset({"ui", "bootstrap"}),
    "shiboken6": frozenset({"ui", "bootstrap"}),
}

# What the domain may take beside the standard library: immutable models, and nothing that reaches outside.
DOMAIN_LIBRARIES = frozenset({"pydantic", "pydantic_core"})
# The parser of protocol templates gets their text, never a file; ruamel.yaml keeps the line of each fault.
YAML_PARSER = ("domain", "protocol")
# Parts of the standard library through which a rule could reach files, clock, network or other processes.
OUTSIDE_WORLD = frozenset(
    {
        "os",
        "io",
        "shutil",
        "tempfile",
        "glob",
        "fileinput",
        "time",
        "socket",
        "urllib",
        "http",
        "ssl",
        "random",
    }
    | {"secrets", "subprocess", "threading", "multiprocessing", "asyncio", "sqlite3", "logging", "importlib"}
)
FILE_READERS = frozenset({"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob"})
CLOCK_READERS = frozenset({"now", "today", "utcnow"})

LONGEST_MODULE = 300
# A migration is frozen once it has shipped: it states its whole step and is never refactored.
FROZEN = APP / "storage" / "migrations" / "versions"
LONGER_WITH_REASON: dict[str, str] = {}  # path under the repository → the reason


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module by its full dotted name, and where."""

    module: str
    line: int


def package_of(file: Path, *, root: Path) -> list[str]:
    """The dotted package that relative imports of a file start from."""
    return list(file.relative_to(root).with_suffix("").parts[:-1])


def imports(tree: ast.AST, *, package: list[str]) -> Iterator[Import]:
    """Every import; `from app import ui` counts as app and as app.ui, since either may be meant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module != "app":
                yield Import(module, node.lineno)
            else:
                for alias in node.names:
                    yield Import(f"app.{alias.name}", node.lineno)
        elif isinstance(node, ast.Call) and _is_import_call(node):
            argument = node.args[0] if node.args else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield Import(argument.value, node.lineno)


def _is_import_call(node: ast.Call) -> bool:
    return _name(node.func) in {"import_module", "__import__"}


def room_of(file: Path, *, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    if parts[0] != "app":
        return "main"
    return parts[1] if len(parts) > 1 else "app"


def import_faults(file: Path, *, root: Path) -> list[str]:
    """What the imports of one file do against the charter."""
    tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    room = room_of(file, root=root)
    where = file.relative_to(root)
    faults = []
    if room in {"app", "__init__"}:
        allowed = frozenset[str]()  # app/__init__.py names nobody
    elif room in MAY_IMPORT:
        allowed = MAY_IMPORT[room] | {room}
    else:
        return [f"{where}: no such room in the charter: {room}"]
    for found in imports(tree, package=package_of(file, root=root)):
        top, _, rest = found.module.partition(".")
        if top == "app":
            target = rest.partition(".")[0]
            if target and target not in allowed:
                faults.append(f"{where}:{found.line}: {room} imports app.{target}")
        elif top in {"tests", "main"}:
            faults.append(f"{where}:{found.line}: {room} imports {top}")
        elif room not in HOMES.get(top, {room}):
            faults.append(
                f"{where}:{found.line}: {top} belongs in {', '.join(sorted(HOMES[top]))}, not in {room}"
            )
        elif room == "domain" and not _domain_may_import(found.module, where):
            faults.append(f"{where}:{found.line}: the domain imports {found.module}")
    return faults


def _domain_may_import(module: str, where: Path) -> bool:
    top = module.partition(".")[0]
    if top == "ruamel":
        return where.parts[1:3] == YAML_PARSER
    if top in OUTSIDE_WORLD:
        return False
    return top in sys.stdlib_module_names or top in DOMAIN_LIBRARIES


def purity_faults(file: Path, *, root: Path) -> list[str]:
    """Files read and clocks asked in the domain."""
    faults = []
    tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    for node in ast.walk(tree):
        place = f"{file.relative_to(root)}:{getattr(node, 'lineno', 0)}"
        # `open` is a file only when called: a window of days or a mark on a chart may be open too.
        if isinstance(node, ast.Call) and _name(node.func) == "open":
            faults.append(f"{place}: the domain reads a file (open)")
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in FILE_READERS:
            faults.append(f"{place}: the domain reads a file ({node.attr})")
        if node.attr in CLOCK_READERS and _name(node.value) in {"date", "datetime"}:
            faults.append(f"{place}: the domain asks the clock ({node.attr})")
    return faults


def _name(value: ast.expr) -> str:
    return value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")


def length_fault(file: Path, *, root: Path, reasons: dict[str, str]) -> str | None:
    """A module that is too long without a reason, or whose reason is no longer needed."""
    name = file.relative_to(root).as_posix()
    lines = len(file.read_text(encoding="utf-8").splitlines())
    if lines > LONGEST_MODULE and not reasons.get(name):
        return f"{name} has {lines} lines"
    if lines <= LONGEST_MODULE and name in reasons:
        return f"{name} has only {lines} lines: take it out of LONGER_WITH_REASON"
    return None


def sources() -> list[Path]:
    main = ROOT / "main.py"
    return [*([main] if main.exists() else []), *sorted(APP.rglob("*.py"))]


def test_imports_point_downwards_and_libraries_stay_in_their_rooms() -> None:
    assert [fault for file in sources() for fault in import_faults(file, root=ROOT)] == []


def test_the_domain_reads_no_file_and_no_clock() -> None:
    files = sorted((APP / "domain").rglob("*.py"))

    assert [fault for file in files for fault in purity_faults(file, root=ROOT)] == []


def test_no_module_of_the_program_is_too_long() -> None:
    files = [file for file in sources() if FROZEN not in file.parents]

    faults = [length_fault(file, root=ROOT, reasons=LONGER_WITH_REASON) for file in files]

    assert [fault for fault in faults if fault] == []
    assert [name for name in LONGER_WITH_REASON if not (ROOT / name).exists()] == []


def circles(files: list[Path], *, root: Path) -> list[set[str]]:
    """The groups of modules that reach each other by imports. A package's own __init__ ties no knot."""
    modules = {".".join(file.relative_to(root).with_suffix("").parts): file for file in files}
    arrows: dict[str, set[str]] = {}
    for name, file in modules.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        package = package_of(file, root=root)
        found = {wanted.module for wanted in imports(tree, package=package)}
        found |= {f"{base}.{alias}" for base, alias in _names_from(tree)}
        arrows[name] = (found & modules.keys()) - {name}
    reach = {name: _reached(name, arrows) for name in arrows}
    tied = {frozenset({a} | {b for b in reach[a] if a in reach[b]}) for a in arrows if a in reach[a]}
    return sorted((set(group) for group in tied), key=sorted)


def _names_from(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def _reached(start: str, arrows: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        fresh = arrows[ahead.pop()] - seen
        seen |= fresh
        ahead += fresh
    return seen


def test_no_module_reaches_itself_by_its_imports() -> None:
    assert circles(sources(), root=ROOT) == []


def test_the_checker_finds_a_planted_circle(tmp_path: Path) -> None:
    files = [
        planted(tmp_path, "app/services/first.py", "def a():\n    from app.services import second\n"),
        planted(tmp_path, "app/services/second.py", "from app.services.third import b\n"),
        planted(tmp_path, "app/services/third.py", "import app.services.first\n"),
        planted(tmp_path, "app/services/apart.py", "from app.services import first\n"),
    ]

    tied = {f"app.services.{name}" for name in ("first", "second", "third")}
    assert circles(files, root=tmp_path) == [tied]


def planted(root: Path, path: str, source: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app/services/visits.py", "from app.ui.pages import visits"),
        ("app/services/visits.py", "from app import ui"),
        ("app/services/visits.py", "def later():\n    import app.ui"),
        (
            "app/services/visits.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.ui import x",
        ),
        ("app/services/visits.py", "from ..ui import pages"),
        ("app/services/visits.py", "from .. import ui"),
        ("app/services/visits.py", "import importlib\nimportlib.import_module('app.ui.pages')"),
        ("app/services/visits.py", "import app.bootstrap"),
        ("app/services/visits.py", "from sqlalchemy import select"),
        ("app/services/visits.py", "from PySide6.QtCore import QObject"),
        ("app/services/visits.py", "from tests.conftest import ROOT"),
        ("app/storage/tables.py", "from app.reports import summary"),
        ("app/storage/tables.py", "from app.i18n import texts"),
        ("app/storage/tables.py", "from app.exchange import csv"),
        ("app/reports/summary.py", "import app.storage"),
        ("app/reports/summary.py", "from app.exchange import csv"),
        ("app/reports/summary.py", "from PySide6 import QtGui"),
        ("app/exchange/csv.py", "from app.storage import tables"),
        ("app/ui/pages/visits.py", "import app.storage.database"),
        ("app/ui/pages/visits.py", "import reportlab.lib"),
        ("app/ui/pages/visits.py", "import app.cli"),
        ("app/cli.py", "import PySide6"),
        ("app/cli.py", "import app.storage"),
        ("app/bootstrap.py", "import app.cli"),
        ("app/paths.py", "import app.settings"),
        ("app/i18n/texts.py", "from app.services import visits"),
        ("app/domain/record.py", "import app.i18n"),
        ("app/domain/record.py", "import app.log"),
        ("app/domain/record.py", "import platformdirs"),
        ("app/domain/record.py", "import os"),
        ("app/domain/record.py", "from ruamel.yaml import YAML"),
        ("app/domain/protocol/parse.py", "import yaml"),
        ("app/attic/old.py", "import json"),
        ("app/__init__.py", "from app.domain import record"),
        ("main.py", "from app.ui import window"),
        ("main.py", "import PySide6"),
    ],
)
def test_the_checker_finds_a_planted_import(tmp_path: Path, path: str, source: str) -> None:
    faults = import_faults(planted(tmp_path, path, source), root=tmp_path)

    assert len(faults) == 1
    assert faults[0].startswith(path)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "app/services/visits.py",
            "from app.storage import visits\nfrom app.services.context import Context",
        ),
        ("app/services/visits.py", "from . import context\nfrom .context import Context"),
        ("app/storage/tables.py", "import sqlalchemy.orm\nfrom app.domain.record import Subject"),
        ("app/ui/pages/visits.py", "from PySide6.QtCore import Qt\nfrom app.domain.truth import Truth"),
        ("app/reports/summary.py", "from reportlab.lib import colors\nfrom app.i18n import texts"),
        (
            "app/domain/record.py",
            "from pydantic import BaseModel\nfrom decimal import Decimal\nimport datetime",
        ),
        ("app/domain/protocol/parse.py", "def parse():\n    from ruamel.yaml import YAML"),
        ("app/bootstrap.py", "from PySide6 import QtWidgets\nimport app.storage\nimport app.log"),
        ("main.py", "import argparse\nfrom app import bootstrap, cli"),
    ],
)
def test_the_checker_lets_a_lawful_import_pass(tmp_path: Path, path: str, source: str) -> None:
    assert import_faults(planted(tmp_path, path, source), root=tmp_path) == []


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "from pathlib import Path\nPath('x').read_text()",
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.datetime.now()",
        "import datetime\nask = datetime.date.today",
        "from pathlib import Path\nPath('x').open()",
    ],
)
def test_the_checker_finds_planted_impurity(tmp_path: Path, source: str) -> None:
    file = planted(tmp_path, "app/domain/rules.py", source)

    assert len(purity_faults(file, root=tmp_path)) == 1


def test_the_checker_finds_a_module_that_is_too_long(tmp_path: Path) -> None:
    long = planted(tmp_path, "app/ui/window.py", "x = 1\n" * (LONGEST_MODULE + 1))
    short = planted(tmp_path, "app/ui/dialog.py", "x = 1\n")

    assert length_fault(long, root=tmp_path, reasons={}) == "app/ui/window.py has 301 lines"
    assert length_fault(long, root=tmp_path, reasons={"app/ui/window.py": "a table"}) is None
    assert length_fault(short, root=tmp_path, reasons={}) is None
    assert length_fault(short, root=tmp_path, reasons={"app/ui/dialog.py": "once"}) is not None
