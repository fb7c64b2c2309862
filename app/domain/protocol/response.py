"""The response section of a template."""

from pydantic import BaseModel, ConfigDict


class ResponseRules(BaseModel):
    """Placeholder replaced by the engine's model."""

    model_config = ConfigDict(frozen=True, extra="allow")
