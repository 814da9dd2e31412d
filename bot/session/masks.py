"""`!mask`: words that the model is not to see, from now on, in anything that is sent. Pure.

Whose words they are nobody can know; masking only protects, so they are masked in everybody's messages. The answer never
repeats them. They stay for as long as whoever asked for it has not been forgotten, also when that person leaves.
"""

import re
from dataclasses import replace

from bot.model import Decision, Mask, Room, UserId
from bot.safety.masking import mask
from bot.safety.names import Names, key_of, seed, words_of
from bot.session.call import Call
from bot.session.commands import command

LONGEST = 80
"""Characters of one phrase: a name and an address fit, a message does not."""
MOST = 50
"""Phrases that one person can have masked in one room."""
_BETWEEN = re.compile("[,;\n\uff0c\u3001\uff1b]")
_AROUND = " \t\"'`*_()[]<>\u201c\u201d\u2018\u2019\u00ab\u00bb"
_PLACEHOLDER = re.compile(r"\[(?:WORD|CONTACT|NUMBER|ID|PLACE)_\d+\](?:['\u2019]s)?")
_FIRST_IDEOGRAPH = "\u2e80"


@command("mask")
def mask_(call: Call) -> Decision:
    """Mask words, or several phrases with commas between, in every later request; remember who asked for it."""
    phrases = _phrases(call.argument)
    if any(len(one) > LONGEST for one in phrases):
        return call.answered("mask-long", most=LONGEST)
    if not phrases or not all(_can_be_found(one) for one in phrases):
        return call.answered("mask-what")
    sender, room = call.heard.sender, call.room
    new = _new(room, sender, phrases)
    if len(new) + sum(one.by == sender for one in room.masks) > MOST:
        return call.answered("mask-many", most=MOST)
    return Decision(replace(room, masks=(*room.masks, *new)), (call.reply("mask-done"),))


def masked_words(room: Room) -> tuple[str, ...]:
    """Return what people of the room have had masked."""
    return tuple(one.words for one in room.masks)


def _phrases(argument: str) -> tuple[str, ...]:
    """Return the phrases in `argument`, each in one line and without the quotation marks around it."""
    parts = (" ".join(part.split()).strip(_AROUND) for part in _BETWEEN.split(argument))
    return tuple(part for part in parts if part)


def _new(room: Room, by: UserId, phrases: tuple[str, ...]) -> tuple[Mask, ...]:
    """Return what of `phrases` that person has not had masked yet. What others asked for, others can have forgotten."""
    known = {one.key for one in room.masks if one.by == by}
    found = {key_of(one): one for one in phrases}
    return tuple(Mask(key, words, by) for key, words in found.items() if key not in known)


def _can_be_found(phrase: str) -> bool:
    """Return whether `phrase` will surely be masked wherever it stands: only then may anybody be told so.

    A single letter is no phrase: it would be masked in half of all sentences.
    """
    letters = "".join(words_of(phrase))
    if len(letters) < 2 and letters < _FIRST_IDEOGRAPH:
        return False
    masked, _ = mask(phrase, seed(Names(), (), [phrase]), strict=False)
    return not words_of(_PLACEHOLDER.sub(" ", masked))
