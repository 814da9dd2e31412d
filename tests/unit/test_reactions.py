"""A reaction to a card where reactions do not count: it decides nothing, and whoever reacted reads once how to answer."""

from rows import try_each
from scene import ANA, KIM, keys, on_desk

from bot.model import EventId, Reacted, UserId


@try_each("key", ["✅", "👍", "❌", "✔\ufe0f"])
def test_whoever_reacts_to_a_card_reads_how_to_answer_it(key: str) -> None:
    """Where reactions do not count, a tick or a cross on an open card is answered by one line, once a day; nothing else is."""
    scene = on_desk()
    scene.draft()
    card = scene.stands["K1"]

    def reacts(sender: UserId, target: EventId, key: str) -> list[str]:
        return keys(scene.happens(Reacted(scene.id(), sender, scene.now, target, key)))

    assert (reacts(KIM, card, key), reacts(ANA, EventId("$other"), key), reacts(ANA, card, "🎉")) == ([], [], [])
    assert reacts(ANA, card, key) == ["card-reaction"]
    assert reacts(ANA, card, key) == []
    assert scene.room.draft("K1")
    scene.now += 25 * 3600.0
    assert reacts(ANA, card, key) == ["card-reaction"]
    scene.at_desk(ANA, "ok", "K1")
    scene.now += 25 * 3600.0
    assert reacts(ANA, card, key) == []
