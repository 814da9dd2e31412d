"""Scenes with pictures, recordings and files: nobody may believe that the bot saw or heard them."""

from dataclasses import fields, replace

from rows import try_each
from scene import ANA, KIM, Scene, keys, policy

from bot.model import (
    Attached,
    Desk,
    Direct,
    Effect,
    Floor,
    InSession,
    Reply,
    Room,
    RoomId,
    SessionRoom,
    UserId,
    make_words,
)
from bot.session.attachments import notice_attachment
from bot.store.codec import pack_thing, unpack_thing
from bot.words import languages, render_words


def sends(scene: Scene, sender: UserId, where: InSession = SessionRoom()) -> tuple[Effect, ...]:
    """Let somebody send a picture."""
    scene.now += 1
    return scene.happens(Attached(scene.id(), sender, scene.now, where))


@try_each("sender", [ANA, KIM])
@try_each("floor", ["!listen", "!speak"])
def test_a_picture_is_not_seen_and_the_bot_says_so(sender: UserId, floor: str) -> None:
    """While the AI is on, a picture of anybody's gets one quiet line in reply, once in a session."""
    scene = Scene(policy()).listening()
    scene.says(ANA, floor)
    (told,) = sends(scene, sender)
    assert isinstance(told, Reply)
    assert (told.words.key, told.to, told.where, told.notice) == (
        "attached-room",
        f"$e{scene.count}",
        SessionRoom(),
        True,
    )
    assert sends(scene, KIM) == ()
    assert sends(scene, ANA) == ()
    scene.says(ANA, "!explain rumination")
    assert sends(scene, KIM) == ()


def test_it_is_said_again_in_the_next_session() -> None:
    """After the AI was off, whoever is there then is told anew."""
    scene = Scene(policy()).listening()
    assert keys(sends(scene, KIM)) == ["attached-room"]
    scene.says(KIM, "!stop")
    scene.says(ANA, "!listen")
    assert keys(sends(scene, KIM)) == ["attached-room"]


def test_off_is_off() -> None:
    """While the AI is off it takes no notice of a picture in the session room, and remembers nothing of it."""
    scene = Scene(policy())
    assert notice_attachment(scene.room, Attached(scene.id(), KIM, scene.now), scene.policy) is None
    before = scene.room.told_to_verify
    assert sends(scene, KIM) == ()
    assert scene.room.told_to_verify == before
    assert notice_attachment(scene.room, Attached(scene.id(), KIM, scene.now, Direct(KIM)), scene.policy) is not None
    assert scene.listening().room.floor is Floor.LISTEN
    assert keys(sends(scene, KIM)) == ["attached-room"]


@try_each(("place", "sender"), [(Desk(), ANA), (Direct(KIM), KIM)])
def test_beside_the_room_it_is_said_once_an_hour(place: InSession, sender: UserId) -> None:
    """At the desk and in a direct room it is said also while the AI is off, there alone, and not twice in an hour."""
    scene = Scene(policy())
    (told,) = sends(scene, sender, place)
    assert isinstance(told, Reply)
    assert (told.words.key, told.where) == (f"attached-{place.kind}", place)
    scene.waits(3500)
    assert sends(scene, sender, place) == ()
    scene.waits(200)
    assert keys(sends(scene, sender, place)) == [f"attached-{place.kind}"]


def test_each_direct_room_is_told() -> None:
    """What one person was told in private, the other was not; nor was the room."""
    scene = Scene(policy()).listening()
    for sender in (KIM, ANA):
        assert keys(sends(scene, sender, Direct(sender))) == ["attached-direct"]
    assert keys(sends(scene, KIM)) == ["attached-room"]


def test_nothing_is_said_to_be_compared_that_is_not() -> None:
    """Where policy switched the comparing off, and in a direct room that its person has stopped, no line says otherwise."""

    def reads(scene: Scene, place: InSession) -> str:
        (told,) = sends(scene, KIM, place)
        assert isinstance(told, Reply)
        return render_words(told.words)

    for place in (SessionRoom(), Direct(KIM)):
        assert "compare with a list" in reads(Scene(policy()).listening(), place)
        assert "compare" not in reads(Scene(policy(crisis={"enabled": False})).listening(), place)
    stopped = Scene(policy()).listening()
    stopped.room = replace(stopped.room, privates=(KIM,), unread=(KIM,))
    assert "compare" not in reads(stopped, Direct(KIM))


def test_who_sends_a_picture_is_there() -> None:
    """A picture in the room is a sign of life: of a therapist's it ends no absence too early, of anybody's no idle room."""
    scene = Scene(policy(idle=14, absence=15)).listening()
    scene.waits(13 * 60)
    sends(scene, ANA)
    assert keys(scene.waits(13 * 60)) == []
    sends(scene, KIM)
    assert keys(scene.waits(5 * 60)) == ["floor-off-absence"]
    assert scene.room.floor is Floor.OFF


def test_a_picture_at_the_desk_is_presence_and_no_talk() -> None:
    """A therapist's picture at the desk keeps them present; in the session room it is silence all the same."""
    scene = Scene(policy(idle=14, absence=15)).listening()
    scene.waits(13 * 60)
    sends(scene, ANA, Desk())
    assert keys(scene.waits(2 * 60)) == ["floor-off-idle"]


def test_a_picture_is_no_word() -> None:
    """It enters no window and counts as no message; a command about it gets a line that names pictures."""
    scene = Scene(policy()).listening()
    talk = scene.room.talk
    sends(scene, KIM)
    picture = next(effect.to for effect in scene.effects[::-1] if isinstance(effect, Reply))
    assert (scene.room.window, scene.room.talk) == ((), talk)
    (refused,) = scene.says(KIM, "!explain", reply_to=picture)
    assert isinstance(refused, Reply)
    assert "picture" in render_words(refused.words)


def test_nothing_of_it_can_be_kept() -> None:
    """What the bot knows of an attachment is who, with what sort of device, when and where; a restart finds the event and what was said as they were."""
    event = Attached(Scene(policy()).id(), KIM, 5.0, Direct(KIM))
    assert [field.name for field in fields(event)] == ["id", "sender", "at", "where", "unsigned", "changed"]
    assert unpack_thing("attached", pack_thing(event)) == event
    scene = Scene(policy()).listening()
    sends(scene, KIM)
    scene.room = unpack_thing("room", pack_thing(scene.room))
    assert sends(scene, KIM) == ()


def test_a_room_without_a_seat_is_told_nothing() -> None:
    """Where the bot may not work it answers no picture."""
    scene = Scene(policy())
    scene.room = Room(RoomId("!room:clinic"))
    assert sends(scene, KIM, Direct(KIM)) == ()


@try_each("language", languages())
@try_each("place", ["room", "desk", "direct"])
def test_the_line_says_what_is_not_read(language: str, place: str) -> None:
    """In each language it names what is neither seen nor heard, and that captions are not read."""
    text = render_words(make_words(f"attached-{place}", language, prefix="!", compared=1))  # type: ignore[arg-type]  # a language of ours
    terms = {"en": ("see", "hear", "under", "please"), "id": ("melihat", "mendengar", "di bawahnya", "silakan")}
    assert all(term in text for term in terms[language])
