"""Clinical terms of CTCAE that the protocols watch for, with the grades that each has.

Their texts are quoted in the catalogue as `grading.term.<code>.<grade>`. `read_in` names the versions whose
wording was read again in a public copy; for any other version the text is recalled and shown as such.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class ClinicalTerm:
    """A term with its grades in order."""

    code: str
    grades: tuple[int, ...]
    read_in: frozenset[str]

    def recalled(self, version: str) -> bool:
        """Whether the wording of a version was not read again."""
        return version not in self.read_in


_ALL = (1, 2, 3, 4, 5)
_LISTED = (
    ClinicalTerm("infusion_related_reaction", _ALL, frozenset({"5.0", "6.0"})),
    ClinicalTerm("febrile_neutropenia", (3, 4, 5), frozenset({"6.0"})),
    ClinicalTerm("fever", _ALL, frozenset({"6.0"})),
    ClinicalTerm("anaphylaxis", (3, 4, 5), frozenset()),
    ClinicalTerm("serum_sickness", _ALL, frozenset()),
)
TERMS: Mapping[str, ClinicalTerm] = MappingProxyType({term.code: term for term in _LISTED})
