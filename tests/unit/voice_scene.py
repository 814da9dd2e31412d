"""A room in which people send voice messages, and a machine writes them down."""

from dataclasses import replace

from scene import KIM, MODEL, Scene, policy

from bot.model import (
    Effect,
    EventId,
    Notice,
    Recorded,
    Reply,
    Sound,
    Transcribe,
    Transcribed,
    UserId,
)
from bot.policy import BackendFacts, Policy
from bot.words import render_words

EARS = BackendFacts("ears", "transcribe", "whisper-small")
SOUND = Sound("mxc://clinic/abc", "k", "iv", "sha", "audio/ogg", 9000, 3.0)
SAID = "I went to the lake today and it was quiet there."


def voiced(transcripts: str = "room", machine: BackendFacts | None = EARS, **rules: object) -> Policy:
    """Return a policy under which `machine` writes voice messages down."""
    named = {"transcription": machine.name, "transcripts": transcripts} if machine else {}
    return replace(policy(MODEL, **named, **rules), transcription=machine)


class Heard(Scene):
    """A scene in which people send voice messages."""

    def agrees(self, person: UserId = KIM) -> "Heard":
        """Let the AI listen, and a person agree to having their voice written down."""
        self.listening()
        self.says(person, "!agree voice")
        return self

    def records(self, sender: UserId = KIM, **more: object) -> EventId:
        """Let somebody send a voice message, and give its id."""
        self.now += 1
        event = Recorded(self.id(), sender, self.now, sound=SOUND)
        self.happens(replace(event, **more))  # type: ignore[arg-type]  # tests name fields
        return event.id

    def orders(self) -> list[Transcribe]:
        """Return every order to write something down."""
        return [effect for effect in self.effects if isinstance(effect, Transcribe)]

    def machine_writes(self, message: EventId, words: str, raw: str = "") -> tuple[Effect, ...]:
        """Let the machine write a message down."""
        self.now += 1
        return self.happens(Transcribed(self.id(), self.now, message, raw or words, words, "ears", "whisper-small"))


def texts(effects: tuple[Effect, ...], kind: type[Reply | Notice] = Reply) -> list[str]:
    """Return what people read of the effects of one kind."""
    return [render_words(effect.words) for effect in effects if isinstance(effect, kind)]
