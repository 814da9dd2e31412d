"""A session in a real encrypted room, seen by clients of another make that hear signed devices only."""

from pathlib import Path

from bot_process import bot_process
from foreign_client import ForeignClient, ForeignClients
from foreign_event import Seen
from newcomer import Newcomer
from rows import try_each
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver


def marks(event: Seen) -> dict[str, object]:
    """Return the machine-readable marks of one of the bot's messages."""
    result = event.content["org.thirdchair"]
    assert isinstance(result, dict)
    return result


async def test_a_term_is_explained_without_a_shield(session: Session) -> None:
    """A client that trusts signed devices only reads the glossary's answer, as a proper reply, without a warning."""
    answer = await session.answer(session.kim, "!explain rumination")
    assert (answer.decrypted, answer.shield, answer.msgtype) == (True, "NONE", "m.text")
    assert answer.body.startswith("From the glossary (Third Chair's own text, not reviewed by a clinician), not AI")
    assert "painful thoughts" in answer.body
    assert "<strong>rumination</strong>" in answer.formatted_body
    assert marks(answer)["generated"] is False
    assert (answer.thread, answer.mentions) == (None, ())


async def test_a_lenient_client_shows_no_shield_either(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, ana: ForeignClient
) -> None:
    """A client that hears every device, and warns of those it doubts, has nothing to warn of in the bot's answers."""
    account = await newcomer("kim")
    kim = await foreign.log_in(synapse.url, account.login, account.password, isolation="all")
    async with session_room(tmp_path, (ana, kim), synapse, newcomer) as session:
        await session.listening()
        for person in (ana, kim):
            answer = await session.answer(person, "!explain rumination")
            assert (answer.decrypted, answer.shield, answer.reason) == (True, "NONE", None)


async def test_the_consent_card_comes_first(session: Session) -> None:
    """On joining, each language gets its card, short enough for a screen; it rings, and nothing is on yet."""
    assert [marks(card)["language"] for card in session.cards] == ["en", "id"]
    for card in session.cards:
        assert (card.msgtype, card.shield) == ("m.text", "NONE")
        assert len(card.body) <= 700
    status = await session.answer(session.kim, "!status")
    assert "off" in status.body.splitlines()[0]


async def test_a_session_from_agreement_to_stop(session: Session) -> None:
    """Agree on the Indonesian card, listen, find words, withdraw: each in the language it was asked in."""
    ana, kim = session.ana, session.kim
    needs = await session.answer(ana, "!listen")
    assert needs.body.startswith("Not yet: not everybody has agreed")
    assert "kim" not in needs.body
    agreed = await session.answer(kim, "setuju", reply_to=session.cards[1].id)
    assert agreed.body.startswith("Terima kasih")
    assert (await session.next_words(ana, "!listen")).body.startswith("AI on")
    offered = await session.answer(kim, "!ungkapkan aku capek banget, aku butuh didengar")
    assert offered.body.startswith("Kalimat bawaan, tanpa model AI")
    assert "1. " in offered.body
    assert offered.msgtype == "m.text"
    cannot = await session.answer(ana, "!translate id good morning")
    assert "no language model" in cannot.body
    withdrawn = await session.answer(kim, "!withdraw")
    off = await ana.sees(session.room, session.from_bot, after=withdrawn.id)
    assert off.body.startswith("AI off")
    assert (await session.answer(kim, "!express i am sad")).body.startswith("I can do that while the AI is on")


async def test_anybody_stops_it(session: Session) -> None:
    """`!stop` by the client turns the AI off at once, and everybody sees it."""
    await session.listening()
    assert (await session.next_words(session.kim, "!stop")).body.startswith("AI off")
    status = await session.answer(session.ana, "!status")
    assert "off" in status.body.splitlines()[0]


async def test_what_is_said_while_off_is_not_noticed(session: Session) -> None:
    """Talk gets a read receipt, and a place in the window, only while the AI listens."""
    kim, room = session.kim, session.room
    secret = await kim.send(room, "this is between us")
    await session.answer(kim, "!help")
    assert kim.read_by(room, session.bot_id) != secret
    await session.listening()
    heard = await kim.send(room, "and this you may know")
    await kim.until(lambda: kim.read_by(room, session.bot_id) == heard)
    assert "Kept now: 1 of" in (await session.answer(kim, "!status")).body


async def test_a_reply_asks_about_its_message(session: Session) -> None:
    """`!explain` as a reply explains the terms in the message replied to."""
    await session.listening()
    talk = await session.ana.send(session.room, "That sounds like catastrophizing to me.")
    await session.kim.sees(session.room, lambda event: event.id == talk)
    answer = await session.answer(session.kim, "!explain", reply_to=talk)
    assert "catastrophising: " in answer.body


async def test_a_word_on_an_answer_asks_on(session: Session) -> None:
    """`simpler`, as a reply to the bot's answer, is a wish while the AI is on; as talk it is left alone."""
    await session.listening()
    answer = await session.answer(session.kim, "!explain rumination")
    more = await session.answer(session.kim, "simpler, please", reply_to=answer.id)
    assert more.body.startswith("That is all my glossary says")
    talk = await session.kim.send(session.room, "simpler said than done", reply_to=answer.id)
    await session.silence(since=talk)


async def test_a_mention_asks(session: Session) -> None:
    """A real mention of the bot is `!ask`; the bot's name in a sentence is not."""
    await session.listening()
    name = session.bot_id[1:].partition(":")[0]
    talk = await session.ana.send(session.room, f"{name}, what did we agree on?")
    await session.silence(since=talk)
    for text in (
        f"{name}: what did we agree on?",
        "what did we agree on?",
        f"[x](https://matrix.to/#/{session.bot_id}) eh?",
    ):
        answer = await session.answer(session.ana, text, mentions=[session.bot_id])
        assert "no language model" in answer.body
    thanks = await session.ana.send(session.room, "thank you", mentions=[session.bot_id], reply_to=answer.id)
    await session.silence(since=thanks)
    explained = await session.answer(session.kim, f"{name} !explain rumination", mentions=[session.bot_id])
    assert "painful thoughts" in explained.body


async def test_a_thread_is_answered_in_the_thread(session: Session) -> None:
    """A command typed in a thread gets its answer there."""
    root = await session.ana.send(session.room, "about sleep")
    await session.kim.sees(session.room, lambda event: event.id == root)
    answer = await session.answer(session.kim, "!explain rumination", thread=root)
    assert answer.thread == root


async def test_an_unsigned_device_can_only_turn_it_down(
    session: Session, synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients
) -> None:
    """Whoever's device is not cross-signed reads how to verify it and no other answer; it can always stop the AI."""
    account = await newcomer("rio")
    rio = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
    await session.listening()
    await session.ana.invite(session.room, rio.user_id)
    await rio.join(session.room)
    await rio.meets(session.room, session.bot_id, session.kim.user_id)
    await session.kim.sees(session.room, lambda event: session.from_bot(event) and "AI off" in event.body)
    agreed = await rio.send(session.room, "!agree")
    for reader in (session.kim, rio):
        assert "verify" in (await session.reply_to(reader, agreed)).body
    once_is_enough = await rio.send(session.room, "!status")
    declined = await rio.send(session.room, "!decline")
    assert "stays off" in (await session.reply_to(session.kim, declined)).body
    assert session.replies(once_is_enough) == ()
    unread = await session.reply_to(rio, declined)
    assert unread.failure == "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"


async def test_a_room_without_a_policy_is_left(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """A therapist of another room is told in one sentence that this room is not covered; anybody else is turned down."""
    account = await newcomer("bot")
    covered = {"room": "!another:clinic.local", "therapists": [ana.user_id]}
    async with bot_process(
        tmp_path, synapse.url, account.user_id, account.password, deployment=covered | {"room": None}, room=covered
    ) as bot:
        room = await ana.create_room(invite=[account.user_id])
        said = await ana.sees(room, lambda event: event.sender == account.user_id and event.is_message)
        assert "not in the clinic's policy" in said.body
        other = await kim.create_room(invite=[account.user_id])
        await bot.logs("invitation turned down: not from a therapist of that room", lambda line: line["room"] == other)


@try_each("encrypted", [True, False])
async def test_only_a_therapist_brings_the_bot_in(
    session: Session, kim: ForeignClient, ana: ForeignClient, *, encrypted: bool
) -> None:
    """A client's invitation is turned down; a therapist's into a room without encryption is answered and left."""
    room = await (ana if not encrypted else kim).create_room(encrypted=encrypted)
    host = kim if encrypted else ana
    await host.invite(room, session.bot_id)
    if not encrypted:
        said = await host.sees(room, session.from_bot)
        assert "not encrypted" in said.body
    await host.until(lambda: session.is_out(host, room))
