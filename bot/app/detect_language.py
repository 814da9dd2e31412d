"""Finding out what a message may be written in, as it is heard: where people are interpreted, and nowhere else.

The list of letters behind it (`bot/app/letter_model.py`) is read into this process; nothing leaves for it.
"""

from dataclasses import replace
from functools import cache

from bot.app.letter_model import LetterModel, read_letter_model
from bot.model import Answered, Edited, Event, Heard, Language, Room, Tongue, Transcribed
from bot.session.answers.hold_translation import TRANSLATING, recall_given_text
from bot.session.answers.schema import clean_answer
from bot.session.answers.trim_translation import split_note
from bot.session.translation.spoken import count_sentence_words

LEAST = 0.001
"""How likely a language must be to be named at all."""


def attach_tongues(room: Room, event: Event) -> Event:
    """Return `event` with what its parts may be written in, if it is a translation, or a message that may get one by itself."""
    if isinstance(event, Answered):
        return _attach_to_translation(room, event)
    if not room.interpreting or not isinstance(event, Heard | Edited | Transcribed):
        return event
    text = event.words if isinstance(event, Transcribed) else event.text
    tongues = (Tongue(words, weigh_languages(part)) for part, words in count_sentence_words(room, text))
    return replace(event, tongues=tuple(tongues))


def _attach_to_translation(room: Room, event: Answered) -> Answered:
    """Return an answer with what its parts may be written in, if it is a translation: without what stands around it."""
    pending = room.pending_for(event.question)
    if pending is None or pending.task not in TRANSLATING:
        return event
    given = recall_given_text(room, pending)
    body, _ = split_note(clean_answer(pending.task, event.text, given)[0], given)
    parts = count_sentence_words(room, body)
    return replace(event, tongues=tuple(Tongue(words, weigh_languages(part)) for part, words in parts))


def weigh_languages(text: str) -> tuple[tuple[Language, float], ...]:
    """Return the languages that `text` may be in, the likeliest first, each with how likely it is, 0 to 1.

    The first call reads the model: 6 MB and a tenth of a second, which a bot that never translates is spared.
    """
    ranked = _load_language_model().rank_languages(text)
    return tuple((Language(code), share) for code, share in ranked if share >= LEAST)


@cache
def _load_language_model() -> LetterModel:
    """Return the model, read once."""
    return read_letter_model()
