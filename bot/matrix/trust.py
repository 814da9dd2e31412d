"""The trust gate: whose words count. One pure function over facts, one rule per line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a message before anybody reads it.

    `owner_is_sender`: the device that owns the message's session belongs to the sender, and its Ed25519 key is the session's.
    `signed`: that device is cross-signed by its owner.
    """

    ours: bool
    decrypted: bool
    right_room: bool
    is_state: bool
    forwarded: bool
    owner_is_sender: bool
    joined: bool
    notice: bool
    signed: bool


def refusal(facts: Facts) -> str | None:
    """Return the reason code for not acting on a message, or None if its words are its sender's.

    Whether the device is cross-signed is no matter here: turning the AI down needs attribution alone.
    """
    if facts.ours:
        return "own"
    if not facts.decrypted:
        return "plaintext"
    if not facts.right_room:
        return "other_room"
    if facts.is_state:
        return "encrypted_state"
    if facts.forwarded:
        return "forwarded_session"
    if not facts.owner_is_sender:
        return "not_the_senders_session"
    if not facts.joined:
        return "not_joined"
    return "notice" if facts.notice else None
