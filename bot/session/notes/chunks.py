"""What was read out of the talk already, what is still to be read, and what goes with the messages it rests on. Pure.

A digest stands for as long as every message of its stretch does, word for word. So an edit, a deletion, a withdrawal,
`!window clear`, `!end` and time take it along, and what is left of its stretch is new again.
"""

from dataclasses import replace
from itertools import groupby

from bot.model import Decision, Digest, Event, Ground, Line, Room
from bot.policy import STANDING, Policy
from bot.session.notes.template import Form
from bot.session.request.prompts import describe_headings
from bot.session.talk.sources import hash_text
from bot.session.talk.token_estimate import HEAD, Talk, estimate_tokens, split_stretches

LARGEST = 6000
"""Tokens of one stretch, at most: a longer one gives no more lines, and a model reads its middle carelessly."""
SMALLEST = 200
"""Tokens of talk that a request has to have room for."""
RULES = 250
"""Tokens of what a model is told besides what lines are wanted."""


def list_standing_digests(room: Room) -> tuple[Digest, ...]:
    """Return the digests whose messages are all still there, as they were."""
    now = {line.id: hash_text(line.text) for line in room.window} if room.digests else {}
    return tuple(
        digest for digest in room.digests if all(now.get(ground.event) == ground.sha256 for ground in digest.rests_on)
    )


def keep_digests(before: Room, _: Event, __: Policy, decision: Decision) -> Decision:
    """Return `decision` without the digests that rest on what is gone or is no longer what it was."""
    room = decision.room
    if not room.digests or (room.window is before.window and room.digests is before.digests):
        return decision
    held = list_standing_digests(room)
    return decision if held == room.digests else replace(decision, room=replace(room, digests=held))


def list_digests_for(room: Room, form: Form, talk: Talk) -> tuple[Digest, ...]:
    """Return the digests for `form` that rest on nothing but `talk`."""
    ids = {line.id for line in talk}
    return tuple(
        digest
        for digest in list_standing_digests(room)
        if digest.form == form.key and all(ground.event in ids for ground in digest.rests_on)
    )


def split_unread(talk: Talk, digests: tuple[Digest, ...], tokens: int) -> tuple[Talk, ...]:
    """Return what of `talk` no digest rests on, in stretches of whole turns of at most so many tokens, in order.

    Messages that something read already stands between are not put side by side, nor the halves of what is read again.
    """
    known = {ground.event for digest in digests if not digest.halved for ground in digest.rests_on}
    half = {
        ground.event: (number, 2 * at >= len(digest.rests_on))
        for number, digest in enumerate(digests)
        if digest.halved
        for at, ground in enumerate(digest.rests_on)
    }
    runs = groupby(talk, key=lambda line: None if line.id in known else half.get(line.id, (-1, False)))
    return tuple(stretch for key, run in runs if key is not None for stretch in split_stretches(tuple(run), tokens))


def is_worth_halving(rests_on: tuple[Ground, ...], digests: tuple[Digest, ...]) -> bool:
    """Return whether a stretch whose answer broke off is read again in halves: if it is no half itself, nor one message."""
    events = {ground.event for ground in rests_on}
    is_half = any(digest.halved and events <= {ground.event for ground in digest.rests_on} for digest in digests)
    return len(rests_on) > 1 and not is_half


def measure_talk_room(policy: Policy, form: Form) -> int:
    """Return how many tokens of talk one request for `form` may hold: masking, which makes words longer, has a share of it."""
    left = (
        policy.backend.room_for_talk
        + STANDING
        - RULES
        - estimate_tokens(describe_headings(form.headings, form.language))
    )
    return min(LARGEST, left * 3 // 4)


def has_talk_room(policy: Policy, form: Form) -> bool:
    """Return whether the model takes in what it is told for `form` and some talk besides."""
    return measure_talk_room(policy, form) >= SMALLEST


def fit_stretch(stretch: Talk, tokens: int) -> Talk:
    """Return `stretch` as it is sent: a message that is too long for a request by itself is cut, for that request."""
    return tuple(_cut_line(line, tokens) if estimate_tokens(line.text) + HEAD > tokens else line for line in stretch)


def _cut_line(line: Line, tokens: int) -> Line:
    """Return `line` with no more characters than surely fit."""
    return replace(line, text=line.text[: 2 * (tokens - HEAD)])
