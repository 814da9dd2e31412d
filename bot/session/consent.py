"""Agreeing, declining, withdrawing: each person for themself, in the encrypted room."""

from dataclasses import replace

from bot.model import Cancel, ConsentCard, Decision, Floor, Purpose, Room, UserId
from bot.policy import Policy
from bot.session.agreement import agreed, announced, card, card_hash, full_text, missing
from bot.session.call import Call, line, name_of, names
from bot.session.commands import command
from bot.session.floor import lowered
from bot.session.window import without


@command("agree", "setuju")
def agree(call: Call) -> Decision:
    """Record the caller's own agreement to the purposes they named, or to both."""
    purposes = _purposes(call.argument)
    if purposes is None:
        return call.answered("agree-which")
    room = agreed(call.room, call.policy, call.language, call.heard, purposes)
    waiting = missing(room, call.policy, call.heard.at)
    noted = call.reply(
        "agree-done",
        what="both" if len(purposes) > 1 else purposes[0],
        then="waiting" if waiting else "on" if room.floor is not Floor.OFF else "ready",
        people=names(room, waiting),
    )
    return Decision(room, (noted,))


@command("decline", "tolak", kind="lowers")
def decline(call: Call) -> Decision:
    """Record nothing of the caller's, forget what there was, and keep the AI off."""
    return _without(call, "decline-done")


@command("withdraw", "tarik", kind="lowers")
def withdraw(call: Call) -> Decision:
    """Take the caller's agreement back: their words leave the window at once, and what rested on them is dropped."""
    held = any(one.person == call.heard.sender for one in call.room.consents)
    return _without(call, "withdraw-done" if held else "withdraw-nothing")


@command("privacy", "privasi")
def privacy(call: Call) -> Decision:
    """Give the full text behind the consent card."""
    return Decision(call.room, (replace(call.reply(""), words=full_text(call.policy, call.language)),))


def disagreed(room: Room, person: UserId) -> tuple[Room, tuple[Cancel, ...]]:
    """Return the room without the agreements and words of `person`, and what must be cancelled for it.

    That is every question that they asked or that rests on a word of theirs.
    """
    theirs = {line.id for line in room.window if line.sender == person}
    void = tuple(one for one in room.pending if one.asker == person or theirs & set(one.rests_on))
    rest = replace(
        without(room, sender=person),
        consents=tuple(one for one in room.consents if one.person != person),
        pending=tuple(one for one in room.pending if one not in void),
    )
    return rest, tuple(Cancel(one.question) for one in void)


def shown(room: Room, policy: Policy) -> Decision:
    """Show the room the consent card, one message per language."""
    posts = tuple(
        ConsentCard(language, card(policy, language), card_hash(policy, language)) for language in policy.languages
    )
    return Decision(replace(room, announced=announced(policy)), posts)


def _without(call: Call, key: str) -> Decision:
    room, cancels = disagreed(call.room, call.heard.sender)
    reason = line(call.policy, "floor-off-withdrawn", person=name_of(room, call.heard.sender))
    down = lowered(room, reason)
    return Decision(down.room, (*cancels, call.reply(key), *down.effects))


def _purposes(argument: str) -> tuple[Purpose, ...] | None:
    """Return the purposes that somebody named, both if they named none, None if they named something else."""
    typed = argument.casefold().strip(" .!")
    if not typed:
        return tuple(Purpose)
    meant = {"listen": Purpose.LISTEN, "dengar": Purpose.LISTEN, "model": Purpose.MODEL}
    return (meant[typed],) if typed in meant else None
