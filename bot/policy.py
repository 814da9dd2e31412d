"""What may happen in a room: the models of policy, and how the effective one comes about. Pure."""

from pydantic import BaseModel, ConfigDict


class Rules(BaseModel):
    """Base of every policy model: unknown keys are errors, so a typo cannot loosen a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
