"""Why a status is what it is, in one short sentence, and what the next better one still needs."""

from app.domain.evidence import Evidence, Verdict
from app.domain.truth import Truth
from app.i18n.evidence import joined, limit_text, name_text, reason_text
from app.i18n.texts import Texts

_SHORT = {"HB": "Hb", "PLT": "platelets", "RETIC_ABS": "reticulocytes"}


def headline(verdict: Verdict, texts: Texts) -> str:
    """One sentence, result before cause: "All 5 criteria of PR are met; Hb, ANC and platelets below CR."."""
    if verdict.status == "CR":
        return texts("summary.why_met", count=_count(verdict, "cr"), status="CR")
    if verdict.status == "PR":
        return _partial(verdict, texts)
    decided = _deciding_flag(verdict, texts)
    if decided:
        return decided
    if verdict.status in {"NR", "PENDING"}:
        names = short_names(unmet(verdict, Truth.FALSE), texts)
        code = f"summary.why_{verdict.status}"
        return texts(code, names=names) if names else texts(f"{code}_bare")
    if verdict.status == "NE":
        names = short_names(unmet(verdict, Truth.UNKNOWN), texts)
        return texts("summary.why_NE", names=names) if names else texts("summary.why_NE_bare")
    return texts("summary.why_other", words=texts(f"status.{verdict.status}").capitalize())


def needs(verdict: Verdict, texts: Texts) -> str:
    """What CR still asks where the status is PR: "CR needs Hb ≥ 115, ANC > 1.5."; else ""."""
    if verdict.status != "PR":
        return ""
    open_ones = [
        node
        for node in unmet(verdict, Truth.FALSE, "cr") + unmet(verdict, Truth.UNKNOWN, "cr")
        if node.required
    ]
    parts = dict.fromkeys(f"{short_name(node, texts)} {_bare_limit(node, texts)}" for node in open_ones)
    return texts("summary.why_needs", parts=", ".join(parts)) if parts else ""


def unmet(verdict: Verdict, answer: Truth, group: str = "") -> list[Evidence]:
    """The leaves of CR, PR and the lineages with an answer; of one group where it is named ("cr")."""
    found = []
    for top in verdict.evidence.children:
        for node in _leaves(top):
            kind = _group(node)
            if node.verdict is answer and kind and (not group or kind == group):
                found.append(node)
    if group:
        return found
    worst = [node for node in found if _group(node) == "pr"]
    return worst or found


def _leaves(node: Evidence) -> list[Evidence]:
    """The lowest nodes that name what was required; spans of a run belong to the run."""
    if not node.children or node.params.get("combine") == "run":
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _group(node: Evidence) -> str:
    parts = node.criterion.split(".")
    return next((part for part in parts if part in {"cr", "pr"}), "")


def short_names(nodes: list[Evidence], texts: Texts) -> str:
    """Hb, ANC and red cells."""
    return joined((short_name(node, texts) for node in nodes), texts)


def short_name(node: Evidence, texts: Texts) -> str:
    """The name of what a criterion looks at, as short as it is clear."""
    if "product" in node.params:
        return texts(f"summary.why_transfused_{node.params['product']}")
    analyte = str(node.params.get("analyte", "")) or next((fact.subject for fact in node.observed), "")
    return _SHORT.get(analyte) or (name_text(analyte, texts) if analyte else node.criterion)


def _bare_limit(node: Evidence, texts: Texts) -> str:
    """The limit without a blood count's unit, which the reader knows."""
    if node.required is None:
        return reason_text(node, texts)
    text = limit_text(node.required, texts)
    return text if node.required.unit == "d" else text.rpartition("\N{NO-BREAK SPACE}")[0]


def _partial(verdict: Verdict, texts: Texts) -> str:
    count = _count(verdict, "pr")
    below = short_names(unmet(verdict, Truth.FALSE, "cr"), texts)
    if not below or not count:
        return texts("summary.why_met", count=count, status="PR") if count else texts("summary.why_PR_bare")
    return texts("summary.why_PR", count=count, names=below)


def _count(verdict: Verdict, group: str) -> int:
    for top in verdict.evidence.children:
        if top.criterion == group:
            return len(top.children)
    return sum(1 for top in verdict.evidence.children for leaf in _leaves(top) if _group(leaf) == group)


_DECIDING = (
    "death",
    "rescue_therapy",
    "transfusion_dependence",
    "counts_severe_again",
    "csa_dependence",
    "relapse_persisting",
)


def _deciding_flag(verdict: Verdict, texts: Texts) -> str:
    for flag in _DECIDING:
        if flag in verdict.flags and texts.has(f"flags.{flag}.long"):
            return texts(f"flags.{flag}.long")
    return ""
