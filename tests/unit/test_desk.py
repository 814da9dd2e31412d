"""Scenes at the desk: nothing the AI writes gets out before a therapist lets it out, and exactly that does."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, Scene, keys, on_desk, policy, posted

from bot.model import (
    Amend,
    Answered,
    Ask,
    Came,
    Cancel,
    Card,
    Desk,
    Edited,
    EventId,
    Heard,
    Left,
    Notice,
    Open,
    Person,
    Present,
    Reacted,
    Redacted,
    Reply,
    SessionRoom,
    UserId,
    Verdict,
)
from bot.session.attention import is_edit_heeded, limit_attention
from bot.session.decide import decide
from bot.words import render_words

BEN = UserId("@ben:clinic")


def verdict(scene: Scene, code: str) -> Verdict | None:
    """Return what became of a draft, None while it waits."""
    return next((outcome.verdict for outcome in scene.room.outcomes if outcome.code == code), None)


def test_an_answer_waits_for_the_therapist() -> None:
    """The therapist's ok lets the answer out, labelled and as a reply that calls the asker; the client's does not."""
    scene = on_desk()
    (asked,) = scene.says(KIM, "!explain sleep hygienics")
    assert isinstance(asked, Ask)
    (card,) = scene.answers(asked.question, "Small habits that help you sleep.")
    assert keys(tuple(scene.effects[-1:])) == ["approval-waits"]
    assert isinstance(card, Card)
    assert (card.code, card.where, card.mentions, card.words.key) == ("K1", Desk(), (), "card-draft")
    assert posted(scene.says(KIM, "ok K1")) == []
    assert scene.says(KIM, "ok", reply_to=scene.stands["K1"]) == ()
    (reply,) = posted(scene.at_desk(ANA, "ok", "K1"))
    assert (reply.to, reply.mentions, reply.mark.approved_by) == (asked.question, (), ANA)
    assert reply.mark.generated
    assert "approved by Ana" in render_words(reply.words)


@try_each("typed", ["ok", "OK.", "oke", "ya", "Kirim!", "yes", "send", "ok K1", "Ya k1"])
def test_yes_in_two_languages(typed: str) -> None:
    """Any of the words for yes lets a draft out, as a reply, or with its code."""
    scene = on_desk()
    scene.draft()
    reply_to = "" if "1" in typed else "K1"
    assert len(posted(scene.at_desk(ANA, typed, reply_to))) == 1


@try_each("typed", ["no", "tidak", "Jangan.", "no K1"])
def test_no_in_two_languages(typed: str) -> None:
    """Any of the words for no drops a draft: nothing gets out, the card says so, and it cannot be let out later."""
    scene = on_desk()
    scene.draft()
    effects = scene.at_desk(ANA, typed, "" if "1" in typed else "K1")
    assert posted(effects) == []
    assert keys(effects) == ["outcome-kept", "approval-not-let-out"]
    assert verdict(scene, "K1") is Verdict.REFUSED
    assert posted(scene.at_desk(ANA, "ok", "K1")) == []


def test_the_therapists_own_wording_is_shown_once_more() -> None:
    """A corrected text becomes a draft with a code of its own, and goes out, marked as edited, only after an ok."""
    scene = on_desk()
    scene.draft()
    first = scene.at_desk(ANA, "Habits for better sleep.", "K1")
    assert posted(first) == []
    assert [card.code for card in first if isinstance(card, Card)] == ["K2"]
    assert posted(scene.at_desk(ANA, "ok", "K1")) == []
    (reply,) = posted(scene.at_desk(ANA, "ok K2"))
    text = render_words(reply.words)
    assert "Habits for better sleep." in text
    assert "edited and approved by Ana" in text
    assert reply.mark.generated


def test_a_placeholder_of_nobody_never_goes_out() -> None:
    """An answer that names somebody by an unknown placeholder waits at the desk, marked; only other words can go out."""
    for rules in (policy(), policy(approval="all")):
        scene = Scene(rules).listening()
        asked = next(ask for ask in scene.says(KIM, "!explain gobbledyquux") if isinstance(ask, Ask))
        answer = Answered(
            scene.id(), scene.now, asked.question, "gobbledyquux, as [PERSON_9] said", "house", "small", unknown=("x",)
        )
        card = next(card for card in scene.happens(answer) if isinstance(card, Card))
        assert "stands for nobody" in render_words(card.words)
        held = scene.at_desk(ANA, "ok", card.code)
        assert (posted(held), keys(held)) == ([], ["card-placeholder"])
        scene.at_desk(ANA, "my own wording here", card.code)
        assert len(posted(scene.at_desk(ANA, "ok K2"))) == 1


def test_a_code_that_nothing_has_decides_nothing() -> None:
    """Where no card goes by the code, the bot says which are open; where none waits it says nothing."""
    scene = on_desk()
    assert scene.at_desk(ANA, "ok") == ()
    scene.draft()
    assert keys(scene.at_desk(ANA, "ok K7")) == ["card-which"]
    assert len(scene.room.drafts) == 1


def test_a_reply_that_a_server_could_have_made_decides_nothing() -> None:
    """Where which card is meant stands outside the encryption alone, a reply decides nothing; its code decides."""
    scene = on_desk()
    scene.draft()
    for typed in ("ok", "no", "my own wording"):
        assert keys(scene.at_desk(ANA, typed, "K1", loose=True)) == ["card-name-it"]
    assert len(posted(scene.at_desk(ANA, "ok K1", loose=True))) == 1


@try_each("typed", ["ok all", "approve all", "ok K1 K2", "ya semua"])
def test_nothing_says_approve_all(typed: str) -> None:
    """Each draft is decided on by itself."""
    scene = on_desk()
    scene.draft()
    scene.draft()
    assert posted(scene.at_desk(ANA, typed)) == []
    assert len(scene.room.drafts) == 2


def test_only_a_therapist_decides_even_at_the_desk() -> None:
    """Whoever a homeserver has put at the desk, their words decide nothing and are not kept."""
    scene = on_desk()
    scene.draft()
    assert scene.at_desk(KIM, "ok", "K1") == ()
    assert scene.at_desk(KIM, "something else", "K1") == ()
    heard = Heard(EventId("$x"), KIM, scene.now, "ok", scene.stands["K1"], where=Desk())
    assert limit_attention(scene.room, heard, scene.policy) is None


def test_a_decision_needs_a_cross_signed_device() -> None:
    """An ok from a device that its owner has not cross-signed is refused with how to verify it."""
    scene = on_desk()
    scene.draft()
    assert keys(scene.at_desk(ANA, "ok", "K1", signed=False)) == ["verify-first"]
    assert len(scene.room.drafts) == 1


def test_a_decision_is_not_taken_late() -> None:
    """An ok that was typed while the bot was away, or whose key came late, has to be typed again."""
    for late in ({"late": True}, {"overdue": True}):
        scene = on_desk()
        scene.draft()
        assert keys(scene.at_desk(ANA, "ok", "K1", **late)) == ["type-again"]
        assert len(scene.room.drafts) == 1


def test_the_second_therapist_is_told() -> None:
    """Whoever comes second hears what the first decided, and nothing is posted twice."""
    scene = Scene(policy(approval="all", therapists=(str(ANA), str(BEN))))
    scene.joins(Person(BEN, "Ben"))
    for who in (BEN, KIM):
        scene.says(who, "!agree")
    scene.says(ANA, "!listen")
    scene.draft()
    assert len(posted(scene.at_desk(BEN, "ok", "K1"))) == 1
    late = scene.at_desk(ANA, "no", "K1")
    assert keys(late) == ["card-closed"]
    assert isinstance(late[0], Reply)
    assert "Ben has approved this already" in render_words(late[0].words)
    assert posted(late) == []


@try_each("change", ["edit", "redaction", "withdrawal", "stop", "newcomer", "leaving", "time"])
def test_a_draft_dies_with_what_it_rests_on(change: str) -> None:
    """Edit, deletion, withdrawal, `!stop`, other people or time: the card says so, and an ok lets nothing out."""
    scene = on_desk()
    scene.says(KIM, "the words it rests on")
    target = scene.room.window[-1].id
    scene.draft("!express something rough")
    effects = {
        "edit": lambda: scene.happens(Edited(scene.id(), KIM, scene.now, target, "other words")),
        "redaction": lambda: scene.happens(Redacted(scene.id(), KIM, scene.now, target)),
        "withdrawal": lambda: scene.says(KIM, "!withdraw"),
        "stop": lambda: scene.says(KIM, "!stop"),
        "newcomer": lambda: scene.joins(Person(UserId("@lee:clinic"), "Lee")),
        "leaving": lambda: scene.happens(Left(scene.id(), scene.now, KIM)),
        "time": lambda: scene.waits(10 * 60),
    }[change]()
    amended = [effect for effect in effects if isinstance(effect, Amend) and effect.where == Desk()]
    assert {effect.mark.kind for effect in amended} == {"outcome"}
    assert scene.room.drafts == ()
    late = scene.at_desk(ANA, "ok", "K1")
    assert posted(late) == []
    assert keys(late) == ["card-closed"]


def test_an_edited_question_kills_its_draft() -> None:
    """When the message that asked is edited or deleted, its draft is dead, and that question is never asked again."""
    for gone in (True, False):
        scene = on_desk()
        scene.draft()
        question = scene.room.drafts[0].pending.question
        event = (
            Redacted(scene.id(), KIM, scene.now, question)
            if gone
            else Edited(scene.id(), KIM, scene.now, question, "other")
        )
        scene.happens(event)
        assert verdict(scene, "K1") is Verdict.WITHDRAWN
        assert keys(scene.at_desk(ANA, "again", "K1")) == ["card-closed"]


def test_a_draft_that_was_not_what_was_shown_is_not_let_out() -> None:
    """Approval binds to text, room, grounds and people: where any differs from what was shown, nothing gets out."""
    for wrong in ({"text": "another text"}, {"binding": "0" * 64}):
        scene = on_desk()
        scene.draft()
        scene.room = replace(scene.room, drafts=(replace(scene.room.drafts[0], **wrong),))  # type: ignore[arg-type]  # tests name fields
        assert posted(scene.at_desk(ANA, "ok", "K1")) == []
        assert verdict(scene, "K1") is Verdict.CHANGED


def test_newer_talk_ends_nothing_that_somebody_asked_for() -> None:
    """An `!ask` answer outlives a new line of talk as an explanation does; it dies of what it rests on."""
    scene = on_desk()
    scene.says(KIM, "we spoke of sleep")
    about = scene.room.window[-1].id
    scene.draft("!ask what was said?", ANA)
    scene.draft("!ask what was said then?", ANA)
    assert keys(scene.says(KIM, "and of something new")) == []
    assert len(posted(scene.at_desk(ANA, "ok", "K1"))) == 1
    scene.happens(Edited(scene.id(), KIM, scene.now, about, "we spoke of waking"))
    assert verdict(scene, "K2") is Verdict.CHANGED


def test_a_card_says_how_much_was_said_meanwhile() -> None:
    """What people wrote while the model was thinking is counted on the card."""
    scene = on_desk()
    asked = next(ask for ask in scene.says(KIM, "!explain gobbledyquux") if isinstance(ask, Ask))
    scene.says(KIM, "one")
    scene.says(ANA, "two")
    (card,) = scene.answers(asked.question, "an answer")
    assert isinstance(card, Card)
    assert "2 newer messages" in render_words(card.words)


def test_a_stale_draft_can_be_asked_for_again() -> None:
    """`again` on a stale card asks the model once more, under the room as it is now; it makes one new draft."""
    scene = on_desk()
    scene.draft()
    scene.waits(10 * 60)
    assert verdict(scene, "K1") is Verdict.TIMED_OUT
    effects = scene.at_desk(ANA, "again", "K1")
    (asked,) = [effect for effect in effects if isinstance(effect, Ask)]
    assert keys(scene.at_desk(ANA, "lagi", "K1")) == ["card-closed"]
    (card,) = scene.answers(asked.question, "a fresh answer")
    assert isinstance(card, Card)
    assert len(posted(scene.at_desk(ANA, f"ok {card.code}"))) == 1


def test_again_waits_for_the_floor() -> None:
    """After `!stop` nothing is asked again before a therapist turns the AI on."""
    scene = on_desk()
    scene.draft()
    scene.says(KIM, "!stop")
    assert keys(scene.at_desk(ANA, "again", "K1")) == ["needs-listen"]
    scene.says(ANA, "!listen")
    assert [ask for ask in scene.at_desk(ANA, "again", "K1") if isinstance(ask, Ask)]


def test_a_draft_keeps_no_words_after_its_end() -> None:
    """What a dead draft said is nowhere in the room's state; the question goes after `retention.drafts` hours."""
    scene = on_desk(retention={"drafts": 1})
    scene.draft("!express a rough thing", text="the drafted words")
    scene.waits(10 * 60)
    assert "the drafted words" not in repr(vars_of(scene))
    assert scene.room.outcomes[0].again is not None
    scene.waits(2 * 3600)
    assert scene.room.outcomes == ()


def vars_of(scene: Scene) -> list[object]:
    """Return everything in the room's drafts and outcomes, also what a repr hides."""
    drafts = [(draft.text, draft.pending.request) for draft in scene.room.drafts]
    return [*drafts, *((outcome.again.request if outcome.again else "") for outcome in scene.room.outcomes)]


def test_reactions_count_only_where_policy_says_so() -> None:
    """A tick on a card is nothing, since a homeserver can forge it, unless the clinic has said that it trusts its own."""
    for trusted in (False, True):
        scene = on_desk(reactions=trusted)
        scene.draft()
        by_kim = scene.happens(Reacted(scene.id(), KIM, scene.now, scene.stands["K1"], "✅"))
        by_ana = scene.happens(Reacted(scene.id(), ANA, scene.now, scene.stands["K1"], "✅\ufe0f"))
        assert posted(by_kim) == []
        assert len(posted(by_ana)) == int(trusted)


def test_a_cross_reaction_drops_the_draft() -> None:
    """A cross on a card is a no."""
    scene = on_desk(reactions=True)
    scene.draft()
    scene.happens(Reacted(scene.id(), ANA, scene.now, scene.stands["K1"], "❌"))
    assert verdict(scene, "K1") is Verdict.REFUSED


def test_desk_talk_is_never_kept() -> None:
    """What therapists say to each other at the desk is not noted; that one is there is, while the AI is on."""
    scene = on_desk()
    heard = Heard(EventId("$x"), ANA, scene.now, "between us: Kim worries me", signed=True, where=Desk())
    assert limit_attention(scene.room, heard, scene.policy) == Present(
        heard.id, heard.at, ANA, signed=True, where=Desk()
    )
    scene.says(ANA, "!stop")
    assert limit_attention(scene.room, heard, scene.policy) is None


def test_a_therapist_at_the_desk_is_not_absent() -> None:
    """A word at the desk counts for `absence` as one in the room does."""
    scene = on_desk()
    scene.waits(14 * 60)
    scene.happens(Present(scene.id(), scene.now, ANA, signed=True))
    assert scene.waits(14 * 60) == ()
    assert keys(scene.waits(2 * 60)) == ["floor-off-absence"]


def test_commands_at_the_desk_are_answered_at_the_desk() -> None:
    """A therapist's question at the desk is answered there, at once, and the client sees nothing of it."""
    scene = on_desk()
    scene.says(KIM, "we spoke of sleep")
    (asked,) = scene.at_desk(ANA, "!ask what was said?")
    assert isinstance(asked, Ask)
    (reply,) = scene.answers(asked.question, "They spoke of sleep.")
    assert isinstance(reply, Reply)
    assert reply.where == Desk()
    (told,) = scene.at_desk(ANA, "!status")
    assert isinstance(told, Reply)
    assert told.where == Desk()


def test_a_switch_at_the_desk_is_said_in_the_room() -> None:
    """Turning the AI on or off from the desk is said aloud in the session room, so that it rings there."""
    scene = on_desk()
    for typed in ("!off", "!listen"):
        effects = scene.at_desk(ANA, typed)
        (aloud,) = [effect for effect in effects if isinstance(effect, Notice) and effect.where == SessionRoom()]
        assert aloud.rings
        assert [effect for effect in effects if isinstance(effect, Reply) and effect.where == Desk()]


def test_whoever_comes_to_the_desk_gets_the_waiting_cards() -> None:
    """A therapist who comes to the desk cannot read what was said before: greeting and cards come again, and count."""
    scene = on_desk()
    scene.draft()
    effects = scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    assert keys(effects) == ["desk-greeting", "card-draft"]
    assert len(posted(scene.at_desk(ANA, "ok", "K1"))) == 1


def test_the_desk_is_seen_to_as_therapists_come_and_go() -> None:
    """The desk is made on arrival, and looked after when a therapist joins or leaves the session room."""
    scene = Scene(policy(approval="all", therapists=(str(ANA), str(BEN))))
    assert Open(Desk()) in scene.effects
    assert Open(Desk()) in scene.joins(Person(BEN, "Ben"))
    assert Open(Desk()) in scene.happens(Left(scene.id(), scene.now, BEN))
    assert Open(Desk()) not in scene.joins(Person(UserId("@lee:clinic"), "Lee"))


def test_what_was_let_out_is_dropped_if_its_question_goes_first() -> None:
    """An answer that is let out but does not stand in the room yet is dropped when its question is deleted."""
    scene = on_desk()
    scene.draft()
    question = scene.room.drafts[0].pending.question
    heard = Heard(scene.id(), ANA, scene.now, "ok K1", signed=True, where=Desk())
    scene.room = decide(scene.room, heard, scene.policy).room  # not posted yet
    assert Cancel(question) in scene.happens(Redacted(scene.id(), KIM, scene.now, question))
    assert scene.room.said == ()


def test_edits_that_matter_are_kept() -> None:
    """While the AI is off an edit of what a draft or answer rests on is still taken in; any other is not."""
    scene = on_desk()
    scene.draft()
    question = scene.room.drafts[0].pending.question
    assert is_edit_heeded(scene.room, Edited(EventId("$y"), KIM, scene.now, question, "other"))
    assert not is_edit_heeded(scene.room, Edited(EventId("$y"), KIM, scene.now, EventId("$elsewhere"), "other"))
