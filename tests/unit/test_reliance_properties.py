"""Whatever happens in whatever order: the counts hold nobody's words, and are what counting by hand finds."""

from dataclasses import dataclass, field, fields

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from scene import ANA, KIM, MODEL, Scene, policy

from bot.model import Ask, Card, Effect, Floor, Reply, SessionRoom, Verdict, Week
from bot.store.codec import pack_thing
from bot.words import render_words

STEPS = st.one_of(
    st.tuples(st.just("talk"), st.sampled_from((ANA, KIM)), st.integers(1, 6)),
    st.tuples(st.just("command"), st.sampled_from((ANA, KIM)), st.sampled_from(("!explain", "!translate id"))),
    st.tuples(st.just("command"), st.just(ANA), st.sampled_from(("!listen", "!off", "!stop"))),
    st.tuples(st.just("answer"), st.just(ANA), st.integers(1, 6)),
    st.tuples(st.just("card"), st.just(ANA), st.sampled_from(("ok", "no", "own"))),
    st.tuples(st.just("card"), st.just(ANA), st.sampled_from(("ok", "no", "own"))),
    st.tuples(st.just("wait"), st.just(ANA), st.sampled_from((2, 70, 700))),
)


@dataclass
class ByHand:
    """The same session, counted from outside: from what was typed, what came of it, and what lay on the desk."""

    scene: Scene
    words: int = 0
    tokens: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    said: int = 0
    written: int = 0
    posts: int = 0
    asked: int = 0
    turns: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    offs: list[float] = field(default_factory=list)

    def text(self, words: int) -> str:
        """Return so many words that nobody has said before."""
        result = [f"qztoken{self.words + number}x" for number in range(words)]
        self.words += words
        self.tokens += result
        return " ".join(result)

    def does(self, what: str, who: object, how: object) -> None:
        """Take one step, and count what comes of it."""
        on = self.scene.room.floor is not Floor.OFF
        effects: tuple[Effect, ...] = ()
        if what == "talk":
            effects = self.scene.says(who, self.text(how))  # type: ignore[arg-type]  # as STEPS has it
            self.said += how if on else 0  # type: ignore[operator]  # as STEPS has it
            self.turns += [self.scene.now] if on and who == KIM else []
        elif what == "command":
            more = f" {self.text(1)}" if str(how) in {"!explain", "!translate id"} else ""
            effects = self.scene.says(who, f"{how}{more}")  # type: ignore[arg-type]  # as STEPS has it
        elif what == "answer" and self.asks:
            effects = self.scene.answers(self.asks.pop().question, self.text(how))  # type: ignore[arg-type]  # as STEPS has it
        elif what == "card" and self.cards:
            effects = self._decides(self.cards.pop(), str(how))
        elif what == "wait":
            effects = self.scene.waits(how)  # type: ignore[arg-type]  # as STEPS has it
        self.sees(effects)
        if on and self.scene.room.floor is Floor.OFF:
            self.offs.append(self.scene.now)

    def _decides(self, code: str, word: str) -> tuple[Effect, ...]:
        text = self.text(3) if word == "own" else word
        effects = self.scene.at_desk(ANA, text, code)
        self.own |= {effect.code for effect in effects if isinstance(effect, Card)}
        return effects

    def sees(self, effects: tuple[Effect, ...]) -> None:
        """Count what the bot does."""
        for effect in effects:
            if isinstance(effect, Ask):
                self.asks.append(effect)
                self.asked += 1
                self.requests.append(self.scene.now)
            elif isinstance(effect, Card) and effect.words.key == "card-draft":
                self.cards.append(effect.code)
            elif isinstance(effect, Reply) and effect.mark.backend and effect.where == SessionRoom():
                self.posts += 1
                self.written += len(str(dict(effect.words.args)["answer"]).split())

    def followed(self) -> int:
        """Return how many turns a request followed within a minute, with the AI on all the while."""
        return sum(
            any(
                turn <= request <= turn + 60 and not any(turn <= off <= request for off in self.offs)
                for request in self.requests
            )
            for turn in self.turns
        )


def total(scene: Scene, name: str) -> int:
    """Return a count over all weeks."""
    return sum(getattr(week, name) for week in scene.room.reliance.weeks)


@try_examples(200)
@given(st.lists(STEPS, max_size=40))
def test_the_counts_are_what_counting_by_hand_finds(steps: list[tuple[str, object, object]]) -> None:
    """Words, requests, turns, posts and decisions are those of the session; each draft that is over counts once."""
    hand = ByHand(Scene(policy(MODEL, approval="all")).listening())
    for step in steps:
        hand.does(*step)
    scene = hand.scene
    for name in ("said", "written", "posts", "asked"):
        assert total(scene, name) == getattr(hand, name), name
    assert total(scene, "turns") == len(hand.turns)
    assert total(scene, "followed") == hand.followed()
    over = [outcome.verdict for outcome in scene.room.outcomes if outcome.code not in hand.own]
    mine = [week.get_decisions(ANA) for week in scene.room.reliance.weeks]
    assert sum(decisions.approved for decisions in mine) == over.count(Verdict.APPROVED)
    assert sum(decisions.changed for decisions in mine) == over.count(Verdict.CORRECTED)
    assert sum(decisions.refused for decisions in mine) == over.count(Verdict.REFUSED)
    assert sum(sum(decisions.waits) for decisions in mine) + total(scene, "lapsed") == len(over)
    assert len(scene.room.reliance.cards) <= len(scene.room.drafts)


@try_examples(150)
@given(st.lists(STEPS, max_size=30))
def test_no_word_and_no_client_is_in_what_is_counted(steps: list[tuple[str, object, object]]) -> None:
    """Neither the counts nor a card nor a nudge hold a word that anybody or the AI wrote, or a client's id."""
    hand = ByHand(Scene(policy(MODEL, approval="all")).listening())
    for step in steps:
        hand.does(*step)
    scene = hand.scene
    scene.at_desk(ANA, "!reliance")
    scene.at_desk(ANA, "!kebiasaan")
    shown = [getattr(effect, "words", None) for effect in scene.effects]
    cards = [render_words(item) for item in shown if item is not None and item.key.startswith("reliance")]
    assert len(cards) >= 2
    kept = pack_thing(type(scene.room)(scene.room.id, reliance=scene.room.reliance))
    for text in (kept, *cards):
        assert "qztoken" not in text
        assert str(KIM) not in text
        assert "Kim" not in text


def test_a_week_is_nothing_but_numbers() -> None:
    """No field of a week can hold a text; the one id there is, is a therapist's own."""
    assert {field.name for field in fields(Week) if field.type not in {"int", "float", int, float}} == {"decisions"}
