"""What somebody has to learn never comes by an edit alone: no phone tells of one. What the bot edits, and what it says anew beside that."""

from rows import try_each
from scene import ANA, KIM, Scene, keys, on_desk, policy

from bot.matrix.send import make_content
from bot.model import Amend, Came, Desk, Direct, Edited, Effect, Heard, Notice, Person, Redacted, Reply, UserId
from bot.session.decide import decide

DEWI = Person(UserId("@dewi:clinic"), "Dewi")


def news(effects: tuple[Effect, ...]) -> list[tuple[object, str]]:
    """Return what phones tell of: where, and what it says."""
    contents = [(effect.where, make_content(effect, "job")) for effect in effects if isinstance(effect, Reply | Notice)]
    return [(where, content["body"]) for where, content in contents if content["msgtype"] == "m.text"]


def edits(effects: tuple[Effect, ...]) -> list[str]:
    """Return the keys of what is said by an edit."""
    return [effect.words.key for effect in effects if isinstance(effect, Amend)]


def test_who_has_waited_long_is_told_anew_that_nothing_will_come() -> None:
    """After five minutes nobody looks at their line any more; a lapse is said to them in a message of its own, in answer to their question."""
    scene = on_desk()
    scene.draft()
    (line,) = scene.room.waiting
    effects = scene.waits(11 * 60)
    assert "approval-not-let-out" in edits(effects)
    ((where, said),) = news(effects)
    assert said.endswith("Not let out. You can ask Ana, or ask me again.")
    assert said.startswith("What you asked at ")
    (told,) = [effect for effect in effects if isinstance(effect, Reply)]
    assert (told.to, told.where, where) == (line.question, line.where, line.where)


@try_each(("change", "minutes"), [(change, minutes) for change in ("no", "deleted", "edited") for minutes in (1, 6)])
def test_why_nothing_will_come_does_not_show_by_how_it_is_said(change: str, minutes: int) -> None:
    """A no, and words that were taken back, are said in the same way after the same time, and soon after the question by an edit alone."""
    scene = on_desk()
    scene.draft()
    question = scene.room.drafts[0].pending.question
    scene.now += 60 * minutes
    effects = {
        "no": lambda: scene.at_desk(ANA, "no", "K1"),
        "deleted": lambda: scene.happens(Redacted(scene.id(), KIM, scene.now, question)),
        "edited": lambda: scene.happens(Edited(scene.id(), KIM, scene.now, question, "never mind")),
    }[change]()
    assert "approval-not-let-out" in edits(effects)
    assert len(news(effects)) == (1 if minutes > 5 else 0)


@try_each("change", ["stop", "withdrawal"])
def test_where_the_ai_goes_off_that_is_the_news(change: str) -> None:
    """Everybody reads that it is off; whoever waits reads nothing beside it that others do not."""
    scene = on_desk()
    scene.draft()
    scene.now += 360
    effects = scene.says(KIM, "!stop" if change == "stop" else "!withdraw")
    assert "approval-not-let-out" in edits(effects)
    assert not any("Not let out" in said for _, said in news(effects))


def test_a_therapist_is_told_anew_that_what_they_let_out_never_stood() -> None:
    """Their card said that it was let out; that it was called back meanwhile is a new line at the desk, which says why."""
    for change, why in (("stop", "the AI was turned off first"), ("deleted", "what it rests on is gone")):
        scene = on_desk()
        scene.draft()
        question = scene.room.drafts[0].pending.question
        heard = Heard(scene.id(), ANA, scene.now, "ok K1", signed=True, where=Desk())
        scene.room = decide(scene.room, heard, scene.policy).room  # not posted yet
        effects = (
            scene.says(KIM, "!stop")
            if change == "stop"
            else scene.happens(Redacted(scene.id(), KIM, scene.now, question))
        )
        assert [said for where, said in news(effects) if where == Desk()] == [
            f"K1 did not go out, though you let it: {why}. Nobody has read it."
        ]


def test_a_therapist_is_told_anew_that_everybody_has_agreed() -> None:
    """The line in the room is edited; the desk gets a new one, since the session can begin now."""
    scene = Scene(policy())
    scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    scene.joins(DEWI)
    scene.says(KIM, "!agree")
    effects = scene.says(DEWI.id, "!agree")
    assert edits(effects) == ["agree-done"]
    assert news(effects) == [(Desk(), "Everybody has agreed. You can type !listen.")]


def test_without_a_therapist_at_the_desk_that_is_a_new_line_in_the_room() -> None:
    """It is said where whoever has to begin can see it."""
    scene = Scene(policy())
    scene.joins(DEWI)
    scene.says(KIM, "!agree")
    (line,) = scene.says(DEWI.id, "!agree")
    assert isinstance(line, Reply)
    assert "Everybody has agreed" in make_content(line, "job")["body"]


def test_what_is_taken_back_is_said_anew_beside_the_edits() -> None:
    """The waiting line says so too; the new message is the one that rings."""
    scene = on_desk()
    scene.happens(Came(scene.id(), scene.now, Direct(KIM), KIM))
    scene.draft()
    scene.at_desk(ANA, "ok", "K1")
    effects = scene.says(ANA, "!retract", reply_to=scene.posts["K1"])
    assert keys(effects) == ["retracted", "approval-taken-back"]
    assert len(news(effects)) == 1
