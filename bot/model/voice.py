"""Voice messages: where a recording lies and what opens it, the order to write it down, and what a machine made of it."""

from dataclasses import dataclass, field
from typing import ClassVar

from bot.model.terms import EventId, Language, UserId
from bot.model.where import SessionRoom


@dataclass(frozen=True, slots=True)
class Sound:
    """The file of a voice message, as its encrypted event describes it (spec, "Sending encrypted attachments").

    `url` is where the homeserver keeps it; `key`, `iv` and `sha256` are what opens it, in unpadded base64. `mimetype`, `size` in
    bytes and `seconds` are what the sender's app says of it: nobody has looked yet; 0 if it says nothing.
    """

    url: str = field(repr=False)
    key: str = field(repr=False)
    iv: str = field(repr=False)
    sha256: str = field(repr=False)
    mimetype: str
    size: int = 0
    seconds: float = 0.0


NO_SOUND = Sound("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a recording as a machine wrote it down.

    `no_speech` is how likely nobody speaks in it, 0 to 1; `confidence` the mean log-probability of its words; None where the
    server does not say.
    """

    text: str = field(repr=False)
    no_speech: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a machine made of a recording: the words, the model that wrote them, and what it says of its own work.

    `language` is what the server took it for, empty if it does not say. `segments` are empty where it gives none. `seconds` is how
    long the recording is by the server, 0 if it does not say.
    """

    text: str = field(repr=False)
    model: str
    language: str = ""
    segments: tuple[Segment, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Have the voice message `question`, which `asker` sent, written down by `backend`; it comes back as `Answered` or `Failed`.

    `language` is the one that its speaker reads the bot in.
    """

    question: EventId
    asker: UserId
    backend: str
    language: Language
    sound: Sound
    where: ClassVar[SessionRoom] = SessionRoom()
