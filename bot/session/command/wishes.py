"""A word on an answer: `simpler`, `an example`, `shorter`, as a reply to what the bot said, or by its name. How it is recognised. Pure.

Bare words are short and exact, so that no talk is swallowed. Only a reply within the encryption counts: of any other a
homeserver could choose what it is about. Who says so to the bot by its name, and replies to nothing, means their newest answer.
"""

from bot.model import Explained, Heard, Language, Room, Said, Task, Wish
from bot.session.command.natural import AROUND, strip_politeness
from bot.session.talk.sources import FOLLOWED
from bot.session.talk.window import strip_quotations
from bot.words import fold_text
from bot.words.letters import normalise_seen
from bot.words.shelf import meaning_of


def recognise_wish(room: Room, heard: Heard, prefix: str) -> tuple[Wish, Language, Said | Explained] | None:
    """Return what `heard` wishes for, in which language, and of which answer; None if it is no such word.

    While the AI is off it is talk, and nothing is kept of that.
    """
    if not room.is_on or heard.loose:
        return None
    named = _find_wish_word(strip_quotations(heard.text).removeprefix(prefix))
    answer = find_answer_at(room, heard)
    if named is None or answer is None:
        return None
    task = answer.task if isinstance(answer, Said) else Task.EXPLAIN
    return (*named, answer) if named[0] in FOLLOWED.get(task, ()) else None


def find_answer_at(room: Room, heard: Heard) -> Said | Explained | None:
    """Return the answer that `heard` replies to, where it stands: what is said in one place nobody can ask of in another.

    Without a reply, but said to the bot by its name, it is about the newest answer there to whoever says it.
    """
    answers: tuple[Said | Explained, ...] = (*room.said, *room.explained)
    there = [answer for answer in answers if answer.event and answer.where == heard.where]
    if heard.reply_to is not None:
        return next((answer for answer in there if answer.event == heard.reply_to), None)
    own = [answer for answer in there if answer.asker == heard.sender] if heard.calls_bot else []
    return max(own, key=lambda answer: answer.at, default=None)


def _find_wish_word(text: str) -> tuple[Wish, Language] | None:
    typed = fold_text(normalise_seen(text))
    meant = meaning_of(typed.strip(AROUND), "wish") or meaning_of(strip_politeness(typed), "wish")
    return (Wish(meant[0]), meant[1]) if meant else None
