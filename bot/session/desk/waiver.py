"""Live translation without a card on each: one card at the desk asks, one yes lets it, until the AI or the translation goes off. Pure.

It is never easier than policy: where that does not leave it to a therapist there is no card, and each time a translation
is let out policy is asked once more. What is doubtful waits at the desk all the same.
"""

import re
from dataclasses import replace

from bot.model import Amend, Card, Decision, Desk, Heard, Mark, Notice, Reply, Room, Shown, Waiver, Words
from bot.policy import Policy
from bot.session.command.aside import say_or_fold
from bot.session.command.context import find_name, say_line
from bot.session.command.read_languages import say_to_everybody
from bot.session.desk.replies import assign_code
from bot.session.desk.verdict import parse_word
from bot.session.language.languages import name_languages
from bot.session.talk.clock import format_time_of_day
from bot.words import fold_text

_CODE = re.compile(r"k\d{1,6}")
_MARK = Mark(kind="waiver")
INTERPRETING = "interpret"
"""What lines are known by that say how live translation stands."""
JUST_TURNED_ON = 120.0
"""Seconds after live translation was turned on in which the line that said so can say the rest: nobody has used it yet."""


def ask_for_waiver(room: Room, policy: Policy, languages: str) -> Decision:
    """Lay the card on the desk that asks whether each translation may go to the room at once, where policy leaves that to a therapist."""
    if not policy.leaves_interpreting_to_therapist:
        return Decision(room)
    room, code = assign_code(room)
    words = say_line(policy, "waiver-card", code=code, languages=languages)
    return Decision(replace(room, waiver=Waiver(code)), (Card(code, words, _MARK),))


def is_interpreting_at_once(room: Room, policy: Policy) -> bool:
    """Return whether a translation goes to the room without a word on each: by policy, or by a therapist's where policy leaves it to them."""
    waived = room.waiver is not None and room.waiver.by is not None
    return policy.interprets_at_once or (waived and policy.leaves_interpreting_to_therapist)


def end_waiver(room: Room, policy: Policy) -> Decision:
    """Return the room in which each translation waits for a word again; a card that nobody answered says that it is closed."""
    waiver = room.waiver
    if waiver is None:
        return Decision(room)
    closed = () if waiver.by else _amend_card(waiver, say_line(policy, "waiver-closed", code=waiver.code))
    return Decision(replace(room, waiver=None), closed)


def note_shown_waiver(room: Room, event: Shown) -> Room:
    """Note as which event the card stands, so that a reply to it is known."""
    waiver = room.waiver
    if waiver is None or waiver.code != event.code:
        return room
    return replace(room, waiver=replace(waiver, cards=(*waiver.cards, event.event)))


def is_about_waiver(room: Room, heard: Heard) -> bool:
    """Return whether `heard`, typed at the desk, says something to the card: as a reply to it, in its thread, by its code, or bare."""
    return _names_waiver(room, heard) or (is_waiver_open(room) and _is_bare_word(heard))


def is_waiver_open(room: Room) -> bool:
    """Return whether a card waits here that asks for a word on all translations to come."""
    return room.waiver is not None and room.waiver.by is None


def _names_waiver(room: Room, heard: Heard) -> bool:
    waiver = room.waiver
    if waiver is None:
        return False
    return bool({heard.reply_to, heard.thread} & {*waiver.cards}) or _split_code(heard)[1] == waiver.code


def _is_bare_word(heard: Heard) -> bool:
    return heard.reply_to is None and heard.thread is None and parse_word(heard.text) in {"yes", "no"}


def obey_waiver_word(room: Room, heard: Heard, policy: Policy) -> Decision | None:
    """Do what a therapist said to the card; None if they said nothing to it.

    A yes to all that is to come is asked for by name: a bare word, which may have been meant for a card on one, is asked back.
    """
    waiver = room.waiver
    if waiver is None or not is_about_waiver(room, heard):
        return None
    if not _names_waiver(room, heard):
        return None if room.drafts else _answer(room, heard, policy, "waiver-which", waiver)
    word, code = _split_code(heard)
    if heard.loose and not code:
        return _answer(room, heard, policy, "card-name-it", waiver)
    if room.is_frozen or room.is_paused:
        return _answer(room, heard, policy, "incident-paused" if room.is_frozen else "card-paused", waiver)
    said = parse_word(word)
    if waiver.by or said not in {"yes", "no"}:
        return _answer(room, heard, policy, "waiver-given" if waiver.by else "waiver-which", waiver)
    by = {"code": waiver.code, "person": find_name(room, heard.sender), "time": format_time_of_day(heard.at)}
    if said == "no":
        return Decision(replace(room, waiver=None), _amend_card(waiver, say_line(policy, "waiver-refused", **by)))
    amended = _amend_card(waiver, say_line(policy, "waiver-outcome", **by))
    given = replace(room, waiver=replace(waiver, by=heard.sender))
    return Decision(given, amended).then(_tell_room, policy, heard)


def _tell_room(room: Room, policy: Policy, heard: Heard) -> Decision:
    """Say in the session room that translations come at once now: in the line of the switch, while nobody has talked since."""
    about = {"person": find_name(room, heard.sender), "languages": name_languages(room.interpreting)}
    words = say_to_everybody(room, policy, say_line(policy, "waiver-told", **about))
    told = Notice(words, Mark(kind=INTERPRETING), rings=True)
    return say_or_fold(room, INTERPRETING, told, heard.at, max(room.last_talk, heard.at - JUST_TURNED_ON))


def _split_code(heard: Heard) -> tuple[str, str]:
    """Return what was typed, folded, and the code behind it; an empty code if there is none."""
    typed = fold_text(heard.text).strip(" .!")
    word, _, code = typed.rpartition(" ")
    return (word.strip(), code.upper()) if _CODE.fullmatch(code) else (typed, "")


def _amend_card(waiver: Waiver, words: Words) -> tuple[Amend, ...]:
    return tuple(Amend(card, words, _MARK) for card in waiver.cards[-1:])


def _answer(room: Room, heard: Heard, policy: Policy, key: str, waiver: Waiver) -> Decision:
    return Decision(room, (Reply(heard.id, say_line(policy, key, code=waiver.code), Mark(kind="desk"), where=Desk()),))
