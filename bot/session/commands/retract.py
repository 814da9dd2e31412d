"""When something wrong got out: anybody can say so, and a therapist can take it back."""

from dataclasses import replace

from bot.model import (
    Card,
    Decision,
    Desk,
    EventId,
    Explained,
    InSession,
    Mark,
    Notice,
    Retract,
    Room,
    Said,
    SessionRoom,
)
from bot.session.answers.links import make_permalink
from bot.session.command.aside import reply_aside
from bot.session.command.context import (
    CommandContext,
    find_name,
    join_names,
    say_line,
    therapists,
)
from bot.session.command.meant_message import ask_which_answer, find_named_answer
from bot.session.command.read_languages import say_to_everybody
from bot.session.command.table import THERAPIST, register_command
from bot.session.language.glossary_lookup import look_up_term
from bot.session.talk.clock import format_time_of_day
from bot.words.book import Entry

GLOSSARY = "glossary"
"""What the card is called that says that an answer of the glossary is wrong: nothing is decided on it."""


@register_command("wrong")
def report_wrong(call: CommandContext) -> Decision:
    """Tell the therapist, at the desk, that somebody calls a message of the AI's wrong."""
    said = _find_meant_answer(call)
    if said is None or said.event is None:
        return _report_glossary(call) or ask_which_answer(call) or call.answer_with("wrong-what")
    link = _link_answer(call.room, said.where, said.event, said.at)
    words = say_line(call.policy, "card-wrong", code=said.code, person=_name_caller(call), **link)
    return _lay_report(call, Card(said.code, words, Mark(kind="wrong")))


def _report_glossary(call: CommandContext) -> Decision | None:
    """Tell the therapist that somebody calls an answer of the glossary wrong: by its terms, with no word of anybody's; None if it is none."""
    answer = _find_meant_explanation(call)
    entries = _list_meant_entries(call, answer)
    if not entries:
        return None
    stands = answer.event if answer else None
    where, at = (answer.where, answer.at) if answer else (call.heard.where, call.heard.at)
    whose = "clinic" if all(entry.clinic for entry in entries) else "built-in"
    link = _link_answer(call.room, where, stands, at)
    about = {"person": _name_caller(call), "term": ", ".join(entry.term for entry in entries), "whose": whose}
    return _lay_report(
        call, Card(GLOSSARY, say_line(call.policy, "card-wrong-glossary", **about, **link), Mark(kind="wrong"))
    )


def _lay_report(call: CommandContext, card: Card) -> Decision:
    """Lay the card at the desk, count it for whoever supervises, and thank whoever said so."""
    room = replace(call.room, tally=replace(call.room.tally, wrong=call.room.tally.wrong + 1))
    people = join_names(room, therapists(room, call.policy))
    return Decision(room, (card, reply_aside(call, "wrong-done", people=people)))


@register_command("retract", who=THERAPIST)
def retract_message(call: CommandContext) -> Decision:
    """Delete a message of the AI's, and say in one line where it stood which one that was."""
    said = _find_meant_answer(call)
    if said is None or said.event is None:
        return ask_which_answer(call) or call.answer_with("retract-what")
    room, policy = call.room, call.policy
    gone = Retract(said.event, said.where)
    link = _link_answer(room, said.where, said.event, said.at)
    told = say_to_everybody(room, policy, say_line(policy, "retracted", person=_name_caller(call), **link))
    # It rings as the answer did: whoever read that on their phone has to learn of this.
    notice = Notice(told, Mark(kind="retracted"), rings=said.where != Desk(), where=said.where)
    done = () if call.heard.where == said.where else (call.reply("retract-done", code=said.code),)
    tally = replace(room.tally, retracted=room.tally.retracted + 1)
    room = replace(room, said=tuple(answer for answer in room.said if answer != said), tally=tally)
    return Decision(room, (gone, notice, *done))


def _find_meant_answer(call: CommandContext) -> Said | None:
    """Return the AI's message that a call is certainly about: the one named by its code, or else the one replied to."""
    if named := find_named_answer(call):
        return named
    room, meant = call.room, call.meant
    codes = {outcome.code for outcome in room.outcomes if meant in outcome.cards}
    for said in room.said:
        if said.event is not None and (said.code in codes or meant in {said.event, *said.cards}):
            return said
    return None


def _find_meant_explanation(call: CommandContext) -> Explained | None:
    """Return the glossary's answer that a call certainly replies to, where it stands."""
    stands = (answer for answer in call.room.explained if answer.event is not None)
    return next((answer for answer in stands if (answer.event, answer.where) == (call.meant, call.heard.where)), None)


def _list_meant_entries(call: CommandContext, answer: Explained | None) -> tuple[Entry, ...]:
    """Return the entries that a call is about: those of the `answer`, or the one that it names by its term, which is also for the time while the AI is off."""
    book = call.policy.glossary
    if answer is not None:
        return tuple(entry for key in answer.terms if (entry := book.entry(key, answer.language)))
    entry = look_up_term(book, call.argument, call.language) if call.argument else None
    return (entry,) if entry else ()


def _link_answer(room: Room, where: InSession, event: EventId | None, at: float) -> dict[str, str]:
    """Return how a sentence names a message: by its time, with a link where whoever reads it can open that."""
    label = format_time_of_day(at)
    link = make_permalink(room.id, event) if event and isinstance(where, SessionRoom) else label
    return {"label": label, "link": link}


def _name_caller(call: CommandContext) -> str:
    return find_name(call.room, call.heard.sender)
