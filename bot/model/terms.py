"""The words everything else is said in: ids, the floor, purposes, roles, tasks, troubles."""

from enum import StrEnum
from typing import NewType

RoomId = NewType("RoomId", str)
UserId = NewType("UserId", str)
EventId = NewType("EventId", str)
Language = NewType("Language", str)
"""A language by its two letters (ISO 639-1): `en`, `id`."""

Masked = NewType("Masked", str)
"""Text that may leave for a backend. Only `safety.masking.mask` makes it."""


class Floor(StrEnum):
    """What the AI may do in a room; every room starts `off`."""

    OFF = "off"
    LISTEN = "listen"
    SPEAK = "speak"


class Purpose(StrEnum):
    """What a person agrees to: being read along with, their text going to the backend, and their voice being written down."""

    LISTEN = "listen"
    MODEL = "model"
    VOICE = "voice"


TALK = (Purpose.LISTEN, Purpose.MODEL)
"""What a bare yes agrees to. A voice says more than words do: that is agreed to apart."""


class Role(StrEnum):
    """Who somebody is in a room, by the policy file alone."""

    THERAPIST = "therapist"
    CLIENT = "client"
    OBSERVER = "observer"


class Verdict(StrEnum):
    """What became of a draft. All but the first mean that it was not let out."""

    APPROVED = "approved"
    REFUSED = "refused"
    CORRECTED = "corrected"  # another draft took its place
    TIMED_OUT = "timed-out"
    OUTDATED = "outdated"  # newer talk, or other people in the room
    CHANGED = "changed"  # a message that it rested on was edited or deleted
    WITHDRAWN = "withdrawn"  # somebody whose words it rested on took their agreement back
    FLOOR_OFF = "floor-off"


class Waits(StrEnum):
    """What somebody who waits for an answer is told about it."""

    LOOKED_AT = "looked-at"  # a therapist looks at it first
    ASKED_AGAIN = "asked-again"  # the question was changed, and asked anew
    LET_OUT = "let-out"
    NOT_LET_OUT = "not-let-out"
    TAKEN_BACK = "taken-back"  # it was let out, and then deleted


class Task(StrEnum):
    """What a backend is asked to do."""

    EXPLAIN = "explain"
    TRANSLATE = "translate"
    EXPRESS = "express"
    ASK = "ask"
    SUGGEST = "suggest"
    OFFER = "offer"  # unasked, while the floor is at speak
    SUMMARY = "summary"
    NOTE = "note"
    WATCH = "watch"  # unasked: whether a message may be about danger, beside the list of phrases
    INTERPRET = "interpret"  # unasked: a message as it is said, for those who read another language
    TRANSCRIBE = "transcribe"  # unasked: a voice message, written down by a backend of its own


PAPERS = frozenset({Task.SUMMARY, Task.NOTE})
"""What is made at the desk, wherever it was asked for, out of as many answers as it takes."""
UNASKED = frozenset({Task.OFFER, Task.WATCH, Task.INTERPRET, Task.TRANSCRIBE})
"""What nobody asked for: nobody is told that it comes to nothing."""


class Wish(StrEnum):
    """What somebody who has read an answer wishes for: the same once more, but so."""

    SIMPLER = "simpler"
    SHORTER = "shorter"
    EXAMPLE = "example"


class Trouble(StrEnum):
    """Why a backend gave no answer, in the only detail that a room needs."""

    BUSY = "busy"
    REFUSED = "refused"
    DOWN = "down"
    SLOW = "slow"
    UNABLE = "unable"  # the embedded backend has no generative model
    EMPTY = "empty"  # nothing fit to post was left of the answer
    CUT = "cut"  # the answer ended before it was whole, and half of it would say something else
    DECLINED = "declined"  # the model would not
    FILTERED = "filtered"  # a filter beside the model would not
    LONG = "long"  # more was asked than the model takes in at once
    SPENT = "spent"  # the account with whoever runs the model is used up
    UNCLEAR = "unclear"  # nobody could make out what a voice message says
    UNUSABLE = "unusable"  # a voice message is gone, too large, not what was sent, or no sound


class Finish(StrEnum):
    """How a backend's answer ended."""

    WHOLE = "whole"
    CUT = "cut"  # at a limit of the server's or of ours: what was to come is missing
    DECLINED = "declined"  # the model would not; what text there is was taken back
    FILTERED = "filtered"  # a filter beside the model would not
    FAILED = "failed"  # the server broke off; asking again later may help


def get_localpart(user: str) -> str:
    """Return the part of a user id between `@` and the first colon."""
    return user.partition(":")[0].removeprefix("@")
