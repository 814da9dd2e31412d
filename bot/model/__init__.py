"""What the house talks about: events that happened, effects to be done, and a room's state between them.

Events are past, effects are orders, state is small and frozen.
Text that somebody wrote is kept out of every `repr`, so that no log or traceback can quote a session.
Times are seconds since 1970 in UTC by this bot's own clock, never by a server's.
"""

from bot.model.effects import (
    Alert,
    Ask,
    Cancel,
    ConsentCard,
    Decision,
    Effect,
    Leave,
    Mark,
    Notice,
    Reply,
    Words,
    words,
)
from bot.model.events import (
    Answered,
    Arrived,
    Edited,
    Elapsed,
    Event,
    Failed,
    Heard,
    Joined,
    Left,
    Ousted,
    Posted,
    Redacted,
    Renamed,
    WasAway,
)
from bot.model.names import EventId, Floor, Language, Masked, Purpose, Role, RoomId, Task, Trouble, UserId, localpart
from bot.model.prompt import Answer, Prompt, Turn
from bot.model.room import Consent, Line, Pending, Person, PostedCard, Room

__all__ = [
    "Alert",
    "Answer",
    "Answered",
    "Arrived",
    "Ask",
    "Cancel",
    "Consent",
    "ConsentCard",
    "Decision",
    "Edited",
    "Effect",
    "Elapsed",
    "Event",
    "EventId",
    "Failed",
    "Floor",
    "Heard",
    "Joined",
    "Language",
    "Leave",
    "Left",
    "Line",
    "Mark",
    "Masked",
    "Notice",
    "Ousted",
    "Pending",
    "Person",
    "Posted",
    "PostedCard",
    "Prompt",
    "Purpose",
    "Redacted",
    "Renamed",
    "Reply",
    "Role",
    "Room",
    "RoomId",
    "Task",
    "Trouble",
    "Turn",
    "UserId",
    "WasAway",
    "Words",
    "localpart",
    "words",
]
