"""Scenes of alarms and reminders, and of what a supervisor gets to know: counts, never words."""

from rows import try_each
from scene import ANA, GUARDIAN, KIM, Scene, keys, on_desk, policy

from bot.model import (
    Desk,
    Edited,
    Forget,
    Notice,
    Supervisor,
    Unsaid,
)
from bot.words import render_words


def test_a_changed_identity_is_an_alarm_at_the_desk() -> None:
    """When somebody's security identity changes, therapists are called at the desk until one acknowledges it."""
    scene = on_desk()
    effects = scene.says(KIM, "!agree", changed=True, signed=False)
    assert keys(effects) == ["identity-changed", "alarm-identity-changed"]
    assert [alarm.code for alarm in scene.room.alarms] == ["A1"]
    assert keys(scene.says(KIM, "!ack")) == ["not-permitted"]
    assert keys(scene.at_desk(ANA, "!ack called Kim")) == ["ack-done"]
    assert scene.room.alarms == ()


def test_the_supervisor_hears_of_an_alarm_that_nobody_acknowledged() -> None:
    """After ten minutes the supervisor is told, once, which room and alarm: no name and no word of it."""
    scene = on_desk()
    scene.says(KIM, "!agree", changed=True, signed=False)
    told = [notice for notice in scene.waits(14 * 60) if isinstance(notice, Notice) and notice.where == Supervisor()]
    assert [notice.words.key for notice in told] == ["supervisor-alarm"]
    assert "Kim" not in render_words(told[0].words)
    assert str(scene.room.id) not in render_words(told[0].words)
    assert [(alarm.code, alarm.told_supervisor) for alarm in scene.room.alarms] == [("A1", True)]


def test_the_supervisor_gets_counts_at_the_end() -> None:
    """When the AI goes off the supervisor gets one line of counts, without a word that anybody wrote."""
    scene = on_desk()
    scene.draft(text="the drafted words")
    scene.at_desk(ANA, "ok", "K1")
    scene.draft()
    scene.at_desk(ANA, "no", "K2")
    (report,) = [
        notice for notice in scene.says(ANA, "!off") if isinstance(notice, Notice) and notice.where == Supervisor()
    ]
    text = render_words(report.words)
    assert "Asked 2, approved 1 (reworded 0), dropped 1" in text
    assert "drafted" not in text
    assert "Kim" not in text


def test_what_could_not_be_said_at_the_desk_goes_to_the_supervisor() -> None:
    """When the desk holds somebody who may not be there, nothing is said there, and the supervisor is told."""
    scene = on_desk()
    effects = scene.happens(Unsaid(scene.id(), scene.now, Desk(), "strangers-at-desk"))
    (told,) = [effect for effect in effects if isinstance(effect, Notice)]
    assert (told.where, told.words.key) == (Supervisor(), "supervisor-unsaid")


def test_people_are_reminded_that_it_is_an_ai() -> None:
    """While the AI is on, the room is told every three hours where a minor sits in it, else every seven days."""
    scene = Scene(policy(minor=True, guardian=GUARDIAN, idle=1440, absence=1440)).listening()
    assert keys(scene.waits(3 * 3600 - 60)) == []
    assert keys(scene.waits(120)) == ["disclosure"]
    assert keys(scene.waits(3 * 3600)) == ["disclosure"]


@try_each("asked", ["are you an AI?", "Are you a real person?", "kamu bot ya?", "apakah anda manusia?"])
def test_the_bot_says_what_it_is(asked: str) -> None:
    """Whoever asks the bot whether it is an AI gets a fixed answer, also while it is off, and no model is asked."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, asked, calls_bot=True)) == ["are-you-ai"]


def test_an_agreement_that_runs_out_turns_the_ai_off() -> None:
    """When somebody's agreement has grown too old in the middle of a session, the AI goes off and says whose it was."""
    scene = Scene(policy(idle=1440, absence=1440, consent={"days": 1}, disclose_every=300))
    scene.says(KIM, "!agree")
    scene.waits(12 * 3600)
    scene.says(ANA, "!listen")
    for _ in range(4):
        scene.waits(3500)
        scene.says(ANA, "talk")
    assert keys(scene.waits(9 * 3600)) == ["floor-off-expired", "desk-floor-off-expired"]


def test_the_words_of_a_changed_identity_are_not_kept() -> None:
    """Whoever comes with another security identity has agreed to nothing: their talk is not kept."""
    scene = on_desk()
    scene.says(KIM, "who am I?", changed=True, signed=False)
    assert scene.room.window == ()


def test_nobody_edits_for_somebody_else() -> None:
    """An edit of a message that somebody else wrote changes nothing: it could erase its sender's own words alone."""
    scene = on_desk()
    scene.draft()
    question = scene.room.drafts[0].pending.question
    forged = Edited(scene.id(), ANA, scene.now, question, "other words")
    assert scene.happens(forged) == (Forget(ANA, question),)
    assert len(scene.room.drafts) == 1
