"""Erasing on a real encrypted notebook: whose words go, what stays, that the chain holds; and retention by the clock."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hand_held import ANA, KIM, ROOM
from office import Office, arrive, decided, furnished, let_cards_stand, seated, undecided

from bot.app.operator.erasure import erase_words, export_person
from bot.app.operator.incident_report import report_incident
from bot.app.services import Chair
from bot.app.show.file_as_text import MOST, split_file_into_replies
from bot.app.show.person_data import Kept, describe_person
from bot.app.show.show_records import FILE, erase_outlived, show_records
from bot.audit.chain import prove_words
from bot.audit.signed import verify_signed_head
from bot.errors import BotError, StoreRefused
from bot.matrix.send import format_sentence
from bot.model import (
    Arrived,
    Ask,
    Decision,
    Decisions,
    Desk,
    Direct,
    EventId,
    Explained,
    Floor,
    Forget,
    Ground,
    Heard,
    Language,
    Notice,
    Pending,
    Person,
    Reliance,
    Reply,
    RoomId,
    Said,
    SessionRoom,
    ShowData,
    ShowHead,
    Spent,
    Task,
    Use,
    UserId,
    Week,
)
from bot.session.request.segments import Piece
from bot.session.talk.sources import behind
from bot.settings import load_settings
from bot.store import ANSWERED, Ending, Request, Store
from bot.store.erasing import erase_person_or_all
from bot.store.salts import get_salt
from bot.words import render_words

EN = Language("en")
ANAS, KIMS = "moonless otter", "velvet walrus"
OTHER = RoomId("!other:clinic")
HOUR = 3600.0


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give a configuration."""
    return furnished(tmp_path)


@pytest.fixture
async def chair(office: Office) -> AsyncIterator[Chair]:
    """Give a chair over a notebook that knows a room of Ana and Kim."""
    async with seated(office) as chair:
        people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
        arrival = Arrived(EventId("a"), 1.0, people, encrypted=True, private=True, history="invited")
        await chair.store.inbox.admit(ROOM, arrival)
        await let_cards_stand(chair)
        yield chair


async def sent(store: Store, number: int, at: float, room: RoomId = ROOM) -> None:
    """Let a request leave with a line of Kim's and what Ana asked, and be answered."""
    question, talk = EventId(f"$q{number}"), EventId(f"$t{number}")
    asking = Ask(question, ANA, Task.ASK, "house", EN, (EN,), ANAS)
    job = f"$q{number}/0"
    here = await store.rooms.room(room)
    await store.commit(Heard(question, ANA, at, "!ask"), Decision(here, (asking,)), None)
    what = (Piece(0, "rules"), Piece(1, KIMS, talk, KIM), Piece(1, ANAS, question, ANA))
    request = Request(room, job, question, ANA, Task.ASK, SessionRoom(), "house", "small", "f" * 64, what)
    begun = await store.sent.begin(request, at)
    assert begun is not None
    await store.sent.end(request, begun, Ending(ANSWERED, at + 1, 11, 7))


async def says(chair: Chair, number: int, sender: UserId, text: str) -> None:
    """Let somebody write in the room, from a cross-signed device, and the bot decide it."""
    await chair.store.inbox.admit(ROOM, Heard(EventId(f"$s{number}"), sender, chair.clock(), text, signed=True))
    await decided(chair)


async def entries(store: Store, action: str) -> list[dict[str, object]]:
    """Return the entries of one kind."""
    result = [json.loads(link.entry) async for link in store.audit.entries()]
    return [item for item in result if item["action"] == action]


async def salts(store: Store) -> dict[tuple[str, str], bytes]:
    """Return whose hashes still say something, and where."""
    return {(room, person): salt for room, person, salt in await store.db.rows("SELECT room, person, salt FROM salt")}


async def words_of(store: Store, person: UserId, room: RoomId = ROOM) -> list[str | None]:
    """Return what is kept of somebody's words in what was sent."""
    sql = "SELECT text FROM piece WHERE room = ? AND sender = ? ORDER BY number"
    return [text for (text,) in await store.db.rows(sql, room, person)]


async def seal(store: Store, number: int, sender: UserId, room: str = ROOM) -> None:
    """Let a message wait whose key has not come."""
    sql = "INSERT INTO sealed (id, room, sender, body, since) VALUES (?, ?, ?, 'x', 1.0)"
    async with store.db.transaction() as transaction:
        await transaction.run(sql, f"$x{number}", room, sender)


async def test_who_is_forgotten_leaves_no_word_and_the_chain_holds(chair: Chair) -> None:
    """`!forget me` erases Kim's words and salt, in this session alone; Ana's words and hashes stay, and the audit holds."""
    store = chair.store
    await sent(store, 1, 10.0)
    await sent(store, 2, 20.0, OTHER)
    await seal(store, 1, KIM)
    await seal(store, 2, ANA)
    await store.sides.note_room((await store.sides.side(ROOM, Direct(KIM))).nonce, RoomId("!direct:clinic"), 1.0)
    await seal(store, 3, KIM, "!direct:clinic")
    before = await salts(store)
    await says(chair, 1, KIM, "!forget me")
    assert await words_of(store, KIM) == [KIMS]
    await says(chair, 2, KIM, "!forget me yes")
    assert await words_of(store, KIM) == [None]
    assert await words_of(store, ANA) == [ANAS]
    assert await words_of(store, KIM, OTHER) == [KIMS]
    assert await salts(store) == {key: salt for key, salt in before.items() if key != (ROOM, KIM)}
    assert [sealed_event.sender for sealed_event in await store.seals.all()] == [ANA]
    (entry,) = await entries(store, "erased")
    assert entry["actor"] == KIM
    assert entry["facts"] == {"person": KIM, "pieces": 1, "salts": 1, "sealed": 2, "placeholders": 0}
    assert (await store.audit.verify()).broken is None


async def test_a_hash_of_the_forgotten_proves_nothing_any_more(chair: Chair) -> None:
    """The audit's hash of Ana's words can still be made again from them; that of Kim's cannot, whatever salt comes later."""
    await sent(chair.store, 1, 10.0)
    await says(chair, 1, KIM, "!forget me")
    await says(chair, 2, KIM, "!forget me yes")
    (entry,) = await entries(chair.store, "sent")
    hashes = {sender: item for _, sender, item in entry["facts"]["messages"]}  # type: ignore[index]  # as the audit is written
    async with chair.store.db.transaction() as transaction:
        assert prove_words(await get_salt(transaction, ROOM, ANA), ANAS) == hashes[ANA]
        assert prove_words(await get_salt(transaction, ROOM, KIM), KIMS) != hashes[KIM]


async def test_a_forgotten_room_has_no_requests_and_no_salts(chair: Chair) -> None:
    """`!forget room` erases every request and salt of the session, and nothing of another one."""
    await sent(chair.store, 1, 10.0)
    await sent(chair.store, 2, 20.0, OTHER)
    await says(chair, 1, ANA, "!forget room")
    await says(chair, 2, ANA, "!forget room yes")
    assert await chair.store.sent.list_of_room(ROOM) == ()
    assert len(await chair.store.sent.list_of_room(OTHER)) == 1
    assert {room for room, _ in await salts(chair.store)} == {OTHER}
    (entry,) = await entries(chair.store, "erased")
    assert entry["facts"] == {"requests": 1, "salts": 2, "sealed": 0, "placeholders": 0}
    assert (await chair.store.audit.verify()).broken is None


async def test_an_erasing_that_is_not_written_erases_nothing(chair: Chair) -> None:
    """Decision and erasing are one: if the one cannot be written down, the other did not happen."""
    await sent(chair.store, 1, 10.0)
    room = await chair.store.rooms.room(ROOM)
    heard = Heard(EventId("$f"), KIM, 5.0, "!forget me yes")
    broken: object = type("Unwritable", (), {"whom": None})()
    with pytest.raises(KeyError, match="Unwritable"):
        await chair.store.commit(heard, Decision(room, (Forget(KIM), broken)), None)  # type: ignore[arg-type]  # what breaks
    assert await words_of(chair.store, KIM) == [KIMS]
    assert await entries(chair.store, "erased") == []


async def test_what_was_sent_is_kept_as_long_as_policy_says(office: Office) -> None:
    """A request goes when `retention.sent` hours are over, not before, and the audit says how many went."""
    office.rules("retention: {sent: 2}\n")
    async with seated(office) as chair:
        chair.clock = lambda: 10_000.0
        await sent(chair.store, 1, 10_000.0 - 2 * HOUR - 1)
        await sent(chair.store, 2, 10_000.0 - 2 * HOUR + 1)
        await erase_outlived(chair)
        assert [request.number for request in await chair.store.sent.list_of_room(ROOM)] == [2]
        await erase_outlived(chair)
        (entry,) = await entries(chair.store, "expired")
        assert (entry["facts"], entry["at"]) == ({"requests": 1}, 10_000.0)
        assert await words_of(chair.store, KIM) == [KIMS]


async def test_a_room_that_no_file_rules_any_more_keeps_nothing_for_ever(office: Office) -> None:
    """Where no policy holds, what was sent goes after the default of thirty days."""
    async with seated(office) as chair:
        office.room.write_text(office.room.read_text().replace('"*"', '"!elsewhere:clinic"'))
        chair.settings = load_settings(office.main)
        chair.clock = lambda: 721 * HOUR
        await sent(chair.store, 1, 0.5 * HOUR)
        await sent(chair.store, 2, 1.5 * HOUR)
        await erase_outlived(chair)
        assert [request.number for request in await chair.store.sent.list_of_room(ROOM)] == [2]


async def test_the_desk_gets_a_head_that_can_be_checked(chair: Chair) -> None:
    """What `!end` hands over is signed, holds the end itself, and is found in the chain later."""
    await says(chair, 1, ANA, "!end")
    await says(chair, 2, ANA, "!end yes")
    assert len(await entries(chair.store, "session-ended")) == 1
    audit = chair.store.audit
    last = (await audit.head()).sha256
    (notice,) = await show_records(chair, ROOM, ShowHead(EN))
    assert isinstance(notice, Notice)
    assert notice.where == Desk()
    assert verify_signed_head(audit.public_key, dict(notice.words.args)["head"]) == last  # type: ignore[arg-type]  # a text
    await says(chair, 3, KIM, "!agree")
    assert (await audit.verify(last)).holds_head


async def test_data_hold_ones_own_words_and_nobody_elses(chair: Chair) -> None:
    """What Kim is shown holds Kim's words, agreements and entries; no word of Ana's, nor what Ana asked, nor her id."""
    await says(chair, 1, KIM, "!agree")
    await sent(chair.store, 1, 10.0)
    _, shown = await show_records(chair, ROOM, ShowData(EventId("$d"), Direct(KIM), EN, "!"))
    assert isinstance(shown, Reply)
    assert shown.file is not None
    assert (shown.file.name, shown.file.mimetype) == (FILE, "application/json")
    text = shown.file.text
    (session,) = json.loads(text)["sessions"]
    assert session["requests"][0]["words"] == [KIMS]
    assert "task" not in session["requests"][0]  # what somebody else asked is not told
    assert {item["purpose"] for item in session["consents"]} == {"listen", "model"}
    assert "consent-given" in {item["action"] for item in session["log"]}
    assert ANAS not in text
    assert ANA not in text
    assert shown.where == Direct(KIM)
    assert render_words(shown.words)
    assert KIMS not in repr(shown)


async def test_long_data_end_with_where_to_have_the_rest(chair: Chair) -> None:
    """Where no file is taken, `!mydata` says so and is no flood, however much is kept; it says that there is more."""
    for number in range(1, 300):
        await sent(chair.store, number, float(number))
    _, whole = await show_records(chair, ROOM, ShowData(EventId("$d"), Direct(KIM), EN, "!"))
    assert isinstance(whole, Reply)
    shown = split_file_into_replies(whole)
    assert len(shown) == MOST
    assert "could not send a file" in format_sentence(shown[0].words)[0]
    assert "could not send a file" not in format_sentence(shown[1].words)[0]
    assert dict(shown[-1].words.args)["last"] == "cut"
    assert all(
        format_sentence(reply.words)[0].count("\n") >= str(dict(reply.words.args)["text"]).count("\n")
        for reply in shown
    )


async def test_a_therapist_gets_their_own_counts(chair: Chair) -> None:
    """What is counted of a therapist's decisions is theirs, as is what they asked today: in their data, and in nobody else's."""
    store = chair.store
    room = await store.rooms.room(ROOM)
    week = Week(737_997, said=7, decisions=(Decisions(ANA, approved=3), Decisions(UserId("@zoe:clinic"), refused=2)))
    spent = Spent(737_997, Use(360, 1), people=((ANA, Use(360, 1)),))
    counts = replace(room, reliance=Reliance(weeks=(week,)), spent=spent)
    await store.commit(Heard(EventId("$counts"), ANA, 1.0, "ok"), Decision(counts), None)
    kept = Kept(store.rooms, store.sent, store.audit)
    (mine,) = json.loads(await describe_person(kept, ANA, [ROOM]))["sessions"]
    assert [(item["week"], item["approved"]) for item in mine["reliance"]] == [("2021-07-26", 3)]
    assert "@zoe" not in json.dumps(mine["reliance"])
    assert mine["asked"] == [{"tokens": 360, "requests": 1}]
    for session in json.loads(await describe_person(kept, KIM, [ROOM]))["sessions"]:
        assert session["reliance"] == session["asked"] == []


async def test_what_is_kept_behind_answers_is_its_writers(chair: Chair) -> None:
    """A question that stands behind an answer is in the data of whoever typed it, also where somebody else asked again."""
    store = chair.store
    room = await store.rooms.room(ROOM)
    first = Pending(EventId("$q"), KIM, Task.EXPLAIN, EN, request="a moonless otter")
    again = Pending(EventId("$r"), ANA, Task.EXPLAIN, EN, request="sea otters", origin=Ground(EventId("$q"), KIM, "0"))
    said = tuple(
        Said(
            code,
            question.question,
            question.asker,
            question.task,
            SessionRoom(),
            event=EventId(f"${code}"),
            again=behind(question),
        )
        for code, question in (("K1", first), ("K2", again))
    )
    looked_up = Explained("G1", ANA, ("rumination",), EN, SessionRoom(), 1.0)
    now = replace(room, said=said, explained=(looked_up,))
    await store.commit(Heard(EventId("$behind"), ANA, 1.0, "ok"), Decision(now), None)
    kept = Kept(store.rooms, store.sent, store.audit)
    (kims,) = json.loads(await describe_person(kept, KIM, [ROOM]))["sessions"]
    (anas,) = json.loads(await describe_person(kept, ANA, [ROOM]))["sessions"]
    assert [kim["text"] for kim in kims["questions"]] == ["a moonless otter", "sea otters"]
    assert (kims["looked_up"], anas["questions"]) == ([], [])
    assert anas["looked_up"][0]["terms"] == ["rumination"]


async def test_somebody_unknown_has_no_data(chair: Chair) -> None:
    """Of somebody whom no session knows, nothing is exported."""
    store = chair.store
    person = await describe_person(Kept(store.rooms, store.sent, store.audit), UserId("@eve:clinic"), [ROOM])
    assert json.loads(person) == {"person": "@eve:clinic", "sessions": []}


async def test_the_operator_is_told_first_and_erases_then(office: Office) -> None:
    """`thirdchair erase` counts and erases nothing; with a yes Kim's words are gone in every session, and others' stay."""
    async with seated(office) as chair:
        await arrive(chair)
        await says(chair, 1, KIM, "!agree")
        await sent(chair.store, 1, 10.0)
        await sent(chair.store, 2, 20.0, OTHER)
        await chair.store.inbox.admit(ROOM, Heard(EventId("$late"), KIM, 30.0, KIMS))
        await chair.store.inbox.admit(ROOM, Heard(EventId("$late2"), ANA, 30.0, ANAS))
    settings = load_settings(office.main)
    told_first = await erase_words(settings, KIM, 99.0, sure=False)
    done = await erase_words(settings, KIM, 99.0, sure=True)
    for report in (told_first, done):
        assert f"{ROOM}: 2 agreements, 1 unread messages, 1 pieces, 1 salts" in report
        assert f"{OTHER}: 1 pieces, 1 salts" in report
    async with seated(office) as chair:
        store = chair.store
        assert [await words_of(store, KIM, room) for room in (ROOM, OTHER)] == [[None], [None]]
        assert await words_of(store, ANA) == [ANAS]
        left = await chair.store.rooms.room(ROOM)
        assert (left.floor, [consent.person for consent in left.consents], left.seated) == (Floor.OFF, [], True)
        (waiting,) = await undecided(chair)
        assert getattr(waiting, "sender", None) == ANA
        assert {entry["actor"] for entry in await entries(store, "erased")} == {"operator"}
        assert (await store.audit.verify()).broken is None
    assert "nothing" in await erase_words(settings, KIM, 100.0, sure=False)


async def test_a_session_is_erased_alone(office: Office) -> None:
    """Given a room, everybody's words of that session go, and no other's."""
    async with seated(office) as chair:
        await sent(chair.store, 1, 10.0)
        await sent(chair.store, 2, 20.0, OTHER)
    await erase_words(load_settings(office.main), OTHER, 99.0, sure=True)
    async with seated(office) as chair:
        assert await words_of(chair.store, KIM) == [KIMS]
        assert await words_of(chair.store, KIM, OTHER) == []


async def test_nothing_is_erased_beside_a_running_bot(office: Office) -> None:
    """The operator has to stop the bot first, and to name a room that there is."""
    async with seated(office) as chair:
        await sent(chair.store, 1, 10.0)
        with pytest.raises(StoreRefused):
            await erase_words(load_settings(office.main), KIM, 99.0, sure=True)
        assert await words_of(chair.store, KIM) == [KIMS]
    with pytest.raises(BotError, match="no such room"):
        await erase_words(load_settings(office.main), "!nowhere:clinic", 99.0, sure=True)


async def test_the_operator_exports_a_person_beside_a_running_bot(office: Office) -> None:
    """`thirdchair export` gives every session of a person, with their words alone."""
    async with seated(office) as chair:
        await sent(chair.store, 1, 10.0)
        await sent(chair.store, 2, 20.0, OTHER)
        text = await export_person(load_settings(office.main), KIM)
    assert {load["room"] for load in json.loads(text)["sessions"]} == {ROOM, OTHER}
    assert KIMS in text
    assert ANAS not in text


async def test_what_left_can_be_told_after_its_words_are_gone(office: Office) -> None:
    """`thirdchair incident` lists each request of the session, whose words it held and by when to tell; no words."""
    async with seated(office) as chair:
        await sent(chair.store, 1, 10.0)
        await sent(chair.store, 2, 20.0, OTHER)
        async with chair.store.db.transaction() as transaction:
            await erase_person_or_all(transaction, ROOM, None)
        report = await report_incident(load_settings(office.main), ROOM, 0.0)
        with pytest.raises(BotError, match="no such room"):
            await report_incident(load_settings(office.main), RoomId("!nowhere:clinic"), 0.0)
    assert "Requests that left: 1." in report
    assert f"People whose words were in them: {ANA}, {KIM}." in report
    assert "tell by 1970-01-04 00:00 UTC" in report
    assert "The audit holds" in report
    (line,) = [line for line in report.splitlines() if line.startswith("S")]
    assert "house" in line
    assert "2 message(s)" in line
    assert not any(words in report for words in (ANAS, KIMS))
