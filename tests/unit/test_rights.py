"""Scenes of people's rights: closing a session, being forgotten, seeing one's data; each erasing asked about first."""

import json

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy

from bot.model import (
    Desk,
    Direct,
    Floor,
    Forget,
    InSession,
    Language,
    Open,
    Person,
    SessionRoom,
    ShowData,
    ShowHead,
    UserId,
    Verdict,
    make_words,
)
from bot.session.command.table import list_allowed_roles
from bot.store.codec import pack_thing
from bot.words import languages, render_words

BEN, SUE = UserId("@ben:clinic"), UserId("@sue:clinic")


def three() -> Scene:
    """Return a scene of Ana, Kim and Ben in which everybody has agreed and the AI is on."""
    scene = Scene(policy())
    scene.joins(Person(BEN, "Ben"))
    scene.says(BEN, "!agree")
    return scene.listening()


def forgets(effects: tuple[object, ...]) -> list[Forget]:
    """Return what is to be erased."""
    return [effect for effect in effects if isinstance(effect, Forget)]


@try_each(
    ("command", "yes", "sentence"),
    [
        ("!end", "!end yes", "end-sure"),
        ("!akhiri", "!akhiri ya", "end-sure"),
        ("!forget me", "!forget me yes", "forget-me-sure"),
        ("!lupakan saya", "!lupakan saya ya", "forget-me-sure"),
        ("!forget room", "!forget room yes", "forget-room-sure"),
        ("!lupakan ruang", "!lupakan ruang ya", "forget-room-sure"),
    ],
)
def test_what_cannot_be_undone_is_asked_about_first(command: str, yes: str, sentence: str) -> None:
    """Nothing is erased before the same person says yes to the same thing within ten minutes, and each time anew."""
    scene = three()
    scene.says(KIM, "moonless otter")
    assert keys(scene.says(ANA, yes)) == [sentence]  # a yes to nothing
    scene.waits(601)
    assert keys(scene.says(ANA, yes)) == [sentence]  # too late
    assert keys(scene.says(ANA, f"{command} maybe")) == [
        "forget-what" if "me" in sentence or "room" in sentence else sentence
    ]
    scene.says(ANA, "!listen")
    floor, window = scene.room.floor, scene.room.window
    assert (floor, len(window)) == (Floor.LISTEN, 1)
    done = scene.says(ANA, yes)
    assert {"floor-off-ended" if "end" in sentence else sentence.replace("sure", "done")} <= set(keys(done))
    assert keys(scene.says(ANA, yes)) == [sentence]  # once is once


def test_somebody_elses_yes_is_no_yes() -> None:
    """The yes must come from who was asked, and be about what they were asked."""
    scene = three()
    scene.says(ANA, "!forget room")
    assert keys(scene.says(KIM, "!forget me yes")) == ["forget-me-sure"]
    assert keys(scene.says(ANA, "!end yes")) == ["end-sure"]
    assert forgets(tuple(scene.effects)) == []


def test_the_end_clears_the_window_and_signs_the_audit() -> None:
    """`!end` turns the AI off, lets go of the talk and of drafts, and hands the desk the signed head; agreements stay."""
    scene = on_desk()
    scene.says(KIM, "moonless otter")
    code = scene.draft(text="velvet walrus")
    consents = scene.room.consents
    scene.says(ANA, "!end")
    effects = scene.says(ANA, "!end yes")
    assert scene.room.floor is Floor.OFF
    assert (scene.room.window, scene.room.drafts, scene.room.pending) == ((), (), ())
    assert scene.room.consents == consents
    assert [outcome.verdict for outcome in scene.room.outcomes if outcome.code == code] == [Verdict.FLOOR_OFF]
    assert [effect for effect in effects if isinstance(effect, ShowHead)] == [ShowHead(Language("en"))]
    assert "floor-off-ended" in keys(effects)
    assert forgets(effects) == []
    assert not any(word in pack_thing(scene.room) for word in ("otter", "walrus", "gobbledyquux"))


def test_an_end_while_the_ai_is_off_signs_too() -> None:
    """A session that `!stop` has silenced is closed in the same way, and nothing is said twice."""
    scene = three()
    scene.says(KIM, "moonless otter")
    scene.says(KIM, "!stop")
    scene.says(ANA, "!end")
    effects = scene.says(ANA, "!end yes")
    assert keys(effects) == ["end-done"]
    assert scene.room.window == ()
    assert any(isinstance(effect, ShowHead) for effect in effects)


def test_only_a_therapist_ends_a_session_or_forgets_a_room() -> None:
    """A client is told who may, and nothing happens."""
    scene = three()
    for typed in ("!end", "!end yes", "!forget room", "!forget room yes"):
        assert keys(scene.says(KIM, typed)) == ["not-permitted"]
    assert scene.room.to_confirm == ()
    assert scene.room.floor is Floor.LISTEN


@try_each("place", [SessionRoom(), Desk(), Direct(KIM)])
def test_who_is_forgotten_is_so_wherever_they_say_it(place: InSession) -> None:
    """`!forget me` withdraws, takes the person's words out of the window and of all that rests on them, others' stay."""
    scene = three()
    scene.says(KIM, "moonless otter")
    scene.says(BEN, "velvet walrus")
    scene.says(KIM, "!forget me", where=place)
    effects = scene.says(KIM, "!forget me yes", where=place)
    assert forgets(effects) == [Forget(KIM)]
    assert [line.sender for line in scene.room.window] == [BEN]
    assert {consent.person for consent in scene.room.consents} == {ANA, BEN}
    assert scene.room.floor is Floor.OFF
    assert {"floor-off", "desk-no", "forget-me-done"} <= set(keys(effects))


def test_a_question_under_way_is_dropped_with_its_words() -> None:
    """What a backend is answering, and rests on the forgotten words, is stopped and never shown."""
    scene = three()
    scene.says(KIM, "moonless otter")
    (question,) = asks(scene.says(ANA, "!ask what did Kim say"))
    scene.says(KIM, "!forget me")
    scene.says(KIM, "!forget me yes")
    assert "otter" not in pack_thing(scene.room)
    assert scene.room.pending == ()
    assert not [key for key in keys(scene.answers(question.question, "velvet walrus")) if "answer" in key]


def test_a_draft_in_a_therapists_own_words_goes_with_them() -> None:
    """A therapist's correction of a draft is words of theirs, whoever had asked."""
    scene = on_desk()
    code = scene.draft()
    scene.at_desk(ANA, "one moonless otter indeed", code)
    assert "otter" in pack_thing(scene.room)
    scene.at_desk(ANA, "!forget me")
    scene.at_desk(ANA, "!forget me yes")
    assert "otter" not in pack_thing(scene.room)


def test_a_room_is_forgotten_with_everybodys_words() -> None:
    """`!forget room` closes the session and erases the words of all; who agreed to what stays."""
    scene = three()
    scene.says(KIM, "moonless otter")
    scene.says(BEN, "velvet walrus")
    scene.says(ANA, "!forget room")
    effects = scene.says(ANA, "!forget room yes")
    assert forgets(effects) == [Forget()]
    assert scene.room.window == ()
    assert {consent.person for consent in scene.room.consents} == {ANA, BEN, KIM}
    assert {"floor-off-ended", "forget-room-done"} <= set(keys(effects))


@try_each("typed", ["", " you", " me now", " me yes yes", " yes me", " Kim"])
def test_what_is_to_be_forgotten_must_be_said(typed: str) -> None:
    """Anything but the two forms is answered with what to type, and erases nothing."""
    scene = three()
    scene.says(KIM, "!forget me")
    effects = scene.says(KIM, f"!forget{typed}")
    assert keys(effects) == ["forget-what"]
    assert forgets(effects) == []


@try_each("typed", ["!forget me yes", "!end yes", "!forget room yes", "!mydata"])
def test_an_uncertain_device_erases_and_sees_nothing(typed: str) -> None:
    """Erasing and reading need a device that its owner has verified."""
    scene = three()
    scene.says(ANA, typed.removesuffix(" yes"))
    effects = scene.says(ANA, typed, signed=False)
    assert keys(effects) == ["verify-first"]
    assert not [effect for effect in effects if isinstance(effect, Forget | ShowData | ShowHead)]


def test_data_are_shown_where_nobody_else_reads() -> None:
    """`!mydata` opens a direct room; typed there it shows the data, in the language in which they were asked for.

    Nothing is posted before its reader can have come: newcomers cannot read what was said before.
    """
    scene = three()
    opened, told = scene.says(KIM, "!dataku")
    assert opened == Open(Direct(KIM))
    assert keys((told,)) == ["mydata-direct"]
    (show,) = scene.says(KIM, "!dataku", where=Direct(KIM))
    assert isinstance(show, ShowData)
    assert (show.where, show.language) == (Direct(KIM), "id")


def test_no_policy_takes_these_rights_away() -> None:
    """Whatever a file says about commands, people can see their data and be forgotten, and a therapist can end."""
    rules = policy(commands=("ask",), ask={"forget": ["therapist"], "mydata": ["therapist"]})
    for name in ("forget", "mydata"):
        assert [str(role) for role in list_allowed_roles(name, rules)] == ["therapist", "client"]
    assert [str(role) for role in list_allowed_roles("end", rules)] == ["therapist"]


def test_it_works_on_every_floor() -> None:
    """Also while the AI is off people are forgotten and shown their data; no model is asked."""
    scene = Scene(policy())
    scene.says(KIM, "!forget me")
    effects = scene.says(KIM, "!forget me yes")
    assert keys(effects) == ["forget-me-done"]
    assert forgets(effects) == [Forget(KIM)]
    assert asks(tuple(scene.effects)) == []


@try_each("language", languages())
def test_every_sentence_of_rights_can_be_said(language: Language) -> None:
    """Each sentence is there in each language; data that look like Markdown are shown as they are."""
    for what in ("end", "forget-me", "forget-room"):
        for step in ("sure", "done"):
            text = render_words(make_words(f"{what}-{step}", language, prefix="!", note="made"))
            assert text.strip()
            assert step != "sure" or "!" in text
    assert "!" in render_words(make_words("mydata-file", language, prefix="!"))
    for last in ("whole", "cut"):
        text = render_words(make_words("file-part", language, part=1, of=2, last=last, text=json.dumps(["*a*"])))
        assert r"\*a\*" in text
    assert "abc" in render_words(make_words("audit-head", language, head="abc"))
