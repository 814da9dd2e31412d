"""Whatever is tapped, typed and happens in whatever order: nothing goes out by a poll that was not voted out ten seconds before."""

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from scene import ANA, KIM, posted
from test_votes import Polls

from bot.model import Came, Desk, EventId, Redacted, UserId, Verdict, WasAway
from bot.session.desk.ballots import CHANGEABLE

TAPS = st.tuples(
    st.just("votes"), st.sampled_from(("yes", "yes", "no", "-")), st.sampled_from((ANA, ANA, KIM)), st.integers(0, 2)
)
OTHERS = st.one_of(
    st.tuples(st.just("waits"), st.sampled_from((1.0, 5.0, 9.0, 10.0, 11.0, 601.0))),
    st.tuples(st.just("asks")),
    st.tuples(st.just("desk"), st.sampled_from(("ok", "no", "my own wording", "ok K1", "no K2"))),
    st.tuples(
        st.just("room"), st.sampled_from((KIM, ANA)), st.sampled_from(("!stop", "!listen", "some talk", "!agree"))
    ),
    st.tuples(st.just("away")),
    st.tuples(st.just("deletes")),
    st.tuples(st.just("comes")),
)
STEPS = st.lists(st.one_of(TAPS, TAPS, OTHERS), max_size=25)


class Watched(Polls):
    """A scene that remembers, by card, Ana's newest vote and when she cast it."""

    def __init__(self) -> None:
        self.newest: dict[str, tuple[str, float]] = {}
        super().__init__()
        self.draft()

    def does(self, kind: str, *more: object) -> None:
        """Let one thing happen, and check what went out because of it."""
        effects = getattr(self, f"do_{kind}")(*more)
        for reply in posted(effects):
            assert self.room.outcome(reply.code).verdict is Verdict.APPROVED  # type: ignore[union-attr]  # it was let out
            assert reply.mark.approved_by == ANA
            if kind != "desk":
                word, at = self.newest[reply.code]
                assert word == "yes"
                assert self.now >= at + CHANGEABLE
        for ballot in self.room.ballots:
            assert self.room.draft(ballot.code) or not ballot.votes
            assert self.room.draft(ballot.code) or ballot.ended == len(ballot.events)

    def do_votes(self, word: str, who: UserId, which: int) -> object:
        """Let somebody tap."""
        code = self.polls[-1 - which % len(self.polls)][0].code
        if who == ANA:
            self.newest[code] = (word, self.now + 1)
        return self.votes(word, who, code=code)

    def do_waits(self, seconds: float) -> object:
        """Let time pass."""
        return self.waits(seconds)

    def do_asks(self) -> object:
        """Let Kim ask for one more thing, if the AI is on."""
        return self.draft() and () if self.room.is_on else ()

    def do_desk(self, text: str) -> object:
        """Let Ana say something to the newest card."""
        return self.at_desk(ANA, text, self.polls[-1][0].code)

    def do_room(self, who: UserId, text: str) -> object:
        """Let somebody write in the session room."""
        return self.says(who, text)

    def do_away(self) -> object:
        """Let the bot have been away."""
        return self.happens(WasAway(self.id(), self.now, self.now - 200))

    def do_deletes(self) -> object:
        """Let Ana delete a vote of hers, or something else."""
        votes = [vote for ballot in self.room.ballots for vote in ballot.votes]
        return self.happens(Redacted(self.id(), ANA, self.now, votes[-1].event if votes else EventId("$none")))

    def do_comes(self) -> object:
        """Let Ana come to the desk again."""
        return self.happens(Came(self.id(), self.now, Desk(), ANA))


@try_examples(200)
@given(STEPS)
def test_nothing_goes_out_by_a_poll_but_what_was_voted_out(steps: list[tuple[str, object]]) -> None:
    """What a poll lets out had Ana's yes as her last word, ten seconds before at least; no vote outlives its draft."""
    scene = Watched()
    for step in steps:
        scene.does(*step)
