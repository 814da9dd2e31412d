"""How often clients let the AI look for their words: what the therapist's card says of it."""

from reliance_scene import facts, this
from scene import ANA, KIM, on_desk

from bot.model import Desk, Direct


def test_a_clients_search_for_words_is_counted() -> None:
    """Each `!express` of a client's that went to the backend counts, in the room and in private; a therapist's does not, nor their `again`."""
    scene = on_desk()
    scene.says(KIM, "!express so tired of this")
    scene.says(KIM, "!express so tired of this", where=Direct(KIM))
    scene.says(KIM, "!explain gobbledyquux")
    scene.says(KIM, "!express")
    scene.says(ANA, "!express so tired of this")
    assert this(scene).expressed == 2
    assert this(scene).asked == 4
    code = scene.draft("!express so tired of this")
    scene.says(KIM, "one line more")
    scene.waits(3600)
    scene.says(ANA, "!listen")
    scene.at_desk(ANA, "again", code)
    assert this(scene).expressed == 3
    assert facts(scene.says(ANA, "!reliance", where=Desk()))["expressed"] == "3"
