"""Scenes of what is done about a message that should not have got out."""

from scene import ANA, KIM, Scene, asks, keys, on_desk, policy

from bot.matrix.send import make_content
from bot.model import (
    Came,
    Card,
    Direct,
    Effect,
    EventId,
    Notice,
    Reply,
    Retract,
    UserId,
)
from bot.session.talk.clock import format_time_of_day


def let_out(scene: Scene) -> EventId:
    """Let an answer out and return it as it stands in the room."""
    scene.draft()
    scene.at_desk(ANA, "ok", "K1")
    return scene.posts["K1"]


def test_anybody_can_call_an_answer_wrong() -> None:
    """`!wrong` as a reply to an AI message tells the therapist at the desk who says so, and thanks them."""
    scene = on_desk()
    answer = let_out(scene)
    card, thanks = scene.says(KIM, "!wrong", reply_to=answer)
    assert isinstance(card, Card)
    assert card.mentions == ()
    assert keys((card, thanks)) == ["card-wrong", "wrong-done"]
    assert keys(scene.says(KIM, "!keliru")) == ["wrong-what"]


def test_a_therapist_takes_an_answer_back() -> None:
    """`!retract` deletes the bot's message and says so in one line; a client cannot."""
    scene = on_desk()
    answer = let_out(scene)
    assert keys(scene.says(KIM, "!retract", reply_to=answer)) == ["not-permitted"]
    effects = scene.says(ANA, "!retract", reply_to=answer)
    assert effects[0] == Retract(answer)
    assert keys(effects) == ["retracted", "approval-taken-back"]
    assert keys(scene.says(ANA, "!retract", reply_to=answer)) == ["retract-what"]


def test_an_answer_can_be_taken_back_from_the_desk() -> None:
    """At the desk `!retract K1`, or a reply to the card that calls it wrong, takes the answer back."""
    for by_code in (True, False):
        scene = on_desk()
        answer = let_out(scene)
        scene.says(KIM, "!wrong", reply_to=answer)
        effects = scene.at_desk(ANA, "!retract K1") if by_code else scene.at_desk(ANA, "!retract", "K1")
        assert effects[0] == Retract(answer)
        assert scene.room.tally.retracted == 1


def explained(scene: Scene, typed: str = "!explain rumination", who: UserId = KIM, **more: object) -> EventId:
    """Let the glossary answer, and return the message as which the answer stands."""
    scene.says(who, typed, **more)
    answer = scene.room.explained[-1]
    assert answer.event is not None
    return answer.event


def body(effect: Effect) -> str:
    """Return the plain text of a message as it goes out."""
    assert isinstance(effect, Card | Notice | Reply)
    return str(make_content(effect, "job")["body"])


def test_an_answer_of_the_glossary_can_be_called_wrong() -> None:
    """The desk gets a card that names the entry, links to the answer and says whose text it is; the supervisor's count grows."""
    scene = on_desk()
    answer = explained(scene)
    card, thanks = scene.says(KIM, "!wrong because it hurts", reply_to=answer)
    assert keys((card, thanks)) == ["card-wrong-glossary", "wrong-done"]
    content = make_content(card, "job")  # type: ignore[arg-type]  # the keys say that it is a card
    assert content["body"].startswith(
        "Glossary · Kim says this answer is wrong: rumination · 00:16\nIt is Third Chair's own text;"
    )
    assert f'/{answer}">00:16</a>' in content["formatted_body"]
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {})
    assert "hurts" not in content["body"]
    assert scene.room.tally.wrong == 1


def test_a_term_of_the_glossary_can_be_called_wrong_by_its_name() -> None:
    """So it works while the AI is off too, when the bot keeps nothing of who asked for what."""
    scene = Scene(policy())
    scene.says(KIM, "!explain rumination")
    card, thanks = scene.says(KIM, "!keliru ruminasi")
    assert keys((card, thanks)) == ["card-wrong-glossary", "wrong-done"]
    assert "ruminasi" in body(card)
    assert keys(scene.says(KIM, "!wrong all of it")) == ["wrong-what"]


def test_what_was_looked_up_in_private_is_called_wrong_without_a_link() -> None:
    """No therapist could open it; the term is named, and when."""
    scene = on_desk()
    scene.happens(Came(scene.id(), scene.now, Direct(KIM), KIM))
    answer = explained(scene, where=Direct(KIM))
    assert keys(scene.says(KIM, "!wrong", reply_to=answer)) == ["wrong-what"]
    card, _ = scene.says(KIM, "!wrong", reply_to=answer, where=Direct(KIM))
    assert isinstance(card, Card)
    assert "<a" not in make_content(card, "job")["formatted_body"]


def test_an_answer_of_the_glossary_that_a_homeserver_could_have_chosen_is_not_called_wrong() -> None:
    """Where only the homeserver says what the command replies to, the line says how to name a term."""
    scene = on_desk()
    answer = explained(scene)
    effects = scene.says(KIM, "!wrong", reply_to=answer, loose=True)
    assert keys(effects) == ["wrong-what"]
    assert "!wrong rumination" in body(effects[0])


def test_a_message_taken_back_is_named_by_its_time_and_rings() -> None:
    """Whoever read the answer on their phone learns which one not to rely on: a new message, with a link, and no mention."""
    scene = on_desk()
    answer = let_out(scene)
    at = format_time_of_day(scene.room.said[0].at)
    (notice,) = [effect for effect in scene.says(ANA, "!retract", reply_to=answer) if isinstance(effect, Notice)]
    content = make_content(notice, "job")
    assert content["body"] == f"Ana took the AI message of {at} back. Please do not rely on it."
    assert f'/{answer}">{at}</a>' in content["formatted_body"]
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {})


def test_what_is_taken_back_in_a_direct_room_is_named_there_by_its_time() -> None:
    """A link into another room than the session's would open nothing."""
    scene = on_desk()
    scene.happens(Came(scene.id(), scene.now, Direct(KIM), KIM))
    (ask,) = asks(scene.says(KIM, "!express i am so tired", where=Direct(KIM)))
    (card,) = [effect for effect in scene.answers(ask.question, "I am tired.") if isinstance(effect, Card)]
    scene.at_desk(ANA, "ok", card.code)
    effects = scene.at_desk(ANA, f"!retract {card.code}")
    (notice,) = [effect for effect in effects if isinstance(effect, Notice) and effect.mark.kind == "retracted"]
    content = make_content(notice, "job")
    assert (notice.where, content["msgtype"], "<a" in content["formatted_body"]) == (Direct(KIM), "m.text", False)
