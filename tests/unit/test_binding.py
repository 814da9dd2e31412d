"""What an approval is of, and what stands in its way: each single thing counts, also where another guard stands before it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from scene import ANA, KIM, Scene, asks, keys, on_desk, posted

from bot.model import (
    Alarm,
    Card,
    Decision,
    Desk,
    Direct,
    Draft,
    EventId,
    Ground,
    Heard,
    Language,
    Mark,
    Pending,
    Person,
    Reacted,
    Reply,
    Room,
    RoomId,
    SessionRoom,
    Shown,
    Task,
    UserId,
    Verdict,
)
from bot.session.decide import decide
from bot.session.desk.approval import approve_draft
from bot.session.desk.card_text import find_reply_target
from bot.session.desk.verdict import is_verdict
from bot.session.talk.sources import is_unchanged


def with_draft() -> Scene:
    """Return a scene with one draft at the desk that rests on a message of Kim's."""
    scene = on_desk()
    scene.says(KIM, "the words it rests on")
    scene.draft("!express something rough")
    return scene


def with_pending(draft: Draft, **changed: object) -> Draft:
    """Return a draft that answers another question."""
    return replace(draft, pending=replace(draft.pending, **changed))  # type: ignore[arg-type]  # tests name fields


def with_ground(draft: Draft, **changed: object) -> Draft:
    """Return a draft that rests on something else."""
    first, *rest = draft.pending.rests_on
    return with_pending(draft, rests_on=(replace(first, **changed), *rest))  # type: ignore[arg-type]  # tests name fields


@pytest.mark.parametrize(
    "change",
    [
        lambda room, draft: (room, replace(draft, text="another text")),
        lambda room, draft: (replace(room, id=RoomId("!other:clinic")), draft),
        lambda room, draft: (room, with_pending(draft, where=Direct(KIM))),
        lambda room, draft: (room, with_pending(draft, question=EventId("$other"))),
        lambda room, draft: (room, with_pending(draft, rests_on=())),
        lambda room, draft: (room, with_ground(draft, event=EventId("$other"))),
        lambda room, draft: (room, with_ground(draft, sender=ANA)),
        lambda room, draft: (replace(room, window=()), with_ground(draft, sha256="0" * 64)),
        lambda room, draft: (replace(room, roster=room.roster[:1]), draft),
        lambda room, draft: (replace(room, roster=(*room.roster, Person(UserId("@lee:clinic"), "Lee"))), draft),
    ],
    ids=["text", "room", "place", "question", "grounds", "message", "writer", "words", "fewer people", "more people"],
)
def test_an_approval_is_of_exactly_what_was_shown(change: Callable[[Room, Draft], tuple[Room, Draft]]) -> None:
    """Text, room, place, question, each message it rests on and each person who will read it: any other, and it is void."""
    scene = with_draft()
    (draft,) = scene.room.drafts
    assert is_unchanged(scene.room, draft)
    room, other = change(scene.room, draft)
    assert not is_unchanged(room, other)
    decision = approve_draft(replace(room, drafts=(other,)), other, scene.policy, ANA, scene.now)
    assert posted(decision.effects) == []
    assert [outcome.verdict for outcome in decision.room.outcomes] == [Verdict.CHANGED]


def test_words_that_changed_in_the_window_are_seen_there() -> None:
    """Where a message that an answer rests on has other words now, the answer is void, though nobody touched the draft."""
    scene = with_draft()
    lines = tuple(replace(line, text="other words") for line in scene.room.window)
    assert not is_unchanged(replace(scene.room, window=lines), scene.room.drafts[0])


def let_out(scene: Scene, **changed: object) -> Decision:
    """Let the draft out in a room that is otherwise."""
    room = replace(scene.room, **changed)  # type: ignore[arg-type]  # tests name fields
    return approve_draft(room, room.drafts[0], scene.policy, ANA, scene.now)


def test_each_guard_of_a_release_holds_alone() -> None:
    """A frozen room, an alarm, or an asker who no longer agrees: nothing gets out, though what comes before let it through."""
    scene = with_draft()
    frozen = let_out(scene, frozen_since=1.0)
    alarmed = let_out(scene, alarms=(Alarm("A1", "crisis", scene.now),))
    disagreed = let_out(scene, consents=tuple(consent for consent in scene.room.consents if consent.person != KIM))
    assert [posted(decision.effects) for decision in (frozen, alarmed, disagreed)] == [[], [], []]
    assert (keys(frozen.effects), keys(alarmed.effects)) == (["incident-paused"], ["card-paused"])
    assert len(frozen.room.drafts) == len(alarmed.room.drafts) == 1
    assert [outcome.verdict for outcome in disagreed.room.outcomes] == [Verdict.WITHDRAWN]
    assert len(posted(let_out(scene).effects)) == 1


def test_what_was_let_out_is_remembered_with_its_time() -> None:
    """An answer that was let out is known by when and by whom, so that it is forgotten in time."""
    scene = with_draft()
    scene.at_desk(ANA, "ok", "K1")
    assert [(said.code, said.approved_by, said.at) for said in scene.room.said] == [("K1", ANA, scene.now)]


def test_a_correction_of_nothing_is_none() -> None:
    """Own words of which nothing is left when they are fit to post change nothing: the draft waits on."""
    scene = with_draft()
    assert keys(scene.at_desk(ANA, "![](x) *** ![](x) ***", "K1")) == ["card-empty"]
    assert [draft.code for draft in scene.room.drafts] == ["K1"]


def test_a_correction_has_its_own_time() -> None:
    """A corrected draft waits as long as any, from the correction on."""
    scene = with_draft()
    scene.waits(9 * 60)
    scene.at_desk(ANA, "say: other words", "K1")
    assert scene.room.drafts[0].at == scene.now
    scene.waits(5 * 60)
    assert [draft.code for draft in scene.room.drafts] == ["K2"]
    scene.waits(6 * 60)
    assert scene.room.drafts == ()


def test_what_became_of_a_draft_is_told_of_that_draft() -> None:
    """Of two drafts that ended, a late word is answered with what became of the one it names."""
    scene = on_desk()
    scene.draft()
    scene.draft()
    scene.at_desk(ANA, "no K1")
    scene.at_desk(ANA, "ok K2")
    for code, verdict in ("K1", Verdict.REFUSED), ("K2", Verdict.APPROVED):
        (told,) = scene.at_desk(ANA, f"ok {code}")
        assert isinstance(told, Reply)
        said = dict(told.words.args)
        assert (said["code"], said["verdict"], said["person"]) == (code, verdict, "Ana")


def test_asking_again_for_what_waits_names_it() -> None:
    """`again` on a draft that waits is answered with its code, and asks nobody."""
    scene = with_draft()
    (told,) = scene.at_desk(ANA, "again", "K1")
    assert isinstance(told, Reply)
    assert (told.words.key, dict(told.words.args)["code"]) == ("card-open", "K1")


def test_a_reaction_is_about_the_card_it_stands_on() -> None:
    """With several drafts at the desk a tick lets out the one whose card it is on, and a tick elsewhere none."""
    scene = on_desk(reactions=True)
    scene.draft()
    scene.draft()
    assert scene.happens(Reacted(scene.id(), ANA, scene.now, EventId("$elsewhere"), "✅")) == ()
    (reply,) = posted(scene.happens(Reacted(scene.id(), ANA, scene.now, scene.stands["K2"], "✅")))
    assert reply.code == "K2"


def test_every_card_of_a_draft_counts() -> None:
    """Where a card was laid again, a word on the earlier one counts as one on the newer."""
    scene = with_draft()
    earlier = scene.stands["K1"]
    scene.happens(Shown(scene.id(), scene.now, EventId("$newer"), "K1", Desk()))
    assert scene.room.drafts[0].cards == (earlier, EventId("$newer"))
    assert len(posted(scene.says(ANA, "ok", where=Desk(), reply_to=earlier))) == 1


def test_an_answer_stands_where_it_was_let_out_to() -> None:
    """What was let out is known by the message in its own place: one with its code elsewhere, as a card, is not that answer."""
    scene = with_draft()
    heard = Heard(scene.id(), ANA, scene.now, "ok K1", signed=True, where=Desk())
    scene.room = decide(scene.room, heard, scene.policy).room  # not posted yet
    scene.happens(Shown(scene.id(), scene.now, EventId("$card"), "K1", Desk()))
    assert [(said.event, said.cards) for said in scene.room.said] == [(None, (EventId("$card"),))]
    scene.happens(Shown(scene.id(), scene.now, EventId("$answer"), "K1", SessionRoom()))
    assert [said.event for said in scene.room.said] == ["$answer"]


def test_a_card_says_what_wrote_it() -> None:
    """A card is marked as a draft, as generated, and with the backend and its model."""
    scene = on_desk()
    asked = asks(scene.says(KIM, "!explain gobbledyquux"))[0]
    (card,) = scene.answers(asked.question, "an answer")
    assert isinstance(card, Card)
    assert card.mark == Mark("draft", generated=True, backend="house", model="small")


@pytest.mark.parametrize(
    ("rules", "posts"), [({}, "yes"), ({"mode": "simulate"}, "simulated"), ({"posts": "never"}, "never")]
)
def test_a_card_says_whether_its_answer_may_go_out(rules: dict[str, object], posts: str) -> None:
    """Where the AI may post, where it only plays at it, and where it may not, the card says so."""
    scene = on_desk(**rules)
    asked = asks(scene.says(KIM, "!explain gobbledyquux"))[0]
    card = next(answer for answer in scene.answers(asked.question, "an answer") if isinstance(answer, Card))
    assert dict(card.words.args)["posts"] == posts


def test_an_answer_that_rests_on_nothing_answers_its_question() -> None:
    """A summary hangs on the last message that it is about; without any, on the one that asked."""
    bare = Pending(EventId("$q"), KIM, Task.SUMMARY, Language("en"))
    assert find_reply_target(bare) == "$q"
    rests_on = tuple(Ground(EventId(event), KIM, "", 1.0) for event in ("$a", "$b"))
    assert find_reply_target(replace(bare, rests_on=rests_on)) == "$b"
    assert find_reply_target(replace(bare, rests_on=rests_on, task=Task.EXPLAIN)) == "$q"


def test_what_is_meant_for_a_card_is_heard() -> None:
    """A word, or a word with any code, is meant for a card only while cards wait, and only if it replies to nothing else."""
    scene = on_desk()

    def meant(text: str, reply_to: str | None = None) -> bool:
        heard = Heard(scene.id(), ANA, scene.now, text, EventId(reply_to) if reply_to else None, where=Desk())
        return is_verdict(scene.room, heard)

    assert [meant(text) for text in ("ok", "ok K9", "no")] == [False, False, False]
    scene.draft()
    assert [meant(text) for text in ("ok", "ok K9", "No!", "again.")] == [True, True, True, True]
    assert [meant(text) for text in ("fine", "perhaps it is K9", "ok then")] == [False, False, False]
    assert [meant(text, "$elsewhere") for text in ("ok", "ok K9")] == [False, False]
