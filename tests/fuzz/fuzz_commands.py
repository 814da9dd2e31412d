"""Fuzzed: what somebody types, through the command parser and the whole decision.

No text ends in an exception; the same text is decided in the same way twice; what follows can be written down and read
again; whoever is no therapist turns nothing up; and the work is in proportion to the text's length.
"""

from dataclasses import replace

from fuzz_work import bound_work
from scene import ANA, KIM, MODEL, Scene, policy

from bot.model import Desk, Edited, EventId, Floor, Heard, Room, SessionRoom, UserId
from bot.session.decide import decide
from bot.store.codec import pack_thing, tag_of, unpack_thing
from bot.words.fixed import FIXED

WORDS = tuple(
    word.encode()
    for word in (
        "!", "\uff01", "!explain ", "!ask ", "!translate ", "!translate id ", "!express ", "!agree", "!agree listen", "!stop",
        "!off", "!listen", "!speak", "!help", "!status", "!window 10", "!withdraw", "!decline", "!mask ", "!forget room",
        "!forget me", "!end", "!mydata", "!sent K1", "!cards", "!wrong", "!retract", "!ack A1", "!note soap", "!summary",
        "!suggest", "!drill", "!clear", "!reliance", "!privacy", "!policy", "!jelaskan ", "!berhenti", "!setuju", "ok", "ya",
        "no", "tidak", "K1", "what is ", "apa itu ", "?", "\n", "\u200b", "\u202e", "`", "*", "> ", "are you an AI", "please ",
    )
)  # fmt: skip
PEOPLE: tuple[UserId, ...] = (ANA, KIM)
_SCENE = Scene(policy(MODEL, approval="all", floor_max="speak"))
_OFF = _SCENE.room
_SCENE.listening()
_SCENE.says(KIM, "we spoke of sleep, and of the bus")
_SCENE.draft()
_ON = _SCENE.room
assert FIXED


def run_commands(data: bytes) -> None:
    """Let somebody type `data`: its first byte says who, where, and in which state the room is."""
    how, text = data[:1] or b"\0", data[1:].decode("utf-8", "replace")
    bits = how[0]
    sender, room = PEOPLE[bits & 1], _ON if bits & 2 else _OFF
    where = Desk() if bits & 4 and sender == ANA else SessionRoom()
    if bits & 8 and room.window:
        event: Heard | Edited = Edited(EventId("$f"), sender, _SCENE.now + 1, room.window[-1].id, text)
    else:
        reply = room.window[-1].id if bits & 16 and room.window else None
        event = Heard(EventId("$f"), sender, _SCENE.now + 1, text, reply, signed=not bits & 32, where=where)
    bound_work(160_000 + 3_000 * len(text), _decide, room, event)  # a misspelt term is compared with the whole glossary


def _decide(room: Room, event: Heard | Edited) -> None:
    first, second = decide(room, event, _SCENE.policy), decide(room, event, _SCENE.policy)
    assert first == second, "the same is decided in two ways"
    for thing in (first.room, *first.effects):
        body = pack_thing(thing)
        body.encode()
        assert unpack_thing(tag_of(thing), body) == thing
    order = (Floor.OFF, Floor.LISTEN, Floor.SPEAK)
    turned_up = order.index(first.room.floor) > order.index(room.floor)
    assert event.sender == ANA or not turned_up, "a client turned the AI up"
    assert replace(event) == event


def list_seeds() -> dict[str, bytes]:
    """Return texts to begin with: each command, by turns in a room that is off and in one that is on."""
    return {
        f"typed-{number:02}": b"\0\x03"[number % 2 :][:1] + word + b"sleep hygiene" for number, word in enumerate(WORDS)
    }
