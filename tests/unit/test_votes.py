"""The poll beside a card: one tap lets a draft out or drops it, bound to the card, and counts as a reply would."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy, posted

from bot.model import (
    Amend,
    Came,
    Card,
    Desk,
    Effect,
    Elapsed,
    EndPoll,
    EventId,
    Frozen,
    Heard,
    Person,
    Poll,
    Polled,
    Present,
    Redacted,
    Reply,
    UserId,
    Verdict,
    Voted,
)
from bot.session.attention import limit_attention
from bot.session.decide import decide

BEA = UserId("@bea:clinic")
POLL = {"desk": {"decide": "poll"}}


class Polls(Scene):
    """A scene in which cards come with polls; `polls` are those that were asked, each with the event as which it stands."""

    def __init__(self, *, approval: str = "all", **rules: object) -> None:
        self.polls: list[tuple[Poll, EventId]] = []
        super().__init__(policy(MODEL, approval=approval, **{**POLL, **rules}))
        self.listening()

    def _stands(self, job: str, effect: Effect) -> None:
        super()._stands(job, effect)
        if isinstance(effect, Poll):
            self.polls.append((effect, self.id()))
            polled = Polled(EventId(f"{job}/polled"), self.now, self.polls[-1][1], effect.code)
            decision = decide(self.room, polled, self.policy)
            self.room, self.effects = decision.room, [*self.effects, *decision.effects]

    def votes(self, word: str, who: UserId = ANA, *, code: str = "", **more: object) -> tuple[Effect, ...]:
        """Let somebody tap `yes` or `no` in the newest poll, or that of `code`, or take their vote back with `-`."""
        poll, event = next(poll for poll in reversed(self.polls) if poll[0].code == (code or self.polls[-1][0].code))
        answers = {"yes": (poll.yes_id,), "no": (poll.no_id,), "-": ()}[word]
        self.now += 1
        voted = Voted(self.id(), who, self.now, event, answers, signed=True)
        return self.happens(replace(voted, **more))  # type: ignore[arg-type]  # tests name fields

    def verdict(self, code: str) -> Verdict | None:
        """Return what became of a draft, None while it waits."""
        outcome = self.room.outcome(code)
        return outcome.verdict if outcome else None


def two_at_desk() -> Polls:
    """Return a scene with Ana and Bea at the desk, who are both therapists."""
    scene = Polls(therapists=(str(ANA), str(BEA)))
    scene.joins(Person(BEA, "Bea"))
    for who in (ANA, KIM, BEA):
        scene.says(who, "!agree")
    scene.says(ANA, "!listen")
    return scene


def ended(effects: tuple[Effect, ...]) -> list[EventId]:
    """Return the polls that are closed."""
    return [effect.event for effect in effects if isinstance(effect, EndPoll)]


def test_a_card_comes_with_a_poll_where_policy_says_so() -> None:
    """Under `desk.decide: poll` each card is followed by one poll about it; by default none is asked."""
    scene = Polls()
    code = scene.draft()
    card, poll = [effect for effect in scene.effects if isinstance(effect, Card | Poll) and effect.code == code]
    assert isinstance(card, Card)
    assert isinstance(poll, Poll)
    assert (poll.where, poll.question) == (Desk(), card.question)
    assert (poll.words.key, poll.yes.key, poll.no.key) == ("poll-question", "poll-yes", "poll-no")
    plain = Scene(policy(MODEL, approval="all")).listening()
    plain.draft()
    assert not any(isinstance(effect, Poll) for effect in plain.effects)
    assert plain.room.ballots == ()


def test_a_vote_lets_out_after_ten_seconds() -> None:
    """One tap posts the answer once ten seconds have passed, by that therapist's name, and the poll is closed; not before."""
    scene = Polls()
    code = scene.draft()
    assert scene.votes("yes") == ()
    assert posted(scene.waits(9)) == []
    effects = scene.waits(1)
    (reply,) = posted(effects)
    assert (reply.mark.approved_by, reply.code, reply.mentions) == (ANA, code, ())
    assert scene.verdict(code) is Verdict.APPROVED
    assert ended(effects) == [scene.polls[0][1]]
    assert any(isinstance(effect, Amend) for effect in effects)
    assert posted(scene.waits(60)) == []


def test_a_vote_drops_after_ten_seconds() -> None:
    """The other answer drops the draft: nothing is posted, and its card says so."""
    scene = Polls()
    code = scene.draft()
    scene.votes("no")
    assert scene.room.draft(code)
    effects = scene.waits(10)
    assert (posted(effects), scene.verdict(code)) == ([], Verdict.REFUSED)
    assert len(ended(effects)) == 1


def test_the_last_vote_counts() -> None:
    """A vote changed within its ten seconds is changed: the last one counts, ten seconds after it; one taken back does nothing."""
    scene = Polls()
    code = scene.draft()
    scene.votes("yes")
    scene.waits(8)
    scene.votes("no")
    assert scene.waits(9) == ()
    scene.waits(1)
    assert scene.verdict(code) is Verdict.REFUSED
    second = scene.draft()
    scene.votes("yes")
    scene.votes("-")
    assert scene.waits(30) == ()
    assert scene.room.draft(second)
    scene.votes("yes")
    assert len(posted(scene.waits(10))) == 1


def test_a_deleted_vote_is_none() -> None:
    """Whoever deletes their vote has taken it back; deleting anything else changes nothing."""
    scene = Polls()
    code = scene.draft()
    scene.votes("yes", id=EventId("$vote"))
    scene.happens(Redacted(scene.id(), ANA, scene.now, EventId("$vote")))
    assert scene.waits(30) == ()
    assert scene.room.draft(code)
    scene.votes("yes", id=EventId("$again"))
    scene.happens(Redacted(scene.id(), ANA, scene.now, EventId("$vote")))
    assert len(posted(scene.waits(10))) == 1


def test_a_key_that_came_late_changes_no_order() -> None:
    """A vote cast before another of the same person's, and read after it, does not outweigh it."""
    scene = Polls()
    code = scene.draft()
    scene.votes("no", written=scene.now + 1)
    scene.votes("yes", written=scene.now - 5)
    scene.waits(10)
    assert scene.verdict(code) is Verdict.REFUSED


def test_one_no_outweighs_a_yes() -> None:
    """Where two therapists vote differently nothing is let out; both have the ten seconds of the later vote."""
    scene = two_at_desk()
    code = scene.draft()
    scene.votes("yes")
    scene.waits(5)
    scene.votes("no", BEA)
    assert scene.waits(9) == ()
    assert posted(scene.waits(1)) == []
    outcome = scene.room.outcome(code)
    assert outcome
    assert (outcome.verdict, outcome.by) == (Verdict.REFUSED, BEA)
    first_no = scene.draft()
    scene.votes("no", BEA)
    scene.votes("yes")
    scene.waits(10)
    assert scene.verdict(first_no) is Verdict.REFUSED
    other = scene.draft()
    scene.votes("yes")
    scene.votes("yes", BEA)
    (reply,) = posted(scene.waits(10))
    assert (reply.code, reply.mark.approved_by) == (other, BEA)


def test_a_vote_is_on_exactly_one_card() -> None:
    """The ids of a poll's answers are bound to its card: a vote that a server hangs on another poll decides its own."""
    scene = Polls()
    first, second = scene.draft(), scene.draft("!explain hullabaloo", text="another")
    polls = {poll.code: (poll, event) for poll, event in scene.polls}
    ids = {name for poll, _ in polls.values() for name in (poll.yes_id, poll.no_id)}
    assert len(ids) == 4
    scene.votes("yes", code=first, target=polls[second][1])
    (reply,) = posted(scene.waits(10))
    assert reply.code == first
    assert scene.room.draft(second)
    assert scene.votes("yes", target=EventId("$elsewhere"), answers=("yes",)) == ()
    assert scene.votes("yes", code=second, answers=("neither",)) == ()
    assert scene.waits(30) == ()


def test_a_reply_always_works() -> None:
    """While a vote waits, a reply to the card, or to its poll, decides at once; the vote is gone with the poll."""
    for target in ("card", "poll"):
        scene = Polls()
        code = scene.draft()
        scene.votes("yes")
        if target == "card":
            effects = scene.at_desk(ANA, "no", code)
        else:
            effects = scene.says(ANA, "no", where=Desk(), reply_to=scene.polls[-1][1])
        assert scene.verdict(code) is Verdict.REFUSED, target
        assert ended(effects) == [scene.polls[-1][1]], target
        assert scene.waits(30) == (), target
        assert scene.room.ballots[-1].votes == (), target


def test_a_thread_beneath_the_poll_is_about_its_card() -> None:
    """What stands in a poll's thread is said to its card; the same event elsewhere says nothing to it."""
    scene = Polls()
    code = scene.draft()
    assert posted(scene.says(ANA, "ok", where=Desk(), thread=scene.polls[-1][1]))
    assert scene.verdict(code) is Verdict.APPROVED
    other = scene.draft()
    scene.says(ANA, "ok", reply_to=scene.polls[-1][1])
    assert scene.room.draft(other)


def test_what_is_said_to_a_poll_is_kept() -> None:
    """A therapist's words to a poll, as a reply or in its thread, are for the bot; the same words beside it are talk."""
    scene = Polls()
    scene.draft()
    poll = scene.polls[-1][1]
    said = Heard(scene.id(), ANA, scene.now, "my own words", signed=True, where=Desk())
    for heard in (replace(said, reply_to=poll), replace(said, thread=poll)):
        assert limit_attention(scene.room, heard, scene.policy) == heard
    assert isinstance(limit_attention(scene.room, said, scene.policy), Present)


def test_own_words_bring_a_new_poll() -> None:
    """A corrected draft is another card with a poll of its own; the old one is closed, and its answers decide nothing."""
    scene = Polls()
    code = scene.draft()
    effects = scene.at_desk(ANA, "my own words, which are better", code)
    new = scene.room.drafts[-1].code
    assert [poll.code for poll, _ in scene.polls] == [code, new]
    assert ended(effects) == [scene.polls[0][1]]
    assert keys(scene.votes("yes", code=code)) == ["card-closed"]
    assert scene.waits(30) == ()
    scene.votes("yes", code=new)
    (reply,) = posted(scene.waits(10))
    assert "my own words" in str(dict(reply.words.args)["answer"])


@try_each("said", ["approved", "refused", "timed-out", "withdrawn"])
def test_a_vote_on_what_is_decided_is_told_so(said: str) -> None:
    """After the decision a vote, or a changed one, does nothing, and whoever cast it is told what became of the card."""
    scene = Polls()
    code = scene.draft()
    match said:
        case "approved" | "refused":
            scene.votes("yes" if said == "approved" else "no")
            scene.waits(10)
        case "timed-out":
            scene.waits(595)
            scene.votes("yes")
            assert posted(scene.waits(30)) == []
        case "withdrawn":
            scene.says(KIM, "!withdraw")
    assert scene.verdict(code) == said
    told = scene.votes("no" if said == "approved" else "yes")
    assert keys(told) == ["card-closed"]
    assert isinstance(told[0], Reply)
    assert (told[0].where, told[0].to) == (Desk(), scene.polls[-1][1])
    assert posted(scene.waits(30)) == []


@try_each("how", ["client", "unsigned", "changed", "late", "overdue", "gone"])
def test_whose_vote_does_not_count(how: str) -> None:
    """A vote counts of whom a reply would: not of a client, who is not here, on an unsigned device, nor long after it was cast."""
    scene = Polls(therapists=(str(ANA), str(BEA)))
    code = scene.draft()
    said: dict[str, list[str]] = {
        "client": [],
        "unsigned": ["verify-first"],
        "changed": ["identity-changed"],
        "late": ["vote-again"],
        "overdue": ["vote-again"],
        "gone": [],
    }
    match how:
        case "client" | "gone":
            told = scene.votes("yes", KIM if how == "client" else BEA)
        case "unsigned":
            told = scene.votes("yes", signed=False)
        case _:
            told = scene.votes("yes", changed=how == "changed", late=how == "late", overdue=how == "overdue")
    assert keys(told)[:1] == said[how][:1]
    assert posted(scene.waits(60)) == []
    assert scene.room.draft(code)


def test_a_vote_dies_with_what_the_card_rests_on() -> None:
    """A vote is nothing once its card is dead: turned off, withdrawn, or changed within the ten seconds."""
    scene = Polls()
    code = scene.draft()
    scene.votes("yes")
    effects = scene.says(KIM, "!stop")
    assert scene.verdict(code) is Verdict.FLOOR_OFF
    assert ended(effects) == [scene.polls[-1][1]]
    assert posted(scene.waits(60)) == []


def test_a_frozen_room_takes_no_vote() -> None:
    """The operator's freeze ends every vote that waits; one that is cast meanwhile is told that all waits."""
    scene = Polls()
    scene.draft()
    scene.votes("yes")
    scene.happens(Frozen(scene.id(), scene.now))
    assert scene.room.ballots[-1].votes == ()
    assert keys(scene.votes("yes")) == ["incident-paused"]
    assert posted(scene.waits(60)) == []
    assert posted(scene.happens(Frozen(scene.id(), scene.now, lifted=True))) == []
    assert posted(scene.waits(60)) == []


def test_no_vote_counts_while_nobody_can_be_heard() -> None:
    """A vote that comes to count while the homeserver does not answer does not: a changed one may be on its way."""
    scene = Polls()
    code = scene.draft()
    scene.votes("yes")
    scene.now += 10
    effects = scene.happens(Elapsed(scene.id(), scene.now, deaf=True))
    assert (posted(effects), keys(effects)) == ([], ["vote-again"])
    assert scene.room.draft(code)
    assert scene.waits(60) == ()
    scene.votes("yes")
    assert len(posted(scene.waits(10))) == 1


def test_whoever_comes_to_the_desk_gets_a_poll() -> None:
    """Cards that are laid again for a therapist who comes later bring their polls; all of them are closed in the end."""
    scene = Polls()
    scene.draft()
    scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    assert len(scene.polls) == 2
    scene.votes("yes")
    assert ended(scene.waits(10)) == [event for _, event in scene.polls]


def test_a_poll_that_stands_too_late_is_closed() -> None:
    """A poll whose draft is decided before it stands is closed as soon as it does."""
    scene = Polls()
    code = scene.draft()
    scene.at_desk(ANA, "ok", code)
    late = scene.happens(Polled(scene.id(), scene.now, EventId("$late"), code))
    assert ended(late) == [EventId("$late")]


def test_without_polls_no_vote_counts() -> None:
    """When policy has polls no more, the open ones are closed and their answers decide nothing; the card waits."""
    scene = Polls()
    code = scene.draft()
    scene.votes("yes")
    scene.policy = policy(MODEL, approval="all")
    effects = scene.waits(15)
    assert ended(effects) == [scene.polls[-1][1]]
    assert posted(effects) == []
    assert keys(scene.votes("yes")) == ["poll-over"]
    assert posted(scene.waits(15)) == []
    assert scene.room.draft(code)


def test_a_vote_is_a_sign_of_life() -> None:
    """A therapist who votes is there: the AI does not go off for their absence."""
    scene = Polls(stale_after=60, absence=5)
    scene.draft()
    for _ in range(3):
        scene.waits(200)
        scene.votes("no")
        scene.votes("-")
    assert scene.room.is_on


def test_forgotten_drafts_leave_no_ballot() -> None:
    """What is kept of a poll goes with what is kept of its draft."""
    scene = Polls()
    code = scene.draft()
    scene.at_desk(ANA, "no", code)
    assert scene.room.ballots
    scene.waits(25 * 3600)
    assert scene.room.ballots == ()


def test_no_poll_where_nothing_can_be_let_out() -> None:
    """Under `posts: never` nobody is asked whether to let a draft out."""
    (scene := Polls(posts="never")).draft()
    assert scene.polls == []
