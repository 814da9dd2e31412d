"""Asking on: an answer once more, in simpler words, shorter, or with another example, on the grounds of the first one. Pure.

The first answer is not kept, and not sent: what was asked then is sent again, with the wish. So it goes the way of the
command that made it, by the same rules, and whatever takes the words of a ground away takes this away as well.
"""

from dataclasses import replace

from bot.model import Decision, Explained, Pending, Said, Task
from bot.session.asking import put
from bot.session.call import Call
from bot.session.wishes import answer_at


def followed(call: Call) -> Decision:
    """Ask once more for whoever replied to an answer with a wish, or say why not."""
    assert call.wish is not None
    match answer_at(call.room, call.heard):
        case Explained() as found:
            return _beyond_the_glossary(call, found)
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
            )
            return put(call, pending)
    return call.answered("follow-gone")


def _beyond_the_glossary(call: Call, found: Explained) -> Decision:
    """Ask the model about what the glossary has explained; its terms are the clinic's own words, and nobody's else."""
    assert call.wish is not None
    if not call.policy.backend.generative:
        return call.answered("follow-glossary")
    book = call.policy.glossary
    entries = tuple(entry for key in found.terms if (entry := book.entry(key, call.language)))
    if not entries:
        return call.answered("follow-gone")
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
    )
    return put(call, pending)
