"""Role × action, through the services, on a real study: what is allowed works, the rest is refused and writes
nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.consent import Consent
from app.domain.endings import LOST, Ending
from app.services import (
    access,
    accounts,
    agreed_days,
    amendments,
    backups,
    consents,
    continuing,
    controlling,
    doses,
    drafts,
    endings,
    enrolment,
    overriding,
    pictures,
    prints,
    queries,
    references,
    second_entries,
    self_check,
    subjects,
    today,
    trail,
    visits,
    workflow,
)
from app.services.context import Context, ServiceError
from app.services.contracts.control import Settings
from app.services.visits import Reason
from app.storage.keys import path_of
from tests.services import team
from tests.services.conftest import Clock, drafts_of, values
from tests.services.team import TEAM

SERVICES = Path(access.__file__).parent
# A test of its own shows the whole of these; here it is enough that the role is let in.
OWN_REFUSAL = frozenset(
    {
        *("amendments.apply", "continuing.confirm", "doses.override", "amendments.correct_day0"),
        *("continuing.decline", "endings.correct", "endings.undo", "consents.record", "consents.correct"),
        *("visits.verify", "visits.sign", "visits.lock", "visits.unlock", "visits.second_entry"),
        *("queries.answer", "queries.propose", "queries.close"),
    }
    | {"backups.restore", "verdicts.override", "verdicts.undo_override"}
)
DAY0 = date(2026, 8, 20)
MADE_UP = "made up for the test"
RENEWED = consents.ConsentDraft("9.9", DAY0, "guardian")  # of no version that is listed


class Stage:
    """A study with a subject, in the hands of the user of one role."""

    def __init__(self, context: Context, subject_id: int, visit_id: int, make_draft: Any) -> None:
        self.context, self.subject_id, self.visit_id, self.draft = context, subject_id, visit_id, make_draft
        self.passphrase = TEAM[context.user.role][1]

    @property
    def missable(self) -> int:
        """A planned visit of the past that nobody logged."""
        course = subjects.course(self.context, self.subject_id)
        return next(visit.id for visit in course.visits if visit.actual is None and visit.latest)

    @property
    def somebody(self) -> int:
        """Another user than the one who acts."""
        role = access.MONITOR if self.context.user.role != access.MONITOR else access.COORDINATOR
        return team.user_id(self.context, role)

    def visit(self) -> visits.VisitDraft:
        return visits.VisitDraft(
            self.subject_id, None, DAY0 + timedelta(days=9), title="Count", values=values(ANC="0.4")
        )

    def ending(self) -> endings.EndingDraft:
        day = self.context.today()
        return endings.EndingDraft(self.subject_id, LOST, day, "no_answer")


def _disabled(stage: Stage) -> object:
    accounts.disable(stage.context, stage.somebody)
    return accounts.enable(stage.context, stage.somebody)


CALLS: dict[str, Callable[[Stage], object]] = {
    "drafts.keep": lambda on: drafts.keep(on.context, "enrolment", {"code": "TJ-009"}),
    "accounts.change_passphrase": lambda on: accounts.change_passphrase(
        on.context, old=on.passphrase, new="another passphrase"
    ),
    "prints.printed": lambda on: prints.printed(
        on.context, on.visit_id, prints.Printed(b"", "VS.pdf", "0" * 64, 1), how=prints.SAVED
    ),
    "exports.make": lambda on: pictures.left(on.context, on.subject_id, name="TJ-001.png", data=b""),
    "enrolment.enrol": lambda on: enrolment.enrol(on.context, on.draft(code="TJ-077")),
    "enrolment.keep_screen_failure": lambda on: enrolment.keep_screen_failure(
        on.context, on.draft(code="TJ-078"), reason=MADE_UP
    ),
    "today.note_seen": lambda on: today.note_seen(
        on.context, today.Line(today.CHANGED, "status", on.subject_id, "TJ-001", "PR", "saa_atg", row_id=1)
    ),
    "visits.record": lambda on: visits.record(on.context, on.visit()),
    "visits.reschedule": lambda on: agreed_days.reschedule(
        on.context, on.missable, on.context.today(), MADE_UP
    ),
    "visits.mark_missed": lambda on: visits.mark_missed(on.context, on.missable, Reason("holiday", "")),
    "amendments.apply": lambda on: amendments.apply(on.context, (), reason=MADE_UP),
    "amendments.correct_day0": lambda on: amendments.correct_day0(
        on.context,
        amendments.preview_day0(on.context, on.subject_id, DAY0 + timedelta(days=1)),
        reason=MADE_UP,
    ),
    "continuing.confirm": lambda on: continuing.confirm(on.context, on.subject_id, first=DAY0),
    "continuing.decline": lambda on: continuing.decline(on.context, on.subject_id, Reason("other", MADE_UP)),
    "endings.end": lambda on: endings.end(on.context, on.ending()),
    "endings.correct": lambda on: endings.correct(
        on.context, Ending(LOST, DAY0), on.ending(), Reason("other", MADE_UP)
    ),
    "endings.undo": lambda on: endings.undo(
        on.context, on.subject_id, Ending(LOST, DAY0), Reason("other", MADE_UP)
    ),
    "doses.override": lambda on: doses.sign_override(
        on.context, on.passphrase, reason=MADE_UP, cells_total=Decimal(300), weight_kg=Decimal(20)
    ),
    "backups.make": lambda on: backups.make(on.context),
    "backups.keep": lambda on: backups.keep(on.context, why=backups.DAY),
    "backups.restore": lambda on: backups.restore(
        on.context, Path("nowhere.mtrack"), passphrase=on.passphrase, reason=MADE_UP
    ),
    "references.replace": lambda on: references.replace_all(
        on.context, references.table(on.context), reason=Reason("other", MADE_UP)
    ),
    "consents.change_forms": lambda on: consents.add_form(
        on.context, consents.FormDraft("2.2", on.context.today())
    ),
    "consents.record": lambda on: consents.record(on.context, on.subject_id, RENEWED),
    "consents.correct": lambda on: consents.correct(
        on.context, on.subject_id, Consent("2.1", None, id=9), RENEWED, Reason("other", MADE_UP)
    ),
    "visits.complete": lambda on: workflow.complete(on.context, on.visit_id, version=1),
    "visits.verify": lambda on: workflow.verify(on.context, on.visit_id, version=1),
    "visits.sign": lambda on: workflow.sign(on.context, on.visit_id, version=1, passphrase=on.passphrase),
    "visits.lock": lambda on: workflow.lock(on.context, on.visit_id, version=1),
    "visits.unlock": lambda on: workflow.unlock(on.context, on.visit_id, reason=Reason("other", MADE_UP)),
    "visits.second_entry": lambda on: second_entries.record(on.context, on.visit_id, values(ANC="0.3")),
    "verdicts.override": lambda on: overriding.override(
        on.context, 999, status="CR", reason=Reason("other", MADE_UP), passphrase="x"
    ),
    "verdicts.undo_override": lambda on: overriding.undo(on.context, 999, reason=Reason("other", MADE_UP)),
    "queries.raise": lambda on: queries.raise_query(on.context, on.visit_id, field="", text=MADE_UP),
    "queries.answer": lambda on: queries.answer(on.context, 1, version=1, text=MADE_UP),
    "queries.propose": lambda on: queries.propose(on.context, 1, version=1, text=MADE_UP),
    "queries.close": lambda on: queries.close(on.context, 1, version=1, text=MADE_UP),
    "study.control": lambda on: controlling.change_settings(
        on.context, Settings(14, second_entry=True, version=1), reason=Reason("other", MADE_UP)
    ),
    "self_check.run": lambda on: self_check.note(
        on.context, self_check.SelfCheck(Clock()(), 0.0, (("MarrowTrack", "1"),), (), ())
    ),
    "audit.read": lambda on: trail.listing(on.context, trail.TrailQuery()),
    "audit.verify": lambda on: trail.check(on.context),
    "accounts.roll": lambda on: accounts.roll(on.context),
    "accounts.add": lambda on: accounts.add(on.context, accounts.NewUser("new", "New", access.MONITOR)),
    "accounts.reset": lambda on: accounts.reset(on.context, on.somebody),
    "accounts.disable": lambda on: accounts.disable(on.context, on.somebody),
    "accounts.enable": _disabled,
    "accounts.change_role": lambda on: accounts.change_role(on.context, on.somebody, access.INVESTIGATOR),
    "accounts.renew_recovery_key": lambda on: accounts.renew_recovery_key(
        on.context, passphrase=on.passphrase
    ),
    "accounts.rekey": lambda on: accounts.rekey(on.context, passphrase=on.passphrase),
}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """The team's study with one subject and one logged visit."""
    path = tmp_path_factory.mktemp("team") / "study.mtrack"
    team.make(path)
    with team.signed_in(path, access.ADMINISTRATOR) as (context,):
        who = enrolment.Identity("张明明", "HOSP-778899")
        subject_id, _ = enrolment.enrol(context, drafts_of(context)(identity=who, day0=DAY0))
        day = DAY0 + timedelta(days=5)
        form = visits.VisitDraft(subject_id, None, day, title="Count", values=values(ANC="0.3"))
        visit_id, _ = visits.record(context, form)
    return path, subject_id, visit_id


@pytest.fixture
def on_stage(furnished: tuple[Path, int, int], tmp_path: Path) -> Iterator[Callable[[str], Stage]]:
    made, subject_id, visit_id = furnished
    path = team.copied(made, tmp_path / "data")
    opened: list[Context] = []

    def enter(role: str) -> Stage:
        context = team.sign_in(path, role, Clock())
        opened.append(context)
        return Stage(context, subject_id, visit_id, drafts_of(context))

    yield enter
    for context in opened:
        context.db.close()


def audited(context: Context) -> int:
    """How many lines the audit has."""
    with context.db.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() or 0)


def stored(context: Context) -> dict[str, int]:
    """How many rows each table has, and the keys file."""
    with context.db.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all()
        return {
            name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() or 0)
            for (name,) in tables
        }


@pytest.mark.parametrize("role", access.ROLES)
@pytest.mark.parametrize("action", sorted(CALLS))
def test_each_role_may_do_what_the_table_says_and_nothing_else(
    on_stage: Callable[[str], Stage], action: str, role: str
) -> None:
    stage = on_stage(role)
    rows, keys_before = stored(stage.context), path_of(stage.context.db.path).read_bytes()
    if role in access.ALLOWED[action]:
        try:
            CALLS[action](stage)
        except ServiceError as refusal:
            assert action in OWN_REFUSAL, refusal.code
            assert refusal.code != "not_allowed"
        return
    with pytest.raises(ServiceError) as refused:
        CALLS[action](stage)
    assert refused.value.code == "not_allowed"
    assert refused.value.params["role"] == role
    assert stored(stage.context) == rows
    assert path_of(stage.context.db.path).read_bytes() == keys_before


def required() -> set[str]:
    """Every action that a service asks the table about, with named constants resolved."""
    found: set[str] = set()
    for file in SERVICES.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "require":
                asked = node.args[1]
                assert isinstance(asked, ast.Constant | ast.Name), f"{file.name}:{node.lineno}"
                found.add(str(asked.value if isinstance(asked, ast.Constant) else names[asked.id]))
    return found


def test_every_action_that_a_service_asks_about_is_in_the_table_and_in_this_matrix() -> None:
    asked = required()

    assert asked <= access.ALLOWED.keys()
    assert asked <= CALLS.keys() | {"identity.read"}


def test_an_action_that_the_table_does_not_know_is_nobodys(on_stage: Callable[[str], Stage]) -> None:
    context = on_stage(access.ADMINISTRATOR).context

    assert not access.may(context, "visits.burn")
    with pytest.raises(ServiceError):
        access.require(context, "visits.burn")


@pytest.mark.parametrize("role", access.ROLES)
@pytest.mark.parametrize("text", ["张明", "HOSP-7788"])
def test_only_those_with_the_right_find_a_subject_by_identity(
    on_stage: Callable[[str], Stage], role: str, text: str
) -> None:
    stage = on_stage(role)
    found = subjects.listing(stage.context, subjects.ListQuery(text=text))

    assert bool(found) is (role in access.ALLOWED["identity.read"])
    assert len(subjects.listing(stage.context, subjects.ListQuery(text="TJ-"))) == 1


def test_a_role_that_was_taken_away_ends_at_once(on_stage: Callable[[str], Stage]) -> None:
    coordinator, administrator = on_stage(access.COORDINATOR), on_stage(access.ADMINISTRATOR)
    user_id = team.user_id(administrator.context, access.COORDINATOR)
    accounts.change_role(administrator.context, user_id, access.MONITOR)
    rows = audited(administrator.context)

    with pytest.raises(ServiceError) as refusal:
        CALLS["visits.record"](coordinator)
    assert refusal.value.code == "role_changed"

    accounts.disable(administrator.context, user_id)
    with pytest.raises(ServiceError) as refusal:
        CALLS["visits.record"](coordinator)
    assert refusal.value.code == "user_disabled"
    assert audited(administrator.context) == rows + 1  # the disabling itself


def test_two_users_work_in_one_file_at_once(on_stage: Callable[[str], Stage]) -> None:
    coordinator, investigator = on_stage(access.COORDINATOR), on_stage(access.INVESTIGATOR)

    first, _ = visits.record(coordinator.context, coordinator.visit())
    second, _ = visits.record(investigator.context, investigator.visit())

    course = subjects.course(coordinator.context, coordinator.subject_id)
    assert {first, second} <= {visit.id for visit in course.visits}
    with coordinator.context.db.read() as connection:
        who = connection.exec_driver_sql(
            "SELECT DISTINCT user_name FROM audit WHERE table_name = 'visit' AND action = 'insert'"
        )
        assert {"chen", "wu"} <= {row[0] for row in who}
