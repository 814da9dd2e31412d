"""The audit and what was sent, on a real encrypted notebook: written in the same moment, found if changed, erased by half."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hand_held import settled
from sqlcipher3 import dbapi2 as sqlcipher

from bot.app.operator.audit_check import export_audit, verify_audit
from bot.app.show.show_sent import show_sent
from bot.audit.chain import Head, make_deed, prove_words
from bot.errors import BotError
from bot.model import (
    UNASKED,
    Answered,
    Ask,
    Cancel,
    Card,
    Decision,
    Desk,
    Direct,
    EventId,
    Floor,
    Heard,
    InSession,
    Language,
    Mark,
    Reply,
    Room,
    RoomId,
    SessionRoom,
    ShowSent,
    Task,
    UserId,
    make_words,
)
from bot.session.request.segments import Piece
from bot.store import ANSWERED, Ending, Request, Store, open_key, open_store
from bot.store.audit_log import append_deeds
from bot.store.salts import get_salt
from bot.store.sent_requests import forget_older_requests, forget_person_words, forget_room_requests

ROOM, OTHER, EN = RoomId("!room:clinic"), RoomId("!other:clinic"), Language("en")
ANA, KIM = UserId("@ana:clinic"), UserId("@kim:clinic")
ANAS, KIMS = "moonless otter", "velvet walrus"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Give an empty notebook."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        yield store


def asking(number: int, where: InSession = SessionRoom(), asker: UserId = ANA) -> tuple[Heard, Ask]:
    """Return the n-th question, and the message that it came from."""
    event = EventId(f"$q{number}")
    ask = Ask(event, asker, Task.ASK, "house", EN, (EN,), ANAS, where=where)
    return Heard(event, asker, 10.0 * number, "!ask"), ask


def request(number: int, where: InSession = SessionRoom(), asker: UserId = ANA) -> Request:
    """Return what leaves for the n-th question: a line of Kim's, and what Ana asked."""
    talk, asked = EventId(f"$talk{number}"), EventId(f"$q{number}")
    what = (
        Piece(0, "rules"),
        Piece(1, "Client 1: f\n"),
        Piece(1, KIMS, talk, KIM),
        Piece(1, "\nf\nThe question:\nf\n"),
        Piece(1, ANAS, asked, ANA),
        Piece(1, "\nf"),
    )
    return Request(ROOM, f"$q{number}/0", asked, asker, Task.ASK, where, "house", "small", "f" * 64, what)


async def sent(store: Store, number: int = 1, where: InSession = SessionRoom(), asker: UserId = ANA) -> int:
    """Let the n-th question be asked and answered."""
    heard, ask = asking(number, where, asker)
    await store.commit(heard, Decision(Room(ROOM), (ask,)), None)
    begun = await store.sent.begin(request(number, where, asker), heard.at)
    assert begun == number
    await store.sent.end(request(number), begun, Ending(ANSWERED, heard.at + 1, 11, 7))
    return begun


async def actions(store: Store) -> list[str]:
    """Return the kinds of all entries, in order."""
    result = [link.entry async for link in store.audit.entries()]
    return [entry.partition('"action":"')[2].partition('"')[0] for entry in result]


async def test_a_decision_and_its_entries_are_written_together(store: Store) -> None:
    """What a decision did is in the audit as soon as it is decided, under the policy of that moment, and only once."""
    heard = Heard(EventId("$stop"), KIM, 5.0, "!stop")
    await store.commit(heard, Decision(Room(ROOM, floor=Floor.LISTEN)), None, "a" * 64)
    await store.commit(heard, Decision(Room(ROOM, floor=Floor.OFF)), None, "b" * 64)
    await store.commit(heard, Decision(Room(ROOM, floor=Floor.OFF)), None, "c" * 64)
    entries = [link.entry async for link in store.audit.entries()]
    assert len(entries) == 2
    assert f'"policy":"{"b" * 64}"' in entries[1]
    assert f'"actor":"{KIM}"' in entries[1]


async def test_a_decision_that_is_not_written_leaves_no_entry(store: Store) -> None:
    """If writing a decision fails, nothing of it is in the audit either."""
    heard = Heard(EventId("$e"), KIM, 5.0, "!listen")
    unwritable: Any = SimpleNamespace()
    with pytest.raises(KeyError, match="SimpleNamespace"):
        await store.commit(heard, Decision(Room(ROOM, floor=Floor.LISTEN), (unwritable,)), None)
    assert await store.audit.head() == Head()


async def test_the_audit_is_only_added_to(store: Store) -> None:
    """The notebook itself refuses to change or delete an entry."""
    await sent(store)
    for sql in ("UPDATE audit SET entry = '{}'", "DELETE FROM audit"):
        with pytest.raises(sqlcipher.DatabaseError):
            async with store.db.transaction() as transaction:
                await transaction.run(sql)


TAMPER = {
    "changed": "UPDATE audit SET entry = replace(entry, 'kim', 'eve') WHERE number = 2",
    "no text any more": "UPDATE audit SET entry = x'ff00' WHERE number = 2",
    "deleted": "DELETE FROM audit WHERE number = 2",
    "the first deleted": "DELETE FROM audit WHERE number = 1",
    "deleted and closed up": "DELETE FROM audit WHERE number = 2; UPDATE audit SET number = number - 1 WHERE number > 2",
    "reordered": "UPDATE audit SET number = 0 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3; "
    "UPDATE audit SET number = 3 WHERE number = 0",
    "slipped in": "INSERT INTO audit SELECT max(number) + 1, entry, sha256 FROM audit",
}


@pytest.mark.parametrize("how", TAMPER)
async def test_whoever_changes_it_is_found(tmp_path: Path, how: str) -> None:
    """`audit verify` finds an entry that somebody with the key of the folder changed, deleted, moved or slipped in."""
    settings, folder = settled(tmp_path), tmp_path
    async with open_store(folder, open_key(None, folder)) as store:
        await sent(store)
        await sent(store, 2)
    assert "6 entries" in await verify_audit(settings, None)
    tampered(folder, TAMPER[how])
    with pytest.raises(BotError, match="does not hold"):
        await verify_audit(settings, None)


def tampered(folder: Path, sql: str) -> None:
    """Change the notebook as somebody who has its key can."""
    connection = sqlcipher.connect(str(folder / "thirdchair.db"))
    connection.execute(f"PRAGMA key = \"x'{open_key(None, folder).derive('database')}'\"")
    connection.executescript(f"DROP TRIGGER audit_changes_nothing; DROP TRIGGER audit_loses_nothing; {sql};")
    connection.close()


async def test_a_cut_off_tail_shows_against_the_head_at_the_desk(tmp_path: Path) -> None:
    """A head that was posted at the desk proves the chain up to there; once that end is cut off, it is missed."""
    settings, folder = settled(tmp_path), tmp_path
    async with open_store(folder, open_key(None, folder)) as store:
        await sent(store)
        kept = await store.audit.signed_head()
        await sent(store, 2)
    assert "That head is in it" in await verify_audit(settings, kept)
    assert "That head is in it" in await verify_audit(settings, f" {kept[:64].upper()}\n")
    tampered(folder, "DELETE FROM audit WHERE number > 2")
    assert "2 entries" in await verify_audit(settings, None)
    with pytest.raises(BotError, match="not among them"):
        await verify_audit(settings, kept)


async def test_no_power_cut_takes_what_a_head_was_shown_of(tmp_path: Path) -> None:
    """Before a head leaves, the disk has all that is below it: else a power cut would look like a cut off tail."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.notes.write(synced_at="1.0")
        async with store.db.transaction(durable=False) as transaction:
            await append_deeds(transaction, [make_deed("floor", 1.0, ROOM)], "")
        assert store.db.is_ahead_of_disk
        assert await store.audit.signed_head()
        assert not store.db.is_ahead_of_disk


async def test_a_head_of_somebody_elses_making_is_refused(tmp_path: Path) -> None:
    """A head that this bot has not signed, or half a head, proves nothing, and says so."""
    settings = settled(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await sent(store)
        ours = await store.audit.signed_head()
    async with open_store(elsewhere, open_key(None, elsewhere)) as other:
        theirs = await other.audit.signed_head()
    for head in (theirs, ours[:-1], ours[:-1] + ("0" if ours[-1] != "0" else "1"), "", "x" * 64, "0" * 64):
        with pytest.raises(BotError, match="no head"):
            await verify_audit(settings, head)


async def test_the_export_is_every_entry(tmp_path: Path) -> None:
    """`audit export` prints each entry with its place and link, and nobody's words."""
    settings = settled(tmp_path)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await sent(store)
        head = await store.audit.head()
    lines = [line async for line in export_audit(settings)]
    assert [line.partition("\t")[0] for line in lines] == ["1", "2", "3"]
    assert lines[-1].split("\t")[1] == head.sha256
    assert [word for word in (*ANAS.split(), *KIMS.split()) if word in "".join(lines)] == []


async def test_a_request_is_written_down_before_it_leaves(store: Store, tmp_path: Path) -> None:
    """Words and entry are on disk when `begin` returns; what has begun and not ended can be told from what has."""
    heard, ask = asking(1)
    await store.commit(heard, Decision(Room(ROOM), (ask,)), None)
    number = await store.sent.begin(request(1), 11.0)
    assert number is not None
    (begun,) = await store.sent.list_of_room(ROOM)
    assert (begun.request, begun.ending, begun.tries) == (request(1), "", 1)
    assert await actions(store) == ["asked", "sent"]
    await store.sent.end(request(1), number, Ending("busy", 12.0))
    assert await store.sent.begin(request(1), 13.0, number) == number
    await store.sent.end(request(1), number, Ending(ANSWERED, 14.0, 11, 7))
    (ended,) = await store.sent.list_of_room(ROOM)
    assert (ended.ending, ended.tries, ended.tokens_in, ended.tokens_out) == (ANSWERED, 2, 11, 7)
    assert await actions(store) == ["asked", "sent", "sent-ended", "sent-again", "sent-ended"]
    for file in tmp_path.iterdir():
        assert KIMS.encode() not in file.read_bytes()


async def test_nothing_leaves_once_it_is_not_wanted(store: Store) -> None:
    """After a `!stop` no request begins any more, nor does one begin again: in the audit none follows it."""
    heard, ask = asking(1)
    await store.commit(heard, Decision(Room(ROOM), (ask,)), None)
    number = await store.sent.begin(request(1), 11.0)
    await store.commit(Heard(EventId("$stop"), KIM, 12.0, "!stop"), Decision(Room(ROOM), (Cancel(),)), None)
    assert await store.sent.begin(request(1), 13.0, number) is None
    assert await store.sent.begin(request(1), 13.0) is None
    assert await actions(store) == ["asked", "sent"]


async def test_a_request_goes_by_the_code_of_what_came_of_it(store: Store) -> None:
    """A request is found by the code of its draft or answer, and by its number; the newest code stands in lists."""
    for number in (1, 2):
        await sent(store, number)
    draft = Card(
        "K1", make_words("ack-nothing", EN), Mark("draft", generated=True, backend="house"), question=EventId("$q1")
    )
    answered = Answered(EventId("$q1/0/answer"), 30.0, EventId("$q1"), "an answer", "house", "small")
    await store.commit(answered, Decision(Room(ROOM), (draft,)), None)
    await store.commit(asking(3)[0], Decision(Room(ROOM), (replace(draft, code="K2"),)), None)
    reply = Reply(
        EventId("$q2"), make_words("ack-nothing", EN), Mark("ask", generated=True, backend="house"), code="K3"
    )
    await store.commit(replace(answered, id=EventId("$q2/0/answer")), Decision(Room(ROOM), (reply,)), None)
    for code, number in (("K1", 1), ("K2", 1), ("K3", 2), ("S1", 1), ("S2", 2)):
        request = await store.sent.find_request(ROOM, code)
        assert request is not None
        assert (request.number, request.code) == (number, "K2" if number == 1 else "K3")
    for code in ("K4", "S3", "S0", "S", "", "nonsense"):
        assert await store.sent.find_request(ROOM, code) is None
    assert await store.sent.find_request(OTHER, "K1") is None


async def proofs(store: Store) -> dict[str, str]:
    """Return the proof of each message in the first request's entry."""
    entry = [link.entry async for link in store.audit.entries()][1]
    result = json.loads(entry)["facts"]["messages"]
    return {sender: item for _, sender, item in result}


async def test_erasing_takes_ones_own_words_and_proofs_alone(store: Store) -> None:
    """After an erasure the chain holds, the others' hashes still prove their words, and the person's prove nothing."""
    await sent(store)
    written = await proofs(store)
    async with store.db.transaction() as transaction:
        assert await get_salt(transaction, ROOM, KIM) != await get_salt(transaction, OTHER, KIM)
        assert prove_words(await get_salt(transaction, ROOM, KIM), KIMS) == written[KIM]
    async with store.db.transaction() as transaction:
        assert await forget_person_words(transaction, ROOM, KIM) == 1
        assert await transaction.run("DELETE FROM salt WHERE room = ? AND person = ?", ROOM, KIM) == 1
        await append_deeds(transaction, [make_deed("erased", 20.0, ROOM, actor=KIM, person=KIM)], "")
    assert (await store.audit.verify()).broken is None
    assert await proofs(store) == written
    async with store.db.transaction() as transaction:
        assert prove_words(await get_salt(transaction, ROOM, ANA), ANAS) == written[ANA]
        assert prove_words(await get_salt(transaction, ROOM, KIM), KIMS) != written[KIM]
    (request,) = await store.sent.list_of_room(ROOM)
    assert [piece.text for piece in request.request.pieces if piece.sender] == [None, ANAS]


async def test_words_go_when_their_time_is_over(store: Store) -> None:
    """Requests older than policy allows go whole, a room's all at once; the audit stays."""
    for number in (1, 2):
        await sent(store, number)
    before = await store.audit.head()
    async with store.db.transaction() as transaction:
        assert await forget_older_requests(transaction, ROOM, 20.0) == 1
        assert await forget_older_requests(transaction, OTHER, 99.0) == 0
    assert [request.number for request in await store.sent.list_of_room(ROOM)] == [2]
    async with store.db.transaction() as transaction:
        assert await forget_room_requests(transaction, ROOM) == 1
    assert await store.db.rows("SELECT count(*) FROM piece") == [(0,)]
    assert await store.audit.head() == before


async def said(store: Store, **more: Any) -> list[dict[str, Any]]:
    """Return what the messages that answer `!sent` are filled with."""
    chair: Any = SimpleNamespace(store=store)
    effect = ShowSent(EventId("$sent"), **{"asker": KIM, "language": EN, "prefix": "!", **more})
    replies = await show_sent(chair, ROOM, effect)
    assert {(reply.where, reply.mark.generated) for reply in replies} == {(effect.where, False)}
    return [{"key": reply.words.key, **dict(reply.words.args)} for reply in replies]


async def test_the_desk_is_shown_word_for_word_what_left(store: Store) -> None:
    """A therapist at the desk gets every request, and one of them exactly as it was sent."""
    await sent(store)
    (listed,) = await said(store, asker=ANA, where=Desk(), everything=True)
    assert [dict(item.args)["count"] for item in listed["requests"]] == [2]
    (answer,) = await said(store, asker=ANA, where=Desk(), everything=True, code="S1")
    assert answer["text"] == f"rules\n\nClient 1: f\n{KIMS}\nf\nThe question:\nf\n{ANAS}\nf"


async def test_in_the_room_a_person_is_shown_their_own_words(store: Store) -> None:
    """Somebody else's words, what somebody else asked, and what the model was told are not shown; a request without words of theirs is not there."""
    await sent(store)
    (listed,) = await said(store)
    (row,) = listed["requests"]
    assert (dict(row.args)["count"], dict(row.args)["task"]) == (1, "hidden")
    (answer,) = await said(store, code="S1")
    assert answer["text"] == KIMS
    stranger = UserId("@eve:clinic")
    assert (await said(store, asker=stranger))[0]["key"] == "sent-nothing"
    assert (await said(store, asker=stranger, code="S1"))[0]["key"] == "sent-none"
    assert (await said(store, code="K9"))[0]["key"] == "sent-none"


@pytest.mark.parametrize("task", sorted(UNASKED))
async def test_what_nobody_asked_is_nobodys_question(store: Store, task: Task) -> None:
    """Where words went to a model unasked, their writer reads for what."""
    heard, ask = asking(1)
    await store.commit(heard, Decision(Room(ROOM), (ask,)), None)
    await store.sent.begin(replace(request(1), task=task), 1.0)
    (listed,) = await said(store)
    assert [dict(row.args)["task"] for row in listed["requests"]] == [task]


async def test_what_was_asked_in_private_is_not_shown_aloud(store: Store) -> None:
    """What somebody asked in their direct room or at the desk, the session room is not told, by list or by code."""
    await sent(store, 1, Direct(ANA))
    await sent(store, 2, Desk())
    await sent(store, 3)
    (aloud,) = await said(store, asker=ANA)
    assert [dict(item.args)["code"] for item in aloud["requests"]] == ["S3"]
    for code in ("S1", "S2"):
        assert (await said(store, asker=ANA, code=code))[0]["key"] == "sent-none"
    (direct,) = await said(store, asker=ANA, where=Direct(ANA))
    assert [dict(item.args)["code"] for item in direct["requests"]] == ["S3", "S2", "S1"]
    (answer,) = await said(store, asker=ANA, where=Direct(ANA), code="S1")
    assert ANAS in answer["text"]


async def test_what_was_erased_is_shown_as_erased(store: Store) -> None:
    """After an erasure the words are not shown to anybody any more, to the desk neither."""
    await sent(store)
    async with store.db.transaction() as transaction:
        await forget_person_words(transaction, ROOM, KIM)
    (answer,) = await said(store, asker=ANA, where=Desk(), everything=True, code="S1")
    assert "(erased)" in answer["text"]
    assert KIMS not in answer["text"]


async def test_a_long_request_comes_in_several_messages(store: Store) -> None:
    """A long request is shown in a few messages at a time, and the last of them says how to see the rest."""
    heard, ask = asking(1)
    await store.commit(heard, Decision(Room(ROOM), (ask,)), None)
    long = replace(request(1), pieces=(Piece(0, "rules"), Piece(1, "words and words\n" * 1200, heard.id, KIM)))
    await store.sent.begin(long, 1.0)
    everything = {"code": "S1", "where": Desk(), "everything": True}
    first = await said(store, **everything)
    assert [(part["part"], part["next"]) for part in first] == [(1, 0), (2, 0), (3, 0), (4, 5)]
    rest = await said(store, **everything, part=5)
    assert [part["next"] for part in rest] == [0] * len(rest)
    whole = "".join(part["text"] for part in (*first, *rest)).replace("\n", "")
    assert whole == "rules" + "words and words" * 1200
    assert [part["part"] for part in await said(store, **everything, part=99)] == [first[0]["of"]]
