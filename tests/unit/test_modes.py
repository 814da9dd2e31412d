"""Scenes under other policies than the usual: what goes through unseen, what never does, and what is offered unasked."""

from scene import ANA, GUARDIAN, KIM, MODEL, Scene, asks, keys, on_desk, policy, posted

from bot.model import (
    TYPING_LASTS,
    Ask,
    Card,
    Desk,
    Notice,
    Reply,
    Retract,
    Typing,
)
from bot.session.offers.initiative import PAUSE
from bot.words import render_words


def test_unasked_lets_through_what_was_asked_for() -> None:
    """Under `approval: unasked` an answer that somebody asked for goes straight to them, and can be retracted."""
    scene = Scene(policy()).listening()
    (asked,) = scene.says(KIM, "!explain gobbledyquux")
    assert isinstance(asked, Ask)
    (reply,) = posted(scene.answers(asked.question, "an answer"))
    assert reply.mark.approved_by is None
    assert scene.says(ANA, "!retract", reply_to=scene.posts[reply.code])[0] == Retract(scene.posts[reply.code])


def test_where_the_ai_may_not_post_an_ok_lets_nothing_out() -> None:
    """Under `posts: never` the answer goes to the desk alone, and no word of a therapist posts it."""
    scene = on_desk(posts="never")
    scene.says(KIM, "!explain gobbledyquux")
    scene.answers(scene.room.pending[0].question, "an answer")
    notice = scene.effects[-1]
    assert isinstance(notice, Reply)
    assert "may not write AI text in this room" in render_words(notice.words)
    effects = scene.at_desk(ANA, "ok", "K1")
    assert posted(effects) == []
    assert keys(effects) == ["card-never"]
    assert keys(scene.says(KIM, "!explain rumination")) == ["glossary-answer"]


def test_posts_never_holds_under_unasked_too() -> None:
    """`posts: never` keeps AI text out of the room whatever `approval` says; `approved` asks a therapist first."""
    for posts in ("never", "approved"):
        scene = Scene(policy(posts=posts)).listening()
        scene.draft()
        assert len(scene.room.drafts) == 1


def test_a_simulation_posts_only_at_the_desk() -> None:
    """Under `mode: simulate` everything runs, and what would have been said is shown at the desk, marked."""
    scene = on_desk(mode="simulate")
    scene.draft()
    effects = scene.at_desk(ANA, "ok", "K1")
    assert posted(effects) == []
    (shown,) = [effect for effect in effects if isinstance(effect, Notice)]
    assert shown.where == Desk()
    assert "SIMULATED" in render_words(shown.words)


def test_a_minors_words_always_wait() -> None:
    """Where the client is a minor, `!express` waits for the therapist also under `approval: unasked`."""
    scene = Scene(policy(minor=True, guardian=GUARDIAN)).listening()
    scene.draft("!express it is all too much")
    assert len(scene.room.drafts) == 1


def test_a_disclaimer_stands_on_every_answer() -> None:
    """Where the law asks for it, every AI message says how to reach a human, also an approved one."""
    scene = on_desk(disclaimer=True)
    scene.draft()
    (reply,) = posted(scene.at_desk(ANA, "ok", "K1"))
    assert "reach a human" in render_words(reply.words)


def speaking(**rules: object) -> Scene:
    """Return a scene in which the AI may offer something."""
    scene = Scene(policy(MODEL, floor_max="speak", **rules))
    scene.says(KIM, "!agree")
    assert keys(scene.says(ANA, "!speak")) == ["speak-on"]
    return scene


def test_an_offer_comes_after_a_pause_to_the_desk() -> None:
    """After ten minutes, in a pause, the model is asked for an offer; it is a draft at the desk even under `unasked`."""
    scene = speaking()
    scene.waits(9 * 60)
    scene.says(KIM, "at home we talk past each other")
    scene.says(ANA, "do we?")
    (asked,) = asks(scene.waits(2 * 60))
    assert asked.task == "offer"
    (card,) = scene.answers(asked.question, "two-meanings: They mean two things by 'home'. [1, 2]")
    assert isinstance(card, Card)
    assert len(posted(scene.at_desk(ANA, "ok", card.code))) == 1


def test_no_offer_is_the_usual_answer() -> None:
    """When the model has nothing to offer, nobody hears of it."""
    scene = speaking()
    scene.waits(9 * 60)
    scene.says(KIM, "we talk")
    (asked,) = asks(scene.waits(2 * 60))
    assert scene.answers(asked.question, "Nothing.") == ()


def test_offers_are_seldom() -> None:
    """The model is asked once in `initiative.every` minutes at most, and not without new talk."""
    scene = speaking(initiative={"every": 10, "max": 5}, absence=600, idle=600)
    scene.says(KIM, "talk")
    (first,) = asks(scene.waits(11 * 60))
    scene.answers(first.question, "nothing")
    at = scene.now
    assert asks(scene.waits(30 * 60)) == []
    scene.says(KIM, "talk")
    (second,) = asks(scene.waits(60))
    scene.answers(second.question, "nothing")
    scene.says(KIM, "talk")
    assert asks(scene.waits(9 * 60)) == []
    assert scene.now - at > 39 * 60


def test_so_many_offers_in_a_session() -> None:
    """At most `initiative.max` offers are laid at the desk; that there was nothing to offer does not count."""
    scene = speaking(initiative={"every": 10, "max": 2}, absence=600, idle=600)
    for number, said in enumerate(("nothing", "term: A word. [{}]", "idiom: Another. [{}]", "nothing"), start=1):
        scene.waits(10 * 60)
        scene.says(KIM, "more talk")
        for asked in asks(scene.waits(60)):
            for card in scene.answers(asked.question, said.format(len(asked.context))):
                assert isinstance(card, Card)
                scene.at_desk(ANA, "no", card.code)
        assert scene.room.offers == min(max(0, number - 1), 2)
    assert len(asks(tuple(scene.effects))) == 3


def test_nobody_is_interrupted_while_typing() -> None:
    """While somebody is typing nothing is offered; a notice that is never taken back holds for five minutes."""
    scene = speaking()
    scene.waits(9 * 60)
    scene.says(KIM, "talk")
    scene.waits(50)
    scene.happens(Typing(scene.id(), scene.now + 5, busy=True))
    assert asks(scene.waits(TYPING_LASTS)) == []
    assert len(asks(scene.waits(60))) == 1


def test_a_pause_begins_when_the_last_one_stops_typing() -> None:
    """Whoever stops typing may be thinking: the quiet begins anew then, and an old notice changes nothing."""
    scene = speaking()
    scene.waits(11 * 60)
    scene.happens(Typing(scene.id(), scene.now, busy=True))
    scene.says(KIM, "talk")
    scene.waits(PAUSE - 1)
    scene.happens(Typing(scene.id(), scene.now, busy=False))
    assert asks(scene.waits(PAUSE - 1)) == []
    scene.happens(Typing(scene.id(), scene.now, busy=False))
    assert len(asks(scene.waits(1))) == 1


def test_listening_offers_nothing() -> None:
    """On the floor `listen` the model is never asked for anything that nobody asked for."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "talk")
    assert asks(scene.waits(14 * 60)) == []


def test_speak_has_to_be_allowed() -> None:
    """`!speak` needs a policy that allows it, and a therapist."""
    scene = Scene(policy()).listening()
    assert keys(scene.says(ANA, "!speak")) == ["speak-never"]
    assert keys(scene.says(KIM, "!bicara")) == ["not-permitted"]
