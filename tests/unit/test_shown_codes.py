"""What stands under a code: the answer where it was first shown, and cards about it."""

from dataclasses import replace

from scene import ANA, on_desk, posted

from bot.model import Desk, EventId, Shown
from bot.session.desk.replies import note_shown_card


def test_a_second_message_of_one_code_is_about_the_answer() -> None:
    """An answer stands where it was first shown; whatever else is shown under its code, such as who calls it wrong, is a card about it."""
    scene = on_desk()
    scene.draft()
    (reply,) = posted(scene.at_desk(ANA, "ok", "K1"))
    (answer,) = scene.room.said
    first, second = EventId("$first"), EventId("$second")
    room = replace(scene.room, said=(replace(answer, event=None),))
    for event, where in ((first, answer.where), (second, Desk())):
        room = note_shown_card(room, Shown(scene.id(), scene.now, event, answer.code, where))
    assert [(said.event, said.cards) for said in room.said] == [(first, (second,))]
    assert reply.code == answer.code
