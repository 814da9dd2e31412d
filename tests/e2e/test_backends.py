"""Both SDK backends in a real room: exactly what leaves, what comes back, and one calm sentence when nothing does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from foreign_client import ForeignClient
from model_server import HALF_JSON, ModelServer, Reply
from pool import Bots
from session_room import Session

House: TypeAlias = tuple[Session, ModelServer]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file with the key for the model server."""
    file = tmp_path_factory.mktemp("key") / "key"
    file.write_text("sk-quiet-heron")
    return file


@asynccontextmanager
async def house(
    kind: str, key: Path, model: ModelServer, bots: Bots, people: tuple[ForeignClient, ForeignClient]
) -> AsyncIterator[House]:
    """Give a session that listens, with a model server behind a backend of `kind`."""
    base_url = f"{model.url}/v1" if kind == "openai" else model.url
    backend = {"kind": kind, "base_url": base_url, "model": "tiny", "api_key_file": str(key)}
    files: dict[str, dict[str, Any]] = {"deployment": {"backends": {"house": backend}}, "room": {"backend": "house"}}
    async with bots.lend_session(people, **files) as session:
        yield await session.listening(), model


@pytest.fixture
async def openai(
    key: Path, model: ModelServer, bots: Bots, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[House]:
    """Give a listening session whose backend speaks the OpenAI API."""
    async with house("openai", key, model, bots, (ana, kim)) as opened:
        yield opened


@pytest.fixture
async def anthropic(
    key: Path, model: ModelServer, bots: Bots, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[House]:
    """Give a listening session whose backend speaks Anthropic's API."""
    async with house("anthropic", key, model, bots, (ana, kim)) as opened:
        yield opened


def said(request: Any) -> str:
    """Return the words of the one user turn in a request of either API."""
    turn = request.json["messages"][-1]["content"]
    return turn if isinstance(turn, str) else "".join(part["text"] for part in turn)


async def test_a_small_question_costs_little(openai: House) -> None:
    """The whole request for a term stays under 1,500 characters, and holds the term and nothing of the talk."""
    session, server = openai
    await session.ana.send(session.room, "a velvet walrus sits here")
    answer = await session.answer(session.kim, "!explain small habits in couples")
    request = server.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer sk-quiet-heron"
    assert sorted(request.json) == ["max_tokens", "messages", "model", "temperature"]
    assert request.json["model"] == "tiny"
    assert len(str(request.json)) < 1500
    assert "small habits in couples" in said(request)
    for hidden in ("velvet walrus", session.kim.user_id, session.ana.user_id, session.room, "kim", "ana-"):
        assert hidden not in str(request.json)
    assert answer.body == "AI · not checked by a therapist\n\nSmall habits that help you sleep."
    assert answer.shield == "NONE"
    marks = answer.content["org.thirdchair"]
    assert (marks["generated"], marks["kind"], marks["backend"], marks["model"]) == (True, "explain", "house", "tiny")
    assert len(marks["policy"]) == 64


async def test_the_glossary_asks_no_model(openai: House) -> None:
    """A term that the clinic's glossary has is answered from there, and nothing leaves."""
    session, server = openai
    answer = await session.answer(session.kim, "!explain rumination")
    assert answer.body.startswith("From the glossary")
    assert server.requests == []


async def test_a_word_on_an_answer_sends_the_question_again_and_not_the_answer(openai: House) -> None:
    """`simpler`, as a reply: the model gets the same term with the wish, from whoever of them wishes, and no more."""
    session, server = openai
    answer = await session.answer(session.kim, "!explain small habits in couples")
    again = await session.answer(session.ana, "simpler, please", reply_to=answer.id)
    assert again.content["org.thirdchair"]["kind"] == "explain"
    first, second = server.requests
    assert "small habits in couples" in said(second)
    assert "simplest everyday words" in said(second)
    assert "help you sleep" not in str(second.json)
    assert second.json["messages"][0] == first.json["messages"][0]
    assert len(str(second.json)) < len(str(first.json)) + 150


async def test_each_command_sends_what_it_needs(anthropic: House) -> None:
    """Translation sends one text, finding words sends the talk before, a question sends the window, by roles."""
    session, server = anthropic
    ana, kim, room = session.ana, session.kim, session.room
    talk = await kim.send(room, "I slept like a velvet walrus")
    await kim.until(lambda: kim.read_by(room, session.bot_id) == talk)

    await session.answer(kim, "!terjemahkan en selamat pagi")
    translate = server.requests[0]
    assert translate.path == "/v1/messages"
    assert translate.headers["authorization"] == "Bearer sk-quiet-heron"
    assert "selamat pagi" in said(translate)
    assert "walrus" not in str(translate.json)
    assert "into English" in translate.json["system"][0]["text"]
    assert translate.json["system"][0]["cache_control"] == {"type": "ephemeral"}

    await session.answer(kim, "!express so tired of this")
    await session.answer(ana, "!ask how did they sleep?")
    for request in server.requests[1:]:
        assert "Client 1: " in said(request)
        assert "velvet walrus" in said(request)
        assert "kim-" not in str(request.json)


async def test_withdrawn_words_never_leave(openai: House) -> None:
    """After `!withdraw` and a new agreement, what was said before is in no request."""
    session, server = openai
    talk = await session.kim.send(session.room, "a velvet walrus")
    await session.kim.until(lambda: session.kim.read_by(session.room, session.bot_id) == talk)
    await session.answer(session.kim, "!withdraw")
    await session.listening()
    await session.answer(session.ana, "!ask what was said?")
    assert "walrus" not in str(server.requests[0].json)


async def test_stop_drops_the_answer_under_way(openai: House) -> None:
    """`!stop` while the model is answering: the connection is closed and the answer never appears."""
    session, server = openai
    server.script(Reply("Never to be seen.", hold=True))
    question = await session.kim.send(session.room, "!explain small habits in couples")
    await server.asked()
    await session.kim.until(lambda: session.kim.typed(session.room, session.bot_id)[-1:] == (True,))
    off = await session.next_words(session.kim, "!stop")
    assert off.body.startswith("AI off")
    await server.hung_up.wait()
    await session.kim.until(lambda: session.kim.typed(session.room, session.bot_id)[-1:] == (False,))
    await session.silence(since=off.id)
    assert session.replies(question) == ()


BUSY = Reply(status=429, headers={"retry-after": "0"})
TROUBLES = {
    "busy": ((BUSY, BUSY, BUSY), "The model is busy."),
    "half_an_answer": ((HALF_JSON,) * 3, "The model server does not answer."),
    "wrong_key": ((Reply(status=401),), "The model server does not accept what I send."),
    "redirect": ((Reply(status=302, headers={"location": "http://127.0.0.1:9/elsewhere"}),), "The model server"),
    "links_alone": ((Reply("[x](http://a.example)![y](http://b.example/z.png)"),), ""),
}


async def test_trouble_is_one_calm_sentence(openai: House) -> None:
    """Whatever a model server does, the asker gets exactly one short line, nothing of the provider's, and no link."""
    session, server = openai
    for replies, sentence in TROUBLES.values():
        server.script(*replies)
        answer = await session.answer(session.kim, "!explain small habits in couples")
        assert answer.body.startswith(sentence)
        assert "moonless-otter" not in answer.body
        assert "http" not in answer.body + answer.formatted_body
    again = await session.answer(session.kim, "!explain small habits in couples")
    assert "Small habits" in again.body
    questions = {
        message.reply_to for message in session.kim.seen(session.room) if session.from_bot(message) and message.reply_to
    }
    assert all(len(session.replies(question)) == 1 for question in questions if question)
    assert "moonless-otter" not in str(session.bot.log())


async def test_a_busy_model_is_asked_again(anthropic: House) -> None:
    """A model that is busy for a moment is asked again, and its answer is posted once."""
    session, server = anthropic
    server.script(BUSY)
    answer = await session.answer(session.kim, "!explain small habits in couples")
    assert "Small habits" in answer.body
    await session.silence(since=answer.id)
    assert len(server.requests) == 2
