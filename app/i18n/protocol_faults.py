"""A fault of a template as a sentence, and as the line that a terminal shows."""

from app.domain.protocol.faults import Fault
from app.i18n.texts import Texts


def fault_sentence(fault: Fault, texts: Texts) -> str:
    """What is wrong, in one sentence."""
    code = f"protocol_faults.{fault.code}"
    if fault.code == "unknown_kind" and "expected_tags" not in fault.params:
        return texts(f"{code}.bare")
    params = {name: str(value) for name, value in fault.params.items()}
    if "detail" in params:
        params["detail"] = params["detail"].rstrip(".")
    return texts(code, **params)


def fault_line(name: str, fault: Fault, texts: Texts) -> str:
    """`saa_atg.yaml:12: unknown_arm: visits[3].arms[0]: x is not an arm of this template.`"""
    place = f"{fault.path}: " if fault.path else ""
    return f"{name}:{fault.line}: {fault.code}: {place}{fault_sentence(fault, texts)}"
