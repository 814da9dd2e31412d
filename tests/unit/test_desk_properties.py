"""Whatever happens in whatever order: what the AI writes reaches people only as a therapist saw it and let it out."""

from dataclasses import dataclass, field

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from scene import ANA, KIM, MODEL, Scene, policy

from bot.model import (
    Ask,
    Came,
    Card,
    Desk,
    Direct,
    Edited,
    Effect,
    EventId,
    Failed,
    Floor,
    Left,
    Notice,
    Person,
    Reacted,
    Redacted,
    Reply,
    SessionRoom,
    Trouble,
    Typing,
    WasAway,
)

TEXTS: tuple[str, ...] = (
    "!listen",
    "!speak",
    "!off",
    "!stop",
    "!agree",
    "!withdraw",
    "!explain gobbledyquux",
    "!express so tired",
)
TEXTS += (
    "!ask what?",
    "!translate id hello",
    "ok",
    "ya",
    "no",
    "again",
    "some talk",
    "my own wording",
    "!wrong",
    "!retract",
    "!reliance",
)
CODES = tuple(f"{word} K{number}" for word in ("ok", "no", "again", "!retract") for number in (1, 2, 3))
PEOPLE = st.sampled_from((ANA, KIM))
PLACES = st.sampled_from((SessionRoom(), Desk(), Direct))
"""`Direct`: in the direct room of whoever writes."""
LIKELY = st.sampled_from(
    (
        *(
            ("says", who, place, text, 1)
            for who in (ANA, KIM)
            for place in (SessionRoom(), Desk())
            for text in ("ok", "my own")
        ),
        *(("says", who, place, "ok K1", 0) for who in (ANA, KIM) for place in (SessionRoom(), Desk())),
        *(("says", KIM, place, "!express so tired", 0) for place in (SessionRoom(), Direct)),
        ("says", KIM, SessionRoom(), "!translate id hello", 0),
        ("says", KIM, SessionRoom(), "!agree", 0),
        ("says", ANA, SessionRoom(), "!listen", 0),
        ("says", ANA, Desk(), "no", 1),
        ("answers", 0),
        ("answers", 0),
        ("reacts", ANA, "✅", 1),
    )
)
"""What sessions are full of, and what somebody would try who wants an answer out."""
STEPS = st.one_of(
    LIKELY,
    LIKELY,
    LIKELY,
    st.tuples(st.just("says"), PEOPLE, PLACES, st.sampled_from(TEXTS + CODES), st.integers(0, 5)),
    st.tuples(st.just("answers"), st.integers(0, 3)),
    st.tuples(st.just("fails"), st.integers(0, 3)),
    st.tuples(st.just("waits"), st.sampled_from((5.0, 61.0, 601.0, 901.0))),
    st.tuples(st.just("edits"), st.booleans(), st.integers(0, 5)),
    st.tuples(st.just("moves"), PEOPLE, st.booleans()),
    st.tuples(st.just("reacts"), PEOPLE, st.sampled_from(("✅", "❌")), st.integers(0, 5)),
    st.tuples(st.just("away")),
    st.tuples(st.just("types"), st.booleans()),
    st.tuples(st.just("comes"), PEOPLE),
)


BEGINNING: tuple[tuple[object, ...], ...] = (("says", KIM, SessionRoom(), "!express so tired", 0), ("answers", 0))
"""A draft lies on the desk."""


@dataclass
class Watch:
    """A scene that is looked at from outside: what was shown at the desk, what was let out, and by which words."""

    scene: Scene
    reactions: bool = False
    asked: list[Ask] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    out: dict[str, Reply] = field(default_factory=dict)
    answers: int = 0

    def sees(self, effects: tuple[Effect, ...], cause: tuple[object, ...]) -> None:
        """Check everything that follows from one step."""
        for effect in effects:
            if isinstance(effect, Ask):
                self.asked.append(effect)
            elif isinstance(effect, Card) and effect.words.key == "card-draft":
                self.shown[effect.code] = dict(effect.words.args)["answer"]  # type: ignore[assignment]  # a draft's text
            elif isinstance(effect, Reply) and effect.mark.backend and effect.where != Desk():
                self.is_let_out(effect, cause)
            elif isinstance(effect, Notice) and effect.where != Desk():
                assert "token" not in str(effect.words.args)

    def is_let_out(self, reply: Reply, cause: tuple[object, ...]) -> None:
        """Check that a therapist's yes at the desk is what lets an answer out: once, as shown, while the AI is on."""
        assert reply.code not in self.out
        assert self.scene.room.floor is not Floor.OFF
        assert reply.mark.approved_by == ANA
        assert dict(reply.words.args)["answer"] == self.shown[reply.code]
        assert cause[:3] == ("says", ANA, Desk()) or (self.reactions and cause[:3] == ("reacts", ANA, "✅"))
        if cause[0] == "says":
            word, _, code = str(cause[3]).partition(" ")
            assert word in {"ok", "ya"}
            assert code in {"", reply.code}
        self.out[reply.code] = reply

    def does(self, step: tuple[object, ...]) -> None:
        """Let one thing happen."""
        self.sees(self.happening(*step), step)

    def happening(self, kind: object, *more: object) -> tuple[Effect, ...]:
        """Return what follows from one step."""
        return getattr(self, f"_{kind}")(*more)  # type: ignore[no-any-return]  # one of those below

    def _says(self, who: object, place: object, text: str, target: int) -> tuple[Effect, ...]:
        if place is Direct and who is ANA:
            return ()
        where = Direct(KIM) if place is Direct else place
        return self.scene.says(who, text, where=where, reply_to=self.target(target))  # type: ignore[arg-type]  # an id

    def _answers(self, which: int) -> tuple[Effect, ...]:
        if not self.asked:
            return ()
        self.answers += 1
        question = self.asked[-1 - which % len(self.asked)].question
        return self.scene.answers(question, f"token{self.answers}")

    def _fails(self, which: int) -> tuple[Effect, ...]:
        if not self.asked:
            return ()
        question = self.asked[-1 - which % len(self.asked)].question
        return self.scene.happens(Failed(self.scene.id(), self.scene.now, question, Trouble.DOWN))

    def _waits(self, seconds: float) -> tuple[Effect, ...]:
        return self.scene.waits(seconds)

    def _edits(self, redacts: bool, target: int) -> tuple[Effect, ...]:
        event = self.target(target) or EventId("$none")
        if redacts:
            return self.scene.happens(Redacted(self.scene.id(), KIM, self.scene.now, event))
        return self.scene.happens(Edited(self.scene.id(), KIM, self.scene.now, event, "other words"))

    def _moves(self, who: object, comes: bool) -> tuple[Effect, ...]:
        if comes:
            return self.scene.joins(Person(who, "Somebody"))  # type: ignore[arg-type]  # an id
        return self.scene.happens(Left(self.scene.id(), self.scene.now, who))  # type: ignore[arg-type]  # an id

    def _reacts(self, who: object, key: str, target: int) -> tuple[Effect, ...]:
        event = self.target(target) or EventId("$none")
        return self.scene.happens(Reacted(self.scene.id(), who, self.scene.now, event, key))  # type: ignore[arg-type]  # an id

    def _away(self) -> tuple[Effect, ...]:
        return self.scene.happens(WasAway(self.scene.id(), self.scene.now, self.scene.now - 200))

    def _types(self, busy: bool) -> tuple[Effect, ...]:
        return self.scene.happens(Typing(self.scene.id(), self.scene.now, busy))

    def _comes(self, who: object) -> tuple[Effect, ...]:
        place = Desk() if who is ANA else Direct(KIM)
        return self.scene.happens(Came(self.scene.id(), self.scene.now, place, who))  # type: ignore[arg-type]  # an id

    def target(self, number: int) -> EventId | None:
        """Return some message: a card, an answer, a question, a line of talk, or none."""
        cards, posts = list(self.scene.stands.values()), list(self.scene.posts.values())
        questions, lines = [ask.question for ask in self.asked], [line.id for line in self.scene.room.window]
        result: tuple[list[EventId], ...] = ([], cards[-1:], cards[-2:-1], posts[-1:], questions[-1:], lines[-1:])
        return result[number][0] if result[number] else None


@try_examples(400)
@given(st.lists(STEPS, max_size=30), st.booleans(), st.booleans())
def test_nothing_gets_out_unseen(steps: list[tuple[object, ...]], on: bool, reactions: bool) -> None:
    """Under `approval: all`, every AI message that people see is a draft exactly as a therapist saw it, after their yes, once."""
    scene = Scene(policy(MODEL, approval="all", floor_max="speak", reactions=reactions))
    watch = Watch(scene.listening() if on else scene, reactions)
    if on:
        for step in BEGINNING:
            watch.does(step)
    for step in steps:
        watch.does(step)


@try_examples(150)
@given(st.lists(STEPS, max_size=25), st.sampled_from(({"posts": "never"}, {"mode": "simulate"})))
def test_where_nothing_may_be_posted_nothing_is(steps: list[tuple[object, ...]], rules: dict[str, str]) -> None:
    """Under `posts: never` or `mode: simulate` no AI text reaches the session room or a direct room, whatever anybody does."""
    watch = Watch(Scene(policy(MODEL, **rules)).listening())
    for step in (*BEGINNING, *steps):
        watch.does(step)
    assert watch.out == {}
