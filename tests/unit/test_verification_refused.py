"""Whoever asks to verify the bot by emoji is refused with a reason, and told once how to be sure that it is the bot."""

from types import SimpleNamespace
from typing import Any

import nio
from rows import try_each
from scene import ANA, KIM, Scene, keys, policy

from bot.matrix.client.sync_parser import Sieve
from bot.matrix.client.verification import (
    CODE,
    EACH,
    MOST,
    REQUEST,
    VerificationDesk,
    make_cancel_in_room,
    make_cancels,
)
from bot.matrix.intake import hear_event
from bot.model import (
    Arrived,
    AskedToVerify,
    Desk,
    Direct,
    Effect,
    EventId,
    InSession,
    Language,
    Notice,
    Person,
    RefuseVerification,
    Reply,
    Room,
    RoomId,
    SessionRoom,
    UserId,
    make_words,
)
from bot.words import languages, render_words

BOT, EVE, ROOM = UserId("@bot:clinic"), UserId("@eve:clinic"), RoomId("!room:clinic")
HOUR, DAY = 3600.0, 86_400.0


def asks(scene: Scene, sender: UserId = KIM, where: InSession = SessionRoom()) -> tuple[Effect, ...]:
    """Let somebody ask in a message to verify the bot."""
    scene.now += 1
    request = scene.id()
    return scene.happens(AskedToVerify(request, scene.now, sender, request, where))


# ---- what is decided -------------------------------------------------------------------------------------------------


@try_each("where", [SessionRoom(), Desk(), Direct(ANA)])
def test_it_is_refused_where_it_was_asked(where: InSession) -> None:
    """The request is cancelled, and one quiet line in reply says how to compare the fingerprint."""
    scene = Scene(policy())
    refusal, line = asks(scene, ANA, where)
    assert isinstance(refusal, RefuseVerification)
    assert isinstance(line, Reply)
    assert (refusal.where, line.where, line.to, line.notice) == (where, where, refusal.request, True)
    assert line.words.key == "verify-bot"
    assert not scene.room.is_on


def test_the_line_comes_once_a_day_to_each() -> None:
    """Somebody who asks again is refused again, and told nothing new; somebody else is told."""
    scene = Scene(policy())
    assert keys(asks(scene)) == ["verify-bot"]
    assert [type(effect) for effect in asks(scene)] == [RefuseVerification]
    assert keys(asks(scene, ANA)) == ["verify-bot"]
    scene.now += DAY
    assert keys(asks(scene)) == ["verify-bot"]


def test_a_flood_is_not_answered() -> None:
    """Of a thousand requests in an hour a few are cancelled: nobody can make the bot fill a room."""
    scene = Scene(policy())
    answered = [effect for _ in range(1000) for effect in asks(scene)]
    assert len(answered) <= 6 + 1
    assert asks(scene) == ()
    assert keys(asks(scene, ANA)) == ["verify-bot"]
    scene.now += HOUR
    assert [type(effect) for effect in asks(scene)] == [RefuseVerification]
    assert len(scene.room.told_to_verify) < 20


def test_strangers_are_nobody() -> None:
    """Who is not in the session is not answered: a homeserver can write anything in anybody's name."""
    scene = Scene(policy())
    assert asks(scene, EVE) == ()
    assert asks(scene, EVE, Desk()) == ()


@try_each("history", ["joined", "shared"])
def test_in_a_room_that_an_app_made_for_it(history: str) -> None:
    """An app opens a room for two to verify somebody: there the bot is refused and told of too, and no session begins."""
    scene = Scene(policy())
    scene.room = Room(scene.room.id)
    people = (Person(ANA, "Ana"),)
    scene.happens(Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history=history))
    assert keys(asks(scene, ANA)) == ["verify-bot"]
    assert keys(asks(scene, ANA)) == []
    assert scene.room.cards == ()


@try_each("where", [SessionRoom(), Desk(), Direct(KIM)])
def test_what_came_to_the_device_is_told_of_once(where: InSession) -> None:
    """A request at the bot's device was cancelled there; the line is said where that person reads it, and replies to nothing."""
    scene = Scene(policy())
    asked = [scene.happens(AskedToVerify(scene.id(), scene.now, KIM, where=where)) for _ in range(3)]
    ((line,), *rest) = asked
    assert isinstance(line, Notice)
    assert (line.where, line.words.key, line.rings) == (where, "verify-bot", False)
    assert rest == [(), ()]


@try_each("language", languages())
def test_the_line_says_what_to_compare(language: str) -> None:
    """It names the fingerprint, whom to ask for it, and that nothing depends on it; in under 300 characters."""
    said = render_words(make_words("verify-bot", Language(language), prefix="!"))
    assert len(said) < 300
    assert "fingerprint" in said
    assert {"en": "the clinic", "id": "klinik"}[language] in said


# ---- how it is heard -------------------------------------------------------------------------------------------------


def message(content: dict[str, Any], sender: UserId = KIM, *, decrypted: bool = True) -> Any:
    """Return a message as nio reads it."""
    outside = {"type": "m.room.message", "sender": sender, "event_id": "$request", "origin_server_ts": 1}
    event = nio.Event.parse_event({**outside, "content": {"body": "wants to verify", **content}})
    event.decrypted = decrypted
    return event


def client(*, invited: bool = False) -> Any:
    """Return as much of a client as requests are heard with: Kim is in the room."""
    there = SimpleNamespace(users={KIM: SimpleNamespace(invited=invited)})
    return SimpleNamespace(user_id=BOT, rooms={ROOM: there})


@try_each("decrypted", [True, False])
def test_a_request_is_heard_sealed_or_not(*, decrypted: bool) -> None:
    """Some apps ask in the open: whoever is in the room and asks the bot is heard either way."""
    request = message({"msgtype": REQUEST, "to": BOT, "from_device": "KIM", "methods": []}, decrypted=decrypted)
    heard = hear_event(client(), ROOM, request, 5.0)
    assert heard == AskedToVerify(EventId("$request"), 5.0, KIM, EventId("$request"))


@try_each(
    ("content", "sender"),
    [
        ({"msgtype": REQUEST, "to": ANA}, KIM),
        ({"msgtype": REQUEST}, KIM),
        ({"msgtype": REQUEST, "to": [BOT]}, KIM),
        ({"msgtype": REQUEST, "to": BOT}, BOT),
        ({"msgtype": REQUEST, "to": BOT}, EVE),
    ],
)
def test_what_is_for_others_is_not(content: dict[str, Any], sender: UserId) -> None:
    """What people ask one another, what the bot's own account asks, or somebody who is not in the room, is nothing to it."""
    assert hear_event(client(), ROOM, message(content, sender, decrypted=False), 5.0) is None


def test_who_is_only_invited_is_not_heard() -> None:
    """Somebody who has not come cannot have asked."""
    request = message({"msgtype": REQUEST, "to": BOT}, decrypted=False)
    assert hear_event(client(invited=True), ROOM, request, 5.0) is None


# ---- what comes to the bot's device ----------------------------------------------------------------------------------


def letter(sender: Any = KIM, device: Any = "KIM", transaction: Any = "t1") -> dict[str, Any]:
    """Return a request as a device sends it in the open."""
    content = {"from_device": device, "transaction_id": transaction, "methods": ["m.sas.v1"], "timestamp": 1}
    return {"type": REQUEST, "sender": sender, "content": content}


def test_a_letter_is_noted_and_cancelled() -> None:
    """A sync that brings a request brings nio nothing, and the sender's device a cancel that names the request."""
    desk = VerificationDesk()
    response = Sieve(desk).sync({"next_batch": "n", "to_device": {"events": [letter(), letter()]}}, BOT)
    assert response.to_device_events == []
    (request,) = desk.list_open()
    cancel = make_cancels((request,))[KIM]["KIM"]
    assert (cancel["transaction_id"], cancel["code"]) == ("t1", CODE)
    assert desk.take_people() == ()
    desk.close((request,))
    assert (desk.list_open(), desk.take_people(), desk.take_people()) == ((), (KIM,), ())


@try_each(
    "bad",
    [
        letter(device=None),
        letter(transaction=5),
        letter(transaction=""),
        letter(device="D" * 256),
        letter(sender="kim"),
        {"type": REQUEST, "sender": KIM, "content": []},
        {"type": REQUEST, "sender": KIM},
    ],
)
def test_a_malformed_letter_is_nothing(bad: dict[str, Any]) -> None:
    """A request that cannot be answered is dropped, and costs nobody anything."""
    desk = VerificationDesk()
    Sieve(desk).sync({"next_batch": "n", "to_device": {"events": [bad]}}, BOT)
    assert desk.list_open() == ()


def test_a_flood_of_letters_is_cut() -> None:
    """Of thousands a few of each person are kept, and few of all."""
    desk = VerificationDesk()
    for number in range(1000):
        desk.note(KIM, letter(transaction=f"t{number}")["content"])
    assert len(desk.list_open()) == EACH
    for number in range(1000):
        desk.note(f"@p{number}:clinic", letter()["content"])
    assert len(desk.list_open()) == MOST


def test_a_cancel_in_a_room_refers_to_its_request() -> None:
    """By that an app knows which request is over (spec, "Key verification framework")."""
    cancel = make_cancel_in_room("$request")
    assert cancel["m.relates_to"] == {"rel_type": "m.reference", "event_id": "$request"}
    assert (cancel["code"], bool(cancel["reason"])) == (CODE, True)


@try_each(
    "language, menus", [("en", ("Settings", "Encryption", "Devices")), ("id", ("Pengaturan", "Enkripsi", "Perangkat"))]
)
def test_how_to_verify_is_said_in_the_menus_words(language: str, menus: tuple[str, ...]) -> None:
    """Who has to verify their app, or help somebody to, reads where its settings have that: Element under Encryption, Cinny under Devices."""
    for key in ("verify-first", "desk-deaf", "alarm-wordless"):
        said = render_words(make_words(key, Language(language), prefix="!", person="Kim"))
        assert [menu for menu in menus if menu not in said] == [], key


@try_each("language", languages())
def test_nobody_is_sent_into_a_profile(language: str) -> None:
    """Today's apps show no sessions in a profile: the line says who knows how to compare, and the app that can."""
    said = render_words(make_words("verify-bot", Language(language), prefix="!"))
    assert "Element" in said
    assert not {"profile", "profil"} & set(said.lower().split())


@try_each("language, choice", [("en", "“Members since invited”"), ("id", "“Anggota sejak diundang”")])
def test_the_history_setting_is_named_as_today(language: str, choice: str) -> None:
    """The words are those of the app's own menu, in which “since they joined” is no longer offered by itself."""
    for key in ("room-history", "room-alone-history"):
        assert choice in render_words(make_words(key, Language(language), prefix="!"))
