"""The trust gate: whose words count. One pure function over facts, one rule per line."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why a message is not acted on: the closed list of reason codes, in the log and in the counts."""

    OWN = "own"
    MALFORMED = "malformed"
    PLAINTEXT = "plaintext"
    OTHER_ROOM = "other_room"
    ENCRYPTED_STATE = "encrypted_state"
    FORWARDED = "forwarded_session"
    NOT_THE_SENDERS = "not_the_senders_session"
    NOT_JOINED = "not_joined"
    BOT = "bot"
    NOTICE = "notice"
    NOT_TEXT = "not_text"


EXPECTED = frozenset({Refusal.OWN, Refusal.NOTICE, Refusal.NOT_TEXT})
"""What every room is full of, and nobody needs to read about: counted, not logged."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a message before anybody reads it.

    `decrypted`: it came encrypted with the room's key, and `room_id` and `state_key` are those inside.
    `owner_is_sender`: the device that owns the message's session belongs to the sender, and its Ed25519 key is the session's.
    `from_bot`: it carries the marks that we put on a bot's messages, whoever sent it.
    `signed`: that device is cross-signed by its owner, with the identity that is pinned for them.
    """

    ours: bool
    decrypted: bool
    right_room: bool
    is_state: bool
    forwarded: bool
    owner_is_sender: bool
    joined: bool
    from_bot: bool
    notice: bool
    text: bool
    signed: bool


def find_distrust(facts: Facts) -> Refusal | None:
    """Return why a message is not acted on, or None if its words are its sender's.

    Whether the device is cross-signed is no matter here: turning the AI down needs attribution alone.
    That it is no text comes last: what is refused for that alone is certainly its sender's.
    """
    rules = (
        (facts.ours, Refusal.OWN),
        (not facts.decrypted, Refusal.PLAINTEXT),
        (not facts.right_room, Refusal.OTHER_ROOM),
        (facts.is_state, Refusal.ENCRYPTED_STATE),
        (facts.forwarded, Refusal.FORWARDED),
        (not facts.owner_is_sender, Refusal.NOT_THE_SENDERS),
        (not facts.joined, Refusal.NOT_JOINED),
        (facts.from_bot, Refusal.BOT),
        (facts.notice, Refusal.NOTICE),
        (not facts.text, Refusal.NOT_TEXT),
    )
    return next((reason for broken, reason in rules if broken), None)
