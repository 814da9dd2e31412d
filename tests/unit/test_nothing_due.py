"""When a room has nothing to look at itself for."""

from scene import ANA, KIM, Scene, policy

from bot.model import Elapsed
from bot.session.deadlines import find_deadline


def test_where_nothing_may_be_sent_nothing_is_due() -> None:
    """At `speak`, with no word that may leave, the room looks at itself once and then waits until somebody writes."""
    scene = Scene(policy(floor_max="speak", consent={"purposes": ("listen",)}))
    scene.says(KIM, "!agree listen")
    scene.says(ANA, "!speak")
    scene.says(KIM, "kims words")
    scene.now += 601
    assert scene.happens(Elapsed(scene.id(), scene.now)) == ()
    due = find_deadline(scene.room, scene.policy)
    assert due is not None
    assert due > scene.now
