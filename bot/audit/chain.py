"""The audit chain: what an entry looks like, how each holds the one before it, and how a break is found. Pure.

An entry is one line of canonical JSON: no words, no names, only ids, counts, codes and hashes. Its link is the SHA-256
over the link before it and the entry, so nobody can change, delete or reorder one without changing every later link;
that the last ones are missing shows against a link that somebody outside has kept, such as the head that was posted at
the desk.
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from bot.model import EventId, RoomId

Fact: TypeAlias = str | int | float | list[str] | list[list[str]]
START = "0" * 64
"""The link before the first entry."""
BOT = "bot"
"""The actor where nobody but the bot itself acted."""
OPERATOR = "operator"
"""The actor where somebody acted at the machine, and not in a room."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what, when (seconds UTC), in which session, and because of which event. `facts` are never words."""

    action: str
    at: float
    room: RoomId
    actor: str = BOT
    cause: EventId | None = None
    facts: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the chain: its place, counted from 1, the entry as it is written, and the hash that holds it."""

    number: int
    entry: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain that holds so far: how many entries, and the last link."""

    count: int = 0
    sha256: str = START


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold, and what is wrong there: `missing` or `changed`."""

    number: int
    reason: str


def make_deed(
    action: str, at: float, room: RoomId, *, actor: str = BOT, cause: EventId | None = None, **facts: Fact
) -> Deed:
    """Return a deed with `facts` by name; what is empty is left out."""
    return Deed(
        action, at, room, actor, cause, tuple(sorted((key, value) for key, value in facts.items() if value != ""))
    )


def write_entry(deed: Deed, policy: str) -> str:
    """Return a deed as an entry, under the policy with the SHA-256 `policy`; empty if none held."""
    head = {"action": deed.action, "at": deed.at, "room": deed.room, "actor": deed.actor}
    more = {"cause": deed.cause, "policy": policy, "facts": dict(deed.facts)}
    return encode_entry({**head, **{key: value for key, value in more.items() if value}})


def encode_entry(value: object) -> str:
    """Return JSON that is the same text for the same value: keys in order, no spaces, ASCII alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link_entry(head: Head, entry: str) -> Link:
    """Return the link that holds `entry` to everything before it."""
    return Link(head.count + 1, entry, sha256(f"{head.sha256}\n{entry}".encode()).hexdigest())


def follow_chain(head: Head, links: Iterable[Link]) -> Head | Break:
    """Follow the chain on from `head` and return its end, or the first place at which it does not hold."""
    count, last = head.count, head.sha256
    for link in links:
        count += 1
        if link.number != count:
            return Break(count, "missing")
        if sha256(f"{last}\n{link.entry}".encode()).hexdigest() != link.sha256:
            return Break(count, "changed")
        last = link.sha256
    return Head(count, last)


def prove_words(salt: bytes, words: str) -> str:
    """Return the HMAC-SHA256 of somebody's words: it says nothing to whoever does not have their salt (RFC 2104)."""
    return hmac.digest(salt, words.encode(), "sha256").hex()


def prove_request(key: bytes, frame: str, proofs: Iterable[str]) -> str:
    """Return the HMAC of a whole request: over the bot's own text in it, and over the proof of each message."""
    return prove_words(key, encode_entry([sha256(frame.encode()).hexdigest(), *proofs]))
