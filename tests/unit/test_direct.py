"""Scenes in a direct room: one person and the bot, under the same rules."""

from scene import ANA, KIM, Scene, keys, on_desk, policy, posted

from bot.model import (
    Ask,
    Came,
    Direct,
    EventId,
    Heard,
    Notice,
    Open,
)
from bot.session.attention import limit_attention


def test_express_without_words_opens_a_direct_room() -> None:
    """Whoever types `!express` alone is invited to a room with the bot alone; what they ask there is answered there."""
    scene = Scene(policy()).listening()
    opened, told = scene.says(KIM, "!express")
    assert opened == Open(Direct(KIM))
    assert keys((told,)) == ["express-direct"]
    (greeting,) = scene.happens(Came(scene.id(), scene.now, Direct(KIM), KIM))
    assert isinstance(greeting, Notice)
    assert greeting.where == Direct(KIM)
    (asked,) = scene.says(KIM, "!express i hate all this", where=Direct(KIM))
    assert isinstance(asked, Ask)
    (reply,) = posted(scene.answers(asked.question, "It is too much for me."))
    assert reply.where == Direct(KIM)


def test_a_direct_room_is_under_the_same_approval() -> None:
    """Under `approval: all` a direct answer waits at the desk, and goes to that person alone."""
    scene = on_desk()
    (asked,) = scene.says(KIM, "!express i hate all this", where=Direct(KIM))
    assert isinstance(asked, Ask)
    scene.answers(asked.question, "It is too much for me.")
    (reply,) = posted(scene.at_desk(ANA, "ok", "K1"))
    assert reply.where == Direct(KIM)


def test_talk_in_a_direct_room_is_not_read() -> None:
    """What somebody tells the bot in private is not kept; they are told, once an hour, that nobody reads it."""
    scene = Scene(policy()).listening()
    heard = Heard(EventId("$x"), KIM, scene.now, "I want to tell you something", signed=True, where=Direct(KIM))
    kept = limit_attention(scene.room, heard, scene.policy)
    assert isinstance(kept, Heard)
    assert kept.text == ""
    assert keys(scene.says(KIM, "", where=Direct(KIM))) == ["direct-unread"]
    assert keys(scene.says(KIM, "", where=Direct(KIM))) == []
    assert scene.room.window == ()


def test_consent_is_given_in_the_session_room() -> None:
    """An `!agree` in a direct room is not consent: the others have to be able to see it."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, "!agree", where=Direct(KIM))) == ["in-the-room"]
    assert keys(scene.says(ANA, "!listen", where=Direct(ANA))) == ["in-the-room"]
    assert scene.room.consents == ()
