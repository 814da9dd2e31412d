"""Asking on: an answer once more, in simpler words, shorter, or with another example, on the grounds of the first one. Pure.

The first answer is not kept, and not sent: what was asked then is sent again, with the wish. So it goes the way of the
command that made it, by the same rules, and whatever takes the words of a ground away takes this away as well.
"""

from dataclasses import replace

from bot.model import Decision, Explained, Pending, Said, Task
from bot.session.command.context import CommandContext
from bot.session.command.wishes import find_answer_at
from bot.session.request.question import put_question


def ask_on(call: CommandContext) -> Decision:
    """Ask once more for whoever replied to an answer with a wish, or say why not."""
    assert call.wish is not None
    match find_answer_at(call.room, call.heard):
        case Explained() as answer:
            return _ask_beyond_glossary(call, answer)
        case Said(again=Pending() as again, rests_on=rests_on):
            heard = call.heard
            pending = replace(
                again,
                question=heard.id,
                asker=heard.sender,
                thread=heard.thread,
                where=heard.where,
                language=call.language if again.task is Task.EXPLAIN else again.language,
                rests_on=rests_on,
                wishes=(*again.wishes, call.wish)[-3:],
                at=heard.at,
            )
            return put_question(call, pending)
    return call.answer_with("follow-gone")


def _ask_beyond_glossary(call: CommandContext, answer: Explained) -> Decision:
    """Ask the model about what the glossary has explained; its terms are the clinic's own words, and nobody's else."""
    assert call.wish is not None
    if not call.policy.backend.generative:
        return call.answer_with("follow-glossary")
    book = call.policy.glossary
    entries = tuple(entry for key in answer.terms if (entry := book.entry(key, call.language)))
    if not entries:
        return call.answer_with("follow-gone")
    heard = call.heard
    pending = Pending(
        question=heard.id,
        asker=heard.sender,
        task=Task.EXPLAIN,
        language=call.language,
        thread=heard.thread,
        where=heard.where,
        request=", ".join(entry.term for entry in entries),
        wishes=(call.wish,),
        at=heard.at,
    )
    return put_question(call, pending)
