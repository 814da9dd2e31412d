"""The consent card, shown and agreed to: whether a yes is to a card that stood before it and that its person could read. Pure."""

from dataclasses import replace

from bot.model import ConsentCard, Decision, Heard, Language, Posted, PostedCard, Role, Room, Sighted, UserId
from bot.policy import Policy
from bot.session.command.context import CommandContext
from bot.session.command.throttle import note_said_once
from bot.session.talk.agreement import DAY, drop_ended_agreements, hash_card, hash_cards, make_card

MOST_CARDS = 40
AGAIN = 60.0
"""Seconds in which the cards are shown once, however often somebody agrees to what was not before them."""
SHOWN = "consent cards"


def show_consent_cards(room: Room, policy: Policy, now: float) -> Decision:
    """Show the room the consent card once a client is there whom it asks, one message per language."""
    is_begun = any(policy.role(person.id) is Role.CLIENT for person in room.roster)
    return _post_cards(room, policy, now) if is_begun else Decision(drop_ended_agreements(room, policy, now))


def _post_cards(room: Room, policy: Policy, now: float, only: Language | None = None) -> Decision:
    """Post the consent card in each language, or `only` the one in that. It says what an AI is here, so that is said with it."""
    languages = (only,) if only else policy.card_languages
    posts = tuple(
        ConsentCard(language, make_card(policy, language), hash_card(policy, language)) for language in languages
    )
    room = drop_ended_agreements(room, policy, now)
    for language in languages:
        room = note_said_once(room, f"{SHOWN} {language}", now, now + 1.0) or room
    return Decision(replace(room, announced=hash_cards(policy), disclosed=now), posts)


def note_card(room: Room, event: Posted | Sighted) -> Room:
    """Return the room knowing a card that stands there: that it was posted, or who could read it as its timeline brought it.

    Either may be told first, and what was so as the card came by first stays so.
    """
    card = room.consent_card(event.event) or PostedCard(event.event, event.language, event.sha256)
    if isinstance(event, Sighted) and not card.sighted:
        card = replace(card, readers=event.readers, sighted=event.at)
    others = tuple(other for other in room.cards if other.event != event.event)
    if len(others) == len(room.cards):
        return replace(room, cards=(*room.cards, card)[-MOST_CARDS:])
    return replace(room, cards=tuple(card if other.event == event.event else other for other in room.cards))


def find_newest_card(room: Room, language: Language, heard: Heard) -> PostedCard | None:
    """Return the newest card in `language` that stands before `heard`; None if none does.

    What could be read late is held against the moment it came: of two that came at once nobody knows which was first.
    """
    before = heard.written or float("inf")
    cards = (card for card in reversed(room.cards) if card.language == language and 0 < card.sighted < before)
    return next(cards, None)


def is_card_for(card: PostedCard | None, policy: Policy, person: UserId) -> bool:
    """Return whether a yes of `person` to `card` counts: it says what holds now, and a device of theirs could read it."""
    if card is None or card.language not in policy.card_languages:
        return False
    return card.sha256 == hash_card(policy, card.language) and person in card.readers


def can_read_cards(room: Room, policy: Policy, person: UserId, now: float) -> bool:
    """Return whether a card of the last day that holds now stands in each language for `person`: then nobody is shown the cards anew for them."""
    own = [card for card in room.cards if now - card.sighted < DAY and is_card_for(card, policy, person)]
    return {card.language for card in own} == {*policy.card_languages}


def has_card(call: CommandContext) -> bool:
    """Return whether whoever calls has a card before them, in whatever language, that a yes of theirs would be to."""
    newest = (find_newest_card(call.room, language, call.heard) for language in call.policy.card_languages)
    return any(is_card_for(card, call.policy, call.heard.sender) for card in newest)


def ask_for_agreement_again(call: CommandContext) -> Decision:
    """Say that a yes cannot be counted, and show the card that it could be counted for, unless that was done just now.

    Where everybody was shown what holds now, it is for whoever said yes alone, and in the language of their yes.
    """
    again = Decision(call.room, (call.reply("agree-again"),))
    if call.room.announced != hash_cards(call.policy):
        return again.then(_post_cards, call.policy, call.heard.at)
    replied_to = call.room.consent_card(call.heard.reply_to)
    language = replied_to.language if replied_to else call.language
    only = language if language in call.policy.card_languages else None
    shown = dict(call.room.told_to_verify).get(f"{SHOWN} {only or call.policy.card_languages[0]}", 0.0)
    if call.heard.at - shown < AGAIN:
        return again
    return again.then(_post_cards, call.policy, call.heard.at, only)
