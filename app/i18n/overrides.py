"""An override in a sentence: who, when, which status in place of which, and why; on screen as on paper."""

from datetime import datetime

from app.i18n.texts import Texts


def signed_text(
    texts: Texts, *, name: str, at: datetime, status: str, automatic: str, code: str, why: str
) -> str:
    """Override by Wu on 18 Nov 2026: PR in place of NR, because …"""
    return texts(
        "response.override.by",
        name=name,
        date=texts.date(at.astimezone().date()),
        status=status.replace("_", " "),
        automatic=automatic.replace("_", " "),
        reason=_why(texts, code, why),
    )


def _why(texts: Texts, code: str, why: str) -> str:
    """Known from elsewhere: the words of the person, without their full stop."""
    said = texts("response.quote", text=why.strip().rstrip(".。"))
    key = f"override_form.code_{code}"
    if code == "other" or not texts.has(key):
        return said
    named = texts(key)
    return texts("response.override.reason", code=named[:1].lower() + named[1:], text=said)
