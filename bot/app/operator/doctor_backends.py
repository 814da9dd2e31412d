"""Whether each backend would answer, as the doctor sees it: asked one fixed question, one after another, with no one's words."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from bot.app.operator.doctor_voice import examine_transcriber
from bot.app.operator.finding import Finding
from bot.errors import BackendError
from bot.llm.egress_permit import grant_egress
from bot.llm.probe import LIST, QUESTION, WORD, Probe, Tried, fetch_context, fetch_models, open_probe
from bot.llm.structured import is_list
from bot.settings import BackendSettings, Settings
from bot.settings.backend_kinds import TRANSCRIBE
from bot.settings.backend_places import ANTHROPIC_URL

LIMIT = 30.0
"""Seconds for all that one backend is asked."""
_MOST_NAMES, _LONGEST_NAME = 5, 60
_BY_KEYS = (400, 422, 500)
"""With what a server refuses a request that is not made as it wants it; llama.cpp says 500 of its template's complaints."""
_OTHER_KEYS: tuple[dict[str, Any], ...] = (
    {"system": "merge"},
    {"max_tokens_key": "max_completion_tokens"},
    {"temperature": "none"},
    {"max_tokens_key": "max_completion_tokens", "temperature": "none"},
    {"extra_body": {}},
)
"""With what the question is asked again where it was refused, until one of them is answered."""
_NO_THOUGHTS = (
    "Turn it off by `extra_body`, such as `{chat_template_kwargs: {enable_thinking: false}}` for vLLM and llama.cpp or "
    "`{reasoning_effort: none}` for Ollama, or raise `max_tokens`."
)


async def examine_backends(settings: Settings, now: float) -> AsyncGenerator[Finding, None]:
    """Yield what is found of each backend. One that no text may go to today is not asked."""
    for name, backend in settings.placed_backends.items():
        if backend.kind == "embedded":
            continue
        if (kept := _find_reason_not_to_ask(settings, name, now)) is not None:
            yield kept
            continue
        if backend.kind == TRANSCRIBE:
            yield await examine_transcriber(name, backend)
            continue
        findings: list[Finding] = []
        limit = min(LIMIT, backend.timeout)
        try:
            with grant_egress(lambda: True):  # a fixed text of ours, where a room's policy lets words go
                async with asyncio.timeout(limit), open_probe(backend) as probe:
                    await _examine_backend(probe, name, backend, findings)
        except TimeoutError:
            remedy = "It may still be loading its model: look again in a minute. If it is that slow, raise `timeout`."
            findings.append(Finding(f"Backend {name} was not done answering after {limit:.0f} s", remedy))
        except BackendError as error:
            findings.append(_report_error(name, error))
        for finding in findings:
            yield finding


def _find_reason_not_to_ask(settings: Settings, name: str, now: float) -> Finding | None:
    """Return why nothing may be sent to a backend today, None if it may: a local one always, a remote one for some room."""
    if settings.where(name) != "remote":
        return None
    today = datetime.fromtimestamp(now, tz=UTC).date()
    policies = [settings.policy_of(file, room) for file, room in settings.rooms]
    using = [policy.rules for policy in policies if name in {policy.backend.name, policy.rules.transcription}]
    if not using:
        return Finding(f"Backend {name} is out of the clinic and no room uses it, so it was not asked", is_unseen=True)
    for rules in using:
        signed = settings.agreement_holds(name, today, required=rules.agreement_required)
        if signed and rules.backends_allowed == "any":
            return None
    what = f"Backend {name} is out of the clinic and no agreement lets text go there today, so it was not asked"
    return Finding(what, "Renew the agreement with whoever runs it, or name another backend in the room files.")


async def _examine_backend(probe: Probe, name: str, backend: BackendSettings, findings: list[Finding]) -> None:
    """Add what is found of one backend to `findings`, so that what was found before time is up is there."""
    url, model = backend.base_url or ANTHROPIC_URL, backend.model or ""
    speaks = backend.kind in {"openai", "anthropic"}
    models = await fetch_models(probe, f"{url}/v1" if backend.kind == "anthropic" else url) if speaks else {}
    tried = await probe.ask(QUESTION)
    if tried.error and tried.has_thoughts:
        findings.append(Finding(f"Backend {name} thinks, and came to no answer", _NO_THOUGHTS))
    elif tried.error:
        findings.append(await _explain_error(probe, name, backend, tried.error))
    else:
        findings.append(Finding(f"Backend {name} answers; that took {tried.seconds:.1f} s"))
    findings += _examine_model(name, model, models, answered=tried.error is None)
    if tried.error and not tried.has_thoughts:
        return
    if tried.error is None:
        findings += _examine_answer(name, backend, tried)
    if backend.kind == "openai":
        findings.append(await _examine_context(probe, name, backend, models.get(model, 0)))
    if backend.structured:
        findings.append(await _examine_lists(probe, name))


def _report_error(name: str, error: BackendError) -> Finding:
    return Finding(f"Backend {name}: {error}", error.remedy or "Look into its own log.", is_broken=True)


async def _explain_error(probe: Probe, name: str, backend: BackendSettings, error: BackendError) -> Finding:
    """Return what to write into the file, where the same question is answered once it is asked in another way."""
    if backend.kind != "openai" or error.status not in _BY_KEYS:
        return _report_error(name, error)
    for keys in _OTHER_KEYS:
        if any(getattr(backend, key) != wanted for key, wanted in keys.items()):
            again = await probe.ask(QUESTION, **keys)
            if again.error is None:
                written = " and ".join(f"`{key}: {wanted}`" for key, wanted in keys.items() if wanted)
                remedy = f"Write {written}." if written else "Take out `extra_body`, or correct it."
                return Finding(f"Backend {name} does not take a request as it is made (status {error.status})", remedy)
    return _report_error(name, error)


def _examine_model(name: str, model: str, models: dict[str, int], *, answered: bool) -> tuple[Finding, ...]:
    """Return whether the server has the model: by its list, or, where it lists others or none, by its having answered."""
    if not model or not models:
        return ()
    if {model, f"{model}:latest"} & models.keys():
        return (Finding(f"Backend {name} lists the model {model}"),)
    if answered:
        return (Finding(f"Backend {name} does not list the model {model}, and answers for it"),)
    names = [known[:_LONGEST_NAME] for known in models if known.isprintable()][:_MOST_NAMES]
    more = " and more" if len(names) < len(models) else ""
    return (Finding(f"Backend {name} does not list the model {model}", f"Its models: {', '.join(names)}{more}."),)


def _examine_answer(name: str, backend: BackendSettings, tried: Tried) -> tuple[Finding, ...]:
    """Return whether the model read the system text, and whether it thinks before it answers."""
    findings = []
    if WORD in tried.said.casefold():
        findings.append(Finding(f"Backend {name} goes by its system text"))
    elif not tried.is_spent:
        merged = "" if backend.system == "merge" or backend.kind != "openai" else "try `system: merge`, else "
        remedy = f"If it is more than a trial server, {merged}use another model: the bot's rules stand in that text."
        findings.append(Finding(f"Backend {name} does not go by its system text", remedy))
    if tried.has_thoughts:
        what = f"Backend {name} thinks before it answers, which takes tokens and time"
        findings.append(Finding(what, _NO_THOUGHTS if tried.is_spent else ""))
    return tuple(findings)


async def _examine_context(probe: Probe, name: str, backend: BackendSettings, told: int) -> Finding:
    """Return whether the server takes in what `context` says; `told` is what its list of models says of that, or 0."""
    size, is_set = (told, True) if told else await fetch_context(probe, backend.base_url or "", backend.model or "")
    if size and size < backend.context:
        remedy = (
            f"Write `context: {size}`, or start the server with more: what does not fit it cuts off unseen, or refuses."
        )
        return Finding(f"Backend {name} takes in {size} tokens, and `context` says {backend.context}", remedy)
    if size and is_set:
        return Finding(f"Backend {name} takes in {size} tokens; `context` says {backend.context}")
    could = f"; its model could take in {size}" if size else ""
    return Finding(f"Backend {name} does not say how much it takes in; `context` says {backend.context}{could}")


async def _examine_lists(probe: Probe, name: str) -> Finding:
    """Return whether the server holds an answer to a JSON schema."""
    tried = await probe.ask(LIST)
    remedy = "Take out `structured`, or use a server that knows JSON schemas."
    if tried.error and tried.error.status in _BY_KEYS:
        return Finding(f"Backend {name} refuses `response_format` (status {tried.error.status})", remedy)
    if tried.error:
        return _report_error(name, tried.error)
    if is_list(tried.said):
        return Finding(f"Backend {name} gives lists as JSON")
    return Finding(f"Backend {name} does not hold an answer to `response_format`", remedy)
