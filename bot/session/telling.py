"""The commands that tell: what you may type, how things stand, and which rules hold here."""

from bot.model import Decision, Desk, Floor, Purpose, Role, Task, words
from bot.policy import Policy, in_words
from bot.session.agreement import agreement
from bot.session.budget import shares
from bot.session.call import Call, names
from bot.session.commands import TABLE, allowed, command, named
from bot.session.ruling import accept
from bot.session.translation.live import between, how
from bot.session.window import at_hand, keeps_session, most_lines, most_minutes
from bot.words import folded
from bot.words.typed import typed_words


@command("help")
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


@command("status")
def status(call: Call) -> Decision:
    """Say the floor, who agreed to what, the backend, where text goes, and how much is in the window."""
    room, policy, now = call.room, call.policy, call.heard.at
    given = {
        purpose: frozenset(one.id for one in room.roster if agreement(room, policy, one.id, purpose, now))
        for purpose in Purpose
    }
    needed = frozenset(one.id for one in room.roster if policy.role(one.id) is not Role.OBSERVER)
    waiting = needed - (given[Purpose.LISTEN] & given[Purpose.MODEL])
    return call.answered(
        "status",
        floor=room.floor,
        frozen=int(room.is_frozen),
        listen=names(room, given[Purpose.LISTEN]),
        readers=len(given[Purpose.LISTEN]),
        model=names(room, given[Purpose.MODEL]),
        senders=len(given[Purpose.MODEL]),
        open=names(room, waiting),
        waiting=len(waiting),
        backend=policy.backend.name,
        where=policy.backend.place,
        party=policy.backend.party,
        signed=int(bool(policy.backend.party)),
        checked=_checked(policy),
        reader=int(policy.second_reader),
        watched=room.tally.watched,
        unclear=room.tally.unclear,
        interpreting=between(room.interpreting) or "none",
        live=how(policy),
        drafts=", ".join(one.code for one in room.drafts)
        if isinstance(call.heard.where, Desk) and room.drafts
        else "none",
        ideas=int(isinstance(call.heard.where, Desk) and room.floor is Floor.SPEAK),
        offers=room.offers,
        most=policy.rules.initiative.max,
        spent=room.initiative.tokens,
        tokens=policy.rules.initiative.tokens,
        lines=len(at_hand(room, policy, now)),
        kept=len(room.window) if keeps_session(room, policy) else 0,
        hours=policy.rules.retention.window,
        messages=most_lines(room, policy),
        minutes=most_minutes(room, policy),
        **shares(call),
    )


def _checked(policy: Policy) -> str:
    """Return who sees what the AI writes before it is shown, as the sentence calls it."""
    if policy.simulated:
        return "simulated"
    if not policy.posts_allowed:
        return "never"
    return "all" if policy.needs_approval(Task.ASK) else "asked"


@command("policy")
def policy_(call: Call) -> Decision:
    """Say every rule that holds here and the file it comes from; `accept` lets looser ones hold."""
    if folded(call.argument).strip(" .!") in typed_words("accept"):
        return accept(call)
    lines = tuple(
        words("policy-line", call.language, rule=key, value=value, origin=call.policy.origins.get(key, "default"))
        for key, value in in_words(call.policy.rules)
    )
    return call.answered("policy", rules=lines, sha=call.policy.sha256[:12])
