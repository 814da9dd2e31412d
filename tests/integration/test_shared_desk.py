"""A desk that several sessions share: made once for the same therapists, each line under its room's code, left when they change."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Post, Said, Server, at_work, seat
from side_scene import BEN, EN, MARK, Scene

from bot.app.rooms.clear_desks import clear_desks
from bot.app.services import Chair, read_clock
from bot.model import Card, Decision, Desk, Draft, Effect, EventId, Heard, Notice, Pending, RoomId, Task, make_words
from bot.session.talk.room_code import make_room_code

SHARED = "desk: {shared: true}"
THERAPISTS = f'therapists: ["{ANA}", "{BEN}"]'
CODES = {room: make_room_code(room) for room in (ROOM, OTHER)}
LINE = Notice(make_words("listen-already", EN, prefix="!"), MARK, where=Desk())


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot whose two rooms share a desk; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        scene = Scene(chair, server, tmp_path)
        scene.rules(f"{THERAPISTS}\n{SHARED}\napproval: all", THERAPISTS)
        yield scene


async def desk_of(scene: Scene, room: RoomId = ROOM) -> RoomId:
    """Return the desk of a session, as soon as there is one."""
    return await scene.side_room(room, Desk())


async def at_desk(scene: Scene) -> RoomId:
    """Return the desk of both rooms, with Ana in it and greeted."""
    desk = await desk_of(scene)
    await scene.server.until(lambda: scene.server.rooms.members[desk].get(ANA))
    assert await desk_of(scene, OTHER) == desk
    await scene.server.moves(ANA, "join", desk)
    await scene.server.until(lambda: scene.said(desk))
    await scene.done()
    return desk


async def orders(scene: Scene, room: RoomId, *effects: Effect, **state: object) -> None:
    """Let something be decided in a room."""
    scene.numbers += 1
    cause = Heard(EventId(f"$cause{scene.numbers}"), KIM, scene.chair.clock(), "!cause")
    now = replace(await scene.chair.store.rooms.room(room), **state)  # type: ignore[arg-type]  # tests name fields
    await scene.chair.store.commit(cause, Decision(now, effects), None)
    scene.chair.to_act.set()
    await scene.done()


async def lay_card(scene: Scene, room: RoomId, desk: RoomId, code: str = "K1") -> Post:
    """Let a card with somebody's words lie on the desk; return the message."""
    pending = Pending(EventId(f"$q{room}{code}"), KIM, Task.EXPLAIN, EN, request="velvet walrus")
    draft = Draft(
        code, pending, "moonless otter", cut=False, backend="house", model="small", at=scene.chair.clock(), binding=""
    )
    before = (await scene.chair.store.rooms.room(room)).drafts
    card = Card(code, make_words("card-line", EN, code=code, task="explain", person="Kim", kind="", direct=0), MARK)
    await orders(scene, room, card, drafts=(*before, draft))
    return [post for post in scene.said(desk) if CODES[room] in post.content["body"]][-1]


def bodies(scene: Scene, desk: RoomId) -> list[str]:
    """Return what stands at a desk."""
    gone = {event for _, event in scene.server.redacted}
    return [post.content["body"] for post in scene.said(desk) if post.event not in gone]


async def told(scene: Scene, kind: str = "heard") -> list[str]:
    """Return the rooms that were told of events of one kind, in order; what only causes something aside."""
    rows = await scene.chair.store.db.rows("SELECT room, id FROM inbox WHERE kind = ? ORDER BY seq", kind)
    return [room for room, event in rows if not str(event).startswith("$cause")]


async def types(scene: Scene, desk: RoomId, text: str, reply_to: EventId | None = None) -> EventId:
    """Let Ana type something at the desk, and return when it is decided."""
    event = await scene.server.says_now(text, ANA, desk, reply_to)
    await scene.done()
    return event


# ---- one desk for the same therapists --------------------------------------------------------------------------------


async def test_rooms_with_the_same_therapists_have_one_desk(scene: Scene) -> None:
    """Two rooms of Ana's are one invitation, whose name says nothing of either; she is greeted once, and told how rooms are named."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        assert scene.server.rooms.desks() == [desk]
        assert scene.server.rooms.members[desk] == {BOT: "join", ANA: "join"}
        assert scene.server.rooms.names[desk] == "Desk"
        greetings = [body for body in bodies(scene, desk) if "This is the desk" in body]
        assert (len(greetings), greetings[0][:2]) == (1, "Th")
        assert len([body for body in bodies(scene, desk) if "Several rooms share" in body]) == 1
    deeds = await scene.chair.store.db.rows("SELECT entry FROM audit WHERE entry LIKE '%side-room-made%'")
    assert all(any(room in entry for (entry,) in deeds) for room in (ROOM, OTHER))


async def test_each_line_begins_with_its_rooms_code(scene: Scene) -> None:
    """Cards, notices and edits of both rooms begin with the code of theirs, in plain text and in HTML; never with a name."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        for room in (ROOM, OTHER):
            await orders(scene, room, LINE)
            card = await lay_card(scene, room, desk)
            assert card.content["body"].startswith(f"{CODES[room]} · ")
            assert card.content["formatted_body"].startswith(f"<p>{CODES[room]} · ")
            assert scene.said(desk)[-2].content["body"].startswith(f"{CODES[room]} · ")


async def test_other_therapists_have_another_desk(scene: Scene) -> None:
    """A room in which Ben sits too is at another desk than the one where Ana is alone."""
    scene.server.rooms.move(BEN, "join", OTHER)
    async with at_work(scene.chair):
        alone, shared = await desk_of(scene), await desk_of(scene, OTHER)
        await scene.done()
    assert alone != shared
    assert BEN not in scene.server.rooms.members[alone]
    assert scene.server.rooms.members[shared] == {BOT: "join", ANA: "invite", BEN: "invite"}


async def test_a_restart_finds_the_shared_desk(scene: Scene) -> None:
    """After a restart both rooms are at the desk where they were, and nothing is made or said anew."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
    said = len(scene.said(desk))
    async with at_work(scene.chair):
        await scene.server.pulse()
        await scene.done()
        assert (await desk_of(scene), await desk_of(scene, OTHER)) == (desk, desk)
    assert (scene.server.rooms.desks(), len(scene.said(desk))) == ([desk], said)


# ---- what is typed there ---------------------------------------------------------------------------------------------


async def test_a_reply_goes_to_the_room_of_its_line(scene: Scene) -> None:
    """Both rooms have a K1: a bare no in reply to one card closes that one, and leaves the other alone."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        cards = {room: await lay_card(scene, room, desk) for room in (ROOM, OTHER)}
        await types(scene, desk, "no", cards[OTHER].event)
        assert await told(scene) == [OTHER]
        assert (await scene.chair.store.rooms.room(OTHER)).drafts == ()
        assert [draft.code for draft in (await scene.chair.store.rooms.room(ROOM)).drafts] == ["K1"]


async def test_what_names_no_room_is_asked_back_and_decides_nothing(scene: Scene) -> None:
    """`ok K1` where both rooms have one is asked back under no code, names both, and neither room hears of it; with the code it counts."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        for room in (ROOM, OTHER):
            await lay_card(scene, room, desk)
        typed = await types(scene, desk, "no K1")
        (asked,) = scene.server.replies(typed)
        assert asked.content["body"].startswith("Which room")
        assert all(f"{code}: K1" in asked.content["body"] for code in CODES.values())
        assert await told(scene) == []
        await types(scene, desk, f"no K1 {CODES[ROOM]}")
        assert await told(scene) == [ROOM]
        assert (await scene.chair.store.rooms.room(ROOM)).drafts == ()


async def test_what_was_asked_back_is_never_decided_when_it_comes_again(scene: Scene) -> None:
    """A homeserver that brings the same message once more, when only one card is left, lets nothing out by that."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        cards = {room: await lay_card(scene, room, desk) for room in (ROOM, OTHER)}
        typed = await types(scene, desk, "no K1")
        await types(scene, desk, "no", cards[OTHER].event)
        scene.chair.clock = lambda: read_clock() + 60.0
        await types(scene, desk, "good morning")  # from the next sync on the clock is a minute ahead
        await scene.server.tell(Said(typed, ANA, "no K1"), desk)
        await types(scene, desk, "good evening")
        assert await told(scene) == [OTHER]
        assert (await scene.chair.store.rooms.room(ROOM)).drafts != ()


async def test_cards_and_help_need_no_room(scene: Scene) -> None:
    """`!cards` lists every room by its code, and neither answer begins with one; `!status` is asked back."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        for room in (ROOM, OTHER):
            await lay_card(scene, room, desk)
        (cards,) = scene.server.replies(await types(scene, desk, "!cards"))
        assert all(f"{code} K1" in cards.content["body"] for code in CODES.values())
        (helped,) = scene.server.replies(await types(scene, desk, "!help"))
        assert not any(post.content["body"].startswith("R-") for post in (cards, helped))
        asked = await types(scene, desk, "!status")
        assert [post.content["body"][:10] for post in scene.server.replies(asked)] == ["Which room"]
        (status,) = scene.server.replies(await types(scene, desk, f"!status {CODES[OTHER]}"))
        assert status.content["body"].startswith(CODES[OTHER])


async def test_talk_is_kept_nowhere_and_makes_a_bare_word_doubtful(scene: Scene) -> None:
    """What therapists say to each other is told no room as words: only rooms with a card open know that something was said."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        await lay_card(scene, ROOM, desk)
        await types(scene, desk, "shall we have lunch at noon")
        assert await told(scene) == []
        assert await told(scene, "present") == [ROOM]
        assert (await scene.chair.store.rooms.room(ROOM)).desk_talk > 0


# ---- leaving it ------------------------------------------------------------------------------------------------------


async def test_a_room_whose_therapists_change_leaves_with_all_its_lines(scene: Scene) -> None:
    """When Ben comes into one room, that goes to a desk of theirs: what stood of it is taken back, the other's stays."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        mine, other = await lay_card(scene, OTHER, desk), await lay_card(scene, ROOM, desk)
        await scene.server.moves(BEN, "join", OTHER)
        await scene.server.until(lambda: len(scene.server.rooms.desks()) == 2)
        await scene.done()
        new = await desk_of(scene, OTHER)
        await scene.server.until(lambda: scene.server.rooms.members[new].get(BEN))
    assert new != desk
    assert (desk, mine.event) in scene.server.redacted
    assert other.event not in {event for _, event in scene.server.redacted}
    assert bodies(scene, desk)[-1].startswith(f"{CODES[OTHER]} · This room has left")
    assert not any("otter" in body for body in bodies(scene, desk))
    assert BEN not in scene.server.rooms.members[desk]
    assert scene.server.rooms.members[desk][BOT] == "join"


async def test_a_therapist_who_loses_one_room_keeps_the_desk_of_the_others(scene: Scene) -> None:
    """Ana leaves one room: its lines are taken back at the desk, where she stays for the other; nobody puts her out."""
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        card = await lay_card(scene, OTHER, desk)
        await scene.server.moves(ANA, "leave", OTHER)
        await scene.server.until(lambda: (desk, card.event) in scene.server.redacted)
        await scene.done()
        assert await scene.chair.store.sides.find_side(OTHER, Desk()) is None
        await types(scene, desk, "no K1", card.event)
        assert OTHER not in await told(scene)
    assert scene.server.rooms.members[desk][ANA] == "join"


async def test_whom_the_files_name_no_more_for_one_room_reads_nothing_of_it(scene: Scene) -> None:
    """When the files take Ben off one of two rooms, that leaves the desk of both; Ben stays for the room that is still his."""
    for room in (ROOM, OTHER):
        scene.server.rooms.move(BEN, "join", room)
    async with at_work(scene.chair):
        desk = await at_desk(scene)
        card = await lay_card(scene, OTHER, desk)
        file = scene.folder / "rooms" / "other.yaml"
        rules = (scene.folder / "rooms" / "all.yaml").read_text().replace('"*"', f'"{OTHER}"')
        file.write_text(rules.replace(THERAPISTS, f'therapists: ["{ANA}"]'))
        scene.rules()
        assert scene.chair.find_filed_policy(OTHER) is not None
        await clear_desks(scene.chair)
        await scene.done()
        new = await desk_of(scene, OTHER)
    assert new != desk
    assert (desk, card.event) in scene.server.redacted
    assert scene.server.rooms.members[desk][BEN] in {"join", "invite"}
    assert BEN not in scene.server.rooms.members[new]


async def test_the_key_moves_a_room_to_the_shared_desk_and_back(scene: Scene) -> None:
    """Turned on, desks of one room say in one line that they are closed; what is open is laid again; turned off, each has its own."""
    scene.rules("desk: {shared: false}")
    async with at_work(scene.chair):
        own = {room: await desk_of(scene, room) for room in (ROOM, OTHER)}
        await scene.server.until(lambda: all(scene.server.rooms.members[desk].get(ANA) for desk in own.values()))
        for desk in own.values():
            await scene.server.moves(ANA, "join", desk)
        await set_rules(scene, SHARED)
        shared = await desk_of(scene)
        assert (await desk_of(scene, OTHER), shared in own.values()) == (shared, False)
        for desk in own.values():
            assert bodies(scene, desk)[-1].startswith("This desk is closed")
            assert scene.server.rooms.names[desk].endswith("(closed)")
            assert scene.server.rooms.members[desk][BOT] == "leave"
        await scene.server.moves(ANA, "join", shared)
        await scene.server.until(lambda: scene.said(shared))
        card = await lay_card(scene, ROOM, shared)
        await set_rules(scene, "desk: {shared: false}")
        again = await desk_of(scene)
        await scene.server.until(lambda: scene.server.rooms.members[again].get(ANA))
        await scene.server.moves(ANA, "join", again)
        await scene.server.until(lambda: any("K1" in body for body in bodies(scene, again)))
        await scene.done()
    assert len({again, await desk_of_now(scene.chair, OTHER), shared}) == 3
    assert (shared, card.event) in scene.server.redacted
    assert scene.server.rooms.members[shared][BOT] == "leave"
    assert not any(body.startswith("R-") for body in bodies(scene, again))


async def set_rules(scene: Scene, rules: str) -> None:
    """Let other rules hold, as if the files were read again."""
    await scene.done()
    scene.rules(rules)
    await clear_desks(scene.chair)
    await scene.done()


async def desk_of_now(chair: Chair, room: RoomId) -> RoomId | None:
    """Return the desk of a session as it is noted."""
    side = await chair.store.sides.find_side(room, Desk())
    return side.room if side else None


async def test_who_comes_to_a_desk_that_is_there_lays_its_cards_for_who_sits_there(scene: Scene) -> None:
    """A room that comes to a desk where Ana sits already lays its open cards there, and greets nobody again."""
    scene.server.rooms.move(BEN, "join", OTHER)
    async with at_work(scene.chair):
        desk, other = await desk_of(scene), await desk_of(scene, OTHER)
        for room in (desk, other):
            await scene.server.until(lambda room=room: scene.server.rooms.members[room].get(ANA))  # type: ignore[misc]  # bound now
            await scene.server.moves(ANA, "join", room)
        await scene.done()
        await lay_card(scene, OTHER, other)
        greeted = len([body for body in bodies(scene, desk) if "This is the desk" in body])
        file = scene.folder / "rooms" / "other.yaml"
        rules = (scene.folder / "rooms" / "all.yaml").read_text().replace('"*"', f'"{OTHER}"')
        file.write_text(rules.replace(THERAPISTS, f'therapists: ["{ANA}"]'))
        scene.rules()
        await clear_desks(scene.chair)
        await scene.server.until(lambda: any("K1" in body for body in bodies(scene, desk)))
        await scene.done()
        assert await desk_of(scene, OTHER) == desk
    assert len([body for body in bodies(scene, desk) if "This is the desk" in body]) == greeted
    assert scene.server.rooms.members[other][BOT] == "leave"
