"""The commands that tell: what you may type, how things stand, and which rules hold here."""

from typing import Any

from bot.model import Decision, Purpose, Role, words
from bot.policy import Policy
from bot.session.agreement import agreement
from bot.session.call import Call, names
from bot.session.commands import TABLE, allowed, command, named


@command("help", "bantuan")
def help_(call: Call) -> Decision:
    """List what the caller may use here, or tell more about one command."""
    if call.argument:
        name = named(call.argument.removeprefix(call.policy.rules.prefix))
        if name is None:
            return call.answered("help-what")
        return Decision(call.room, (call.reply(f"help-{name}.more"),))
    mine = [name for name in TABLE if call.role in allowed(name, call.policy)]
    lines = tuple(words(f"help-{name}", call.language, prefix=call.policy.rules.prefix) for name in mine)
    return call.answered("help", commands=lines)


@command("status", "status")
def status(call: Call) -> Decision:
    """Say the floor, who agreed to what, the backend, where text goes, and how much is in the window."""
    room, policy, now = call.room, call.policy, call.heard.at
    given = {
        purpose: frozenset(one.id for one in room.roster if agreement(room, policy, one.id, purpose, now))
        for purpose in Purpose
    }
    needed = frozenset(one.id for one in room.roster if policy.role(one.id) is not Role.OBSERVER)
    return call.answered(
        "status",
        floor=room.floor,
        listen=names(room, given[Purpose.LISTEN]) or "-",
        model=names(room, given[Purpose.MODEL]) or "-",
        open=names(room, needed - (given[Purpose.LISTEN] & given[Purpose.MODEL])) or "-",
        backend=policy.backend.name,
        kind="model" if policy.backend.generative else "embedded",
        lines=len(room.window),
        messages=policy.rules.window.messages,
        minutes=policy.rules.window.minutes,
    )


@command("policy", "kebijakan")
def policy_(call: Call) -> Decision:
    """Say every rule that holds here and the file it comes from."""
    lines = tuple(
        words("policy-line", call.language, rule=key, value=value, origin=call.policy.origins.get(key, "default"))
        for key, value in _flat(call.policy)
    )
    return call.answered("policy", rules=lines, sha=call.policy.sha256[:12])


def _flat(policy: Policy) -> list[tuple[str, str]]:
    """Return each dotted key with its value as people write it."""
    found: list[tuple[str, str]] = []

    def walk(above: str, value: Any) -> None:
        if isinstance(value, dict) and above not in {"ask.", "identities."}:
            for key, inner in value.items():
                walk(f"{above}{key}.", inner)
            return
        found.append((above.removesuffix("."), _said(value)))

    walk("", policy.rules.model_dump(mode="json"))
    return found


def _said(value: Any) -> str:
    match value:
        case None:
            return "all"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(str(item) for item in value) or "-"
        case dict():
            return "; ".join(f"{key}: {_said(inner)}" for key, inner in value.items()) or "-"
    return str(value)
