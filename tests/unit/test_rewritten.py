"""A command that was mistyped and put right by an edit is asked anew; nothing is done twice, and nothing goes up by an edit."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy, posted

from bot.model import Cancel, Desk, Direct, Edited, Effect, EventId, Floor, Heard, Reply, UserId
from bot.session.attention import limit_edit


def edits(scene: Scene, sender: UserId, target: EventId, text: str, **more: object) -> tuple[Effect, ...]:
    """Let somebody put other words in the place of a message."""
    scene.now += 1
    edited = replace(Edited(scene.id(), sender, scene.now, target, text), **more)  # type: ignore[arg-type]  # tests name fields
    return scene.happens(edited)


def types(scene: Scene, sender: UserId, text: str, **more: object) -> EventId:
    """Let somebody write a message, and return it."""
    message = scene.id()
    scene.now += 1
    scene.happens(replace(Heard(message, sender, scene.now, text, signed=True), **more))  # type: ignore[arg-type]  # as above
    return message


@try_each("first", ["!explian gobbledyquux", "explain gobbledyquux", "! explain gobbledyquux", "!explain"])
def test_a_mistyped_command_is_asked_anew(first: str) -> None:
    """What was no command, an unknown one, or one that lacked something: edited into a command it is asked, and answered there."""
    scene = on_desk()
    message = types(scene, KIM, first)
    effects = edits(scene, KIM, message, "!explain gobbledyquux")
    (asked,) = asks(effects)
    assert (asked.question, asked.request, asked.asker) == (message, "gobbledyquux", KIM)
    assert scene.room.line(message) is None
    scene.answers(message, "a word")
    (answer,) = posted(scene.at_desk(ANA, "ok", "K1"))
    assert answer.to == message


def test_what_the_bot_never_kept_is_asked_too() -> None:
    """While the AI is off it has kept nothing of the message: its edit is a command all the same."""
    scene = Scene(policy())
    assert keys(edits(scene, KIM, EventId("$unknown"), "!status")) == ["status"]
    assert keys(edits(scene, KIM, EventId("$unknown"), "!statos")) == ["unknown-command"]
    assert keys(edits(scene, KIM, EventId("$unknown"), "how are things")) == []


def test_a_question_under_way_is_put_right() -> None:
    """The old one is given up and the new one asked; the draft of the old one ends the same way, and a reply keeps its message."""
    scene = on_desk()
    about = types(scene, KIM, "so it goes")
    message = types(scene, KIM, "!translate id", reply_to=about)
    effects = edits(scene, KIM, message, "!translate en")
    assert Cancel(message) in effects
    (asked,) = asks(effects)
    assert asked.about is not None
    assert (asked.about.id, asked.languages) == (about, ("en",))
    scene.answers(message, "so it goes")
    assert [draft.pending.into for draft in scene.room.drafts] == ["en"]
    effects = edits(scene, KIM, message, "!translate id")
    assert scene.room.drafts == ()
    assert [pending.into for pending in scene.room.pending] == ["id"]
    assert len(asks(effects)) == 1


def test_an_answered_question_is_not_answered_twice() -> None:
    """Nor is anything else that was carried out: the one line says to type it as a new message."""
    scene = Scene(policy()).listening()
    message = types(scene, KIM, "!explain gobbledyquux")
    scene.answers(message, "a word")
    assert keys(edits(scene, KIM, message, "!explain snollygoster")) == ["edited-meanwhile"]
    message = types(scene, KIM, "!explain burnout")
    assert keys(edits(scene, KIM, message, "!explain rumination")) == ["edited-meanwhile"]
    message = types(scene, ANA, "!window 5")
    assert keys(edits(scene, ANA, message, "!window 7")) == ["edited-meanwhile"]
    assert scene.room.window_messages == 5
    message = types(scene, KIM, "!mask walrus")
    edits(scene, KIM, message, "!mask otter")
    assert [mask.words for mask in scene.room.masks] == ["walrus"]


RAISES = (
    ("!listen", ANA),
    ("!speak", ANA),
    ("!dengarkan", ANA),
    ("!agree", KIM),
    ("!setuju", KIM),
    ("!policy accept", ANA),
)


@try_each(("typed", "sender"), RAISES)
@try_each("first", ["hello", "!lisen", "! listen"])
def test_nothing_goes_up_by_an_edit(first: str, typed: str, sender: str) -> None:
    """Others need not see an edit, so nobody turns the AI up, agrees, or accepts looser rules by one."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    before = scene.room
    who = ANA if sender == ANA else KIM
    assert keys(edits(scene, who, types(scene, who, first), typed)) == ["edited-meanwhile"]
    assert (scene.room.floor, scene.room.accepted) == (Floor.OFF, before.accepted)
    assert scene.room.consents == before.consents


def test_live_translation_goes_up_by_no_edit_and_down_by_any() -> None:
    """From then on each message would go to a model; to end that is another thing."""
    scene = Scene(policy()).listening()
    assert keys(edits(scene, ANA, types(scene, ANA, "hello"), "!translate auto id en")) == ["edited-meanwhile"]
    assert scene.room.interpreting == ()
    scene.says(ANA, "!translate auto id en")
    assert scene.room.interpreting != ()
    edits(scene, ANA, types(scene, ANA, "hello"), "!translate auto off")
    assert scene.room.interpreting == ()


LOWERS = ("!stop", "! stop", "\uff01berhenti", "**!stop**", "!withdraw", "!tolak", "!off")


@try_each("typed", LOWERS)
@try_each("more", [{}, {"unsigned": True}, {"changed": True}, {"late": True}, {"differs": True}])
def test_what_lowers_is_obeyed_by_an_edit(typed: str, more: dict[str, object]) -> None:
    """Of any message, known or not, whatever it said before, from any device, late or not."""
    for first in ("hello", "!speak", None):
        scene = Scene(policy()).listening()
        target = types(scene, ANA, first) if first else EventId("$unknown")
        edits(scene, ANA, target, typed, **more)
        assert scene.room.floor is Floor.OFF


@try_each(
    ("more", "key"),
    [
        ({"unsigned": True}, "verify-first"),
        ({"changed": True}, "identity-changed"),
        ({"late": True}, "send-again"),
        ({"differs": True}, "two-texts"),
    ],
)
def test_an_edit_that_is_not_certain_asks_nothing(more: dict[str, object], key: str) -> None:
    """From a device that is not signed, by another identity, read too late, or where two bodies say two things."""
    scene = Scene(policy()).listening()
    effects = edits(scene, KIM, types(scene, KIM, "hello"), "!explain gobbledyquux", **more)
    assert key in keys(effects)
    assert asks(effects) == []


def test_somebody_elses_message_is_edited_into_nothing() -> None:
    """No app shows such an edit, so nobody would see the command."""
    scene = Scene(policy()).listening()
    assert keys(edits(scene, ANA, types(scene, KIM, "hello"), "!status")) == []
    question = types(scene, KIM, "!explain gobbledyquux")
    assert keys(edits(scene, ANA, question, "!status")) == []
    edits(scene, ANA, types(scene, KIM, "hello"), "!stop")
    assert not scene.room.is_on


def test_a_command_that_was_edited_before_it_was_read_stays_undone() -> None:
    """Its sender was told to type it again, so the edit is not asked as well."""
    scene = Scene(policy()).listening()
    message = types(scene, KIM, "!explain gobbledyquux", edited=True)
    effects = edits(scene, KIM, message, "!explain snollygoster")
    assert (keys(effects), asks(effects)) == (["edited-meanwhile"], [])


def test_a_call_by_name_is_put_in_by_an_edit() -> None:
    """A question that lacked the bot's name is one with it."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "the kettle is blue")
    (asked,) = asks(edits(scene, ANA, types(scene, ANA, "what was said?"), "what was said?", calls_bot=True))
    assert asked.request == "what was said?"


def test_danger_comes_first() -> None:
    """An edit that trips calls people, once, and no model is asked."""
    scene = Scene(policy()).listening()
    effects = edits(scene, KIM, types(scene, KIM, "hello"), "!express I want to kill myself")
    assert asks(effects) == []
    assert [alarm.times for alarm in scene.room.alarms] == [1]


def test_a_desk_command_is_answered_at_the_desk() -> None:
    """Where the edit was made, and as a reply to the message."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "the kettle is blue")
    effects = edits(scene, ANA, EventId("$desk"), "!status", where=Desk())
    assert [(effect.to, effect.where) for effect in effects if isinstance(effect, Reply)] == [("$desk", Desk())]


@try_each(
    ("where", "on", "text", "kept"),
    [
        (Desk(), True, "!status", True),
        (Desk(), True, "hello", False),
        (Direct(KIM), False, "! stop", True),
        (Direct(KIM), True, "I am tired", False),
    ],
)
def test_what_is_kept_of_an_edit_elsewhere(where: Desk | Direct, on: bool, text: str, kept: bool) -> None:
    """At a desk and in a direct room a command alone is kept; of other words only that there was an edit."""
    scene = Scene(policy()).listening() if on else Scene(policy())
    edited = Edited(scene.id(), KIM, scene.now, EventId("$x"), text, where=where)
    assert limit_edit(scene.room, edited, scene.policy).text == (text if kept else "")
