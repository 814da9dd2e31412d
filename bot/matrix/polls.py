"""Polls on the wire (MSC3381): how one is asked and closed, and what somebody voted.

Asked under the unstable names, which every app of today that knows polls reads (Element Web, Element X, the SDKs beneath
them); the apps built on the Rust SDK read no others. A vote is taken under either name.
"""

from typing import Any, TypeAlias

import nio

from bot.errors import BotError
from bot.matrix.audience import Audience, Only
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import require_response
from bot.matrix.send import KEY, Headed, format_sentence, put_head_before, split_head
from bot.model import EndPoll, EventId, Poll, RoomId, UserId, Voted, Words

Json: TypeAlias = dict[str, Any]

_POLL = "org.matrix.msc3381.poll."
START, END = f"{_POLL}start", f"{_POLL}end"
_TEXT = "org.matrix.msc1767.text"
RESPONSES = frozenset({"m.poll.response", f"{_POLL}response"})
"""What a vote is called: the stable name and the unstable one."""
MOST_ANSWERS = 20
"""A poll has no more answers (MSC3381), and none of ours an id longer than `LONGEST_ID`."""
LONGEST_ID = 64


async def say_poll(client: Client, room: RoomId, said: Poll | EndPoll | Headed, txn: str, only: Only) -> EventId:
    """Ask by a poll, or close one, and return the event it became. The same `txn` never posts twice.

    Raises:
        Unsayable: others than `only` these people could hear it.
        BotError: it was not posted, or we do not know; the room may not be encrypted.
    """
    there, (effect, head) = client.rooms.get(room), split_head(said)
    if there is None or not there.encrypted:
        raise BotError("No poll was asked: the bot is not there, or the room is not encrypted.", "Invite it again.")
    kind, content = (
        (START, make_poll_start(effect, txn, head))
        if isinstance(effect, Poll)
        else (END, make_poll_end(effect, txn, head))
    )
    response = await client.room_send(room, kind, content, txn, audience=Audience(only))
    return EventId(require_response(response, nio.RoomSendResponse).event_id)


def make_poll_start(effect: Poll, job: str, head: str = "") -> Json:
    """Return the poll that `effect` asks by: one answer each, and everybody at the desk sees who voted what."""
    question, yes, no = _render_text(effect.words, head), _render_text(effect.yes), _render_text(effect.no)
    answers = ((effect.yes_id, yes), (effect.no_id, no))
    return {
        START: {
            "question": {_TEXT: question, "msgtype": "m.text", "body": question},
            "kind": f"{_POLL}disclosed",
            "max_selections": 1,
            "answers": [dict(id=answer, **{_TEXT: text}) for answer, text in answers],
        },
        _TEXT: f"{question}\n1. {yes}\n2. {no}",
        "m.mentions": {},
        KEY: {"kind": effect.mark.kind, "generated": False, "code": effect.code, "job": job},
    }


def make_poll_end(effect: EndPoll, job: str, head: str = "") -> Json:
    """Return the event that closes a poll, with what became of its draft."""
    return {
        END: {},
        _TEXT: _render_text(effect.words, head),
        "m.relates_to": {"rel_type": "m.reference", "event_id": effect.event},
        "m.mentions": {},
        KEY: {"kind": effect.mark.kind, "generated": False, "job": job},
    }


def read_vote(event: Any, now: float) -> Voted | None:
    """Return what somebody voted, by the event that their app made of it; None if it is no vote.

    The answers stand as `answers` under the event's own name, or as `m.selections`, as MSC3381 ended. What is no list of
    answers is a spoilt vote, which takes an earlier one back.
    """
    kind, content = event.source.get("type"), event.source["content"]
    relation = content.get("m.relates_to")
    target = relation.get("event_id") if isinstance(relation, dict) else None
    if kind not in RESPONSES or not isinstance(target, str) or relation.get("rel_type") != "m.reference":
        return None
    told: Json = next((content[name] for name in sorted(RESPONSES) if isinstance(content.get(name), dict)), {})
    answers = told.get("answers", content.get("m.selections"))
    ids = answers[:MOST_ANSWERS] if isinstance(answers, list) else []
    sound = all(isinstance(answer, str) and len(answer) <= LONGEST_ID for answer in ids)
    return Voted(EventId(event.event_id), UserId(event.sender), now, EventId(target), tuple(ids) if sound else ())


def _render_text(words: Words, head: str = "") -> str:
    return put_head_before(head, *format_sentence(words))[0]
