"""A practice room in memory: the bot's real decisions, without Matrix. Events in, effects out, nothing on disk."""

from collections.abc import Callable

from bot.app.detect_language import attach_tongues
from bot.demo.bot_yaml import BACKEND
from bot.demo.practice.judgement import Record
from bot.demo.practice.scenario import MODEL, Scenario, make_room_rules
from bot.model import (
    Answered,
    Arrived,
    Ask,
    Came,
    ConsentCard,
    Desk,
    Direct,
    Effect,
    Event,
    EventId,
    Failed,
    Heard,
    InSession,
    Person,
    Redacted,
    Room,
    RoomId,
    SessionRoom,
    Sighted,
    Trouble,
    UserId,
)
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.decide import decide
from bot.session.desk.standing import note_standing

THERAPIST = "Ana"
Drafts = Callable[[Ask], str | None]
"""Gives the draft that answers a question, None if there is none."""
_BOT = UserId("@thirdchair:practice")


class Table:
    """One room with the therapist and the scenario's people, in which everybody has agreed and the AI is on.

    Where the scenario is of live translation, that is on too. Every room that comes of an event is shown to `record`. A second passes with each message, so nothing runs out.
    """

    def __init__(self, scenario: Scenario, record: Record, drafts: Drafts) -> None:
        self._record, self._drafts = record, drafts
        rules = {**make_room_rules(scenario), "therapists": [_make_user_id(THERAPIST)], "jurisdiction": ["demo"]}
        self.policy = Policy(RoomRules.model_validate(rules), _BOT, BackendFacts(BACKEND, "openai", MODEL))
        self.room = Room(RoomId("!practice"))
        self.alarmed = False
        self._now, self._count = 0.0, 0
        people = tuple(Person(_make_user_id(name), name) for name in (THERAPIST, *scenario.people))
        arrival = Arrived(self._new(), self._tick(), people, encrypted=True, private=True, history="joined")
        self._happens(arrival)
        for name in scenario.people:
            self.says(name, f"{self.policy.rules.prefix}agree")
        self.says(THERAPIST, f"{self.policy.rules.prefix}listen", where=Desk())
        if scenario.live:
            typed = f"{self.policy.rules.prefix}translate auto {' '.join(scenario.live)}"
            self.says(THERAPIST, typed, where=Desk())

    def says(
        self, name: str, text: str, *, reply_to: EventId | None = None, where: InSession = SessionRoom()
    ) -> tuple[EventId, tuple[Effect, ...]]:
        """Let somebody write; return the message, and all that the bot then does, its model's answer included."""
        event = self._new()
        heard = Heard(event, _make_user_id(name), self._tick(), text, reply_to=reply_to, signed=True, where=where)
        return event, self._happens(heard)

    def takes_back(self, name: str, message: EventId) -> tuple[Effect, ...]:
        """Let somebody delete their message; return all that the bot then does."""
        return self._happens(Redacted(self._new(), _make_user_id(name), self._tick(), message))

    def comes_in_private(self, name: str) -> Direct:
        """Let one of the scenario's people come into their direct room, and return it."""
        where = Direct(_make_user_id(name))
        if where.user not in self.room.privates:
            self._happens(Came(self._new(), self._tick(), where, where.user))
        return where

    def acknowledges(self) -> None:
        """Let the therapist acknowledge every alarm that waits."""
        self.says(THERAPIST, f"{self.policy.rules.prefix}ack", where=Desk())
        self.alarmed = False

    def _happens(self, event: Event) -> tuple[Effect, ...]:
        decision = decide(self.room, attach_tongues(self.room, event), self.policy)
        self._take(decision.room)
        done: list[Effect] = []
        for effect in decision.effects:
            done.append(effect)
            then = self._then(effect)
            done += self._happens(then) if then else ()
        return tuple(done)

    def _take(self, room: Room) -> None:
        self.room = room
        self.alarmed = self.alarmed or bool(room.alarms)
        self._record.saw(room)

    def _then(self, effect: Effect) -> Event | None:
        """Return what happens because of an effect: a message stands, a question is answered."""
        event = self._new()
        if isinstance(effect, Ask):
            return self._answer(event, effect)
        if isinstance(effect, ConsentCard):  # all there are people of the scenario, who can read it at once
            readers = tuple(person.id for person in self.room.roster)
            return Sighted(event, self._now, self._new(), effect.language, effect.sha256, readers)
        return note_standing(effect, event, self._new(), self._now)

    def _answer(self, event: EventId, ask: Ask) -> Answered | Failed:
        text = self._drafts(ask)
        if text is None:
            return Failed(event, self._now, ask.question, Trouble.UNABLE)
        return Answered(event, self._now, ask.question, text, BACKEND, MODEL)

    def card_of(self, code: str) -> EventId | None:
        """Return the newest message that shows the draft `code`."""
        draft = self.room.draft(code)
        return draft.cards[-1] if draft and draft.cards else None

    def _new(self) -> EventId:
        self._count += 1
        return EventId(f"$practice{self._count}")

    def _tick(self) -> float:
        self._now += 1.0
        return self._now


def _make_user_id(name: str) -> UserId:
    return UserId(f"@{name.lower()}:practice")
