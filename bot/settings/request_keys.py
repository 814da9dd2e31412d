"""What a backend's entry may add to each request: how warm the model is, and a bounded piece of JSON for its server."""

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

LARGEST_EXTRA, DEEPEST_EXTRA, MOST_EXTRA = 4000, 5, 200
"""Of `extra_body`: bytes as JSON, mappings or lists within each other, itself included, and values in all."""
_LARGEST_NUMBER = 2**53
"""Up to which every whole number is the same for every reader of JSON (RFC 8259 section 6)."""
_HAVE_KEYS = {
    "model": "model",
    "temperature": "temperature",
    "response_format": "structured",
    "system": "system",
    "timeout": "timeout",
}
"""What has a key of the bot's own, by the name of that key."""
_LIMITS = frozenset(
    {"max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "max_length"}
    | {"num_predict", "n_predict", "min_tokens"}
)
"""What the longest answer is called, by any server. The day's budget rests on it, so it is looked for at any depth."""
_ENDINGS = frozenset({"stop", "stop_sequences", "stop_strings", "stop_token_ids", "stop_token", "stop_regex"})
"""What ends an answer early, so that half of one looks whole. Servers read it at any depth; they know their model's own end."""
_NEVER = frozenset(
    # what is asked, and how it comes back
    {"chat_template", "continue_final_message", "documents", "truncate_prompt_tokens", "truncation", "transforms"}
    | {"messages", "prompt", "input", "instructions", "template", "raw", "context", "suffix", "echo", "n", "best_of"}
    | {"stream", "stream_options", "logprobs", "top_logprobs", "prompt_logprobs", "modalities", "audio", "prediction"}
    | {"format", "grammar", "json_schema", "guided_json", "guided_grammar", "guided_regex", "guided_choice"}
    | {"structured_outputs", "output_config", "output_format"}
    # what the model could do besides answering
    | {"tools", "tool_choice", "functions", "function_call", "parallel_tool_calls", "mcp_servers", "container"}
    | {"plugins", "web_search_options", "web_search", "enable_search", "search_parameters", "betas"}
    # who answers, where text goes, and who keeps it
    | {
        "models",
        "fallbacks",
        "route",
        "provider",
        "custom_llm_provider",
        "api_base",
        "base_url",
        "api_key",
        "api_version",
    }
    | {"headers", "extra_headers", "extra_query", "extra_body", "callbacks", "success_callback", "failure_callback"}
    | {"lora", "adapter_id", "previous_response_id", "conversation"}
    | {"user", "metadata", "store", "safety_identifier", "prompt_cache_key", "cache_control", "mock_response"}
)
"""What a request may not be made to hold."""


_ENDS_EARLY = (
    "`extra_body` cannot say this: an answer that ends at it would look whole; set the model's end on its server"
)


def _check_temperature(written: Any) -> Any:
    is_number = isinstance(written, int | float) and not isinstance(written, bool)
    if written == "none" or (is_number and 0 <= written <= 2):
        return written
    raise ValueError("write a number from 0 to 2, or `none`, and none is sent")


def _check_name(name: Any) -> Any:
    """Return a key of `extra_body` that is free. Some servers read a key in any case, so it is compared in none."""
    if not isinstance(name, str):
        raise ValueError("a key has to be text")  # noqa: TRY004  pydantic tells ValueErrors alone as mistakes
    folded = name.casefold()
    if folded in _HAVE_KEYS:
        raise ValueError(f"`extra_body` cannot say this: write `{_HAVE_KEYS[folded]}` beside it instead")
    if folded in _LIMITS:
        raise ValueError("`extra_body` cannot say this: write `max_tokens` beside it instead")
    if folded in _ENDINGS:
        raise ValueError(_ENDS_EARLY)
    if folded in _NEVER:
        raise ValueError(
            "`extra_body` cannot say this: what is asked, who answers and what is kept is not its to change"
        )
    return name


def _check_extra(extra: dict[str, Any]) -> dict[str, Any]:
    """Return `extra_body` if it is plain JSON, neither large nor deep, and changes no limit further in."""
    values: list[tuple[Any, int]] = [(extra, DEEPEST_EXTRA)]
    for count, (value, depth) in enumerate(values):  # which grows while it is walked
        if count > MOST_EXTRA:
            raise ValueError(f"it holds more than {MOST_EXTRA} values")
        if not isinstance(value, dict | list):
            _check_plain(value)
        elif depth == 0:
            raise ValueError(f"it is nested more than {DEEPEST_EXTRA} deep")
        else:
            values += [(inner, depth - 1) for inner in (_list_inner(value) if isinstance(value, dict) else value)]
    if len(json.dumps(extra).encode()) > LARGEST_EXTRA:
        raise ValueError(f"it is more than {LARGEST_EXTRA} bytes of JSON")
    return extra


def _list_inner(mapping: dict[Any, Any]) -> list[Any]:
    """Return the values of a mapping whose keys are free."""
    for name in mapping:
        if not isinstance(name, str):
            raise ValueError("a key in it is no text: put it between quotes")  # noqa: TRY004  as above
        if name.casefold() in _ENDINGS:
            raise ValueError(_ENDS_EARLY)
        if name.casefold() in _LIMITS:
            raise ValueError(f"`{name}` in it would change how long an answer may be: write `max_tokens` beside it")
    return list(mapping.values())


def _check_plain(value: Any) -> None:
    """Check that `value` is what JSON has besides lists and mappings, and what every server reads alike."""
    if isinstance(value, str | bool | None):
        return
    if isinstance(value, int | float) and abs(value) <= _LARGEST_NUMBER:  # no NaN is, and no infinity
        return
    raise ValueError("it holds what JSON does not have: write text, numbers, `true`, `false`, lists and mappings")


Temperature = Annotated[
    Annotated[float, Field(ge=0, le=2)] | Literal["none"],
    BeforeValidator(_check_temperature),
]
"""How freely a model chooses its words, 0 to 2; `none` leaves it to the server."""
ExtraBody = Annotated[dict[Annotated[str, BeforeValidator(_check_name)], Any], AfterValidator(_check_extra)]
"""What is merged into the body of each request. It can never change what is asked, who answers, or how long."""
