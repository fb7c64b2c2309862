"""Which allergies and reactions stand in the banner."""

from dataclasses import dataclass
from datetime import date

from app.domain.alerts import ALLERGY, Alert, alerts
from app.i18n import Texts
from app.i18n.alerts import alert_text, short

DAY = date(2026, 8, 25)
REACTION, SHOCK, SERUM = "infusion_related_reaction", "anaphylaxis", "serum_sickness"


@dataclass(frozen=True)
class Said:
    """A row as a log keeps it."""

    type: str = "adverse_event"
    term: str = ""
    grade: int | None = None
    day: date = DAY
    note: str = ""
    product: str = ""


def test_a_reaction_names_what_was_infused_that_day_and_its_worst_grade() -> None:
    events = (Said(term=REACTION, grade=1), Said(term=REACTION, grade=2), Said(term="fever", grade=4))
    assert alerts(events, (Said(product="ATG"),)) == (Alert(REACTION, "ATG", 2),)


def test_a_reaction_on_a_day_of_two_products_names_none() -> None:
    given = (Said(product="ATG"), Said(product="MSC"))
    assert alerts((Said(term=SHOCK, grade=4),), given) == (Alert(SHOCK, "", 4),)


def test_serum_sickness_comes_late_and_names_no_product_of_its_day() -> None:
    assert alerts((Said(term=SERUM, grade=1),), (Said(product="MSC"),)) == (Alert(SERUM, "", 1),)


def test_allergies_stand_first_and_each_once() -> None:
    events = (
        Said(term=REACTION, grade=2),
        Said(type=ALLERGY, note="Horse ATG"),
        Said(type=ALLERGY, note="horse ATG "),
    )
    assert alerts(events, ()) == (Alert(ALLERGY, "Horse ATG"), Alert(REACTION, "", 2))


def test_alerts_in_words() -> None:
    texts = Texts("en")
    found = (Alert(ALLERGY, "horse ATG"), Alert(REACTION, "ATG", 2), Alert(SHOCK, "MSC", 3), Alert(SERUM, ""))
    assert [alert_text(each, texts) for each in found] == [
        "Allergy: horse ATG",
        "ATG reaction, G2",
        "Anaphylaxis (MSC), G3",
        "Serum sickness",
    ]
    assert short(found, texts) == "Allergy: horse ATG and 3 more"
    assert short(found[1:2], texts) == "ATG reaction, G2"
    assert short((), texts) == ""
