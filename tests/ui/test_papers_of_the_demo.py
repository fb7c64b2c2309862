"""Documents of the demonstration: in Portuguese without decimal point or English code, in Chinese with
marks of full width."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

from app.i18n import Texts
from app.i18n.paper_texts import on_paper
from app.services import demo, studies, subjects
from app.services.context import Context
from app.services.contracts.papers import Order
from tests.ui.shown import half_width

POINT = re.compile(r"\d\.\d")
# Versions of protocols, consent, program and CTCAE, and citations; what the registry wrote stands in
# quotation marks, and of a fever a person wrote.
AS_IT_IS = re.compile(
    r"“[^”]*”|\d+\.\d+\.\d+|(saa_atg|pgf_msc|CTCAE:?|v|consentimento:|termo|TCLE:|PS-saa_atg-) ?v?\d\.\d|"
    r"10\.1186/\S+|39\.1 °C"
)


@pytest.fixture(scope="module")
def context(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    data = tmp_path_factory.mktemp("papers") / "data"
    shutil.copytree(demo_folder, data)
    opened = studies.unlock(data / "demo.mtrack", user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    yield opened
    studies.close(opened)


def strings(value: object) -> Iterator[str]:
    """Every text in the content of a document; a chart's own numbers are drawn by its scales."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from strings(each)
    elif is_dataclass(value) and "chart" not in type(value).__module__:
        for each in fields(value):
            yield from strings(getattr(value, each.name))


KINDS = (
    *("infusion_worksheet", "crf", "crf_blank", "subject_history"),
    *("protocol_synopsis", "enrolment_log", "query_list", "audit_report"),
)


def said_by(context: Context, kind: str, language: str) -> list[str]:
    """Every text of one document."""
    code = "TJ-017" if kind == "infusion_worksheet" else "TJ-014"
    subject = subjects.by_code(context, code)
    visits = subjects.course(context, subject.id).visits
    infusions = [visit.id for visit in visits if visit.infusion == "msc"]
    visit = infusions[0] if kind == "infusion_worksheet" else [row.id for row in visits if row.actual][-1]
    detail = {
        "infusion_worksheet": "weight=24,5\ncells=24.50\nviability=92.5",
        "audit_report": "subject=TJ-014\naction=insert",
    }.get(kind, "")
    order = Order(kind, subject_id=subject.id, visit_id=visit, protocol="saa_atg", detail=detail)
    said = import_module(f"app.services.papers.{kind}").content(context, order, on_paper(Texts(language)))
    return list(strings(said))


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_writes_its_numbers_with_a_comma(context: Context, kind: str) -> None:
    texts = said_by(context, kind, "pt")
    assert len(texts) > 30
    assert [text for text in texts if POINT.search(AS_IT_IS.sub("", text))] == []
    codes = {text for text in texts if re.fullmatch(r"(msc|control|nct\d+|lan2021|site|not_done)", text)}
    assert not codes


@pytest.mark.parametrize("kind", KINDS)
def test_a_chinese_document_sets_its_marks_in_full_width(context: Context, kind: str) -> None:
    said = said_by(context, kind, "zh")
    assert list(half_width(said)) == []
    ends = [text for text in said if re.search(r"[,:;] $", text) and re.search("[\u4e00-\u9fff]", text)]
    assert not ends  # what goes on in other letters
