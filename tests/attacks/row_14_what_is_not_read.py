"""Nobody hostile: a client says in a poll, with `/me` or beneath a picture what they need the bot to know, and believes that it was read."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from megolm import KIM, QuietRoom, quiet_room
from rows import try_each
from scene import Scene, keys, policy

from bot.model import Attached, EventId, Reply, make_words
from bot.words import languages, render_words

KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": KEY}
POLL = {"question": {"m.text": "moonless"}, "answers": [{"id": "1", "m.text": "walrus"}]}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Give a room with Ana and Kim, whose devices and keys the bot knows."""
    async with quiet_room(tmp_path) as opened:
        yield opened


def message(**content: Any) -> dict[str, Any]:
    """Return a message of any kind."""
    return {"type": "m.room.message", "content": {"body": "moonless walrus", **content}}


UNREAD: dict[str, dict[str, Any]] = {
    "me": message(msgtype="m.emote"),
    "place": message(msgtype="m.location", geo_uri="geo:1,2"),
    "caption": message(msgtype="m.image", filename="a.jpg", file=FILE),
    "poll": {"type": "m.poll.start", "content": {"m.poll": POLL}},
    "older poll": {"type": "org.matrix.msc3381.poll.start", "content": {"org.matrix.msc3381.poll.start": POLL}},
}


@pytest.mark.parametrize("kind", UNREAD)
async def test_what_does_not_count_is_noticed(room: QuietRoom, kind: str) -> None:
    """That somebody said something so is known, and none of its words; an edit of it, or one of a bot's, is nothing new."""
    payload = UNREAD[kind]
    attached = room.hears(room.kim.seals(payload))
    assert attached == Attached(EventId("$event"), KIM, 1.0)
    assert "moonless" not in str(attached)
    overheard = room.overhears(room.kim.seals(payload))
    assert overheard is not None
    assert "moonless" in overheard.text
    content = payload["content"]
    for more in ({"m.new_content": content}, {"org.thirdchair": {"kind": "poll"}}):
        assert room.hears(room.kim.seals({**payload, "content": {**content, **more}})) is None


def test_one_honest_line_a_session() -> None:
    """Once a session one line says what does not count, whatever comes first, and no more; in the next one it is said anew."""
    scene = Scene(policy()).listening()

    def sends() -> list[str]:
        scene.now += 1
        return keys(scene.happens(Attached(scene.id(), KIM, scene.now)))

    assert sends() == ["attached-room"]
    told = scene.effects[-1]
    assert isinstance(told, Reply)
    assert told.notice
    assert [sends() for _ in range(50)] == [[]] * 50
    scene.says(KIM, "!stop")
    assert sends() == []
    scene.listening()
    assert sends() == ["attached-room"]


@try_each("language", languages())
@try_each("place", ["room", "desk", "direct"])
def test_the_line_names_all_of_it(language: str, place: str) -> None:
    """In each language, wherever it is said, and whether or not anything is compared, it names what people may have used."""
    terms = {
        "en": ("picture", "recording", "file", "poll", "place", "/me", "under"),
        "id": ("gambar", "rekaman", "berkas", "polling", "lokasi", "/me", "di bawah"),
    }
    for compared in (0, 1):
        words = make_words(f"attached-{place}", language, prefix="!", compared=compared)  # type: ignore[arg-type]  # a language of ours
        assert [term for term in terms[language] if term not in render_words(words)] == []
