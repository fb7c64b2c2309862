"""What a complete response still asks of a subject in partial response, beside the headline."""

from collections.abc import Iterator

from app.domain.evidence import Evidence, Verdict
from app.domain.truth import Truth
from app.i18n.evidence import limit_text, name_text
from app.i18n.texts import Texts

_GAP = "\N{NO-BREAK SPACE}"


def needs(verdict: Verdict, texts: Texts) -> str:
    """CR needs Hb ≥ 115, ANC > 1.5, platelets > 100; "" where the status is not PR or nothing is left."""
    if verdict.status != "PR":
        return ""
    wanted = [node for top in verdict.evidence.children for node in _open(top)]
    parts = dict.fromkeys(f"{_name(node, texts)}{_GAP}{_limit(node, texts)}" for node in wanted)
    return texts("summary.needs", parts=texts.listed(parts)) if parts else ""


def _open(node: Evidence) -> Iterator[Evidence]:
    """The lowest criteria of CR that are not met, each with its limit."""
    if node.children and node.params.get("combine") != "run":
        for child in node.children:
            yield from _open(child)
    elif "cr" in node.criterion.split(".") and node.verdict is not Truth.TRUE and node.required is not None:
        yield node


def _name(node: Evidence, texts: Texts) -> str:
    if "product" in node.params:
        return texts(f"summary.needs_free_of_{node.params['product']}")
    analyte = str(node.params.get("analyte", ""))
    short = f"headlines.count.{analyte}"
    return texts(short) if texts.has(short) else name_text(analyte, texts)


def _limit(node: Evidence, texts: Texts) -> str:
    """The limit without the unit of a blood count, which the reader knows."""
    if node.required is None:
        return ""
    text = limit_text(node.required, texts)
    return text if node.required.unit == "d" else text.rpartition(_GAP)[0]
