"""What was read out of the talk already, what is still to be read, and what goes with the messages it rests on. Pure.

A digest stands for as long as every message of its stretch does, word for word. So an edit, a deletion, a withdrawal,
`!window clear`, `!end` and time take it along, and what is left of its stretch is new again.
"""

from dataclasses import replace

from bot.model import Decision, Digest, Event, Line, Room
from bot.policy import Policy
from bot.session.grounds import fingerprint
from bot.session.notes.forms import Form
from bot.session.prompts import lines_wanted
from bot.session.weight import HEAD, Talk, stretches, weight

LARGEST = 6000
"""Tokens of one stretch, at most: a longer one gives no more lines, and a model reads its middle carelessly."""
SMALLEST = 200
"""Tokens of talk that a request has to have room for."""
RULES = 250
"""Tokens of what a model is told besides what lines are wanted."""


def standing(room: Room) -> tuple[Digest, ...]:
    """Return the digests whose messages are all still there, as they were."""
    now = {line.id: fingerprint(line.text) for line in room.window} if room.digests else {}
    return tuple(one for one in room.digests if all(now.get(ground.event) == ground.sha256 for ground in one.rests_on))


def keep_digests(before: Room, _: Event, __: Policy, decision: Decision) -> Decision:
    """Return `decision` without the digests that rest on what is gone or is no longer what it was."""
    room = decision.room
    if not room.digests or (room.window is before.window and room.digests is before.digests):
        return decision
    held = standing(room)
    return decision if held == room.digests else replace(decision, room=replace(room, digests=held))


def made_for(room: Room, form: Form, talk: Talk) -> tuple[Digest, ...]:
    """Return the digests for `form` that rest on nothing but `talk`."""
    ids = {line.id for line in talk}
    return tuple(
        one for one in standing(room) if one.form == form.key and all(ground.event in ids for ground in one.rests_on)
    )


def unread(talk: Talk, digests: tuple[Digest, ...], tokens: int) -> tuple[Talk, ...]:
    """Return what of `talk` no digest rests on, in stretches of whole turns of at most so many tokens, in order.

    Messages that something read already stands between are not put side by side.
    """
    known = {ground.event for one in digests for ground in one.rests_on}
    runs: list[Talk] = [()]
    for line in talk:
        if line.id in known:
            runs.append(())
        else:
            runs[-1] = (*runs[-1], line)
    return tuple(stretch for run in runs for stretch in stretches(run, tokens))


def room_for(policy: Policy, form: Form) -> int:
    """Return how many tokens of talk one request for `form` may hold: masking, which makes words longer, has a share of it."""
    backend = policy.backend
    left = backend.context - backend.longest - RULES - weight(lines_wanted(form.headings, form.language))
    return min(LARGEST, left * 3 // 4)


def has_room(policy: Policy, form: Form) -> bool:
    """Return whether the model takes in what it is told for `form` and some talk besides."""
    return room_for(policy, form) >= SMALLEST


def fitting(stretch: Talk, tokens: int) -> Talk:
    """Return `stretch` as it is sent: a message that is too long for a request by itself is cut, for that request."""
    return tuple(_cut(line, tokens) if weight(line.text) + HEAD > tokens else line for line in stretch)


def _cut(line: Line, tokens: int) -> Line:
    """Return `line` with no more characters than surely fit."""
    return replace(line, text=line.text[: 2 * (tokens - HEAD)])
