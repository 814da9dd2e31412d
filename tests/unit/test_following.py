"""A word on an answer: `simpler`, `an example`, `shorter`: who may, what is sent then, and when it is too late."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, on_desk, policy, posted

from bot.model import (
    Answered,
    Ask,
    Cancel,
    Card,
    Desk,
    Direct,
    Edited,
    EventId,
    Floor,
    Heard,
    Joined,
    Language,
    Left,
    Masked,
    Pending,
    Person,
    Redacted,
    Reply,
    Task,
    UserId,
    Wish,
)
from bot.session.attention import limit_attention
from bot.session.request.prompts import compose_prompt
from bot.session.request.segments import split_prompt
from bot.session.talk.sources import behind
from bot.store.codec import pack_thing, unpack_thing
from bot.words import render_words

LEE = UserId("@lee:clinic")


def answered(scene: Scene, command: str = "!explain gobbledyquux", who: UserId = KIM, **more: object) -> EventId:
    """Let somebody ask and the model answer; return the message as which the answer stands."""
    asked = asks(scene.says(who, command, **more))[-1]
    text = "Capek sekali." if asked.task is Task.TRANSLATE else "An answer.\nA second line."
    effects = scene.answers(asked.question, text)
    if cards := [effect for effect in effects if isinstance(effect, Card)]:
        effects = scene.at_desk(ANA, "ok", cards[0].code)
    (reply,) = [effect for effect in effects if isinstance(effect, Reply) and effect.mark.backend]
    return scene.posts[reply.code]


def on(**rules: object) -> Scene:
    """Return a scene with the AI on, in which what was asked for is answered at once."""
    return Scene(policy(MODEL, **rules)).listening()


def told(scene: Scene, asked: Ask) -> str:
    """Return the turn that the model is given, fenced."""
    return compose_prompt(asked, scene.policy, "fence", Masked).turns[-1].text


# ---- what is asked ----------------------------------------------------------------------------------------------


@try_each(
    ("typed", "wish"),
    [
        ("simpler", Wish.SIMPLER),
        ("Simpler, please!", Wish.SIMPLER),
        ("more simply please", Wish.SIMPLER),
        ("!simpler", Wish.SIMPLER),
        ("`simpler`", Wish.SIMPLER),
        ("an example", Wish.EXAMPLE),
        ("Example?", Wish.EXAMPLE),
        ("shorter", Wish.SHORTER),
        ("lebih sederhana", Wish.SIMPLER),
        ("Contohnya?", Wish.EXAMPLE),
        ("contoh dong", Wish.EXAMPLE),
        ("lebih singkat ya", Wish.SHORTER),
    ],
)
def test_the_same_is_asked_again_with_the_wish(typed: str, wish: Wish) -> None:
    """A short word as a reply asks what was asked before, and says how; the first answer itself is not sent."""
    scene = on()
    (asked,) = asks(scene.says(KIM, typed, reply_to=answered(scene)))
    assert (asked.task, asked.request, asked.wishes, asked.context) == (Task.EXPLAIN, "gobbledyquux", (wish,), ())
    said = told(scene, asked)
    assert said.index("gobbledyquux") < said.index("wish for one with")
    assert "An answer." not in said


@try_each(
    "typed",
    ["simpler said than done", "that is no example", "I want it shorter than him", "ok", "> simpler", "simple", "contoh yang dia kasih itu jahat"],
)  # fmt: skip
def test_talk_is_not_swallowed(typed: str) -> None:
    """A sentence that has such a word in it is talk, also as a reply to an answer."""
    scene = on()
    assert keys(scene.says(KIM, typed, reply_to=answered(scene))) == []
    assert scene.room.window or typed.startswith(">")


def test_only_a_reply_to_an_answer_counts() -> None:
    """The bare word by itself, on somebody's message, on another line of the bot's, or on an answer elsewhere is talk."""
    scene = on()
    scene.says(ANA, "what a day")
    answer, told_at_desk = answered(scene), answered(scene, "!ask what was said?", ANA, where=Desk())
    assert keys(scene.says(KIM, "simpler")) == []
    assert keys(scene.says(KIM, "simpler", reply_to=scene.room.window[0].id)) == []
    assert keys(scene.says(KIM, "simpler", reply_to=told_at_desk)) == []
    assert keys(scene.says(ANA, "simpler", reply_to=told_at_desk, where=Desk())) == ["asks ask"]
    assert keys(scene.says(KIM, "simpler", reply_to=answer)) == ["asks explain"]


def test_a_reply_outside_the_encryption_is_talk() -> None:
    """Where only the homeserver says what a word replies to, it is no wish."""
    scene = on()
    assert keys(scene.says(KIM, "simpler", reply_to=answered(scene), loose=True)) == []


def test_while_the_ai_is_off_nothing_is_kept_of_it() -> None:
    """The same word is talk then: it does not even get into the inbox."""
    scene = on()
    answer = answered(scene)
    scene.says(KIM, "!stop")
    heard = Heard(scene.id(), KIM, scene.now, "simpler", reply_to=answer, signed=True)
    assert limit_attention(scene.room, heard, scene.policy) is None
    assert scene.happens(heard) == ()


def test_wishes_add_up() -> None:
    """A wish on the answer to a wish holds both, the newest three at most, and still sends the first words alone."""
    scene, answer = on(), EventId("")
    answer = answered(scene)
    for typed, wishes in (("simpler", 1), ("an example", 2), ("shorter", 3), ("simpler", 3)):
        (asked,) = asks(scene.says(KIM, typed, reply_to=answer))
        assert len(asked.wishes) == wishes
        assert asked.request == "gobbledyquux"
        (reply,) = posted(scene.answers(asked.question, "Another answer."))
        answer = scene.posts[reply.code]
    assert asked.wishes == (Wish.EXAMPLE, Wish.SHORTER, Wish.SIMPLER)


@try_each(
    ("command", "typed", "again"),
    [
        ("!express so tired", "simpler", ["asks express"]),
        ("!express so tired", "an example", []),
        ("!translate id so tired", "simpler", ["asks translate"]),
        ("!translate id so tired", "shorter", []),
        ("!ask what was said?", "shorter", ["asks ask"]),
    ],
)
def test_only_what_makes_sense_is_a_wish(command: str, typed: str, again: list[str]) -> None:
    """An example of a translation is nothing to ask for: there the word is talk."""
    scene = on()
    scene.says(ANA, "what a day")
    assert keys(scene.says(ANA, typed, reply_to=answered(scene, command, ANA))) == again


def test_what_it_is_translated_into_stays() -> None:
    """Simpler words for a translation are in the language that was asked for."""
    scene = on()
    (asked,) = asks(scene.says(KIM, "simpler", reply_to=answered(scene, "!translate id so tired")))
    assert (asked.language, asked.languages) == ("id", ("id",))


def test_an_explanation_follows_the_language_of_the_wish() -> None:
    """Who answers an English explanation with an Indonesian word is explained in Indonesian."""
    scene = on()
    (asked,) = asks(scene.says(KIM, "contohnya", reply_to=answered(scene)))
    assert asked.language == "id"


def test_ways_to_say_it_stay_in_the_language_of_the_rough_words() -> None:
    """An Indonesian word on ways to say English words asks for simpler English."""
    scene = on()
    (asked,) = asks(scene.says(KIM, "lebih sederhana", reply_to=answered(scene, "!express i am so tired of this")))
    assert asked.language == "en"


def test_behind_what_nobody_asked_for_nothing_is_kept() -> None:
    """Of an offer nobody can have another version: no question stays behind it."""
    question = Pending(EventId("$q"), KIM, Task.OFFER, Language("en"), request="words")
    assert behind(question) is None
    assert behind(replace(question, task=Task.ASK)) is not None


# ---- the same rules ---------------------------------------------------------------------------------------------


def test_it_goes_the_way_of_the_command() -> None:
    """Where answers wait for a therapist the next one waits too, and whoever wished for it is told."""
    scene = on_desk()
    answer = answered(scene)
    effects = scene.says(KIM, "simpler", reply_to=answer)
    assert keys(effects) == ["asks explain"]
    (asked,) = asks(effects)
    (card,) = [answer for answer in scene.answers(asked.question, "Simple words.") if isinstance(answer, Card)]
    assert keys(tuple(scene.effects[-1:])) == ["approval-waits"]
    assert len(scene.room.drafts) == 1
    assert "Kim, explain, simpler: “gobbledyquux”" in render_words(card.words)


def test_who_may_not_use_the_command_may_not_wish() -> None:
    """A client may not have the therapist's `!ask` answered once more."""
    scene = on()
    scene.says(ANA, "what a day")
    answer = answered(scene, "!ask what was said?", ANA)
    assert keys(scene.says(KIM, "simpler", reply_to=answer)) == ["not-permitted"]


def test_an_uncertain_device_a_late_word_and_missing_agreement_are_answered_as_ever() -> None:
    """The trust gate, lateness and agreement hold as for the command that was typed."""
    scene = on(consent={"purposes": ["listen"]})
    answer = answered(scene)
    assert keys(scene.says(KIM, "simpler", reply_to=answer, signed=False)) == ["verify-first"]
    assert keys(scene.says(KIM, "simpler", reply_to=answer, overdue=True)) == ["send-again"]
    scene.happens(Joined(scene.id(), scene.now, Person(LEE, "Lee")))
    scene.says(LEE, "!agree listen")
    scene.says(ANA, "!listen")
    answer = answered(scene)
    assert keys(scene.says(LEE, "simpler", reply_to=answer)) == ["needs-model"]


def test_somebody_else_may_wish_and_the_words_stay_their_writers() -> None:
    """What Ana asked, Kim may have in simpler words; in the record of what was sent the request is Ana's still."""
    scene = on()
    answer = answered(scene, who=ANA)
    (asked,) = asks(scene.says(KIM, "simpler", reply_to=answer))
    written = [
        piece
        for piece in split_prompt(asked, compose_prompt(asked, scene.policy, "fence", Masked), "fence")
        if piece.sender
    ]
    assert [(piece.sender, piece.text) for piece in written] == [(ANA, "gobbledyquux")]
    assert asked.asker == KIM


def test_ways_to_say_it_in_the_direct_room_are_for_their_writer_alone() -> None:
    """Only the person of a direct room can wish there, and the answer goes there."""
    scene = on()
    answer = answered(scene, "!express so tired", where=Direct(KIM))
    assert keys(scene.says(ANA, "simpler", reply_to=answer, where=Direct(ANA))) == ["direct-unread"]
    assert keys(scene.says(ANA, "simpler", reply_to=answer)) == []
    (asked,) = asks(scene.says(KIM, "simpler", reply_to=answer, where=Direct(KIM)))
    assert asked.where == Direct(KIM)


# ---- grounds ----------------------------------------------------------------------------------------------------


def test_it_rests_on_what_the_first_answer_rested_on() -> None:
    """What was said since is not part of it."""
    scene = on()
    scene.says(KIM, "before")
    answer = answered(scene, "!ask what was said?", ANA)
    scene.says(KIM, "behind")
    (asked,) = asks(scene.says(ANA, "simpler", reply_to=answer))
    assert [line.text for line in asked.context] == ["before"]


def test_a_ground_that_is_gone_is_said() -> None:
    """Once a message that the answer rested on is edited, deleted or let go of, nothing is asked, and one line says so."""
    for change in ("edit", "delete", "clear", "delete the question"):
        scene = on()
        scene.says(KIM, "before")
        target, question = scene.room.window[0].id, EventId(f"$e{scene.count + 1}")
        answer = answered(scene, "!ask what was said?", ANA)
        if change == "edit":
            scene.happens(Edited(scene.id(), KIM, scene.now, target, "other words"))
        elif change == "clear":
            scene.says(ANA, "!window clear")
        else:
            gone = target if change == "delete" else question
            scene.happens(Redacted(scene.id(), ANA, scene.now, gone))
        assert keys(scene.says(ANA, "simpler", reply_to=answer)) == ["follow-gone"], change


def test_talk_that_is_too_old_is_gone_too() -> None:
    """When none of the talk is at hand any more, there is nothing to ask about."""
    scene = on(window={"minutes": 5}, idle=600, absence=600)
    scene.says(KIM, "before")
    answer = answered(scene, "!ask what was said?", ANA)
    scene.waits(600.0)
    assert keys(scene.says(ANA, "simpler", reply_to=answer)) == ["follow-gone"]


def test_a_withdrawal_takes_the_words_behind_every_answer() -> None:
    """Whoever withdraws, goes or is forgotten: no room holds their request any more, nor can anybody have it sent."""
    for how in ("!withdraw", "!forget me", "leaves"):
        scene = on(consent={"purposes": ["listen"]})
        answer = answered(scene, "!explain moonless otter", KIM)
        assert "moonless" in pack_thing(scene.room)
        if how == "leaves":
            scene.happens(Left(scene.id(), scene.now, KIM))
        else:
            scene.says(KIM, how)
            scene.says(KIM, f"{how} yes") if how == "!forget me" else None
        assert "moonless" not in pack_thing(scene.room), how
        scene.room = replace(scene.room, floor=Floor.LISTEN)
        assert keys(scene.says(ANA, "simpler", reply_to=answer)) == ["follow-gone"], how


def test_a_question_asked_again_ends_with_the_words_it_has() -> None:
    """While it is answered, or waits at the desk: if the message with the request is deleted, it ends, and is not redone."""
    scene = on_desk()
    question = EventId(f"$e{scene.count + 1}")
    answer = answered(scene, "!explain moonless otter")
    (asked,) = asks(scene.says(ANA, "simpler", reply_to=answer))
    scene.answers(asked.question, "Simple words.")
    scene.happens(Redacted(scene.id(), KIM, scene.now, question))
    assert scene.room.drafts == ()
    assert "moonless" not in pack_thing(scene.room)


def test_a_wish_under_way_ends_with_the_request() -> None:
    """While the model is still at it: if the message with the request is edited or deleted, the answer is dropped."""
    for how in (Redacted, Edited):
        scene = on()
        question = EventId(f"$e{scene.count + 1}")
        answer = answered(scene, "!explain moonless otter")
        (asked,) = asks(scene.says(ANA, "simpler", reply_to=answer))
        more = () if how is Redacted else ("!explain sunny otter",)
        effects = scene.happens(how(scene.id(), KIM, scene.now, question, *more))
        assert Cancel(asked.question) in effects
        assert scene.answers(asked.question, "Simple words.") == ()


def test_what_was_answered_before_the_ai_went_off_is_not_asked_again() -> None:
    """With `!stop` the words behind every answer go; when the AI is on again, the bot says that they are gone."""
    scene = on()
    answer = answered(scene, "!explain moonless otter")
    scene.says(KIM, "!stop")
    assert "moonless" not in pack_thing(scene.room)
    scene.says(ANA, "!listen")
    assert keys(scene.says(KIM, "simpler", reply_to=answer)) == ["follow-gone"]


def test_an_agreement_that_has_run_out_ends_it() -> None:
    """A request is sent again only while its writer still agrees to the model, not only whoever wishes."""
    scene = on(consent={"purposes": ["listen"]})
    answer = answered(scene, who=KIM)
    consents = tuple(consent for consent in scene.room.consents if (consent.person, consent.purpose) != (KIM, "model"))
    scene.room = replace(scene.room, consents=consents)
    assert keys(scene.says(ANA, "simpler", reply_to=answer)) == ["follow-gone"]


def test_the_room_remembers_it_over_a_restart() -> None:
    """What can be asked again survives as the room is stored."""
    scene = on()
    answer = answered(scene)
    scene.room = unpack_thing("room", pack_thing(scene.room))
    (asked,) = asks(scene.says(KIM, "simpler", reply_to=answer))
    scene.room = unpack_thing("room", pack_thing(scene.room))
    assert posted(
        scene.happens(Answered(scene.id(), scene.now, asked.question, "Gobbledyquux, simply.", "house", "small"))
    )


# ---- as people say it -------------------------------------------------------------------------------------------


@try_each(
    "typed",
    ["I don't get it", "i still dont get it", "I don\u2019t understand this", "explain it again", "can you explain that?", "make it simpler please",
     "aku nggak ngerti", "aku gak paham", "aku masih nggak ngerti", "jelasin lagi dong", "lebih simpel dong", "gimana maksudnya?"],
)  # fmt: skip
def test_who_does_not_get_it_says_so_in_their_own_words(typed: str) -> None:
    """As a reply to an answer, the model's or the glossary's, it is `simpler`; the same words to anybody else are talk."""
    scene = on()
    scene.says(KIM, "!explain rumination")
    explained = scene.room.explained[-1].event
    for answer in (explained, answered(scene)):
        (asked,) = asks(scene.says(KIM, typed, reply_to=answer))
        assert asked.wishes == (Wish.SIMPLER,)
        scene.answers(asked.question, "a word")
    assert asks(scene.says(KIM, typed)) == []
    assert asks(scene.says(KIM, typed, reply_to=scene.room.window[-1].id)) == []


@try_each("typed", ["I don't get it", "aku nggak ngerti", "simpler", "explain again"])
def test_said_to_the_bot_by_name_it_is_about_the_newest_answer_to_whoever_says_it(typed: str) -> None:
    """Not about somebody else's, and not about one in another place; without an answer it is a question like any other."""
    scene = on()
    assert all(ask.wishes == () for ask in asks(scene.says(KIM, typed, calls_bot=True)))
    answered(scene, "!explain gobbledyquux")
    answered(scene, "!explain fiddlesnark", who=ANA)
    (asked,) = asks(scene.says(KIM, typed, calls_bot=True))
    assert (asked.request, asked.wishes) == ("gobbledyquux", (Wish.SIMPLER,))
    assert all(ask.wishes == () for ask in asks(scene.says(KIM, typed, calls_bot=True, where=Direct(KIM))))


def test_a_term_is_asked_for_in_reply_to_an_answer_without_any_prefix() -> None:
    """What is said to the bot as `explain rumination` is the command; in the room it is talk."""
    scene = on()
    answer = answered(scene)
    assert keys(scene.says(KIM, "explain rumination", reply_to=answer)) == ["glossary-answer"]
    assert keys(scene.says(KIM, "jelaskan ruminasi", reply_to=answer)) == ["glossary-answer"]
    assert keys(scene.says(KIM, "explain rumination")) == []
