"""Scenes of what is done about a message that should not have got out."""

from scene import ANA, KIM, Scene, keys, on_desk

from bot.model import (
    Card,
    EventId,
    Retract,
)


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
