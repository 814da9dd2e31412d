"""A word on an answer: `simpler`, `an example`, `shorter`, as a reply to what the bot said. How it is recognised. Pure.

Bare words are short and exact, so that no talk is swallowed. Only a reply within the encryption counts: of any other a
homeserver could choose what it is about.
"""

from bot.model import Explained, Heard, Language, Room, Said, Task, Wish
from bot.session.grounds import FOLLOWED
from bot.session.window import own_words
from bot.words import folded, languages
from bot.words.typed import meaning_of, typed_in

_AROUND = " .!?,`'\""


def wished(room: Room, heard: Heard, prefix: str) -> tuple[Wish, Language, Said | Explained] | None:
    """Return what `heard` wishes for, in which language, and of which answer; None if it is no such word.

    While the AI is off it is talk, and nothing is kept of that.
    """
    if not room.is_on or heard.loose:
        return None
    named = _named(own_words(heard.text).removeprefix(prefix))
    found = answer_at(room, heard)
    if named is None or found is None:
        return None
    task = found.task if isinstance(found, Said) else Task.EXPLAIN
    return (*named, found) if named[0] in FOLLOWED.get(task, ()) else None


def answer_at(room: Room, heard: Heard) -> Said | Explained | None:
    """Return the answer that `heard` replies to, where it stands: what is said in one place nobody can ask of in another."""
    if heard.reply_to is None:
        return None
    answers: tuple[Said | Explained, ...] = (*room.said, *room.explained)
    for one in answers:
        if one.event == heard.reply_to and one.where == heard.where:
            return one
    return None


def _named(text: str) -> tuple[Wish, Language] | None:
    typed = folded(text).strip(_AROUND)
    for word in _polite("before"):
        typed = typed.removeprefix(f"{word} ").strip(_AROUND)
    for word in _polite("behind"):
        typed = typed.removesuffix(f" {word}").strip(_AROUND)
    meant = meaning_of(typed, "wish")
    return (Wish(meant[0]), meant[1]) if meant else None


def _polite(side: str) -> list[str]:
    """Return the words that may stand before or behind a wish and change nothing, language by language."""
    return [word for spoken in languages() for word in typed_in(spoken).get(f"polite.{side}", ())]
