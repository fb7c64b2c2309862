"""The self-check: passes here, finds what is wrong, stops when told to, and prints one page to sign."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.self_check import CASES, INSTALLATION, ROUND_TRIP, SelfCheck
from app.i18n import Texts
from app.i18n.self_check import check_name
from app.services import self_check, trail
from app.services.context import Context, ServiceError
from app.services.qualification import cases, installation, round_trip


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> SelfCheck:
    return self_check.run(tmp_path_factory.mktemp("data"), texts=Texts("en"))


def test_every_check_passes_on_this_machine(result: SelfCheck) -> None:
    assert result.failed == ()
    assert {check.area for check in result.checks} == {INSTALLATION, CASES, ROUND_TRIP}
    assert len(result.templates) == 5
    assert all(each.cases == each.right > 50 for each in result.templates)
    assert all(re.fullmatch("[0-9a-f]{64}", each.sha256) for each in result.templates)
    assert dict(result.versions)["SQLCipher"].startswith("4.")


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_the_record_is_one_page_with_versions_digests_results_and_room_to_sign(
    result: SelfCheck, language: str
) -> None:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    texts = Texts(language)
    pdf = self_check.document(result, texts=texts, by="Mei Li")
    document, device = QPdfDocument(), QBuffer()
    device.setData(QByteArray(pdf))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(device)

    assert document.pageCount() == 1
    said = document.getAllText(0).text().replace("\r\n", " ")
    for part in (
        result.templates[0].sha256[:16].upper(),
        "Mei Li",
        texts("self_check.sign_run"),
        texts("self_check.count", passed=len(result.checks), total=len(result.checks)),
    ):
        assert part in said, part
    for check in result.checks:
        assert check_name(check.area, check.code, texts)


def test_a_failed_check_is_told_on_the_record(result: SelfCheck) -> None:
    broken = replace(result, checks=(replace(result.checks[0], passed=False), *result.checks[1:]))

    assert not broken.passed
    assert [check.code for check in broken.failed] == ["python"]
    assert self_check.document(broken, texts=Texts("en")).startswith(b"%PDF")


def test_a_template_that_answers_otherwise_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import shutil

    from app.paths import PROTOCOLS

    shutil.copytree(PROTOCOLS, tmp_path / "protocols")
    file = tmp_path / "protocols" / "saa_atg.yaml"
    text = file.read_text(encoding="utf-8").replace(
        'analyte: PLT, op: ">", limit: 20', 'analyte: PLT, op: ">", limit: 60'
    )
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(cases, "PROTOCOLS", tmp_path / "protocols")

    found = {check.code: check for check, _template in cases.checks()}
    assert not found["saa_atg"].passed
    assert found["pgf_msc"].passed


def test_a_round_trip_that_breaks_off_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(round_trip, "RECORDS", Path("nowhere"))

    (found,) = round_trip.checks(Texts("en"))
    assert (found.code, found.passed) == ("broke_off", False)
    assert "FileNotFoundError" in found.seen


def test_a_folder_that_takes_nothing_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError("no")

    from app.storage import files

    monkeypatch.setattr(files, "write_atomically", refuse)
    from app.services.context import now

    found = {check.code: check.passed for check in installation.checks(tmp_path, now())}
    assert found.pop("folder") is False
    assert all(found.values())


def test_it_stops_when_told_to_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        self_check.run(tmp_path, texts=Texts("en"), stopped=lambda: True)

    assert refusal.value.code == "check_stopped"
    assert list(tmp_path.iterdir()) == []


def test_the_trail_tells_who_ran_it_and_what_came_of_it(context: Context, result: SelfCheck) -> None:
    self_check.note(context, result)

    line = trail.listing(context, trail.TrailQuery(action="self_check")).rows[0]
    assert line.user == "mei"
    assert '"passed":true' in (line.new or "")
