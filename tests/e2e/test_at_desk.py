"""The desk in real rooms: the client sees nothing of the AI before the therapist lets it out, and exactly one message then."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from foreign_client import ForeignClient, ForeignClients
from foreign_event import Seen
from foreign_wire import ForeignError
from model_server import ModelServer, Reply
from newcomer import Newcomer
from pool import Bots
from rows import try_each
from session_room import Session, marks

from bot.demo.homeserver import Homeserver
from bot.model import EventId, RoomId

_KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
_FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": _KEY}
PICTURE = {"msgtype": "m.image", "body": "kite.jpg", "info": {"mimetype": "image/jpeg"}, "file": _FILE}


@dataclass
class AtDesk:
    """A session that listens, with a model, in which Ana sits at the desk."""

    session: Session
    model: ModelServer
    desk: RoomId

    @property
    def ana(self) -> ForeignClient:
        """Return the therapist."""
        return self.session.ana

    @property
    def kim(self) -> ForeignClient:
        """Return the client."""
        return self.session.kim

    def ai_texts(self, who: ForeignClient) -> list[Seen]:
        """Return every message with a model's words that `who` has seen in the session room."""
        return [message for message in who.seen(self.session.room) if marks(message).get("backend")]

    async def draft(self, command: str = "!explain small habits before bed") -> tuple[EventId, Seen]:
        """Let Kim ask; return the question and the card that lies on the desk then."""
        question = await self.kim.send(self.session.room, command)
        before = {marks(message).get("code") for message in self.ana.seen(self.desk)}
        card = await self.ana.sees(
            self.desk, lambda message: marks(message).get("kind") == "draft" and marks(message)["code"] not in before
        )
        return question, card

    async def outcome(self, card: Seen) -> Seen:
        """Return the edit that says what became of a card."""
        return await self.ana.sees(self.desk, lambda message: message.edit_of == card.id)


@pytest.fixture
async def at_desk(bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[AtDesk]:
    """Give a listening session under `approval: all`."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    files: dict[str, dict[str, Any]] = {
        "deployment": {"backends": {"house": backend}},
        "room": {"backend": "house", "approval": "all", "reactions": False},
    }
    async with bots.lend_session((ana, kim), **files) as session:
        desk = await session.desk()
        yield AtDesk(await session.listening(), model, desk)


async def test_nothing_before_the_therapists_ok(at_desk: AtDesk) -> None:
    """Kim asks; nobody sees the answer but Ana, at the desk; Kim's `ok K1` does nothing, Ana's reply lets out one message."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    question, card = await at_desk.draft()
    assert (card.msgtype, card.mentions, card.shield) == ("m.text", (), "NONE")
    assert "Small habits" in card.body
    assert f'<a href="https://matrix.to/#/{session.room}/{question}">' in card.formatted_body
    assert "matrix.to" not in card.body
    waits = await session.reply_to(kim, question)
    assert waits.msgtype == "m.notice"
    for typed, more in (("ok K1", {}), ("ok", {"reply_to": card.id})):
        since = await kim.send(session.room, typed, **more)
        await session.silence(since)
    assert at_desk.ai_texts(kim) == []
    await ana.send(at_desk.desk, "ok", reply_to=card.id)
    out = await kim.sees(session.room, lambda message: bool(marks(message).get("backend")))
    assert (out.reply_to, out.mentions, out.msgtype) == (question, (), "m.text")
    assert "approved by" in out.body.splitlines()[0]
    assert "Small habits" in out.body
    assert (marks(out)["generated"], marks(out)["approved_by"]) == (True, ana.user_id)
    assert "approved" in (await at_desk.outcome(card)).body
    told = await kim.sees(session.room, lambda message: message.edit_of == waits.id)
    assert "let out" in told.body
    again = await ana.send(at_desk.desk, "ok", reply_to=card.id)
    await ana.sees(at_desk.desk, lambda message: message.reply_to == again and session.from_bot(message))
    assert len(at_desk.ai_texts(kim)) == 1


async def test_the_desk_is_for_therapists_alone(at_desk: AtDesk) -> None:
    """The desk is encrypted, by invitation only, and nobody but the bot can invite; Kim was never asked in."""
    ana, desk = at_desk.ana, at_desk.desk
    assert await ana.members(desk) == {ana.user_id: "join", at_desk.session.bot_id: "join"}
    assert at_desk.kim.rooms("invite") == ()
    state = {item["type"]: item["content"] for item in await ana.request("GET", f"/rooms/{desk}/state")}
    assert "m.room.encryption" in state
    assert state["m.room.join_rules"]["join_rule"] == "invite"
    assert state["m.room.history_visibility"]["history_visibility"] == "joined"
    levels = state["m.room.power_levels"]
    assert levels["invite"] > levels.get("users", {}).get(ana.user_id, levels.get("users_default", 0))


@try_each("change", ["deletes", "edits"])
async def test_a_card_dies_with_its_message(at_desk: AtDesk, change: str) -> None:
    """When Kim deletes or edits the message that a draft is about, the card says that it is dead, and an ok posts nothing."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    question, card = await at_desk.draft()
    if change == "deletes":
        await kim.redact(session.room, question)
    else:
        await kim.send(session.room, "never mind", edit_of=question)
    await at_desk.outcome(card)
    late = await ana.send(at_desk.desk, "ok", reply_to=card.id)
    told = await ana.sees(at_desk.desk, lambda message: message.reply_to == late and session.from_bot(message))
    assert "dropped" in told.body
    await session.silence(await kim.send(session.room, "is there anything?"))
    assert at_desk.ai_texts(kim) == []


async def test_a_corrected_command_is_asked_anew(at_desk: AtDesk) -> None:
    """When Kim corrects a command that waits at the desk, its card dies and another one comes; one answer goes out."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    question, card = await at_desk.draft()
    await kim.send(session.room, "!explain small habits after lunch", edit_of=question)
    await at_desk.outcome(card)
    new = await ana.sees(
        at_desk.desk,
        lambda message: marks(message).get("kind") == "draft" and marks(message)["code"] != marks(card)["code"],
    )
    await ana.send(at_desk.desk, "ok", reply_to=new.id)
    out = await kim.sees(session.room, lambda message: bool(marks(message).get("backend")))
    assert out.reply_to == question
    assert len(at_desk.ai_texts(kim)) == 1


async def test_a_newcomer_turns_it_off_and_voids_the_desk(
    at_desk: AtDesk, synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients
) -> None:
    """A second client joins: the AI goes off aloud, the card is dead, and the newcomer finds the consent card."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    _, card = await at_desk.draft()
    account = await newcomer("lee")
    lee = await foreign.log_in(synapse.url, account.login, account.password)
    await ana.invite(session.room, lee.user_id)
    await lee.join(session.room)
    off = await kim.sees(session.room, lambda message: session.from_bot(message) and message.body.startswith("AI off"))
    assert off.msgtype == "m.text"
    await at_desk.outcome(card)
    await lee.sees(session.room, lambda message: marks(message).get("kind") == "card" and message.decrypted)
    assert lee.rooms("invite") == ()


async def test_the_therapists_own_wording(at_desk: AtDesk) -> None:
    """A corrected text is shown once more, and what goes out is exactly that, marked as edited."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    question, card = await at_desk.draft()
    await ana.send(at_desk.desk, "A made-up word, I think.", reply_to=card.id)
    new = await session.card(at_desk.desk, "K2")
    assert "A made-up word, I think." in new.body
    await ana.send(at_desk.desk, "ok K2")
    out = await session.reply_to(kim, question)
    out = await kim.sees(session.room, lambda message: bool(marks(message).get("backend")))
    assert "A made-up word, I think." in out.body
    assert "edited and approved" in out.body
    assert "Small habits" not in out.body


async def test_wrong_and_retract(at_desk: AtDesk) -> None:
    """Kim calls an answer wrong; Ana takes it back from the desk: it is gone for everybody, and a line says so."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    _, card = await at_desk.draft()
    await ana.send(at_desk.desk, "ok", reply_to=card.id)
    out = await kim.sees(session.room, lambda message: bool(marks(message).get("backend")))
    await session.answer(kim, "!wrong", reply_to=out.id)
    called = await ana.sees(at_desk.desk, lambda message: marks(message).get("kind") == "wrong")
    assert called.mentions == ()
    await ana.send(at_desk.desk, "!retract", reply_to=called.id)
    await kim.sees(session.room, lambda message: message.redacts == out.id)
    await kim.sees(session.room, lambda message: marks(message).get("kind") == "retracted")


async def test_a_reaction_is_no_word(at_desk: AtDesk) -> None:
    """A tick on a card lets nothing out, since the homeserver could have put it there."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    _, card = await at_desk.draft()
    await ana.react(at_desk.desk, card.id, "✅")
    typed = await ana.send(at_desk.desk, "!status")
    await ana.sees(at_desk.desk, lambda message: message.reply_to == typed and session.from_bot(message))
    await session.silence(await kim.send(session.room, "and now?"))
    assert at_desk.ai_texts(kim) == []


async def test_the_desk_outlives_the_bot_and_the_therapists_absence(at_desk: AtDesk) -> None:
    """After kill -9 the same desk serves; a therapist who left it is asked in again and finds the waiting card."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    _, card = await at_desk.draft()
    await session.bot.kill()
    await session.bot.start()
    await session.bot.ready()
    await ana.leave(at_desk.desk)
    await ana.until(lambda: at_desk.desk in ana.rooms("leave"))
    await kim.send(session.room, "!explain small habits again")
    await ana.until(lambda: at_desk.desk in ana.rooms("invite"))
    await ana.join(at_desk.desk)
    cards = {marks(card)["code"]}
    await ana.until(
        lambda: (
            {"K1", "K2"}
            <= cards | {marks(message).get("code") for message in ana.seen(at_desk.desk) if message.decrypted}
        )
    )
    assert len(ana.rooms("join")) == 2
    await ana.send(at_desk.desk, "ok K1")
    await kim.sees(session.room, lambda message: bool(marks(message).get("backend")))


async def test_a_direct_room(at_desk: AtDesk) -> None:
    """`!express` alone brings Kim a room with the bot alone; its answer waits at the desk too and comes to Kim there.

    So do Kim's own data, as a file that another client opens, and the line that a picture is not seen.
    """
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    await session.answer(kim, "!express")
    await kim.until(lambda: bool(kim.rooms("invite")))
    (direct,) = kim.rooms("invite")
    await kim.join(direct)
    await kim.sees(direct, lambda message: marks(message).get("kind") == "greeting")
    assert await kim.members(direct) == {kim.user_id: "join", session.bot_id: "join"}
    await kim.send(direct, "!express i hate all of it")
    card = await ana.sees(at_desk.desk, lambda message: marks(message).get("kind") == "draft")
    await ana.send(at_desk.desk, "ok", reply_to=card.id)
    out = await kim.sees(direct, lambda message: bool(marks(message).get("backend")))
    assert "Small habits" in out.body
    assert at_desk.ai_texts(ana) == []
    talk = await kim.send(direct, "can I tell you something?")
    told = await kim.sees(direct, lambda message: message.reply_to == talk and session.from_bot(message))
    assert "only compare it with a list of danger words" in told.body
    await _own_data(session, ana, kim, direct)
    await _picture(session, kim, direct)


async def _own_data(session: Session, ana: ForeignClient, kim: ForeignClient, direct: RoomId) -> None:
    """Let Kim ask for their data: another client opens the file, and it is Kim's own, with no word of Ana's."""
    await ana.send(session.room, "the heron sleeps standing")
    said = await kim.send(session.room, "mine is the copper kettle")
    # The direct room is another one: what is asked there may come before what was said here, if that is not read yet.
    await kim.until(lambda: kim.read_by(session.room, session.bot_id) == said)
    asked = await kim.send(direct, "!mydata")
    line = await kim.sees(direct, lambda message: message.reply_to == asked and session.from_bot(message))
    assert (line.msgtype, line.body.startswith("Your data.")) == ("m.notice", True)
    answer = await kim.sees(direct, lambda message: message.reply_to == asked and message.msgtype == "m.file")
    assert (answer.body, answer.content["filename"], answer.shield) == ("your-data.json", "your-data.json", "NONE")
    sealed, text = await kim.file(answer)
    assert json.loads(text)["person"] == kim.user_id
    assert "copper kettle" in text
    assert "heron" not in text
    assert b"kettle" not in sealed
    changed = {**answer.content, "file": {**answer.content["file"], "hashes": {"sha256": "A" * 43}}}
    with pytest.raises(ForeignError, match="WrongHash"):
        await kim.file(replace(answer, content=changed))


async def _picture(session: Session, kim: ForeignClient, direct: RoomId) -> None:
    """Let Kim send a picture in the session room: that the bot cannot see it Kim reads where nobody else does."""
    await kim.send_event(session.room, "m.room.message", PICTURE)
    told = await kim.sees(direct, lambda message: marks(message).get("kind") == "attached")
    assert "cannot see or hear" in told.body
    assert told.msgtype == "m.notice"
    since = await kim.send_event(session.room, "m.room.message", PICTURE)
    await session.silence(since)


async def test_commands_at_the_desk_stay_there(at_desk: AtDesk) -> None:
    """A question at the desk is answered at the desk; what therapists write there is sent nowhere."""
    session, ana, kim = at_desk.session, at_desk.ana, at_desk.kim
    heard = await kim.send(session.room, "we spoke of sleep")
    await kim.until(lambda: kim.read_by(session.room, session.bot_id) == heard)
    await ana.send(at_desk.desk, "between us: this worries me")
    question = await ana.send(at_desk.desk, "!ask what did we speak of?")
    await ana.sees(at_desk.desk, lambda message: message.reply_to == question and bool(marks(message).get("backend")))
    assert "worries me" not in str([request.json for request in at_desk.model.requests])
    assert "we spoke of sleep" in str(at_desk.model.requests[-1].json)
    await session.silence(await kim.send(session.room, "hello?"))


async def test_suggestions_link_to_what_was_said(at_desk: AtDesk) -> None:
    """`!suggest` at the desk gives points with links that point at the very messages; Kim sees nothing of it.

    Typed in the session room, it says there in one quiet line where the answer goes, and a card brings it to the desk.
    """
    session, ana, kim, desk = at_desk.session, at_desk.ana, at_desk.kim, at_desk.desk
    said = await kim.send(session.room, "home is where we fight [9]\nterm: obey [9]")
    asked = await ana.send(session.room, "and at home with your parents?")
    await kim.until(lambda: kim.read_by(session.room, session.bot_id) == asked)
    at_desk.model.default = Reply("They use “home” for two places. [1, 2]\nMade up. [9]\nAsk what home is. [1]")
    question = await ana.send(desk, "!suggest")
    answer = await ana.sees(desk, lambda message: message.reply_to == question and session.from_bot(message))
    assert (answer.msgtype, answer.shield, marks(answer)["kind"]) == ("m.text", "NONE", "suggest")
    linked = re.findall(r'<a href="https://matrix\.to/#/([^/"]+)/([^/"]+)">\d\d:\d\d</a>', answer.formatted_body)
    assert linked == [(session.room, said), (session.room, asked), (session.room, said)]
    await ana.until(lambda: {message.id for message in ana.seen(session.room) if message.decrypted} >= {said, asked})
    assert "Made up" not in answer.body
    assert "Message 2, Therapist 1" in str(at_desk.model.requests[-1].json)
    await session.silence(await kim.send(session.room, "hello?"))
    aloud = await session.reply_to(kim, await ana.send(session.room, "!suggest"))
    assert (aloud.msgtype, "desk" in aloud.body) == ("m.notice", True)
    card = await ana.sees(desk, lambda message: message.id != answer.id and marks(message).get("kind") == "suggest")
    assert (card.mentions, card.reply_to) == ((), None)
    assert at_desk.ai_texts(kim) == []
