"""Agreeing, declining, withdrawing: each person for themself, in the encrypted room."""

from dataclasses import replace

from bot.model import Cancel, ConsentCard, Decision, Direct, Purpose, Room, UserId
from bot.policy import Policy
from bot.session.agreement import agreed, announced, card, card_hash, full_text, missing, standing
from bot.session.call import Call, line, name_of, names
from bot.session.commands import command, is_bare
from bot.session.drafts import disowned
from bot.session.floor import lowered
from bot.session.grounds import of_person
from bot.session.notes import digests, open_note
from bot.session.window import without
from bot.words.typed import meaning_of


@command("agree")
def agree(call: Call) -> Decision:
    """Record the caller's own agreement to the purposes they named, or to both."""
    if isinstance(call.heard.where, Direct):
        return call.answered("in-the-room")
    purposes = _purposes(call.argument)
    if purposes is None:
        return call.answered("agree-which")
    if call.heard.loose and is_bare(call.heard.text):
        return call.answered("agree-type")
    replied_to = call.room.consent_card(call.heard.reply_to)
    language = replied_to.language if replied_to else call.language
    current = {one: card_hash(call.policy, one) for one in call.policy.card_languages}
    if replied_to and replied_to.sha256 != current.get(language):
        return call.answered("agree-old-card")
    room = agreed(call.room, call.policy, language, call.heard, purposes)
    waiting = missing(room, call.policy, call.heard.at)
    noted = call.reply(
        "agree-done",
        what="both" if len(purposes) > 1 else purposes[0],
        then="waiting" if waiting else "on" if room.is_on else "ready",
        people=names(room, waiting),
    )
    return Decision(room, (noted,))


@command("decline", kind="lowers")
def decline(call: Call) -> Decision:
    """Record nothing of the caller's, forget what there was, and keep the AI off."""
    return _without(call, "decline-done")


@command("withdraw", kind="lowers")
def withdraw(call: Call) -> Decision:
    """Take the caller's agreement back: their words leave the window at once, and what rested on them is dropped."""
    held = any(one.person == call.heard.sender for one in call.room.consents)
    return _without(call, "withdraw-done" if held else "withdraw-nothing")


@command("privacy")
def privacy(call: Call) -> Decision:
    """Give the full text behind the consent card."""
    return Decision(call.room, (replace(call.reply(""), words=full_text(call.policy, call.language)),))


def disagreed(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """Take the agreements and words of `person` out of the room, and everything that rests on them.

    That is every question and draft that they asked for or that rests on a word of theirs.
    """
    void = tuple(one for one in room.pending if of_person(one, person))
    rest = replace(
        without(room, sender=person).without_pending(*void),
        consents=tuple(one for one in room.consents if one.person != person),
    )
    stopped = Decision(rest, tuple(Cancel(one.question) for one in void))
    drafts = stopped.then(disowned, policy, person, now)
    note = drafts.then(open_note.without, policy, open_note.of_person(person))
    return replace(note, room=replace(note.room, digests=digests.standing(note.room)))


def shown(room: Room, policy: Policy, now: float) -> Decision:
    """Show the room the consent card, one message per language. It says what an AI is here, so that is said with it."""
    posts = tuple(
        ConsentCard(language, card(policy, language), card_hash(policy, language)) for language in policy.card_languages
    )
    room = standing(room, policy, now)
    return Decision(replace(room, announced=announced(policy), disclosed=now), posts)


def _without(call: Call, key: str) -> Decision:
    policy, now = call.policy, call.heard.at
    gone = disagreed(call.room, policy, call.heard.sender, now)
    reason = line(policy, "floor-off-withdrawn", person=name_of(gone.room, call.heard.sender))
    return gone.also(call.reply(key)).then(lowered, reason, policy, now)


def _purposes(argument: str) -> tuple[Purpose, ...] | None:
    """Return the purposes that somebody named, both if they named none, None if they named something else."""
    typed = argument.casefold().strip(" .!")
    if not typed:
        return tuple(Purpose)
    meant = meaning_of(typed, "purpose")
    return (Purpose(meant[0]),) if meant else None
