"""`!mask`: words that the model is not to see, from now on, in anything that is sent. Pure.

Whose words they are nobody can know; masking only protects, so they are masked in everybody's messages. The answer never
repeats them. They stay for as long as whoever asked for it has not been forgotten, also when that person leaves.
"""

import re
from dataclasses import replace

from bot.masking.mask import mask
from bot.masking.names import Names, fold_phrase, fold_words, seed_names
from bot.model import Decision, Mask, Room, UserId
from bot.session.command.aside import reply_aside
from bot.session.command.context import CommandContext
from bot.session.command.table import register_command

LONGEST = 80
"""Characters of one phrase: a name and an address fit, a message does not."""
MOST = 50
"""Phrases that one person can have masked in one room."""
_BETWEEN = re.compile("[,;\n\uff0c\u3001\uff1b]")
_AROUND = " \t\"'`*_()[]<>\u201c\u201d\u2018\u2019\u00ab\u00bb"
_PLACEHOLDER = re.compile(r"\[(?:WORD|CONTACT|NUMBER|ID|PLACE)_\d+\](?:['\u2019]s)?")
_FIRST_IDEOGRAPH = "\u2e80"


@register_command("mask")
def mask_words(call: CommandContext) -> Decision:
    """Mask words, or several phrases with commas between, in every later request; remember who asked for it."""
    phrases = _parse_phrases(call.argument)
    if any(len(phrase) > LONGEST for phrase in phrases):
        return call.answer_with("mask-long", most=LONGEST)
    if not phrases or not all(_is_surely_masked(phrase) for phrase in phrases):
        return call.answer_with("mask-what")
    sender, room = call.heard.sender, call.room
    new = _list_new_masks(room, sender, phrases)
    if len(new) + sum(mask.by == sender for mask in room.masks) > MOST:
        return call.answer_with("mask-many", most=MOST)
    return Decision(replace(room, masks=(*room.masks, *new)), (reply_aside(call, "mask-done"),))


def list_masked_words(room: Room) -> tuple[str, ...]:
    """Return what people of the room have had masked."""
    return tuple(mask.words for mask in room.masks)


def _parse_phrases(argument: str) -> tuple[str, ...]:
    """Return the phrases in `argument`, each in one line and without the quotation marks around it."""
    parts = (" ".join(part.split()).strip(_AROUND) for part in _BETWEEN.split(argument))
    return tuple(part for part in parts if part)


def _list_new_masks(room: Room, by: UserId, phrases: tuple[str, ...]) -> tuple[Mask, ...]:
    """Return what of `phrases` that person has not had masked yet. What others asked for, others can have forgotten."""
    known = {mask.key for mask in room.masks if mask.by == by}
    phrases_by_key = {fold_phrase(phrase): phrase for phrase in phrases}
    return tuple(Mask(key, words, by) for key, words in phrases_by_key.items() if key not in known)


def _is_surely_masked(phrase: str) -> bool:
    """Return whether `phrase` will surely be masked wherever it stands: only then may anybody be told so.

    A single letter is no phrase: it would be masked in half of all sentences.
    """
    letters = "".join(fold_words(phrase))
    if len(letters) < 2 and letters < _FIRST_IDEOGRAPH:
        return False
    masked, _ = mask(phrase, seed_names(Names(), (), [phrase]), strict=False)
    return not fold_words(_PLACEHOLDER.sub(" ", masked))
