"""Nothing twice, nothing lost: `kill -9` between command and answer, restarts, the homeserver going away."""

from pathlib import Path
from typing import Any

from foreign_client import ForeignClient, ForeignClients
from model_server import Reply, model_server
from newcomer import Account, Newcomer
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver, run_homeserver
from bot.model import Heard
from bot.store import open_key, open_store


async def revived(session: Session) -> None:
    """Start the bot again and wait until it works."""
    await session.bot.start()
    await session.bot.ready()


async def test_a_command_typed_while_it_is_dead_is_answered_once(session: Session) -> None:
    """What was asked between `kill -9` and the next start is answered, once."""
    await session.bot.kill()
    question = await session.kim.send(session.room, "!explain rumination")
    await revived(session)
    await session.reply_to(session.kim, question)
    await session.silence(since=session.replies(question)[0].id)
    assert len(session.replies(question)) == 1


async def test_killed_between_command_and_answer(session: Session) -> None:
    """Killed at whatever point it has come to since it read the command, it answers each command exactly once."""
    questions = []
    for _ in range(6):
        question = await session.kim.send(session.room, "!explain rumination")
        questions.append(question)
        await session.kim.until(
            lambda question=question: (  # type: ignore[misc]  # bound now
                bool(session.replies(question)) or session.kim.read_by(session.room, session.bot_id) == question
            )
        )
        await session.bot.kill()
        await revived(session)
    for question in questions:
        await session.reply_to(session.kim, question)
    await session.silence(since=session.replies(questions[-1])[0].id)
    assert [len(session.replies(question)) for question in questions] == [1] * len(questions)


async def test_killed_after_it_was_written_down(session: Session) -> None:
    """A command that is in the notebook but not decided when the bot dies is answered after the start, once."""
    await session.bot.kill()
    question = await session.kim.send(session.room, "!explain rumination")
    heard = Heard(question, session.kim.user_id, 1e9, "!explain rumination", signed=True)
    async with open_store(session.bot.data_dir, open_key(None, session.bot.data_dir)) as store:
        assert await store.inbox.admit(session.room, heard)
    await revived(session)
    answer = await session.reply_to(session.kim, question)
    await session.silence(since=answer.id)
    assert len(session.replies(question)) == 1


async def test_killed_while_the_model_thinks(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Killed while a model is answering, it asks again after the start and posts one answer."""
    async with model_server() as server:
        house = {"kind": "openai", "base_url": f"{server.url}/v1", "model": "tiny"}
        server.script(Reply("Never to be seen.", hold=True), Reply("Small habits that help you sleep."))
        files: dict[str, dict[str, Any]] = {"deployment": {"backends": {"house": house}}, "room": {"backend": "house"}}
        async with session_room(tmp_path, (ana, kim), synapse, newcomer, **files) as session:
            await session.listening()
            question = await kim.send(session.room, "!explain sleep hygiene rules of ours")
            await server.asked()
            await session.bot.kill()
            await revived(session)
            answer = await session.reply_to(kim, question)
            assert "Small habits" in answer.body
            await session.silence(since=answer.id)
            assert len(session.replies(question)) == 1
            assert len(server.requests) == 2


async def test_a_restart_keeps_what_was_agreed(session: Session) -> None:
    """After a short restart the floor, the agreements and the window are as before, and no card is posted again."""
    await session.listening()
    said = await session.kim.send(session.room, "I slept badly")
    await session.kim.until(lambda: session.kim.read_by(session.room, session.bot_id) == said)
    assert await session.bot.stop() == 0
    await revived(session)
    status = await session.answer(session.kim, "!status")
    assert "AI: on" in status.body
    assert "Kept now: 1 of" in status.body
    assert (
        len(
            [
                message
                for message in session.kim.seen(session.room)
                if "card" in message.content.get("org.thirdchair", {})
            ]
        )
        == 2
    )


async def test_a_homeserver_that_restarts_is_waited_for(tmp_path: Path, foreign: ForeignClients) -> None:
    """While the homeserver is down the bot waits and says so in its log; then it goes on where it was."""
    async with run_homeserver(tmp_path / "synapse") as synapse:

        async def newcomer(name: str) -> Account:
            return Account(await synapse.register(name, "pw"), name, "pw")

        for name in ("ana", "kim"):
            await newcomer(name)
        ana, kim = [await foreign.log_in(synapse.url, name, "pw") for name in ("ana", "kim")]
        async with session_room(tmp_path / "bot", (ana, kim), synapse, newcomer) as session:
            await synapse.stop()
            await session.bot.logs("homeserver does not answer; waiting")
            await synapse.start()
            answer = await session.answer(kim, "!explain rumination")
            assert answer.shield == "NONE"
