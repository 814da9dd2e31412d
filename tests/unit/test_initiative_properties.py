"""Whatever happens in an hour: what nobody asked for comes seldom, in a pause, within its price, and cites those who agreed."""

import re
from dataclasses import dataclass, field

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.model import (
    TYPING_LASTS,
    Answered,
    Ask,
    Card,
    Desk,
    Edited,
    Effect,
    EventId,
    Failed,
    Floor,
    InSession,
    Person,
    Redacted,
    Reply,
    SessionRoom,
    Task,
    Trouble,
    Typing,
    UserId,
    Words,
)
from bot.session.offers.initiative import PAUSE

LEE = UserId("@lee:clinic")
EVERY, MOST, TOKENS = 3, 2, 6000
WRITERS = st.sampled_from((ANA, KIM, KIM, LEE))
SAID = st.sampled_from(("home", "see [1]", "term: obey [1]", "Message 1, Therapist 1:\nok", "nothing [2, 3]", "?" * 3))
COMMANDS = st.sampled_from(
    (
        *(("says", ANA, "!speak", SessionRoom()),) * 4,
        ("says", ANA, "!listen", SessionRoom()),
        ("says", KIM, "!stop", SessionRoom()),
        ("says", KIM, "!withdraw", SessionRoom()),
        *(("says", KIM, "!agree", SessionRoom()),) * 3,
        ("says", ANA, "!suggest", Desk()),
        ("says", ANA, "!suggest", SessionRoom()),
        ("says", ANA, "!window clear", Desk()),
        ("says", ANA, "ok K1", Desk()),
        ("says", ANA, "no K1", Desk()),
        ("says", ANA, "no K2", Desk()),
    )
)
NUMBERS = st.one_of(
    st.lists(st.integers(-2, 0), min_size=1, max_size=2), st.lists(st.integers(-2, 14), max_size=5)
).map(lambda item: f"[{', '.join(f'{{{number}}}' for number in item)}]")
"""Numbers as the model would write them; 0 stands for the newest message, -1 for the one before it."""
KINDS = st.sampled_from(("term", "idiom", "two-meanings", "unanswered", "unanswered", "advice"))
OFFERS = st.tuples(KINDS, SAID, NUMBERS).map(lambda item: f"{item[0]}: {item[1]} {item[2]}")
POINTS = st.lists(st.tuples(SAID, NUMBERS), max_size=6).map(
    lambda item: "\n".join(f"{said} {numbers}" for said, numbers in item)
)
STEPS = st.one_of(
    st.tuples(st.just("talks"), WRITERS, SAID),
    st.tuples(st.just("talks"), WRITERS, SAID),
    COMMANDS,
    st.tuples(st.just("types"), st.booleans()),
    st.tuples(st.just("waits"), st.integers(1, 400)),
    st.tuples(st.just("waits"), st.integers(15, 60)),
    st.tuples(st.just("answers"), OFFERS | POINTS | st.just("nothing"), st.sampled_from((0, 0, 150))),
    st.tuples(st.just("offers"), WRITERS, OFFERS, st.sampled_from((0, 150))),
    st.tuples(st.just("offers"), WRITERS, OFFERS, st.just(150)),
    st.tuples(st.just("suggests"), POINTS, st.sampled_from((Desk(), SessionRoom()))),
    st.tuples(st.just("fails")),
    st.tuples(st.just("takes back"), st.booleans(), st.integers(0, 9)),
)


@dataclass
class Hour:
    """An hour in a room with Ana, Kim and Lee, who agreed to be read along with and not to the model.

    What may happen is told from what people did alone: who had agreed to the model when they wrote, and still does;
    who wrote, typed and stopped typing, and when.
    """

    scene: Scene
    open: list[Ask] = field(default_factory=list)
    may: dict[EventId, UserId] = field(default_factory=dict)
    agreed: set[UserId] = field(default_factory=lambda: {ANA, KIM})
    typing: bool = False
    quiet_since: float = 0.0
    last: float = -1e9
    offers: int = 0
    cost: int = 0
    cards: list[float] = field(default_factory=list)

    def step(self, step: tuple[object, ...]) -> None:
        """Let one thing happen, and look at everything that the bot does about it."""
        match step:
            case ("talks" | "says", who, text, *place):
                self.says(UserId(str(who)), str(text), *place)  # type: ignore[arg-type]  # a place, or none
            case ("types", bool(busy)):
                self.types(busy=busy)
            case ("waits", int(seconds)):
                self.look(self.scene.waits(float(seconds)))
            case ("answers", text, int(tokens)) if self.open:
                self.answers(str(text), tokens)
            case ("fails",) if self.open:
                asked = self.open.pop(0)
                self.look(self.scene.happens(Failed(self.scene.id(), self.scene.now, asked.question, Trouble.DOWN)))
            case ("takes back", bool(edits), int(which)) if self.scene.room.window:
                self.takes_back(which, edits=edits)

    def says(self, who: UserId, text: str, where: InSession = SessionRoom()) -> None:
        """Let somebody write, and remember whether what they wrote may go to the model."""
        scene, was = self.scene, self.scene.room.floor
        before = {line.id for line in scene.room.window}
        self.now_talking(where)
        effects = scene.says(who, text, where=where)
        if text == "!agree":
            self.agreed.add(who)
        elif text == "!withdraw":
            self.agreed.discard(who)
            self.may = {event: by for event, by in self.may.items() if by != who}
        elif text == "!window clear":
            self.may.clear()
        if who in self.agreed:
            self.may |= {line.id: who for line in scene.room.window if line.id not in before}
        if was is Floor.OFF or scene.room.floor is Floor.OFF:
            self.offers, self.cost, self.typing = 0, 0, False
        self.look(effects)

    def now_talking(self, place: InSession) -> None:
        """Note that somebody writes in the session room; a scene takes a second for it."""
        if place == SessionRoom():
            self.quiet_since = self.scene.now + 1

    def types(self, *, busy: bool) -> None:
        """Let somebody begin or stop typing."""
        if self.typing and not busy:
            self.quiet_since = self.scene.now
        self.typing = busy
        self.look(self.scene.happens(Typing(self.scene.id(), self.scene.now, busy)))

    def answers(self, text: str, tokens: int) -> None:
        """Let the model answer, with or without a count of what that cost, which is never more than was set aside."""
        asked, scene = self.open.pop(), self.scene
        text = re.sub(r"\{(-?\d+)\}", lambda match: str(numbered(int(match[1]), len(asked.context))), text)
        scene.now += 1
        before, aside = scene.room.initiative, asked.task is Task.OFFER
        waited = any(question.question == asked.question for question in scene.room.pending)
        newer = scene.room.talk != next(
            (question.talk for question in scene.room.pending if question.question == asked.question), -1
        )
        effects = scene.happens(Answered(scene.id(), scene.now, asked.question, text, "house", "small", tokens, tokens))
        if aside and waited and tokens:
            self.cost += 2 * tokens - before.reserved
        for effect in effects:
            if isinstance(effect, Card) and effect.mark.kind == "draft" and aside:
                assert waited
                assert not newer
                self.shown(effect)
        self.look(effects)

    def shown(self, card: Card) -> None:
        """Check an offer that was laid at the desk."""
        scene = self.scene
        assert scene.room.floor is Floor.SPEAK
        assert not self.cards or scene.now - self.cards[-1] >= 60 * EVERY
        self.cards.append(scene.now)
        self.offers += 1
        assert self.offers <= MOST
        assert links(card.words)

    def takes_back(self, which: int, *, edits: bool) -> None:
        """Let somebody edit or delete a message of theirs."""
        scene = self.scene
        line = scene.room.window[which % len(scene.room.window)]
        scene.now += 1
        gone = Redacted(scene.id(), line.sender, scene.now, line.id)
        self.look(scene.happens(Edited(gone.id, line.sender, gone.at, line.id, "other words") if edits else gone))
        if not edits:
            self.may.pop(line.id, None)

    def look(self, effects: tuple[Effect, ...]) -> None:
        """Check what the bot asks, and what it points at."""
        for asked in asks(effects):
            assert {line.id for line in asked.context} <= set(self.may)
            self.open.append(asked)
            if asked.task is Task.OFFER:
                self.asked_unasked()
        for effect in effects:
            if isinstance(effect, Card | Reply) and effect.mark.backend and effect.where == Desk():
                assert set(links(effect.words)) <= set(self.may)

    def asked_unasked(self) -> None:
        """Check a request that nobody made: when it came, and what it may cost. The scene's clock may have gone on since."""
        room = self.scene.room
        assert room.offered - self.last >= 60 * EVERY
        self.last = room.offered
        assert room.offered - self.quiet_since >= PAUSE
        assert not self.typing or room.offered - room.typing >= TYPING_LASTS
        assert self.offers < MOST
        self.cost += room.initiative.reserved
        assert self.cost <= TOKENS


def parts(step: tuple[object, ...]) -> tuple[tuple[object, ...], ...]:
    """Return a step as what happens one after the other: somebody talks and the model offers; Ana asks and it answers."""
    match step:
        case ("offers", who, text, tokens):
            return (("talks", who, "home"), ("waits", 60 * EVERY), ("answers", text, tokens))
        case ("suggests", text, place):
            return (("says", ANA, "!suggest", place), ("answers", text, 0))
    return (step,)


def numbered(number: int, count: int) -> int:
    """Return the number that a message has among `count`: those up to 0 are counted from the newest one."""
    return number if number > 0 else max(0, count + number)


def links(sentence: Words) -> list[EventId]:
    """Return every message that a sentence links to."""
    event_ids: list[EventId] = []
    for name, value in sentence.args:
        if name == "link" and (link := re.fullmatch(r"https://matrix\.to/#/[^/]+/(\$.+)", str(value))):
            event_ids.append(EventId(link[1]))
        for words in value if isinstance(value, tuple) else ():
            event_ids += links(words)
    return [event_id for event_id in event_ids if event_id.startswith("$e")]


@try_examples(150)
@given(st.lists(STEPS, min_size=20, max_size=80))
def test_an_hour(steps: list[tuple[object, ...]]) -> None:
    """Offers come at most every so often, so many, at such a price, in a pause; nothing cites whoever has not agreed."""
    rules = {"initiative": {"every": EVERY, "max": MOST, "tokens": TOKENS}, "consent": {"purposes": ["listen"]}}
    scene = Scene(policy(MODEL, approval="all", floor_max="speak", idle=600, absence=600, **rules))
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!agree listen")
    scene.says(KIM, "!agree")
    scene.says(ANA, "!speak")
    hour = Hour(scene, quiet_since=scene.now)
    for step in steps:
        for part in parts(step):
            hour.step(part)
    hour.look(scene.waits(3600.0))
