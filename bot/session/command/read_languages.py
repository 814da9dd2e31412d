"""In which languages something is said to everybody: those that the people here surely read, and no more. Pure.

Whoever could agree to a card in a language reads it, and goes on doing so when they take their agreement back: a line must not
show by its languages that somebody did. Of others nobody knows, so they are told in each of the room's languages.
"""

from dataclasses import replace

from bot.model import Decision, Event, Language, Room, Words
from bot.policy import Policy
from bot.session.command.context import say_in_all_languages


def say_to_everybody(room: Room, policy: Policy, sentence: Words) -> Words:
    """Return a sentence for all who are in the room, in as few languages as they read: its own first, if it is one of those."""
    languages = list_read_languages(room, policy)
    if not languages:
        return say_in_all_languages(policy, sentence)
    first, *others = sorted(languages, key=lambda language: language != sentence.language)
    return replace(_put_into(first, sentence), also=tuple(others))


def list_read_languages(room: Room, policy: Policy) -> tuple[Language, ...]:
    """Return which of the room's languages are read here, so that everybody reads one of them; nothing where that is not known."""
    read = {**dict(room.reads), **{consent.person: consent.language for consent in room.consents}}
    languages = {read.get(person.id) for person in room.roster}
    known = languages <= {*policy.languages}
    return tuple(language for language in policy.languages if language in languages) if known else ()


def note_read_languages(_: Room, __: Event, ___: Policy, decision: Decision) -> Decision:
    """Note the language of the card that each person here agreed to last; of who has left nothing."""
    room = decision.room
    agreed = {consent.person: consent.language for consent in room.consents}
    read = {**dict(room.reads), **agreed}
    here = tuple((user, read[user]) for user in read if room.knows(user))
    return decision if here == room.reads else replace(decision, room=replace(room, reads=here))


def _put_into(language: Language, sentence: Words) -> Words:
    """Return a sentence in `language`, and what it is filled with too."""
    args = (
        (name, tuple(_put_into(language, words) for words in value) if isinstance(value, tuple) else value)
        for name, value in sentence.args
    )
    return replace(sentence, language=language, args=tuple(args))
