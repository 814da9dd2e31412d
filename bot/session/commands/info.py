"""The commands that tell: what you may type, how things stand, and which rules hold here."""

from bot.model import Decision, Desk, Floor, Purpose, Role, Task, UserId, make_words
from bot.policy import Policy, list_rules_in_words
from bot.session.command.aside import reply_aside
from bot.session.command.context import CommandContext, join_names
from bot.session.command.table import TABLE, find_command, list_allowed_roles, register_command
from bot.session.commands.first_help import list_first_commands
from bot.session.language.languages import name_languages
from bot.session.policy_change import accept_rules
from bot.session.request.budget import list_used_shares
from bot.session.talk.agreement import describe_fallback, find_agreement
from bot.session.talk.window import get_window, is_session_kept, limit_lines, limit_minutes
from bot.session.translation.switch import describe_way
from bot.words import fold_text
from bot.words.shelf import typed_words


@register_command("help")
def show_help(call: CommandContext) -> Decision:
    """List six commands that the caller can use now, or all that they may, or tell more about one."""
    prefix, mine = call.policy.rules.prefix, list_first_commands(call)
    whole = fold_text(call.argument).strip(" .!") in typed_words("help.all")
    if whole:
        mine = tuple(name for name in TABLE if call.role in list_allowed_roles(name, call.policy))
    elif call.argument:
        name = find_command(call.argument.removeprefix(prefix))
        if name is None:
            return call.answer_with("help-what")
        return Decision(call.room, (call.reply(f"help-{name}.more"),))
    lines = tuple(make_words(f"help-{name}", call.language, prefix=prefix) for name in mine)
    aside = whole or call.role is Role.THERAPIST
    listed = (reply_aside if aside else CommandContext.reply)(call, "help", commands=lines, whole=int(whole))
    return Decision(call.room, (listed,))


@register_command("status")
def show_status(call: CommandContext) -> Decision:
    """Say the floor, who agreed to what, the backend, where text goes, and how much is in the window."""
    room, policy, now = call.room, call.policy, call.heard.at
    given = {
        purpose: frozenset(person.id for person in room.roster if find_agreement(room, policy, person.id, purpose, now))
        for purpose in Purpose
    }
    needed = frozenset(person.id for person in room.roster if policy.role(person.id) is not Role.OBSERVER)
    waiting = needed - (given[Purpose.LISTEN] & given[Purpose.MODEL])
    return call.answer_with(
        "status",
        floor=room.floor,
        frozen=int(room.is_frozen),
        **_name_agreements(call, given, waiting),
        backend=policy.backend.name,
        where=policy.backend.place,
        party=policy.backend.party,
        signed=int(bool(policy.backend.party)),
        **describe_fallback(policy),
        checked=_describe_checker(policy),
        reader=int(policy.second_reader),
        watched=room.tally.watched,
        unclear=room.tally.unclear,
        interpreting=name_languages(room.interpreting) or "none",
        live=describe_way(room, policy),
        drafts=", ".join(draft.code for draft in room.drafts)
        if isinstance(call.heard.where, Desk) and room.drafts
        else "none",
        ideas=int(isinstance(call.heard.where, Desk) and room.floor is Floor.SPEAK),
        offers=room.offers,
        most=policy.rules.initiative.max,
        spent=room.initiative.tokens,
        tokens=policy.rules.initiative.tokens,
        lines=len(get_window(room, policy, now)),
        kept=len(room.window) if is_session_kept(room, policy) else 0,
        hours=policy.rules.retention.window,
        messages=limit_lines(room, policy),
        minutes=limit_minutes(room, policy),
        **list_used_shares(call),
    )


def _name_agreements(
    call: CommandContext, given: dict[Purpose, frozenset[UserId]], waiting: frozenset[UserId]
) -> dict[str, str | int]:
    """Return who has agreed to what, for the desk alone: elsewhere only whether everybody has."""
    if not isinstance(call.heard.where, Desk):
        return {"named": 0, "waiting": min(len(waiting), 1)}
    return {
        "named": 1,
        "listen": join_names(call.room, given[Purpose.LISTEN]),
        "readers": len(given[Purpose.LISTEN]),
        "model": join_names(call.room, given[Purpose.MODEL]),
        "senders": len(given[Purpose.MODEL]),
        "open": join_names(call.room, waiting),
        "waiting": len(waiting),
    }


def _describe_checker(policy: Policy) -> str:
    """Return who sees what the AI writes before it is shown, as the sentence calls it."""
    if policy.simulated:
        return "simulated"
    if not policy.posts_allowed:
        return "never"
    return "all" if policy.needs_approval(Task.ASK) else "asked"


@register_command("policy", raises_with="accept")
def show_policy(call: CommandContext) -> Decision:
    """Say every rule that holds here and the file it comes from; `accept_rules` lets looser ones hold."""
    if fold_text(call.argument).strip(" .!") in typed_words("accept"):
        return accept_rules(call)
    lines = tuple(
        make_words("policy-line", call.language, rule=key, value=value, origin=call.policy.origins.get(key, "default"))
        for key, value in list_rules_in_words(call.policy.rules)
    )
    return call.answer_with("policy", rules=lines, sha=call.policy.sha256[:12])
