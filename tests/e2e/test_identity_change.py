"""Somebody's security identity is replaced in the middle of a session: frozen, told, confirmed, in a real room."""

from session_room import Session
from warm_command import run_command

from bot.matrix.client.signature_chain import read_only_key
from bot.model import UserId


async def master_key(session: Session, user: UserId) -> str:
    """Return the master key that the homeserver shows for somebody."""
    shown = await session.ana.request("POST", "/keys/query", {"device_keys": {user: []}})
    key = read_only_key(shown["master_keys"][user], "master", user)
    assert key is not None
    return key


async def operator(session: Session, *words: str) -> tuple[int, str]:
    """Run `thirdchair trust` as the operator would, and return its exit status and what it says."""
    ended = await run_command("trust", *words, "--config", str(session.bot.config))
    return ended.status, ended.out


async def test_a_replaced_identity_is_frozen_until_the_operator_confirms_it(session: Session) -> None:
    """Kim's commands stop counting when her identity is another, `!stop` aside, also over a restart, until it is confirmed."""
    await session.listening()
    kim, bot = session.kim, session.bot
    was = await master_key(session, kim.user_id)
    await kim.sign(anew=True)
    now = await master_key(session, kim.user_id)

    # Kim's new device identity does not get the room's keys, so Ana is who reads it.
    refused = await kim.send(session.room, "!agree")
    assert "security identity" in (await session.reply_to(session.ana, refused)).body
    alert = await bot.logs("alert", lambda line: line.get("reason") == "identity_changed")
    assert (alert["level"], alert["user"], alert["was"], alert["now"]) == ("error", kim.user_id, was, now)

    stop = await kim.send(session.room, "!stop")
    assert "AI off" in (await session.ana.sees(session.room, session.from_bot, after=stop)).body

    await bot.kill()
    await bot.start()
    await bot.ready()
    await bot.logs("alert", lambda line: line.get("reason") == "identity_changed")
    still = await kim.send(session.room, "!agree")
    await session.answer(session.ana, "!status")  # by then Kim's command is decided
    assert [
        message for message in session.ana.seen(session.room) if session.from_bot(message) and message.reply_to == still
    ] == []

    status, said = await operator(session, kim.user_id, now)
    assert status == 0
    assert was.startswith(said.split("was known by")[1].split()[0])
    await bot.logs("identity confirmed", lambda line: line["now"] == now)
    assert "Thank you" in (await session.answer(kim, "!agree")).body
