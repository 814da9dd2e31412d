"""Danger, whatever happens in whatever order: what one tells in private shows nowhere else, and no alarm is left without a next step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from danger_scene import BEA, DEATH, DESK, HINT, HIT, PIM, PRIVATE, couple, privately
from examples import try_examples
from hypothesis import example, given
from hypothesis import strategies as st
from scene import ANA, KIM, Scene

from bot.matrix.send import format_sentence
from bot.model import (
    Alert,
    Amend,
    Arrived,
    Card,
    Edited,
    Effect,
    Failed,
    Frozen,
    Left,
    Notice,
    Ousted,
    Person,
    Redacted,
    Reply,
    SessionRoom,
    Trouble,
    UserId,
    WasAway,
    Where,
)
from bot.session.danger.ladder import LAST_STEP
from bot.session.deadlines import find_deadline

BY_THERAPIST, BY_THERAPIST_ONCE = "my therapist touches me", "my therapist touched me years ago"
TOLD = (
    HIT,
    DEATH,
    HINT,
    BY_THERAPIST,
    BY_THERAPIST_ONCE,
    "he choked me",
    "aku dipukul suamiku",
    "I took 30 paracetamol",
)
"""What somebody tells in private: of each tier, and of whom."""
Step = tuple[str, str]
OPEN: tuple[Step, ...] = (
    *(("kim", text) for text in ("hello", "!status", "!explain gobbledyquux", "!express i am so tired", "!withdraw", "!sent")),
    *(("pim", text) for text in ("and you", "!status", "!help", "!policy", "!explain gobbledyquux", "!stop", "!agree", "!mydata")),
    *(("ana", text) for text in ("go on", "!listen", "!speak", "!status", "!summary", "!suggest", "!reliance", "!ask who")),
    *(("ana", text) for text in ("!translate auto en id", "!translate auto off", "!off", "!end", "!end yes", "!ack all")),
    *(("desk", text) for text in ("hm", "!ack all", "!translate en halo", "!note soap", "!drill", "ok")),
    *(("waits", seconds) for seconds in ("5", "61", "400", "1900")),
    *(("answer", text) for text in ("It is a word.", "", "down")),
    *(("happens", what) for what in ("freeze", "lift", "away", "din joins", "din leaves", "pim leaves", "edit", "delete")),
)  # fmt: skip
"""What else happens in a session, with what somebody says or does at a place."""
ENDS: tuple[Step, ...] = (
    ("happens", "kick"),
    ("happens", "return"),
    ("happens", "ana leaves"),
    ("happens", "kim leaves"),
)
TELLS: tuple[Step, ...] = tuple(("tells", text) for text in TOLD)
ROOM = SessionRoom()
DIN = UserId("@din:clinic")
LEAVERS = {"din leaves": DIN, "pim leaves": PIM, "ana leaves": ANA, "kim leaves": KIM}
VISIBLE = Card | Notice | Reply | Amend


@dataclass
class Play:
    """A couple's session that is played step by step; `private` is whether what Kim tells in private is said, or `instead`, if anything."""

    scene: Scene
    private: bool = True
    instead: str = ""
    numbers: dict[str, str] = field(default_factory=dict)

    def take(self, step: Step) -> tuple[Effect, ...]:
        """Let one thing happen."""
        kind, what = step
        scene = self.scene
        match kind:
            case "tells":
                if self.private or self.instead:
                    return scene.says(KIM, what if self.private else self.instead, where=PRIVATE)
                scene.now += 1
                return ()
            case "waits":
                return scene.waits(float(what))
            case "desk":
                return self._say_at_desk(what)
            case "answer":
                return self._answer(what)
            case "happens":
                return self._happen(what)
        return scene.says({"kim": KIM, "pim": PIM, "ana": ANA}[kind], what)

    def number(self, event: str) -> str:
        """Return a message's number in the order in which they come up, so that two plays can be compared."""
        return self.numbers.setdefault(event, f"#{len(self.numbers)}")

    def _say_at_desk(self, what: str) -> tuple[Effect, ...]:
        drafts = [draft.code for draft in self.scene.room.drafts]
        return self.scene.at_desk(ANA, what, drafts[0] if what == "ok" and drafts else "")

    def _answer(self, what: str) -> tuple[Effect, ...]:
        scene = self.scene
        for question in scene.room.pending[:1]:
            if what == "down":
                return scene.happens(Failed(scene.id(), scene.now, question.question, Trouble.DOWN))
            return scene.answers(question.question, what)
        return ()

    def _happen(self, what: str) -> tuple[Effect, ...]:
        scene, now = self.scene, self.scene.now
        if what == "din joins":
            return scene.joins(Person(DIN, "Din"))
        if what in LEAVERS:
            return scene.happens(Left(scene.id(), now, LEAVERS[what]))
        return self._change_talk(what) if what in {"edit", "delete"} else self._come_from_outside(what)

    def _come_from_outside(self, what: str) -> tuple[Effect, ...]:
        scene, event, now = self.scene, self.scene.id(), self.scene.now
        match what:
            case "freeze" | "lift":
                return scene.happens(Frozen(event, now, lifted=what == "lift"))
            case "away":
                return scene.happens(WasAway(event, now, now - 60))
            case "kick":
                return scene.happens(Ousted(event, now))
        people = (Person(ANA, "Ana"), Person(KIM, "Kim"), Person(PIM, "Pim"))
        return scene.happens(Arrived(event, now, people, encrypted=True, private=True, history="joined"))

    def _change_talk(self, what: str) -> tuple[Effect, ...]:
        scene, now = self.scene, self.scene.now
        for line in scene.room.window[-1:]:
            if what == "edit":
                return scene.happens(Edited(scene.id(), line.sender, now, line.id, "other words"))
            return scene.happens(Redacted(scene.id(), line.sender, now, line.id))
        return ()


def begin(*, private: bool = True, contacts: tuple[str, ...] = (BEA,), on_call: bool = True) -> Play:
    """Return a session of Ana with Kim, who has a direct room, and her husband."""
    scene = privately(couple(second_contacts=contacts, crisis={"card": "always", "country": "gb"}, floor_max="speak"))
    scene.policy = replace(scene.policy, on_call=on_call)
    return Play(scene, private)


def show_room(play: Play, effects: Sequence[Effect], place: Where = ROOM) -> list[str]:
    """Return all that is done at one place, with what it says; messages are numbered as they come up there."""
    here = [effect for effect in effects if getattr(effect, "where", ROOM) == place]
    words = [format_sentence(said)[0] if (said := getattr(effect, "words", None)) else "" for effect in here]
    told = [f"{effect!r} {text}" for effect, text in zip(here, words, strict=True) if not isinstance(effect, Alert)]
    return [re.sub(r"\$e\d+", lambda match: play.number(match[0]), text) for text in told]


def is_alarm(effect: Effect) -> bool:
    """Return whether an effect calls somebody."""
    return isinstance(effect, Card | Notice) and effect.mark.kind == "alarm"


@try_examples(120)
@given(st.lists(st.sampled_from((*OPEN, *TELLS)), max_size=25))
def test_the_session_room_is_as_if_nothing_had_been_told_in_private(steps: list[Step]) -> None:
    """Whatever somebody tells in private, and whatever else happens: the others see each message that they would see without it."""
    told, untold = begin(), begin(private=False)
    for step in steps:
        seen, otherwise = show_room(told, told.take(step)), show_room(untold, untold.take(step))
        assert seen == otherwise


@try_examples(120)
@given(st.lists(st.sampled_from((*OPEN, *ENDS, *TELLS, ("kim", HIT), ("pim", DEATH))), max_size=25), st.booleans())
def test_no_alarm_is_left_without_a_next_step(steps: list[Step], reachable: bool) -> None:
    """Each new alarm is told to somebody or to the operator, one about a therapist never to a desk, and each has a time for its next step."""
    play = begin(contacts=(BEA,) if reachable else (), on_call=reachable)
    scene = play.scene
    for step in steps:
        known = {alarm.code for alarm in scene.room.alarms}
        effects = play.take(step)
        new = [alarm for alarm in scene.room.alarms if alarm.code not in known and not alarm.drill]
        for alarm in new:
            told = [effect for effect in effects if is_alarm(effect) and getattr(effect, "code", "") == alarm.code]
            assert told or any(isinstance(effect, Alert) for effect in effects)
            if alarm.by_therapist:
                assert [effect for effect in told if getattr(effect, "where", None) == DESK] == []
        if any(alarm.is_danger and alarm.step < LAST_STEP for alarm in scene.room.alarms):
            assert find_deadline(scene.room, scene.policy) is not None


@try_examples(120)
@given(st.lists(st.sampled_from((*OPEN, *TELLS, ("kim", HIT), ("kim", BY_THERAPIST))), max_size=25))
def test_a_session_room_never_shows_an_alarm(steps: list[Step]) -> None:
    """No effect there is an alarm, a notice or a line to whoever wrote; help-lines of violence stand in no session room."""
    play = begin()
    for step in (("kim", HIT), *steps):
        here = [effect for effect in play.take(step) if getattr(effect, "where", None) == SessionRoom()]
        kinds = {effect.mark.kind for effect in here if isinstance(effect, VISIBLE)}
        assert not kinds & {"alarm", "notice", "direct", "ack", "drill"}
        texts = [format_sentence(effect.words)[0] for effect in here if isinstance(effect, VISIBLE) and effect.words]
        assert not any("Some numbers that may be useful" in text or "alarm is waiting" in text for text in texts)


@try_examples(60)
@given(st.lists(st.sampled_from((*OPEN, ("tells", BY_THERAPIST), ("tells", BY_THERAPIST_ONCE))), max_size=25))
@example([("waits", "400"), ("ana", "!reliance")])
def test_a_desk_is_as_if_nothing_had_been_told_of_its_therapist(steps: list[Step]) -> None:
    """Whatever is told in private of a therapist, their desk reads what it would read of harmless words, each time."""
    told, untold = begin(), begin(private=False)
    untold.instead = "it rains"
    for step in (("tells", BY_THERAPIST), *steps):
        assert show_room(told, told.take(step), DESK) == show_room(untold, untold.take(step), DESK)
