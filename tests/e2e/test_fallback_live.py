"""A fallback in a real room: the card names both backends, the second answers where the first fails, once, and says so."""

from collections.abc import AsyncIterator

import pytest
from foreign_client import ForeignClient
from model_server import ModelServer, Reply, model_server
from pool import Bots
from session_room import Session, marks

SIGNED = {"kind": "BAA", "with": "Example Inc.", "signed": "2026-01-01", "expires": "2036-01-01"}
ASKED = "!explain limerence of Budi in couples"


@pytest.fixture(scope="module")
async def cloud() -> AsyncIterator[ModelServer]:
    """Run the model server behind the fallback."""
    async with model_server() as server:
        yield server


@pytest.fixture
async def session(
    model: ModelServer, cloud: ModelServer, bots: Bots, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Give a session whose model is the clinic's own, and falls back to a company's."""
    cloud.begin_anew()
    cloud.default = Reply("Limerence is a strong longing for somebody.")
    kind = {"kind": "openai", "model": "tiny"}
    house = {**kind, "base_url": f"{model.url}/v1", "fallback": "cloud", "commands": ["explain", "express"]}
    far = {**kind, "base_url": f"{cloud.url}/v1", "remote": True, "agreement": SIGNED}
    deployment = {"backends": {"house": house, "cloud": far}, "backends_allowed": "any"}
    room = {"backend": "house", "backends_allowed": "any"}
    async with bots.lend_session((ana, kim), deployment=deployment, room=room) as opened:
        yield opened


async def test_people_agree_to_both_and_the_second_answers_where_the_first_fails(
    session: Session, model: ModelServer, cloud: ModelServer
) -> None:
    """The cards name both; names are replaced for both; one answer comes, under the name of whoever gave it."""
    texts = {"or to “cloud” of Example Inc. under agreement, names replaced", "atau “cloud” milik Example Inc."}
    assert all(any(text in card.body for card in session.cards) for text in texts)
    await session.listening()
    model.script(Reply(status=401))
    answer = await session.answer(session.kim, ASKED)
    assert answer.body.startswith("AI · not checked by a therapist · “cloud”\n")
    assert (marks(answer)["backend"], answer.shield) == ("cloud", "NONE")
    for server in (model, cloud):
        (request,) = server.requests
        assert "in couples" in str(request.json)
        assert "Budi" not in str(request.json)
    desk = await session.desk()
    asked = await session.ana.send(desk, "!sent")
    listed = await session.ana.sees(desk, lambda event: event.reply_to == asked and session.from_bot(event))
    assert listed.body.index("“cloud”") < listed.body.index("“house”")
    status = await session.answer(session.kim, "!status")
    assert (
        "If that fails or is not allowed: “cloud” outside the clinic, under agreement with Example Inc." in status.body
    )
    privacy = await session.answer(session.kim, "!privacy")
    assert "Agreeing to the model means agreeing to both." in privacy.body
    await session.silence(since=privacy.id)
    assert answer.reply_to
    assert len(session.replies(answer.reply_to)) == 1


async def test_a_model_that_declines_has_answered(session: Session, model: ModelServer, cloud: ModelServer) -> None:
    """Nothing goes to the second then; and what the first may not serve goes there alone."""
    await session.listening()
    model.script(Reply("I would rather not.", refusal=True))
    answer = await session.answer(session.kim, ASKED)
    assert answer.body.startswith("The model declined to answer this.")
    assert cloud.requests == []
    cloud.script(Reply("They spoke of sleep."))
    await session.answer(session.ana, "!ask what was said?")
    assert (len(model.requests), len(cloud.requests)) == (1, 1)


async def test_the_process_dies_while_the_fallback_answers(
    session: Session, model: ModelServer, cloud: ModelServer
) -> None:
    """After `kill -9` and a start the question is asked anew, at the first again, and has one answer."""
    await session.listening()
    model.script(Reply(status=401), Reply(status=401))
    cloud.script(Reply(hold=True))
    question = await session.kim.send(session.room, ASKED)
    await cloud.asked()
    await session.bot.kill()
    cloud.release()
    await session.bot.start()
    answer = await session.reply_to(session.kim, question)
    assert marks(answer)["backend"] == "cloud"
    await session.silence(since=answer.id)
    assert len(session.replies(question)) == 1
    assert len(model.requests) == 2
